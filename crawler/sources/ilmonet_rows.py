"""Courses as Ilmonet's interface gives them. It says name, dates, price, text and places by name; nothing about registration or audience:
those are read from the words."""

from __future__ import annotations

from crawler.rows import RowRefused, as_row, list_of_rows
from crawler.sources.ilmonet_course import Course, course_key, record_of, term_of
from schemas.normalise.schedule import read_session
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import Lang
from schemas.settings import HELSINKI
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    "id code name firstSession firstSessionEND lastSession price description link image locations".split()
)


def read_course(value: object, source: Source, *, lang: Lang) -> Record:
    """One course, in the language in which its institute teaches."""
    row = as_row(value)
    code = plain_text(row.get("code")) or plain_text(row.get("id"))
    if not code:
        raise RowRefused("missing_field", "/code", sorted(row)[:8])
    name = plain_text(row.get("name"))
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=course_key(code))
    first = read_session(row.get("firstSession"), row.get("firstSessionEND"), zone=HELSINKI)
    last = read_session(row.get("lastSession"), None, zone=HELSINKI)
    course = Course(
        code=code,
        name=name,
        lang=lang,
        description=plain_text(row.get("description")),
        price=row.get("price"),
        link=row.get("link"),
        schedule=term_of(first, last),
        locations=tuple(list_of_rows(row.get("locations"))),
    )
    return record_of(course, source)
