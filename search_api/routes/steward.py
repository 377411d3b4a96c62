"""`/steward`: in and out, what waits for a steward, and the log of decisions. Without a file of stewards none of these pages exists.

A token comes in by a posted form alone, never in an address; what goes on afterwards hangs on a cookie that only these pages get.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from indexer import health
from indexer.corrections import is_caught_up
from indexer.decision_rows import DecisionRow
from indexer.decisions import open_pairs
from schemas.errors import DecisionRefused
from schemas.run import RunState
from search_api.deps import deps_of
from search_api.steward.door import TurnedAway, first, read_form, refuse_other_origins
from search_api.steward.room import NotLoggedIn, Visit, enter, enter_with_form, html, page_for, room_of
from search_api.steward.session import COOKIE, PATH
from search_api.steward.tokens import who_has
from search_api.steward.views import render

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])
Visitor = Annotated[Visit, Depends(enter)]
Poster = Annotated[Visit, Depends(enter_with_form)]
IN_TROUBLE = ("late", "held", "failing", "stale")
PAGE = 50
_OURS = re.compile(r"/steward(?:/[\w:./-]*)?")


def install(app: FastAPI) -> None:
    """Answer who is not let in with a page."""

    @app.exception_handler(NotLoggedIn)
    async def not_logged_in(request: Request, _: NotLoggedIn) -> Response:
        page = page_for(request, deps_of(request), None)
        then = request.url.path if request.method == "GET" else PATH
        return html(render("login.html", page, then=then, notice=page.say("login_needed")), 401)

    @app.exception_handler(TurnedAway)
    async def turned_away(request: Request, error: TurnedAway) -> Response:
        page = page_for(request, deps_of(request), None)
        return html(render("problem.html", page, sentence=str(error), hint=page.say("refused_hint")), error.status)


@router.get("/login")
def login_form(request: Request) -> Response:
    page = page_for(request, deps_of(request), None)
    then = first({"next": request.query_params.getlist("next")}, "next", PATH)
    notice = page.say("logged_out") if "out" in request.query_params else None
    return html(render("login.html", page, then=_ours(then), notice=notice))


@router.post("/login")
async def login(request: Request) -> Response:
    room, deps = room_of(request), deps_of(request)
    refuse_other_origins(request, deps.settings)
    form = await read_form(request)
    page = page_for(request, deps, first(form, "lang") or None)
    then = _ours(first(form, "next", PATH))
    client = request.scope.get("liiku.client")
    address = client.hex() if client else "this machine"
    if wait_s := room.tries.wait_s(address):
        page.errors.append(page.say("login_wait", minutes=-(-wait_s // 60)))
        return html(render("login.html", page, then=then, notice=None), 429, **{"Retry-After": str(wait_s)})
    steward = await run_in_threadpool(who_has, first(form, "token").strip(), room.stewards())
    if steward is None:
        page.errors.append(page.say("login_wrong"))
        return html(render("login.html", page, then=then, notice=None), 401)
    room.tries.forget(address)
    answer = Response(status_code=303, headers={"Location": page.link(then), "Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        room.sessions.begin(steward),
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https" or deps.settings.public_url.startswith("https:"),
    )
    return answer


@router.post("/logout")
def logout(visit: Poster) -> Response:
    visit.room.sessions.end(visit.session)
    answer = Response(status_code=303, headers={"Location": visit.page.link(f"{PATH}/login", out=1)})
    answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")
    return answer


def _ours(path: str) -> str:
    """The path to go to after logging in: one of these pages, or the first of them."""
    return path if _OURS.fullmatch(path) and ".." not in path and "//" not in path else PATH


@router.get("")
def home(visit: Visitor) -> Response:
    deps = visit.deps
    looked = [(one, health.look(deps.ledger, one, now=deps.now())) for one in deps.sources.values()]
    with deps.ledger.corrections() as rows:
        corrections = rows.listed()
    with deps.ledger.mistakes() as reported:
        mistakes = reported.count_open()
    try:
        pairs: int | None = len(open_pairs(deps.ledger))
    except DecisionRefused:
        pairs = None
    return visit.show(
        "home.html",
        held=[run for run in deps.ledger.runs() if run.state is RunState.HELD],
        trouble=[(source, found) for source, found in looked if found.state in IN_TROUBLE],
        pairs=pairs,
        caught_up=sum(is_caught_up(one) for one in corrections),
        misfits=sum(bool(one.misfit) for one in corrections),
        mistakes=mistakes,
        live=sum(n for state, n in deps.ledger.counts().items() if state != "removed"),
    )


@router.get("/working")
def working(visit: Visitor, key: str = "", then: str = PATH, done: str = "") -> Response:
    return visit.await_work(key, then=_ours(then), done=done)


@router.get("/decisions")
def decisions(visit: Visitor, before: str = "") -> Response:
    with visit.deps.ledger.decisions() as rows:
        found = rows.listed(limit=PAGE + 1, before=int(before) if before.isdigit() else None)
    shown = [{"row": row, "about": _about(visit, row)} for row in found[:PAGE]]
    return visit.show("decisions.html", decisions=shown, older=found[PAGE - 1].id if len(found) > PAGE else None)


@router.post("/decisions")
def undo(visit: Poster) -> Response:
    number = visit.given("id")
    if not number.isdigit():
        return visit.refuse(DecisionRefused("name a decision"))
    return visit.act(
        f"undo {number}",
        lambda: visit.desk.undo(int(number), who=visit.who),
        then=f"{PATH}/decisions",
        done="undone",
    )


def _about(visit: Visit, row: DecisionRow) -> list[dict[str, str | None]]:
    """What a decision is about: words, each with the page to look at."""
    ledger = visit.deps.ledger
    match row.what:
        case "approve" | "reject":
            return [{"words": row.object, "path": f"{PATH}/runs/{row.object}"}]
        case "crawl":
            return [{"words": row.object.split(" ")[0], "path": f"{PATH}/sources"}]
        case "correct" | "end":
            with ledger.corrections() as rows:
                found = rows.get(int(row.object))
            if found is None:
                return [{"words": row.object, "path": None}]
            [about] = visit.named([found.service])
            return [about, {"words": found.pointer, "path": None}]
        case "dismiss":
            with ledger.mistakes() as reported:
                mistake = reported.get(int(row.object))
            return visit.named([mistake.service]) if mistake else [{"words": row.object, "path": None}]
        case _:
            return visit.named(row.object.split(" "))
