"""`/tray`: the whole directory as an edition of the day, to browse and to print as a booklet; made once a change of the ledger and a day."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from indexer.ledger import Ledger
from schemas.run import Run
from schemas.settings import HELSINKI
from search_api.deps import Deps, deps_of
from search_api.web.answering import html, language_of
from search_api.web.tray import KNOWN_COSTS, Edition, make_edition
from search_api.web.views import Page, render

router = APIRouter(tags=["pages"])
WHOLE = 1500
"""The most services that are shown on one page."""
_pages: dict[tuple[object, ...], str] = {}
KEPT = 200


@router.get("/tray")
def tray(request: Request) -> Response:
    deps = deps_of(request)
    lang = language_of(request, request.query_params.get("lang"))
    district = request.query_params.get("district", "").strip()[:80] or None
    day = deps.now().astimezone(HELSINKI).date()
    edition = _edition(deps.ledger, deps.ledger.position(), day, lang)
    if district is not None and all(one.key != district for one in edition.chapters):
        page = _blank(deps, lang, None)
        page.errors.append(page.say("tray_no_such", district=district))
        return html(_written(deps, page, edition, day, None), 404)
    newest = next((run.id for run in deps.ledger.runs(limit=1)), "")
    key = (deps.ledger, deps.ledger.position(), newest, day, lang, district)
    if key not in _pages:
        if len(_pages) >= KEPT:
            _pages.clear()
        _pages[key] = _written(deps, _blank(deps, lang, district), edition, day, district)
    return html(_pages[key])


def _blank(deps: Deps, lang: str, district: str | None) -> Page:
    return Page(lang=lang, is_sample=deps.is_sample(), given={"district": [district]} if district else {})


def _written(deps: Deps, page: Page, edition: Edition, day: date, district: str | None) -> str:
    shown = [one for one in edition.chapters if district in (None, one.key)]
    is_listed = district is not None or edition.services <= WHOLE
    return render(
        "tray.html",
        page,
        edition=edition,
        chapters=shown if is_listed and not page.errors else [],
        is_listed=is_listed,
        district=next((one for one in shown if one.key == district), None),
        day=day,
        known_costs=KNOWN_COSTS,
        sources=_sources(deps),
    )


def _sources(deps: Deps) -> list[tuple[str, str, str, Run]]:
    """(title, attribution, licence, last run) of the sources that published something."""
    runs = {name: deps.ledger.last_published(name) for name in deps.sources}
    return [
        (source.title, source.attribution, source.licence, run)
        for name, source in deps.sources.items()
        if (run := runs[name]) is not None
    ]


@lru_cache(maxsize=6)
def _edition(ledger: Ledger, position: int, day: date, lang: str) -> Edition:  # noqa: ARG001  # the position makes it fresh
    """The edition as of the first moment of its day, in Helsinki."""
    page = Page(lang=lang, is_sample=False, given={})
    morning = datetime.combine(day, time.min, HELSINKI)
    return make_edition((row.body for row in ledger.live_services()), page, now=morning)
