"""What upstreams send when something is wrong with them: rows go to quarantine, faults end a walk, and what was published stays."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import Fault, Handler, ReplayServer, serving
from crawler.replay.upstream import Row
from crawler.rows import RowRefused, read_json
from crawler.scope import ScopeRules
from crawler.sources.linkedevents_rows import read_event, read_keyword, read_place
from crawler.sources.palvelukartta_rows import read_shortages, read_tree, read_unit
from indexer.diff import last_moment, record_hash
from liiku.context import BUNDLED_SOURCES
from liiku.crawl import exit_code, outcome
from schemas.record import Item, Record
from schemas.run import Run, RunState
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import (
    API,
    LONG_AGO,
    TREE,
    Directory,
    adds_up,
    body,
    each,
    event,
    keyword,
    only,
    place,
    small_city,
    sources_with,
    unit,
)

EVENTS = 130
"""Two pages of events."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplayServer, Directory]]:
    """A server without faults, and what it was published as; tests copy the directory."""
    sources = sources_with(tmp_path_factory.mktemp("sources"), {"linkedevents": "limits: {timeout_seconds: 1.5, retries: 0}\n"})
    directory = Directory(tmp_path_factory.mktemp("published"), sources_dir=sources)
    with serving(small_city(units=8, events=EVENTS)) as server:
        assert directory.crawl(server, "palvelukartta").counts.added == 8
        assert directory.crawl(server, "linkedevents").counts.added == EVENTS
        yield server, directory


@pytest.fixture
def again(published: tuple[ReplayServer, Directory], tmp_path: Path) -> Iterator[tuple[ReplayServer, Directory]]:
    """The same server, to break, and a copy of what it was published as."""
    server, directory = published
    whole = server.upstream
    server.upstream = small_city(units=8, events=EVENTS)
    yield server, directory.copy(tmp_path / "copy")
    server.upstream, server.fault = whole, None


def crawled_with(server: ReplayServer, directory: Directory, source: str, fault: Fault | None) -> Run:
    """A full run against the server's fault, after which what was published must be as it was."""
    before, server.fault = directory.state(), fault
    run = directory.crawl(server, source, full=True)
    assert directory.state() == before
    assert len(directory.search(kind=["event"], limit=1).hits) == 1
    return run


def assert_seen_in_part(run: Run, reason: str) -> None:
    """An incomplete run: it says so, removes nothing, ends with 1 and with one line that names the reason."""
    line = outcome(run)
    assert (run.complete, exit_code(run), line.count("\n")) == (False, 1, 0)
    assert (run.counts.missing, run.counts.removed_absent, run.counts.removed_upstream) == (0, 0, 0)
    assert reason in line
    assert adds_up(run)


# Rows


BAD_EVENTS: list[tuple[Any, str | None, str, str, str]] = [
    ("not an object", None, "wrong_type", "", "not an object"),
    (event(1, id=5), "5", "wrong_type", "/id", "5"),
    (event(1, id="helsinki: e1"), None, "bad_value", "/id", "helsinki: e1"),
    ({k: v for k, v in event(1).items() if k != "id"}, None, "missing_field", "/id", ""),
    (event(0), "helsinki:e0", "duplicate_id", "/id", "helsinki:e0"),
    (event(900, name=None), "helsinki:e900", "missing_field", "/name", "None"),
    (event(901, start_time=20261124), "helsinki:e901", "wrong_type", "/start_time", "20261124"),
    (event(902, offers={"is_free": True}), "helsinki:e902", "wrong_type", "/offers", "is_free"),
]


def test_each_bad_event_is_quarantined_with_its_reason_path_value_and_page(again: tuple[ReplayServer, Directory]) -> None:
    server, directory = again
    server.upstream.events += [row for row, *_ in BAD_EVENTS]
    server.upstream.answer = sorted_last(server)  # type: ignore[method-assign]
    done = directory.liiku("crawl", "linkedevents", "--full", "--json", "--base-url", server.base_url("linkedevents"))
    run = Run.model_validate(json.loads(done.out)[0])
    assert (done.code, run.state, run.complete) == (0, RunState.UNCHANGED, True)
    assert (run.counts.fetched, run.counts.quarantined, run.counts.unchanged) == (EVENTS + 8, 8, EVENTS)
    rows = json.loads(directory.liiku("quarantine", "linkedevents", "--json").out)
    for row, (_, source_id, code, path, value) in zip(rows, BAD_EVENTS, strict=True):
        assert (row["source_id"], row["code"], row["path"]) == (source_id, code, path)
        assert value in row["value"]
        assert row["url"].startswith(server.root)
        assert (row["run"], row["source"]) == (run.id, "linkedevents")


def sorted_last(server: ReplayServer) -> Callable[..., Any]:
    return server.upstream.answer
