"""When a schema.org thing is held: its start and end, its `eventSchedule`, its parts. Times without a zone are Helsinki's.

A schedule that cannot be read whole (by month, by position, without weekdays) leaves the first and the last day, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.rows import RowRefused
from crawler.sources.webpage_things import Thing, many, objects, words
from crawler.taking_part import Note, Read, note
from schemas.normalise.schedule import daypart_of, is_long_row, is_moment, period_of, read_moment, read_session
from schemas.normalise.weekly_sessions import Limits, Meeting, clocks, is_anchored, listed_sessions, rrule_of
from schemas.service import Daypart, Schedule, Session, Weekday
from schemas.settings import HELSINKI

CANCELLED, POSTPONED = "EventCancelled", "EventPostponed"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKLY = {"p1w": False, "p7d": False, "weekly": False, "p2w": True, "p14d": True, "biweekly": True}
_CLOCK = re.compile(r"^T?(\d{1,2}):?(\d{2})(?::?\d{2})?")


def status_of(thing: Thing) -> str:
    """The event's status, without the address before it; "" where none is said."""
    return words(thing.get("eventStatus")).rsplit("/", 1)[-1]


def read_times(thing: Thing, key: str) -> Read:
    """The schedule of a thing, with weekdays and parts of the day where only a rule is known.

    Raises RowRefused for a start or an end that is no time at all.
    """
    if status_of(thing) == POSTPONED:
        return Read({})
    is_cancelled = status_of(thing) == CANCELLED
    for source in (*objects(thing.get("eventSchedule")), *objects(thing.get("courseSchedule"))):
        found = _of_schedule(source, thing)
        if found is not None:
            return found
    parts = [*objects(thing.get("subEvent")), *objects(thing.get("hasCourseInstance"))]
    if parts:
        return _of_parts(parts, key, is_cancelled=is_cancelled)
    session = _session(thing, key, is_cancelled=is_cancelled)
    if session is None:
        return Read({})
    schedule = period_of(session) if is_long_row(session) else Schedule(sessions=[session])
    return Read({"schedule": schedule})


def _session(thing: Thing, key: str, *, is_cancelled: bool) -> Session | None:
    return read_session(_moment(thing, "startDate", key), _moment(thing, "endDate", key), cancelled=is_cancelled)


def _moment(thing: Thing, field: str, key: str) -> str | None:
    """A date as it stands, or a moment with its zone."""
    text = words(thing.get(field))
    if not text:
        return None
    if not is_moment(text):
        raise RowRefused("bad_value", f"/{field}", text, source_id=key)
    found = read_moment(text, zone=HELSINKI)
    if found is None:
        return None
    return text if found[1] else found[0].isoformat()


def _of_parts(parts: list[Thing], key: str, *, is_cancelled: bool) -> Read:
    """Sessions from the parts of a series; a part that lasts for weeks makes a period of the whole."""
    if len(parts) == 1:
        inner = read_times(parts[0], key)
        if inner.values:
            return inner
    found = [
        session
        for one in parts
        if (session := _session(one, key, is_cancelled=is_cancelled or status_of(one) == CANCELLED)) is not None
    ]
    if not found:
        return Read({})
    if any(is_long_row(one) for one in found):
        periods = [period_of(one) for one in found]
        schedule = Schedule(
            starts=min(p.starts for p in periods if p.starts), ends=max(p.ends for p in periods if p.ends)
        )
        return Read({"schedule": schedule})
    sessions = {(one.start, one.end): one for one in found}
    return Read({"schedule": Schedule(sessions=sorted(sessions.values(), key=lambda one: one.start))})


def _of_schedule(source: Thing, thing: Thing) -> Read | None:
    """A schema.org Schedule: weekly or every other week, on named weekdays, between clocks."""
    starts, ends = (_day(source.get(part)) or _day(thing.get(part)) for part in ("startDate", "endDate"))
    often = words(source.get("repeatFrequency")).lower()
    days = frozenset(_weekdays(source.get("byDay")))
    begins, finishes = _minute(source.get("startTime")), _minute(source.get("endTime"))
    is_odd = any(source.get(part) for part in ("byMonth", "byMonthDay", "byMonthWeek", "repeatCount"))
    term = Schedule(starts=starts, ends=ends)
    if starts is None and ends is None:
        return None
    if often not in _WEEKLY or not days or begins is None or is_odd:
        return Read({"schedule": term})
    if finishes is not None and finishes <= begins:
        finishes = None
    meetings = [Meeting(days, begins, finishes, every_other=_WEEKLY[often])]
    without = frozenset(day for value in many(source.get("exceptDate")) if (day := _day(value)) is not None)
    limits = Limits(without_days=without)
    notes: list[Note] = [note("/schedule", "webpage.schedule", f"{often} {words(source.get('byDay'))}".strip())]
    names = [one for number, one in enumerate(Weekday) if number in days]
    dayparts = {daypart_of(clock) for clock in clocks(meetings)}
    found: dict[str, object] = {"weekdays": names, "dayparts": [part for part in Daypart if part in dayparts]}
    if starts is None or not is_anchored(meetings, starts):
        return Read(found | {"schedule": term}, notes)
    last = ends or starts + timedelta(days=365)
    sessions = listed_sessions(meetings, limits, starts, last) if ends else []
    schedule = Schedule(sessions=sessions, starts=starts, ends=ends, rrule=rrule_of(meetings, limits))
    return Read(found | {"schedule": schedule}, notes)


def _weekdays(value: object) -> Iterator[int]:
    """The weekdays 0–6 of names, addresses and two-letter codes.

    >>> list(_weekdays(["https://schema.org/Monday", "TU", "friday"]))
    [0, 1, 4]
    """
    for one in many(value):
        name = words(one).rsplit("/", 1)[-1].lower()
        for number, day in enumerate(_DAYS):
            if name and (name == day or (len(name) == 2 and day.startswith(name))):
                yield number


def _day(value: object) -> date | None:
    found = read_moment(words(value), zone=HELSINKI)
    return found[0].astimezone(HELSINKI).date() if found else None


def _minute(value: object) -> int | None:
    found = _CLOCK.match(words(value))
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if minutes < 24 * 60 and int(found[2]) < 60 else None
