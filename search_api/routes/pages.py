"""The pages: the search as a form and a list, one offering, what the data is. Rendered here, usable without JavaScript.

The form posts, so that a client's words and address never stand in an address bar, a history or a log.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.errors import QueryError
from schemas.query import read_query
from schemas.service import LANGS
from search_api.deps import Deps, deps_of
from search_api.feeds.schema_org import embedded, service_ld
from search_api.legs import leg_of_service, legs, legs_of
from search_api.places import find_places
from search_api.problems import Refused
from search_api.searching import run_search
from search_api.web.views import Page, card, render

router = APIRouter(tags=["pages"])
MAX_FORM_BYTES = 20_000
MAX_SESSIONS = 12
MAX_FORM_FIELDS = 200
PRIVATE = ("q", "lat", "lon", "near", "cursor")


def language_of(request: Request, asked: str | None) -> str:
    """`lang=` when it is one of ours, else the browser's, else Finnish."""
    if asked in LANGS:
        return asked
    for piece in request.headers.get("accept-language", "").split(","):
        code = piece.partition(";")[0].strip().lower().partition("-")[0]  # sv-FI is Swedish; fil is not Finnish
        if code in LANGS:
            return code
    return "fi"


def _html(text: str, status: int = 200) -> Response:
    return Response(
        text.encode(), status_code=status, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@router.get("/")
async def front(request: Request) -> Response:
    given = {name: request.query_params.getlist(name) for name in request.query_params if name not in PRIVATE}
    return await run_in_threadpool(_results, request, given, asked=bool(given))


@router.post("/")
async def results(request: Request) -> Response:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise Refused(413, f"the form is larger than {MAX_FORM_BYTES} bytes")
    try:
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=False, max_num_fields=MAX_FORM_FIELDS)
    except ValueError:
        raise Refused(413, f"the form has more than {MAX_FORM_FIELDS} fields") from None
    return await run_in_threadpool(_results, request, given, asked=True)


def _results(request: Request, given: dict[str, list[str]], *, asked: bool) -> Response:
    deps = deps_of(request)
    lang = language_of(request, next(iter(given.get("lang", [])), None))
    page = Page(lang=lang, is_sample=deps.is_sample(), given=given)
    fields: dict[str, list[str]] = {k: v for k, v in given.items() if k != "near"} | {"lang": [lang]}
    near = (given.get("near") or [""])[0].strip()
    status = 200
    result = None
    if near:
        status, fields = _locate(deps, page, near, fields)
    else:
        fields.pop("radius_m", None)
        fields.pop("max_walk_min", None)
    if asked and not page.errors:
        try:
            query = read_query(fields | {"facets": ["cost", "kind"]}, ignore_unknown=True)
            result = run_search(deps, query)
        except QueryError as error:
            page.errors.append(page.say("bad_parameter", parameter=error.parameter, allowed=error.allowed))
            status = 400
    context: dict[str, Any] = {"result": result, "near": near, "legs": legs(deps.ledger, deps.sources)}
    if result is not None:
        context["cards"] = [card(hit, row, result.query, page) for hit, row in result.hits]
    return _html(render("search.html", page, **context), status)


def _locate(deps: Deps, page: Page, near: str, fields: dict[str, list[str]]) -> tuple[int, dict[str, list[str]]]:
    """The point of an address, a district or a venue; an error on the page when it is not known."""
    found = find_places(deps, near, lang=page.lang)
    if not found:
        page.errors.append(page.say("no_such_place", near=near))
        return 200, fields
    place = found[0]
    page.point_label = place["label"]
    page.other_places = [one["label"] for one in found[1:5]]
    fields = fields | {"lat": [str(place["lat"])], "lon": [str(place["lon"])]}
    fields.setdefault("sort", ["distance"])
    return 200, fields


@router.get("/services/{service_id}")
def service(request: Request, service_id: str) -> Response:
    deps = deps_of(request)
    page = Page(lang=language_of(request, request.query_params.get("lang")), is_sample=deps.is_sample(), given={})
    row = deps.ledger.services([service_id]).get(service_id)
    target = deps.ledger.target_of(service_id)
    if target and (row is None or row.state == "removed"):
        return Response(status_code=301, headers={"Location": f"/services/{target}"})
    if row is None or row.state == "removed":
        page.errors.append(page.say("gone" if row else "never_known"))
        return _html(render("problem.html", page), 410 if row else 404)
    last = deps.ledger.last_published(row.source)
    seen = last and (last.finished_at or last.started_at)
    body = orjson.loads(row.body)
    now = deps.now()
    sessions = body["schedule"]["sessions"]
    coming = [one for one in sessions if datetime.fromisoformat(one["end"] or one["start"]) >= now][:MAX_SESSIONS]
    source = deps.sources.get(row.source)
    leg = leg_of_service(deps.ledger, source, row.source_id) if source else None
    url = f"{deps.settings.public_url.rstrip('/')}/services/{row.id}"
    ld = embedded(service_ld(body, url=url, lang=page.lang))
    return _html(render("service.html", page, body=body, coming=coming, seen=seen, id=row.id, leg=leg, ld=ld))


@router.get("/about")
def about(request: Request) -> Response:
    deps = deps_of(request)
    page = Page(lang=language_of(request, request.query_params.get("lang")), is_sample=deps.is_sample(), given={})
    rows = []
    for name, source in deps.sources.items():
        last = deps.ledger.last_published(name)
        rows.append({"source": source, "last": last, "legs": legs_of(deps.ledger, source)})
    return _html(render("about.html", page, rows=rows, counts=deps.ledger.counts()))


@router.get("/favicon.ico")
def favicon() -> Response:
    return Response(status_code=308, headers={"Location": "/static/favicon.svg"})
