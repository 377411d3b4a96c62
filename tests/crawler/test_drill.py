"""The drill: what upstreams, clocks and machines do wrong, and the state of ledger, search and run afterwards. The table of all drills is in docs/drill.md."""

from __future__ import annotations

import gzip
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.replay.server import Fault, Handler, ReplayServer, serving
from liiku.crawl import exit_code, outcome
from schemas.identity import service_id
from schemas.run import Mode, Run, RunState
from tests.conftest import client_of
from tests.crawler.upstreams import (
    API,
    BUNDLED_SOURCES,
    CHECKOUT,
    Directory,
    adds_up,
    body,
    event,
    only,
    small_city,
    sources_with,
    unit,
)

EVENTS = 150
"""Two pages."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplayServer, Directory]]:
    directory = Directory(tmp_path_factory.mktemp("drill"))
    with serving(small_city(events=EVENTS)) as server:
        assert directory.crawl(server, "linkedevents").counts.added == EVENTS
        yield server, directory


Again = tuple[ReplayServer, Callable[..., tuple[Directory, Run]]]


@pytest.fixture
def again(crawled: tuple[ReplayServer, Directory], tmp_path: Path) -> Iterator[Again]:
    """The same server, and a full crawl of it with a fault and other limits, into a copy of the directory."""
    server, directory = crawled
    whole = list(server.upstream.events)

    def crawl(fault: Fault | None = None, limits: str = "") -> tuple[Directory, Run]:
        sources = sources_with(tmp_path / "sources", {"linkedevents": f"limits: {{retries: 0, {limits}}}\n"})
        copy = directory.copy(tmp_path / "data", sources_dir=sources)
        server.fault = fault
        return copy, copy.crawl(server, "linkedevents", full=True)

    yield server, crawl
    server.fault, server.upstream.events = None, whole


def assert_nothing_left(directory: Directory, run: Run, reason: str) -> None:
    """The run is incomplete for this reason; every offering is still there, and found."""
    assert (run.complete, exit_code(run), run.counts.missing, run.counts.removed_absent) == (False, 1, 0, 0)
    assert reason in outcome(run)
    assert (len(directory.live()), directory.search(limit=1).total) == (EVENTS, EVENTS)
    assert directory.context.engine.position() == directory.context.ledger.position()


# Upstreams that ask to wait


def asking_to_wait(retry_after: str, *, times: int) -> Fault:
    """The second page answers 429 so many times."""
    left = [times]

    def fault(handler: Handler, path: str, query: dict[str, str]) -> bool:
        if "/event/" not in path or query.get("page") != "2" or not left[0]:
            return False
        left[0] -= 1
        handler.send(429, b"slow down", "text/plain", {"Retry-After": retry_after})
        return True

    return fault


def test_a_page_that_answers_429_is_waited_for_and_then_read(again: Again) -> None:
    _, run = again[1](asking_to_wait("1", times=2))
    assert (run.state, run.complete, run.counts.unchanged) == (RunState.UNCHANGED, True, EVENTS)
    assert run.requests.by_status["429"] == 2


def test_a_page_that_asks_to_wait_for_an_hour_ends_the_walk_and_removes_nothing(again: Again) -> None:
    directory, run = again[1](asking_to_wait("3600", times=9))
    assert_nothing_left(directory, run, "answered 429 and asks to wait 3600 s, more than the 120 s that we do")
    assert run.requests.by_status["429"] == 1


# Limits


def zip_bomb(handler: Handler) -> None:
    """1.5 million spaces in 1,500 bytes: so few that the server does not pack them once more."""
    packed = gzip.compress(b" " * 1_500_000)
    assert len(packed) < 2000
    handler.send(200, packed, "application/json", {"Content-Encoding": "gzip"})


def dripping(handler: Handler) -> None:
    time.sleep(4)
    handler.send_json(200, {})


LIMITS: dict[str, tuple[str, Fault | None, str]] = {
    "time": ("seconds: 2", only("/event/", dripping, page="2"), "limits.seconds"),
    "requests": ("requests: 4", None, "limits.requests"),
    "bytes of all responses": ("total_bytes: 100000", None, "limits.total_bytes"),
    "bytes of one response": ("response_bytes: 1000000", only("/event/", body(b" " * 2_000_000), page="2"), "limits.response_bytes"),
    "bytes of a zip bomb": ("response_bytes: 1000000", only("/event/", zip_bomb, page="2"), "limits.response_bytes"),
}  # fmt: skip


@pytest.mark.parametrize("which", LIMITS)
def test_a_run_that_reaches_a_limit_says_which_and_removes_nothing(again: Again, which: str) -> None:
    limits, fault, named = LIMITS[which]
    assert_nothing_left(*again[1](fault, limits), named)


def test_a_next_that_leads_round_two_pages_ends_the_walk(again: Again) -> None:
    server, crawl = again

    def to_the_first(handler: Handler) -> None:
        first = next(path for path in reversed(server.asked) if "/event/" in path and "page=2" not in path)
        handler.send_json(200, {"meta": {"count": EVENTS, "next": f"{server.root}{first}"}, "data": []})

    assert_nothing_left(*crawl(only("/event/", to_the_first, page="2")), "runs in a circle")


# Ids


def test_an_id_that_comes_back_as_another_thing_is_changed_and_the_run_warns(again: Again) -> None:
    server, crawl = again
    elsewhere = {"@id": f"{API}/place/tprek:2/"}
    server.upstream.events = [
        event(0, name={"fi": "Aivan muuta"}, location=elsewhere),
        event(1, name={"fi": "Sama paikka, uusi nimi"}),
        event(2, location=elsewhere),
        *server.upstream.events[3:],
    ]
    directory, run = crawl()
    assert (run.state, run.counts.changed, adds_up(run)) == (RunState.PUBLISHED, 3, True)
    (guard,) = run.guards
    assert (guard.code, guard.value, guard.holds) == ("id_reused", 1, False)
    assert "helsinki:e0 (was 'tapahtuma 0', is 'aivan muuta')" in guard.note
    assert "id_reused" in directory.liiku("show", run.id).out
    assert directory.service("linkedevents", "helsinki:e0").name == {"fi": "Aivan muuta"}


def test_a_removed_id_that_comes_back_as_another_thing_is_warned_of_too(tmp_path: Path) -> None:
    directory, units = Directory(tmp_path), [unit(number) for number in range(1, 4)]
    with serving(replace(small_city(), units=units)) as server:
        directory.crawl(server, "palvelukartta")
        server.upstream.units = units[1:]
        assert [directory.crawl(server, "palvelukartta").counts.removed_absent for _ in range(2)] == [0, 1]
        other = unit(1, name_fi="Kirjasto", name_sv="Bibliotek", street_address_fi="Muukatu 9")
        server.upstream.units = [other, *units[1:]]
        run = directory.crawl(server, "palvelukartta")
        assert ([guard.code for guard in run.guards], run.counts.added) == (["id_reused"], 1)
        server.upstream.units = [other | {"name_fi": "Uusi kirjasto", "name_sv": "Nytt bibliotek"}, *units[1:]]
        assert directory.crawl(server, "palvelukartta").guards == []


# Sources that end


def retiring(folder: Path, changes: str) -> Path:
    """The bundled sources with another lifecycle for Linked Events, and a second instance of it beside."""
    text = (BUNDLED_SOURCES / "linkedevents.yaml").read_text("utf-8")
    sources = sources_with(folder, {"linkedevents": changes})
    (sources / "calendar.yaml").write_text(text.replace("name: linkedevents", "name: calendar", 1), "utf-8")
    return sources


def test_a_retired_source_leaves_once_with_tombstones_and_what_another_has_leads_there(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "data", sources_dir=retiring(tmp_path / "sources", ""))
    with serving(small_city(units=1, events=4)) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
        server.upstream.events = server.upstream.events[:1]
        kept = directory.liiku("crawl", "calendar", "--base-url", server.base_url("linkedevents"))
        assert kept.code == 0
        retiring(tmp_path / "sources", "lifecycle: retired\nreplaced_by: calendar\n")
        later = Directory(directory.path, sources_dir=directory.sources_dir)
        asked = len(server.asked)
        done = later.liiku("crawl", "linkedevents")
        assert (done.code, len(server.asked)) == (0, asked)
    run = later.context.ledger.newest_run("linkedevents")
    assert run is not None
    assert (run.state, run.counts.removed_upstream, adds_up(run)) == (RunState.PUBLISHED, 4, True)
    assert "retired" in run.note
    assert later.live() == {"tprek:1", "helsinki:e0"}
    assert {row.source for row in later.context.ledger.live_services()} == {"palvelukartta", "calendar"}
    assert later.search(limit=1).total == 2
    client = client_of(later.context)
    old, new = service_id("linkedevents", "helsinki:e0"), service_id("calendar", "helsinki:e0")
    moved = client.get(f"/v1/services/{old}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/v1/services/{new}")
    assert client.get(f"/v1/services/{service_id('linkedevents', 'helsinki:e1')}").status_code == 410
    position = later.context.ledger.position()
    again = later.liiku("crawl", "linkedevents")
    assert (again.code, later.context.ledger.position()) == (1, position)
    assert "nothing of it is left" in again.err


def test_a_paused_source_is_not_crawled_and_keeps_what_it_has(
    crawled: tuple[ReplayServer, Directory], tmp_path: Path
) -> None:
    sources = sources_with(tmp_path / "sources", {"linkedevents": "lifecycle: paused\n"})
    directory = crawled[1].copy(tmp_path / "data", sources_dir=sources)
    done = directory.liiku("crawl", "linkedevents")
    assert (done.code, len(directory.live())) == (1, EVENTS)
    assert "paused" in done.err


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("replaced_by: palvelukartta\n", "only a source with `lifecycle: retired`"),
        ("lifecycle: retired\nreplaced_by: nowhere\n", "there is no source 'nowhere'"),
        ("lifecycle: retired\nreplaced_by: linkedevents\n", "cannot replace itself"),
        ("lifecycle: gone\n", "lifecycle"),
    ],
)
def test_a_lifecycle_that_makes_no_sense_is_wrong_usage(tmp_path: Path, lines: str, reason: str) -> None:
    directory = Directory(tmp_path / "data", sources_dir=sources_with(tmp_path / "sources", {"linkedevents": lines}))
    done = directory.liiku("sources")
    assert done.code == 2
    assert reason in done.err


# Processes


def hanging(handler: Handler) -> None:
    time.sleep(20)


def started(directory: Directory, server: ReplayServer) -> subprocess.Popen[bytes]:
    """A crawl that hangs at its first page, in a process of its own."""
    before = len(server.asked)
    process = subprocess.Popen(
        directory.command("crawl", "linkedevents", "--base-url", server.base_url("linkedevents")),
        env=directory.environment(),
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not any("/event/" in path for path in server.asked[before:]):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.05)
    return process


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked at in /proc")
def test_a_second_crawl_says_who_is_at_work_and_a_killed_one_leaves_no_lock_and_no_orphan(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(events=3), fault=only("/event/", hanging)) as server:
        process = started(directory, server)
        try:
            second = directory.liiku("crawl", "linkedevents", "--base-url", server.base_url("linkedevents"))
            assert (second.code, len(list(directory.context.runs_dir.iterdir()))) == (1, 1)
            assert f"a crawl is at work on it since {datetime.now(UTC):%Y-}" in second.err
            assert f"process {process.pid}" in second.err
            (child,) = children_of(process.pid)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        deadline = time.monotonic() + 15
        while is_running(child) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_running(child)
        server.fault = None
        third = directory.liiku("crawl", "linkedevents", "--base-url", server.base_url("linkedevents"))
    assert third.code == 0
    assert "before this one did not end by itself" in third.err
    assert [run.state for run in directory.context.ledger.runs("linkedevents")] == [
        RunState.PUBLISHED,
        RunState.FAILED,
    ]
    assert len(directory.live()) == 3


def test_a_crawl_killed_before_its_job_was_written_is_a_failed_run_of_its_source(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    lost = directory.context.runs_dir / "20261101T030000Z-palvelukartta-0a1b"
    lost.mkdir(parents=True)
    with serving(small_city(units=2)) as server:
        assert directory.crawl(server, "palvelukartta").state is RunState.PUBLISHED
    failed = directory.context.ledger.get_run(lost.name)
    assert (failed.state, failed.source, failed.mode) == (RunState.FAILED, "palvelukartta", Mode.FULL)


# Clocks


def test_a_clock_that_was_set_back_leaves_runs_in_their_order_and_asks_for_everything(
    crawled: tuple[ReplayServer, Directory], tmp_path: Path
) -> None:
    server, directory = crawled[0], crawled[1].copy(tmp_path / "data")
    (first,) = directory.context.ledger.runs("linkedevents")
    ahead = first.started_at + timedelta(days=200)
    directory.context.ledger.put_run(first.model_copy(update={"id": "ahead", "started_at": ahead, "clock": ahead}))
    later = [directory.crawl(server, "linkedevents") for _ in range(2)]
    assert [(run.mode, run.state) for run in later] == [(Mode.FULL, RunState.UNCHANGED)] * 2
    assert [run.id for run in directory.context.ledger.runs("linkedevents")] == [
        later[1].id,
        later[0].id,
        "ahead",
        first.id,
    ]
    assert first.started_at < ahead < later[0].started_at < later[1].started_at


def test_every_test_that_the_table_of_drills_names_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)::(test_\w+)`", (CHECKOUT / "docs" / "drill.md").read_text("utf-8"))
    assert len(named) > 25
    assert [one for one in named if f"def {one[1]}(" not in (CHECKOUT / one[0]).read_text("utf-8")] == []
