"""The shape of a run's offerings: where they are, what they cost, for whom their venues are accessible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from indexer.compose import place_keys
from indexer.ledger import Ledger
from indexer.tally import Offered, Point, Tally, point_of, states_of
from schemas.normalise.accessibility import reconcile
from schemas.normalise.location import SANITY_BOX
from schemas.record import Record, RecordKey
from schemas.report import Bar, Points, Spot
from schemas.service import Accessibility, AccessState, CostClass, Precision, Profile

DECIMALS = 4
"""Of a degree: about ten metres."""


class Rows:
    """The offerings of a run, with those records of the ledger that they lean on."""

    def __init__(self, ledger: Ledger, tally: Tally) -> None:
        rows = tally.offered
        wanted = {key for row in rows.values() for key in _leans(row)} - {row.identity for row in rows.values()}
        self._found = ledger.records(wanted - tally.parts.keys()) | tally.parts
        series = {key for key, row in rows.items() if row.is_series}
        series |= {record.key for record in self._found.values() if record.is_series}
        self.offerings = [
            row for key, row in rows.items() if row.is_offered and (row.series not in series or row.series == key)
        ]

    def point_of(self, row: Offered) -> Point | None:
        """Where an offering is: its own place with a point, else its venue's."""
        if not row.place or (row.own is not None and row.own.lat is not None):
            return row.own
        unit, place = self._venue(row)
        if unit is not None and unit.offering and unit.offering.places and unit.offering.places[0].lat is not None:
            return point_of(unit.offering.places[0])
        return point_of(place.place) if place is not None and place.place is not None else None

    def states_of(self, row: Offered) -> tuple[str, ...]:
        """The accessibility of an offering's venue by profile, its register's traffic lights and shortages taken together."""
        if row.viewpoints or not row.place:
            return self._reconciled(row.identity, row.viewpoints, row.states)
        unit = self._venue(row)[0]
        if unit is None or unit.offering is None:
            return states_of(Accessibility())
        return self._reconciled(unit.identity(), unit.viewpoints, states_of(unit.offering.accessibility))

    def _reconciled(self, unit: RecordKey, viewpoints: Mapping[str, str], told: tuple[str, ...]) -> tuple[str, ...]:
        if not viewpoints:
            return told
        shortage = self._found.get(RecordKey(source=unit.source, collection="shortage", key=unit.key))
        found = reconcile(viewpoints, shortage.shortages if shortage else {})
        return tuple(
            found[profile].state.value if profile in found else state
            for profile, state in zip(Profile, told, strict=True)
        )

    def _venue(self, row: Offered) -> tuple[Record | None, Record | None]:
        keys = place_keys(row.identity.source, row.place or "")
        found = [self._found[key] for key in keys if key in self._found]
        unit = next((one for one in found if one.collection == "unit"), None)
        return unit, next((one for one in found if one.collection == "place"), None)


def _leans(row: Offered) -> Iterable[RecordKey]:
    one = row.identity
    if row.place:
        yield from place_keys(one.source, row.place)
    if row.series:
        yield RecordKey(source=one.source, collection=one.collection, key=row.series)
    if row.viewpoints:
        yield RecordKey(source=one.source, collection="shortage", key=one.key)


def points_of(rows: Rows, *, unusable: int) -> Points:
    """Where the offerings are. `unusable`: rows whose coordinates could not be taken."""
    found = Points(unusable=unusable)
    spots: Counter[tuple[float, float]] = Counter()
    precision: Counter[str] = Counter()
    for row in rows.offerings:
        point = rows.point_of(row)
        if point is not None and point.lat is not None and point.lon is not None:
            found.with_point += 1
            found.outside += not _is_sane(point.lat, point.lon)
            precision[point.precision.value] += 1
            spots[(round(point.lat, DECIMALS), round(point.lon, DECIMALS))] += 1
        elif row.online:
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
    return bars(Counter(row.cost.value for row in rows.offerings if row.cost), CostClass)


def access_bars(rows: Rows) -> dict[str, list[Bar]]:
    """The states of each profile."""
    counts: dict[Profile, Counter[str]] = {profile: Counter() for profile in Profile}
    for row in rows.offerings:
        for profile, state in zip(Profile, rows.states_of(row), strict=True):
            counts[profile][state] += 1
    return {profile.value: bars(counted, AccessState) for profile, counted in counts.items()}


def bars(counts: Mapping[str, int], values: type[StrEnum]) -> list[Bar]:
    """One bar a value, in the order of the values; those that nothing has too."""
    return [Bar(value=one.value, count=counts.get(one.value, 0)) for one in values]
