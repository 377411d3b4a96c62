"""One point for a GeoJSON geometry, and whether it stands for a spot or for an area. Any coordinate system of `projection`.

A polygon gives the middle of its area, a route its start: that is where one goes, and LIPAS's own coordinates do the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from schemas.normalise.location import Point, read_number, read_point

SPOTS: Final = frozenset(("Point",))
ROUTES: Final = frozenset(("LineString", "MultiLineString"))
POLYGONS: Final = frozenset(("Polygon", "MultiPolygon"))
MAX_DEPTH = 6
"""A MultiPolygon in a collection in a feature in a collection: deeper than that nobody nests."""


def geometries_in(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """The plain geometries in a geometry, a Feature, a FeatureCollection or a GeometryCollection.

    >>> [g["type"] for g in geometries_in({"type": "Feature", "geometry": {"type": "Point", "coordinates": [25, 60]}})]
    ['Point']
    """
    if not isinstance(value, Mapping) or depth > MAX_DEPTH:
        return
    for key in ("features", "geometries"):
        members = value.get(key)
        for member in members if isinstance(members, list) else ():
            yield from geometries_in(member, depth + 1)
    if isinstance(value.get("geometry"), Mapping):
        yield from geometries_in(value["geometry"], depth + 1)
    if isinstance(value.get("coordinates"), (list, tuple)):
        yield value


def locate(value: object) -> tuple[Point, bool] | None:
    """The point of what is drawn, and whether it stands for an area; None when nothing drawn can be read.

    >>> locate({"type": "Point", "coordinates": [25492695, 6677926]})[1]
    False
    >>> square = [[24.0, 60.0], [24.2, 60.0], [24.2, 60.2], [24.0, 60.2], [24.0, 60.0]]
    >>> locate({"type": "Polygon", "coordinates": [square]})
    ((60.1, 24.1), True)
    """
    drawn = [(str(one.get("type")), pairs) for one in geometries_in(value) if (pairs := _pairs(one["coordinates"]))]
    if not drawn:
        return None
    kind, pairs = drawn[0]
    if kind in POLYGONS:
        point = _point(_middle(_ring(pairs)))
    elif kind in ROUTES:
        point = _point(pairs[0])
    else:
        point = _point(pairs[0] if len(pairs) == 1 else _mean(pairs))
    is_area = kind not in SPOTS or len(drawn) > 1
    return (point, is_area) if point is not None else None


def is_drawn_as_area(value: object) -> bool:
    """Whether the drawing is a polygon, a route or several things: a point given beside it is then only one of its points."""
    kinds = [str(one.get("type")) for one in geometries_in(value)]
    return bool(kinds) and (len(kinds) > 1 or kinds[0] not in SPOTS)


def _point(pair: tuple[float, float]) -> Point | None:
    return read_point(pair[1], pair[0])


def _pairs(value: object, depth: int = 0) -> list[tuple[float, float]]:
    """The (x, y) pairs of nested coordinates, in order, as numbers."""
    if not isinstance(value, (list, tuple)) or depth > MAX_DEPTH:
        return []
    if len(value) >= 2 and not isinstance(value[0], (list, tuple)):
        x, y = read_number(value[0]), read_number(value[1])
        return [(x, y)] if x is not None and y is not None else []
    return [pair for member in value for pair in _pairs(member, depth + 1)]


def _ring(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The first closed ring: the outline; holes and further polygons come after it."""
    for index, pair in enumerate(pairs[1:], 1):
        if pair == pairs[0]:
            return pairs[: index + 1]
    return pairs


def _mean(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in pairs) / len(pairs), sum(y for _, y in pairs) / len(pairs)


def _middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """The centre of a ring's area; of a ring without area the mean of its corners."""
    x0, y0 = ring[0]
    # relative to the first corner: products of eight-digit metres would lose the centimetres
    local = [(x - x0, y - y0) for x, y in ring]
    crosses = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(local, [*local[1:], local[0]], strict=True)]
    area = sum(cross for _, _, cross in crosses)
    if abs(area) < 1e-12 or area != area:
        return _mean(ring)
    x = sum((a[0] + b[0]) * cross for a, b, cross in crosses) / (3 * area)
    y = sum((a[1] + b[1]) * cross for a, b, cross in crosses) / (3 * area)
    return round(x + x0, 9), round(y + y0, 9)
