"""Days, clocks and weekdays as people write them in the cells of a list. A cell is read whole or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from schemas.normalise.hours_words import DAY_MIN, TO, day_of, day_pattern
from schemas.normalise.schedule import YEARS, read_moment
from schemas.service import LANGS, Lang
from schemas.settings import HELSINKI

_FINNISH: Final = re.compile(
    r"(?:[^\W\d]{2,12}\.?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+(?:klo|kello|kl\.?|at)?\s*(\d{1,2})[.:](\d{2})(?::\d{2})?)?",
    re.IGNORECASE,
)
_CLOCK: Final = r"(\d{1,2})(?:[.:](\d{2})(?:[.:]\d{2})?)?"
_SPAN: Final = re.compile(rf"(?:klo|kello|kl\.?|at)?\s*{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?", re.IGNORECASE)
_APART: Final = re.compile(r"\s*(?:[,;/&+]|\b(?:ja|sekä|och|samt|and)\b)\s*|\s+")
_OVER_NIGHT: Final = (12 * 60, 6 * 60)
"""A span that ends before it starts goes over midnight when it starts after the first and ends by the second."""


def read_written_moment(text: str) -> tuple[datetime, bool] | None:
    """(aware moment, is it a bare date) of an ISO or a Finnish date, with a clock or without; Helsinki's where no zone is said.

    >>> read_written_moment("24.11.2026 klo 17.30")[0].isoformat(), read_written_moment("ti 24.11.2026")[1]
    ('2026-11-24T17:30:00+02:00', True)
    """
    found = _FINNISH.fullmatch(text.strip())
    if found is None:
        return read_moment(text, zone=HELSINKI)
    day, month, year, hour, minute = found.groups()
    try:
        when = date(int(year), int(month), int(day))
        clock = time(int(hour), int(minute)) if hour else None
    except ValueError:
        return None
    if when.year not in YEARS:
        return None
    return datetime.combine(when, clock or time.min, HELSINKI), clock is None


def read_weekdays(text: str) -> frozenset[int] | None:
    """The weekdays 0–6 of a cell in one of our languages, single or from one to another; None when a word is no weekday.

    >>> sorted(read_weekdays("ti ja torstaisin")), sorted(read_weekdays("mån–ons")), read_weekdays("usein")
    ([1, 3], [0, 1, 2], None)
    """
    words = re.sub(r"[–—−‒]", "-", text.strip().lower())
    for lang in LANGS:
        one = rf"(?:{day_pattern(lang)})\.?"
        span = re.compile(rf"({one})(?:{TO[lang]}({one}))?")
        joined = re.sub(rf"({one}){TO[lang]}({one})", r"\1-\2", words)
        parts = [part for part in _APART.split(joined) if part]
        found = [span.fullmatch(part) for part in parts]
        if parts and all(found):
            return frozenset(day for match in found if match for day in _days(match, lang))
    return None


def _days(match: re.Match[str], lang: Lang) -> list[int]:
    first = day_of(match[1], lang)
    last = day_of(match[2], lang) if match[2] else first
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def read_clocks(text: str) -> tuple[int, int | None] | None:
    """(start, end) in minutes of the day of a cell that holds a clock time or a span; an end after midnight is above 1440.

    >>> read_clocks("17.30–18.30"), read_clocks("klo 9"), read_clocks("25.00"), read_clocks("illalla")
    ((1050, 1110), (540, None), None, None)
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    start, end = _minutes(found[1], found[2]), _minutes(found[3], found[4]) if found[3] else None
    if start is None or start == DAY_MIN or (found[3] and end is None):
        return None
    if end is not None and end <= start:
        if start < _OVER_NIGHT[0] or end > _OVER_NIGHT[1]:
            return None
        end += DAY_MIN
    return start, end


def _minutes(hour: str, minute: str | None) -> int | None:
    minutes = int(hour) * 60 + int(minute or 0)
    return minutes if minutes <= DAY_MIN and int(minute or 0) < 60 else None
