"""Distances and boxes, exactly. Meilisearch knows one point a record and a sphere of 6,371,000 m; here it only narrows down.

A record with one point that is surely inside or outside is decided in the server. The others (points at the very edge, and
records with several points in the neighbourhood) are fetched by id and points and decided here. Costs a round trip for each search
with `near` or `bbox`, some 50 µs for each such record, and an expression as long as they have different sets of places.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from indexer.engines.meili_expressions import NEVER, all_of, any_of, none_of

EARTH_RADIUS_M = 6_371_008.8
_SLACK_M = 3.0
"""More than Meilisearch's rounding to millimetres, and than the metre in which it takes distances for equal when it sorts."""
_SLACK_SHARE = 1e-5
_SLACK_DEGREES = 1e-9
MANY = "spot_count > 1"
SINGLE = "spot_count = 1"
SOME = "spot_count > 0"
NOWHERE = "spot_count = 0"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with coordinates; `index` is its place in the record's list."""

    index: int
    point: Point


@dataclass(frozen=True, slots=True)
class Region:
    """A region as the server can say it: `surely` holds only inside, `doubtful` are the records that `holds` must decide."""

    surely: str
    doubtful: str
    holds: Callable[[list[Spot]], bool]


def read_spots(text: str) -> list[Spot]:
    """The spots of a document.

    >>> read_spots("1 60.25 24.5")
    [Spot(index=1, point=(60.25, 24.5))]
    """
    parts = [one.split(" ") for one in text.split(";") if one]
    return [Spot(int(index), (float(lat), float(lon))) for index, lat, lon in parts]


def spot_key(text: str) -> str:
    """A short name for the spots of a document: records at the same places share it, and with it a decision."""
    return sha256(text.encode()).hexdigest()[:20]


def great_circle_m(one: Point, other: Point) -> float:
    lat, lon, lat_2, lon_2 = (math.radians(degrees) for degrees in (*one, *other))
    half = math.sin((lat_2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_2) * math.sin((lon_2 - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def nearest(spots: list[Spot], point: Point) -> tuple[float, Spot] | None:
    """The nearest spot and its exact distance in metres; the first of several."""
    return min(((great_circle_m(point, spot.point), spot) for spot in spots), key=lambda one: one[0], default=None)


def circle(point: Point, reach_m: float) -> Region:
    """At most `reach_m` from the point."""

    def holds(spots: list[Spot]) -> bool:
        found = nearest(spots, point)
        return found is not None and found[0] <= reach_m

    inner = reach_m * (1 - _SLACK_SHARE) - _SLACK_M
    surely = all_of([SINGLE, _within(point, inner)]) if inner > 0 else NEVER
    return Region(surely, any_of([_edge(point, reach_m), all_of([MANY, around(point, reach_m)])]), holds)


def at_distance(point: Point, distance_m: float) -> str:
    """Single spots whose distance may be just that."""
    return _edge(point, distance_m)


def around(point: Point, reach_m: float) -> str:
    """A box that holds every spot at most `reach_m` away, and others: also records with a latitude of one and a longitude of another."""
    reach = (reach_m * (1 + _SLACK_SHARE) + _SLACK_M) / EARTH_RADIUS_M
    lat, lon = (math.radians(degrees) for degrees in point)
    rows = _between("lat", math.degrees(lat - reach), math.degrees(lat + reach))
    if reach >= math.pi / 2 - abs(lat):
        return rows
    width = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(lat))))
    if point[1] - width < -180 or point[1] + width > 180:
        return rows
    return all_of([rows, _between("lon", math.degrees(lon) - width, math.degrees(lon) + width)])


def box(west: float, south: float, east: float, north: float) -> Region:
    """A spot in the box, edges included."""

    def holds(spots: list[Spot]) -> bool:
        return any(south <= one.point[0] <= north and west <= one.point[1] <= east for one in spots)

    def grown(by: float) -> str:
        return all_of([_between("lat", south - by, north + by), _between("lon", west - by, east + by)])

    surely = all_of([SINGLE, grown(-_SLACK_DEGREES)])
    return Region(surely, all_of([SOME, grown(_SLACK_DEGREES), none_of(surely)]), holds)


def _edge(point: Point, distance_m: float) -> str:
    inner = distance_m * (1 - _SLACK_SHARE) - _SLACK_M
    outer = distance_m * (1 + _SLACK_SHARE) + _SLACK_M
    return all_of([SINGLE, _within(point, outer), none_of(_within(point, inner) if inner > 0 else NEVER)])


def _within(point: Point, reach_m: float) -> str:
    return f"_geoRadius({point[0]:.12f}, {point[1]:.12f}, {reach_m:.6f})"


def _between(attribute: str, low: float, high: float) -> str:
    return f"{attribute} {low:.12f} TO {high:.12f}" if low <= high else NEVER
