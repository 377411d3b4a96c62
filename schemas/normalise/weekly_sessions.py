"""A week that was read, as listed sessions and as an RRULE. Sessions are by Helsinki's clocks; those on public holidays are not claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from schemas.normalise.hours_words import DAY_MIN
from schemas.normalise.opening_hours import is_holiday
from schemas.service import Session
from schemas.settings import HELSINKI

MOST_SESSIONS: Final = 200
_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Held on these weekdays 0–6 at a minute of the day; `nth` of its month (-1: the last), or every other week."""

    days: frozenset[int]
    start_min: int
    end_min: int | None = None
    nth: int | None = None
    every_other: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What takes days out of a series: even or odd ISO weeks only, weeks and days without, the first and the last day."""

    weeks: Literal["even", "odd"] | None = None
    without_weeks: frozenset[int] = frozenset()
    without_days: frozenset[date] = frozenset()
    first: date | None = None
    last: date | None = None


def listed_sessions(meetings: list[Meeting], limits: Limits, starts: date, ends: date) -> list[Session]:
    """The sessions from `starts` to `ends`, inclusive; none where there would be more than 200: a part of them would seem the whole."""
    if (ends - starts).days > MOST_SESSIONS * _WEEK.days:
        return []
    sessions: list[Session] = []
    day = starts
    while day <= ends:
        if _is_held(day, limits):
            sessions += [_session(day, one) for one in meetings if _is_on(day, one, starts)]
        if len(sessions) > MOST_SESSIONS:
            return []
        day += timedelta(days=1)
    return sorted(sessions, key=lambda one: one.start.timestamp())


def is_anchored(meetings: list[Meeting], starts: date) -> bool:
    """Whether the first day tells which of every other week it is."""
    return all(starts.weekday() in one.days for one in meetings if one.every_other)


def rrule_of(meetings: list[Meeting], limits: Limits) -> str | None:
    """The recurrence from the midnight that begins `starts`, up to and with `ends`, where one RFC 5545 rule says the whole pattern.

    A part that it cannot say (weeks or days without, even and odd weeks, two clocks) leaves it out.
    """
    if len(meetings) != 1 or limits.weeks or limits.without_weeks or limits.without_days:
        return None
    meeting = meetings[0]
    days = ",".join(f"{meeting.nth or ''}{_BYDAY[day]}" for day in sorted(meeting.days))
    often = "FREQ=MONTHLY" if meeting.nth else "FREQ=WEEKLY;INTERVAL=2" if meeting.every_other else "FREQ=WEEKLY"
    return f"{often};BYDAY={days};BYHOUR={meeting.start_min // 60};BYMINUTE={meeting.start_min % 60}"


def _is_held(day: date, limits: Limits) -> bool:
    week = day.isocalendar().week
    if limits.weeks and (week % 2 == 0) != (limits.weeks == "even"):
        return False
    return week not in limits.without_weeks and day not in limits.without_days and not is_holiday(day)


def _is_on(day: date, meeting: Meeting, starts: date) -> bool:
    if day.weekday() not in meeting.days:
        return False
    if (
        meeting.every_other
        and ((day - timedelta(days=day.weekday())) - (starts - timedelta(days=starts.weekday()))).days % 14
    ):
        return False
    if meeting.nth == -1:
        return (day + _WEEK).month != day.month
    return meeting.nth is None or (day.day - 1) // 7 + 1 == meeting.nth


def _session(day: date, meeting: Meeting) -> Session:
    end = None if meeting.end_min is None else _at(day, meeting.end_min)
    return Session(start=_at(day, meeting.start_min), end=end)


def _at(day: date, minutes: int) -> datetime:
    days, minutes = divmod(minutes, DAY_MIN)
    return datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), HELSINKI)


def clocks(meetings: list[Meeting]) -> Iterator[time]:
    """The clocks at which the meetings start."""
    return (time(one.start_min // 60, one.start_min % 60) for one in meetings)
