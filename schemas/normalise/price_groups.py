"""Who pays what: each amount of a text with its label. Adults, concessions, card products, towels and deposits are told apart.

A label stands before its amount ("Aikuiset 12 €"), behind it ("12 € aikuiset", "20 € (normaali)") or in a heading above it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from schemas.normalise.price_labels import BULLET, PAYERS, labels_of, senses_in, unfold
from schemas.normalise.price_roles import Claim, Role, judge
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.prices import Money, find_money
from schemas.normalise.sentences import sentences, words

_DERIVED: Final = re.compile(
    r"(?:\(|\beli|=|≈|~|\bnoin|\bdvs\.?|\bi\.e\.|\bthat is|\btai siis|\bjolloin [^.;\d]{0,40}|\bmikä tekee|\bvilket (?:blir|ger)|\bdet blir|\bwhich (?:is|makes)|\bworks out (?:at|to)|\btulee\b[^.;,\d]{0,20}|\bhinnaksi (?:tulee|jää)|\bjää)\s*(?:(?:vain|noin|ca\.?|eli|bara|endast|cirka|ungefär|only|just|about|around|under|alle|hintaa)\s)*\Z",
    re.IGNORECASE,
)
_EACH: Final = re.compile(
    r"\s*(?:kerralta|kerrasta|per kerta|kerta\b|/|tunnilta|tapaamiselta|per gång|gången|per tillfälle|a (?:session|time|class|visit)|each|per (?:session|class|time|visit))",
    re.IGNORECASE,
)
_EACH_BEFORE: Final = re.compile(
    r"\b(?:kerralle|kertahinnaksi|kerran hinnaksi|kertaa kohti|yhdelle kerralle|per gång)\b[^.;,\d]{0,25}\Z",
    re.IGNORECASE,
)
_NOT_INCLUDED: Final = re.compile(
    r"\b(?:ei|eivät) (?:sisälly|kuulu hintaan)|\bingår (?:inte|ej)\b|\b(?:is|are) not included", re.IGNORECASE
)


def claims_in(text: str, *, is_price_text: bool) -> list[Claim]:
    """The amounts of a text with their roles. Headings hold for the bullets below them.

    `is_price_text`: the text is a price field, so that an amount without any word of price still is one.

    >>> [(c.role.value, c.money.values) for c in claims_in("Aikuiset\\n- kertamaksu 5,80 e\\n- kk-kortti 46 e\\nLapset\\n- kertamaksu 3,20 e", is_price_text=True)]
    [('price', (5.8,)), ('product', (46.0,)), ('concession', (3.2,))]
    """
    out: list[Claim] = []
    heading, bulleted = "", False
    names_adults = Sense.ADULT in senses_in(text)
    for sentence in sentences(text):
        money = find_money(sentence)
        is_bullet = bool(BULLET.match(sentence))
        if not money:
            if (
                len(sentence) <= 260
                and not is_bullet
                and (not sentence.endswith((".", "!")) or sentence.endswith((" v.", "-v.")))
            ):
                heading, bulleted = sentence, False
            continue
        if heading and bulleted and not is_bullet:
            heading = ""
        bulleted = bulleted or is_bullet
        out.extend(
            _claims_of_sentence(sentence, money, heading, names_adults=names_adults, is_price_text=is_price_text)
        )
    return out


def _claims_of_sentence(
    sentence: str, money: list[Money], heading: str, *, names_adults: bool, is_price_text: bool
) -> list[Claim]:
    labels = labels_of(sentence, money)
    whole = senses_in(sentence)
    out: list[Claim] = []
    for amount, (before, after) in zip(money, labels, strict=True):
        for one, label in unfold(amount, before, after):
            if out and _adds(sentence[out[-1].money.end : one.start], out[-1]):
                later = judge(one, label, heading, names_adults=names_adults)
                if later.role in {Role.PRICE, Role.MATERIAL, Role.HIRE} and one.shape == "one":
                    out[-1] = _sum(out[-1], one)
                    continue
            is_of_a_time = (
                one.per == "visit" or _EACH.match(sentence, one.end) or _EACH_BEFORE.search(sentence[: one.start])
            )
            if out and out[-1].is_course and is_of_a_time and _DERIVED.search(sentence[: one.start]):
                continue
            claim = judge(one, label, heading, names_adults=names_adults)
            if out and _ONLY_WHEN.fullmatch(claim.label) and (out[-1].is_adult or out[-1].role is Role.CONCESSION):
                claim = replace(out[-1], money=one, label=claim.label)
            if out and out[-1].role is Role.EXTRA and claim.role is Role.PRICE and _names_only_payers(claim.label):
                claim = replace(claim, role=Role.EXTRA)
            if _NOT_INCLUDED.search(sentence, one.end):
                claim = replace(claim, role=Role.EXTRA)
            is_budget = _A_DAY.match(sentence[one.end :]) and _LIVING.search(sentence[: one.start])
            if claim.role is Role.PRICE and not is_price_text and (is_budget or _is_vague(claim, whole, sentence)):
                claim = Claim(one, Role.VAGUE, claim.label, claim.senses)
            out.append(claim)
    return out


_ONLY_WHEN: Final = re.compile(
    r"[\s,:(–-]*(?:(?:\d\.?\s?(?:krs|kerros|kerroksessa|vån|våningen|floor)|\d:[ae] våningen|\d(?:st|nd|rd) floor|(?:ylä|ala)(?:kerta|kerrassa|krs)|(?:upper|ground|first|second|third) floor|(?:botten|övre|nedre) våningen|bottenvåningen|aamu\w*|päiv(?:ällä|isin)|ilta\w*|illalla|illoin|kesällä|talvella|ovelta|ennakkoon|i förköp|vid dörren|in advance|at the door|mornings?|evenings?|morgnar|kvällar|på|ma|ti|ke|to|pe|la|su|arki\w*|viikonlo\w+|muulloin|muina aikoina|mån|tis|ons|tors?|fre|lör|sön|vardagar|veckoslut\w*|helger|övriga tider|mon|tue|wed|thu|fri|sat|sun|weekdays?|weekends?|other times|klo|kl|jälkeen|alkaen|ennen|asti|före|efter|before|after|\d{1,2}(?:[.:]\d\d)?)\b[\s,:().–-]*)+",
    re.IGNORECASE,
)
"""Nothing but days and hours: "aikuiset ma–to 14 e, pe–su 18 e" are both for adults."""


_A_DAY: Final = re.compile(
    r"\s*(?:päivässä|viikossa|kuukaudessa|om dagen|i veckan|i månaden|a day|a week|a month|per day|per week)\b",
    re.IGNORECASE,
)
_LIVING: Final = re.compile(
    r"\b(?:toimeen|elä|eläminen|elämistä|elämään|syö|syödä|syöminen|ruokaa|ruokailu|ruoki|rahan|rahaa|budjetti|säästä|säästää|pärjää|pärjäät|kokkaa|kokkaus|leva|lev|ät|äta|laga mat|live|living|eat|eating|cook|cooking|budget|save)\b",
    re.IGNORECASE,
)
"""Living on so much a day is what a talk is about, not what it costs."""


def _names_only_payers(label: str) -> bool:
    """ "Lounas 7,20 €, kortilla 5,90 €": the second amount is for the lunch too."""
    named = words(label)
    payers = PAYERS | {Sense.ADULT, Sense.OTHERS, Sense.FILLER, Sense.SERVICE_CARD}
    return bool(named) and all(senses_of(word) & payers or word.startswith(("kort", "card")) for word in named)


def _adds(between: str, first: Claim) -> bool:
    return first.role in {Role.PRICE, Role.HIRE} and bool(re.match(r"\s*(?:\+|plus\b)", between))


def _sum(first: Claim, more: Money) -> Claim:
    """10 € for the ticket + 5 € for the guide: both have to be paid."""
    both = Money(
        first.money.start,
        more.end,
        tuple(round(v + more.values[0], 2) for v in first.money.values),
        first.money.shape,
        per=first.money.per,
    )
    return Claim(
        both, Role.PRICE, first.label, first.senses, first.is_adult, first.is_labelled, first.is_course, first.is_visit
    )


def _is_vague(claim: Claim, whole: frozenset[Sense], sentence: str) -> bool:
    """In prose an amount is a price only when something says so: a word of price, a unit, a payer, or a very short sentence."""
    if claim.money.per or claim.is_adult or claim.is_course or claim.is_visit:
        return False
    if whole & {Sense.PRICE, Sense.COURSE, Sense.VISIT, Sense.TOTAL, Sense.ADULT} or whole & PAYERS:
        return False
    return len(words(sentence)) > 7
