"""`/steward/sources`, `/steward/runs`, `/steward/quarantine`: how sources are, what runs brought, and what a steward says to a held one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response
from starlette.exceptions import HTTPException

from indexer import health, jobs
from indexer.report import read_report
from indexer.report_rows import refused_groups
from schemas.errors import DecisionRefused, DirectoryError, RunUnknown
from schemas.run import Run, RunState
from schemas.source import Lifecycle
from schemas.timetable import NEVER
from search_api.routes.steward import IN_TROUBLE, Poster, Visitor
from search_api.steward.room import Visit, room_of
from search_api.steward.session import PATH

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])
RUNS = 100
CHANGES = 20
NAMES = 50
EXAMPLES = 5
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of a run's own report: a page that needs nothing else, and in which nothing runs."""


@router.get("/sources")
def sources(visit: Visitor) -> Response:
    deps = visit.deps
    counts = deps.ledger.counts_by_source()
    rows: list[dict[str, Any]] = []
    for name, source in deps.sources.items():
        found = health.look(deps.ledger, source, now=deps.now())
        newest = jobs.listed(deps.ledger, name, limit=1)
        lacks_key = source.needs_key is not None and not deps.settings.ilmonet_key
        due = None if lacks_key else found.next_due
        rows.append(
            {
                "source": source,
                "health": found,
                "lacks_key": lacks_key,
                "due": due,
                "is_overdue": due is not None and due <= deps.now(),
                "job": newest[0] if newest else None,
                "live": counts.get(name, 0),
                "can_crawl": source.lifecycle is Lifecycle.ACTIVE and source.schedule != NEVER and not lacks_key,
            }
        )
    rows.sort(key=lambda row: row["health"].state not in IN_TROUBLE)
    return visit.show("sources.html", rows=rows)


@router.post("/sources")
def crawl_now(visit: Poster) -> Response:
    name = visit.given("source")
    return visit.act(
        f"crawl {name}", lambda: visit.desk.crawl_now(name, who=visit.who), then=f"{PATH}/sources", done="crawl"
    )


@router.get("/runs")
def runs(visit: Visitor, source: str = "") -> Response:
    chosen = source if source in visit.deps.sources else None
    return visit.show(
        "runs.html", runs=visit.deps.ledger.runs(chosen, limit=RUNS), sources=visit.deps.sources, chosen=chosen
    )


@router.get("/runs/{run}")
def one_run(visit: Visitor, run: str) -> Response:
    row = _run(visit, run)
    with visit.deps.ledger.decisions() as rows:
        decisions = rows.of(run)
    return visit.show(
        "run.html",
        run=row,
        source=visit.deps.sources.get(row.source),
        counts={name: n for name, n in row.counts.model_dump().items() if n},
        report=read_report(visit.folder(run)),
        has_page=visit.folder(run).page_path.exists(),
        is_held=row.state is RunState.HELD,
        decisions=[one for one in decisions if one.undone_at is None],
        names=NAMES,
        samples=CHANGES,
        examples=EXAMPLES,
    )


@router.post("/runs/{run}")
def decide_on_run(visit: Poster, run: str) -> Response:
    _run(visit, run)
    why, what = visit.given("why"), visit.given("what")
    if not why:
        return visit.refuse(DecisionRefused("say why: a decision without a reason helps nobody later"))
    try:
        visit.desk.held(run)
    except DirectoryError as error:
        return visit.refuse(error)
    there = f"{PATH}/runs/{run}"
    match what:
        case "approve":
            work = lambda: visit.desk.approve(run, who=visit.who, why=why)  # noqa: E731
            return visit.act(f"decide {run}", work, then=there, done="approved")
        case "reject":
            work = lambda: visit.desk.reject(run, who=visit.who, why=why)  # noqa: E731
            return visit.act(f"decide {run}", work, then=there, done="rejected")
        case _:
            return visit.refuse(DecisionRefused("approve or reject"))


@router.get("/runs/{run}/report")
def report_page(visit: Visitor, run: str) -> Response:
    path = visit.folder(_run(visit, run).id).page_path
    if not path.exists():
        raise HTTPException(404)
    headers = {"Content-Security-Policy": REPORT_POLICY, "Cache-Control": "no-store"}
    return Response(path.read_bytes(), media_type="text/html; charset=utf-8", headers=headers)


@router.get("/quarantine")
def quarantine(visit: Visitor) -> Response:
    deps = visit.deps
    found = []
    for name, source in deps.sources.items():
        newest = next((run for run in deps.ledger.runs(name, limit=20) if visit.folder(run.id).path.is_dir()), None)
        if newest is None:
            continue
        folder = visit.folder(newest.id)
        report = read_report(folder)
        groups = report.refused if report else refused_groups(deps.ledger, name, folder.refusals())
        if groups:
            found.append({"source": source, "run": newest, "groups": groups})
    return visit.show("quarantine.html", found=found, examples=EXAMPLES)


def _run(visit: Visit, run: str) -> Run:
    """The run. Raises 404."""
    try:
        return visit.deps.ledger.get_run(run)
    except RunUnknown:
        raise HTTPException(404) from None
