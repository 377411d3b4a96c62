"""Weekdays and clock times as Finnish, Swedish and English write them. What they are the times of is read elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from schemas.service import Lang

DAY_MIN: Final = 24 * 60
_LATEST_NIGHT_MIN: Final = 6 * 60
_EARLIEST_H: Final = 5
"""A time between one and five without "am" is more likely an afternoon's of a twelve-hour clock: not read."""

_FI_DAYS = (
    ("maanantai", "ma"), ("tiistai", "ti"), ("keskiviikko", "ke"), ("torstai", "to"), ("perjantai", "pe"), ("lauantai", "la"), ("sunnuntai", "su"),
)  # fmt: skip
_SV_DAYS = (
    ("måndag", "månd?|må"), ("tisdag", "tis?"), ("onsdag", "ons?"), ("torsdag", "tors?|to"), ("fredag", "fred?|fr"),
    ("lördag", "lörd?|lö"), ("söndag", "sönd?|sö"),
)  # fmt: skip
_EN_DAYS = (
    ("monday", "mon"), ("tuesday", "tues?"), ("wednesday", "wed"), ("thursday", "thurs?|thu"), ("friday", "fri"),
    ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
_ENDINGS: dict[Lang, str] = {"fi": "(?:isin|sin|na|ta|sta|hin|on|n)?", "sv": "(?:arna|ar|en)?", "en": "s?"}
_DAYS: dict[Lang, tuple[tuple[str, str], ...]] = {"fi": _FI_DAYS, "sv": _SV_DAYS, "en": _EN_DAYS}
TO: dict[Lang, str] = {
    "fi": r"\s*-\s*",
    "sv": r"(?:\s*-\s*|\s+(?:till|t\.?\s?o\.?\s?m\.?)\s+)",
    "en": r"(?:\s*-\s*|\s+(?:to|through|thru|until|till)\s+)",
}
AT: dict[Lang, str] = {"fi": r"(?:klo|kello)\.?", "sv": r"(?:kl|klockan)\.?", "en": r"(?:at|from)"}
_HALF = r"(?:\s*(?P<{0}_half>[ap]\.?\s?m\b\.?|noon\b|midnight\b))?"
_CLOCK = r"(?P<{0}_h>\d{{1,2}})(?:[.:](?P<{0}_m>\d{{2}}))?"


def day_pattern(lang: Lang) -> str:
    """A pattern of one weekday, in full or short, in whatever case."""
    return "|".join(f"(?:{full}{_ENDINGS[lang]}|{short})" for full, short in _DAYS[lang])


def day_of(word: str, lang: Lang) -> int:
    """The weekday 0–6 of a word that `day_pattern` found.

    >>> day_of("keskiviikkoisin", "fi"), day_of("lör", "sv")
    (2, 5)
    """
    for number, (full, short) in enumerate(_DAYS[lang]):
        if word.startswith(full) or re.fullmatch(short, word.rstrip(".")):
            return number
    raise ValueError(f"no weekday: {word}")


def weekday_in(word: str) -> int | None:
    """The weekday 0–6 that a word names in full, in any of the three languages and in whatever case; short forms are too ambiguous.

    >>> weekday_in("tiistaisin"), weekday_in("torsdagar"), weekday_in("monday"), weekday_in("ma")
    (1, 3, 0, None)
    """
    for lang, days in _DAYS.items():
        for number, (full, _) in enumerate(days):
            if re.fullmatch(full + _ENDINGS[lang], word):
                return number
    return None


def range_pattern(lang: Lang) -> str:
    """A pattern of a time from a clock to a clock, to be read by `read_span`."""
    half = {end: _HALF.format(end) if lang == "en" else "" for end in ("a", "b")}
    start, end = _CLOCK.format("a") + half["a"], _CLOCK.format("b") + half["b"]
    return rf"(?<![\d.:]){start}{TO[lang]}(?:{AT[lang]}\s*)?{end}(?!\d|[.:]\d|\.?-\d)"


def moment_pattern(lang: Lang, name: str) -> str:
    """A pattern of one clock time after "klo", "kl." or "at", to be read by `read_moment_min`."""
    half = _HALF.format(name) if lang == "en" else ""
    return rf"{AT[lang]}\s*{_CLOCK.format(name)}{half}(?!\d|[.:]\d)"


def half_pattern(name: str) -> str:
    """A pattern of an English clock time that says am or pm, to be read by `read_moment_min`."""
    return rf"(?<![\d.:]){_CLOCK.format(name)}\s*(?P<{name}_half>[ap]\.?\s?m\b\.?)"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes from the midnight of its day; one that ends after midnight ends at more than 1440."""

    start_min: int
    end_min: int

    def __str__(self) -> str:
        end = self.end_min if self.end_min <= DAY_MIN else self.end_min - DAY_MIN
        return f"{clock(self.start_min)}-{clock(end)}"


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_span(found: re.Match[str]) -> Span | None:
    """The span that a range says; None for what is no time of a day, or may be a date or a twelve-hour clock."""
    parts = found.groupdict()
    end_half = (parts.get("b_half") or "")[:1]
    start_half = (parts.get("a_half") or "")[:1] or (end_half if end_half in ("a", "p") else "")
    if _may_be_dates(parts):
        return None
    start, end = _minutes(parts["a_h"], parts["a_m"], start_half), _minutes(parts["b_h"], parts["b_m"], end_half)
    if start is None or end is None or start == DAY_MIN:
        return None
    if not start_half and 0 < start < _EARLIEST_H * 60:
        return None
    if end <= start:
        if start < DAY_MIN // 2 or end > _LATEST_NIGHT_MIN:
            return None
        end += DAY_MIN
    return Span(start, end)


def read_moment_min(found: re.Match[str], name: str) -> int | None:
    """The minute of the day that the clock time of that name says, or None."""
    parts = found.groupdict()
    half = (parts.get(f"{name}_half") or "")[:1]
    minutes = _minutes(parts[f"{name}_h"], parts[f"{name}_m"], half)
    if minutes is None or minutes == DAY_MIN or (not half and 0 <= minutes < _EARLIEST_H * 60):
        return None
    return minutes


def _may_be_dates(parts: dict[str, str | None]) -> bool:
    """Whether "10.10-15.10" may as well be two days of October."""
    minutes = [int(parts[end] or 0) for end in ("a_m", "b_m")]
    return all(0 < one <= 12 for one in minutes)


def _minutes(hours: str | None, minutes: str | None, half: str) -> int | None:
    hour, minute = int(hours or 0), int(minutes or 0)
    if half == "n":
        return hour * 60 if (hour, minute) == (12, 0) else None
    if half == "m":
        return DAY_MIN if (hour, minute) == (12, 0) else None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return hour * 60 + minute
