"""`/services/{id}/mistake`: report a mistake, in codes and public facts alone. Who reports is counted in memory for ten minutes, and nowhere kept."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from indexer.correctable import FIELDS
from indexer.mistakes import FACTS, Fact, ReportRefused, report
from schemas.settings import HELSINKI
from search_api.deps import deps_of
from search_api.facet_labels import label
from search_api.steward.door import Form, TurnedAway, first, read_form
from search_api.steward.views import FACETS
from search_api.web.answering import html
from search_api.web.standing import Standing, find_standing
from search_api.web.views import Page, render

router = APIRouter(tags=["pages"])
FIELDS_OF_A_REPORT = ("choice", "number", "day", "code")


@router.get("/services/{service_id}/mistake")
def mistake_form(request: Request, service_id: str) -> Response:
    found = find_standing(request, service_id, after="/mistake")
    if isinstance(found, Response):
        return found
    query = request.query_params
    return _form(found, FACTS.get(query.get("fact", "")), {}, is_sent="sent" in query)


@router.post("/services/{service_id}/mistake")
async def send(request: Request, service_id: str) -> Response:
    found = await run_in_threadpool(find_standing, request, service_id, after="/mistake")
    if isinstance(found, Response):
        return found
    try:
        form = await read_form(request)
    except TurnedAway as refused:
        found.page.errors.append(found.page.say("report_elsewhere"))
        return _form(found, None, {}, status=refused.status)
    if (lang := first(form, "lang")) in ("fi", "sv", "en"):
        found.page.lang = lang
    return await run_in_threadpool(_take, request, found, form)


def _take(request: Request, found: Standing, form: Form) -> Response:
    deps, page = deps_of(request), found.page
    fact = FACTS.get(first(form, "fact"))
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        page.errors.append(page.say("report_elsewhere"))
        return _form(found, fact, {}, status=403)
    if wait_s := request.app.state.reports.wait_s(request.client.host if request.client else ""):
        page.errors.append(page.say("report_wait", minutes=-(-wait_s // 60)))
        answer = _form(found, fact, form, status=429)
        answer.headers["Retry-After"] = str(wait_s)
        return answer
    today = deps.now().astimezone(HELSINKI).date()
    given = {name: first(form, name) for name in FIELDS_OF_A_REPORT}
    try:
        report(deps.ledger, found.row.id, fact=first(form, "fact"), kind=first(form, "kind"), given=given, today=today)
    except ReportRefused as refused:
        page.errors.append(page.say(f"report_{refused.code}"))
        return _form(found, fact, form, status=409 if refused.code == "too_many" else 400)
    headers = {"Location": f"/services/{found.row.id}/mistake?sent=1&lang={page.lang}", "Cache-Control": "no-store"}
    return Response(status_code=303, headers=headers)


def value_label(fact: Fact, value: str, page: Page) -> str:
    """The words for a value that would be right."""
    field = FIELDS[fact.field] if fact.field else None
    return label(FACETS.get(field.label, "known") if field else "known", value, page.lang)


def _form(found: Standing, fact: Fact | None, given: Form, *, is_sent: bool = False, status: int = 200) -> Response:
    return html(
        render(
            "mistake.html",
            found.page,
            body=found.body,
            id=found.row.id,
            fact=fact,
            facts=FACTS,
            given=given,
            is_sent=is_sent,
            value_label=value_label,
        ),
        status,
    )
