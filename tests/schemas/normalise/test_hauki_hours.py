"""Hauki's date periods and days as a rule: open only where anybody can walk in, unknown outside what Hauki speaks of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from schemas.normalise.hauki_hours import rule_of_hauki, rule_of_hauki_days
from schemas.normalise.opening_hours import is_open_at
from schemas.service import Known


def span(days: list[int] | None, start: str | None, end: str | None, **fields: Any) -> dict[str, Any]:
    clocks = {"start_time": start and f"{start}:00", "end_time": end and f"{end}:00"}
    return {"name": {"fi": None}, "weekdays": days, **clocks, "resource_state": "open", "full_day": False} | fields


def period(first: str | None, last: str | None, *spans: dict[str, Any], **fields: Any) -> dict[str, Any]:
    groups = [{"time_spans": list(spans), "rules": []}] if spans else []
    return {
        "start_date": first, "end_date": last, "override": False, "resource_state": "undefined", "time_span_groups": groups,
    } | fields  # fmt: skip


YEAR = period("2026-01-01", None, span([1, 2, 3, 4, 5], "08:00", "20:00"), span([6], "10:00", "16:00"))
CHRISTMAS = period("2026-12-24", "2026-12-26", override=True, resource_state="closed")


def said(rule: str | None, moment: str) -> Known:
    assert rule is not None
    return is_open_at(rule, datetime.fromisoformat(f"{moment}+02:00"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24T08:00", "yes"), ("2026-11-24T07:59", "no"), ("2026-11-24T20:00", "no"), ("2026-11-28T15:00", "yes"),
        ("2026-11-29T12:00", "no"), ("2025-12-30T12:00", "unknown"), ("2026-12-24T12:00", "no"), ("2026-12-28T12:00", "yes"),
    ],
)  # fmt: skip
def test_a_period_holds_on_its_days_and_one_that_overrides_takes_its_place(moment: str, expected: str) -> None:
    assert said(rule_of_hauki([CHRISTMAS, YEAR]), moment) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"resource_state": "self_service"}, "unknown"),
        ({"resource_state": "with_key"}, "unknown"),
        ({"resource_state": "weather_permitting"}, "unknown"),
        ({"resource_state": "open_and_reservable"}, "yes"),
        ({"resource_state": "maintenance"}, "no"),
        ({"full_day": True, "start_time": None, "end_time": None}, "yes"),
    ],
    ids=str,
)
def test_only_what_anybody_can_enter_is_open(fields: dict[str, Any], expected: str) -> None:
    assert said(rule_of_hauki([period("2026-01-01", None, span(None, "08:00", "20:00", **fields))]), "2026-11-24T12:00") == expected  # fmt: skip


def test_a_night_is_of_the_evening_before() -> None:
    rule = rule_of_hauki(
        [
            period(
                "2026-01-01",
                None,
                span([5], "18:00", "02:00", end_time_on_next_day=True),
                span([6], "10:00", "16:00"),
            )
        ]
    )
    assert [said(rule, f"2026-11-28T{clock}") for clock in ("01:59", "02:00", "10:00", "16:00")] == ["yes", "no", "yes", "no"]  # fmt: skip


def test_opening_and_closing_on_the_same_day_is_not_known() -> None:
    rule = rule_of_hauki(
        [period("2026-01-01", None, span([2], "08:00", "20:00"), span([2], "12:00", "13:00", resource_state="closed"))]
    )
    assert said(rule, "2026-11-24T09:00") == "unknown"


@pytest.mark.parametrize(
    "periods",
    [
        pytest.param([], id="nothing"),
        pytest.param([YEAR, period("2026-06-01", "2026-08-31", span([1], "10:00", "15:00"))], id="two periods on one day"),
        pytest.param([period("2026-01-01", None, span([1], "08:00", "20:00", name={"fi": "Allas"}))], id="a part of the house"),
        pytest.param([period(None, None, span([1], "08:00", "20:00"))], id="no dates"),
        pytest.param([period("2026-13-01", None, span([1], "08:00", "20:00"))], id="no such date"),
        pytest.param([period("2026-01-01", None, span([1], "08:00", None))], id="no end"),
        pytest.param([period("2026-01-01", None, span([1], "20:00", "08:00"))], id="ends before it starts"),
        pytest.param([period("2026-01-01", None, span([8], "08:00", "20:00"))], id="no such weekday"),
        pytest.param([period("2026-01-01", None, span([1], "08:00", "20:00")) | {"time_span_groups": [{"time_spans": [], "rules": [{"frequency_ordinal": 2}]}]}], id="every other week"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_whole_has_no_rule(periods: list[dict[str, Any]]) -> None:
    assert rule_of_hauki(periods) is None


def test_days_say_their_own_and_nothing_of_others() -> None:
    days = [
        {"date": "2026-11-27", "times": [span(None, "18:00", "02:00", end_time_on_next_day=True)]},
        {"date": "2026-11-28", "times": []},
    ]
    rule = rule_of_hauki_days(days)
    clocks = ("27T17:59", "27T18:00", "28T01:59", "28T12:00", "29T12:00")
    assert [said(rule, f"2026-11-{clock}") for clock in clocks] == ["no", "yes", "yes", "no", "unknown"]


def test_days_that_cannot_be_read_have_no_rule() -> None:
    assert rule_of_hauki_days([{"date": "tänään", "times": []}]) is None
    assert rule_of_hauki_days([]) is None


def test_of_periods_that_override_the_shorter_holds_and_days_that_it_does_not_name_stay_as_they_are() -> None:
    summer = period("2026-06-01", "2026-08-09", span([1, 2, 3, 4, 5], "10:00", "15:00"), override=True)
    rule = rule_of_hauki([period("2026-06-19", "2026-06-19", override=True, resource_state="closed"), summer, YEAR])
    moments = ("06-08T09:30", "06-08T11:00", "06-13T11:00", "06-19T11:00", "06-22T11:00")
    assert rule is not None
    found = [is_open_at(rule, datetime.fromisoformat(f"2026-{moment}+03:00")).value for moment in moments]
    assert found == ["no", "yes", "yes", "no", "yes"]


def test_two_periods_that_override_each_other_for_as_long_have_no_rule() -> None:
    other = period("2026-12-25", "2026-12-27", span([6], "10:00", "15:00"), override=True)
    assert rule_of_hauki([YEAR, CHRISTMAS, other]) is None
