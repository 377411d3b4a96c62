"""A steward at the pages: logs in with a real token, and posts forms as a browser does."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from crawler.replay.server import serving
from crawler.replay.upstream import Upstream
from indexer.decision_rows import DecisionRow
from indexer.desk import Desk
from liiku.context import Context
from schemas.identity import service_id
from schemas.run import Run, RunState
from search_api.steward.tokens import add_steward
from tests.conftest import client_of
from tests.crawler.upstreams import Directory, event, small_city

HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


class Steward:
    """A client of the application that is logged in as a steward."""

    def __init__(self, context: Context, file: Path, name: str = "Maija") -> None:
        self.context = Context(context.settings.model_copy(update={"stewards": file}))
        self.token = add_steward(file, name)
        self.client: TestClient = client_of(self.context)
        self.csrf = ""

    def log_in(self) -> Steward:
        answer = self.client.post("/steward/login", data={"token": self.token}, headers=HERE)
        assert answer.status_code == 303, answer.text
        self.csrf = str(self.page("/steward").css_first("input[name=csrf]").attributes["value"])
        return self

    def page(self, path: str, status: int = 200) -> LexborHTMLParser:
        answer = self.get(path)
        assert answer.status_code == status, answer.text
        return LexborHTMLParser(answer.text)

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **form: Any) -> Any:
        """Post a form of ours; its answer, not yet followed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.client.post(path, data={"csrf": self.csrf} | form, headers=HERE)

    def do(self, path: str, **form: Any) -> LexborHTMLParser:
        """Post a form of ours; the page that it leads to."""
        answer = self.post(path, **form)
        assert answer.status_code == 303, answer.text
        return self.page(answer.headers["location"])


def words(page: LexborHTMLParser) -> str:
    """What stands on a page."""
    return " ".join((page.body.text(separator=" ") if page.body else "").split())


HALL = service_id("palvelukartta", "tprek:1")
TWINS = ("helsinki:e6", "helsinki:e7")
"""Two rows of one title, time and place, from two publishers: a question."""
EVENTS = 12
GONE = 6


def rows() -> Upstream:
    city = small_city(units=2, events=EVENTS)
    city.events[6] = event(6, name={"fi": "Tuolijumppa"})
    city.events[7] = event(6, id=TWINS[1], name={"fi": "Tuolijumppa"}, publisher="ahjo:u999")
    return city


def town_with_a_held_run(path: Path) -> Directory:
    """A town as it was crawled first, and then a run in which half of the events are gone and one has another name: held."""
    directory = Directory(path)
    with serving(rows()) as server:
        for source in ("palvelukartta", "linkedevents"):
            assert directory.crawl(server, source).state is RunState.PUBLISHED
        server.upstream.events = [*server.upstream.events[GONE:-1], event(EVENTS - 1, name={"fi": "Uusi nimi"})]
        assert directory.crawl(server, "linkedevents", full=True).state is RunState.HELD
    return directory


class Office:
    """A town, with a steward at its pages."""

    def __init__(self, directory: Directory, path: Path) -> None:
        self.directory = directory
        self.steward = Steward(directory.context, path / "stewards.yaml").log_in()

    @property
    def desk(self) -> Desk:
        return self.directory.context.desk

    def held(self) -> Run:
        [run] = [one for one in self.directory.context.ledger.runs("linkedevents") if one.state is RunState.HELD]
        return run

    def run(self, run: str) -> Run:
        return self.directory.context.ledger.get_run(run)

    def decisions(self) -> list[DecisionRow]:
        with self.directory.context.ledger.decisions() as found:
            return found.listed()

    def missing(self) -> int:
        return len(self.directory.context.ledger.missing())

    def undo_newest(self) -> str:
        return words(self.steward.do("/steward/decisions", id=str(self.decisions()[0].id)))

    def in_search(self) -> set[str]:
        return {hit.id for hit in self.directory.search(kind="event", limit=100).hits}
