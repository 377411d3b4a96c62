"""Hauki's periods as lines in three languages, and whether they agree with what the register writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas.normalise.hauki_hours import rule_of_hauki
from schemas.normalise.hauki_text import text_of_hauki
from schemas.normalise.hours_agreement import differ_in, usual_week


def span(days: list[int] | None, start: str | None, end: str | None, **fields: Any) -> dict[str, Any]:
    clocks = {"start_time": start and f"{start}:00", "end_time": end and f"{end}:00"}
    return {"name": {"fi": None}, "weekdays": days, **clocks, "resource_state": "open", "full_day": False} | fields


def period(first: str | None, last: str | None, *spans: dict[str, Any], **fields: Any) -> dict[str, Any]:
    groups = [{"time_spans": list(spans), "rules": []}] if spans else []
    return {
        "start_date": first, "end_date": last, "override": False, "resource_state": "undefined", "time_span_groups": groups,
    } | fields  # fmt: skip


YEAR = period("2026-01-01", None, span([1, 2, 3, 4, 5], "08:00", "20:30"), span([6], "10:00", "16:00"))
JULY = period("2026-07-01", "2026-07-31", override=True, resource_state="closed", name={"fi": "Kesätauko", "sv": None})


def test_periods_are_told_by_date_with_days_and_hours_in_each_language() -> None:
    assert text_of_hauki([JULY, YEAR]) == {
        "fi": "1.1.2026 alkaen: ma–pe 8–20.30, la 10–16\nKesätauko, 1.–31.7.2026: suljettu",
        "sv": "från och med 1.1.2026: mån–fre 8–20.30, lör 10–16\n1.–31.7.2026: stängt",
        "en": "from 1 January 2026: Mon–Fri 08:00–20:30, Sat 10:00–16:00\n1–31 July 2026: closed",
    }


@pytest.mark.parametrize(
    ("made", "fi"),
    [
        (period(None, None, span([1, 3], "10:00", "12:00")), "ma, ke 10–12"),
        (period(None, "2026-05-31", span(None, "10:00", "12:00")), "31.5.2026 asti: ma–su 10–12"),
        (period("2026-12-24", "2026-12-24", resource_state="closed"), "24.12.2026: suljettu"),
        (period("2026-12-24", "2027-01-06", resource_state="maintenance"), "24.12.2026–6.1.2027: suljettu huollon vuoksi"),
        (period(None, None, span([1], "07:00", "09:00", resource_state="self_service")), "ma 7–9 omatoimiaika"),
        (period(None, None, span([7], None, None, full_day=True, resource_state="closed")), "su suljettu"),
        (period(None, None, span(None, None, None, full_day=True)), "ma–su ympäri vuorokauden"),
        (period(None, None, span([5], "18:00", "02:00", end_time_on_next_day=True)), "pe 18–2"),
        (period(None, None, span([1], "10:00", "12:00", name={"fi": "Kuntosali"})), "ma 10–12 (Kuntosali)"),
        (period(None, None, span([1], "10:00", "12:00", resource_state="undefined"), resource_state="with_key"), "ma 10–12 avaimella"),
        (period(None, None, span([1], "10:00", "12:00", resource_state="undefined")), "ma 10–12 ei tietoa, onko avoinna"),
    ],
)  # fmt: skip
def test_what_a_period_says_is_said(made: dict[str, Any], fi: str) -> None:
    assert text_of_hauki([made])["fi"] == fi


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(period(None, None, span([1], "10:00", None)), id="no end"),
        pytest.param(period(None, None, span([1], "kello 10", "12:00")), id="no such clock"),
        pytest.param(period("2026-13-01", None, span([1], "10:00", "12:00")), id="no such date"),
        pytest.param(period("2026-02-01", "2026-01-01", span([1], "10:00", "12:00")), id="ends before it begins"),
        pytest.param(period(None, None, span([8], "10:00", "12:00")), id="no such weekday"),
        pytest.param(period(None, None, span([1], "10:00", "12:00", resource_state="ajar")), id="an unknown state"),
        pytest.param(YEAR | {"time_span_groups": [{"time_spans": [span([1], "10:00", "12:00")], "rules": [{"frequency_ordinal": 2}]}]}, id="every other week"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_whole_is_not_said_at_all(made: dict[str, Any]) -> None:
    assert text_of_hauki([YEAR, made]) == {}


def test_the_usual_week_is_one_that_no_exception_touches() -> None:
    january = period("2026-01-05", "2026-01-08", override=True, resource_state="closed")
    assert usual_week([YEAR]) == date(2026, 1, 5)
    assert usual_week([january, YEAR]) == date(2026, 1, 12)
    assert usual_week([period("2026-01-06", "2026-01-09", span([2], "10:00", "12:00"))]) is None
    assert usual_week([JULY]) is None


@pytest.mark.parametrize(
    ("register", "differs"),
    [
        ("Mo-Fr 08:00-20:30; Sa 10:00-16:00; PH unknown", False),
        ("Mo-Fr 08:00-20:00; Sa 10:00-16:00; PH unknown", True),
        ("Mo-Su 08:00-20:30", True),
        ("unknown", False),
    ],
)
def test_two_rules_differ_where_one_says_open_and_the_other_closed(register: str, differs: bool) -> None:
    rule = rule_of_hauki([YEAR])
    assert rule is not None
    assert differ_in(date(2026, 1, 12), rule, register) is differs
