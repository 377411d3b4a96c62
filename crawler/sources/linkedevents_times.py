"""When a Linked Events row is held, and whether it is cancelled: its status, its title, its two times, then its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.taking_part import Note, Read, note
from crawler.weeks import read_week
from schemas.normalise.schedule import (
    is_cancelled_in_title,
    is_long_row,
    is_part_cancelled_in_title,
    period_of,
    read_last_day,
    read_session,
)
from schemas.service import Schedule, Session, Text

CANCELLED = "EventCancelled"
POSTPONED = "EventPostponed"
"""Put off to a time that nobody knows yet: the time that still stands in the row, if any, is the old one. `EventRescheduled` has its new time."""


@dataclass(frozen=True, slots=True)
class Times:
    """`session`: the row as one session, or as the whole of a long row; `period`: its first and last day."""

    is_cancelled: bool
    session: Session | None
    period: Schedule
    notes: list[Note]


def read_times(row: Mapping[str, object], name: Text, *, is_series: bool) -> Times:
    """The times of a row. A title that cancels one day of a long row or a series does not cancel the whole."""
    status = row.get("event_status")
    row_session = read_session(row.get("start_time"), row.get("end_time"))
    is_many = is_series or (row_session is not None and is_long_row(row_session))
    titles = [t for t in name.values() if is_cancelled_in_title(t) and not (is_many and is_part_cancelled_in_title(t))]
    is_cancelled = status == CANCELLED or bool(titles)
    notes = [note("/state", "schedule.title", titles[0])] if titles else []
    if status == POSTPONED or row_session is None:
        last_day = None if status == POSTPONED else read_last_day(row.get("end_time"))
        return Times(is_cancelled, None, Schedule(ends=last_day), notes)
    session = row_session.model_copy(update={"state": "cancelled" if is_cancelled else "scheduled"})
    return Times(is_cancelled, session, period_of(session), notes)


def read_schedule(times: Times, told: Text, *, is_series: bool, has_parts: bool) -> Read:
    """The schedule: one session, a period with the week that its words say, or nothing where the sessions are rows of their own."""
    if times.session is None:
        return Read({"schedule": times.period})
    if is_long_row(times.session):
        return Read({"schedule": times.period}) if is_series or has_parts else read_week(told, times.period)
    return Read({"schedule": Schedule() if is_series else Schedule(sessions=[times.session])})
