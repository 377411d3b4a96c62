"""What taking part costs an adult: free, low, paid or unknown. `is_free` is evidence, not proof; nothing is free by default.

The ways in. Texts are read in prices, price_groups, free_words and conditions, and weighed in cost_weighing, cost_texts and cost_offers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.normalise.conditions import conditions_in
from schemas.normalise.cost_offers import read_offers
from schemas.normalise.cost_reading import LOW_COURSE_EUR, LOW_VISIT_EUR, NOTHING, Reading, agree, classify
from schemas.normalise.cost_texts import one_price, read_cost, says_money
from schemas.normalise.text import plain_text, read_text
from schemas.service import Cost, CostClass, Lang, Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A cost, the evidence that it rests on, and whether that evidence contradicts itself (the cost is unknown then)."""

    cost: Cost
    evidence: tuple[str, ...]
    is_contradictory: bool

    @property
    def contradiction(self) -> str | None:
        """The pieces of evidence that do not go together."""
        return " ↔ ".join(dict.fromkeys(self.evidence)) if self.is_contradictory and self.evidence else None


def _judged(reading: Reading, text: Text) -> Judged:
    cost = _published(reading, text)
    is_contradictory = reading.is_contradictory and cost.cost_class is CostClass.UNKNOWN
    return Judged(cost, reading.evidence, is_contradictory)


def _published(reading: Reading, text: Text) -> Cost:
    unit: Literal["visit", "course"] | None = None
    if reading.is_known and (reading.low is not None or reading.high is not None):
        unit = "course" if reading.is_course else "visit"
    return Cost.model_construct(
        cost_class=reading.cost_class, min_eur=reading.low, max_eur=reading.high, pay_up_front_eur=reading.up_front,
        unit=unit, text=dict(text), conditions=list(reading.conditions),
    )  # fmt: skip


__all__ = [
    "LOW_COURSE_EUR",
    "LOW_VISIT_EUR",
    "Judged",
    "classify",
    "conditions_in",
    "cost_of_lipas",
    "cost_of_offers",
    "cost_of_price_text",
    "cost_of_text",
    "explain",
    "judge_lipas",
    "judge_offers",
    "judge_price_text",
    "one_price",
    "read_cost",
    "says_money",
]


def cost_of_text(text: object, *, is_course: bool = False) -> Cost:
    """The cost that a description or a sentence states; unknown where it states none.

    >>> cost_of_text("Konserttiin on vapaa pääsy. Kahvio on maksullinen.").cost_class.value
    'free'
    """
    by_lang: Text = {"fi": text} if isinstance(text, str) and text else read_text(text)
    return _published(agree([read_cost(plain_text(value), is_course=is_course) for value in by_lang.values()]), {})


def cost_of_price_text(text: Text, *, is_course: bool = False) -> Cost:
    """The cost in a price text of a service register, in one or more languages that must agree.

    >>> cost = cost_of_price_text({"fi": "Aikuiset 6,20 e, lapset 3,40 e. kk-kortti (30 pv) 46 e"})
    >>> cost.cost_class.value, cost.min_eur, cost.max_eur, [c.value for c in cost.conditions]
    ('low', 6.2, 6.2, ['child', 'card_product'])
    """
    return judge_price_text(text, is_course=is_course).cost


def judge_price_text(text: Text, *, is_course: bool = False) -> Judged:
    """`cost_of_price_text` with its evidence."""
    kept: Text = {lang: value for lang, value in text.items() if isinstance(value, str) and value}
    return _judged(_read_price_text(kept, is_course=is_course), kept)


def _read_price_text(text: Text, *, is_course: bool) -> Reading:
    return agree([read_cost(value, is_course=is_course, is_price_text=True) for value in text.values()])


def cost_of_lipas(site: object) -> Cost:
    """The cost of a LIPAS sports site, v1 or v2: free use is free, no word of it is unknown; its own words may say more.

    >>> cost_of_lipas({"freeUse": True}).cost_class.value, cost_of_lipas({"properties": {"free-use?": False}}).cost_class.value
    ('free', 'unknown')
    """
    return judge_lipas(site).cost


def judge_lipas(site: object) -> Judged:
    """`cost_of_lipas` with its evidence."""
    return _judged(_read_lipas(site), {})


def _read_lipas(site: object) -> Reading:
    row = site if isinstance(site, Mapping) else {}
    nested = row.get("properties")
    properties: Mapping[object, object] = nested if isinstance(nested, Mapping) else {}
    flags = [bag.get(key) for bag in (row, properties) for key in ("freeUse", "free-use?", "free-use", "free_use")]
    notes = [plain_text(bag.get(key)) for bag in (row, properties) for key in ("infoFi", "info-fi", "comment")]
    said = agree([read_cost(note) for note in notes if note])
    if True in [flag is True for flag in flags] and False not in flags:
        if said.cost_class in {CostClass.LOW, CostClass.PAID} or said.is_contradictory:
            return Reading(is_contradictory=True, conditions=said.conditions, evidence=said.evidence)
        return Reading(
            CostClass.FREE, 0.0, 0.0, 0.0, amounts=frozenset({0.0}), conditions=said.conditions if said.is_known else (),
            evidence=("free use: true", *said.evidence),
        )  # fmt: skip
    return said if said.is_known else NOTHING


def cost_of_offers(
    offers: object, *, texts: Sequence[str] = (), is_course: bool = False, blank_means_unknown: bool = False
) -> Cost:
    """The cost in Linked Events `offers`. `texts` are the event's other words, which may contradict a ticked box.

    `blank_means_unknown`: the publisher ticks "free" where no price was entered (Enkora), so a bare tick says nothing.
    An amount beats the tick; "maksullinen" without an amount makes a ticked "free" unknown; no tick is not "paid".

    >>> cost_of_offers([{"is_free": True, "price": {"fi": "Maksullinen, 7 €/ kerta"}}]).cost_class.value
    'low'
    """
    return judge_offers(offers, texts=texts, is_course=is_course, blank_means_unknown=blank_means_unknown).cost


def judge_offers(
    offers: object, *, texts: Sequence[str] = (), is_course: bool = False, blank_means_unknown: bool = False
) -> Judged:
    """`cost_of_offers` with its evidence."""
    rows = [offer for offer in offers if isinstance(offer, Mapping)] if isinstance(offers, list) else []
    reading = read_offers(rows, texts=texts, is_course=is_course, blank_means_unknown=blank_means_unknown)
    return _judged(reading, _joined(rows))


def _joined(rows: Sequence[Mapping[str, object]]) -> Text:
    out: dict[Lang, str] = {}
    for row in rows:
        for part in ("price", "description"):
            for lang, value in read_text(row.get(part)).items():
                if value not in out.get(lang, ""):
                    out[lang] = f"{out[lang]}\n{value}" if lang in out else value
    return out


def explain(given: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """The cost of one gold row's `in` and the sentences that it rests on; for `liiku explain cost`.

    >>> explain({"shape": "plain_text", "text": "Ei pääsymaksua."})[0]["class"]
    'free'
    """
    shape = given.get("shape")
    if shape == "linkedevents_offers":
        texts = [
            t for part in ("name", "short_description", "description") for t in read_text(given.get(part)).values()
        ]
        source = f"{given.get('data_source') or ''} {given.get('id') or ''}"
        offers = given.get("offers")
        rows = [offer for offer in offers if isinstance(offer, Mapping)] if isinstance(offers, list) else []
        reading = read_offers(
            rows, texts=texts, is_course=given.get("type_id") == "Course", blank_means_unknown=bool(re.search(r"\benkora\b", source))
        )  # fmt: skip
    elif shape == "tpr_price_text":
        reading = _read_price_text(read_text(given.get("text")), is_course=False)
    elif shape == "lipas_free_use":
        reading = _read_lipas(given.get("site"))
    else:
        reading = read_cost(plain_text(given.get("text")))
    got: dict[str, object] = {
        "class": reading.cost_class.value,
        "min_eur": reading.low,
        "max_eur": reading.high,
        "conditions": [c.value for c in reading.conditions],
    }
    return got, list(reading.evidence)
