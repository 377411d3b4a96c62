"""Free within bounds: on some days, for some people, the first time, with a card, on a condition."""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.fee_phrases import FOR_SOME, IF_BEHIND, IF_LEAD, LIMITED, LIMITED_MORE, RECURS
from schemas.normalise.fee_subjects import Said
from schemas.normalise.months import MONTHS_EN, MONTHS_FI, MONTHS_SV
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
    if (is_entry or said.found["nofee"]) and _MONTH.search(around):
        return True
    if is_entry and _BETWEEN.match(said.right):
        return True
    is_days = bool(RECURS.search(said.lead)) and not _OPEN.search(said.lead)
    return (said.heading == "" or bool(said.left.strip())) and is_entry and is_days


_OPEN: Final = re.compile(r"\b(?:avoinna|auki|aukiolo\w*|avoin|öppet|öppettider|open|opening hours)\b", re.IGNORECASE)
"""Days on which a place is open, not days on which it is free."""


_MONTH: Final = re.compile(
    rf"\b(?:{MONTHS_FI})kuussa\b|\bi (?:{MONTHS_SV})\b|\bin (?:{MONTHS_EN})\b",
    re.IGNORECASE,
)
"""No fee in one month; in the others there is one."""
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
    phrase = said.found[0] if said.found["nofee"] and "maksulli" not in said.word else ""
    around = _without_service_card(f"{said.left}{phrase} {said.right}")
    if said.found["event"]:
        around = _BEFORE_IT_BEGINS.sub("", around)
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
_BEFORE_IT_BEGINS: Final = re.compile(
    r"\b(?:ennen|före|innan|before)\s(?:the )?(?:[^\W\d_]+n )?(?:alkua|alkamista|esitystä|näytöstä|konserttia|tilaisuutta|föreställningen|konserten|start(?:en)?|the start|(?:show|concert|performance|screening)\b)",
    re.IGNORECASE,
)
"""When free tickets are handed out, which bounds nothing."""
_GUIDING: Final = re.compile(
    r"\s*(?:\w+\s)?(?:tours?\b|(?!digi|tieto|laite|netti|puhelin|mobiili|kännykkä|äly)\w*opastu\w+|\w*kierrok\w+|guidning\w*|visning\w*|rundvandring\w*)",
    re.IGNORECASE,
)
"""A guided tour that is free on Sundays is a part of what the place offers."""


_OTHERS_PAY: Final = re.compile(
    r"\A[^.;]{0,60}[,;(–-]\s?(?:ja |och |and )?(?:muina (?:aikoina|päivinä|kertoina)|muulloin|muuten|muilta|muille|muut|muu aika|andra(?: tider| dagar)?|övriga?(?: tider| dagar)?|annars|other(?:s|wise| times| days| visitors)|at (?:all )?other times|on other days|the rest|everyone else|all others)\b[^.;]{0,30}?\d",
    re.IGNORECASE,
)


def others_pay(behind: str) -> bool:
    """Whether what follows a free word names a price for the others or for other times: "ilmaiseksi, muulloin 13 euroa"."""
    return bool(_OTHERS_PAY.search(behind))


def _without_service_card(text: str) -> str:
    return re.sub(r"palvelukeskus-?kort\w*|servicecentral\w*|service centre cards?", "", text, flags=re.IGNORECASE)
