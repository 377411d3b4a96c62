"""`/steward/duplicates`, `/completeness`, `/stale`, `/contradictions`, `/errors`: what a steward looks through, and the pairs that need a word."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Literal, cast

import orjson
from fastapi import APIRouter, Depends, Response

from indexer import health
from indexer.completeness import CONTRADICTION, Standing, completeness
from indexer.correctable import FIELDS
from indexer.decisions import PairView, is_open, views
from indexer.likeness import Likeness
from indexer.naming import named_record
from indexer.publisher_errors import errors_sheet, publisher_errors
from schemas.errors import DecisionRefused
from schemas.service import Service
from search_api.routes.steward import IN_TROUBLE, Poster, Visitor
from search_api.routes.steward_records import ID
from search_api.steward.room import Visit, room_of
from search_api.steward.session import PATH

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])
PAIRS = 10
MISSING = 300
NOTED = 300
TABS = ("open", "joined", "separate")
DECISIONS = ("joined", "separate", "undone")


# Pairs


@router.get("/duplicates")
def duplicates(visit: Visitor, state: str = "open", after: str = "0") -> Response:
    tab = state if state in TABS else "open"
    start = int(after) if after.isdigit() else 0
    try:
        known = views(visit.deps.ledger)
    except DecisionRefused:
        return visit.show("problem.html", sentence=visit.page.say("home_not_compared"), hint=None)
    pairs = [view for view in known if (is_open(view) if tab == "open" else view.pair.state == tab)]
    shown = pairs[start : start + PAIRS]
    return visit.show(
        "duplicates.html",
        tab=tab,
        tabs=TABS,
        total=len(pairs),
        start=start,
        pairs=[_pair(visit, view) for view in shown],
        following=start + PAIRS if start + PAIRS < len(pairs) else None,
    )


@router.post("/duplicates")
def settle_pair(visit: Poster) -> Response:
    one, other, decision = (visit.given(name) for name in ("one", "other", "decision"))
    why = visit.given("why")
    if not (ID.fullmatch(one) and ID.fullmatch(other)) or decision not in DECISIONS:
        return visit.refuse(DecisionRefused("name two offerings and what they are"))
    settled = cast("Literal['joined', 'separate', 'undone']", decision)
    return visit.act(
        f"pair {one} {other}",
        lambda: visit.desk.settle_pair((one, other), settled, who=visit.who, why=why),
        then=f"{PATH}/duplicates",
        done="joined" if decision != "undone" else "undone",
    )


def _pair(visit: Visit, view: PairView) -> dict[str, Any]:
    return {
        "pair": view.pair,
        "stays": view.stays,
        "sides": [_side(visit, view, one) for one in (view.one, view.other)],
    }


def _side(visit: Visit, view: PairView, one: Likeness) -> dict[str, Any]:
    page = visit.page
    body = orjson.loads(view.rows[one.id].body)
    name = page.text(body["name"])
    organiser = page.text(body["organisation"]["name"])
    return {
        "id": one.id,
        "name": name["text"] if name else one.key,
        "source_id": f"{one.source}, {one.key}",
        "times": _times(page, one),
        "place": "; ".join(filter(None, (_place(page, place) for place in body["places"]))),
        "price": page.value_words(FIELDS["/cost"], FIELDS["/cost"].read(body)),
        "organiser": organiser["text"] if organiser else one.organiser,
        "registration": page.label("registration", body["registration"]),
        "url": body["provenance"]["source_url"],
        "is_gone": view.rows[one.id].state == "removed",
    }


def _place(page: Any, place: dict[str, Any]) -> str:
    found = [page.text(place[name]) for name in ("name", "address")]
    return ", ".join(one["text"] for one in found if one)


def _times(page: Any, one: Likeness) -> str:
    if one.times:
        first = page.full_moment(datetime.fromtimestamp(one.times[0][0] * 60, UTC))
        return str(page.say("times_more", first=first, n=len(one.times) - 1) if len(one.times) > 1 else first)
    return "–".join(page.day(day) for day in one.period)


# What is known


@router.get("/completeness")
def how_much_is_known(visit: Visitor, source: str = "") -> Response:
    ledger = visit.deps.ledger
    names = list(visit.deps.sources)
    counts = ledger.counts_by_source()
    chosen = source if source in names else next((one for one in names if counts.get(one)), names[0])

    def count() -> list[dict[str, Any]]:
        rows = (Service.model_validate_json(row.body) for row in ledger.live_services() if row.source == chosen)
        return [
            {"value": name, "counts": {standing.value: fill.counts[standing] for standing in Standing}}
            for name, fill in completeness(rows).items()
        ]

    table = visit.computed(f"completeness {chosen}", str(ledger.position()), count)
    if table is None:
        return visit.wait(visit.page.link(f"{PATH}/completeness", source=chosen))
    return visit.show(
        "completeness.html",
        chosen=chosen,
        sources=visit.deps.sources,
        table=table,
        standings=[standing.value for standing in Standing],
        total=counts.get(chosen, 0),
    )


@router.get("/stale")
def stale(visit: Visitor) -> Response:
    deps = visit.deps
    looked = [(one, health.look(deps.ledger, one, now=deps.now())) for one in deps.sources.values()]
    counts = deps.ledger.counts_by_source()
    return visit.show(
        "stale.html",
        sources=[(one, found, counts.get(one.name, 0)) for one, found in looked if found.state in IN_TROUBLE],
        records=[named_record(one) for one in deps.ledger.missing(MISSING)],
        limit=MISSING,
    )


@router.get("/contradictions")
def contradictions(visit: Visitor) -> Response:
    rows = visit.deps.ledger.services_noting(f'{CONTRADICTION}"', NOTED)
    found = []
    for row in rows:
        body = orjson.loads(row.body)
        notes = [note for note in body["derived"] if note["by"].endswith(CONTRADICTION)]
        if notes:
            found.append({"row": row, "body": body, "notes": notes, "name": visit.page.text(body["name"])})
    return visit.show("contradictions.html", found=found, fields=FIELDS, limit=NOTED)


# What publishers can mend


@router.get("/errors")
def errors(visit: Visitor) -> Response:
    found = _errors(visit)
    if found is None:
        return visit.wait(visit.page.link(f"{PATH}/errors"))
    publishers: dict[str, Counter[str]] = {}
    for one in found:
        publishers.setdefault(one.publisher, Counter())[one.code] += 1
    return visit.show("errors.html", publishers=publishers, total=len(found))


@router.get("/errors.csv")
def errors_csv(visit: Visitor, publisher: str = "") -> Response:
    found = _errors(visit)
    if found is None:
        return visit.wait(visit.page.link(f"{PATH}/errors.csv", publisher=publisher))
    rows = [one for one in found if publisher in ("", one.publisher)]
    headers = {"Content-Disposition": 'attachment; filename="virheet.csv"', "Cache-Control": "no-store"}
    return Response(errors_sheet(rows).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _errors(visit: Visit) -> list[Any] | None:
    """Every error, by publisher; None while it is being gathered."""
    deps = visit.deps
    newest = next((run.id for run in deps.ledger.runs(limit=1)), "")
    runs_dir = deps.settings.data_dir / "runs"
    return visit.computed(
        "errors",
        f"{deps.ledger.position()} {newest}",
        lambda: publisher_errors(deps.ledger, runs_dir, deps.sources),
    )
