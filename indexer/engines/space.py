"""Rows by where they lie: strips of latitude, ordered by longitude within, so that a circle or a box reads only what may lie in it."""

from __future__ import annotations

from functools import cached_property
from math import asin, cos, degrees, floor, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from indexer.engines.columns import Columns
from indexer.engines.filters import EARTH_M, Mask
from schemas.query import SearchQuery

Rows = NDArray[np.int64]
Box = tuple[float, float, float, float]
_STRIP = 0.005
"""Degrees of latitude of a strip: some 550 m."""
_MOST_STRIPS = 400
"""A reach over more strips than this is not looked up: it holds nearly all."""
_SPARE = 1e-6
"""Degrees by which a circle's box is made larger than it is."""


class Space:
    """The places of one generation."""

    def __init__(self, cols: Columns) -> None:
        self._cols = cols

    def may_hit(self, query: SearchQuery) -> Mask | None:
        """The rows of which a search by place may say anything but no: what may lie within it, and what lies nowhere known.

        None where the search is not by place, or for nearly the whole world.
        """
        boxes = [box for box in (query.bbox, _around(query)) if box is not None]
        found = [spans for spans in map(self._inside, boxes) if spans is not None]
        if not found:
            return None
        mask: Mask = ~self._cols["has_point"]
        for rows in min(found, key=lambda spans: sum(map(len, spans))):
            mask[rows] = True
        return mask

    @cached_property
    def _strips(self) -> tuple[Rows, NDArray[np.float64], Rows, int]:
        """(rows of places by strip and longitude, their longitudes, where each strip begins, the first strip's number)."""
        strip = np.floor(self._cols["place_lat"] / _STRIP).astype(np.int64)
        order = np.lexsort((self._cols["place_lon"], strip))
        first = int(strip.min(initial=0))
        starts = np.searchsorted(strip[order], np.arange(first, int(strip.max(initial=first - 1)) + 2))
        return self._cols["place_row"][order], self._cols["place_lon"][order], starts, first

    def _inside(self, box: Box) -> list[Rows] | None:
        """The rows of places in strips that the box meets, within its longitudes."""
        west, south, east, north = box
        rows, lon, starts, first = self._strips
        low = max(floor(south / _STRIP) - first, 0)
        high = min(floor(north / _STRIP) - first, len(starts) - 2)
        if high - low > _MOST_STRIPS:
            return None
        spans = []
        for strip in range(low, high + 1):
            begin, end = starts[strip], starts[strip + 1]
            here = lon[begin:end]
            spans.append(rows[begin + here.searchsorted(west, "left") : begin + here.searchsorted(east, "right")])
        return spans


def _around(query: SearchQuery) -> Box | None:
    """A box around the circle within reach; None where it would go around a pole or over the date line."""
    reach, point = query.reach_m(), query.point
    if reach is None or point is None:
        return None
    lat, lon = point
    angle = reach / EARTH_M
    if angle + abs(radians(lat)) > pi / 2 - 0.01:
        return None
    wide = degrees(asin(sin(angle) / cos(radians(lat)))) + _SPARE
    high = degrees(angle) + _SPARE
    west, east = lon - wide, lon + wide
    return (west, lat - high, east, lat + high) if west > -180 and east < 180 else None
