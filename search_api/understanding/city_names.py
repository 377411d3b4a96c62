"""The names of the city that a query may hold: districts with where they lie, and venues, whose names are never taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from indexer.language.analyser import Analyser
from indexer.language.tokens import fold, split_words
from indexer.ledger import Ledger

_CASES = (
    "ssa",
    "ssä",
    "sta",
    "stä",
    "lla",
    "llä",
    "lta",
    "ltä",
    "lle",
    "seen",
    "iin",
    "hin",
    "aan",
    "ään",
    "oon",
    "öön",
    "uun",
    "een",
    "n",
    "s",
)
"""Endings of Finnish local cases, and the Swedish genitive, for names that no dictionary has."""  # fmt: skip
MIN_STEM = 3


@dataclass(frozen=True, slots=True)
class District:
    """A district by its name in the record, with the middle of what lies in it (WGS84 degrees)."""

    name: str
    lat: float | None
    lon: float | None


@dataclass(slots=True)
class CityNames:
    """`districts` by each of their names, folded; `venues` as tuples of base forms, for names of two words and more."""

    districts: dict[tuple[str, ...], District] = field(default_factory=dict)
    venues: set[tuple[str, ...]] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    """Every word of a district's or a venue's name."""


def bases(word: str, analyser: Analyser) -> Iterator[str]:
    """What a word may be a form of: itself, its lemmas, itself without a case ending."""
    yield word
    for reading in analyser.finnish.analyse(word):
        yield reading.lemma
    for ending in _CASES:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            yield word[: -len(ending)]


def base(word: str, analyser: Analyser) -> str:
    """One form that all forms of a word that the dictionary knows have in common."""
    readings = analyser.finnish.analyse(word)
    return min((reading.lemma for reading in readings), default=word)


def read_city_names(ledger: Ledger, analyser: Analyser) -> CityNames:
    """The names in the live services' places."""
    return city_names((orjson.loads(row.body) for row in ledger.live_services()), analyser)


def city_names(bodies: Iterable[dict[str, Any]], analyser: Analyser) -> CityNames:
    """The names in the places of some services."""
    names = CityNames()
    points: dict[str, list[tuple[float, float]]] = {}
    spelt: dict[str, set[tuple[str, ...]]] = {}
    words: set[str] = set()
    for body in bodies:
        for place in body["places"]:
            district = place["district"].get("fi") or place["district"].get("sv")
            if district:
                spelt.setdefault(district, set()).update(tuple(split_words(one)) for one in place["district"].values())
                if place["lat"] is not None:
                    points.setdefault(district, []).append((place["lat"], place["lon"]))
            for name in place["name"].values():
                venue = split_words(name)
                words.update(venue)
                if len(venue) > 1:
                    names.venues.add(tuple(base(word, analyser) for word in venue))
    for district, spellings in spelt.items():
        here = points.get(district, [])
        lat, lon = (sum(p[i] for p in here) / len(here) if here else None for i in (0, 1))
        for spelling in spellings:
            if spelling:
                names.districts[spelling] = District(district, lat, lon)
                words.update(spelling)
    names.words = frozenset(words)
    return names


def district_in(words: tuple[str, ...], names: CityNames, analyser: Analyser) -> District | None:
    """The district that these words name, in whatever case."""
    *first, last = words
    for form in bases(fold(last), analyser):
        found = names.districts.get((*first, form))
        if found is not None:
            return found
    return None
