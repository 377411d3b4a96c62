"""How one text is weighed: prices, free words and fees against each other. Contradiction gives unknown, never free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from schemas.normalise.conditions import conditions_of
from schemas.normalise.fee_phrases import CUE, LIMITED, RECURS
from schemas.normalise.free_words import Saying, Says, sayings_in
from schemas.normalise.price_groups import Claim, Role, claims_in
from schemas.normalise.price_words import Sense
from schemas.normalise.sentences import sentences
from schemas.service import Condition, CostClass

LOW_VISIT_EUR = 10.0
LOW_COURSE_EUR = 50.0
_ONE_PRICE: Final = re.compile(
    r"^\s*(?:€\s*)?(?P<eur>\d{1,4}(?:[.,]\d{1,2})?)\s*(?:€|e|eur|euro|euroa|euros)?\s*"
    r"(?:/\s*(?:hlö|henkilö|hlo|person|kerta|gång|kurssi|kurs|course|visit))?\s*\.?\s*$",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"^\s*\d{1,4}(?:[.,]\d{1,2})?(?:\s*[-–—/]\s*\d{1,4}(?:[.,]\d{1,2})?)*(?P<unit>\s*/\s*(?:hlö|henkilö|kerta|gång|person))?\s*\.?\s*$",
    re.IGNORECASE,
)
_MONEY_CUE: Final = re.compile(
    r"€|\d\s?(?:e\b|eur|snt|sent|cent|,-|:-)|\beur|\bkort|\bcard|kort\w*\b|card\b", re.IGNORECASE
)
TICKET_SHOP: Final = re.compile(
    r"(?:lippu|tiketti|ticketmaster|lippupiste|lippupalvelu|netticket|eventio|kide\.app|liveto|eventbrite|ticket\w*|biljett\w*|liput)(?:\.\w+|/|\b)",
    re.IGNORECASE,
)
REFUND: Final = re.compile(r"palautus|refund|återbetal|peruutu", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
LISTED_LIMIT: Final = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text in one language says of the cost."""

    cost_class: CostClass = CostClass.UNKNOWN
    low: float | None = None
    high: float | None = None
    up_front: float | None = None
    is_course: bool = False
    amounts: frozenset[float] = frozenset()
    is_partly_free: bool = False
    has_vague: bool = False
    is_contradictory: bool = False
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        return self.cost_class is not CostClass.UNKNOWN


NOTHING: Final = Reading()


def classify(eur: float, *, is_course: bool) -> CostClass:
    """The class of one price: low is at most 10 € a visit or 50 € for a whole course.

    >>> classify(27, is_course=True).value, classify(27, is_course=False).value
    ('low', 'paid')
    """
    if eur == 0:
        return CostClass.FREE
    return CostClass.LOW if eur <= (LOW_COURSE_EUR if is_course else LOW_VISIT_EUR) else CostClass.PAID


def one_price(text: str) -> float | None:
    """The price of a text that is one price and nothing else, in euros.

    >>> one_price("5,80 e"), one_price("12€/20€"), one_price("kk-kortti (30 pv) 46 e")
    (5.8, None, None)
    """
    found = _ONE_PRICE.match(text)
    return float(found["eur"].replace(",", ".")) if found else None


def says_money(text: str) -> bool:
    """Whether a text asks for money for taking part.

    >>> says_money("Materiaalimaksu 5 €"), says_money("Maksuton, kahvi 2 €")
    (True, False)
    """
    reading = read_cost(text)
    return reading.cost_class in {CostClass.LOW, CostClass.PAID} or reading.is_contradictory or reading.has_vague


@lru_cache(maxsize=8192)
def read_cost(text: str, *, is_course: bool = False, is_price_text: bool = False) -> Reading:
    """What one plain text says of the cost. `is_price_text`: it stands where a price belongs; `is_course`: of a whole course.

    >>> read_cost("Kertamaksu 6 €, 10 kerran kortti 46 €.").low, read_cost("Torstaisin vapaa pääsy").cost_class.value
    (6.0, 'unknown')
    """
    if is_price_text and _BARE.match(text):
        text = re.sub(r"(\d)(\s*(?:/\s*[^\W\d].*)?\.?\s*)$", r"\1 €\2", text.strip())
    has_money, has_words = bool(_MONEY_CUE.search(text)), bool(CUE.search(text))
    if not has_money and not has_words:
        return NOTHING
    if is_price_text and _ADDRESS.match(text):
        sold = bool(TICKET_SHOP.search(text)) and not REFUND.search(text)
        return Reading(CostClass.PAID if sold else CostClass.UNKNOWN, evidence=(text.strip(),))
    claims = claims_in(text, is_price_text=is_price_text) if has_money else []
    sayings = sayings_in(text, is_price_text=is_price_text) if has_words else []
    about = _about_cost(text, is_price_text=is_price_text)
    payers = {sense for said in sayings for sense in said.senses}
    single = len(claims) == 1 and not sayings
    conditions = tuple(
        conditions_of(
            text,
            claims=[c for c in claims if c.role is Role.CONCESSION or c.role is Role.PRODUCT or not single],
            partly_free_for=payers,
            about_cost=about,
        )
    )
    reading = _weigh(claims, sayings, is_course=is_course, is_price_text=is_price_text)
    evidence = tuple(part for part in about.split("\n") if part)[:LISTED_LIMIT]
    return reworded(reading, conditions=conditions, evidence=evidence, partly=any(_implies_payers(s) for s in sayings))


def reworded(
    reading: Reading, *, conditions: tuple[Condition, ...], evidence: tuple[str, ...], partly: bool
) -> Reading:
    return Reading(
        reading.cost_class, reading.low, reading.high, reading.up_front, reading.is_course, reading.amounts, partly,
        reading.has_vague, reading.is_contradictory, conditions, evidence,
    )  # fmt: skip


def _about_cost(text: str, *, is_price_text: bool) -> str:
    """The sentences about cost; of a short text or a price text all of it."""
    if is_price_text or len(text) <= 200:
        return text
    return "\n".join(s for s in sentences(text) if CUE.search(s) or "€" in s)


def _weigh(claims: Sequence[Claim], sayings: Sequence[Saying], *, is_course: bool, is_price_text: bool) -> Reading:
    prices = [c for c in claims if c.role is Role.PRICE]
    if any(c.is_adult for c in prices):
        prices = [c for c in prices if c.is_adult]
    positive = [c for c in prices if c.decisive > 0]
    zeros = [c for c in prices if c.decisive == 0 and not RECURS.search(c.label) and not LIMITED.search(c.label)]
    materials = [c for c in claims if c.role is Role.MATERIAL and c.decisive > 0]
    free = [s for s in sayings if s.says is Says.FREE]
    asks = any(s.says is Says.PAID for s in sayings)
    has_vague = any(c.role is Role.VAGUE for c in claims)
    if any(s.says is Says.TICKET_EXTRA for s in sayings):
        return Reading(CostClass.PAID)
    if any(s.says is Says.VOLUNTARY for s in sayings):
        return _voluntary(positive + materials)
    if not positive and not materials and not free and not zeros:
        positive = [c for c in claims if c.role is Role.HIRE and c.decisive > 0]
    concessions = [c for c in claims if c.role is Role.CONCESSION and Sense.SERVICE_CARD in c.senses]
    if not positive and concessions and not free and not zeros:
        positive = [c for c in concessions if c.decisive > 0]
        zeros = [c for c in concessions if c.decisive == 0]
    if positive:
        return _priced_with(positive, zeros, free, materials, is_course=is_course, is_price_text=is_price_text)
    if materials:
        if len(materials) > 1:
            return _of_prices(materials, is_course=is_course)
        return _of_prices(materials, is_course=is_course)
    is_stated_free = bool(free) or any(not c.is_labelled or is_price_text or c.is_visit or c.is_adult for c in zeros)
    if is_stated_free:
        if asks or has_vague or _partly_for_groups(sayings):
            return Reading(is_contradictory=True, has_vague=has_vague)
        others = [c for c in claims if c.role in {Role.HIRE, Role.FAMILY} and c.decisive > 0]
        if others and not any(s.is_general for s in free):
            return Reading(is_contradictory=True)
        return Reading(CostClass.FREE, 0.0, 0.0, 0.0, is_course, frozenset({0.0}))
    if asks:
        return Reading(CostClass.PAID, is_contradictory=has_vague)
    if any(c.role in {Role.PRODUCT, Role.FAMILY} and c.decisive > 0 for c in claims):
        return Reading(CostClass.PAID)
    return Reading(has_vague=has_vague)


_FOR_TOWNSPEOPLE: Final = re.compile(
    r"helsinkiläi|asukka|kaupunkilai|helsingforsare|invånare|residents?\b|sopimuksen mukaan|enligt avtal", re.IGNORECASE
)


def _implies_payers(said: Saying) -> bool:
    """Free on Thursdays or for members: the others pay. A free companion or "for townspeople" does not say that."""
    if said.says is not Says.PARTLY_FREE or said.senses == frozenset({Sense.COMPANION}):
        return False
    return bool(said.senses) or not _FOR_TOWNSPEOPLE.search(said.sentence)


def _partly_for_groups(sayings: Sequence[Saying]) -> bool:
    """Somebody or some day is free besides: then it is not free for the others. A free companion says nothing of that."""
    return any(s.says is Says.PARTLY_FREE and s.senses != frozenset({Sense.COMPANION}) for s in sayings)


def _voluntary(asked: Sequence[Claim]) -> Reading:
    lows = [c.money.low or 0.0 for c in asked if c.money.shape != "one" or c.money.open_above]
    if lows and min(lows) > 0:
        return _of_prices(asked, is_course=False)
    most = max((c.decisive for c in asked), default=0.0)
    return Reading(CostClass.FREE, 0.0, most, 0.0, amounts=frozenset({0.0}))


def _priced_with(
    positive: Sequence[Claim],
    zeros: Sequence[Claim],
    free: Sequence[Saying],
    materials: Sequence[Claim],
    *,
    is_course: bool,
    is_price_text: bool,
) -> Reading:
    if free and any(said.is_general for said in free):
        return Reading(is_contradictory=True)
    reading = _of_prices(positive, is_course=is_course)
    if materials and len(positive) == 1 and len(materials) == 1 and positive[0].money.shape == "one":
        return _plus(reading, materials[0].decisive, is_course=is_course)
    if not free and not zeros:
        return reading
    if any(c.is_adult for c in positive):
        return reading
    if not is_price_text or reading.cost_class is not CostClass.LOW or reading.high is None:
        return Reading(is_contradictory=True)
    return Reading(reading.cost_class, 0.0, reading.high, reading.up_front, reading.is_course, reading.amounts | {0.0})


def _plus(reading: Reading, more: float, *, is_course: bool) -> Reading:
    if reading.low is None or reading.high is None:
        return reading
    total = round(reading.high + more, 2)
    known = classify(total, is_course=reading.is_course or is_course)
    return Reading(known, total, total, total, reading.is_course, frozenset({total}))


def _of_prices(claims: Sequence[Claim], *, is_course: bool) -> Reading:
    """The cheapest of labelled prices decides, the highest of ranges and unlabelled ones; a visit's price goes before a season's."""

    def whole(claim: Claim) -> bool:
        return claim.is_course or (is_course and not claim.is_visit)

    per_visit = [c for c in claims if not whole(c)]
    chosen = per_visit or list(claims)
    decisives = [c.decisive for c in chosen]
    is_choice = len(chosen) > 1 and all(c.is_labelled and c.money.shape == "one" for c in chosen)
    decides = min(decisives) if is_choice else max(decisives)
    of_course = not per_visit
    lows, highs = [c.money.low for c in chosen], [c.money.high for c in chosen]
    low = min(x for x in lows if x is not None) if any(x is not None for x in lows) else None
    high = None if None in highs else max(x for x in highs if x is not None)
    known = classify(decides, is_course=of_course)
    is_open = any(c.money.open_above or c.money.shape != "one" for c in chosen)
    return Reading(
        CostClass.LOW if known is CostClass.FREE else known, low, high, None if is_open else decides, of_course,
        frozenset(v for c in chosen for v in c.money.values),
    )  # fmt: skip


def agree(readings: Sequence[Reading]) -> Reading:
    """One reading of several languages: those that say something must not contradict each other."""
    known = [r for r in readings if r.is_known]
    conditions = tuple(sorted({c for r in readings for c in r.conditions}, key=list(Condition).index))
    evidence = tuple(line for r in readings for line in r.evidence)
    partly = any(r.is_partly_free for r in readings)
    if not known or any(r.is_contradictory for r in readings):
        return Reading(
            is_contradictory=any(r.is_contradictory for r in readings), has_vague=any(r.has_vague for r in readings),
            is_partly_free=partly, conditions=conditions, evidence=evidence,
        )  # fmt: skip
    stated = [r for r in known if r.amounts]
    widest = max(stated, key=lambda r: len(r.amounts), default=known[0])
    classes = {r.cost_class for r in stated} or {known[0].cost_class}
    is_split = len(classes) > 1 or any(not r.amounts <= widest.amounts for r in stated)
    is_split = is_split or (
        CostClass.FREE in classes
        and any(r.cost_class is not CostClass.FREE or r.has_vague for r in readings if r.is_known)
    )
    if is_split:
        return Reading(is_contradictory=True, is_partly_free=partly, conditions=conditions, evidence=evidence)
    return reworded(widest, conditions=conditions, evidence=evidence, partly=partly)
