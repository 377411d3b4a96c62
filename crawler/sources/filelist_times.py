"""When something of a list is held: a start and an end, or a weekday with a clock between two days. A cell that cannot be read refuses its row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from crawler.rows import RowRefused
from crawler.taking_part import Read, note
from crawler.weeks import read_week
from schemas.normalise.hours_words import DAY_MIN
from schemas.normalise.schedule import daypart_of, is_long_row, period_of
from schemas.normalise.text import plain_text
from schemas.normalise.weekly_sessions import Limits, Meeting, clocks, listed_sessions, rrule_of
from schemas.normalise.written_times import read_clocks, read_weekdays, read_written_moment
from schemas.service import Daypart, Schedule, Session, Text, Weekday
from schemas.settings import HELSINKI

FIELDS = ("start", "end", "weekday", "time", "from", "to", "not_on")
Moment = tuple[datetime, bool]
LESSON_MIN = 45
_DAY_AND_CLOCK = re.compile(r"([^\d]+?)\s*(?:\b(?:klo|kello|kl)\b\.?)?\s*(\d.*)")


def read_times(row: Mapping[str, object], told: Text, key: str) -> Read:
    """The schedule of a row, weekdays and parts of the day; `told` is read for the week of a period. Raises RowRefused."""
    start, end = moment_of(row, "start", key), moment_of(row, "end", key)
    first, last = moment_of(row, "from", key), moment_of(row, "to", key)
    clock = clock_of(row, key)
    days = weekdays_of(row, key)
    if end is not None and start is None:
        raise RowRefused("missing_field", "/start", None, source_id=key)
    if days is not None:
        begins, ends = first or start, last or end
        if begins is None:
            raise RowRefused("missing_field", "/from", None, source_id=key)
        _check_order(begins, ends, "to" if last else "end", row, key)
        return week_of(row, days, clock or _clock_of(start, end), day_of(begins), ends and day_of(ends), key)
    _check_order(start, end, "end", row, key)
    _check_order(first, last, "to", row, key)
    if start is None:
        if first is None and last is None:
            return Read({})
        return read_week(told, Schedule(starts=first and day_of(first), ends=last and day_of(last)))
    session = session_of(start, end, clock)
    if is_long_row(session):
        return read_week(told, period_of(session))
    return Read({"schedule": Schedule(sessions=[session])})


def week_of(
    row: Mapping[str, object],
    days: frozenset[int],
    clock: tuple[int, int | None] | None,
    starts: date,
    ends: date | None,
    key: str,
    *,
    lessons: int | None = None,
    lists: bool = True,
) -> Read:
    """A week that a list states: its sessions where both ends and the clock are known, save on the days of `not_on`.

    `lists`: whether nothing but `not_on` and public holidays is left out. Where that is not known (False), the sessions are listed only if
    their number is the one that `lessons` of 45 minutes make.
    """
    names = [day for number, day in enumerate(Weekday) if number in days]
    values: dict[str, object] = {"schedule": Schedule(starts=starts, ends=ends), "weekdays": names}
    if clock is None:
        return Read(values)
    meetings = [Meeting(days, *clock)]
    parts = {daypart_of(one) for one in clocks(meetings)}
    values["dayparts"] = [part for part in Daypart if part in parts]
    limits = Limits(without_days=_days_without(row, key))
    sessions = listed_sessions(meetings, limits, starts, ends) if ends else []
    if not lists and not _are_all(sessions, clock, lessons):
        return Read(values)
    rule = rrule_of(meetings, limits)
    values["schedule"] = Schedule(starts=starts, ends=ends, sessions=sessions, rrule=rule)
    told = " ".join(plain_text(str(row[name])) for name in ("weekday", "time") if name in row)
    pointers = {"/schedule/sessions": sessions, "/schedule/rrule": rule}
    return Read(values, [note(at, "list.week", told, is_sure=False) for at, value in pointers.items() if value])


def _are_all(sessions: list[Session], clock: tuple[int, int | None], lessons: int | None) -> bool:
    """Whether so many sessions have as many lessons as the course has: then there is no break that nobody told us of."""
    if not sessions or lessons is None or clock[1] is None:
        return False
    return round((clock[1] - clock[0]) / LESSON_MIN) * len(sessions) == lessons


def moment_of(row: Mapping[str, object], field: str, key: str) -> Moment | None:
    """The moment or the day in a cell."""
    if row.get(field) in (None, ""):
        return None
    text = plain_text(row[field])
    found = read_written_moment(text) if text else None
    if found is None:
        raise RowRefused("bad_value", f"/{field}", row[field], source_id=key)
    return found


def clock_of(row: Mapping[str, object], key: str) -> tuple[int, int | None] | None:
    """The clock or the span of clocks in the cell `time`."""
    if row.get("time") in (None, ""):
        return None
    text = plain_text(row["time"])
    both = _both(text)
    found = read_clocks(both[1] if both else text)
    if found is None:
        raise RowRefused("bad_value", "/time", row["time"], source_id=key)
    return found


def _clock_of(start: Moment | None, end: Moment | None) -> tuple[int, int | None] | None:
    """The span between the clocks of the first and of the last meeting, where they have any."""
    if start is None or start[1]:
        return None
    begins, ends = (one and one[0].astimezone(HELSINKI).time() for one in (start, end))
    assert begins is not None
    first = begins.hour * 60 + begins.minute
    last = None if ends is None or end is None or end[1] else ends.hour * 60 + ends.minute
    return first, last if last is not None and last > first else None


def weekdays_of(row: Mapping[str, object], key: str) -> frozenset[int] | None:
    """The weekdays in the cell `weekday`, or before the clock in the cell `time`."""
    if row.get("weekday") in (None, ""):
        both = _both(plain_text(row.get("time")))
        return both[0] if both else None
    found = read_weekdays(plain_text(row["weekday"]))
    if found is None:
        raise RowRefused("bad_value", "/weekday", row["weekday"], source_id=key)
    return found


def _both(text: str) -> tuple[frozenset[int], str] | None:
    """The weekdays and the clock of a cell that holds both: "ti klo 17.30–19"."""
    found = _DAY_AND_CLOCK.fullmatch(text)
    days = read_weekdays(found[1]) if found else None
    return (days, found[2]) if found and days is not None else None


def session_of(start: Moment, end: Moment | None, clock: tuple[int, int | None] | None) -> Session:
    """One session. A clock beside a bare day is that day's; without one the day is whole, and its end the last day, inclusive."""
    begins, is_day = start
    finish = end and (end[0] + timedelta(days=1) if end[1] else end[0])
    if is_day and clock is not None:
        midnight = begins.astimezone(HELSINKI)
        begins, is_day = at(midnight.date(), clock[0]), False
        if finish is None or (end is not None and end[0].date() == midnight.date()):
            finish = None if clock[1] is None else at(midnight.date(), clock[1])
    elif not is_day and end is not None and end[1] and end[0].date() == begins.astimezone(HELSINKI).date():
        finish = None
    if is_day and finish is None:
        finish = begins + timedelta(days=1)
    return Session(start=begins.astimezone(HELSINKI), end=finish and finish.astimezone(HELSINKI), all_day=is_day)


def at(day: date, minutes: int) -> datetime:
    """A minute of a day by Helsinki's clocks; above 1440 it is the next day's."""
    over, minutes = divmod(minutes, DAY_MIN)
    return datetime.combine(day + timedelta(days=over), time(minutes // 60, minutes % 60), HELSINKI)


def day_of(moment: Moment) -> date:
    return moment[0].astimezone(HELSINKI).date()


def _check_order(start: Moment | None, end: Moment | None, field: str, row: Mapping[str, object], key: str) -> None:
    if start is None or end is None:
        return
    is_before = day_of(end) < day_of(start) if end[1] else end[0].timestamp() < start[0].timestamp()
    if is_before:
        raise RowRefused("bad_value", f"/{field}", row.get(field), source_id=key)


def _days_without(row: Mapping[str, object], key: str) -> frozenset[date]:
    """The days of the cell `not_on`, separated by commas or semicolons, or a list of them."""
    value = row.get("not_on")
    parts = value if isinstance(value, list) else plain_text(value).replace(";", ",").replace("\n", ",").split(",")
    found = set()
    for part in parts:
        text = plain_text(part)
        if not text:
            continue
        moment = read_written_moment(text)
        if moment is None or not moment[1]:
            raise RowRefused("bad_value", "/not_on", value, source_id=key)
        found.add(day_of(moment))
    return frozenset(found)
