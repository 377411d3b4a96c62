"""Who pays what: each amount of a text with its label. Adults, concessions, card products, towels and deposits are told apart.

A label stands before its amount ("Aikuiset 12 €"), behind it ("12 € aikuiset", "20 € (normaali)") or in a heading above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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


PAYERS: Final = frozenset(
    {Sense.CHILD, Sense.STUDENT, Sense.UNEMPLOYED, Sense.PENSIONER, Sense.REDUCED, Sense.MEMBER, Sense.COMPANION, Sense.KAIKU}
)  # fmt: skip
_SILENT: Final = frozenset({Sense.PRICE, Sense.FILLER})
_AGES: Final = re.compile(
    r"\b(?P<under>alle|under|below)\s(?P<u>\d{1,2})|(?P<over>\byli\s|\bover\s|\böver\s|\+)(?P<o>\d{2})\b|\b(?P<plus>\d{2})\s?(?:\+|vuotta täyttän\w+|v\.? täyttän\w+|år fyllda|fyllda|or over|and over)"
    r"|\b(?P<from>\d{1,2})\s?[-–—]\s?(?P<to>\d{1,2})[\s-]*(?:v\b|vuoti\w*|år|åring\w*|yrs?|y/o|years?)|\bages?\s(?P<from2>\d{1,2})\s?[-–—]\s?(?P<to2>\d{1,2})|\b(?P<y>children|barn|lapset)\s(?P<from3>\d{1,2})\s?[-–—]\s?(?P<to3>\d{1,2})",
    re.IGNORECASE,
)
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
_BULLET: Final = re.compile(r"\s*[-–—•*·]\s+")
_CUT: Final = re.compile(r"[,;/|–—]|\.\s|\.$|\s-\s|\s(?:ja|och|and|tai|eller|or)\s")
_LAST_PARTS: Final = re.compile(r"[;.(]|\s[-–—]\s")
_FREE_WORD: Final = re.compile(
    r"(?:\bilmai\w+|\bmaksutta\b|\bmaksuto\w+|\bmaksutto\w+|\bveloitukset\w+|\bvapaa pääsy|\bgratis|\bfritt? (?:inträde|entr[ée]|för \w+)|\b\w+fri(?:tt|a)?\b|\bfree(?: of charge| entry| admission)?)(?:[^,;:\n]{0,40}[,;:])?",
    re.IGNORECASE,
)
_ENDS_WITH_OR: Final = re.compile(r"\s(?:tai|eller|or)\s*\Z")
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
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}|\d")


def senses_in(text: str) -> frozenset[Sense]:
    """All senses of the words of a text, ages included.

    >>> sorted(s.value for s in senses_in("alle 7-v. ja eläkeläiset"))
    ['child', 'filler', 'pensioner']
    """
    found: set[Sense] = set()
    for word in words(text):
        found |= senses_of(word)
    for match in _AGES.finditer(text):
        age = _sense_of_age(match)
        if age is not None:
            found.add(age)
    return frozenset(found)


def _sense_of_age(match: re.Match[str]) -> Sense | None:
    if match["under"]:
        return Sense.CHILD if int(match["u"]) <= 18 else Sense.REDUCED
    over = match["o"] or match["plus"]
    if over:
        return Sense.PENSIONER if int(over) >= 60 else None
    low = int(match["from"] or match["from2"] or match["from3"])
    high = int(match["to"] or match["to2"] or match["to3"])
    if low >= 18:
        return Sense.ADULT
    return Sense.CHILD if low < high else None


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
        is_bullet = bool(_BULLET.match(sentence))
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
    labels = _labels(sentence, money)
    whole = senses_in(sentence)
    out = []
    for amount, (before, after) in zip(money, labels, strict=True):
        for one, label in _unfold(amount, before, after):
            if out and _adds(sentence[out[-1].money.end : one.start], out[-1]):
                later = _judge(one, label, heading, names_adults=names_adults)
                if later.role in {Role.PRICE, Role.MATERIAL, Role.HIRE} and one.shape == "one":
                    out[-1] = _sum(out[-1], one)
                    continue
            if out and out[-1].is_course and one.per == "visit" and _DERIVED.search(sentence[: one.start]):
                continue
            claim = _judge(one, label, heading, names_adults=names_adults)
            if claim.role is Role.PRICE and not is_price_text and _is_vague(claim, whole, sentence):
                claim = Claim(one, Role.VAGUE, claim.label, claim.senses)
            out.append(claim)
    return out


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


def _unfold(amount: Money, before: str, after: str) -> list[tuple[Money, str]]:
    """A list whose parenthesis names each of its amounts becomes several; "8/4 € opiskelijat" gives the last to the students."""
    label = f"{before} {after}".strip()
    if amount.shape != "list":
        return [(amount, label)]
    names = after.strip(" ()").split("/")
    if len(names) == len(amount.values) > 1:
        return [(_single(amount, value), f"{before} {name}") for value, name in zip(amount.values, names, strict=True)]
    behind = senses_in(after)
    if behind & PAYERS and Sense.ADULT not in behind and len(amount.values) == 2 and not senses_in(before) & PAYERS:
        return [(_single(amount, amount.values[0]), before), (_single(amount, amount.values[1]), label)]
    return [(amount, label)]


def _single(amount: Money, value: float) -> Money:
    return Money(amount.start, amount.end, (value,), "one", per=amount.per, also_per=amount.also_per)


def _labels(sentence: str, money: list[Money]) -> list[tuple[str, str]]:
    """The words before and behind each amount that belong to it."""
    first = _after_free(sentence[: money[0].start])
    befores, afters = [_BULLET.sub("", first)], []
    behind_style = not _means_something(first)
    for one, following in zip(money, money[1:], strict=False):
        between = sentence[one.end : following.start]
        after, before = _share(between, behind_style=behind_style)
        before = _after_free(before)
        afters.append(after)
        befores.append(before)
    afters.append(_tail(sentence[money[-1].end :]))
    return [
        (("", after) if behind_style and before.rstrip().endswith(",") and _means_something(after) else (before, after))
        for before, after in zip(befores, afters, strict=True)
    ]


def _after_free(label: str) -> str:
    """What stands behind the last "free" of a label: "opiskelijat ilmaiseksi, muut" labels the others."""
    return "" if _ENDS_WITH_OR.search(label) else _FREE_WORD.split(label)[-1]


def _share(between: str, *, behind_style: bool) -> tuple[str, str]:
    taken = ""
    rest = between
    opening = re.match(r"\s*\(([^)]*)\)", between)
    if opening:
        taken, rest = opening[0], between[opening.end() :]
    cut = _CUT.search(rest)
    if cut is None:
        return (taken + rest, "") if behind_style and not taken else (taken, rest)
    return taken + rest[: cut.start()], rest[cut.end() :]


def _tail(rest: str) -> str:
    """What stands behind the last amount and still belongs to it: a parenthesis, or groups in a row."""
    opening = re.match(r"\s*\(([^)]*)\)", rest)
    if opening:
        return opening[0]
    parts = _LAST_PARTS.split(rest, maxsplit=1)[0].split(",")
    taken = parts[:1]
    for part in parts[1:]:
        if (
            not taken[0].strip()
            or not senses_in(part) & PAYERS
            or re.search(r"ilmai|maksut|gratis|free|fri", part, re.IGNORECASE)
        ):
            break
        taken.append(part)
    return ",".join(taken)


def _means_something(label: str) -> bool:
    return any(not senses_of(word) & _SILENT and len(word) > 1 for word in words(label)) or bool(_AGES.search(label))


def _judge(amount: Money, label: str, heading: str, *, names_adults: bool) -> Claim:
    own = _INCLUDES.sub("", label)
    senses = senses_in(own)
    above = senses_in(heading)
    is_repeated = (
        (bool(_REPEATED.search(own))
        and not _SEVERAL_FOR.search(own)
        and not senses & {Sense.TOTAL, Sense.COURSE})
        or Sense.CARD in senses
    )
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
        is_labelled=_means_something(own) or _has_ordinal(own) or _means_something(heading),
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
        if _FOR_CHILDREN.search(own) or _SOME_ONLY.search(own):
            return Role.EXTRA
        return Role.MATERIAL
    if Sense.EXTRA in senses and not (part and _BESIDE.search(own) and not re.search(r"\bpant|deposit", own, re.IGNORECASE)):
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
    if Sense.FAMILY in senses or (is_together and Sense.ADULT in senses and not re.search(r"\balle\b", own, re.IGNORECASE)):
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
