"""Courses as the institutes' course list gives them: a CSV file whose columns `course_list` in the source's YAML maps to fields.

What the interface does not say is here in fields: weekday and clock, lessons, whether one can enrol. Teachers are never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from crawler.remarks import Odd
from crawler.rows import RowRefused
from crawler.sources.filelist_header import folded
from crawler.sources.filelist_times import clock_of, day_of, moment_of, session_of, week_of, weekdays_of
from crawler.sources.ilmonet_course import Course, course_key, record_of, term_of
from crawler.taking_part import Read
from schemas.normalise.contact import read_url
from schemas.normalise.enrolment_days import LAST_MINUTE
from schemas.normalise.location import read_number
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import LANGS, Enrolment, EnrolmentState, Lang, Schedule
from schemas.settings import HELSINKI
from schemas.source import Source

REQUIRED: Final = (("code",), ("name",))
ADVICE: Final = "`course_list` in ilmonet.yaml names the columns: add the new name there, or to `left_out`"
CANCELLED: Final = "cancelled"
_LESSONS: Final[dict[Lang, str]] = {"fi": "{n} oppituntia", "sv": "{n} lektioner", "en": "{n} lessons"}


def read_listed_course(row: Mapping[str, str], source: Source) -> Record:
    """One course of the list. Raises RowRefused with the field of `course_list` that is wrong."""
    code, name = plain_text(row.get("code")), plain_text(row.get("name"))
    if not code:
        raise RowRefused("missing_field", "/code", sorted(row)[:8])
    key = course_key(code)
    if any(sign.isspace() for sign in code) or len(code) > 100:
        raise RowRefused("bad_value", "/code", code, source_id=key)
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    lang = _language(row, source)
    lessons = _whole(row, "lessons", key)
    schedule, week = _times(row, key, lessons)
    link = row.get("link")
    if link and read_url(link) is None:
        raise RowRefused("bad_value", "/link", link, source_id=key)
    place = {
        "name": row.get("place"),
        "address": row.get("address"),
        "city": row.get("city"),
        "postal_code": row.get("postal_code"),
    }
    state = status_of(row, source)
    course = Course(
        code=code,
        name=name,
        lang=lang,
        description=plain_text(row.get("description")),
        price=row.get("price"),
        link=link,
        schedule=schedule,
        week=week,
        locations=(place,) if any(place.values()) else (),
        summary=_LESSONS[lang].format(n=lessons) if lessons else "",
        institute=plain_text(row.get("institute")),
        is_cancelled=state == CANCELLED,
        status=plain_text(row.get("status")),
        fields=_enrolment(row, state, key),
    )
    return record_of(course, source)


def odd_in_course(row: Mapping[str, str], source: Source) -> Iterator[Odd]:
    """A status that `lookups.status` does not name."""
    if row.get("status") and status_of(row, source) is None:
        yield Odd("unknown_code", "/status", row["status"])


def status_of(row: Mapping[str, str], source: Source) -> str | None:
    """What the row's status means: a state of enrolment, `cancelled`, or None where nobody named it."""
    said = row.get("status")
    return source.lookups.get("status", {}).get(folded(said)) if said else None


def _language(row: Mapping[str, str], source: Source) -> Lang:
    """The language of the row's words: by `lookups.institute_language`, else Finnish."""
    named = source.lookups.get("institute_language", {}).get(folded(row.get("institute", "")))
    return next((lang for lang in LANGS if lang == named), "fi")


def _times(row: Mapping[str, str], key: str, lessons: int | None) -> tuple[Schedule, Read | None]:
    """The term of the course, or the week that its weekday and clock state. Breaks that a list does not name are not known."""
    start, end = moment_of(row, "start", key), moment_of(row, "end", key)
    clock, days = clock_of(row, key), weekdays_of(row, key)
    if start and end and day_of(end) < day_of(start):
        raise RowRefused("bad_value", "/end", row["end"], source_id=key)
    if days is None or start is None or end is None or day_of(end) == day_of(start):
        first = start and session_of(start, None, clock)
        return term_of(first, end and session_of(end, None, clock)), None
    return Schedule(), week_of(row, days, clock, day_of(start), day_of(end), key, lessons=lessons, lists=False)


def _enrolment(row: Mapping[str, str], state: str | None, key: str) -> Enrolment:
    opens, closes = moment_of(row, "enrolment_opens", key), moment_of(row, "enrolment_closes", key)
    if opens and closes and closes[0] < opens[0]:
        raise RowRefused("bad_value", "/enrolment_closes", row["enrolment_closes"], source_id=key)
    last = closes and (datetime.combine(closes[0], LAST_MINUTE, HELSINKI) if closes[1] else closes[0])
    known = EnrolmentState(state) if state and state != CANCELLED else EnrolmentState.UNKNOWN
    return Enrolment(opens=opens and opens[0], closes=last, state=known, seats_left=_whole(row, "seats_left", key))


def _whole(row: Mapping[str, str], field: str, key: str) -> int | None:
    """A whole number of nothing or more."""
    if not row.get(field):
        return None
    number = read_number(row[field])
    if number is None or number < 0 or number != int(number):
        raise RowRefused("bad_value", f"/{field}", row[field], source_id=key)
    return int(number)
