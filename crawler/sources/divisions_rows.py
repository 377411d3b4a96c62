"""Features of the city's division layers to records: name, code and outline in WGS84.

Which coordinate system a feature is in is told by its numbers; where the layer names another one, the feature is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.rows import RowRefused, as_row, checked
from schemas.normalise.location import check_point, read_number
from schemas.normalise.projection import detect_system, to_degrees
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import Text
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    "id aluejako kunta tunnus nimi_fi nimi_se yhtluontipvm yhtmuokkauspvm yhtdatanomistaja paivitetty_tietopalveluun".split()
)
DEGREES = 4326
CLOSED_RING = 4
"""Corners of the smallest ring, a triangle: the first stands again at the end."""
_POSTAL_CODE = re.compile(r"\d{5}")
_EPSG = re.compile(r"EPSG:+(?:[\d.]+:)?(\d{4,6})$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def declared_system(collection: Mapping[str, object]) -> int | None:
    """The EPSG code that a feature collection names as its `crs`; None where it names none that can be read.

    >>> declared_system({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3879"}}})
    3879
    """
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if not isinstance(name, str):
        return None
    if name.upper().endswith("CRS84"):
        return DEGREES
    found = _EPSG.search(name)
    return int(found[1]) if found else None


def read_area(value: object, source: Source, collection: str, *, system: int | None) -> Record:
    """One district or postal area. `system`: the EPSG code that the layer names, if it names one.

    Raises RowRefused for what has no code, no name (a postal area's code is its name), no ring or impossible coordinates.
    """
    row = as_row(value)
    properties = row.get("properties")
    if not isinstance(properties, Mapping):
        raise RowRefused("wrong_type" if "properties" in row else "missing_field", "/properties", properties)
    code = _code(properties)
    if collection == "postal_area" and not _POSTAL_CODE.fullmatch(code):
        raise RowRefused("bad_value", "/properties/tunnus", code, source_id=code)
    return checked(
        {
            "source": source.name,
            "collection": collection,
            "key": code,
            "scope": "side",
            "area": {
                "name": _name(properties, code) if collection == "district" else {},
                "code": code,
                "polygons": _polygons(row.get("geometry"), code, system),
            },
        },
        source_id=code,
    )


def _code(properties: Mapping[str, object]) -> str:
    code = properties.get("tunnus")
    if code is None or code == "":
        raise RowRefused("missing_field", "/properties/tunnus", sorted(map(str, properties))[:8])
    if not isinstance(code, str):
        raise RowRefused("wrong_type", "/properties/tunnus", code)
    if any(char.isspace() for char in code) or len(code) > 40:
        raise RowRefused("bad_value", "/properties/tunnus", code)
    return code


def _name(properties: Mapping[str, object], code: str) -> Text:
    for field in ("nimi_fi", "nimi_se"):
        if not isinstance(properties.get(field) or "", str):
            raise RowRefused("wrong_type", f"/properties/{field}", properties[field], source_id=code)
    fi, sv = (written(plain_text(properties.get(field))) for field in ("nimi_fi", "nimi_se"))
    if not fi:
        raise RowRefused("missing_field", "/properties/nimi_fi", properties.get("nimi_fi"), source_id=code)
    return {"fi": fi, "sv": sv} if sv else {"fi": fi}


def written(name: str) -> str:
    """A name that the layer shouts, as it is written elsewhere; one in mixed letters as it is.

    >>> written("MUSTIKKAMAA-KORKEASAARI"), written("Västra hamnen")
    ('Mustikkamaa-Korkeasaari', 'Västra hamnen')
    """
    return _WORD.sub(lambda word: word[0].capitalize(), name) if name.isupper() else name


def _polygons(geometry: object, code: str, system: int | None) -> list[list[list[tuple[float, float]]]]:
    if not isinstance(geometry, Mapping):
        raise RowRefused("missing_field" if geometry is None else "wrong_type", "/geometry", geometry, source_id=code)
    kind, drawn = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise RowRefused("bad_value", "/geometry/type", kind, source_id=code)
    if not isinstance(drawn, list) or not drawn:
        raise RowRefused("missing_field", "/geometry/coordinates", drawn, source_id=code)
    here = "/geometry/coordinates"
    if kind == "Polygon":
        return [_rings(drawn, here, code, system)]
    return [_rings(polygon, f"{here}/{number}", code, system) for number, polygon in enumerate(drawn)]


def _rings(polygon: object, path: str, code: str, system: int | None) -> list[list[tuple[float, float]]]:
    if not isinstance(polygon, list) or not polygon:
        raise RowRefused("bad_value", path, polygon, source_id=code)
    return [_ring(ring, f"{path}/{number}", code, system) for number, ring in enumerate(polygon)]


def _ring(ring: object, path: str, code: str, system: int | None) -> list[tuple[float, float]]:
    if not isinstance(ring, list) or len(ring) < CLOSED_RING or ring[0] != ring[-1]:
        raise RowRefused("bad_value", path, ring, source_id=code)
    corners = []
    for number, pair in enumerate(ring):
        corner = _corner(pair, system)
        if corner is None:
            raise RowRefused("bad_value", f"{path}/{number}", pair, source_id=code)
        corners.append(corner)
    return corners


def _corner(pair: object, system: int | None) -> tuple[float, float] | None:
    """(lon, lat) of a corner, or None when its numbers are of no system or of another than the layer names."""
    if not isinstance(pair, list) or len(pair) not in (2, 3):
        return None
    east, north = read_number(pair[0]), read_number(pair[1])
    if east is None or north is None:
        return None
    seen = detect_system(north, east) or detect_system(east, north) or DEGREES
    if system is not None and seen != system:
        return None
    point = check_point(north, east) if seen == DEGREES else to_degrees(north, east)
    point = point and check_point(*point)
    return (point[1], point[0]) if point else None
