"""The page of one offering, and its coming sessions as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from search_api.deps import deps_of
from search_api.feeds.schema_org import embedded, service_ld
from search_api.legs import leg_of_service
from search_api.web.answering import html
from search_api.web.calendar_file import calendar_file
from search_api.web.coming import coming_sessions, way_to
from search_api.web.standing import find_standing
from search_api.web.views import Page, render

router = APIRouter(tags=["pages"])
FIRST_SESSIONS = 12


@router.get("/services/{service_id}.ics")
def calendar(request: Request, service_id: str) -> Response:
    found = find_standing(request, service_id, after=".ics")
    if isinstance(found, Response):
        return found
    deps = deps_of(request)
    sessions = coming_sessions(found.body, deps.now(), cancelled=True)
    if not sessions:
        found.page.errors.append(found.page.say("no_times"))
        return html(render("problem.html", found.page), 404)
    changed_at = datetime.fromisoformat(found.row.changed_at)
    url = f"{deps.settings.public_url.rstrip('/')}/services/{found.row.id}"
    written = calendar_file(
        found.body, sessions, found.page, url=url, changed_at=changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC)
    )  # fmt: skip
    headers = {
        "Content-Disposition": f'attachment; filename="{found.row.id}.ics"',
        "Content-Language": found.page.lang,
        "Cache-Control": "no-store",
    }
    return Response(written, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/services/{service_id}")
def service(request: Request, service_id: str) -> Response:
    found = find_standing(request, service_id)
    if isinstance(found, Response):
        return found
    deps = deps_of(request)
    row, body, page = found.row, found.body, found.page
    last = deps.ledger.last_published(row.source)
    coming = coming_sessions(body, deps.now(), cancelled=True)
    source = deps.sources.get(row.source)
    url = f"{deps.settings.public_url.rstrip('/')}/services/{row.id}"
    text = render(
        "service.html",
        page,
        body=body,
        coming=coming[:FIRST_SESSIONS],
        further=coming[FIRST_SESSIONS:],
        seen=last and (last.finished_at or last.started_at),
        id=row.id,
        leg=leg_of_service(deps.ledger, source, row.source_id) if source else None,
        ld=embedded(service_ld(body, url=url, lang=page.lang)),
        ways=[way_to(place, page.lang) for place in body["places"]],
        unknown=unknown_facts(body, page),
    )
    return html(text)


def unknown_facts(body: dict[str, Any], page: Page) -> list[str]:
    """The names of what is not known of an offering, in the order of its page."""
    access = body["accessibility"]
    profiles = ("wheelchair", "reduced_mobility", "rollator", "stroller", "visually_impaired", "hearing_aid")
    schedule = body["schedule"]
    has_times = schedule["sessions"] or schedule["starts"] or body["opening_hours"]["text"]
    missing = {
        "price": body["cost"]["class"] == "unknown",
        "where": not body["places"] and not body["online"],
        "times": body["kind"] != "venue" and not has_times,
        "opening_hours": body["kind"] == "venue" and not has_times,
        "registration": body["registration"] == "unknown",
        "for_whom": not body["audiences"],
        "ages": body["min_age"] is None and body["max_age"] is None,
        "languages": not body["languages"],
        "how": body["form"] == "unknown",
        "companion": body["companion"] == "unknown",
        "intensity": body["intensity"] == "unknown",
        "access_of_venue": all(access[one]["state"] == "unknown" for one in profiles),
        "contact": not body["contacts"],
    }
    return [page.say(key) for key, is_missing in missing.items() if is_missing]
