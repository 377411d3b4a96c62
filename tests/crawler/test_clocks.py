"""A clock that is wrong: a run that would let go of what is not over, or whose machine's clock is not the source's, waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from scrapy.http import Response

from crawler.clocks import clock_off_s
from crawler.replay.server import Handler, ReplayServer, serving
from liiku.crawl import exit_code
from schemas.run import RunState
from tests.crawler.upstreams import NOW, Directory, adds_up, event, noticing, small_city

SOURCE = "linkedevents"
WEEKLY = 12
"""Offerings of the first days, which are over soon."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[ReplayServer, Directory]]:
    """Twelve offerings of these days and two of each later quarter, crawled today."""
    upstream = small_city(events=WEEKLY)
    for quarter in range(1, 8):
        for number in (0, 1):
            start = NOW + timedelta(days=85 * quarter, hours=number)
            upstream.events.append(event(1000 + 10 * quarter + number, start_time=f"{start:%Y-%m-%dT%H:%M:%SZ}",
                                         end_time=f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"))  # fmt: skip
    directory = Directory(tmp_path / "data")
    with serving(upstream) as server:
        assert directory.crawl(server, SOURCE).state is RunState.PUBLISHED
        yield server, directory


def later(directory: Directory, days: int) -> Directory:
    """The same data directory under a clock that is so far ahead."""
    directory.context.ledger.close()
    return Directory(directory.path, now=NOW + timedelta(days=days))


def test_a_clock_that_leapt_ahead_expires_nothing_until_a_person_says_so(town: tuple[ReplayServer, Directory]) -> None:
    server, directory = town
    before = directory.state()
    ahead = later(directory, 400)
    run = ahead.crawl(server, SOURCE, full=True)
    assert (run.state, exit_code(run), run.counts.expired) == (RunState.HELD, 3, 0)
    (guard,) = [one for one in run.guards if one.code == "expired"]
    assert guard.value > guard.limit
    assert "400 days after the run before" in run.note
    assert ahead.state() == before
    again = later(ahead, 0)
    assert again.crawl(server, SOURCE, full=True).state in (RunState.PUBLISHED, RunState.UNCHANGED)
    assert again.state() == before


def test_a_leap_that_a_person_approves_lets_go_of_what_is_long_over(town: tuple[ReplayServer, Directory]) -> None:
    server, directory = town
    ahead = later(directory, 400)
    run = ahead.crawl(server, SOURCE, full=True)
    approved = ahead.context.desk.approve(run.id, who="Maija", why="nobody crawled for a year")
    assert (approved.state, approved.counts.expired >= WEEKLY) == (RunState.PUBLISHED, True)


def test_a_term_that_is_long_over_leaves_at_once_where_crawls_went_on(town: tuple[ReplayServer, Directory]) -> None:
    server, directory = town
    expired = 0
    for days in (25, 50, 75, 100, 125):
        directory = later(directory, days)
        run = directory.crawl(server, SOURCE, full=True)
        assert (run.state in (RunState.PUBLISHED, RunState.UNCHANGED), run.note, adds_up(run)) == (True, "", True)
        expired += run.counts.expired
    assert expired >= WEEKLY


@pytest.mark.parametrize(("days", "way"), [(-400, "ahead of"), (400, "behind")])
def test_a_run_whose_machine_has_another_day_than_the_source_is_held(
    town: tuple[ReplayServer, Directory], days: int, way: str
) -> None:
    server, directory = town
    before = directory.state()
    server.fault = noticing(lambda handler: say_date(handler, datetime.now(UTC) + timedelta(days=days)))
    run = directory.crawl(server, SOURCE, full=True)
    assert (run.state, [one.code for one in run.guards]) == (RunState.HELD, ["clock"])
    assert f"hours {way} the source's own" in run.note
    assert directory.state() == before
    server.fault = None
    assert directory.crawl(server, SOURCE, full=True).state is RunState.UNCHANGED


def say_date(handler: Handler, at: datetime) -> None:
    handler.date_time_string = lambda _=None: format_datetime(at, usegmt=True)  # type: ignore[method-assign,assignment]


@pytest.mark.parametrize(
    ("headers", "off_s"),
    [
        ({"Date": "Mon, 23 Nov 2026 05:00:00 GMT"}, 3600),
        ({"Date": "Mon, 23 Nov 2026 05:00:00 GMT", "Age": "3600"}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": "Mon, 01 Jan 99999999999 00:00:00 GMT"}, None),
        ({"Date": "Mon, 23 Nov 2026 99999999999999999999:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_what_an_answer_says_of_the_time(headers: dict[str, str], off_s: int | None) -> None:
    assert clock_off_s(Response("http://127.0.0.1/", headers=headers), now=NOW) == off_s
