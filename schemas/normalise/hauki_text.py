"""Hauki's date periods as lines that people read, in three languages: dates, days, hours, and how one gets in where it is not open to all.

Everything is said or nothing: where a period holds every other week, or has dates, hours or a state that we do not know, there is no text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Final

from schemas.normalise.text import plain_text
from schemas.service import LANGS, Lang, Text

Row = Mapping[str, object]
DAYS: Final[dict[Lang, tuple[str, ...]]] = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
STATES: Final[dict[str, tuple[str, str, str]]] = {
    "open": ("avoinna", "öppet", "open"),
    "closed": ("suljettu", "stängt", "closed"),
    "undefined": ("ei tietoa, onko avoinna", "oklart om det är öppet", "not known whether open"),
    "self_service": ("omatoimiaika", "meröppet", "self-service"),
    "with_key": ("avaimella", "med nyckel", "with a key"),
    "with_reservation": ("varauksella", "med bokning", "with a reservation"),
    "open_and_reservable": ("avoinna ja varattavissa", "öppet, kan bokas", "open, can be reserved"),
    "with_key_and_reservation": ("avaimella ja varauksella", "med nyckel och bokning", "with a key and a reservation"),
    "enter_only": ("vain sisäänpääsy", "endast inpassering", "entry only"),
    "exit_only": ("vain uloskäynti", "endast utpassering", "exit only"),
    "weather_permitting": ("sään salliessa", "om vädret tillåter", "weather permitting"),
    "not_in_use": ("ei käytössä", "ur bruk", "not in use"),
    "maintenance": ("suljettu huollon vuoksi", "stängt för underhåll", "closed for maintenance"),
    "reserved": ("varattu", "reserverat", "reserved"),
    "by_appointment": ("ajanvarauksella", "med tidsbeställning", "by appointment"),
    "no_opening_hours": ("ei aukioloaikoja", "inga öppettider", "no opening hours"),
}
_ALL_DAY: Final = ("ympäri vuorokauden", "dygnet runt", "24 hours")
_FROM: Final = ("{} alkaen", "från och med {}", "from {}")
_UNTIL: Final = ("{} asti", "till och med {}", "until {}")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = 7


class _Unsaid(Exception):
    """Something that we cannot put into words."""


def text_of_hauki(periods: Iterable[Row]) -> Text:
    """A line for each of a resource's `date_period` rows: the usual ones first, then those that override, by date.

    A name is in the languages that it has. {} without periods, or where one cannot be said whole.
    """
    try:
        rows = sorted(periods, key=lambda row: (row.get("override") is True, str(row.get("start_date") or "")))
        lines = {lang: "\n".join(_period(row, lang) for row in rows) for lang in LANGS}
    except _Unsaid:
        return {}
    return {lang: text for lang, text in lines.items() if text}


def _period(row: Row, lang: Lang) -> str:
    dates = _dates(_date(row.get("start_date")), _date(row.get("end_date")), lang)
    head = ", ".join(part for part in (_name(row, lang), dates) if part)
    spans = [span for group in _rows(row.get("time_span_groups")) for span in _spans(group)]
    state = _state(row.get("resource_state"))
    said = ", ".join(_week(spans, state, lang)) if spans else _word(state, lang)
    return f"{head}: {said}" if head else said


def _spans(group: Row) -> list[Row]:
    if group.get("rules"):
        raise _Unsaid
    return _rows(group.get("time_spans"))


def _week(spans: list[Row], state: str, lang: Lang) -> list[str]:
    """The spans by their first day and hour; those of the same hours are one."""
    alike: dict[tuple[str, str], set[int]] = {}
    starts: dict[tuple[str, str], str] = {}
    for span in spans:
        key = (_hours(span, lang), _how(span, state, lang))
        alike.setdefault(key, set()).update(_weekdays(span.get("weekdays")))
        starts[key] = min(starts.get(key, "~"), str(span.get("start_time") or ""))
    ordered = sorted(alike, key=lambda key: (min(alike[key]), starts[key], key))
    return [" ".join(part for part in (_day_names(sorted(alike[key]), lang), *key) if part) for key in ordered]


def _hours(span: Row, lang: Lang) -> str:
    start, end = _clock(span.get("start_time"), lang), _clock(span.get("end_time"), lang)
    if span.get("full_day") is True:
        return ""
    if start and end:
        return f"{start}–{end}"
    if start or end:
        raise _Unsaid
    return ""


def _how(span: Row, period_state: str, lang: Lang) -> str:
    """How one gets in, and for what the hours are; nothing for what is simply open at these hours."""
    state = _state(span.get("resource_state"))
    state = period_state if state == "undefined" else state
    has_hours = bool(span.get("start_time")) and span.get("full_day") is not True
    word = "" if state == "open" and has_hours else _word(state, lang)
    if state == "open" and not has_hours:
        word = _ALL_DAY[LANGS.index(lang)]
    names = [_name(span, lang), _words(span.get("description"), lang)]
    about = ", ".join(dict.fromkeys(name for name in names if name))
    return " ".join(part for part in (word, f"({about})" if about else "") if part)


def _name(row: Row, lang: Lang) -> str:
    return _words(row.get("name"), lang)


def _words(value: object, lang: Lang) -> str:
    return plain_text(value.get(lang)).replace("\n", " ") if isinstance(value, Mapping) else ""


def _word(state: str, lang: Lang) -> str:
    return STATES[state][LANGS.index(lang)]


def _state(value: object) -> str:
    state = value or "undefined"
    if not isinstance(state, str) or state not in STATES:
        raise _Unsaid
    return state


def _day_names(days: list[int], lang: Lang) -> str:
    names = DAYS[lang]
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)


def _dates(first: date | None, last: date | None, lang: Lang) -> str:
    here = LANGS.index(lang)
    day = _english if lang == "en" else _nordic
    match first, last:
        case None, None:
            return ""
        case None, date():
            return _UNTIL[here].format(day(last, True, True))
        case date(), None:
            return _FROM[here].format(day(first, True, True))
        case date(), date():
            return _range(first, last, day)
        case _:
            raise _Unsaid


def _range(first: date, last: date, day: Callable[[date, bool, bool], str]) -> str:
    if first > last:
        raise _Unsaid
    if first == last:
        return day(first, True, True)
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    return f"{day(first, not same_month, not same_year)}–{day(last, True, True)}"


def _nordic(day: date, month: bool, year: bool) -> str:
    return f"{day.day}." + (f"{day.month}." if month else "") + (f"{day.year}" if year else "")


def _english(day: date, month: bool, year: bool) -> str:
    parts = [str(day.day), _MONTHS[day.month - 1] if month else "", str(day.year) if year else ""]
    return " ".join(part for part in parts if part)


def _weekdays(value: object) -> set[int]:
    if value is None or value == []:
        return set(range(WEEKDAYS))
    if not isinstance(value, list) or not all(isinstance(day, int) and 1 <= day <= WEEKDAYS for day in value):
        raise _Unsaid
    return {day - 1 for day in value}


def _rows(value: object) -> list[Row]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise _Unsaid
    return value


def _date(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _Unsaid from None


def _clock(value: object, lang: Lang) -> str:
    """A time of the day as the language writes it; "" for none."""
    if value is None:
        return ""
    try:
        at = time.fromisoformat(str(value))
    except ValueError:
        raise _Unsaid from None
    if lang == "en":
        return f"{at:%H:%M}"
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)
