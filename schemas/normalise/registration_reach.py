"""How far a "not" of a sentence on registering reaches: what alone is asked instead of it, and of what it is said that nothing is compulsory."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.registration_words import CLAUSE_END, NO_DUTY, names_signing

_ONLY_THINGS: Final = re.compile(
    r"\s*[,;–-]\s+(?:vain|ainoastaan|pelkästään|bara|endast|enbart|only|just)\s+(?P<things>[^,;()]+?)[\s.!]*$"
)
_NO_THING: Final = re.compile(
    r"\b(?:haastatt|ennak|etukät|varat|sovi|sopim|hak[eu]|lähet|resept|remiss|referral|advance|beforehand|förväg|förhand|invit|inbju|aika\b|ajat\b|tid\b|tider|jäsen|muut|mui[lt]|ryhm|jonot|opiskel|asukk|ensimmäi|uusi|uude|kutsu|paikan|paika|ovel|ovi|netis|netti|verko|puhelim|sähköpost|säpo|soit|viesti|lomak|sivu|tekstiv|whats|kautta|nim[ei]|list|arvonta|jos\b|kun\b|ennen|medlem|grupp|ring|mejl|post|namn|om\b|när|members?|groups?|call|phone|text|sms|message|mail|name|if\b|when|via|per\b|by\b|through|online|on\b|in\b|at\b|for\b|from\b|för\b|till\b|på\b|av\b|i\b|web|klo\b|kl\b|viikonlop|arki|vardag|weekday|weekend|maksuto|vapaa|se\b|sitä\b|it\b|det\b)"
    r"|\b\w+(?:lle|[io]ilta|[^m]iltä|ille|isin|sin|päivänä|taina)\b"
)
_COMING: Final = re.compile(
    r"(?:tulla|tule|tulet|saapua|saavu|ilmesty\w*|att komma|komma|kom|come|turn up|show up)(?: (?:paikalle|mukaan|ajoissa|hit|dit|along))?"
)
_JUST_COME: Final = re.compile(
    rf"\s*[,;–-]\s+(?:\w+\s+){{0,3}}?(?:voi|voit|saa|saat|kan|får|can|may)\s+(?:\w+\s+){{0,2}}?(?:vain|vaan|bara|just|simply)\s+{_COMING.pattern}[\s.!]*$"
)
_ABOUT_IT: Final = re.compile(
    r"ilmoitt|ilmoa|vara(?:a|n|t(?!tu)|u)|rekister|anmäl|bok|registr|book|sign|enrol|reserv|appoint|haku|hake|§|osallistu|delta|attend|particip"
)
_FILLERS: Final = frozenset(
    "se sitä sen tämä tosin kuitenkaan kuitenkin mutta vaan vaikka joskin ja myös myöskään tekeminen siis on det den detta är dock men fast även också inte är it this that is but though although and not also".split()
)
_TO_DO: Final = re.compile(r"\s+(?:att|to|\w{3,}(?:[dt]a|[dt]ä|ll[aä]|nn[aä]|st[aä]))\b(?P<what>[^,;.]*)")


def without_only_things(sentence: str) -> str:
    """A sentence without the things that are all it asks: they bound no denial. Whom, when and by which way bound it.

    >>> without_only_things("ei ilmoittautumista, vain ulkovaatteet."), without_only_things("ei ilmoittautumista, vain jäsenille.")
    ('ei ilmoittautumista', 'ei ilmoittautumista, vain jäsenille.')
    """
    if (come := _JUST_COME.search(sentence)) is not None:
        return sentence[: come.start()]
    only = _ONLY_THINGS.search(sentence)
    if only is None:
        return sentence
    if not _COMING.fullmatch(only["things"]) and (_NO_THING.search(only["things"]) or names_signing(only["things"])):
        return sentence
    return sentence[: only.start()]


def without_no_duty(sentence: str) -> tuple[str, bool]:
    """A sentence without "it is not compulsory", and whether that was said of registering: a phone number's giving may be free as well.

    >>> without_no_duty("ilmoittautuminen ei ole pakollista")
    ('ilmoittautuminen  § ', True)
    >>> without_no_duty("ilmoittaudu verkossa, puhelinnumeron antaminen ei ole pakollista")[1]
    False
    """
    said = list(NO_DUTY.finditer(sentence))
    is_of_it = any(_is_of_registering(sentence, match) for match in said)
    return (NO_DUTY.sub(" § ", sentence), is_of_it) if said else (sentence, False)


def _is_of_registering(sentence: str, match: re.Match[str]) -> bool:
    start = max((cut.end() for cut in CLAUSE_END.finditer(sentence, 0, match.start())), default=0)
    before = sentence[start : match.start()]
    done = _TO_DO.match(sentence, match.end())
    if _ABOUT_IT.search(before):
        return True
    if done is not None:
        return _ABOUT_IT.search(done[0]) is not None
    return all(word in _FILLERS for word in re.findall(r"\w+", before))
