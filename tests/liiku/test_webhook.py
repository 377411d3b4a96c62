"""What stewards are told: once a day for each cause, by a POST that nothing waits for, and again when it did not arrive."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import serving
from indexer import notices
from indexer.ledger import Ledger
from liiku.context import Context
from liiku.webhook import announce
from schemas.errors import ConfigError
from schemas.run import Counts, Guard, Mode, Run, RunState
from schemas.settings import Settings, load_settings
from tests.crawler.upstreams import NOW, Directory, body, only, small_city
from tests.liiku.worlds import sources_at


class Inbox(ThreadingHTTPServer):
    """A webhook on this machine; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.status = 204
        self.got: list[dict[str, Any]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/hook"


class Receiver(BaseHTTPRequestHandler):
    server: Inbox

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append({"path": self.path, "type": self.headers["Content-Type"]} | json.loads(content))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def receiving() -> Iterator[Inbox]:
    inbox = Inbox()
    thread = threading.Thread(target=inbox.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        inbox.shutdown()
        inbox.server_close()
        thread.join()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as found:
        yield found


@pytest.fixture
def context(tmp_path: Path, inbox: Inbox) -> Iterator[Context]:
    """A ledger without runs, whose webhook is the inbox."""
    settings = Settings(
        data_dir=tmp_path,
        ledger_url=None,
        engine="embedded",
        webhook_url=inbox.url,
        webhook_private=True,
        public_url="https://tray.example.org/",
    )
    found = Context(settings)
    yield found
    found.ledger.close()


def put(ledger: Ledger, number: int, state: RunState, **fields: Any) -> Run:
    """A run of the service register, `number` hours after the first."""
    at = NOW + timedelta(hours=number)
    known = {"complete": state is not RunState.FAILED} | fields
    run = Run(id=f"run-{number}", source="palvelukartta", mode=Mode.FULL, state=state, started_at=at, clock=at, **known)
    ledger.put_run(run)
    return run


def held(absent: int) -> dict[str, Any]:
    note = f"of 100 unit records {absent} are absent"
    return {
        "guards": [Guard(code="absent", value=absent, limit=10, note=note)],
        "note": note,
        "counts": Counts(fetched=40, unchanged=40),
    }


def hours(number: float) -> Any:
    return NOW + timedelta(hours=number)


def test_a_held_run_is_told_once_a_day_with_its_numbers_and_where_to_look(context: Context, inbox: Inbox) -> None:
    put(context.ledger, 0, RunState.PUBLISHED)
    assert (announce(context, now=hours(0.1)), inbox.got) == (0, [])
    put(context.ledger, 1, RunState.HELD, **held(60))
    assert announce(context, now=hours(1.1)) == 1
    (told,) = inbox.got
    assert (told["event"], told["source"], told["run"], told["type"]) == (
        "held",
        "palvelukartta",
        "run-1",
        "application/json",
    )
    assert (told["counts"]["unchanged"], told["url"]) == (40, "https://tray.example.org/steward/runs/run-1")
    assert "60 are absent" in told["cause"]
    put(context.ledger, 2, RunState.HELD, **held(61))
    assert announce(context, now=hours(2.1)) == 0
    put(context.ledger, 20, RunState.HELD, **held(62))
    assert announce(context, now=hours(20)) == 1
    assert [one["run"] for one in inbox.got] == ["run-1", "run-20"]


def test_another_cause_on_the_same_day_is_told_and_so_is_the_end_of_it(context: Context, inbox: Inbox) -> None:
    put(context.ledger, 0, RunState.PUBLISHED)
    put(context.ledger, 1, RunState.HELD, **held(60))
    announce(context, now=hours(1))
    put(context.ledger, 2, RunState.FAILED, note="is not JSON")
    announce(context, now=hours(2))
    put(context.ledger, 3, RunState.UNCHANGED)
    announce(context, now=hours(3))
    announce(context, now=hours(4))
    assert [one["event"] for one in inbox.got] == ["held", "failed", "recovered"]


def test_a_source_that_answers_garbage_for_a_week_is_told_daily_and_keeps_what_it_had(
    tmp_path: Path, inbox: Inbox
) -> None:
    with serving(small_city(units=3)) as server:
        sources = sources_at(tmp_path / "sources", server, {"linkedevents": "lifecycle: paused\n"})
        for hour in range(0, 8 * 24, 6):
            directory = Directory(tmp_path / "data", sources_dir=sources, now=hours(hour))
            directory.context.settings.webhook_url = inbox.url
            directory.context.settings.webhook_private = True
            server.fault = only("/unit/", body("<html>Huoltokatko")) if hour else None
            if hour % 24 == 0:
                directory.crawl(server, "palvelukartta")
            announce(directory.context, now=hours(hour))
        assert len(directory.live()) == 3
        shown = json.loads(directory.liiku("sources", "--json").out)
    state = next(row["health"] for row in shown if row["name"] == "palvelukartta")
    assert (state["state"], state["age_s"] // 86400) == ("stale", 7)
    assert "is not JSON" in state["cause"]
    told = [(one["event"], one["source"]) for one in inbox.got]
    assert told.count(("failed", "palvelukartta")) == 3
    assert told.count(("stale", "palvelukartta")) == 6
    assert len(told) == 9


@pytest.mark.parametrize("status", [500, 302])
def test_what_did_not_arrive_is_sent_at_the_next_tick_and_not_twice(
    context: Context, inbox: Inbox, status: int
) -> None:
    put(context.ledger, 0, RunState.PUBLISHED)
    put(context.ledger, 1, RunState.HELD, **held(60))
    inbox.status = status
    assert announce(context, now=hours(1)) == 0
    (notice,) = notices.listed(context.ledger)
    assert (notice.sent_at, notice.tries, len(inbox.got)) == (None, 1, 1)
    inbox.status = 204
    assert (announce(context, now=hours(1.01)), announce(context, now=hours(1.02))) == (1, 0)
    assert [one["path"] for one in inbox.got] == ["/hook", "/hook"]


def test_a_webhook_that_is_not_there_keeps_no_run_from_being_published(tmp_path: Path) -> None:
    with receiving() as gone:
        pass
    with serving(small_city(units=2)) as server:
        directory = Directory(tmp_path / "data", sources_dir=sources_at(tmp_path / "sources", server))
        server.fault = only("/event/", body("oops", status=500))
        environment = {"LIIKU_WEBHOOK_URL": gone.url, "LIIKU_WEBHOOK_PRIVATE": "true"}
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                Directory, "environment", lambda self, before=Directory.environment: before(self) | environment
            )
            done = directory.liiku("crawl", "palvelukartta", "linkedevents")
    assert (done.code, directory.live()) == (1, {"tprek:1", "tprek:2"})
    assert "webhook.failed: 127.0.0.1" in done.err
    assert [one.tries for one in notices.listed(directory.context.ledger)] == [1]


def test_without_a_webhook_notices_are_kept_for_the_steward_pages(tmp_path: Path) -> None:
    context = Context(Settings(data_dir=tmp_path, ledger_url=None, engine="embedded"))
    put(context.ledger, 0, RunState.FAILED, note="robots.txt forbids")
    assert announce(context, now=hours(0.1)) == 0
    (notice,) = notices.listed(context.ledger, "palvelukartta")
    assert (notice.event, notice.sent_at) == ("failed", None)
    assert "robots.txt forbids" in notice.cause


def test_a_webhook_that_is_no_http_address_is_wrong_usage() -> None:
    with pytest.raises(ConfigError, match="LIIKU_WEBHOOK_URL"):
        load_settings(webhook_url="file:///etc/passwd")
