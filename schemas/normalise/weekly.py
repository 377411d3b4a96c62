"""The week of a series that an upstream gives as one row of many weeks: its weekdays, its clock and, where all was read, its sessions.

Sessions are listed only where every word on time was understood, in each language: one exception that cannot be read ("tauko",
"syysloma", a date of which it is not clear what happens then) leaves weekdays and parts of the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.normalise.memo import read_once
from schemas.normalise.schedule import daypart_of
from schemas.normalise.weekly_reading import read_week
from schemas.normalise.weekly_sessions import Limits, Meeting, clocks, is_anchored, listed_sessions, rrule_of
from schemas.service import Daypart, Schedule, Text, Weekday


@dataclass(frozen=True, slots=True)
class Weekly:
    """What was read. `schedule` has the sessions, and a rule where one says the whole; `evidence` is the sentence."""

    schedule: Schedule
    weekdays: list[Weekday]
    dayparts: list[Daypart]
    evidence: str


@read_once
def weekly_of(told: Text, term: Schedule) -> Weekly | None:
    """The week of what is told, within `starts`–`ends` of `term`; None where no weekday is named, or languages differ.

    >>> from datetime import date
    >>> found = weekly_of({"fi": "Ryhmä kokoontuu maanantaisin klo 10–11."}, Schedule(starts=date(2026, 9, 1), ends=date(2026, 9, 30)))
    >>> [one.start.isoformat() for one in found.schedule.sessions][:2]
    ['2026-09-07T10:00:00+03:00', '2026-09-14T10:00:00+03:00']
    """
    readings = [read_week(words, lang, term) for lang, words in told.items()]
    spoken = [one for one in readings if one.all_days]
    if not spoken or any(one.is_unclear for one in readings) or len({frozenset(one.all_days) for one in spoken}) > 1:
        return None
    clocked = [one for one in spoken if one.meetings]
    agreed = clocked[0].meetings if clocked and all(one.meetings == clocked[0].meetings for one in clocked) else []
    limits = _together(one.limits for one in readings)
    schedule = term
    if agreed and limits is not None and all(one.is_whole for one in readings):
        schedule = _schedule(agreed, limits, term)
    dayparts = {daypart_of(clock) for clock in clocks(agreed)}
    return Weekly(
        schedule=schedule,
        weekdays=[day for number, day in enumerate(Weekday) if number in spoken[0].all_days],
        dayparts=[part for part in Daypart if part in dayparts],
        evidence=(clocked or spoken)[0].evidence,
    )


def _schedule(meetings: list[Meeting], limits: Limits, term: Schedule) -> Schedule:
    starts, ends = limits.first or term.starts, limits.last or term.ends
    if starts is None or ends is None or starts > ends or not is_anchored(meetings, starts):
        return term
    return Schedule(
        sessions=listed_sessions(meetings, limits, starts, ends),
        starts=starts,
        ends=ends,
        rrule=rrule_of(meetings, limits),
    )


def _together(all_limits: Iterable[Limits]) -> Limits | None:
    """The limits that the languages set: what one leaves out is out; None where they contradict each other."""
    together = Limits()
    for one in all_limits:
        fields = {}
        for name in ("weeks", "first", "last"):
            said = {getattr(together, name), getattr(one, name)} - {None}
            if len(said) > 1:
                return None
            fields[name] = said.pop() if said else None
        together = Limits(
            **fields,
            without_weeks=together.without_weeks | one.without_weeks,
            without_days=together.without_days | one.without_days,
        )
    return together
