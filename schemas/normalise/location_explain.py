"""What `liiku explain location` answers: the crawl's own reading of one row, and what it was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.normalise.whereabouts import (
    Whereabouts,
    event_whereabouts,
    feature_whereabouts,
    place_whereabouts,
    site_whereabouts,
    unit_whereabouts,
)

READERS: dict[str, Callable[[Mapping[str, object]], Whereabouts]] = {
    "tpr_unit": unit_whereabouts,
    "tpr_entrance": unit_whereabouts,
    "le_place": place_whereabouts,
    "le_event": event_whereabouts,
    "geojson_feature": feature_whereabouts,
    "lipas_site": site_whereabouts,
}


def explain(given: object) -> tuple[dict[str, object], list[str]]:
    """lat, lon (5 decimals), online and precision of a row by its `shape`, and the evidence; an unknown shape gives nothing.

    >>> explain({"shape": "le_event", "location": {"@id": "https://api.hel.fi/linkedevents/v1/place/helsinki:internet/"}})
    ({'lat': None, 'lon': None, 'online': True, 'precision': 'none'}, ['helsinki:internet'])
    """
    row: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    shape = row.get("shape")
    inner = row.get("site") if isinstance(row.get("site"), Mapping) else row
    reader = READERS.get(shape) if isinstance(shape, str) else None
    found = reader(inner) if reader is not None and isinstance(inner, Mapping) else Whereabouts()
    got: dict[str, object] = {
        "lat": None if found.lat is None else round(found.lat, 5),
        "lon": None if found.lon is None else round(found.lon, 5),
        "online": found.online,
        "precision": found.precision.value,
    }
    return got, list(found.evidence)
