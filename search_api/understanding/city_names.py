"""The names of the city that a query may hold: districts with where they lie, and venues, whose names are never taken apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from indexer.language.analyser import Analyser
from indexer.language.tokens import fold, split_words
from indexer.ledger import Ledger, ServiceRow
from search_api.latest import Latest

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
_BATCH = 2000
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class District:
    """A district by its name in the record, with the middle of what lies in it (WGS84 degrees)."""

    name: str
    lat: float | None
    lon: float | None


class Spot(NamedTuple):
    """What a place says of names: its district and that in each spelling, its own names, and its point (WGS84 degrees)."""

    district: str
    spellings: tuple[str, ...]
    names: tuple[str, ...]
    point: tuple[float, float] | None


@dataclass(slots=True)
class CityNames:
    """`districts` by each of their names, folded; `venues` as tuples of base forms, for names of two words and more."""

    districts: dict[tuple[str, ...], District] = field(default_factory=dict)
    venues: set[tuple[str, ...]] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    """Every word of a district's or a venue's name."""
    beginnings: frozenset[str] = frozenset()
    """The first words of districts' names of two words and more."""
    readings: dict[Hashable, Any] = field(default_factory=dict)
    """What a reader made of words, while these names hold."""


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


class CityPlaces:
    """The places of a ledger's live services. After the first time it reads only what changed."""

    def __init__(self, ledger: Ledger, analyser: Analyser) -> None:
        self._ledger, self._analyser = ledger, analyser
        self._names = Latest(self._read_on, ledger.position)
        self._forget()

    def _forget(self) -> None:
        self._of_service: dict[str, tuple[Spot, ...]] = {}
        self._services: Counter[Spot] = Counter()
        self._kept: dict[Spot, Spot] = {}
        self._position = 0

    def names(self, position: int | None = None) -> CityNames:
        """The names as the ledger has them at its change number (None: now), or had while another thread reads what is new."""
        return self._names.at(position)

    def are_at(self, position: int) -> bool:
        """Whether the names of this change number are read."""
        return self._names.is_at(position)

    def _read_on(self, position: int) -> CityNames:
        """The names at a change number, by what changed up to it."""
        if position < self._position:
            self._forget()
        while rows := [one for one in self._ledger.services_after(self._position, _BATCH) if one.seq <= position]:
            self._position = rows[-1].seq
            for row in rows:
                self._take(row)
        self._position = position
        return _names_of(self._services, self._analyser)

    def _take(self, row: ServiceRow) -> None:
        self._services.subtract(self._of_service.pop(row.id, ()))
        if row.state != "removed":
            spots = [_spot(place) for place in orjson.loads(row.body)["places"]]
            self._of_service[row.id] = found = tuple(self._kept.setdefault(spot, spot) for spot in spots)
            self._services.update(found)


def city_names(bodies: Iterable[dict[str, Any]], analyser: Analyser) -> CityNames:
    """The names in the places of some services."""
    return _names_of(Counter(_spot(place) for body in bodies for place in body["places"]), analyser)


def _spot(place: Mapping[str, Any]) -> Spot:
    point = None if place["lat"] is None else (place["lat"], place["lon"])
    district = place["district"]
    return Spot(
        district.get("fi") or district.get("sv") or "", tuple(district.values()), tuple(place["name"].values()), point
    )


def _names_of(services: Mapping[Spot, int], analyser: Analyser) -> CityNames:
    """The names of places, of which each is of so many services."""
    names = CityNames()
    points: dict[str, list[tuple[float, float, int]]] = {}
    spelt: dict[str, set[tuple[str, ...]]] = {}
    words: set[str] = set()
    for spot, many in services.items():
        if many < 1:
            continue
        if spot.district:
            spelt.setdefault(spot.district, set()).update(tuple(split_words(one)) for one in spot.spellings)
            if spot.point is not None:
                points.setdefault(spot.district, []).append((*spot.point, many))
        for name in spot.names:
            venue = split_words(name)
            words.update(venue)
            if len(venue) > 1:
                names.venues.add(tuple(base(word, analyser) for word in venue))
    for district, spellings in spelt.items():
        here = points.get(district, [])
        many = sum(p[2] for p in here)
        lat, lon = (sum(p[i] * p[2] for p in here) / many if here else None for i in (0, 1))
        for spelling in spellings:
            if spelling:
                names.districts[spelling] = District(district, lat, lon)
                words.update(spelling)
    names.words = frozenset(words)
    names.beginnings = frozenset(name[0] for name in names.districts if len(name) > 1)
    return names


def district_in(words: tuple[str, ...], names: CityNames, analyser: Analyser) -> District | None:
    """The district that these words name, in whatever case."""
    *first, last = words
    if first and first[0] not in names.beginnings:
        return None
    found = (names.districts.get((*first, form)) for form in bases(fold(last), analyser))
    return next((one for one in found if one is not None), None)
