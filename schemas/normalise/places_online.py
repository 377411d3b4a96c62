"""Whether something is held online: by its place's id or name, or by what is written of where. Refuses to take a subject for a place.

"Zoomissa" written where the place goes means online, even at a real library; "Zoomin käyttö" is what the course teaches, and
"ilmoittautuminen verkossa" is how one registers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from schemas.normalise.memo import read_once

ONLINE_IDS = frozenset(("helsinki:internet",))
_ONLINE_NAME = re.compile(
    r"\W*(?:(?:the )?internet(?:issä|et)?|verkossa|verkkotapahtuma|netissä|nettitapahtuma|online|online[- ]?(?:tapahtuma|evenemang|event)"
    r"|etätapahtuma|etänä|etäosallistuminen|etäyhteys|virtuaalitapahtuma|virtuaalinen|virtual(?: event)?|virtuellt(?: evenemang)?"
    r"|zoom|teams|microsoft teams|webinaari|webbinarium|webinar|på (?:nätet|webben|distans)|nätet|webben|nätevenemang|distans(?:evenemang)?)\W*",
    re.IGNORECASE,
)
_EVENT_FI = "tapahtum|luen|ryhm|kurss|tilaisuu|tapaami|kokou|jumppa|jumpa|työpaja|keskustelu|lukupiiri|koulutu|opetu|toteutu|osallistu|seminaar|lähety|konsert|kahvila|neuvon"
_EVENT_SV = "evenemang|föreläsning|kurs|möte|träff|deltagande|workshop|undervisning|sändning|gympa|konsert|seminari"
_PLATFORM = r"(?:zoom|teams|skype|jitsi|google meet|webex|youtube|discord|facebook live)"
_STRONG = re.compile(
    rf"\b(?:zoomissa|zoomilla|teamsilla|zoomiin|teamsissa|teamsiin|skypessä|youtubessa|discordissa|jitsissä|webexissä|meetissä)\b"
    rf"|\b{_PLATFORM}(?:in|n)? (?:kautta|välityksellä)\b"
    rf"|\b(?:via|i|on|in|over|över|through|på|genom) (?:microsoft |ms )?{_PLATFORM}\b"
    rf"|\b{_PLATFORM} ?-?(?:linkk|link|länk|yhtey|meeting|call|webin|etä|session|{_EVENT_FI}|{_EVENT_SV})"
    rf"|^\W*(?:microsoft |ms )?{_PLATFORM}(?:\W+(?:microsoft |ms )?{_PLATFORM})?\W*$|\((?:microsoft |ms )?{_PLATFORM}\)"
    rf"|\betäyhtey\w*|\betäosallistu\w*|\b(?:etä|verkko|netti|virtuaali|online|web)-?(?:{_EVENT_FI})\w*"
    rf"|\b(?:distans|nät|webb|online|digital|virtual)-?(?:{_EVENT_SV})\w*"
    r"|\bwebinaari\w*|\bwebbinari\w*|\bwebinars?\b|\b(?:live)?(?:stri?i?m|stream)(?:i|in|ataan|attu|aus|ed|ing|as|ning)\b|\blivestream\w*"
    r"|\bsuoratoisto\w*|\bvirtuaalisesti\b|\b(?:på|via) distans\b|\bvirtuellt\b|\bvirtually\b|\bremotely\b|\b(?:online|virtual) (?:event|meeting|class|course|lecture|session)\w*",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:verkossa|verkon kautta|etänä|netissä|netin kautta|internetissä|online|på (?:nätet|webben|internet)|on the (?:internet|web))\b",
    re.IGNORECASE,
)
"""Words that also say how one registers, pays or reads more."""
_OTHER_USE = re.compile(
    r"ilmoittau|ilmoitta|varau|varaa|varat|lipu|lippu|ost(?:a|o)|lisätie|lisätiet|maks|tutustu|anmäl|boka|biljett|köp|läs mer|regist|enrol"
    r"|book|ticket|buy|read more|sign up|turvallis|käyttö|käyttä|opas|opet(?:ella|taan)",
    re.IGNORECASE,
)
_ALSO_HERE = re.compile(
    r"\b(?:hybrid\w*|myös|sekä|paikan päällä|paikalla|läsnä|lähi(?:opetu|tapaami|toteutu|osallistu|tilaisuu)\w*|tai|joko|också|även|både|samt|på plats"
    r"|eller|närvaro\w*|also|both|in person|in-person|on[- ]site|as well|or|ja|och|and|plus|\+|&)(?=\W|$)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:ei|eikä|eivät|inte|ej|not|no|never|instead of|sijaan|sijasta)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE
)
_INSTEAD = re.compile(r"^\W*(?:\w+\W+)?(?:sijaan|sijasta)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[.;!\n]+(?:\s|$)|,\s*(?:mutta|vaan|men|but)\s+")
_HELD = re.compile(
    r"\b(?:järjestetään|pidetään|toteutetaan|kokoonnu(?:mme|taan)|tapaamme|tavataan|tapahtuma on|luento on|kurssi on|ryhmä on|ordnas|hålls|genomförs|träffas"
    r"|evenemanget är|(?:is|are|will be) held|takes? place|is organi[sz]ed|we meet)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"[(\[][^)\]]{0,40}\b(?:zoom\w{0,4}|teams\w{0,4}|online|etänä|verkossa|webinaari|webinar|på distans|på nätet|virtual|virtuell\w?)\b[^)\]]{0,40}[)\]]"
    r"|^\W*(?:zoomissa|teamsissa|online|etänä|verkossa|webinaari|webinar|webbinarium|på nätet|på distans|virtual)\W{0,2}[:|–-]"
    r"|\s[|–-]\s*(?:zoomissa|teamsissa|zoom|online|etänä|verkossa|på nätet|på distans)\W*$"
    rf"|\b(?:etä|verkko|virtuaali|online)-?(?:{_EVENT_FI})\w*|\b(?:distans|nät|webb)-?(?:{_EVENT_SV})\w*|\bwebinaari\w*|\bwebbinarium\w*|\bwebinar\b",
    re.IGNORECASE,
)


class Held(StrEnum):
    """How something is held, as far as a text says."""

    ONLINE = "online"
    HYBRID = "hybrid"
    UNSAID = "unsaid"


def is_online_place(place_id: str, names: Iterable[str] = ()) -> bool:
    """Whether a place is the internet.

    >>> is_online_place("helsinki:internet"), is_online_place("espoo:x", ["Verkossa"]), is_online_place("tprek:8143", ["Sellon kirjasto"])
    (True, True, False)
    """
    if place_id in ONLINE_IDS or place_id.endswith(":internet"):
        return True
    return not place_id.startswith("tprek:") and any(_ONLINE_NAME.fullmatch(name) for name in names)


def held_where(text: str) -> Held:
    """What a text that says where something is (`location_extra_info`) tells of online.

    >>> held_where("Zoomissa"), held_where("2. krs"), held_where("2. krs ja Zoomissa"), held_where("Zoomin käyttö")
    (<Held.ONLINE: 'online'>, <Held.UNSAID: 'unsaid'>, <Held.HYBRID: 'hybrid'>, <Held.UNSAID: 'unsaid'>)
    """
    found = Held.UNSAID
    for clause in _CLAUSES.split(text):
        for match in (*_STRONG.finditer(clause), *_WEAK.finditer(clause)):
            if _NOT.search(clause[: match.start()]) or _INSTEAD.match(clause[match.end() :]):
                continue
            if match.re is _WEAK and _OTHER_USE.search(clause):
                continue
            if _ALSO_HERE.search(clause):
                return Held.HYBRID
            found = Held.ONLINE
    return found


@read_once
def held_as_told(text: str) -> Held:
    """What a title or a description tells: only a marked "(Zoom)", "Online: …", "verkkoluento", or "järjestetään Zoomissa".

    >>> held_as_told("Digiopastus: Zoomin käyttö"), held_as_told("Kirjavinkkausta (Zoom)")
    (<Held.UNSAID: 'unsaid'>, <Held.ONLINE: 'online'>)
    """
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        marked = _MARKED.search(sentence)
        said = sentence if _HELD.search(sentence) else marked.group() if marked else ""
        if said and (held := held_where(said)) is not Held.UNSAID:
            return held
    return Held.UNSAID
