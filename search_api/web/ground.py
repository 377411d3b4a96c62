"""The map's ground: the crawled outlines of districts as GeoJSON, as coarse as a city map can show. Made once for each crawl of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from shapely.geometry import Polygon

from indexer.divisions import SOURCE
from indexer.ledger import Ledger
from schemas.record import Record
from schemas.service import Text

TOLERANCE_DEG = 0.0003
"""About 33 m north and 17 m east: one pixel of a map of the whole city."""
DECIMALS = 4


def edition(ledger: Ledger) -> str:
    """Which crawl the outlines are of; empty where there is none."""
    run = ledger.last_published(SOURCE)
    return run.id if run else ""


@lru_cache(maxsize=2)
def outlines(ledger: Ledger, crawl: str) -> bytes:  # noqa: ARG001  # the crawl makes it fresh
    """A FeatureCollection of the districts with their names by language."""
    features = [one for record in ledger.collections(SOURCE, ["district"]) if (one := _feature(record)) is not None]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


@lru_cache(maxsize=2)
def district_names(ledger: Ledger, crawl: str) -> dict[str, Text]:  # noqa: ARG001  # the crawl makes it fresh
    """The districts' names by language, by the name that searches count them under."""
    named = [one.area.name for one in ledger.collections(SOURCE, ["district"]) if one.area is not None]
    return {name.get("fi") or name.get("sv") or "": name for name in named}


def _feature(record: Record) -> dict[str, Any] | None:
    if record.area is None:
        return None
    rings = []
    for outer, *_ in record.area.polygons:
        thin = Polygon(outer).simplify(TOLERANCE_DEG)
        if not thin.is_empty:
            rings.append([[[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in thin.exterior.coords]])
    middle = max(
        (Polygon(outer) for outer, *_ in record.area.polygons), key=lambda one: one.area
    ).representative_point()
    return {
        "type": "Feature",
        "properties": {"name": record.area.name, "middle": [round(middle.y, DECIMALS), round(middle.x, DECIMALS)]},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }
