"""What publishing and the report want to know of a run's rows, taken down as they pass by once: never the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.guards import is_filled
from indexer.naming import named_record, record_name
from indexer.run_folder import Placed
from schemas.record import Item, Record, RecordKey
from schemas.report import Named
from schemas.service import Accessibility, CostClass, Place, Precision, Profile

EXAMPLES = 20
"""Rows shown of each rule that left rows out."""
VENUE_PARTS = ("place", "shortage")
"""The side collections that say where an offering is, and for whom its venue is accessible."""


class Point(NamedTuple):
    """Where something is, as its report counts it."""

    lat: float | None
    lon: float | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of the main collection. `place`: the upstream id of its place; `own`: the place that it tells itself; `cost`: None for what is
    no offering; `states`: of accessibility by profile; `viewpoints`: the register's traffic lights."""

    identity: RecordKey
    name: str
    is_offered: bool
    series: str | None
    is_series: bool
    place: str | None
    own: Point | None
    online: bool
    cost: CostClass | None
    states: tuple[str, ...]
    viewpoints: dict[str, str]


class Tally:
    """Of the rows of the main collection what is counted, of the others what these lean on."""

    def __init__(self, main: str = "", fields: Iterable[str] = ()) -> None:
        self._main = main
        self._fields = tuple(fields)
        self._offerings = 0
        self._filled: Counter[str] = Counter()
        self._states: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.offered: dict[str, Offered] = {}
        self.parts: dict[RecordKey, Record] = {}
        self.moved: list[Item] = []
        self.left_out: dict[str, list[Named]] = {}
        self.origins: set[str] = set()

    def watch(self, rows: Iterable[Placed]) -> Iterator[Placed]:
        """The rows, each taken down on its way."""
        for row in rows:
            self._take(row.item)
            yield row

    def fill(self) -> dict[str, float]:
        """The share of offerings in which each key field holds something, in percent; nothing where there are none."""
        if not self._offerings:
            return {}
        return {field: round(100 * self._filled[field] / self._offerings, 1) for field in self._fields}

    def _take(self, item: Item) -> None:
        prefix, colon, _ = item.key.partition(":")
        if colon:
            self.origins.add(prefix)
        if item.replaced_in:
            self.moved.append(item)
        record = item.record
        if item.collection == self._main:
            if item.op == "out_of_scope" and item.rule:
                self._leave_out(item.rule, lambda: Named(source_id=item.key, url=item.url))
            elif record is not None and not record.in_scope:
                self._leave_out(record.scope, lambda: named_record(record))
            if record is not None:
                self._take_main(record)
        elif record is not None and item.collection in VENUE_PARTS:
            self.parts[record.identity()] = record

    def _leave_out(self, rule: str, named: Callable[[], Named]) -> None:
        examples = self.left_out.setdefault(rule, [])
        if len(examples) < EXAMPLES:
            examples.append(named())

    def _take_main(self, record: Record) -> None:
        offering, links = record.offering, record.links
        states: tuple[str, ...] = ()
        if offering is not None:
            self._offerings += 1
            self._filled.update(field for field in self._fields if is_filled(getattr(offering, field), field))
            states = states_of(offering.accessibility)
            states = self._states.setdefault(states, states)
        self.offered[record.key] = Offered(
            identity=record.identity(),
            name=record_name(record),
            is_offered=record.in_scope and offering is not None,
            series=links.series,
            is_series=record.is_series,
            place=links.place,
            own=_own_point(offering.places) if offering else None,
            online=offering is not None and offering.online,
            cost=offering.cost.cost_class if offering else None,
            states=states,
            viewpoints=record.viewpoints,
        )


def states_of(access: Accessibility) -> tuple[str, ...]:
    """The state of each profile, in their order."""
    return tuple(access.of(profile).state.value for profile in Profile)


def point_of(place: Place) -> Point:
    return Point(place.lat, place.lon, place.precision)


def _own_point(places: list[Place]) -> Point | None:
    """The first place with a point, else the first."""
    found = next((place for place in places if place.lat is not None), places[0] if places else None)
    return point_of(found) if found is not None else None
