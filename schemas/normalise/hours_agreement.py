"""Whether two rules of opening hours say the same of a usual week: one without exceptions, so that a holiday is no disagreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from schemas.normalise.opening_hours import is_open_at
from schemas.service import Known
from schemas.settings import HELSINKI

Row = Mapping[str, object]
WEEK: Final = timedelta(days=7)
STEP: Final = timedelta(minutes=15)
WEEKS_AHEAD: Final = 104


def usual_week(periods: Iterable[Row]) -> date | None:
    """The first Monday from which a regular period holds for seven days that no other period touches; None where there is none."""
    spans = [(row.get("override") is True, *_ends(row)) for row in periods]
    for is_override, first, last in sorted(spans):
        if is_override or first == date.min:
            continue
        monday = first + timedelta(days=-first.weekday() % 7)
        others = [(start, end) for other, start, end in spans if (other, start, end) != (is_override, first, last)]
        for _ in range(WEEKS_AHEAD):
            sunday = monday + WEEK - timedelta(days=1)
            if sunday > last:
                break
            if not any(start <= sunday and monday <= end for start, end in others):
                return monday
            monday += WEEK
    return None


@lru_cache(maxsize=4096)
def differ_in(week: date, one: str, other: str) -> bool:
    """Whether, at some quarter of the seven days from a Monday, the one rule says open and the other closed. Unknown differs from nothing."""
    moment = datetime.combine(week, time(), HELSINKI)
    last = datetime.combine(week + WEEK, time(), HELSINKI)
    while moment < last:
        said = {is_open_at(one, moment), is_open_at(other, moment)}
        if said == {Known.YES, Known.NO}:
            return True
        moment += STEP
    return False


def _ends(row: Row) -> tuple[date, date]:
    """The first and the last day; the earliest and the latest there are for what is not said."""
    return _date(row.get("start_date"), date.min), _date(row.get("end_date"), date.max)


def _date(value: object, missing: date) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else missing
    except ValueError:
        return missing
