"""Where a row of a source is: its point, how precise that is, and whether it is held online. One function a kind of row.

The words and the grids are in `location`, `projection`, `geometry` and `places_online`; here stands which of a row's fields counts first.
An address without a position gives no point: finding one is the geocoder's work, not a reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from schemas.normalise.geometry import is_drawn_as_area, locate
from schemas.normalise.location import (
    MUNICIPALITIES,
    Point,
    precision_of,
    read_geojson_point,
    read_point,
)
from schemas.normalise.places_online import Held, held_as_told, held_where, is_online_place
from schemas.service import Precision

_UNIT_SYSTEMS = (
    ("latitude", "longitude"),
    ("northing_etrs_gk25", "easting_etrs_gk25"),
    ("northing_etrs_tm35fin", "easting_etrs_tm35fin"),
)
"""A unit's three pairs, in the order they are believed: the degrees are what the register publishes, the others say the same."""
_SITE_SYSTEMS = ("wgs84", "tm35fin")
HOME = {name.casefold() for name in MUNICIPALITIES.values()} | {"helsingfors", "esbo", "vanda", "grankulla", "suomi"}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """lat and lon are both there or both None; `evidence` is what they were read from. `hybrid`: online and at the place, as one likes."""

    lat: float | None = None
    lon: float | None = None
    precision: Precision = Precision.NONE
    online: bool = False
    hybrid: bool = False
    evidence: tuple[str, ...] = ()


def unit_whereabouts(row: Mapping[str, object]) -> Whereabouts:
    """Of a TPR unit or entrance: degrees first, then GK25, then TM35FIN. A point that nobody set by hand is at the address.

    >>> unit_whereabouts({"northing_etrs_gk25": "6677926", "easting_etrs_gk25": "25492695"}).precision
    <Precision.EXACT: 'exact'>
    """
    for north, east in _UNIT_SYSTEMS:
        point = read_point(row.get(north), row.get(east))
        if point is not None:
            precision = precision_of("", has_point=True, manual=_claim(row.get("manual_coordinates")))
            return _at(point, precision, f"{north}, {east}")
    return Whereabouts()


def place_whereabouts(row: Mapping[str, object]) -> Whereabouts:
    """Of a Linked Events place."""
    place_id = _id(row)
    names = _texts(row.get("name"))
    if is_online_place(place_id, names):
        return Whereabouts(online=True, evidence=(place_id or names[0],))
    position = row.get("position")
    point = read_geojson_point(position, is_abroad=_is_abroad(row))
    drawn = locate(position) if point is None else None
    if drawn is not None:
        return _at(drawn[0], Precision.AREA if drawn[1] else Precision.EXACT, "position")
    if point is None:
        return Whereabouts()
    # the name alone decides only where there is no address: "Helsinki" with a street is a badly named place
    nameless = () if _texts(row.get("street_address")) or place_id.startswith("tprek:") else names
    return _at(point, precision_of(place_id, has_point=True, names=nameless), "position")


def event_whereabouts(row: Mapping[str, object]) -> Whereabouts:
    """Of a Linked Events event: its place, unless what is written of where says online. Hybrid keeps the place.

    >>> event_whereabouts({"location": {"id": "tprek:8143"}, "location_extra_info": {"fi": "Zoomissa"}}).online
    True
    """
    place = row.get("location")
    fields = place if isinstance(place, Mapping) else {"@id": place}
    here = place_whereabouts(fields)
    if here.online:
        return here
    said = [(text, held_where(text)) for text in _texts(row.get("location_extra_info"))]
    for field in ("name", "short_description", "description"):
        said += [(text, held_as_told(text)) for text in _texts(row.get(field))]
    evidence = tuple(text for text, held in said if held is not Held.UNSAID)
    if not evidence:
        return here
    if any(held is Held.HYBRID for _, held in said):
        return Whereabouts(
            here.lat, here.lon, here.precision, online=True, hybrid=True, evidence=here.evidence + evidence
        )
    return Whereabouts(online=True, evidence=evidence)


def site_whereabouts(site: Mapping[str, object]) -> Whereabouts:
    """Of a LIPAS site, v1 or v2: its coordinates (whose `lon` is the easting), else what is drawn."""
    location = site.get("location")
    if not isinstance(location, Mapping):
        return Whereabouts()
    drawing = location.get("geometries")
    coordinates = location.get("coordinates")
    for system in _SITE_SYSTEMS:
        pair = coordinates.get(system) if isinstance(coordinates, Mapping) else None
        point = read_point(pair.get("lat"), pair.get("lon")) if isinstance(pair, Mapping) else None
        if point is not None:
            return _at(point, Precision.AREA if is_drawn_as_area(drawing) else Precision.EXACT, system)
    return _drawn(drawing)


def feature_whereabouts(feature: Mapping[str, object]) -> Whereabouts:
    """Of a GeoJSON feature in any of the grids: the size of the numbers decides, which a wrong `crs` member cannot mislead."""
    return _drawn(feature)


def _drawn(value: object) -> Whereabouts:
    found = locate(value)
    return _at(found[0], Precision.AREA if found[1] else Precision.EXACT, "geometry") if found else Whereabouts()


def _at(point: Point, precision: Precision, source: str) -> Whereabouts:
    return Whereabouts(point[0], point[1], precision, evidence=(f"{source}: {point[0]}, {point[1]}",))


def _id(row: Mapping[str, object]) -> str:
    for key in ("id", "@id"):
        value = row.get(key)
        if isinstance(value, str) and value:
            path = value.partition("?")[0].rstrip("/")
            return unquote(path.rsplit("/", 1)[-1])
    return ""


def _texts(value: object) -> list[str]:
    found = value.values() if isinstance(value, Mapping) else (value,)
    return [text.strip() for text in found if isinstance(text, str) and text.strip()]


def _claim(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().casefold())
    return value if isinstance(value, bool) else None


def _is_abroad(row: Mapping[str, object]) -> bool:
    """Whether a place names a locality that is not one of ours; only then may its point lie outside Finland."""
    towns = _texts(row.get("address_locality"))
    return bool(towns) and not any(town.casefold() in HOME for town in towns)
