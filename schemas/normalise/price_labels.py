"""Which words belong to which amount: before it, behind it, in a parenthesis; and whom they name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from schemas.normalise.price_words import Sense, senses_of
from schemas.normalise.prices import Money
from schemas.normalise.sentences import words

PAYERS: Final = frozenset(
    {Sense.CHILD, Sense.STUDENT, Sense.UNEMPLOYED, Sense.PENSIONER, Sense.REDUCED, Sense.MEMBER, Sense.COMPANION, Sense.KAIKU}
)  # fmt: skip
_SILENT: Final = frozenset({Sense.PRICE, Sense.FILLER})
_AGES: Final = re.compile(
    r"\b(?P<under>alle|under|below)\s(?P<u>\d{1,2})|(?P<over>\byli\s|\bover\s|\böver\s|\+)(?P<o>\d{2})\b|\b(?P<plus>\d{2})\s?(?:\+|vuotta täyttän\w+|v\.? täyttän\w+|år fyllda|fyllda|or over|and over)"
    r"|\b(?P<from>\d{1,2})\s?[-–—]\s?(?P<to>\d{1,2})[\s-]*(?:v\b|vuoti\w*|år|åring\w*|yrs?|y/o|years?)|\bages?\s(?P<from2>\d{1,2})\s?[-–—]\s?(?P<to2>\d{1,2})|\b(?P<y>children|barn|lapset)\s(?P<from3>\d{1,2})\s?[-–—]\s?(?P<to3>\d{1,2})",
    re.IGNORECASE,
)
_CUT: Final = re.compile(r"[,;/|–—]|\s\+\s|\.\s|\.$|\s-\s|\s(?:ja|och|and|tai|eller|or)\s")
_LAST_PARTS: Final = re.compile(
    r"[;.(]|\s[-–—]\s|\s?\+\s|\s(?:tai|eller|or)\s(?=[^\W\d_]*(?:kort|card|pass))", re.IGNORECASE
)
_FREE_WORD: Final = re.compile(
    r"(?:\bilmai\w+|\bmaksutta\b|\bmaksuto\w+|\bmaksutto\w+|\bveloitukset\w+|\bvapaa pääsy|\bgratis|\bfritt? (?:inträde|entr[ée]|för \w+)|\b\w+fri(?:tt|a)?\b|\bfree(?: of charge| entry| admission)?|\bbetalar (?:inget|ingenting|inte(?: något| någonting)?|ingen avgift)|\b(?:ei|eivät) maksa(?: mitään)?\b(?! kuin)|\b(?:ei|emme) (?:peritä|peri|veloiteta) (?:maksua|mitään)|\bilman (?:maksua|lippua)\b|\butan (?:avgift|kostnad)\b|\bpays? nothing|\b(?:do|does)(?:n't| not) pay\b|\bno charge\b)(?:[^,;:\n]{0,40}[,;:])?",
    re.IGNORECASE,
)
_ENDS_WITH_OR: Final = re.compile(r"\s(?:tai|eller|or)\s*\Z")
BULLET: Final = re.compile(r"\s*[-–—•*·]\s+")


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


def unfold(amount: Money, before: str, after: str) -> list[tuple[Money, str]]:
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


def labels_of(sentence: str, money: list[Money]) -> list[tuple[str, str]]:
    """The words before and behind each amount that belong to it."""
    first = _after_free(sentence[: money[0].start])
    befores, afters = [BULLET.sub("", first)], []
    behind_style = not means_something(first)
    for one, following in pairwise(money):
        between = sentence[one.end : following.start]
        after, before = _share(between, behind_style=behind_style)
        before = _after_free(before)
        afters.append(after)
        befores.append(before)
    afters.append(_tail(sentence[money[-1].end :]))
    return [
        (("", after) if behind_style and before.rstrip().endswith(",") and means_something(after) else (before, after))
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
    hanging = rest.find("(")
    if hanging >= 0 and ")" not in rest[hanging:]:
        return (taken + rest[:hanging] if behind_style or not rest[:hanging].strip() else taken), rest[hanging + 1 :]
    cut = _CUT.search(rest)
    if cut is None:
        return (taken + rest, "") if behind_style and not taken else (taken, rest)
    return taken + rest[: cut.start()], rest[cut.end() :]


def _tail(rest: str) -> str:
    """What stands behind the last amount and still belongs to it: a parenthesis, or groups in a row."""
    opening = re.match(r"\s*\(([^)]*)\)", rest)
    if opening:
        return "" if _FREE_WORD.search(opening[0]) else opening[0]
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


def means_something(label: str) -> bool:
    return any(not senses_of(word) & _SILENT and len(word) > 1 for word in words(label)) or bool(_AGES.search(label))
