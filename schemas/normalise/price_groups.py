"""Who pays what: each amount of a text with its label. Adults, concessions, card products, towels and deposits are told apart.

A label stands before its amount ("Aikuiset 12 €"), behind it ("12 € aikuiset", "20 € (normaali)") or in a heading above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas.normalise.price_labels import BULLET, PAYERS, labels_of, means_something, senses_in, unfold
from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.prices import Money, find_money
from schemas.normalise.sentences import sentences, words


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
    r"\b(?:[2-9]|\d\d)\s?(?:x\b|krt\b|kertaa\b|kerran\b|kerta\b|\w*kertaa\b|\w*käyntiä\b|gång\w*|ggr\b|simbesök|besök|visits?\b|swims\b|times\b|-?visit|-?gångers|-?korte?n?\b|sessions\b)|\b\d{2,3}\s?(?:päivän|dagars?|-?days?)\b|\bkort för\b|\bkuukausi \(|\bmånad \(|\b1 month\b|\bkoko kesän\b|\bhela sommaren\b|\bwhole summer\b|\b(?:season|month(?:ly)?|annual|year|\d+-visit|\d+-day|serial|series) (?:card|ticket|pass)\b|\bmuseum card\b|\b\d+-(?:visit|day) card\b",
    re.IGNORECASE,
)
_SEVERAL_FOR: Final = re.compile(
    r"\b(?:[2-9]|\d\d)\s?(?:x|krt|kertaa|ggr|gånger|times|sessions|tapaamista|viikkoa)\b.*\b(?:hinta|maksu|pris|kostar|maksaa|price|fee|avgift)\b",
    re.IGNORECASE,
)
_DERIVED: Final = re.compile(r"(?:\(|\beli|=|\bnoin|\bdvs\.?|\bi\.e\.)\s*(?:noin |ca\.? |eli )?\Z", re.IGNORECASE)
_INCLUDES: Final = re.compile(
    r"\b(?:sis\.|sisältää|sisältäen|sisältyy|sisältyvät|inkl\.|inklusive|ingår|incl\.|includes?|including|included)(?!\w).*",
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
_SIDE_FEE: Final = re.compile(
    r"\b(?:service|booking|delivery|cancellation|late|no-show|handling|customer card)\b", re.IGNORECASE
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
                later = _judge(one, label, heading, names_adults=names_adults)
                if later.role in {Role.PRICE, Role.MATERIAL, Role.HIRE} and one.shape == "one":
                    out[-1] = _sum(out[-1], one)
                    continue
            if out and out[-1].is_course and one.per == "visit" and _DERIVED.search(sentence[: one.start]):
                continue
            claim = _judge(one, label, heading, names_adults=names_adults)
            if out and out[-1].role is Role.EXTRA and claim.role is Role.PRICE and _names_only_payers(claim.label):
                claim = _as(claim, Role.EXTRA)
            if claim.role is Role.PRICE and not is_price_text and _is_vague(claim, whole, sentence):
                claim = Claim(one, Role.VAGUE, claim.label, claim.senses)
            out.append(claim)
    return out


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


def _judge(amount: Money, label: str, heading: str, *, names_adults: bool) -> Claim:
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
    is_visit = (amount.per in {"visit", "hour"} and not is_course) or Sense.VISIT in senses
    is_course = is_course or (bool(_SEVERAL_FOR.search(own)) and not is_visit and not is_repeated)
    is_course = is_course or (bool(senses & {Sense.COURSE, Sense.SEASON, Sense.TOTAL}) and not is_visit)
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
    return _as(claim, _role(claim, senses, above, payers, heading))


def _role(
    claim: Claim, senses: frozenset[Sense], above: frozenset[Sense], payers: frozenset[Sense], heading: str
) -> Role:
    own, amount = claim.label, claim.money
    part = senses & {Sense.TAKING_PART, Sense.PRICE, Sense.VISIT, Sense.COURSE}
    if (claim.decisive > 0 and _PROGRAMME.fullmatch(own.strip(" :,(+"))) or _SIDE_FEE.search(own):
        return Role.EXTRA
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
    if senses & {Sense.GROUP, Sense.HIRE} and not claim.is_adult and Sense.VISIT not in senses:
        return Role.HIRE
    if amount.per == "hour" and amount.also_per != "visit" and not claim.is_adult:
        return Role.HIRE
    return Role.PRICE


def _as(claim: Claim, role: Role) -> Claim:
    return Claim(
        claim.money, role, claim.label, claim.senses, claim.is_adult, claim.is_labelled, claim.is_course, claim.is_visit, claim.is_repeated
    )  # fmt: skip


def _has_ordinal(label: str) -> bool:
    return bool(re.search(r"\d", label))


def _last_sense(label: str) -> Sense | None:
    """Whether the word nearest to the amount names an extra or taking part."""
    for word in reversed(words(label)):
        found = senses_of(word)
        for sense in (Sense.EXTRA, Sense.TAKING_PART, Sense.PRICE, Sense.VISIT, Sense.COURSE):
            if sense in found:
                return sense
    return None


def _is_vague(claim: Claim, whole: frozenset[Sense], sentence: str) -> bool:
    """In prose an amount is a price only when something says so: a word of price, a unit, a payer, or a very short sentence."""
    if claim.money.per or claim.is_adult or claim.is_course or claim.is_visit:
        return False
    if whole & {Sense.PRICE, Sense.COURSE, Sense.VISIT, Sense.TOTAL, Sense.ADULT} or whole & PAYERS:
        return False
    return len(words(sentence)) > 7
