"""How a source is, from its runs alone: each state, its reason with numbers, and when the source is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from indexer.health import Health, next_due, of
from schemas.run import Guard, Mode, Run, RunState
from schemas.source import Lifecycle, Source

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(**fields: Any) -> Source:
    """A source that is crawled ten past every hour."""
    return Source.model_validate(
        {
            "name": "events", "title": "Events", "spider": "linkedevents", "licence": "CC BY 4.0", "attribution": "City",
            "licence_url": "https://example.org/", "contact": "a@example.org", "root": "https://example.org/v1/",
            "main": "event", "collections": {"event": {"path": "event/"}}, "schedule": "10 * * * *",
        }
        | fields
    )  # fmt: skip


def run(age: timedelta, state: RunState = RunState.PUBLISHED, **fields: Any) -> Run:
    begun = NOW - age
    known = {"complete": state is not RunState.FAILED, "finished_at": begun + timedelta(minutes=1)} | fields
    return Run(id=f"run-{age}", source="events", mode=Mode.FULL, state=state, started_at=begun, **known)


def health(*runs: Run, **fields: Any) -> Health:
    """The health with these runs, newest first."""
    done = (RunState.PUBLISHED, RunState.UNCHANGED)
    good = next((one for one in runs if one.complete and one.state in done), None)
    return of(source(**fields), runs, good, now=NOW)


def due(*runs: Run, **fields: Any) -> timedelta | None:
    """How long from now the source is due; negative: it is overdue."""
    at = next_due(source(**fields), runs, now=NOW)
    return None if at is None else at - NOW


def test_a_source_with_a_fresh_complete_run_is_ok_and_says_its_age_and_the_next_slot() -> None:
    found = health(run(20 * timedelta(minutes=1)))
    assert (found.state, found.age_s, found.next_due) == ("ok", 1200, datetime(2026, 11, 24, 11, 10, tzinfo=UTC))
    assert "20 min" in found.cause


def test_a_source_without_runs_was_never_crawled_and_is_due_at_once() -> None:
    found = health()
    assert (found.state, found.age_s, found.last_good_run, found.next_due) == ("never", None, None, NOW)


def test_a_source_whose_slot_passed_long_ago_is_late_and_says_since_when() -> None:
    found = health(run(3 * HOUR))
    assert (found.state, found.since) == ("late", datetime(2026, 11, 24, 8, 10, tzinfo=UTC))
    assert "10:10" in found.cause
    assert health(run(timedelta(minutes=61))).state == "ok"


def test_a_source_whose_newest_run_is_held_says_which_and_why_and_keeps_its_last_good_run() -> None:
    guard = Guard(code="absent", value=60, limit=10, note="of 100 unit records 60 are absent")
    held = run(HOUR / 2, RunState.HELD, guards=[guard], note=guard.note)
    found = health(held, run(2 * HOUR))
    assert (found.state, found.code, found.last_good_run) == ("held", "held:absent", run(2 * HOUR).id)
    assert held.id in found.cause
    assert "60 are absent" in found.cause


def test_a_source_that_fails_says_how_often_since_when_and_why() -> None:
    failed = [run(n * HOUR / 4, RunState.FAILED, note="not JSON") for n in (1, 2, 3)]
    found = health(*failed, run(HOUR))
    assert (found.state, found.since, found.last_good_run) == ("failing", failed[-1].began, run(HOUR).id)
    assert "3 runs failed: not JSON" in found.cause


def test_a_run_that_saw_only_part_is_failing_and_one_that_was_asked_for_a_part_does_not_count() -> None:
    part = run(HOUR / 4, complete=False, faults=["event: ended after 100 of 300 rows"])
    assert health(part, run(HOUR)).state == "failing"
    assert "100 of 300" in health(part, run(HOUR)).cause
    assert health(part.model_copy(update={"limited": True}), run(HOUR)).state == "ok"


def test_a_source_without_a_good_run_for_a_week_is_stale_and_still_says_why() -> None:
    found = health(run(HOUR, RunState.FAILED, note="is not JSON"), run(timedelta(days=7)))
    assert (found.state, found.code, found.age_s) == ("stale", "stale:failing", 7 * 86400)
    assert "7 days" in found.cause
    assert "is not JSON" in found.cause


@pytest.mark.parametrize(
    ("schedule", "age", "state"),
    [
        ("10 * * * *", timedelta(hours=25), "late"),
        ("10 * * * *", timedelta(hours=27), "stale"),
        ("0 3 * * *", timedelta(hours=71), "late"),
        ("0 3 * * *", timedelta(hours=73), "stale"),
        ("20 2 * * 1", timedelta(days=20), "late"),
        ("20 2 * * 1", timedelta(days=22), "stale"),
    ],
)
def test_stale_begins_after_three_periods_and_never_before_26_hours(schedule: str, age: timedelta, state: str) -> None:
    assert health(run(age), schedule=schedule).state == state


@pytest.mark.parametrize("lifecycle", [Lifecycle.PAUSED, Lifecycle.RETIRED])
def test_what_is_not_crawled_is_never_due_however_old(lifecycle: Lifecycle) -> None:
    found = health(run(timedelta(days=90)), lifecycle=lifecycle)
    assert (found.state, found.next_due) == (lifecycle.value, None)


def test_a_list_that_people_bring_by_hand_is_neither_due_nor_late_nor_stale() -> None:
    found = health(run(timedelta(days=90)), schedule="never")
    assert (found.state, found.next_due, found.age_s) == ("ok", None, 90 * 86400)


def test_missed_slots_are_caught_up_once() -> None:
    assert due(run(timedelta(days=3))) < timedelta(0)  # type: ignore[operator]
    assert due(run(timedelta(0))) == timedelta(minutes=40)


@pytest.mark.parametrize(("failures", "hours"), [(1, 0.25), (2, 1), (3, 4), (4, 12), (9, 12)])
def test_a_failed_source_is_tried_again_ever_later_after_its_end(failures: int, hours: float) -> None:
    failed = [run(timedelta(minutes=n), RunState.FAILED) for n in range(failures)]
    assert due(*failed, run(HOUR)) == timedelta(hours=hours, minutes=1)


def test_a_run_that_saw_part_is_tried_again_at_the_next_slot_or_before() -> None:
    assert due(run(timedelta(0), complete=False)) == timedelta(minutes=16)
    assert due(run(timedelta(minutes=19), complete=False), run(HOUR, complete=False)) == timedelta(minutes=40)


def test_a_clock_that_was_set_back_does_not_make_a_source_wait_for_it() -> None:
    assert due(run(-timedelta(days=300))) == timedelta(0)
    after = run(-timedelta(days=300)).model_copy(update={"clock": NOW})
    assert due(after) == timedelta(minutes=40)
