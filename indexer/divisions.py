"""Which district and which postal area a point lies in, by the outlines of the `divisions` source. Pure: records in, areas out.

Only a point that stands for a spot or an address is looked up: the middle of a street or of the city lies in no district.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import MultiPolygon, Polygon

from schemas.provenance import Derived
from schemas.record import Area, Collection, Record, RecordKey
from schemas.service import Place, Precision

SOURCE = "divisions"
COLLECTIONS: tuple[Collection, ...] = ("district", "postal_area")
SPOTS = (Precision.EXACT, Precision.ADDRESS)
Confidence = Literal["certain", "likely"]
KNOWN_POINTS = 50_000
"""Points remembered with their areas: many offerings share a venue."""


class Layer:
    """The areas of one collection. A point on the border of two is in the one whose key comes first."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = sorted((r for r in records if r.area is not None), key=lambda r: r.key)
        self._outlines = np.array([_outline(r.area) for r in self._records if r.area], dtype=object)
        shapely.prepare(self._outlines)
        self._tree = STRtree(self._outlines)
        self.at = lru_cache(maxsize=KNOWN_POINTS)(self._at)

    def _at(self, lat: float, lon: float) -> Record | None:
        near = np.sort(self._tree.query(shapely.Point(lon, lat)))
        inside = near[shapely.intersects_xy(self._outlines[near], lon, lat)] if near.size else near
        return self._records[inside[0]] if inside.size else None


class Divisions:
    """The districts and postal areas that the ledger holds."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        by_collection: dict[str, list[Record]] = {name: [] for name in COLLECTIONS}
        for record in records:
            by_collection[record.collection].append(record)
        self._layers = {name: Layer(found) for name, found in by_collection.items()}

    def fill(self, place: Place, pointer: str, *, confidence: Confidence = "certain") -> tuple[Place, list[Derived]]:
        """The place with the district and the postal code that its point lies in, where it states none; and from which outlines.

        `pointer` is where the place stands in its record, such as `/places/0`; `confidence` is that of its point.
        """
        if place.lat is None or place.lon is None or place.precision not in SPOTS:
            return place, []
        update: dict[str, object] = {}
        notes = []
        if not place.district and (record := self._layers["district"].at(place.lat, place.lon)) and record.area:
            update["district"] = dict(record.area.name)
            name = record.area.name.get("fi", record.key)
            notes.append(_note(f"{pointer}/district", record.identity(), name, confidence))
        if not place.postal_code and (record := self._layers["postal_area"].at(place.lat, place.lon)) and record.area:
            update["postal_code"] = record.area.code
            notes.append(_note(f"{pointer}/postal_code", record.identity(), record.area.code, confidence))
        return (place.model_copy(update=update), notes) if update else (place, [])


def _note(pointer: str, key: RecordKey, name: str, confidence: Confidence) -> Derived:
    return Derived(pointer=pointer, by="divisions.point_in_polygon", evidence=f"{key}: {name}", confidence=confidence)


def _outline(area: Area) -> MultiPolygon:
    return MultiPolygon([Polygon(outer, holes) for outer, *holes in area.polygons])
