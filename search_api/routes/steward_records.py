"""`/steward/services` and `/steward/corrections`: find a record, see what of it can be corrected, correct it, end a correction."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import orjson
from fastapi import APIRouter, Depends, Response
from starlette.exceptions import HTTPException

from indexer.correctable import EUROS, FIELDS, KEYS, MISSING, UNITS, Field
from indexer.corrections import is_caught_up
from indexer.desk import LONGEST_CORRECTION
from indexer.ledger import ServiceRow
from indexer.mistakes import suggested
from schemas.errors import CorrectionRefused, DecisionRefused, DirectoryError
from schemas.query import read_query
from schemas.settings import HELSINKI
from search_api.routes.steward import Poster, Visitor
from search_api.searching import run_search
from search_api.steward.room import Visit, room_of
from search_api.steward.session import PATH

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FOUND = 30
ENDED = 50
USUAL = timedelta(days=180)
"""How long a correction holds where a steward says nothing else."""


@router.get("/services")
def services(visit: Visitor, q: str = "") -> Response:
    words = q.strip()[:200]
    return visit.show("services.html", q=words, found=_find(visit, words) if words else None)


def _find(visit: Visit, words: str) -> list[dict[str, Any]]:
    """Records by our id, wherever it stands in the words, by the source's id, else by what the search finds."""
    ledger = visit.deps.ledger
    if named := ID.search(words):
        rows = list(ledger.services([named.group()]).values())
    else:
        rows = ledger.service_by_source_id(words)
    if not rows:
        query = read_query({"q": words, "limit": str(FOUND), "lang": visit.page.lang})
        ids = [hit.id for hit in run_search(visit.deps, query).hits]
        found = ledger.services(ids)
        rows = [found[one] for one in ids if one in found]
    return [{"row": row, "name": visit.page.text(orjson.loads(row.body)["name"])} for row in rows]


@router.get("/services/{service}")
def one_service(visit: Visitor, service: str) -> Response:
    row = _row(visit, service)
    body = orjson.loads(row.body)
    with visit.deps.ledger.corrections() as rows:
        standing = {one.pointer: one for one in rows.listed(service=service)}
    fields = [
        {"field": field, "value": value, "correction": standing.get(field.pointer)}
        for field in FIELDS.values()
        if (value := field.read(body)) is not MISSING
    ]
    return visit.show("service.html", row=row, body=body, fields=fields, target=visit.deps.ledger.target_of(service))


@router.get("/services/{service}/correct")
def correction_form(visit: Visitor, service: str, pointer: str = "", mistake: str = "") -> Response:
    row = _row(visit, service)
    field = _field(pointer)
    value = field.read(orjson.loads(row.body))
    if value is MISSING or row.state == "removed":
        raise HTTPException(404)
    value = _reported(visit, service, mistake, value)
    return _form(visit, row, field, value, until=_today(visit) + USUAL, why="", mistake=mistake)


def _reported(visit: Visit, service: str, mistake: str, value: Any) -> Any:
    """What a visitor reported as right, where a report is named; else what the record says."""
    if not mistake.isdigit():
        return value
    with visit.deps.ledger.mistakes() as rows:
        found = rows.get(int(mistake))
    said = suggested(found.fact, found.value, value) if found and found.service == service else MISSING
    return value if said is MISSING else said


@router.post("/services/{service}/correct")
def correct(visit: Poster, service: str) -> Response:
    row = _row(visit, service)
    field = _field(visit.given("pointer"))
    value, why = _given(visit, field), visit.given("why")
    until = None
    try:
        until = last = _until(visit)
        checked = field.check(value)
    except CorrectionRefused as refused:
        return _again(visit, row, field, value, until, why, refused)
    key = f"correct {service} {field.pointer} {visit.session.id}"
    mistake = visit.given("mistake")
    if mistake.isdigit():
        visit.room.slow.begin(
            key,
            lambda: visit.desk.correct_reported(
                int(mistake), service, field.pointer, checked, who=visit.who, why=why, until=last
            ),
        )
    else:
        visit.room.slow.begin(
            key, lambda: visit.desk.correct(service, field.pointer, checked, who=visit.who, why=why, until=last)
        )
    try:
        if visit.room.slow.is_done(key):
            visit.room.slow.recall(key)
    except CorrectionRefused as refused:
        return _again(visit, row, field, value, until, why, refused)
    except DirectoryError as error:
        return visit.refuse(error)
    return visit.await_work(key, then=f"{PATH}/services/{service}", done="corrected")


@router.get("/corrections")
def corrections(visit: Visitor) -> Response:
    with visit.deps.ledger.corrections() as rows:
        found = rows.listed(ended=True)
    standing = [one for one in found if one.ended_at is None]
    standing.sort(key=lambda one: (not is_caught_up(one), not one.misfit, one.until))
    ended = [one for one in found if one.ended_at is not None][:ENDED]
    told = {about["path"]: about for about in visit.named(sorted({one.service for one in [*standing, *ended]}))}
    return visit.show(
        "corrections.html",
        standing=[{"one": one, "caught_up": is_caught_up(one)} for one in standing],
        ended=ended,
        fields=FIELDS,
        about=lambda service: told[f"{PATH}/services/{service}"],
    )


@router.post("/corrections")
def end_correction(visit: Poster) -> Response:
    number = visit.given("id")
    if not number.isdigit():
        return visit.refuse(DecisionRefused("name a correction"))
    return visit.act(
        f"end {number}",
        lambda: visit.desk.end(int(number), who=visit.who, why=visit.given("why")),
        then=f"{PATH}/corrections",
        done="ended",
    )


def _row(visit: Visit, service: str) -> ServiceRow:
    found = visit.deps.ledger.services([service]).get(service)
    if found is None:
        raise HTTPException(404)
    return found


def _field(pointer: str) -> Field:
    if pointer not in FIELDS:
        raise HTTPException(404)
    return FIELDS[pointer]


def _today(visit: Visit) -> date:
    return visit.deps.now().astimezone(HELSINKI).date()


def _until(visit: Visit) -> date:
    last = _today(visit) + LONGEST_CORRECTION
    try:
        return date.fromisoformat(visit.given("until"))
    except ValueError:
        raise CorrectionRefused("until", came=visit.given("until")[:20], last=last) from None


def _given(visit: Visit, field: Field) -> Any:
    """The value as the form tells it."""
    if field.kind in KEYS:
        return {key: visit.given(f"value_{key}") or None for key in KEYS[field.kind]}
    if field.kind == "many":
        return visit.form.get("value", [])
    if field.kind == "flag":
        return {"true": True, "false": False}.get(visit.given("value"), visit.given("value"))
    return visit.given("value") or None


def _again(
    visit: Visit, row: ServiceRow, field: Field, value: Any, until: date | None, why: str, refused: CorrectionRefused
) -> Response:
    """The form with what was typed, and why that cannot be."""
    visit.page.errors.append(visit.page.refusal(refused.code, refused.facts))
    return _form(visit, row, field, value, until=until, why=why, mistake=visit.given("mistake"), status=400)


def _form(
    visit: Visit,
    row: ServiceRow,
    field: Field,
    value: Any,
    *,
    until: date | None,
    why: str,
    mistake: str = "",
    status: int = 200,
) -> Response:
    body = orjson.loads(row.body)
    return visit.show(
        "correct.html",
        status=status,
        row=row,
        body=body,
        field=field,
        value=value,
        now_says=field.read(body),
        until=until,
        why=why,
        mistake=mistake if mistake.isdigit() else "",
        today=_today(visit),
        last=_today(visit) + LONGEST_CORRECTION,
        units=UNITS,
        euros=EUROS,
    )
