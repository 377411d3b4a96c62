"""The contacts of an office in the words that an organiser wrote: landlines, service numbers, role mailboxes, web addresses.

Only what is certainly an office's: a line with a word that may be a name gives nothing, a mobile number is never read, and a contact
that no word belongs to counts only where no other line may name a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from schemas.normalise.contact import read_url
from schemas.normalise.text import plain_text
from schemas.service import LANGS, Text

_DIGITS: Final = re.compile(r"[+(]{0,2}\d(?:[\d\s()\u2010-\u2015\u2212-]|(?<=\d)[./:](?=\d)|\.(?=\s\d))*")
"""Digits that stand together, dates and times among them: a number is read from all of them or not at all."""
_NUMBER: Final = re.compile(r"(?:\+|00|\(?0)[\d\s()\u2010-\u2015\u2212-]{4,24}\d")
_NO_NUMBER: Final = re.compile(r"\D\d$|^\d{1,2}\D\d{1,2}\D\d{4}$|(?<!\d)\d{2}\s?[\u2010-\u2015\u2212-]\s?\d{2}(?!\d)")
"""A business id or the day that follows a number; a date; opening hours."""
_LANDLINE: Final = re.compile(
    r"0(?:2|3|5|6|8|9|1[3-9])[1-9]\d{3,7}|0(?:10|20|30)[1-9]\d{3,7}|0(?:29|71|73|75)\d{4,8}|0800\d{4,7}"
)
"""Area codes, nationwide numbers of offices and free numbers of Finland. 04 and 050 are mobile; 0100, 0200, 0300, 0600 and 0700 cost extra: not read."""
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB: Final = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"',()|]+", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"(?:[^\W\d_]*(?:asiakaspalvelu|info(?:rmaatio)?|infopiste|neuvonta|lipunmyynti|lippukassa|toimisto|kanslia|vaihde|päivystys|vastaanotto|pääaula"
    r"|kirjasto|keskus|museo|opisto|kulttuuritalo|nuorisotalo|asukastalo|uimahalli|liikuntahalli|liikunta|ilmoittautumi(?:nen|set|sten)|varaukset|ajanvaraus"
    r"|yhdistys|seurakunta|kaupunki|liikuntapalvelut|nuorisopalvelut|kulttuuripalvelut)(?:n|on|en|ksen|t|lla|lta|ssa|sta|sten|jen)?"
    r"|[^\W\d_]*(?:kundtjänst|rådgivning|biljettförsäljning|biljettkassa|expedition|kansli|växel|reception|bibliotek|museum|institut|simhall|anmälningar|bokningar|förening)(?:en|et)?"
    r"|[^\W\d_]*(?:keskuksen|yhdistyksen|seurakunnan|kaupungin)|soveltavan?|liikunnan"
    r"|(?:information|customer|city|desk|office|switchboard|reception|tickets?|library|museum|centre|enquiries|bookings|registration|service|services))",
    re.IGNORECASE,
)
_PLACES: Final = frozenset(
    "helsingin espoon vantaan suomen caisan stoan oodin kanneltalon malmitalon vuotalon annantalon kinaporin kustaankartanon riistavuoren "
    "kallion vuosaaren töölön käpylän maunulan haagan etelä-haagan pohjois-haagan kannelmäen malmin malminkartanon pitäjänmäen vallilan "
    "kumpulan pukinmäen tapulikaupungin siltamäen mellunmäen mellunkylän puotilan rastilan kulosaaren kalasataman sörnäisten jätkäsaaren "
    "ruoholahden kampin kruununhaan meilahden munkkivuoren munkkiniemen konalan latokartanon pihlajamäen pihlajiston östersundomin "
    "suomenlinnan lauttasaaren viikin pasilan rikhardinkadun puistolan myllypuron kontulan jakomäen suutarilan tapanilan paloheinän pakilan "
    "arabianrannan roihuvuoren herttoniemen laajasalon oulunkylän itäkeskuksen tikkurilan myyrmäen korson hakunilan koivukylän martinlaakson "
    "tapiolan leppävaaran espoonlahden matinkylän olarin soukan".split()
)
"""Whose office it may be, in the genitive: no ending tells a place from a person ("Karin"), so the places are named."""
_FOLDED: Final = str.maketrans("åäö", "aao")
_BOX_OWNERS: Final = frozenset({"soveltava", *(place.translate(_FOLDED) for place in _PLACES)})
_SAID: Final = re.compile(
    r"(?:puh|p|puhelin|puhelinnumero|puhelimitse|numero|numerosta|tel|telephone|phone|tfn|telefon|sähköposti|sähköpostitse|email|e-mail|e-post|epost|www|nettisivut|verkkosivut"
    r"|lisätietoja|antaa|lisätiedot|tiedustelut|yhteystiedot|mer|more|soita|call|ring|ja|tai|och|eller|and|or)",
    re.IGNORECASE,
)
_MAILBOX: Final = re.compile(
    r"(?:(?P<whose>[^\W\d_]+)[._-])?(?:info|asiakaspalvelu|kirjasto|neuvonta|toimisto|museo|seniorikeskus|palvelukeskus|liikunta|liikuntaneuvonta|nuoriso|varaukset|lipunmyynti"
    r"|ilmoittautumiset|kulttuuri|kanslia|opisto|tyovaenopisto|arbis|library|bibliotek|museum|office|kundtjanst|kansli|expedition)(?:\.(?:fi|sv|en|helsinki|espoo|vantaa))?",
    re.IGNORECASE,
)
_PERSONAL_PLACE: Final = re.compile(
    r"(?:^|\.)(?:(?:facebook|fb|instagram|linkedin|twitter|x|tiktok|snapchat|whatsapp|youtube|threads|messenger)\.com|youtu\.be|linktr\.ee"
    r"|threads\.net|signal\.(?:me|group|org)|(?:fb|m|t|wa|telegram)\.me)\.?$",
    re.IGNORECASE,
)
_PERSONAL_PATH: Final = re.compile(r"~|/@|(?:\d[._-]?){7}")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line holds: `is_office`: a word says so; `is_doubtful`: it may name a person, or is a contact that is not published."""

    contacts: list[tuple[str, str]]
    is_office: bool
    is_doubtful: bool


def office_contacts(text: Text) -> list[dict[str, str]]:
    """The office's telephones, mailboxes and web addresses in a text by language: `kind` and `value`, each once.

    A contact without words is published only if no line in any language is doubtful; one that a doubtful line holds, never.

    >>> office_contacts({"fi": "Caisan info, p. 09 310 37500"})
    [{'kind': 'phone', 'value': '09 310 37500'}]
    >>> office_contacts({"fi": "Maija Meikäläinen, 09 310 37500, maija@example.org"}), office_contacts({"fi": "Info 040 123 4567"})
    ([], [])
    """
    lines = [
        _read_line(line)
        for lang in LANGS
        for line in re.split(r"[\n;]|(?<=[^\W\d])\.\s(?=[A-ZÅÄÖ])", plain_text(text.get(lang)))
    ]
    doubtful = [line for line in lines if line.is_doubtful]
    withheld = {_key(*one) for line in doubtful for one in line.contacts}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        if line.is_doubtful or (doubtful and not line.is_office):
            continue
        for kind, value in line.contacts:
            if (key := _key(kind, value)) not in withheld:
                found.setdefault(key, {"kind": kind, "value": value})
    return list(found.values())


def _read_line(line: str) -> _Line:
    emails, webs = _EMAIL.findall(line), [one.rstrip(".") for one in _WEB.findall(line)]
    rest = _WEB.sub(" ", _EMAIL.sub(" ", line))
    numbers = [one.strip(" ()-–/.") for one in _DIGITS.findall(rest)]
    phones = [("phone", _opened(one)) for one in numbers if _is_landline(one)]
    boxes = [("email", one) for one in emails if _is_role(one.partition("@")[0])]
    pages = [("web", url) for one in webs if (url := read_url(one)) and not _is_personal(url)]
    contacts = phones + boxes + pages
    is_known, is_office = _read_words(_DIGITS.sub(", ", rest))
    is_whole = len(contacts) == len(numbers) + len(emails) + len(webs)
    is_doubtful = not is_known or len(boxes) < len(emails) or not (is_office or is_whole)
    return _Line(contacts, is_office, is_doubtful)


def _read_words(words: str) -> tuple[bool, bool]:
    """Whether every word is an office's, its place before it, or only says that a contact follows; and whether one is an office's."""
    is_office = False
    for part in re.split(r"[,:()|/–]|\s-\s", words):
        is_before_office = False
        for word in reversed([one for one in _WORD.findall(part) if not _SAID.fullmatch(one)]):
            if _OFFICE.fullmatch(word):
                is_office = is_before_office = True
            elif not (is_before_office and word.casefold() in _PLACES):
                return False, is_office
    return True, is_office


def _is_landline(number: str) -> bool:
    return bool(_NUMBER.fullmatch(number) and not _NO_NUMBER.search(number) and _LANDLINE.fullmatch(_dialled(number)))


def _is_role(box: str) -> bool:
    """Whether a mailbox is named by an office's task, with nothing before it but a place or what the task is for."""
    said = _MAILBOX.fullmatch(box)
    return bool(said and (said["whose"] is None or said["whose"].casefold().translate(_FOLDED) in _BOX_OWNERS))


def _is_personal(url: str) -> bool:
    """Whether an address may lead to one person: a profile, or one with a number, a query or a part of a page in it."""
    parts = urlsplit(url)
    return bool(
        parts.query
        or parts.fragment
        or _PERSONAL_PATH.search(unquote(url))
        or _PERSONAL_PLACE.search(parts.hostname or "")
    )


def _key(kind: str, value: str) -> tuple[str, str]:
    return kind, _dialled(value) if kind == "phone" else value.casefold().rstrip("/")


def _opened(number: str) -> str:
    """A number whose bracket was cut off, whole again."""
    return number if "(" in number or ")" not in number else f"({number}"


def _dialled(number: str) -> str:
    """A number as it is dialled within Finland; another country's keeps its code and is no landline here."""
    bare = re.sub(r"\(0\)", "", number)
    digits = re.sub(r"\D", "", bare)
    if bare.lstrip("( ").startswith("+358"):
        return "0" + digits.removeprefix("358")
    if digits.startswith("00358"):
        return "0" + digits.removeprefix("00358")
    return f"+{digits}" if bare.lstrip("( ").startswith("+") else digits
