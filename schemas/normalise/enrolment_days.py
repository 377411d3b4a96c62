"""The days and clock times on which a sentence says that enrolling begins and ends. A day without a year takes it from the offering's own start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from schemas.normalise.schedule import YEARS
from schemas.settings import HELSINKI

LAST_MINUTE: Final = time(23, 59)
"""A last day without a clock lasts to its end."""
FARTHEST: Final = timedelta(days=240)
"""Nobody enrols longer before the start: a day without a year that would lie further back is not read."""
NEAR: Final = timedelta(days=60)

_MONTHS_FI: Final = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
_MONTHS_SV: Final = "januari februari mars april maj juni juli augusti september oktober november december".split()
_MONTHS_EN: Final = "january february march april may june july august september october november december".split()
_NUMBERS: Final = {
    **{f"{stem}{end}": n for n, stem in enumerate(_MONTHS_FI, 1) for end in ("kuuta", "kuun", "kuussa")},
    **{name: n for n, name in enumerate(_MONTHS_SV, 1)},
    **{name: n for n, name in enumerate(_MONTHS_EN, 1)},
}
_NAME: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_CLOCK: Final = (
    r"(?:,?\s*(?:klo|kello|kl\.?|at)\s*(?P<{0}h>\d{{1,2}})(?:[.:](?P<{0}min>\d{{2}}))?\s*(?P<{0}half>am|pm)?)?"
)
_DAY: Final = re.compile(
    "|".join(
        (
            r"(?<![\d.:])(?P<nd>\d{1,2})\.\s?(?P<nm>\d{1,2})(?:\.\s?(?P<ny>20\d\d)|\.(?P<ns>\d\d)(?![\d.:])|\.(?!\d)|(?![\d.:]))(?!\s*(?:€|e\b|euro|%))",
            rf"(?<![\d.:])(?P<wd>\d{{1,2}})(?:\.|:e|st|nd|rd|th)?\s+(?:of\s+)?(?P<wm>{_NAME})\b(?:,?\s+(?P<wy>20\d\d))?",
            rf"\b(?P<em>{'|'.join(_MONTHS_EN)})\s+(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<ey>20\d\d))?",
            rf"\b(?P<fm>{'|'.join(m + 'kuun' for m in _MONTHS_FI)})\s+(?P<fd>\d{{1,2}})\.(?:\s*päivä\w*)?(?:\s*(?P<fy>20\d\d))?",
        )
    )
)
_SPAN: Final = re.compile(
    rf"(?<![\d.:])(?P<first>\d{{1,2}})\.?\s?[–-]\s?(?=\d{{1,2}}(?:\.\s?\d{{1,2}}\b|\.?\s+(?:{_NAME})\b))"
)
_CLOCKED: Final = re.compile(_CLOCK.format("c"))
_BEFORE_A_CLOCK: Final = re.compile(r"(?:klo|kello|kl\.?|at|puh\.?|tel\.?)\s*(?:\d{1,2}(?:[.:]\d\d)?\s?[–-]\s?)?\Z")
_MARK: Final = r"⟦(\d+)⟧"
_WEEKDAY: Final = r"(?:(?:\w*(?:päivä|tai|viikko|viikkona|viikon)\w*|ma|ti|ke|to|pe|la|su|(?:mån|tis|ons|tors|fre|lör|sön)dag\w*|\w+day|on|den|the|jo|vasta|kuitenkin|viimeistään|senast|på|från|fr\.o\.m\.|from)\s+){0,3}"
_SIGN: Final = r"(?:ilmoittaut\w*|ilmoittaud\w*|ilmoita\b|ilmoitathan\b|hakuaika|haku|hae\b|hakemu\w*|varaa\b|varaukset\b|anmäl\w*|ansök\w*|boka\b|registr\w*|register\b|sign(?:ing)?[ -]?up\w*|enrol\w*|rsvp|apply|applications?|book\b)"
_OTHER: Final = r"(?:joka|jotka|jossa|jonka|kurssi|ryhmä|leiri|tapahtuma|retki|toiminta|tunnit|kausi|som|kursen|gruppen|lägret|which|that|the course|the group|group starts|course starts|maksu\w*|peru\w*|avbok\w*|cancel\w*)"
_GAP: Final = rf"(?:(?!\b{_OTHER}\b)[^⟦;!?]){{0,70}}?"
_RANGE: Final = rf"{_MARK}\s?(?:[–—-]|till|to|until|och|and)\s?{_WEEKDAY}{_MARK}"
_ENDING: Final = r"(?:viimeistään|päättyy|päättyi|päättynyt|päättyvät|sulkeutuu|sulkeutui|sulkeutunut|umpeutui|umpeutunut|suljetaan|takaraja|deadline|ennen|senast|stänger|stängs|stängdes|stängts|gick ut|slutar|avslutas|upphör|till och med|t\.?o\.?m\.?|fram till|före|by|before|no later than|latest|closes|ends|closed|ended|until)"
_STARTING: Final = r"(?:alkaa|alkavat|alkoi|alkaen|avautuu|avautuvat|avataan|aukeaa|aukeavat|käynnistyy|öppnar|öppnas|öppnade|börjar|inleds|från|fr\.?o\.?m\.?|från och med|opens|open from|starts|begins|opened|started|from)"
_BEFORE: Final = re.compile(r"\b(?:ennen|före|before)\b")

_RANGES: Final = re.compile(rf"\b{_SIGN}\b{_GAP}{_RANGE}")
_STARTS: Final = re.compile(
    rf"\b{_SIGN}\b{_GAP}\b{_STARTING}\s*:?\s*{_WEEKDAY}{_MARK}|\b{_SIGN}\b{_GAP}(?<!\w){_WEEKDAY}{_MARK}\s*(?:alkaen|lähtien)|{_MARK}\s*(?:alkaen|lähtien)\b{_GAP}\b{_SIGN}|{_MARK}\s*(?:alkaa|avautuu|aukeaa|öppnar)\s+{_SIGN}"
)
_ENDS: Final = re.compile(
    rf"\b{_SIGN}\b{_GAP}\b{_ENDING}\s*:?\s*{_WEEKDAY}{_MARK}|\b{_SIGN}\b{_GAP}(?<!\w){_WEEKDAY}{_MARK}\s*(?:mennessä|asti|saakka)|{_MARK}\s*(?:mennessä|asti|saakka)\b{_GAP}\b{_SIGN}"
    rf"|\b(?:viimeistään|senast|by|before)\s+{_WEEKDAY}{_MARK}{_GAP}\b{_SIGN}|\b(?:viimeinen ilmoittautumispäivä|ilmoittautumisen takaraja|sista anmälningsdag(?:en)?|anmälningstiden går ut|(?:registration|enrolment|enrollment|sign-?up) deadline)\s*(?:on|är|is)?\s*:?\s*{_WEEKDAY}{_MARK}"
)


@dataclass(frozen=True, slots=True)
class _Day:
    day: int
    month: int
    year: int | None
    clock: time | None


@dataclass(frozen=True, slots=True)
class Window:
    """When enrolling begins and ends, Helsinki time, as one sentence says it. `is_dated`: no year had to be taken from elsewhere."""

    opens: datetime | None = None
    closes: datetime | None = None
    is_dated: bool = True


def window_in(sentence: str, *, starts: date | None, ends: date | None = None) -> Window:
    """The window that one lower-case sentence states; `starts` and `ends` are the offering's own first and last day.

    >>> window_in("ilmoittaudu viimeistään 12.12. klo 16", starts=date(2027, 1, 11)).closes.isoformat()
    '2026-12-12T16:00:00+02:00'
    >>> window_in("ilmoittaudu viimeistään 12.12.", starts=None)
    Window(opens=None, closes=None, is_dated=True)
    """
    marked, days = _marked(sentence)
    if not days:
        return Window()
    both = _RANGES.search(marked)
    if both is not None:
        first, last = (days[int(n)] for n in both.groups())
        opens = _placed(first, starts, ends)
        closes = _after(last, opens) if opens is not None else None
        if opens is None or closes is None:
            return Window()
        return _window(opens, first, closes, last)
    begin, end = _STARTS.search(marked), _ENDS.search(marked)
    first = days[_number(begin)] if begin else None  # type: ignore[assignment]
    last = days[_number(end)] if end else None  # type: ignore[assignment]
    if begin and end and _number(begin) == _number(end):
        return Window()
    opens = _placed(first, starts, ends) if first else None
    closes = _placed(last, starts, ends) if last else None
    if opens and closes and closes < opens:
        return Window()
    if closes and last and end and last.clock is None and _BEFORE.search(end[0]):
        closes -= timedelta(days=1)
    return _window(opens, first, closes, last)


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group is not None))


def _window(opens: date | None, first: _Day | None, closes: date | None, last: _Day | None) -> Window:
    return Window(
        opens=datetime.combine(opens, first.clock or time.min, HELSINKI) if opens and first else None,
        closes=datetime.combine(closes, last.clock or LAST_MINUTE, HELSINKI) if closes and last else None,
        is_dated=all(day.year is not None for day, at in ((first, opens), (last, closes)) if day and at),
    )


def _marked(sentence: str) -> tuple[str, list[_Day]]:
    """The sentence with each day and its clock replaced by a mark, and the days."""
    days: list[_Day] = []
    out: list[str] = []
    at = 0
    span: int | None = None
    for match in _DAY.finditer(sentence):
        found = _read(match)
        if found is None or match.start() < at or _is_clock(sentence[at : match.start()]):
            continue
        day, month, year = found
        clock, end = _clock(sentence, match.end())
        before = sentence[at : match.start()]
        joined = _SPAN.search(sentence, at)
        if joined is not None and joined.end() == match.start():
            span = int(joined["first"])
            before = sentence[at : joined.start()]
        if span is not None and 1 <= span <= 31:
            days.append(_Day(span, month, year, None))
            out.append(f"{before}⟦{len(days) - 1}⟧–")
            before = ""
        span = None
        days.append(_Day(day, month, year, clock))
        out.append(f"{before}⟦{len(days) - 1}⟧")
        at = end
    return "".join([*out, sentence[at:]]), _years_shared(days)


def _years_shared(days: list[_Day]) -> list[_Day]:
    """ "1.8.–15.8.2026": the year stands once, behind the last."""
    if len(days) == 2 and days[0].year is None and days[1].year is not None:
        first, last = days
        year = last.year - 1 if (first.month, first.day) > (last.month, last.day) else last.year  # type: ignore[operator]
        return [_Day(first.day, first.month, year, first.clock), last]
    return days


def _read(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    short = match["ns"]
    year = next((match[n] for n in ("ny", "wy", "ey", "fy") if match[n]), None) or (f"20{short}" if short else None)
    day = int(next(match[n] for n in ("nd", "wd", "ed", "fd") if match[n]))
    named = match["wm"] or match["em"] or match["fm"]
    month = _NUMBERS[named] if named else int(match["nm"])
    if not (1 <= month <= 12 and 1 <= day <= 31) or (year and int(year) not in YEARS):
        return None
    return day, month, int(year) if year else None


def _is_clock(before: str) -> bool:
    """Whether what stands before a number makes a clock time or a telephone number of it."""
    return _BEFORE_A_CLOCK.search(before) is not None


def _clock(sentence: str, at: int) -> tuple[time | None, int]:
    match = _CLOCKED.match(sentence, at)
    if match is None or not match["ch"]:
        return None, at
    hour, minute = int(match["ch"]), int(match["cmin"] or 0)
    if match["chalf"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["chalf"] == "pm" else 0)
    if hour == 24 and minute == 0:
        return LAST_MINUTE, match.end()
    return (time(hour, minute), match.end()) if hour < 24 and minute < 60 else (None, match.end())


def _day_of(day: _Day, year: int) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


def _placed(day: _Day, starts: date | None, ends: date | None) -> date | None:
    """The date of a day: by its own year, else the last such day before the offering begins, where that leaves no doubt."""
    if day.year is not None:
        return _day_of(day, day.year)
    if starts is None:
        return None
    found = next(
        (one for year in (starts.year, starts.year - 1) if (one := _day_of(day, year)) and one <= starts), None
    )
    if found is None or starts - found > FARTHEST:
        return None
    again = _day_of(day, found.year + 1)
    if again is not None and ends is not None and again <= ends and starts - found > NEAR:
        return None
    return found


def _after(day: _Day, opens: date) -> date | None:
    """The end of a span: the first such day at or after its beginning."""
    if day.year is not None:
        found = _day_of(day, day.year)
        return found if found is not None and found >= opens else None
    return next((one for year in (opens.year, opens.year + 1) if (one := _day_of(day, year)) and one >= opens), None)
