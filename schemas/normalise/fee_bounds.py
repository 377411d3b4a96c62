"""Free within bounds: on some days, for some people, the first time, with a card, on a condition."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.fee_phrases import FOR_SOME, IF_BEHIND, IF_LEAD, LIMITED, LIMITED_MORE, RECURS
from schemas.normalise.fee_subjects import Said
from schemas.normalise.price_labels import senses_in
from schemas.normalise.price_words import Sense, senses_of


def recurs(said: Said, *, is_attribute: bool, is_entry: bool) -> bool:
    """Free on some days only; "maksuton jumppa joka tiistai" is free, for it is only on Tuesdays."""
    around = f"{said.left} {said.right}"
    if RECURS.search(around):
        if not is_attribute or re.search(r"pääsy|entr|inträde", around + said.word, re.IGNORECASE):
            return True
        if _GUIDING.match(said.right) and RECURS.search(said.right):
            return True
    if is_entry and _BETWEEN.match(said.right):
        return True
    is_days = bool(RECURS.search(said.lead)) and not _OPEN.search(said.lead)
    return (said.heading == "" or bool(said.left.strip())) and is_entry and is_days


_OPEN: Final = re.compile(r"\b(?:avoinna|auki|aukiolo\w*|avoin|öppet|öppettider|open|opening hours)\b", re.IGNORECASE)
"""Days on which a place is open, not days on which it is free."""


_BETWEEN: Final = re.compile(
    r"\s*(?:klo|kl\.?|mellan|between|from)\s*\d{1,2}(?:[.:]\d\d)?\s*(?:[-–—]|och|and|to)\s*\d", re.IGNORECASE
)
"""Free entry between two hours; the others have to be paid for."""


def is_for_some(said: Said, *, is_attribute: bool) -> bool:
    """ "Opettajille maksuton": free for people of one kind. A guiding "for" behind its noun names the audience."""
    if is_attribute or said.found["nofee"] or Sense.SERVICE_CARD in senses_in(f"{said.left} {said.right}"):
        return False
    for named in FOR_SOME.finditer(f"{said.left} ; {said.right}"):
        is_name = named[0][0].isupper() and said.right.find(named[0]) >= 0
        found = (
            senses_of(named[0].lower()) | senses_of(named[0].lower()[:-3]) | ({Sense.TAKING_PART} if is_name else set())
        )
        if not found & {Sense.FILLER, Sense.TAKING_PART} and not _EVERYBODY.search(named[0]):
            return True
    return False


_EVERYBODY: Final = re.compile(
    r"(?:aikui|osallistuj|kävij|asiakka|kaupunkilais|kuntalais|yleisö|vierai|katsoj|kuulij|kiinnostun|ikäis|halukka|ryhmäläi|tulij|liikkuj|harrastaj|käyttäj)",
    re.IGNORECASE,
)


def is_limited(said: Said) -> bool:
    """Free within bounds: the first time, a part of it, with a card, before noon."""
    behind = said.sentence[said.found.end() :]
    around = _without_service_card(f"{said.left} {said.right}")
    return bool(
        LIMITED.search(around)
        or LIMITED_MORE.search(around)
        or _OR_PAID.match(behind)
        or IF_BEHIND.search(behind)
        or IF_LEAD.search(said.sentence[: said.found.start()])
    )


_OR_PAID: Final = re.compile(
    r"\s(?:ja|och|and|tai|eller|or)\s(?:\w+\s)?(?:maksulli|omakust|avgiftsb|paid\b|chargeable|fee-based)", re.IGNORECASE
)
_GUIDING: Final = re.compile(
    r"\s*(?:\w+\s)?(?:tours?\b|(?!digi|tieto|laite|netti|puhelin|mobiili|kännykkä|äly)\w*opastu\w+|\w*kierrok\w+|guidning\w*|visning\w*|rundvandring\w*)",
    re.IGNORECASE,
)
"""A guided tour that is free on Sundays is a part of what the place offers."""


def _without_service_card(text: str) -> str:
    return re.sub(r"palvelukeskus-?kort\w*|servicecentral\w*|service centre cards?", "", text, flags=re.IGNORECASE)
