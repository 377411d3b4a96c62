"""Metres to degrees: which coordinate system a pair of numbers is in is told by their size, and only then are they converted.

The systems' numbers do not overlap in Finland, so a swapped pair is recognised too. What fits no system is no point; it is never
guessed into one.
"""

from __future__ import annotations

from functools import lru_cache

from pyproj import Transformer

TM35FIN, WEB_MERCATOR = 3067, 3857
NORTHINGS = (6_500_000.0, 7_900_000.0)
"""Metres from the equator, of ETRS-TM35FIN and of every ETRS-GK zone, with room to spare for Finland."""
TM35FIN_EASTINGS = (40_000.0, 780_000.0)
GK_ZONES = range(19, 32)
"""ETRS-GK19 … GK31: the easting's millions are the zone (Helsinki: 25 496 611 is GK25), its EPSG code is 3854 + zone (GK25: 3879)."""
MERCATOR_NORTHINGS, MERCATOR_EASTINGS = (8_000_000.0, 11_600_000.0), (2_000_000.0, 3_700_000.0)


@lru_cache(maxsize=32)
def _transformer(epsg: int) -> Transformer:
    # always_xy: easting first whatever the system's own axis order, which differs between 3067 and 3879
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def detect_system(northing: float, easting: float) -> int | None:
    """The EPSG code of a pair in metres, or None when it fits no system used in Finland.

    >>> detect_system(6672831, 25496611), detect_system(6671945, 385637), detect_system(60.2, 24.9)
    (3879, 3067, None)
    """
    if MERCATOR_NORTHINGS[0] <= northing <= MERCATOR_NORTHINGS[1]:
        return WEB_MERCATOR if MERCATOR_EASTINGS[0] <= easting <= MERCATOR_EASTINGS[1] else None
    if not NORTHINGS[0] <= northing <= NORTHINGS[1]:
        return None
    if TM35FIN_EASTINGS[0] <= easting <= TM35FIN_EASTINGS[1]:
        return TM35FIN
    zone, within = divmod(easting, 1_000_000.0)
    return 3854 + int(zone) if int(zone) in GK_ZONES and 100_000 <= within <= 900_000 else None


def to_degrees(northing: float, easting: float) -> tuple[float, float] | None:
    """(lat, lon) in WGS84 of a pair in metres, also of a swapped one; None for what is in no known system.

    >>> lat, lon = to_degrees(6672831, 25496611)
    >>> round(lat, 5), round(lon, 5)
    (60.16835, 24.93895)
    """
    for north, east in ((northing, easting), (easting, northing)):
        epsg = detect_system(north, east)
        if epsg is not None:
            lon, lat = _transformer(epsg).transform(east, north)
            return round(float(lat), 7), round(float(lon), 7)
    return None
