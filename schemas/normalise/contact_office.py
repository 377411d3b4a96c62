"""The contacts of an office in the words that an organiser wrote: landlines, service numbers, role mailboxes, web addresses.

Only what is certainly an office's: a line that may name a person gives nothing, and a mobile number is never read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from schemas.normalise.contact import read_url
from schemas.normalise.text import plain_text
from schemas.service import LANGS, Text

_NUMBER: Final = re.compile(r"(?<![\w+])(?:\+|00|\(?0)[\d\s()–/-]{4,24}\d(?!\w)")
_LANDLINE: Final = re.compile(r"0(?:2|3|5|6|8|9|1[3-9])[1-9]\d{3,8}|0(?:10|20|29|30|71|73|75)\d{4,8}|0800\d{4,7}")
"""Area codes, nationwide numbers of offices and free numbers of Finland. 04 and 050 are mobile; 0600 and 0700 cost extra: not read."""
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB: Final = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"']+", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"(?:\w*(?:asiakaspalvelu|info(?:rmaatio)?|infopiste|neuvonta|lipunmyynti|lippukassa|toimisto|kanslia|vaihde|päivystys|vastaanotto|aula"
    r"|kirjasto|keskus|museo|opisto|kulttuuritalo|nuorisotalo|asukastalo|uimahalli|liikuntahalli|liikunta|ilmoittautumi(?:nen|set|sten)|varaukset|ajanvaraus"
    r"|yhdistys|seurakunta|kaupunki|liikuntapalvelut|nuorisopalvelut|kulttuuripalvelut)(?:n|on|en|ksen|t|lla|lta|ssa|sta|sten|jen)?"
    r"|\w*(?:kundtjänst|rådgivning|biljettförsäljning|biljettkassa|expedition|kansli|växel|reception|bibliotek|museum|institut|simhall|anmälningar|bokningar|förening)(?:en|et)?"
    r"|(?:information|desk|office|switchboard|reception|tickets?|library|museum|centre|enquiries|bookings|registration|service|services))",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(?:puh|p|puhelin|puhelinnumero|puhelimitse|numero|numerosta|tel|telephone|phone|tfn|telefon|sähköposti|sähköpostitse|email|e-mail|e-post|epost|www|nettisivut|verkkosivut"
    r"|lisätietoja|lisätiedot|tiedustelut|yhteystiedot|mer|more|soita|call|ring|ja|tai|och|eller|and|or)",
    re.IGNORECASE,
)
_MAILBOX: Final = re.compile(
    r"(?:.*[._-])?(?:info|asiakaspalvelu|kirjasto|neuvonta|toimisto|museo|seniorikeskus|palvelukeskus|liikunta|liikuntaneuvonta|nuoriso|varaukset|lipunmyynti"
    r"|ilmoittautumiset|kulttuuri|kanslia|opisto|tyovaenopisto|arbis|library|bibliotek|museum|office|kundtjanst|kansli|expedition)(?:\.[a-z]+)?",
    re.IGNORECASE,
)
_PERSONAL_PLACE: Final = re.compile(
    r"(?:^|\.)(?:facebook|instagram|linkedin|twitter|x|tiktok|wa|t|snapchat)\.(?:com|me)$", re.IGNORECASE
)
_NAME_PART: Final = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])?")


def office_contacts(text: Text) -> list[dict[str, str]]:
    """The office's telephones, mailboxes and web addresses in a text by language: `kind` and `value`, each once.

    >>> office_contacts({"fi": "Caisan info, p. 09 310 37500"})
    [{'kind': 'phone', 'value': '09 310 37500'}]
    >>> office_contacts({"fi": "Maija Meikäläinen, 09 310 37500, maija@example.org"}), office_contacts({"fi": "Info 040 123 4567"})
    ([], [])
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for lang in LANGS:
        for line in re.split(r"[\n;]|(?<=[^\W\d])\.\s(?=[A-ZÅÄÖ])", plain_text(text.get(lang))):
            for kind, value in _of_line(line):
                key = _digits(value) if kind == "phone" else value.casefold().rstrip("/")
                found.setdefault((kind, key), {"kind": kind, "value": value})
    return list(found.values())


def _of_line(line: str) -> list[tuple[str, str]]:
    emails, webs = _EMAIL.findall(line), [one.rstrip(".,)") for one in _WEB.findall(line)]
    rest = _WEB.sub(" ", _EMAIL.sub(" ", line))
    numbers = [one.group().strip(" ()-–/.") for one in _NUMBER.finditer(rest)]
    if not _is_of_office(_NUMBER.sub(", ", rest)) or any(
        not _MAILBOX.fullmatch(one.partition("@")[0]) for one in emails
    ):
        return []
    phones = [("phone", _opened(one)) for one in numbers if _LANDLINE.fullmatch(_digits(one))]
    pages = [("web", url) for one in webs if (url := read_url(one)) and not _is_personal(url)]
    return phones + [("email", one) for one in emails] + pages


def _is_of_office(words: str) -> bool:
    """Whether every part of a line between commas names an office or only says that a contact follows. A line of a contact alone is an office's."""
    for part in re.split(r"[,:()|–]|\s-\s", words):
        told = [one for one in _WORD.findall(part) if not _SAID.fullmatch(one)]
        if not told:
            continue
        if not any(_OFFICE.fullmatch(one) for one in told):
            return False
        names = [bool(_NAME_PART.fullmatch(one)) and not _OFFICE.fullmatch(one) for one in told]
        if any(one and other for one, other in pairwise(names)):
            return False
    return True


def _is_personal(url: str) -> bool:
    return bool(_PERSONAL_PLACE.search(url.split("/")[2].partition(":")[0]))


def _opened(number: str) -> str:
    """A number whose bracket was cut off, whole again."""
    return number if "(" in number or ")" not in number else f"({number}"


def _digits(number: str) -> str:
    """A number as it is dialled within Finland; another country's keeps its code and is no landline here."""
    bare = re.sub(r"\(0\)", "", number)
    digits = re.sub(r"\D", "", bare)
    if bare.lstrip("( ").startswith("+358"):
        return "0" + digits.removeprefix("358")
    if digits.startswith("00358"):
        return "0" + digits.removeprefix("00358")
    return f"+{digits}" if bare.lstrip("( ").startswith("+") else digits
