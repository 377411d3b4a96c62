"""Hauki's structured opening hours as a rule of OpenStreetMap's `opening_hours`: its date periods, or its days.

Outside the dates that Hauki speaks of the rule says `unknown`. Spans with a name of their own (a room, a group) and periods with a
recurrence of their own (every other week) are not the venue's hours: then there is no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from schemas.normalise.opening_hours import day_names, is_rule
from schemas.service import Known

OPEN: Final = frozenset({"open", "open_and_reservable"})
CLOSED: Final = frozenset({"closed", "maintenance", "not_in_use", "reserved", "exit_only"})
_UNSAID: Final = frozenset({"undefined", None, ""})
"""The state of a span that takes its period's. All others (a card, a key or a reservation is needed; by the weather) are unknown."""
_UNKNOWN_ELSEWHERE: Final = "unknown"
_WHOLE_DAY: Final = "00:00-24:00"
WEEK: Final = 7
UNBOUNDED_DAYS: Final = 9999
"""How long Hauki takes a period without an end for."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Row = Mapping[str, object]
Hours = tuple[Known, str]
"""Whether one can just go there, and from when to when."""


def rule_of_hauki(periods: Iterable[Row]) -> str | None:
    """The rule of a resource's `date_period` rows. A period that overrides takes the place of the others on the days that it names.

    Of two that override the shorter one holds, as in Hauki itself. None without periods, or where one cannot be said whole: without dates that can be read, with named spans, or with rules.
    """
    rows = sorted(periods, key=_rank)
    if any(_overlap(one, other) for at, one in enumerate(rows) for other in rows[at + 1 :]):
        return None
    parts = [_period(row) for row in rows]
    said = [part for part in parts if part is not None]
    return _checked(said) if said and len(said) == len(parts) else None


def rule_of_hauki_days(days: Iterable[Row]) -> str | None:
    """The rule of the `opening_hours` rows of some dates (`{"date", "times"}`); all other days are unknown."""
    closed, said = [], []
    for row in days:
        day = _date(row.get("date"))
        spans = _rows(row.get("times"))
        if day is None or spans is None:
            return None
        hours = [_span(span, None) for span in spans]
        if None in hours:
            return None
        closed.append(f"{_day(day)} off")
        said.append(_hours([one for one in hours if one], _day(day)))
    return _checked([*closed, *_added(said)]) if closed else None


def _checked(parts: list[str]) -> str | None:
    rule = "; ".join([_UNKNOWN_ELSEWHERE, *parts])
    return rule if is_rule(rule) else None


def _period(row: Row) -> str | None:
    first, last = _date(row.get("start_date")), _date(row.get("end_date"))
    groups = _rows(row.get("time_span_groups"))
    if groups is None or (row.get("start_date") and not first) or (row.get("end_date") and not last) or not first:
        return None
    dates = f"{_day(first)}-{_day(last)}" if last else f"{_day(first)}+"
    state = row.get("resource_state")
    days: dict[int, list[Hours]] = {}
    for group in groups:
        listed = _rows(group.get("time_spans"))
        if listed is None or group.get("rules"):
            return None
        for span in listed:
            hours, weekdays = _span(span, state), _weekdays(span.get("weekdays"))
            if hours is None or weekdays is None:
                return None
            for day in weekdays:
                days.setdefault(day, []).append(hours)
    if not days:
        return f"{dates} {'off' if state in CLOSED else 'unknown'}"
    weeks: dict[str, list[int]] = {}
    for day in sorted(days):
        weeks.setdefault(_hours(days[day], "{days}"), []).append(day)
    said = [template.format(days=f"{dates} {day_names(same)}") for template, same in weeks.items()]
    # where an overriding period names no hours, those that it overrides go on
    named = f" {day_names(sorted(days))}" if row.get("override") is True and len(days) < WEEK else ""
    return "; ".join([f"{dates}{named} off", *_added(said)])


def _added(rules: list[str]) -> list[str]:
    """Rules of different days as one: "; " between them would take the hours after midnight away from the evening before."""
    return [", ".join(said)] if (said := [rule for rule in rules if rule]) else []


def _hours(hours: list[Hours], days: str) -> str:
    """The rules of the hours of some days; "" when they are closed. Where one state takes from another, nobody knows."""
    is_open, unsure, closed = (
        sorted({span for state, span in hours if state is said}) for said in (Known.YES, Known.UNKNOWN, Known.NO)
    )
    if closed and (is_open or unsure):
        return f"{days} unknown"
    parts = [f"{days} {','.join(is_open)}"] if is_open else []
    return ", ".join([*parts, f"{days} {','.join(unsure)} unknown"] if unsure else parts)


def _span(row: Row, period_state: object) -> Hours | None:
    """Whether it is open, and the hours, of a time span; None for one with a name, or without hours that can be read."""
    if any(_has_words(row.get(part)) for part in ("name", "description")):
        return None
    state = row.get("resource_state")
    state = period_state if state in _UNSAID else state
    said = Known.YES if state in OPEN else Known.NO if state in CLOSED else Known.UNKNOWN
    if row.get("full_day") is True or (said is Known.NO and not row.get("start_time")):
        return said, _WHOLE_DAY
    start, end = _clock(row.get("start_time")), _clock(row.get("end_time"))
    if start is None or end is None:
        return None
    over_night = row.get("end_time_on_next_day") is True
    if end == "00:00":
        end = "24:00"
    elif over_night != (end <= start):
        return None
    return said, f"{start}-{end}"


def _has_words(value: object) -> bool:
    return bool(value) if not isinstance(value, Mapping) else any(bool(one) for one in value.values())


def _weekdays(value: object) -> list[int] | None:
    """The weekdays 0–6 of a span; null is every day."""
    if value is None:
        return list(range(7))
    if not isinstance(value, list) or not value or not all(day in range(1, 8) for day in value):
        return None
    return [day - 1 for day in value]


def _rank(row: Row) -> tuple[bool, int, str]:
    """Sorts what holds last: regular periods first, of those that override the longest first."""
    return row.get("override") is True, -_length_days(row) if row.get("override") is True else 0, _start(row)


def _length_days(row: Row) -> int:
    first, last = _date(row.get("start_date")), _date(row.get("end_date"))
    return (last - first).days if first and last else UNBOUNDED_DAYS


def _start(row: Row) -> str:
    return str(row.get("start_date") or "")


def _overlap(one: Row, other: Row) -> bool:
    """Whether two periods of the same rank share a day: which hours hold then is for Hauki to say."""
    if (one.get("override") is True) != (other.get("override") is True):
        return False
    if one.get("override") is True and _length_days(one) != _length_days(other):
        return False
    first, last = _start(one), _start(other)
    ends, other_ends = (str(row.get("end_date") or "9999") for row in (one, other))
    return first <= other_ends and last <= ends


def _rows(value: object) -> list[Row] | None:
    return value if isinstance(value, list) and all(isinstance(one, Mapping) for one in value) else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _clock(value: object) -> str | None:
    try:
        return f"{time.fromisoformat(value):%H:%M}" if isinstance(value, str) else None
    except ValueError:
        return None


def _day(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
