"""What a rule of OpenStreetMap's `opening_hours` says of a moment, by the clocks and the public holidays of Finland.

https://wiki.openstreetmap.org/wiki/Key:opening_hours. Rules are evaluated by the library `opening-hours-py` only.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from opening_hours import OpeningHours, State
from opening_hours import ParserError as RuleError  # type: ignore[attr-defined]  # missing in its stubs

from schemas.service import Known
from schemas.settings import HELSINKI

COUNTRY: Final = "FI"
CALENDAR: Final = range(1990, 2201)
"""The years of which holidays are known."""
ALWAYS: Final = "24/7"
NEVER: Final = "off"
UNSAID_HOLIDAYS: Final = "PH unknown"
"""Stands in a rule of which nobody said what holds on public holidays."""
_NAMES: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@lru_cache(maxsize=4096)
def _parsed(rule: str) -> OpeningHours:
    return OpeningHours(rule, country=COUNTRY)


def is_rule(rule: str) -> bool:
    """Whether the library can evaluate it."""
    try:
        _parsed(rule)
    except RuleError:
        return False
    return True


def is_open_at(rule: str, moment: datetime) -> Known:
    """Whether a rule says open at an instant: by Helsinki's clocks, with Finland's public holidays. Unknown in times that have no calendar.

    >>> is_open_at("Mo-Fr 08:00-16:00; PH unknown", datetime.fromisoformat("2026-11-24T15:59:00+02:00"))
    <Known.YES: 'yes'>
    """
    if moment.year not in CALENDAR:
        return Known.UNKNOWN
    state, _ = _parsed(rule).state(moment.astimezone(HELSINKI).replace(tzinfo=None))
    return Known.YES if state == State.OPEN else Known.NO if state == State.CLOSED else Known.UNKNOWN


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday of Finland, or Christmas Eve or Midsummer Eve."""
    return _parsed("PH").is_open(datetime.combine(day, time(12)))


def day_names(days: list[int]) -> str:
    """The days 0–6 as a rule names them.

    >>> day_names([0, 1, 2, 4])
    'Mo-We,Fr'
    """
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_NAMES[run[0]] if len(run) == 1 else f"{_NAMES[run[0]]}-{_NAMES[run[-1]]}" for run in runs)
