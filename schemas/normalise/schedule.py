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
_MIDNIGHT = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]24:00(?::00(?:\.0+)?)?")
"""The end of a day as ISO 8601 may write it; Python reads hours up to 23."""
_CANCELLED = re.compile(
    r"\b(?:peruttu|peruutettu|peruuntunut|inställ(?:d|t|da)|avlys(?:t|ta)|cancell?ed)\b", re.IGNORECASE
)
_NOT_CANCELLED = re.compile(
    r"\b(?:ei\s+(?:ole\s+)?(?:peruttu|peruutettu|peruuntunut)|(?:inte|ej)\s+(?:inställ|avlys)\w+|not\s+cancell?ed)\b",
    re.IGNORECASE,
)
_ONE_DAY = r"(?<![\d.])(?<![–—-])(?<![–—-]\s)\d{1,2}\.\s?\d{1,2}\.?(?:20\d\d)?(?![\d.]*\s?[–—-]\s?\d)|\b(?:viikolla|vko|vecka|week)\s?\d+"
_PART = re.compile(
    rf"(?:{_ONE_DAY})[^\d]{{0,15}}{_CANCELLED.pattern}|{_CANCELLED.pattern}[^\d]{{0,15}}(?:{_ONE_DAY})", re.IGNORECASE
)


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
        moment = _from_iso(text)
    except (ValueError, OverflowError):
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
        _from_iso(text.strip())
    except (ValueError, OverflowError):
        return False
    return True


def _from_iso(text: str) -> datetime:
    found = _MIDNIGHT.match(text)
    if found is None:
        return datetime.fromisoformat(text)
    return datetime.fromisoformat(f"{found[1]}T00:00:00{text[found.end() :]}") + timedelta(days=1)


def read_session(start: object, end: object, *, cancelled: bool = False, zone: object = UTC) -> Session | None:
    """One session in Helsinki time, or None when its start is not known. An end before the start is not known.

    Linked Events gives a date-only end as the last day, inclusive; beside a start with a clock, an end of the same day says no clock.
    """
    begins = read_moment(start, zone=zone)
    if begins is None:
        return None
    ends = read_moment(end, zone=zone)
    finish: datetime | None = None
    if ends is not None:
        finish = ends[0] + timedelta(days=1) if ends[1] else ends[0]
        if ends[1] and not begins[1] and ends[0].date() == begins[0].astimezone(HELSINKI).date():
            finish = None
    # as instants: two clocks of one zone are compared as clocks, which go back in an autumn night
    if finish is not None and finish.timestamp() < begins[0].timestamp():
        finish = None
    if begins[1] and finish is None:
        finish = begins[0] + timedelta(days=1)
    return Session(
        start=begins[0].astimezone(HELSINKI),
        end=finish and finish.astimezone(HELSINKI),
        all_day=begins[1],
        state="cancelled" if cancelled else "scheduled",
    )


def read_last_day(end: object) -> date | None:
    """The last Helsinki day of an end, where only the end is known."""
    found = read_moment(end)
    if found is None:
        return None
    last = found[0].astimezone(HELSINKI)
    return (last if found[1] or last.time() != time.min else last - timedelta(days=1)).date()


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
    return daypart_of(moment.astimezone(HELSINKI).time())


def daypart_of(clock: time) -> Daypart:
    """The part of the day of a clock."""
    return Daypart.MORNING if clock.hour < 12 else Daypart.AFTERNOON if clock.hour < 17 else Daypart.EVENING


def is_cancelled_in_title(title: str) -> bool:
    """Whether a title says that the thing is cancelled.

    >>> is_cancelled_in_title("Killer (PERUTTU)"), is_cancelled_in_title("Peruttomat kirjat")
    (True, False)
    """
    return bool(_CANCELLED.search(_NOT_CANCELLED.sub("", title)))


def is_part_cancelled_in_title(title: str) -> bool:
    """Whether a title that cancels names one day or week of a series, and so does not cancel the whole.

    >>> is_part_cancelled_in_title("Jumppa (3.3. peruttu)"), is_part_cancelled_in_title("Jumppa 1.9.–8.12. PERUTTU")
    (True, False)
    """
    return bool(_PART.search(title))
