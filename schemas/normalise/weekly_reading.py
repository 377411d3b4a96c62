"""What one language's text says of a week. Times at which an office answers are passed over; what is not understood is kept in mind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from schemas.normalise.hours_words import day_of, read_moment_min, read_span
from schemas.normalise.sentences import sentences
from schemas.normalise.weekly_sessions import Limits, Meeting
from schemas.normalise.weekly_words import DATE, WeekWords, is_full_name, many_days, week_words
from schemas.service import Lang, Schedule

_JOIN: Final = re.compile(r"[\s,;/&()-]*(?:\b(?:ja|sekä|och|samt|and)\b)?[\s,;()-]*")
_SHORT_WORDS: Final = 4
"""So few words beside the time are its name ("Bingo", "Tuolijumppa"), not a statement about something else."""
_FEW_DAYS: Final = 3
"""What is held on more days than these must be said to be held: a café's week looks the same."""
LONGEST_MIN: Final = 7 * 60
"""What lasts longer is not held, but open."""
_NAMED: Final = re.compile(r"[^\W\d_]{3,}")
_DATE: Final = re.compile(DATE.format(""))


@dataclass(slots=True)
class Reading:
    """`days`: weekdays without a clock. `is_whole`: nothing on time was left unread; `is_unclear`: the times may be of something else."""

    meetings: list[Meeting] = field(default_factory=list)
    days: set[int] = field(default_factory=set)
    limits: Limits = field(default_factory=Limits)
    is_whole: bool = True
    is_unclear: bool = False
    evidence: str = ""

    @property
    def all_days(self) -> set[int]:
        return self.days.union(*(meeting.days for meeting in self.meetings))


def read_week(words: str, lang: Lang, term: Schedule) -> Reading:
    """What a text says; dates without a year lie in the term."""
    found = Reading()
    for sentence in sentences(words):
        _read_sentence(sentence, lang, term, found)
    return found


def _read_sentence(sentence: str, lang: Lang, term: Schedule, found: Reading) -> None:
    words = week_words(lang)
    text = re.sub(r"[–—−‒]", "-", sentence.lower())
    if words.other.search(text):
        return
    if words.beside.search(text):
        found.is_unclear |= bool(words.any_days.search(text) or words.stray.search(text))
        return
    text = _take_limits(text, words, term, found)
    meetings, text = _take_meetings(text, words, lang, found)
    if any(one.end_min is not None and one.end_min - one.start_min > LONGEST_MIN for one in meetings):
        found.is_unclear = True
        return
    days, text = _take_days(text, words, lang)
    if words.negation.search(text):
        found.is_whole = found.is_whole and not (meetings or days)
        days = set()
    if meetings or days:
        is_named = len(_NAMED.findall(text)) <= _SHORT_WORDS and not any(len(one.days) > _FEW_DAYS for one in meetings)
        if not (words.held.search(text) or is_named):
            found.is_whole = False
            return
        found.evidence = found.evidence or sentence
    if words.stray.search(text) or words.exception.search(text):
        found.is_whole = False
    if meetings:
        together = _same(found.meetings, meetings) if found.meetings else meetings
        found.is_whole &= together is not None
        found.meetings = [*found.meetings, *meetings] if together is None else together
    if days - found.all_days:
        found.is_whole &= not found.meetings
    found.days |= days


def _same(one: list[Meeting], other: list[Meeting]) -> list[Meeting] | None:
    """Two tellings of the same meetings as one, with the ends that either tells; None where they differ."""
    if len(one) != len(other):
        return None
    out = []
    for a, b in zip(one, other, strict=True):
        if replace(a, end_min=None) != replace(b, end_min=None) or (a.end_min and b.end_min and a.end_min != b.end_min):
            return None
        out.append(a if a.end_min else b)
    return out


def _take_limits(text: str, words: WeekWords, term: Schedule, found: Reading) -> str:
    """The text without the limits that it sets, which go into the reading."""
    limits = found.limits

    def taken(match: re.Match[str], **limit: object) -> str:
        nonlocal limits
        if any(value is None for value in limit.values()):
            return match[0]
        limits = replace(limits, **limit)  # type: ignore[arg-type]  # fields of Limits by name
        return " "

    def even(match: re.Match[str]) -> str:
        said = "even" if match["even"] else "odd"
        return match[0] if limits.weeks not in (None, said) else taken(match, weeks=said)

    def weeks(match: re.Match[str]) -> str:
        numbers = {int(one) for one in re.findall(r"\d+", match["weeks"])}
        return taken(match, without_weeks=limits.without_weeks | numbers if max(numbers) <= 53 else None)

    def days(match: re.Match[str]) -> str:
        dates = [_day(one.groupdict(), "", term) for one in _DATE.finditer(match["dates"])]
        known = frozenset(one for one in dates if one)
        return taken(match, without_days=limits.without_days | known if len(known) == len(dates) else None)

    def period(match: re.Match[str]) -> str:
        parts = match.groupdict()
        if parts["c_d"]:
            parts |= {"a_d": parts["c_d"], "a_m": parts["e_m"], "a_y": parts["e_y"]}
        end = "e_" if parts["c_d"] else "b_"
        first, last = _day(parts, "a_", term), _day(parts, end, term)
        in_order = (
            first is not None and last is not None and first <= last and limits.first is None and limits.last is None
        )
        return taken(match, first=first, last=last) if in_order else match[0]

    def begins(match: re.Match[str]) -> str:
        parts = match.groupdict()
        return (
            taken(match, first=_day(parts, "a_" if parts.get("a_d") else "b_", term))
            if limits.first is None
            else match[0]
        )

    def ends(match: re.Match[str]) -> str:
        return taken(match, last=_day(match.groupdict(), "a_", term)) if limits.last is None else match[0]

    for pattern, take in (
        (words.even, even),
        (words.without_weeks, weeks),
        (words.without_days, days),
        (words.period, period),
        (words.begins, begins),
        (words.ends, ends),
    ):
        text = pattern.sub(take, text)
    found.limits = limits
    return text


def _day(parts: dict[str, str | None], prefix: str, term: Schedule) -> date | None:
    """The day of a date that was found, in the term; None where there is no such day."""
    if term.starts is None or term.ends is None:
        return None
    year = parts.get(f"{prefix}y")
    for one in [int(year)] if year else range(term.starts.year, term.ends.year + 1):
        try:
            day = date(one, int(parts[f"{prefix}m"] or 0), int(parts[f"{prefix}d"] or 0))
        except ValueError:
            continue
        if term.starts <= day <= term.ends:
            return day
    return None


def _take_meetings(text: str, words: WeekWords, lang: Lang, found: Reading) -> tuple[list[Meeting], str]:
    """Weekdays with their clock, and the text without them. Several only where nothing but an "and" stands between."""
    meetings: list[Meeting] = []
    ends: list[tuple[int, int]] = []
    gaps: list[str] = []
    for pattern in (words.days_first, words.clock_first):
        for match in pattern.finditer(text):
            meeting = _meeting(match, words, lang)
            if meeting is not None:
                meetings += meeting
                ends.append(match.span())
                gaps.append(match["gap"])
        if ends:
            break
    between = [text[a[1] : b[0]] for a, b in pairwise(ends)]
    if between and not all(_JOIN.fullmatch(one) for one in [*between, *gaps]):
        found.is_whole = False
    for (start, end), gap in reversed([*zip(ends, gaps, strict=True)]):
        text = f"{text[:start]} {gap} {text[end:]}"
    return meetings, text


def _meeting(match: re.Match[str], words: WeekWords, lang: Lang) -> list[Meeting] | None:
    """The meetings of weekdays and a clock; None where one of the two is not said, or a weekday is a single day."""
    if words.item.search(match["gap"]):
        return None
    start, end = None, None
    if match["a_h"]:
        span = read_span(match)
        start, end = (span.start_min, span.end_min) if span else (None, None)
    else:
        start = read_moment_min(match, "c" if match["c_h"] else "d")
    days = _listed_days(match["days"], words, lang)
    if start is None or days is None:
        return None
    plain = frozenset(day for day, nth, other in days if nth is None and not other)
    found = [Meeting(plain, start, end)] if plain else []
    return found + [Meeting(frozenset({day}), start, end, nth, other) for day, nth, other in days if nth or other]


def _listed_days(listed: str, words: WeekWords, lang: Lang) -> list[tuple[int, int | None, bool]] | None:
    """(weekday, which of the month, every other) of each in a list; None where one is a single day ("maanantaina")."""
    out: list[tuple[int, int | None, bool]] = []
    for one in words.item.finditer(listed):
        parts = {name: value for name, value in one.groupdict().items() if value}
        if "nth" in parts:
            out.append((day_of(parts["day"], lang), words.nth(parts["nth"], lang), False))
        elif "other" in parts:
            out.append((day_of(parts["other"], lang), None, True))
        elif "first" in parts or "sta" in parts:
            ends = [day_of(parts[name], lang) for name in (("first", "last") if "first" in parts else ("sta", "hin"))]
            out += [((ends[0] + step) % 7, None, False) for step in range((ends[1] - ends[0]) % 7 + 1)]
        elif "each" in parts:
            out.append((day_of(parts["each"].split()[-1], lang), None, False))
        elif "many" in parts:
            out += [(day, None, False) for day in many_days(parts["many"], lang)]
        elif is_full_name(parts["short"], lang):
            return None
        else:
            out.append((day_of(parts["short"], lang), None, False))
    return out


def _take_days(text: str, words: WeekWords, lang: Lang) -> tuple[set[int], str]:
    """Weekdays without a clock, and the text without them. "Daily" without a clock is a manner of speaking."""
    days: set[int] = set()

    def take(match: re.Match[str]) -> str:
        if match["many"]:
            return match[0]
        days.update(day for day, _, _ in _listed_days(match[0], words, lang) or [])
        return match[0] if match["other"] or match["nth"] else " "

    return days, words.any_days.sub(take, text)
