"""Series, umbrellas and increments of Linked Events, from HTTP to the published service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.replay.server import ReplayServer, serving
from crawler.replay.upstream import Upstream
from liiku.crawl import OVERLAP
from schemas.identity import service_id
from schemas.run import Mode, Run, RunState
from tests.crawler.upstreams import JUST_NOW, NOW, Directory, adds_up, event, moment, series, small_city

TUESDAYS = [NOW + timedelta(days=1 + 7 * week, hours=9) for week in range(4)]
"""17 o'clock in Helsinki, four weeks on end."""


def city() -> Upstream:
    """Two plain events, a weekly series of four with one session off, and an umbrella over two."""
    weekly = series("enkora:100", TUESDAYS, cancelled=[2])
    festival = series("kulke:200", TUESDAYS[:2], kind="umbrella")
    return replace(small_city(), events=[event(1), event(2), *weekly, *festival])


@dataclass
class Crawled:
    server: ReplayServer
    directory: Directory
    run: Run


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    directory = Directory(tmp_path_factory.mktemp("series"))
    with serving(city()) as server:
        yield Crawled(server, directory, directory.crawl(server, "linkedevents"))


def test_the_children_of_a_series_become_one_activity_with_its_sessions_and_weekdays(crawled: Crawled) -> None:
    activity = crawled.directory.service("linkedevents", "enkora:100")
    assert (activity.kind, activity.state) == ("activity", "active")
    assert [session.start for session in activity.schedule.sessions] == TUESDAYS
    assert ([day.value for day in activity.weekdays], [part.value for part in activity.dayparts]) == (
        ["tue"],
        ["evening"],
    )
    assert not {one for one in crawled.directory.live() if one.startswith("enkora:100_")}


def test_a_cancelled_session_stays_in_its_series_as_cancelled(crawled: Crawled) -> None:
    sessions = crawled.directory.service("linkedevents", "enkora:100").schedule.sessions
    assert [session.state for session in sessions] == ["scheduled", "scheduled", "cancelled", "scheduled"]


def test_the_children_of_an_umbrella_stay_events_of_their_own(crawled: Crawled) -> None:
    live = crawled.directory.live()
    assert {"kulke:200", "kulke:200_0", "kulke:200_1", "helsinki:e1", "helsinki:e2"} <= live
    assert len(crawled.directory.service("linkedevents", "kulke:200_0").schedule.sessions) == 1


def test_sessions_are_counted_as_gathered_and_the_counts_add_up(crawled: Crawled) -> None:
    counts = crawled.run.counts
    assert (counts.fetched, counts.added, counts.gathered) == (10, 6, 4)
    assert adds_up(crawled.run)


def test_a_search_finds_the_series_by_its_next_session_that_is_not_cancelled(crawled: Crawled) -> None:
    crawled.directory.now = TUESDAYS[1] + timedelta(hours=2)
    (hit,) = [h for h in crawled.directory.search(q="sarja").hits if h.id == service_id("linkedevents", "enkora:100")]
    crawled.directory.now = NOW
    assert hit.next_start == TUESDAYS[3]


@dataclass
class Increment:
    asked: list[str]
    directory: Directory
    run: Run
    before: int
    started: datetime


@pytest.fixture(scope="module")
def increment(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Increment:
    """The same upstream later: an event deleted, one changed, a session moved, one deleted; asked for as an increment."""
    directory = crawled.directory.copy(tmp_path_factory.mktemp("increment") / "data")
    rows = {row["id"]: row for row in crawled.server.upstream.events}
    rows["helsinki:e1"] |= {"deleted": True, "last_modified_time": JUST_NOW}
    rows["helsinki:e2"] |= {"name": {"fi": "Uusi nimi"}, "last_modified_time": JUST_NOW}
    moved = TUESDAYS[3] + timedelta(days=1)
    rows["enkora:100_3"] |= {
        "start_time": moment(moved),
        "end_time": moment(moved + timedelta(hours=1)),
        "last_modified_time": JUST_NOW,
    }
    rows["enkora:100_0"] |= {"deleted": True, "last_modified_time": JUST_NOW}
    before, seen = directory.context.ledger.position(), len(crawled.server.asked)
    run = directory.crawl(crawled.server, "linkedevents")
    return Increment(crawled.server.asked[seen:], directory, run, before, crawled.run.started_at)


def test_an_increment_asks_with_a_full_moment_before_the_last_run_and_for_deleted_rows_too(
    increment: Increment,
) -> None:
    assert (increment.run.mode, increment.run.complete) == (Mode.INCREMENTAL, True)
    (asked,) = [parse_qs(urlsplit(path).query) for path in increment.asked if "/event/" in path]
    assert asked["last_modified_since"] == [moment(increment.started - OVERLAP)]
    assert (asked["show_deleted"], asked["event_type"]) == (["true"], ["General,Course"])
    assert not {"start", "end"} & asked.keys()
    assert len(increment.asked) == 2  # robots.txt and one page: places, keywords and the series are known


def test_what_upstream_declares_deleted_is_removed_at_once_with_a_new_number(increment: Increment) -> None:
    row = increment.directory.row("linkedevents", "helsinki:e1")
    assert row.state == "removed"
    assert row.seq > increment.before
    assert service_id("linkedevents", "helsinki:e1") not in {hit.id for hit in increment.directory.search().hits}


def test_what_an_increment_does_not_mention_stays(increment: Increment) -> None:
    assert increment.directory.live() == {"helsinki:e2", "enkora:100", "kulke:200", "kulke:200_0", "kulke:200_1"}
    counts = increment.run.counts
    assert (counts.fetched, counts.changed, counts.gathered, counts.removed_upstream, counts.missing) == (4, 1, 1, 2, 0)
    assert adds_up(increment.run)


def test_a_moved_and_a_deleted_session_change_their_series(increment: Increment) -> None:
    activity = increment.directory.service("linkedevents", "enkora:100")
    assert [session.start for session in activity.schedule.sessions] == [
        *TUESDAYS[1:3],
        TUESDAYS[3] + timedelta(days=1),
    ]
    assert [day.value for day in activity.weekdays] == ["tue", "wed"]


def test_a_session_of_a_series_outside_the_window_brings_its_parent_by_its_own_address(tmp_path: Path) -> None:
    """The walk gives a child only: upstream's window has no parent that began before it."""
    parent, child = series("enkora:300", [TUESDAYS[0]])
    parent |= {"start_time": "2026-01-01T10:00:00Z", "end_time": "2026-02-01T10:00:00Z"}
    directory = Directory(tmp_path)
    with serving(replace(small_city(), events=[parent, child])) as server:
        run = directory.crawl(server, "linkedevents")
        assert [path for path in server.asked if path.endswith("/event/enkora:300/")]
    assert (run.state, run.complete, directory.live()) == (RunState.PUBLISHED, True, {"enkora:300"})
    assert (run.counts.fetched, run.counts.added, run.counts.gathered) == (2, 1, 1)
