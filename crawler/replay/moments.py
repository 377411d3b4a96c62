"""The sample city's dates: `~tue+1 17:30` and the like, counted from Monday of the week. See `crawler/sample/README.md`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from schemas.settings import HELSINKI

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TOKEN = re.compile(
    r"^~(?:(?P<day>mon|tue|wed|thu|fri|sat|sun)(?P<week>[+-]\d+)|(?P<offset>[+-]\d+))(?: (?P<clock>\d\d:\d\d))?(?: (?P<form>local|plain))?$"
)
_WEEKLY = re.compile(r"^(?P<first>~\S+) (?P<start>\d\d:\d\d)/(?P<end>\d\d:\d\d) x(?P<times>\d+)$")
_SESSION = re.compile(r"^(?P<day>~\S+) (?P<start>\d\d:\d\d)/(?P<end>\d\d:\d\d)(?P<cancelled> cancelled)?$")


def monday_of(moment: datetime) -> date:
    """Monday of the week of a moment, in Helsinki."""
    day = moment.astimezone(HELSINKI).date()
    return day - timedelta(days=day.weekday())


def resolve(token: str, monday: date) -> str:
    """What a token is served as.

    >>> resolve("~tue+1 17:30", date(2026, 11, 23)), resolve("~-40 08:15 local", date(2026, 11, 23))
    ('2026-12-01T15:30:00Z', '2026-10-14T08:15:00')
    """
    found = _TOKEN.match(token)
    if not found:
        raise ValueError(f"not a moment of the sample city: {token!r}")
    days = _DAYS.index(found["day"]) + 7 * int(found["week"]) if found["day"] else int(found["offset"])
    day = monday + timedelta(days=days)
    if not found["clock"]:
        return day.isoformat()
    local = datetime.combine(day, time.fromisoformat(found["clock"]), HELSINKI)
    if found["form"] == "local":
        return f"{local:%Y-%m-%dT%H:%M:%S}"
    if found["form"] == "plain":
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def resolve_all(value: Any, monday: date) -> Any:
    """A row with its tokens served and without the keys that are ours (`_…`)."""
    if isinstance(value, dict):
        return {k: resolve_all(v, monday) for k, v in value.items() if not k.startswith("_")}
    if isinstance(value, list):
        return [resolve_all(v, monday) for v in value]
    if isinstance(value, str) and value.startswith("~"):
        return resolve(value, monday)
    return value


def sessions_of(row: dict[str, Any], monday: date) -> list[tuple[str, str, bool]]:
    """(start, end, cancelled) of each child of a series, in order of time; an exception replaces the weekly time of its day."""
    found: dict[str, tuple[str, str, bool]] = {}
    weekly = _WEEKLY.match(row.get("_weekly", ""))
    if weekly:
        first = date.fromisoformat(resolve(weekly["first"], monday))
        for week in range(int(weekly["times"])):
            day = first + timedelta(weeks=week)
            found[day.isoformat()] = (*_span(day, weekly["start"], weekly["end"]), False)
    for written in row.get("_sessions", ()):
        one = _SESSION.match(written)
        if not one:
            raise ValueError(f"not a session of the sample city: {written!r}")
        day = date.fromisoformat(resolve(one["day"], monday))
        key = day.isoformat() if weekly else f"{day.isoformat()} {one['start']}"
        found[key] = (*_span(day, one["start"], one["end"]), bool(one["cancelled"]))
    return [found[key] for key in sorted(found)]


def _span(day: date, start: str, end: str) -> tuple[str, str]:
    begins = datetime.combine(day, time.fromisoformat(start), HELSINKI)
    ends = datetime.combine(day, time.fromisoformat(end), HELSINKI)
    if ends < begins:
        ends += timedelta(days=1)
    return f"{begins.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", f"{ends.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
