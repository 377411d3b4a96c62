"""A city's offerings as flat rows for engines without our language: their texts by language, and what is filtered and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import Suggested
from indexer.engines.names import suggested_texts
from indexer.engines.traits import read_traits
from schemas.query import SearchQuery
from schemas.service import LANGS, CostClass, Lang, Service

EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Row:
    """One offering; WGS84 degrees. `live_until`: it is current until then."""

    id: str
    name: str
    text: dict[Lang, str]
    cost: str
    wheelchair: str
    categories: list[str]
    district: str
    audiences: list[str]
    registration: str
    live_until: datetime
    lat: float
    lon: float
    names: list[tuple[Suggested, Lang, str]]
    """What it may be suggested by: kind, language, text."""


def rows_of(services: Iterable[Service], now: datetime) -> list[Row]:
    """The rows of some offerings."""
    return [_row(one, now) for one in services]


def _row(service: Service, now: datetime) -> Row:
    place, traits = service.places[0], read_traits(service)
    assert place.lat is not None
    assert place.lon is not None
    text = {
        lang: " ".join(
            one.get(lang, "")
            for one in (
                service.name,
                service.description,
                place.name,
                place.district,
                *(k.label for k in service.keywords),
            )
        )
        for lang in LANGS
    }
    until = (
        now + timedelta(days=9999)
        if traits.live_until_s is None
        else datetime.fromtimestamp(traits.live_until_s, now.tzinfo)
    )
    return Row(
        service.id, service.name["fi"], text, service.cost.cost_class.value, service.accessibility.wheelchair.state.value,
        sorted(traits.categories), place.district["fi"], [one.value for one in service.audiences], service.registration.value,
        until, place.lat, place.lon, [(kind, lang, one) for (kind, lang), texts in suggested_texts(service).items() for one in texts],
    )  # fmt: skip


def names_of(rows: Sequence[Row]) -> tuple[dict[tuple[Suggested, Lang, str], int], list[tuple[int, str]]]:
    """(the different names by number, which offering has which), as a table of names has them."""
    numbers: dict[tuple[Suggested, Lang, str], int] = {}
    named = [(numbers.setdefault(name, len(numbers)), row.id) for row in rows for name in row.names]
    return numbers, named


class Oracle:
    """Brute force over the rows, in double precision: what place, cost, access and time leave of a search."""

    def __init__(self, rows: Sequence[Row], now: datetime) -> None:
        self._ids = np.array([row.id for row in rows])
        self._lat, self._lon = (np.radians(np.array([getattr(row, name) for row in rows])) for name in ("lat", "lon"))
        self._free = np.array([row.cost == CostClass.FREE for row in rows])
        self._wheelchair = np.array([row.wheelchair == "no_known_shortcomings" for row in rows])
        self._now = np.array([row.live_until >= now for row in rows])

    def hits(self, query: SearchQuery) -> list[str]:
        """The ids that a search without words finds, the nearest first, else by id."""
        found = self._now.copy()
        if query.cost:
            found &= self._free
        if query.accessibility:
            found &= self._wheelchair
        if query.bbox:
            west, south, east, north = np.radians(query.bbox)
            found &= (self._lat >= south) & (self._lat <= north) & (self._lon >= west) & (self._lon <= east)
        key = np.zeros(len(found))
        if query.point is not None:
            key = self.distances(*query.point).round(6)
            found &= key <= (query.radius_m if query.radius_m is not None else np.inf)
        some = np.flatnonzero(found)
        return [str(one) for one in self._ids[some[np.lexsort((self._ids[some], key[some]))]]]

    def distances(self, lat: float, lon: float) -> NDArray[np.float64]:
        """Haversine metres of every row."""
        phi, lam = np.radians(lat), np.radians(lon)
        half = np.sin((self._lat - phi) / 2) ** 2 + np.cos(phi) * np.cos(self._lat) * np.sin((self._lon - lam) / 2) ** 2
        metres: NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(half))
        return metres
