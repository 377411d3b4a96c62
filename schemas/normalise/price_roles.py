"""What an amount is for: a price, a concession, a card product, hire, an extra or nothing that one pays for taking part."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from schemas.normalise.fee_things import is_thing
from schemas.normalise.price_labels import PAYERS, means_something, senses_in
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.prices import Money
from schemas.normalise.sentences import words


class Role(StrEnum):
    PRICE = "price"
    CONCESSION = "concession"
    MATERIAL = "material"
    PRODUCT = "product"
    FAMILY = "family"
    HIRE = "hire"
    EXTRA = "extra"
    NOT_PRICE = "not_price"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Claim:
    """One amount and what it is for."""

    money: Money
    role: Role
    label: str = ""
    senses: frozenset[Sense] = frozenset()
    is_adult: bool = False
    is_labelled: bool = False
    is_course: bool = False
    is_visit: bool = False
    is_repeated: bool = False

    @property
    def decisive(self) -> float:
        """The amount that decides the class: the highest stated one."""
        return max(self.money.values)


_REPEATED: Final = re.compile(
    r"\b(?:[2-9]|\d\d)\s?(?:x\b|krt\b|kertaa\b|kerran\b|kerta\b|\w*kertaa\b|\w*käyntiä\b|gång\w*|ggr\b|simbesök|besök|visits?\b|swims\b|times\b|-?visit|-?gångers|-?korte?n?\b|sessions\b)|\b\d{2,3}\s?(?:päivän|dagars?|-?days?)\b|\bkort för\b|\bkuukausi \(|\bmånad \(|\b1 month\b|\bkoko kesän\b|\bhela sommaren\b|\bwhole summer\b|\b(?:season|month(?:ly)?|annual|year|\d+-visit|\d+-day|serial|series) (?:card|ticket|pass)\b|\bmuseum card\b|\b(?:\d+|ten|five|twenty)-(?:visit|day|time) card\b|\b(?:viiden|kymmenen|kahdenkymmenen) (?:kerran|käynnin|uinnin)\b",
    re.IGNORECASE,
)
_SEVERAL_FOR: Final = re.compile(
    r"\b(?:[2-9]|\d\d)\s?(?:x|krt|kertaa|ggr|gånger|times|sessions|tapaamista|viikkoa)\b.*\b(?:hinta|maksu|pris|kostar|maksaa|price|fee|avgift)\b",
    re.IGNORECASE,
)
_MEETINGS: Final = re.compile(
    r"\W*\d+\s?(?:kertaa|krt|tapaamis(?:ta|kertaa)|tapaamista|gånger|ggr|times|sessions|meetings)\W*", re.IGNORECASE
)
"""So many meetings for one price, and no word of a card: a course."""
_TIMED: Final = re.compile(
    r"\b\d{1,2}\s?(?:x|×|krt|kertaa|ggr)\s?(?:à )?\d+(?:[.,]\d)?\s?(?:min|h|t|tim|tuntia|minuuttia)\b", re.IGNORECASE
)
"""Six times ninety minutes: a course."""
_INCLUDES: Final = re.compile(
    r"\b(?:sis\.|sisältää|sisältäen|(?:sisältyy|sisältyvät)(?! [^\W\d_]*(?:maksuun|hintaan|lippuun))|inkl\.|inklusive|ingår(?! i (?:priset|[^\W\d_]*avgiften|biljetten))|incl\.|includes?|including|included(?! in the (?:price|fee|ticket)))(?!\w).*",
    re.IGNORECASE | re.DOTALL,
)
_TOGETHER: Final = re.compile(
    r"\b(?:kanssa|mukana|seurassa|yhdessä|med vuxen|tillsammans|with (?:an )?adult|together)\b|\+\s*\d* ?laps",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"(?:\bja\b|\bsekä\b|\boch\b|\band\b|[+&])", re.IGNORECASE)
_PROGRAMME: Final = re.compile(r"(?:ohjelma|program|programme)", re.IGNORECASE)
_FOR_CHILDREN: Final = re.compile(
    r"\b(?:lasten|lapsille|barn|barnens?|children['’]?s)(?!\s*(?:ja|och|and)\b)\w*|\blasten\w+", re.IGNORECASE
)
_SOME_ONLY: Final = re.compile(
    r"\b(?:joi(?:ssain|ssakin|llakin)|osassa|tarvittaessa|mahdollinen|mahdolliset|eventuella?|vissa|some|possible|optional)\b",
    re.IGNORECASE,
)
_GUIDED_GROUPS: Final = re.compile(
    r"\bohja(?:tut|tuissa|ajan ohjaamat) ryhm\w+|\b(?:liikunta|jumppa|vesi|kuntosali|tanssi|jooga|taito|käsityö|kieli|keskustelu|senior\w*)-?ryhm(?:ät|iin|issä)\b|\bledda grupper\b|\bguided groups\b",
    re.IGNORECASE,
)
"""Groups that one joins, so much a time; not groups that pay together."""
GROUP_GUIDING: Final = re.compile(
    r"(?:opast|kierro|guidning|guidad|visning|guided|tour).*(?:ryhmi|grupp|group)|ryhmäopastu|gruppguidning",
    re.IGNORECASE,
)
"""A tour that a group orders for itself."""
SPACE_HIRE: Final = re.compile(
    r"\b[^\W\d_]*(?:tilan|kentän|salin|radan|hallin|kaukalon|vuoron|huoneen) (?:tunti)?vuokra\b|\b[^\W\d_]*(?:tila|kenttä|sali|rata|halli|kaukalo|huone)vuokra\b|\b[^\W\d_]*(?:lokal|plan|sal|ban)hyra\b|\bhyra (?:för|av) [^\W\d_]*(?:lokal|plan|sal|bana|hall)(?:en|n)?\b|\bvuokra: [^\W\d_]*(?:tila|kenttä|sali|rata|halli|kaukalo)\b|\b(?:court|pitch|room|hall|lane) (?:hire|rental)\b",
    re.IGNORECASE,
)
_ONLY_SEASON: Final = re.compile(
    r"\W*(?:syksy|syksyllä|kevät|keväällä|höst(?:en)?|vår(?:en)?|autumn|spring)(?:\s20\d\d)?\W*", re.IGNORECASE
)
"""Nothing but a season labels the amount: the price of the whole season."""
_SELLERS: Final = re.compile(
    r"\b(?:näytteilleasetta\w*|myyjä(?:t|n|ltä|lle|ille|iltä|nä|paik\w*|pöy\w*|maks\w*)?|myyjiltä|myyjille|kirpputoripöy\w*|kirppispöy\w*|kirpparipöy\w*|myyntipöy\w*|myyntipaik\w*|myyntikoju\w*|kojupaik\w*|kojun|pöytäpaik\w*|pöytävarau\w*|pöytämaks\w*|pöydän (?:hinta|vuokra|varau\w*|voi varata)|myyntipöydän|utställarplats\w*|utställare\w*|försäljningsbord\w*|försäljningsplats\w*|säljare\w*|säljbord\w*|bordshyra\w*|loppisbord\w*|loppbord\w*|bordsplats\w*|(?:a |market |sales |seller's |flea market )?(?:stall|stalls|stand)(?: (?:fee|hire|rental|place)s?)?|exhibitors?|exhibitor's|vendors?|sellers?|sales tables?|(?:flea market|seller's) tables?|table (?:hire|rental))\b",
    re.IGNORECASE,
)
"""What sellers and exhibitors pay, not who comes to look."""
_SIDE_FEE: Final = re.compile(
    r"\b(?:service|booking|delivery|cancellation|late|no-show|handling|customer card)\b", re.IGNORECASE
)


def judge(amount: Money, label: str, heading: str, *, names_adults: bool) -> Claim:
    """The claim of one amount by its label and the heading above. `names_adults`: the text has a price for adults elsewhere."""
    own = _INCLUDES.sub("", label)
    senses = senses_in(own)
    above = senses_in(heading)
    is_repeated = (
        bool(_REPEATED.search(own)) and not _SEVERAL_FOR.search(own) and not senses & {Sense.TOTAL, Sense.COURSE}
    ) or Sense.CARD in senses
    both = senses | above
    is_course = amount.per in {"course", "season", "month", "year"} or amount.also_per in {
        "course",
        "season",
        "month",
        "year",
    }
    if is_repeated and (
        (not heading and _MEETINGS.fullmatch(own)) or (_TIMED.search(own) and Sense.CARD not in senses)
    ):
        is_repeated, is_meetings = False, True
    else:
        is_meetings = False
    is_visit = (amount.per in {"visit", "hour"} and not is_course) or Sense.VISIT in senses
    is_course = is_course or is_meetings or (bool(_SEVERAL_FOR.search(own)) and not is_visit and not is_repeated)
    is_course = is_course or (bool(senses & {Sense.COURSE, Sense.SEASON, Sense.TOTAL}) and not is_visit)
    is_course = is_course or (_ONLY_SEASON.fullmatch(own) is not None and not is_visit)
    payers = senses & PAYERS
    is_adult = Sense.ADULT in senses or (Sense.ADULT in above and not payers)
    if not senses & (PAYERS | {Sense.ADULT}):
        payers = above & PAYERS if Sense.ADULT not in above else frozenset()
    if Sense.OTHERS in senses and not senses & PAYERS:
        if names_adults and Sense.ADULT not in senses:
            payers = payers | {Sense.REDUCED}
        elif not names_adults:
            is_adult, payers = True, frozenset()
    claim = Claim(
        amount, Role.PRICE, own, both if payers or is_adult else senses, is_adult=is_adult,
        is_labelled=means_something(own) or _has_ordinal(own) or means_something(heading),
        is_course=is_course, is_visit=is_visit, is_repeated=is_repeated,
    )  # fmt: skip
    return replace(claim, role=_role(claim, senses, above, payers, heading))


def _role(
    claim: Claim, senses: frozenset[Sense], above: frozenset[Sense], payers: frozenset[Sense], heading: str
) -> Role:
    own, amount = claim.label, claim.money
    part = senses & {Sense.TAKING_PART, Sense.PRICE, Sense.VISIT, Sense.COURSE}
    if (claim.decisive > 0 and _PROGRAMME.fullmatch(own.strip(" :,(+"))) or _SIDE_FEE.search(own):
        return Role.EXTRA
    if _SELLERS.search(own):
        return Role.NOT_PRICE
    if SPACE_HIRE.search(own):
        return Role.HIRE
    if Sense.NOT_PRICE in senses and not senses & {Sense.PRICE, Sense.VISIT}:
        return Role.NOT_PRICE
    if claim.is_repeated and not re.search(r"\bpant|deposit|asiakaskort|kundkort", own, re.IGNORECASE):
        return Role.PRODUCT
    if Sense.MATERIAL in senses and Sense.EXTRA not in senses:
        if _FOR_CHILDREN.search(own):
            return Role.EXTRA
        if _SOME_ONLY.search(own):
            return Role.VAGUE
        return Role.MATERIAL
    if Sense.EXTRA in senses and not (
        part and _BESIDE.search(own) and not re.search(r"\bpant|deposit", own, re.IGNORECASE)
    ):
        if not (part and _last_sense(own) is not Sense.EXTRA):
            return Role.EXTRA
    if (
        Sense.EXTRA in above
        and not above & {Sense.TAKING_PART}
        and not claim.is_adult
        and not payers
        and "krs" not in heading
    ):
        if not re.search(r"\bkerros|\bvåning|\bfloor", heading, re.IGNORECASE):
            return Role.EXTRA
    if Sense.KAIKU in payers:
        return Role.CONCESSION
    is_together = bool(_TOGETHER.search(own))
    if Sense.FAMILY in senses or (
        is_together and Sense.ADULT in senses and not re.search(r"\balle\b", own, re.IGNORECASE)
    ):
        return Role.FAMILY
    if payers and (not claim.is_adult or is_together):
        return Role.CONCESSION
    if Sense.SERVICE_CARD in senses or (_FOR_CHILDREN.search(own) and not claim.is_adult):
        return Role.CONCESSION
    if amount.per == "group" and amount.also_per != "visit" and not re.search(r"\bpari", own):
        return Role.FAMILY if re.search(r"perhe|famil", own + " " + heading, re.IGNORECASE) else Role.HIRE
    if amount.per == "visit" and _GUIDED_GROUPS.search(own):
        return Role.PRICE
    if senses & {Sense.GROUP, Sense.HIRE} and not claim.is_adult and Sense.VISIT not in senses:
        return Role.HIRE
    if amount.per == "hour" and amount.also_per != "visit" and not claim.is_adult:
        return Role.HIRE
    named = [word for word in words(own) if not senses_of(word) & {Sense.PRICE, Sense.FILLER}]
    if named and all(is_thing(word) for word in named):
        return Role.EXTRA
    return Role.PRICE


def _has_ordinal(label: str) -> bool:
    return bool(re.search(r"\d", label))


_PRICE_VERBS: Final = frozenset("maksaa maksavat kostar kosta costs cost".split())


def _last_sense(label: str) -> Sense | None:
    """Whether the word nearest to the amount names an extra or taking part."""
    for word in reversed(words(label)):
        if word in _PRICE_VERBS:
            continue
        found = senses_of(word)
        for sense in (Sense.EXTRA, Sense.TAKING_PART, Sense.PRICE, Sense.VISIT, Sense.COURSE):
            if sense in found:
                return sense
    return None
