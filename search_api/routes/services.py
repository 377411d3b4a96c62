"""`/v1/services`: one offering by id (301 joined into another, 404 never known, 410 removed), several by ids or by the source's own id; `/v1/facets`."""

from __future__ import annotations

import uuid

import orjson
from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from schemas.errors import QueryError
from schemas.normalise.text import shorten
from search_api.deps import deps_of
from search_api.facet_labels import facet_list
from search_api.problems import Refused
from search_api.reading import query_parameters

router = APIRouter(prefix="/v1", tags=["services"])
MAX_IDS = 100
_WHICH = {"parameters": [
    {"name": "ids", "in": "query", "required": False, "description": f"At most {MAX_IDS} ids, separated by commas.", "schema": {"type": "string"}},
    {"name": "source_id", "in": "query", "required": False, "description": "The source's own id, instead of ids.", "schema": {"type": "string"}, "example": "tprek:8215"},
]}  # fmt: skip


@router.get("/services/{service_id}", summary="One offering")
def service(request: Request, service_id: str) -> Response:
    deps = deps_of(request)
    if not _is_uuid(service_id):
        raise Refused(404, f"there never was an offering {shorten(service_id, 60)}")
    row = deps.ledger.services([service_id]).get(service_id)
    target = deps.ledger.target_of(service_id)
    if target and (row is None or row.state == "removed"):
        return RedirectResponse(f"/v1/services/{target}", status_code=301)
    if row is None:
        raise Refused(404, f"there never was an offering {service_id[:60]}")
    if row.state == "removed":
        raise Refused(410, f"offering {service_id} was removed", removed_at=row.changed_at)
    etag = f'W/"{row.seq}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(row.body.encode(), media_type="application/json", headers=headers)


@router.get("/services", summary="Offerings by ids or by a source's own id", openapi_extra=_WHICH)
def services(request: Request) -> Response:
    deps = deps_of(request)
    given = query_parameters(request)
    for name in given:
        if name not in ("ids", "source_id"):
            raise QueryError(name, given[name], "no such parameter; known: ids, source_id")
    if ("ids" in given) == ("source_id" in given):
        raise QueryError("ids", None, "either ids (comma-separated) or source_id")
    if any("\x00" in one for values in given.values() for one in values):
        raise QueryError("source_id" if "source_id" in given else "ids", "NUL", "text without control characters")
    if "source_id" in given:
        rows = [row for one in given["source_id"] for row in deps.ledger.service_by_source_id(one)]
    else:
        ids = [one for value in given["ids"] for one in value.split(",") if one]
        if len(ids) > MAX_IDS or not all(_is_uuid(one) for one in ids):
            raise QueryError("ids", ",".join(ids)[:120], f"at most {MAX_IDS} UUIDs, separated by commas")
        found = deps.ledger.services(ids)
        rows = [found[one] for one in ids if one in found]
    bodies = b",".join(row.body.encode() for row in rows if row.state != "removed")
    gone = [row.id for row in rows if row.state == "removed"]
    return Response(
        b'{"services":[' + bodies + b'],"removed":' + orjson.dumps(gone) + b"}", media_type="application/json"
    )


@router.get("/facets", summary="What can be filtered on, with labels in three languages")
def facets() -> Response:
    return Response(orjson.dumps({"facets": facet_list()}), media_type="application/json")


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
