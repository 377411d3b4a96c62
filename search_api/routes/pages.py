"""The search as a form and a list, and what the data is. Rendered here, usable without JavaScript.

The form posts, so that a client's words and address never stand in an address bar, a history or a log. A request of htmx gets the changed parts alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from schemas.errors import EngineUnavailable, QueryError
from schemas.query import SearchQuery, read_query
from schemas.settings import HELSINKI
from search_api.cursor import read_cursor
from search_api.deps import Deps, deps_of
from search_api.legs import legs, legs_of
from search_api.places import find_places
from search_api.problems import Refused
from search_api.searching import Result, run_search
from search_api.usage.searches import count_search
from search_api.web.answering import html, language_of
from search_api.web.filters import FACETS_SHOWN, Facets, Told, applied, everything, groups, totals_with
from search_api.web.ground import district_names, edition
from search_api.web.search_form import PRIVATE, SearchForm, read_form
from search_api.web.themes import THEMES
from search_api.web.views import Page, card, render

router = APIRouter(tags=["pages"])
MAX_FORM_BYTES = 20_000
MAX_FORM_FIELDS = 200
RADII_M = (500, 1000, 2000, 5000)
WALKS_MIN = (5, 10, 15, 20, 30, 45)
FULL, FOUND, MORE = "search.html", "search_found.html", "search_more.html"
"""The whole page, the part that a changed search changes, and the next cards."""


@router.get("/")
async def front(request: Request) -> Response:
    given = {name: request.query_params.getlist(name) for name in request.query_params if name not in PRIVATE}
    return await run_in_threadpool(_answer, request, given, FULL)


@router.post("/")
async def results(request: Request) -> Response:
    given = await _posted(request)
    is_part = request.headers.get("hx-request") == "true"
    part = MORE if request.headers.get("hx-target") == "more" else FOUND
    return await run_in_threadpool(_answer, request, given, part if is_part else FULL)


@router.post("/print")
async def picked(request: Request) -> Response:
    """What was ticked in the list, without JavaScript, as the address of its handout: ids and the language, nothing else."""
    given = await _posted(request)
    ids = [one for one in given.get("ids", []) if re.fullmatch(r"[0-9a-f-]{36}", one)]
    lang = language_of(request, next(iter(given.get("lang", [])), None))
    return Response(
        status_code=303, headers={"Location": f"/print?ids={','.join(ids)}&lang={lang}", "Cache-Control": "no-store"}
    )


async def _posted(request: Request) -> dict[str, list[str]]:
    """The fields of a form. Raises Refused (413) for one too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise Refused(413, f"the form is larger than {MAX_FORM_BYTES} bytes")
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=False, max_num_fields=MAX_FORM_FIELDS)
    except ValueError:
        raise Refused(413, f"the form has more than {MAX_FORM_FIELDS} fields") from None


def _answer(request: Request, parameters: Mapping[str, Sequence[str]], template: str) -> Response:
    deps = deps_of(request)
    form = read_form(parameters, lang=language_of(request, next(iter(parameters.get("lang", [])), None)))
    [lang] = form.given["lang"]
    districts = district_names(deps.ledger, edition(deps.ledger))
    page = Page(lang=lang, is_sample=deps.is_sample(), given=form.given, districts=districts)
    today = deps.now().astimezone(HELSINKI).date()
    context: dict[str, Any] = {
        "form": form,
        "today": today,
        "near": page.first("near"),
        "result": None,
        "themes": THEMES.values(),
        "radii": RADII_M,
        "walks": WALKS_MIN,
    }
    status = 200
    facets: Facets = {}
    known: Facets = {}
    totals: dict[str, Told] = {}
    try:
        known = everything(deps.engine, deps.analyser, deps.engine.position(), deps.now().replace(minute=0, second=0, microsecond=0))  # type: ignore[arg-type]  # engines are told apart as objects  # fmt: skip
        fields = _with_place(deps, page, form.fields(today))
        if form.asked and not page.errors:
            result = run_search(deps, read_query(fields | {"facets": FACETS_SHOWN}, ignore_unknown=True))
            count_search(deps, result)
            facets, totals = result.answer.facets, totals_with(deps, result.query)
            context |= _found(page, form, result)
    except QueryError as error:
        name = page.label_of_parameter(error.parameter)
        told = name if name == error.parameter else f"{name} ({error.parameter})"
        page.errors.append(page.say("bad_parameter", parameter=told, allowed=error.allowed))
        status = 400
    except EngineUnavailable:
        page.errors.append(page.say("no_engine"))
        status = 503
    context["groups"] = groups(page, facets or known, known, totals)
    context["is_counted"] = context["result"] is not None
    if template == FULL:
        context["legs"] = legs(deps.ledger, deps.sources)
        context["tiles"] = deps.settings.tiles_attribution if deps.settings.tiles_url else None
        context["divisions"] = deps.sources["divisions"].attribution if "divisions" in deps.sources else ""
    return html(render(template, page, **context), status)


def _found(page: Page, form: SearchForm, result: Result) -> dict[str, Any]:
    """What the page says of an answer."""
    start = read_cursor(result.query)
    return {
        "result": result,
        "start": start,
        "cards": [card(hit, result.query, page) for hit in result.hits],
        "applied": applied(page, form),
        "pins": _pins_question(result.query),
    }


def _pins_question(query: SearchQuery) -> dict[str, Any]:
    """The search as `/v1/pins` takes it."""
    return query.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "cursor", "facets", "sort"})


def _with_place(deps: Deps, page: Page, fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields with the point that the search is near to: of an address, a district or a venue, else the one that the browser gave.

    An error on the page when the place is not known; without any, no filter of distance. With a place the nearest come first; with words too
    and no limit of distance the best, in whose score nearness counts.
    """
    near = page.first("near").strip()
    if near:
        page.given.pop("lat", None)
        page.given.pop("lon", None)
        found = find_places(deps, near, lang=page.lang)
        if not found:
            page.errors.append(page.say("no_such_place", near=near))
            return fields
        place = found[0]
        page.point_label = place["label"]
        page.other_places = [one["label"] for one in found[1:5]]
        fields = fields | {"lat": [str(place["lat"])], "lon": [str(place["lon"])]}
    elif "lat" in fields and "lon" in fields:
        page.point_label = page.say("my_place")
    else:
        without = ("lat", "lon", "radius_m", "max_walk_min")
        page.lacks_place = any(name in fields for name in ("radius_m", "max_walk_min"))
        fields = {name: values for name, values in fields.items() if name not in without}
        if fields.get("sort") == ["distance"]:
            del fields["sort"]
        return fields
    has_limit = any(page.first(name) for name in ("radius_m", "max_walk_min"))
    return fields if page.first("q").strip() and not has_limit else {"sort": ["distance"]} | fields


@router.get("/about")
def about(request: Request) -> Response:
    deps = deps_of(request)
    page = Page(lang=language_of(request, request.query_params.get("lang")), is_sample=deps.is_sample(), given={})
    counts = deps.ledger.counts_by_source()
    now = deps.now()
    rows = []
    for name, source in deps.sources.items():
        last = deps.ledger.last_published(name)
        age = None if last is None else max(0, (now - (last.finished_at or last.started_at)).days)
        rows.append(
            {
                "source": source,
                "last": last,
                "age": age,
                "count": counts.get(name, 0),
                "legs": legs_of(deps.ledger, source),
            }
        )
    return html(render("about.html", page, rows=rows, total=sum(counts.values())))


@router.get("/favicon.ico")
def favicon() -> Response:
    return Response(status_code=308, headers={"Location": "/static/favicon.svg"})
