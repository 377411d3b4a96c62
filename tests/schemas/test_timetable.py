"""When a source is crawled: cron expressions in Helsinki's wall time, through the nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from schemas.timetable import NEVER, ZONE, longest_gap, next_slot, read_cron

NIGHTLY, HOURLY = "30 3 * * *", "10 * * * *"


def slots(expression: str, after: datetime, count: int) -> list[str]:
    found = []
    for _ in range(count):
        after = next_slot(expression, after)
        found.append(f"{after.astimezone(ZONE):%d %H:%M %z}")
    return found


def test_a_slot_is_of_helsinkis_wall_time_in_summer_and_in_winter() -> None:
    assert next_slot("0 3 * * *", datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(2026, 7, 2, 0, tzinfo=UTC)
    assert next_slot("0 3 * * *", datetime(2026, 12, 1, 12, tzinfo=UTC)) == datetime(2026, 12, 2, 1, tzinfo=UTC)


def test_a_slot_in_the_hour_that_the_night_lacks_comes_right_after_it() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=ZONE)
    assert slots(NIGHTLY, before, 3) == ["28 04:00 +0300", "29 03:30 +0300", "30 03:30 +0300"]
    assert slots(HOURLY, datetime(2027, 3, 28, 1, 30, tzinfo=ZONE), 3) == [
        "28 02:10 +0200",
        "28 04:10 +0300",
        "28 05:10 +0300",
    ]


def test_a_slot_in_the_hour_that_comes_twice_comes_once() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=ZONE)
    assert slots(NIGHTLY, before, 2) == ["25 03:30 +0300", "26 03:30 +0200"]
    assert slots(HOURLY, datetime(2026, 10, 25, 2, 30, tzinfo=ZONE), 3) == [
        "25 03:10 +0300",
        "25 03:10 +0200",
        "25 04:10 +0200",
    ]


@pytest.mark.parametrize("minutes", range(0, 180, 5))
def test_the_next_slot_is_always_later_through_the_night_with_an_hour_twice(minutes: int) -> None:
    after = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(minutes=minutes)
    assert all(next_slot(expression, after) > after for expression in (NIGHTLY, HOURLY))


def test_the_longest_gap_of_a_working_day_schedule_is_the_weekend() -> None:
    assert longest_gap("0 6 * * 1-5", datetime(2026, 11, 24, tzinfo=UTC)) == timedelta(days=3)
    assert longest_gap(HOURLY, datetime(2026, 11, 24, tzinfo=UTC)) == timedelta(hours=1)


@pytest.mark.parametrize("expression", ["", "hourly", "0 3 * *", "61 3 * * *", "0 0 31 2 *"])
def test_what_is_no_cron_expression_is_refused_with_the_reason(expression: str) -> None:
    with pytest.raises(ValueError, match="not a cron expression"):
        read_cron(expression)


def test_never_is_a_schedule() -> None:
    assert read_cron(NEVER) == NEVER
