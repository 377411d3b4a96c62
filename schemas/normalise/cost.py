"""What taking part costs an adult: free, low, paid or unknown. `is_free` is evidence, not proof; nothing is free by default.

This is the careful beginning: one plain price or a plain word is read, everything else stays unknown with its text kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.normalise.text import plain_text, read_text
from schemas.service import Condition, Cost, CostClass, Lang, Text

LOW_VISIT_EUR = 10.0
LOW_COURSE_EUR = 50.0
_ONE_PRICE = re.compile(
    r"^\s*(?:€\s*)?(?P<eur>\d{1,4}(?:[.,]\d{1,2})?)\s*(?:€|e|eur|euro|euroa|euros)?\s*"
    r"(?:/\s*(?:hlö|henkilö|hlo|person|kerta|gång|kurssi|kurs|course|visit))?\s*\.?\s*$",
    re.IGNORECASE,
)
_FREE_WORDS = re.compile(
    r"^\W*(?:(?:tilaisuuteen on |näyttelyyn on )?vapaa pääsy|maksuton|maksutonta|ilmainen|ilmaista|gratis|fritt inträde|avgiftsfri|avgiftsfritt|free(?: of charge)?|free entry)\W*$",
    re.IGNORECASE,
)
_FREE_SOMEWHERE = re.compile(
    r"\b(?:maksuto\w*|maksutt\w*|ilmai\w+|vapaa pääsy|gratis|avgiftsfri\w*|fritt inträde|free of charge|free entry|free)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\d\s*(?:€|e\b|eur\w*)|€\s*\d|\bmaksulli\w+|\bhinta\s*:?\s*\d|\bavgiftsbelag\w+|\bkurssimaksu\w*|\bpääsymaksu\w*|\bosallistumismaksu\w*|\bmateriaalimaksu\w*|\binträdesavgift\w*|\bdeltagaravgift\w*|\bentrance fee\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"palvelukeskuskort\w+|servicecentralkort\w*|service centre card", re.IGNORECASE)
_KAIKU = re.compile(r"kaikukort\w+|kaikukort\b", re.IGNORECASE)


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
    """Whether a text asks for money somewhere."""
    return bool(_MONEY.search(text))


def conditions_in(text: str) -> list[Condition]:
    """The cards that a text names as accepted or needed."""
    found = []
    if _KAIKU.search(text):
        found.append(Condition.KAIKUKORTTI)
    if _CARD.search(text):
        found.append(Condition.PALVELUKESKUSKORTTI)
    return found


def cost_of_offers(
    offers: object, *, texts: Sequence[str] = (), is_course: bool = False, blank_means_unknown: bool = False
) -> Cost:
    """The cost in Linked Events `offers`. `texts` are the event's other words, which may contradict a ticked box.

    `blank_means_unknown`: the publisher ticks "free" where no price was entered (Enkora), so a bare tick says nothing.
    Free only when every offer is free and no text asks for money; one plain price gives its class; else unknown.
    """
    if not isinstance(offers, list):
        return Cost()
    rows = [offer for offer in offers if isinstance(offer, Mapping)]
    words: Text = _joined(rows)
    evidence = " \n".join([*words.values(), *(plain_text(t) for t in texts)])
    cost = Cost(text=words, conditions=conditions_in(evidence))
    if not rows:
        return cost
    prices = [_price_of(row) for row in rows]
    all_free = all(row.get("is_free") is True for row in rows)
    stated = {price for price in prices if price is not None}
    if all_free and not stated - {0.0}:
        contradicted = says_money(evidence)
        bare = blank_means_unknown and not _FREE_SOMEWHERE.search(evidence)
        if not contradicted and not bare:
            return _priced(cost, 0.0, is_course=is_course)
        return cost
    if len(stated) == 1 and None not in prices:
        eur = stated.pop()
        if eur == 0 and says_money(" \n".join(plain_text(t) for t in texts)):
            return cost
        return _priced(cost, eur, is_course=is_course)
    return cost


def cost_of_price_text(text: Text, *, is_course: bool = False) -> Cost:
    """The cost in a price text of a service register: free when it says so and nothing else, one plain price, else unknown."""
    cost = Cost(text=text, conditions=conditions_in(" ".join(text.values())))
    readings = {_read_plain(value) for value in text.values()}
    if len(readings) == 1 and None not in readings:
        eur = readings.pop()
        assert eur is not None
        return _priced(cost, eur, is_course=is_course)
    return cost


def _read_plain(value: str) -> float | None:
    return 0.0 if _FREE_WORDS.match(value) else one_price(value)


def _price_of(row: Mapping[str, object]) -> float | None:
    price = read_text(row.get("price"))
    readings = {_read_plain(value) for value in price.values()}
    return readings.pop() if len(readings) == 1 else None


def _priced(cost: Cost, eur: float, *, is_course: bool) -> Cost:
    return cost.model_copy(
        update={
            "cost_class": classify(eur, is_course=is_course),
            "min_eur": eur,
            "max_eur": eur,
            "pay_up_front_eur": eur,
            "unit": "course" if is_course else "visit",
        }
    )


def _joined(rows: Sequence[Mapping[str, object]]) -> Text:
    out: dict[Lang, str] = {}
    for row in rows:
        for part in ("price", "description"):
            for lang, value in read_text(row.get(part)).items():
                if value not in out.get(lang, ""):
                    out[lang] = f"{out[lang]}\n{value}" if lang in out else value
    return out
