"""`/v1/search`, `/v1/pins`, `/v1/suggest`, `/v1/places`: questions by GET, and by POST so that a client's words stay out of addresses."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.errors import QueryError
from schemas.query import SearchQuery, read_json_query
from schemas.service import LANGS
from search_api.deps import Deps, deps_of
from search_api.describe import SEARCH_BODY, SEARCH_EXAMPLE, parameters
from search_api.places import find_places
from search_api.present import result_json
from search_api.reading import json_parameters, query_parameters, search_of
from search_api.searching import asked, run_search
from search_api.straight import Straight
from search_api.suggesting import suggest as suggest_what_is_meant
from search_api.usage.searches import count_search

router = APIRouter(prefix="/v1", tags=["search"], route_class=Straight)
JSON = "application/json"
MAX_PINS = 5000


def _search(deps: Deps, query: SearchQuery, position: int) -> Response:
    result = run_search(deps, query, position)
    count_search(deps, result)
    return Response(result_json(result), media_type=JSON)


@router.get("/search", summary="Search offerings", openapi_extra=parameters(SearchQuery) | SEARCH_EXAMPLE)
async def search(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_search, deps, search_of(request)))


@router.post(
    "/search",
    summary="Search offerings; nothing of the question in the address",
    openapi_extra=SEARCH_BODY | SEARCH_EXAMPLE,
)
async def search_by_post(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_search, deps, read_json_query(await json_parameters(request))))


def _pins(deps: Deps, query: SearchQuery, position: int) -> Response:
    request, _, _ = asked(deps, query.model_copy(update={"cursor": None}), position)
    total, pins = deps.engine.pins(request, limit=MAX_PINS)
    body: dict[str, Any] = {"total": total, "pins": [[pin.id, pin.lat, pin.lon] for pin in pins]}
    return Response(orjson.dumps(body), media_type=JSON)


@router.get("/pins", summary="Ids and coordinates of the hits, up to 5,000", openapi_extra=parameters(SearchQuery))
async def pins(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_pins, deps, search_of(request)))


@router.post("/pins", summary="The same by POST", openapi_extra=SEARCH_BODY)
async def pins_by_post(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_pins, deps, read_json_query(await json_parameters(request))))


def _asked(given: dict[str, Any]) -> tuple[str, Any]:
    """(q, lang) of a small question. Raises QueryError."""
    plain = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in given.items()}
    for name, value in plain.items():
        if name not in ("q", "lang"):
            raise QueryError(name, value, "no such parameter; known: lang, q")
    q, lang = plain.get("q", ""), plain.get("lang", "fi")
    if not isinstance(q, str) or len(q) > 200:
        raise QueryError("q", q, "a text of at most 200 characters")
    if lang not in LANGS:
        raise QueryError("lang", lang, "fi, sv or en")
    return q, lang


def _suggest(deps: Deps, given: dict[str, Any], _: int) -> Response:
    q, lang = _asked(given)
    found = suggest_what_is_meant(deps, q, lang=lang)
    return Response(orjson.dumps({"suggestions": [one.as_json() for one in found]}), media_type=JSON)


_Q = {"parameters": [
    {"name": "q", "in": "query", "required": False, "schema": {"type": "string", "maxLength": 200}, "example": "jum"},
    {"name": "lang", "in": "query", "required": False, "schema": {"type": "string", "enum": list(LANGS)}},
]}  # fmt: skip
_Q_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {
    "type": "object", "additionalProperties": False,
    "properties": {"q": {"type": "string", "maxLength": 200}, "lang": {"type": "string", "enum": list(LANGS)}},
}, "example": {"q": "Kallion kirjasto"}}}}}  # fmt: skip


@router.get(
    "/suggest",
    summary="Offerings, venues, districts, categories and words that begin so, with what choosing each does",
    openapi_extra=_Q,
)
async def suggest(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_suggest, deps, query_parameters(request)))


@router.post("/suggest", summary="The same by POST", openapi_extra=_Q_BODY)
async def suggest_by_post(request: Request) -> Response:
    deps = deps_of(request)
    return await deps.at_desk(partial(_suggest, deps, await json_parameters(request)))


def _places(deps: Deps, given: dict[str, Any]) -> Response:
    q, lang = _asked(given)
    return Response(orjson.dumps({"places": find_places(deps, q, lang=lang)}), media_type=JSON)


@router.get("/places", summary="An address, a district or a venue to points", openapi_extra=_Q)
async def places(request: Request) -> Response:
    return await run_in_threadpool(_places, deps_of(request), query_parameters(request))


@router.post("/places", summary="The same by POST", openapi_extra=_Q_BODY)
async def places_by_post(request: Request) -> Response:
    return await run_in_threadpool(_places, deps_of(request), await json_parameters(request))
