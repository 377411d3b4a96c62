"""Prices, free words and fees of one text weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.normalise.cost_reading import Reading, classify
from schemas.normalise.fee_phrases import LIMITED, RECURS
from schemas.normalise.fee_things import is_process, is_thing
from schemas.normalise.free_words import Saying, Says
from schemas.normalise.price_roles import GROUP_GUIDING, SPACE_HIRE, Claim, Role
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.sentences import words
from schemas.service import CostClass


def weigh(
    claims: Sequence[Claim],
    sayings: Sequence[Saying],
    *,
    is_course: bool,
    is_price_text: bool,
    names_course: bool = False,
    times_up_front: int | None = None,
) -> Reading:
    """One reading of the prices and the free words of a text; what contradicts itself is unknown.

    `names_course`: the text speaks of a course, so that its material is paid once; `times_up_front`: so many times are paid at once.
    """
    prices = [c for c in claims if c.role is Role.PRICE]
    if any(c.is_adult for c in prices):
        prices = [c for c in prices if c.is_adult]
    told = [s for s in sayings if s.says is Says.FREE]
    positive = [c for c in prices if c.decisive > 0 and not _is_guide_besides(c, told)]
    zeros = [c for c in prices if c.decisive == 0 and not _is_partial(c.label)]
    materials = [c for c in claims if c.role is Role.MATERIAL and c.decisive > 0]
    free = [s for s in sayings if s.says is Says.FREE]
    asks = any(s.says is Says.PAID for s in sayings)
    has_vague = any(c.role is Role.VAGUE for c in claims)
    if any(s.says is Says.TICKET_EXTRA for s in sayings):
        return Reading(CostClass.PAID)
    if any(s.says is Says.VOLUNTARY for s in sayings) and not any(_is_asked_besides(c) for c in positive):
        return _voluntary(positive + materials)
    if not positive and not materials and not free and not zeros:
        positive = [c for c in claims if c.role is Role.HIRE and c.decisive > 0]
        positive = positive or [c for c in claims if c.role is Role.EXTRA and c.is_visit and _is_of_fee(c)]
        if is_price_text and not sayings:
            positive = positive or [
                c for c in claims if c.role is Role.EXTRA and c.decisive > 0 and _SAUNA.fullmatch(c.label)
            ]
    concessions = [c for c in claims if c.role is Role.CONCESSION and Sense.SERVICE_CARD in c.senses]
    if not positive and concessions and not free and not zeros:
        positive = [c for c in concessions if c.decisive > 0]
        zeros = [c for c in concessions if c.decisive == 0]
    if positive and times_up_front and len(positive) == 1 and positive[0].money.shape == "one" and positive[0].is_visit:
        total = round(positive[0].decisive * times_up_front, 2)
        return Reading(classify(total, is_course=True), total, total, total, True, frozenset({total}))
    if positive:
        return _priced_with(positive, zeros, free, materials, is_course=is_course, is_price_text=is_price_text)
    if materials:
        return _of_prices(materials, is_course=is_course or names_course)
    is_stated_free = bool(free) or any(is_price_text or c.is_visit or c.is_adult or _is_of_fee(c) for c in zeros)
    if is_stated_free:
        if asks or has_vague or _partly_for_groups(sayings):
            return Reading(is_contradictory=True, has_vague=has_vague)
        others = [
            c for c in claims if c.role in {Role.HIRE, Role.FAMILY} and c.decisive > 0 and not _is_beside(c, free)
        ]
        if others and not any(s.is_general for s in free):
            return Reading(is_contradictory=True)
        return Reading(CostClass.FREE, 0.0, 0.0, 0.0, is_course, frozenset({0.0}))
    if asks:
        return Reading(CostClass.PAID, is_contradictory=has_vague)
    if any(c.role in {Role.PRODUCT, Role.FAMILY} and c.decisive > 0 for c in claims):
        return Reading(CostClass.PAID)
    return Reading(has_vague=has_vague)


_GUIDING: Final = re.compile(
    r"\b[^\W\d_]*(?:opastu|opastet|opaskierro|oppaan)\w*|\b[^\W\d_]*(?:guidning|visning|rundtur|rundvandring)\w*|\bguide[rdn]?\w*|\bturer?\b|\btours?\b",
    re.IGNORECASE,
)


def _is_beside(claim: Claim, free: Sequence[Saying]) -> bool:
    """A guide or a room that one hires beside what is free: "näyttely on ilmainen, opastus 80 €"."""
    if GROUP_GUIDING.search(claim.label):
        return True
    told = [said for said in free if said.clause]
    if not told or any(_GUIDING.search(said.clause) for said in told):
        return False
    return bool(_GUIDING.search(claim.label) or SPACE_HIRE.search(claim.label))


def _is_guide_besides(claim: Claim, free: Sequence[Saying]) -> bool:
    """Guiding priced behind what is free, in one sentence: "näyttely on ilmainen, opastus 5 €". A text that begins with the tour is about it."""
    first = [said for said in free if said.clause and said.sentence.startswith(said.clause.split("  ")[0])]
    return (
        bool(_GUIDING.search(claim.label))
        and any(claim.label.strip(" ,:–-") in said.sentence for said in first)
        and _is_beside(claim, first)
    )


_FIXED_FEE: Final = re.compile(
    r"osallistumismaksu|pääsymaksu|pääsylip|kurssimaksu|\bliput?\b|\blippu|deltagaravgift|inträde|biljett|(?:entrance|entry|admission|participation) fee|ticket",
    re.IGNORECASE,
)
_AS_ONE_LIKES: Final = re.compile(
    r"vapaaeht|suosit|suositus|ehdot|kolehti|lahjoit|frivil|rekommend|volunt|suggest|recommend|donat", re.IGNORECASE
)


def _is_asked_besides(claim: Claim) -> bool:
    """ "Pääsymaksu 7 €, kolehti lisäksi": the fee is asked, the collection is not."""
    return bool(_FIXED_FEE.search(claim.label)) and not _AS_ONE_LIKES.search(claim.label)


def _is_partial(label: str) -> bool:
    """A zero on some days, for the first time, or for a thing beside: "perjantaisin 0 €", "postikulut 0 €"."""
    named = words(label)
    return bool(RECURS.search(label) or LIMITED.search(label)) or any(is_thing(w) or is_process(w) for w in named)


_SAUNA: Final = re.compile(
    r"[\s:.(–-]*(?:[^\W\d_]+\s|\d\.?\s){0,2}(?:yleis(?:et|ten)?|höyry|savu|puu|perhe)?(?:saunavuoro|saunavuorot|sauna|saunat|saunan|saunomi\w+|bastu|bastun)(?:\s(?:ja|och|and)\s(?:uinti|avanto\w*|simning))?[\s:.)–-]*",
    re.IGNORECASE,
)
"""Where nothing else is priced, the sauna is what one pays for."""
_FEE_SENSES: Final = frozenset({Sense.PRICE, Sense.COURSE, Sense.SEASON, Sense.VISIT, Sense.TAKING_PART, Sense.FILLER})


def _is_of_fee(claim: Claim) -> bool:
    """Nothing but words of fee and taking part label the amount: "kurssimaksu 0 €"."""
    named = [senses_of(word) for word in words(claim.label) if len(word) > 1]
    return all(found and found <= _FEE_SENSES for found in named)


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
    free = [said for said in free if Sense.SERVICE_CARD not in said.senses]
    if any(said.is_general for said in free):
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
