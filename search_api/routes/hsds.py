"""`/hsds`: the open data as an HSDS 3.0 API, to read. What may not be republished is not in it, and what was removed is simply not there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from indexer.ledger import Ledger
from schemas.normalise.text import shorten
from search_api.deps import deps_of
from search_api.feeds.coding import coded, is_known, not_modified
from search_api.hsds import reading
from search_api.hsds.catalogue import Shelf
from search_api.hsds.describe import NDJSON, list_description, one_description
from search_api.hsds.envelope import Made, lines, page_json, root_json
from search_api.hsds.ids import is_uuid
from search_api.hsds.lists import Lists
from search_api.hsds.reading import Asked, read_asked
from search_api.problems import Refused
from search_api.reading import query_parameters

router = APIRouter(prefix="/hsds")
JSON = "application/json"
FRESH = "public, max-age=60"
_REQUIRED: list[str | Enum] = ["required"]
_OPTIONAL: list[str | Enum] = ["optional"]
"""As HSDS tells apart what an API must have from what it may."""


@lru_cache(maxsize=4)
def shelf_of(ledger: Ledger) -> Shelf:
    """The one shelf of a ledger in this process."""
    return Shelf(ledger)


def lists_of(request: Request) -> Lists:
    deps = deps_of(request)
    return Lists(deps.ledger, shelf_of(deps.ledger).now(), deps.settings.public_url.rstrip("/"))


@router.get("/", summary="Version, profile and description of the HSDS API", tags=_REQUIRED)
def root(request: Request) -> Response:
    base = deps_of(request).settings.public_url.rstrip("/")
    return Response(root_json(base), media_type=JSON, headers={"Cache-Control": FRESH})


@router.get(
    "/services", summary="Services", tags=_REQUIRED, openapi_extra=list_description(reading.SERVICES, "Services")
)
def services(request: Request) -> Response:
    lists, asked = lists_of(request), _asked(request, reading.SERVICES)

    def made(ids: Sequence[str]) -> list[dict[str, Any]]:
        return lists.services(ids, minimal=asked.minimal, full=asked.full)

    return _list(request, lists, asked, lists.service_ids(asked), made)


@router.get(
    "/services/{key}", summary="A service, whole", tags=_REQUIRED, openapi_extra=one_description("A service, whole")
)
def service(request: Request, key: str) -> Response:
    lists = lists_of(request)
    return _one(request, lists, "service", key, lambda ids: lists.services(ids, full=True))


@router.get(
    "/organizations",
    summary="Organisations",
    tags=_OPTIONAL,
    openapi_extra=list_description(reading.ORGANIZATIONS, "Organisations"),
)
def organizations(request: Request) -> Response:
    lists, asked = lists_of(request), _asked(request, reading.ORGANIZATIONS)
    return _list(request, lists, asked, lists.organization_ids(asked), lists.organizations)


@router.get(
    "/organizations/{key}",
    summary="An organisation",
    tags=_OPTIONAL,
    openapi_extra=one_description("An organisation"),
)
def organization(request: Request, key: str) -> Response:
    lists = lists_of(request)
    return _one(request, lists, "organization", key, lists.organizations)


@router.get(
    "/service_at_locations",
    summary="Services at their locations",
    tags=_OPTIONAL,
    openapi_extra=list_description(reading.AT_LOCATIONS, "Services at their locations"),
)
def at_locations(request: Request) -> Response:
    lists, asked = lists_of(request), _asked(request, reading.AT_LOCATIONS)
    return _list(request, lists, asked, lists.at_location_ids(asked), lists.at_locations)


@router.get(
    "/service_at_locations/{key}",
    summary="A service at a location",
    tags=_OPTIONAL,
    openapi_extra=one_description("A service at a location"),
)
def at_location(request: Request, key: str) -> Response:
    lists = lists_of(request)
    return _one(request, lists, "service_at_location", key, lists.at_locations)


@router.get(
    "/taxonomies",
    summary="Taxonomies",
    tags=_OPTIONAL,
    openapi_extra=list_description(reading.TAXONOMIES, "Taxonomies"),
)
def taxonomies(request: Request) -> Response:
    lists, asked = lists_of(request), _asked(request, reading.TAXONOMIES)
    return _list(request, lists, asked, lists.taxonomy_ids(asked), lists.taxonomies)


@router.get("/taxonomies/{key}", summary="A taxonomy", tags=_OPTIONAL, openapi_extra=one_description("A taxonomy"))
def taxonomy(request: Request, key: str) -> Response:
    lists = lists_of(request)
    return _one(request, lists, "taxonomy", key, lists.taxonomies)


@router.get(
    "/taxonomy_terms",
    summary="Terms that a service has",
    tags=_OPTIONAL,
    openapi_extra=list_description(reading.TAXONOMY_TERMS, "Terms"),
)
def taxonomy_terms(request: Request) -> Response:
    lists, asked = lists_of(request), _asked(request, reading.TAXONOMY_TERMS)
    return _list(request, lists, asked, lists.term_ids(asked), lists.terms)


@router.get("/taxonomy_terms/{key}", summary="A term", tags=_OPTIONAL, openapi_extra=one_description("A term"))
def taxonomy_term(request: Request, key: str) -> Response:
    lists = lists_of(request)
    return _one(request, lists, "taxonomy_term", key, lists.terms)


def _asked(request: Request, known: tuple[str, ...]) -> Asked:
    return read_asked(query_parameters(request), known)


def _list(request: Request, lists: Lists, asked: Asked, ids: Sequence[str], made: Made) -> Response:
    headers = _headers(request, lists)
    if is_known(request, headers["ETag"]):
        return not_modified(headers)
    if asked.paging.is_lines:
        return StreamingResponse(lines(ids, made), media_type=NDJSON, headers=headers)
    return coded(request, page_json(ids, asked.paging, made), media_type=JSON, headers=headers)


def _one(request: Request, lists: Lists, entity: str, key: str, made: Made) -> Response:
    found = made([key.lower()]) if is_uuid(key.lower()) else []
    if not found:
        raise Refused(404, f"there is no {entity} {shorten(key, 60)} here; what was removed is not in HSDS")
    headers = _headers(request, lists)
    if is_known(request, headers["ETag"]):
        return not_modified(headers)
    return coded(request, orjson.dumps(found[0]), media_type=JSON, headers=headers)


def _headers(request: Request, lists: Lists) -> dict[str, str]:
    """An answer is the same as long as neither its address nor the ledger moves."""
    facts = f"{lists.catalogue.position} {lists.base} {request.url.path}?{request.url.query}"
    tag = hashlib.blake2b(facts.encode(), digest_size=12).hexdigest()
    return {"ETag": f'W/"{tag}"', "Cache-Control": FRESH}
