"""Moments and days as upstreams write them; absurd ones are not known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from schemas.service import Daypart, Schedule, Session, Weekday
from schemas.settings import HELSINKI

YEARS = range(1990, 2101)
LONG_ROW = timedelta(hours=30)
"""A row that lasts longer is a period through which something is there, not one session."""
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_CANCELLED = re.compile(r"\b(?:peruttu|peruutettu|peruttu!|inställ[dt]|cancell?ed)\b", re.IGNORECASE)


def read_moment(value: object, *, zone: object = UTC) -> tuple[datetime, bool] | None:
    """(aware moment, is it a bare date) of an ISO date-time or date; None for what is not one, or is absurd.

    A moment without a zone is taken in `zone`; a bare date is its midnight in Helsinki.

    >>> read_moment("2026-11-24")[1], read_moment("0026-09-23")
    (True, None)
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if _DAY.match(text):
            day = date.fromisoformat(text)
            return (datetime.combine(day, time.min, HELSINKI), True) if day.year in YEARS else None
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)  # type: ignore[arg-type]  # a tzinfo
    return moment, False


def is_moment(text: str) -> bool:
    """Whether a text is an ISO date or date-time at all, be its year absurd or not.

    >>> is_moment("0026-09-23"), is_moment("soon")
    (True, False)
    """
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def read_session(start: object, end: object, *, cancelled: bool = False) -> Session | None:
    """One session in Helsinki time, or None when its start is not known. An end before the start is not known.

    Linked Events gives a date-only end as the last day, inclusive.
    """
    begins = read_moment(start)
    if begins is None:
        return None
    ends = read_moment(end)
    finish: datetime | None = None
    if ends is not None:
        finish = ends[0] + timedelta(days=1) if ends[1] else ends[0]
    if finish is not None and finish < begins[0]:
        finish = None
    if begins[1] and finish is None:
        finish = begins[0] + timedelta(days=1)
    return Session(
        start=begins[0].astimezone(HELSINKI),
        end=finish and finish.astimezone(HELSINKI),
        all_day=begins[1],
        state="cancelled" if cancelled else "scheduled",
    )


def is_long_row(session: Session) -> bool:
    """Whether one row spans more than a day: an exhibition, or a weekly series entered as one row."""
    return session.end is not None and session.end - session.start > LONG_ROW


def period_of(session: Session) -> Schedule:
    """The period of a long row, as inclusive Helsinki dates."""
    last = (session.end or session.start).astimezone(HELSINKI)
    ends = (last - timedelta(days=1)).date() if last.time() == time.min and session.end else last.date()
    return Schedule(starts=session.start.astimezone(HELSINKI).date(), ends=ends)


def weekdays_and_dayparts(sessions: list[Session]) -> tuple[list[Weekday], list[Daypart]]:
    """On which weekdays and in which parts of the day the scheduled sessions start, Helsinki time."""
    days = list(Weekday)
    live = [s for s in sessions if s.state == "scheduled"]
    weekdays = {days[s.start.astimezone(HELSINKI).weekday()] for s in live}
    dayparts = {daypart(s.start) for s in live if not s.all_day}
    return [d for d in days if d in weekdays], [p for p in Daypart if p in dayparts]


def daypart(moment: datetime) -> Daypart:
    """The part of the day of a start, Helsinki time: morning < 12, afternoon 12–17, evening ≥ 17."""
    hour = moment.astimezone(HELSINKI).hour
    return Daypart.MORNING if hour < 12 else Daypart.AFTERNOON if hour < 17 else Daypart.EVENING


def is_cancelled_in_title(title: str) -> bool:
    """Whether a title says that the thing is cancelled.

    >>> is_cancelled_in_title("Killer (PERUTTU)"), is_cancelled_in_title("Peruttomat kirjat")
    (True, False)
    """
    return bool(_CANCELLED.search(title))
