"""An offering as a GeoJSON feature (RFC 7946): its points, and what a map shows of it. What is not known is said as unknown, never left to be guessed."""

from __future__ import annotations

from typing import Any

import orjson

COLLECTION_END = b"\n]}\n"
AS_IT_IS = (
    "kind", "name", "categories", "audiences", "min_age", "max_age", "languages", "online", "registration", "form",
    "restricted_to", "state",
)  # fmt: skip


def collection_start(licence: str, *, is_sample: bool) -> bytes:
    """The head of a feature collection; its features follow, then COLLECTION_END."""
    head: dict[str, Any] = {"type": "FeatureCollection", "license": licence} | (
        {"sample_data": True} if is_sample else {}
    )
    return orjson.dumps(head)[:-1] + b',"features":['


def feature(service: dict[str, Any], *, modified: int, public_url: str) -> dict[str, Any]:
    """The feature of a service's JSON. `modified`: its change number. Longitude comes first; a service without a point has no geometry."""
    places = service["places"]
    points = [[place["lon"], place["lat"]] for place in places if place["lat"] is not None]
    origin = service["provenance"]
    access = service["accessibility"]
    properties = {name: service[name] for name in AS_IT_IS} | {
        "modified": modified,
        "cost": service["cost"]["class"],
        "min_eur": service["cost"]["min_eur"],
        "max_eur": service["cost"]["max_eur"],
        "wheelchair": access["wheelchair"]["state"],
        "places": [
            {k: place[k] for k in ("name", "address", "postal_code", "municipality", "precision")} for place in places
        ],
        "organisation": service["organisation"]["name"],
        "url": f"{public_url}/services/{service['id']}",
        "source": origin["source"],
        "source_id": origin["source_id"],
        "licence": origin["licence"],
        "attribution": origin["attribution"],
    }
    return {"type": "Feature", "id": service["id"], "geometry": _geometry(points), "properties": properties}


def _geometry(points: list[list[float]]) -> dict[str, Any] | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
