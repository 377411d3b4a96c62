"""`/hsds`: the open data as an HSDS 3.0 API, to read. What may not be republished is not in it, and what was removed is simply not there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache, partial

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


def _services(lists: Lists, asked: Asked | None) -> Made:
    if asked is None:
        return partial(lists.services, full=True)
    return partial(lists.services, minimal=asked.minimal, full=asked.full)


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of object of HSDS, by the list of all and by its id. `made` gives the maker of a list's objects, or of one (asked is None)."""

    name: str
    path: str
    route_names: tuple[str, str]
    summary: str
    summary_of_one: str
    known: tuple[str, ...]
    ids: Callable[[Lists, Asked], Sequence[str]]
    made: Callable[[Lists, Asked | None], Made]
    described: str = ""
    tags: list[str | Enum] = field(default_factory=lambda: _OPTIONAL)


ENTITIES = (
    Entity("service", "services", ("services", "service"), "Services", "A service, whole", reading.SERVICES,
           Lists.service_ids, _services, tags=_REQUIRED),
    Entity("organization", "organizations", ("organizations", "organization"), "Organisations", "An organisation",
           reading.ORGANIZATIONS, Lists.organization_ids, lambda lists, _: lists.organizations),
    Entity("service_at_location", "service_at_locations", ("at_locations", "at_location"), "Services at their locations",
           "A service at a location", reading.AT_LOCATIONS, Lists.at_location_ids, lambda lists, _: lists.at_locations),
    Entity("taxonomy", "taxonomies", ("taxonomies", "taxonomy"), "Taxonomies", "A taxonomy",
           reading.TAXONOMIES, Lists.taxonomy_ids, lambda lists, _: lists.taxonomies),
    Entity("taxonomy_term", "taxonomy_terms", ("taxonomy_terms", "taxonomy_term"), "Terms that a service has", "A term",
           reading.TAXONOMY_TERMS, Lists.term_ids, lambda lists, _: lists.terms, described="Terms"),
)  # fmt: skip


def _serve(entity: Entity) -> None:
    """The two addresses of an entity: its list, and one by id."""

    def many(request: Request) -> Response:
        lists, asked = lists_of(request), read_asked(query_parameters(request), entity.known)
        return _list(request, lists, asked, entity.ids(lists, asked), entity.made(lists, asked))

    def one(request: Request, key: str) -> Response:
        lists = lists_of(request)
        return _one(request, lists, entity.name, key, entity.made(lists, None))

    add, (name_of_many, name_of_one) = router.add_api_route, entity.route_names
    add(f"/{entity.path}", many, name=name_of_many, summary=entity.summary, tags=entity.tags,
        openapi_extra=list_description(entity.known, entity.described or entity.summary))  # fmt: skip
    add(f"/{entity.path}/{{key}}", one, name=name_of_one, summary=entity.summary_of_one, tags=entity.tags,
        openapi_extra=one_description(entity.summary_of_one))  # fmt: skip


for _entity in ENTITIES:
    _serve(_entity)


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
