"""The shape of a run's offerings: where they are, what they cost, for whom their venues are accessible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from indexer.compose import owner_key, place_keys
from indexer.ledger import Ledger
from schemas.normalise.accessibility import reconcile
from schemas.normalise.location import SANITY_BOX
from schemas.record import Item, Record, RecordKey
from schemas.report import Bar, Points, Spot
from schemas.service import Accessibility, AccessState, CostClass, Place, Precision, Profile

DECIMALS = 4
"""Of a degree: about ten metres."""


class Rows:
    """A run's records, with those of the ledger that they lean on."""

    def __init__(self, ledger: Ledger, items: Sequence[Item], main: str) -> None:
        mine = {item.record.identity(): item.record for item in items if item.record is not None}
        rows = [record for record in mine.values() if record.collection == main]
        wanted = {key for record in rows for key in _leans(record)}
        self._found = ledger.records(wanted - mine.keys()) | mine
        parents = {record.key: record for record in self._found.values() if record.is_series}
        self.offerings = [r for r in rows if r.in_scope and r.offering and owner_key(r, parents) == r.key]
        self.names = {record.key: record for record in rows}

    def place_of(self, record: Record) -> Place | None:
        """Where an offering is: its own place with a point, else its venue's."""
        assert record.offering is not None
        own = record.offering.places
        if any(place.lat is not None for place in own) or not record.links.place:
            return next((place for place in own if place.lat is not None), own[0] if own else None)
        unit, place = self._venue(record)
        if unit is not None and unit.offering and unit.offering.places and unit.offering.places[0].lat is not None:
            return unit.offering.places[0]
        return place.place if place is not None else None

    def access_of(self, record: Record) -> Accessibility:
        """The accessibility of an offering's venue, its register's traffic lights and shortages taken together."""
        unit = record if record.viewpoints or not record.links.place else self._venue(record)[0]
        if unit is None or unit.offering is None:
            return Accessibility()
        if not unit.viewpoints:
            return unit.offering.accessibility
        key = RecordKey(source=unit.source, collection="shortage", key=unit.key)
        shortage = self._found.get(key)
        profiles = reconcile(unit.viewpoints, shortage.shortages if shortage else {})
        return unit.offering.accessibility.model_copy(update={p.value: state for p, state in profiles.items()})

    def _venue(self, record: Record) -> tuple[Record | None, Record | None]:
        found = [self._found[key] for key in place_keys(record.source, record.links.place or "") if key in self._found]
        unit = next((one for one in found if one.collection == "unit"), None)
        return unit, next((one for one in found if one.collection == "place"), None)


def _leans(record: Record) -> Iterable[RecordKey]:
    if record.links.place:
        yield from place_keys(record.source, record.links.place)
    if record.links.series:
        yield RecordKey(source=record.source, collection=record.collection, key=record.links.series)
    if record.viewpoints:
        yield RecordKey(source=record.source, collection="shortage", key=record.key)


def points_of(rows: Rows, *, unusable: int) -> Points:
    """Where the offerings are. `unusable`: rows whose coordinates could not be taken."""
    found = Points(unusable=unusable)
    spots: Counter[tuple[float, float]] = Counter()
    precision: Counter[str] = Counter()
    for record in rows.offerings:
        place = rows.place_of(record)
        if place is not None and place.lat is not None and place.lon is not None:
            found.with_point += 1
            found.outside += not _is_sane(place.lat, place.lon)
            precision[place.precision.value] += 1
            spots[(round(place.lat, DECIMALS), round(place.lon, DECIMALS))] += 1
        elif record.offering is not None and record.offering.online:
            found.online += 1
        else:
            found.without_point += 1
    found.precision = bars(precision, Precision)
    found.spots = [Spot(lat=lat, lon=lon, count=count) for (lat, lon), count in sorted(spots.items())]
    return found


def _is_sane(lat: float, lon: float) -> bool:
    west, south, east, north = SANITY_BOX
    return south <= lat <= north and west <= lon <= east


def cost_bars(rows: Rows) -> list[Bar]:
    return bars(Counter(r.offering.cost.cost_class.value for r in rows.offerings if r.offering), CostClass)


def access_bars(rows: Rows) -> dict[str, list[Bar]]:
    """The states of each profile."""
    counts: dict[Profile, Counter[str]] = {profile: Counter() for profile in Profile}
    for record in rows.offerings:
        access = rows.access_of(record)
        for profile in Profile:
            counts[profile][access.of(profile).state.value] += 1
    return {profile.value: bars(counted, AccessState) for profile, counted in counts.items()}


def bars(counts: Mapping[str, int], values: type[StrEnum]) -> list[Bar]:
    """One bar a value, in the order of the values; those that nothing has too."""
    return [Bar(value=one.value, count=counts.get(one.value, 0)) for one in values]
