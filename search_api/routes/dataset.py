"""`/dataset`: what the open data is, how fresh and how complete, and what is promised; `sitemap.xml` and `robots.txt`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from math import ceil

import orjson
from fastapi import APIRouter, Request, Response

from search_api.deps import Deps, deps_of
from search_api.feeds.dataset import credited_sources, dataset_ld, look_at
from search_api.feeds.say import span, tell
from search_api.feeds.schema_org import embedded
from search_api.feeds.sitemap import ROBOTS, sitemaps
from search_api.problems import Refused
from search_api.web.answering import language_of
from search_api.web.views import Page, render

router = APIRouter()
SHORT = {"Cache-Control": "public, max-age=60"}


def dataset_html(deps: Deps, lang: str) -> str:
    """The page."""
    page = Page(lang=lang, is_sample=deps.is_sample(), given={})
    found = look_at(deps)

    def hours(length: timedelta) -> str:
        return span(ceil(length / timedelta(hours=1)), lang)

    return render(
        "dataset.html", page, found=found, sources=deps.sources, tell=partial(tell, lang=lang), hours=hours,
        ld=embedded(dataset_ld(found, deps, lang)), contact=deps.settings.contact,
        credited=credited_sources(deps),
    )  # fmt: skip


@router.get("/dataset")
def dataset(request: Request) -> Response:
    lang = language_of(request, request.query_params.get("lang"))
    headers = SHORT | {"Vary": "Accept-Language", "Content-Language": lang}
    html = dataset_html(deps_of(request), lang)
    return Response(html.encode(), media_type="text/html; charset=utf-8", headers=headers)


@router.get("/dataset.jsonld")
def dataset_as_data(request: Request) -> Response:
    deps = deps_of(request)
    lang = language_of(request, request.query_params.get("lang"))
    body = orjson.dumps(dataset_ld(look_at(deps), deps, lang))
    return Response(body, media_type="application/ld+json", headers=SHORT | {"Vary": "Accept-Language"})


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    base = deps_of(request).settings.public_url.rstrip("/")
    return Response(ROBOTS.format(base=base), media_type="text/plain; charset=utf-8", headers=SHORT)


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    return _sitemap(request, "sitemap.xml")


@router.get("/sitemap-{number}.xml")
def part_of_sitemap(request: Request, number: str) -> Response:
    return _sitemap(request, f"sitemap-{number}.xml")


def _sitemap(request: Request, name: str) -> Response:
    deps = deps_of(request)
    files = sitemaps(deps.ledger, deps.ledger.position(), deps.settings.public_url.rstrip("/"))
    if name not in files:
        raise Refused(404, f"there is no {name[:60]}; there are {', '.join(files)}")
    return Response(files[name], media_type="application/xml", headers=SHORT)
