"""The cost in Linked Events `offers`: ticks, price strings and the event's own words against each other. A tick alone proves little."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.normalise.cost_reading import Reading, agree, reworded
from schemas.normalise.cost_texts import LISTED_LIMIT, REFUND, TICKET_SHOP, read_cost
from schemas.normalise.fee_limits import FEE_SIGN, asks_besides
from schemas.normalise.price_labels import senses_in
from schemas.normalise.price_words import Sense
from schemas.normalise.sentences import words
from schemas.normalise.text import plain_text, read_text
from schemas.service import Condition, CostClass, Lang, Text


def read_offers(
    rows: Sequence[Mapping[str, object]], *, texts: Sequence[str], is_course: bool, blank_means_unknown: bool
) -> Reading:
    """The reading behind `cost_of_offers`, with its evidence."""
    around = _around(tuple(plain_text(text) for text in texts), is_course=is_course)
    if not rows:
        return around
    by_lang: dict[Lang, list[str]] = {}
    for_some = (
        len(rows) == 1
        and (_is_for_some(read_text(rows[0].get("description"))) or _is_free_for_some(rows[0]))
        and not (rows[0].get("price") and _names_accepted_card(read_text(rows[0].get("description"))))
    )
    bare_free, bare_false = 0, 0
    for row in rows:
        price, description = read_text(row.get("price")), read_text(row.get("description"))
        if isinstance(row.get("price"), str | int | float) and not isinstance(row.get("price"), bool):
            price = {"fi": plain_text(str(row.get("price")))}
        written = _offer_lines(
            price, description, is_free=row.get("is_free") is True, alone=len(rows) == 1 and not for_some
        )
        for lang, line in written.items():
            by_lang.setdefault(lang, []).append(line)
        if not written:
            bare_free += row.get("is_free") is True
            bare_false += row.get("is_free") is not True
    said = agree([read_cost("\n".join(lines), is_course=is_course, is_price_text=True) for lines in by_lang.values()])
    conditions = tuple(
        sorted(
            {*said.conditions, *(c for c in around.conditions if c is not Condition.REGISTRATION)},
            key=list(Condition).index,
        )
    )
    all_ticked = all(row.get("is_free") is True for row in rows)
    verdict = _verdict(
        said,
        around,
        rows,
        all_ticked=all_ticked,
        bare_free=bare_free,
        is_course=is_course,
        blank_means_unknown=blank_means_unknown or for_some or _asks_without_amount(rows, texts),
    )
    evidence = (
        *(f"is_free: {str(row.get('is_free')).lower()}" for row in rows[:LISTED_LIMIT]),
        *said.evidence,
        *around.evidence,
    )
    return reworded(
        verdict, conditions=conditions, evidence=evidence, partly=said.is_partly_free or around.is_partly_free
    )


def _verdict(
    said: Reading,
    around: Reading,
    rows: Sequence[Mapping[str, object]],
    *,
    all_ticked: bool,
    bare_free: int,
    is_course: bool,
    blank_means_unknown: bool,
) -> Reading:
    unknown = Reading(is_contradictory=True)
    if said.is_contradictory:
        return unknown
    free = Reading(CostClass.FREE, 0.0, 0.0, 0.0, is_course, frozenset({0.0}))
    asks_around = around.cost_class in {CostClass.LOW, CostClass.PAID} or around.is_contradictory or around.has_vague
    if said.cost_class is CostClass.FREE:
        return unknown if asks_around or _is_unpriced_beside(rows) else said
    if said.amounts:
        return said
    if said.cost_class is CostClass.PAID:
        if all_ticked:
            return unknown
        return around if around.amounts and around.cost_class is not CostClass.FREE else said
    if all_ticked:
        if around.cost_class in {CostClass.LOW, CostClass.PAID} and around.amounts:
            return around
        if asks_around:
            return unknown
        if around.cost_class is CostClass.FREE:
            return around
        if said.is_partly_free or said.has_vague or around.is_partly_free or blank_means_unknown:
            return Reading()
        return free
    if bare_free:
        return Reading()
    if around.is_known and not around.is_contradictory:
        sells = any(_sells_tickets(row) for row in rows)
        return (
            unknown
            if around.cost_class is CostClass.FREE and (sells or said.is_partly_free or said.has_vague)
            else around
        )
    if any(_sells_tickets(row) for row in rows):
        return Reading(CostClass.PAID)
    return Reading()


def _sells_tickets(row: Mapping[str, object]) -> bool:
    info = row.get("info_url")
    addresses = list(info.values()) if isinstance(info, Mapping) else [info]
    return any(isinstance(a, str) and TICKET_SHOP.search(a) and not REFUND.search(a) for a in addresses)


def _offer_lines(price: Text, description: Text, *, is_free: bool, alone: bool) -> Text:
    """One line of words per language of an offer: its short description labels its price."""
    out: dict[Lang, str] = {}
    zero: Text = {} if price else (dict.fromkeys(description, "0 €") if is_free and not alone else {})
    for lang in dict.fromkeys([*price, *description]):
        cost, label = (price or zero).get(lang, ""), description.get(lang, "")
        if cost and label and len(label) <= 40 and not re.search(r"\d\s?(?:€|e\b)", label) and not alone:
            out[lang] = f"{label.rstrip('.: ')} {cost}"
        else:
            out[lang] = f"{cost}\n{label}".strip()
    return out


def _is_for_some(description: Text) -> bool:
    """A ticked offer whose only words are "jäsenille" or "Kaikukortilla" is free for them, not for all."""
    return any(
        len(words(text)) <= 3
        and bool(senses_in(text) & _SOME)
        and not senses_in(text) & {Sense.TAKING_PART, Sense.ADULT}
        for text in description.values()
    )


def _is_free_for_some(row: Mapping[str, object]) -> bool:
    """An offer at nothing whose only words are "lapset", "alle 18-vuotiaat" or "perjantaisin" is so for them, or then."""
    price = read_text(row.get("price"))
    if (price or row.get("is_free") is not True) and not any(_NOTHING.match(text) for text in price.values()):
        return False
    return any(
        (len(words(text)) <= 3 and bool(senses_in(text) & _CONCESSIONS or _AGE.search(text)))
        or (len(words(text)) <= 4 and bool(_TIMES.fullmatch(text.strip())))
        for text in read_text(row.get("description")).values()
        if not senses_in(text) & {Sense.TAKING_PART, Sense.ADULT}
    )


def _asks_without_amount(rows: Sequence[Mapping[str, object]], texts: Sequence[str]) -> bool:
    """Words of a price in an offer ("kausikortti", "hinnasto"), or a fee of the place that its event asks for."""
    own = [text for row in rows for part in ("price", "description") for text in read_text(row.get(part)).values()]
    return any(FEE_SIGN.search(text) for text in own) or any(asks_besides(text) for text in (*own, *texts))


def _is_unpriced_beside(rows: Sequence[Mapping[str, object]]) -> bool:
    """Beside an offer that is free another that is not, labelled and without a price: "ovelta"."""
    return len(rows) > 1 and any(
        row.get("is_free") is not True
        and not row.get("price")
        and any(
            0 < len(words(text)) <= 2 and read_cost(text, is_price_text=True).cost_class is not CostClass.FREE
            for text in read_text(row.get("description")).values()
        )
        for row in rows
    )


def _names_accepted_card(description: Text) -> bool:
    """Beside a price "Museokortti käy" names a card that is taken; "Kaikukortilla" would label the price."""
    return any(_ACCEPTED.search(text) for text in description.values())


_ACCEPTED: Final = re.compile(r"(?:kortti|kort|card)(?:\s(?:käy|kelpaa|gäller|(?:is )?accepted))?\W*\Z", re.IGNORECASE)
_NOTHING: Final = re.compile(r"\s*(?:€\s?)?0(?:[.,]0+)?\s?(?:€|e|eur|euroa)?\s*\Z", re.IGNORECASE)
_AGE: Final = re.compile(r"\b(?:alle|yli|under|over|över) \d|\b\d+ vuotta täyttän|\b\d+ år fyllda", re.IGNORECASE)
_TIMES: Final = re.compile(
    r"(?:[^\W\d_]+(?:taisin|viikkoisin)|viikonloppuisin|arkisin|päivisin|[^\W\d_]+dagar|(?:on )?(?:\w+days|weekends)|ensimmäinen (?:kerta|tunti|käynti)|första gången|first (?:time|visit|session)|(?:klo |kl\. ?|until |fram till )?\d{1,2}(?:[.:]\d\d)? ?(?:asti|saakka))\W*",
    re.IGNORECASE,
)
_CONCESSIONS: Final = frozenset({Sense.CHILD, Sense.STUDENT, Sense.UNEMPLOYED, Sense.PENSIONER, Sense.REDUCED})
_SOME: Final = frozenset({Sense.MEMBER, Sense.KAIKU, Sense.CARD, Sense.COMPANION})


def _around(texts: Sequence[str], *, is_course: bool) -> Reading:
    return agree([read_cost(text, is_course=is_course) for text in texts if text])
