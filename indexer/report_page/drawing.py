"""Numbers for the pictures of a report's page: where bars stand, and a map of points as paths. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from schemas.record import Record
from schemas.report import Bar, Spot

WIDTH = 1000.0
"""Units of the map's width; its height follows from what it shows."""
CAPITAL_REGION = (24.4, 59.9, 25.4, 60.5)
"""west, south, east, north in degrees: where the map looks when nearly all of the points are there."""
NEARLY_ALL = 0.9
SMALLEST_DEGREES = 0.02
MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar, in percent of the whole bar."""

    value: str
    count: int
    start: float
    width: float


def pieces(bars: Sequence[Bar]) -> list[Piece]:
    """The parts of one bar that holds all values, one after the other.

    >>> [(p.value, p.start, p.width) for p in pieces([Bar(value="a", count=1), Bar(value="b", count=3)])]
    [('a', 0.0, 25.0), ('b', 25.0, 75.0)]
    """
    total = sum(bar.count for bar in bars) or 1
    found, start = [], 0.0
    for bar in bars:
        width = 100 * bar.count / total
        found.append(Piece(bar.value, bar.count, round(start, 2), round(width, 2)))
        start += width
    return found


@dataclass(frozen=True, slots=True)
class Map:
    """An SVG map: the height for a width of 1000, the outlines as one path, the points as one path a size; `off`: points beside it."""

    height: float
    outlines: str
    dots: list[tuple[float, str]]
    off: int


def draw_map(spots: Sequence[Spot], districts: Iterable[Record]) -> Map | None:
    """A map of the points over the outlines of districts; None without points. Equal distances in both directions at its middle."""
    frame = _frame(spots)
    if frame is None:
        return None
    west, south, east, north = frame
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def to_page(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * narrow * scale, 1), round((north - lat) * scale, 1)

    by_size: dict[float, list[str]] = {}
    off = 0
    for spot in spots:
        if not (west <= spot.lon <= east and south <= spot.lat <= north):
            off += spot.count
            continue
        x, y = to_page(spot.lon, spot.lat)
        by_size.setdefault(_size(spot.count), []).append(f"M{x:g} {y:g}h0")
    view = shapely.box(west, south, east, north)
    rings = [ring for record in districts for ring in _rings(record, view, tolerance=1 / scale)]
    outlines = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in (to_page(*corner) for corner in r)) for r in rings)
    dots = [(size, "".join(paths)) for size, paths in sorted(by_size.items(), reverse=True)]
    return Map(round((north - south) * scale, 1), outlines, dots, off)


def _size(count: int) -> float:
    """The width of a dot: more offerings, a larger dot, by area."""
    return round(min(40.0, 8 + 3 * math.sqrt(count)), 0)


def _frame(spots: Sequence[Spot]) -> tuple[float, float, float, float] | None:
    """What the map shows: the points of the capital region when they are nearly all, else all."""
    west, south, east, north = CAPITAL_REGION
    near = [spot for spot in spots if west <= spot.lon <= east and south <= spot.lat <= north]
    shown = near if len(near) >= NEARLY_ALL * len(spots) else list(spots)
    if not shown:
        return None
    lons, lats = [spot.lon for spot in shown], [spot.lat for spot in shown]
    wide = max(max(lons) - min(lons), 2 * SMALLEST_DEGREES)
    high = max(max(lats) - min(lats), SMALLEST_DEGREES)
    middle_lon, middle_lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    half_wide, half_high = wide * (0.5 + MARGIN), high * (0.5 + MARGIN)
    return middle_lon - half_wide, middle_lat - half_high, middle_lon + half_wide, middle_lat + half_high


def _rings(record: Record, view: shapely.Polygon, *, tolerance: float) -> Iterable[Sequence[tuple[float, float]]]:
    """The outlines of an area, as coarse as the map can show, where the map shows them."""
    for polygon in record.area.polygons if record.area else ():
        for ring in polygon:
            line = shapely.LineString(ring).simplify(tolerance).intersection(view)
            yield from (list(part.coords) for part in getattr(line, "geoms", [line]) if len(part.coords) > 1)
