"""What the steward pages need beside the application's own parts, and a visit: one steward's request, let in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request, Response
from starlette.exceptions import HTTPException

from indexer.desk import Desk
from indexer.run_folder import RunFolder
from schemas.errors import ConfigError, DirectoryError, EngineUnavailable, LedgerLocked
from schemas.settings import Settings
from search_api.deps import Deps, deps_of
from search_api.steward.door import Form, Tries, first, read_form, refuse_other_origins, refuse_unmarked
from search_api.steward.session import COOKIE, Session, Sessions
from search_api.steward.slow import Slow
from search_api.steward.tokens import Steward, read_stewards
from search_api.steward.views import WORDS, StewardPage, render
from search_api.web.answering import language_of

log = logging.getLogger("liiku.steward")


class NotLoggedIn(DirectoryError):
    """Somebody without a session asks for a page; they get the form to log in."""


@dataclass(slots=True)
class Room:
    """The stewards' part of one process."""

    path: Path
    sessions: Sessions
    tries: Tries = field(default_factory=Tries)
    slow: Slow = field(default_factory=Slow)

    def stewards(self) -> list[Steward]:
        """Who may come in now; nobody while the file cannot be read."""
        try:
            return read_stewards(self.path)
        except ConfigError as error:
            log.warning("steward.nobody: %s", error)
            return []


def room_for(settings: Settings) -> Room | None:
    """The room, or None where no file of stewards is set: then there are no steward pages."""
    return None if settings.stewards is None else Room(settings.stewards, Sessions(settings.data_dir))


def room_of(request: Request) -> Room:
    """The room. Raises 404 where there is none."""
    found: Room | None = request.app.state.steward
    if found is None:
        raise HTTPException(404)
    return found


@dataclass(slots=True)
class Visit:
    """One request of a steward who is let in."""

    deps: Deps
    room: Room
    session: Session
    page: StewardPage
    form: Form = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        settings = self.deps.settings
        return Desk(
            self.deps.ledger,
            self.deps.sources,
            self.deps.engine,
            settings.data_dir / "runs",
            settings.clock,
            settings.public_url,
            geocoder=self.deps.geocoder,
            budget=settings.geocoder_budget,
        )

    @property
    def who(self) -> str:
        return self.session.name

    def given(self, name: str, default: str = "") -> str:
        return first(self.form, name, default).strip()

    def folder(self, run: str) -> RunFolder:
        return RunFolder(self.deps.settings.data_dir / "runs" / run)

    def named(self, ids: Sequence[str]) -> list[dict[str, str | None]]:
        """These offerings by name, each with its page for stewards."""
        rows = self.deps.ledger.services(ids)
        names = {one: self.page.text(orjson.loads(row.body)["name"]) for one, row in rows.items()}
        found: list[dict[str, str | None]] = []
        for one in ids:
            name = names.get(one)
            found.append({"words": name["text"] if name else one, "path": f"/steward/services/{one}"})
        return found

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        return html(render(template, self.page, **context), status)

    def act(self, key: str, work: Callable[[], Any], *, then: str, done: str) -> Response:
        """Do something and go to the page `then`, which says what was done; a page that waits where it takes long."""
        self.room.slow.begin(key, work)
        return self.await_work(key, then=then, done=done)

    def await_work(self, key: str, *, then: str, done: str) -> Response:
        if not self.room.slow.knows(key):
            return self.show("problem.html", status=404, sentence=self.page.say("working_lost"), hint=None)
        if not self.room.slow.is_done(key):
            return self.wait(self.page.link("/steward/working", key=key, then=then, done=done))
        try:
            self.room.slow.take(key)
        except DirectoryError as error:
            return self.refuse(error)
        return Response(
            status_code=303, headers={"Location": self.page.link(then, done=done), "Cache-Control": "no-store"}
        )

    def refuse(self, error: DirectoryError) -> Response:
        """What could not be done, and why."""
        status = 503 if isinstance(error, EngineUnavailable | LedgerLocked) else 409
        return self.show("problem.html", status=status, sentence=str(error), hint=self.page.say("refused_hint"))

    def computed(self, kind: str, version: str, work: Callable[[], Any]) -> Any | None:
        """A result that may take long, kept until its version is another; None when it is not there yet. Asked for again, it goes on."""
        key = f"{kind}:{version}"
        self.room.slow.begin(key, work, instead_of=f"{kind}:")
        return self.room.slow.recall(key) if self.room.slow.is_done(key) else None

    def wait(self, again: str) -> Response:
        """A page that looks again by itself."""
        return self.show("working.html", status=202, again=again)


def html(text: str, status: int = 200, **headers: str) -> Response:
    """A page that nobody keeps. Forms tell our own origin, and no other, where they come from."""
    return Response(
        text.encode(),
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers={"Cache-Control": "no-store", "Referrer-Policy": "same-origin"} | headers,
    )


def page_for(request: Request, deps: Deps, lang: str | None, session: Session | None = None) -> StewardPage:
    query = request.query_params
    done = query.get("done")
    return StewardPage(
        lang=language_of(request, lang if lang is not None else query.get("lang")),
        is_sample=deps.is_sample(),
        given={name: query.getlist(name) for name in query},
        steward=session.name if session else None,
        csrf=session.csrf if session else "",
        path=request.url.path,
        done=done if done and f"done_{done}" in WORDS else None,
    )


def enter(request: Request) -> Visit:
    """The visit of a GET. Raises NotLoggedIn."""
    room, deps = room_of(request), deps_of(request)
    session = room.sessions.read(request.cookies.get(COOKIE), room.stewards())
    if session is None:
        raise NotLoggedIn
    return Visit(deps, room, session, page_for(request, deps, None, session))


async def enter_with_form(request: Request) -> Visit:
    """The visit of a POST: from our own page, of a steward, with the session's mark. Raises NotLoggedIn, TurnedAway."""
    room, deps = room_of(request), deps_of(request)
    refuse_other_origins(request, deps.settings)
    session = room.sessions.read(request.cookies.get(COOKIE), room.stewards())
    if session is None:
        raise NotLoggedIn
    form = await read_form(request)
    refuse_unmarked(session, form)
    return Visit(deps, room, session, page_for(request, deps, first(form, "lang") or None, session), form)
