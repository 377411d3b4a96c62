"""Where things are: WGS84 points, checked, with how precise they are. Swapped, zero and impossible points are not points."""

from __future__ import annotations

import math
from collections.abc import Mapping

from schemas.service import Precision

SANITY_BOX = (19.0, 59.0, 32.0, 71.0)
"""west, south, east, north in degrees: Finland. Outside it a coordinate is a mistake."""
MUNICIPALITIES = {91: "Helsinki", 49: "Espoo", 92: "Vantaa", 235: "Kauniainen"}
CENTROIDS = {"matko:732"}
"""Places that are the middle of the city, not somewhere to go."""
ONLINE = {"helsinki:internet"}


def read_number(value: object) -> float | None:
    """A finite number, also from a string with a dot or a comma."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def check_point(lat: object, lon: object) -> tuple[float, float] | None:
    """(lat, lon) in degrees when it lies in Finland; swapped numbers are put right; anything else is None.

    >>> check_point(60.18, 24.95), check_point("24.95", "60.18"), check_point(0, 0)
    ((60.18, 24.95), (60.18, 24.95), None)
    """
    north, east = read_number(lat), read_number(lon)
    if north is None or east is None:
        return None
    for a, b in ((north, east), (east, north)):
        if SANITY_BOX[1] <= a <= SANITY_BOX[3] and SANITY_BOX[0] <= b <= SANITY_BOX[2]:
            return a, b
    return None


def read_geojson_point(value: object) -> tuple[float, float] | None:
    """(lat, lon) of a GeoJSON Point, whose order is lon, lat."""
    if not isinstance(value, Mapping):
        return None
    pair = value.get("coordinates")
    if not isinstance(pair, (list, tuple)) or len(pair) < 2:
        return None
    return check_point(pair[1], pair[0])


def precision_of(place_id: str, *, has_point: bool, manual: bool | None = None) -> Precision:
    """How precise a place's point is: an address-register place or a point that nobody set by hand is at its address."""
    if not has_point or place_id in ONLINE:
        return Precision.NONE
    if place_id in CENTROIDS:
        return Precision.AREA
    if place_id.startswith("osoite:") or manual is False:
        return Precision.ADDRESS
    return Precision.EXACT
