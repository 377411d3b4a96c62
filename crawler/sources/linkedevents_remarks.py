"""What is odd in a row of Linked Events that is taken all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.remarks import Odd, end_before_start, unknown_code
from crawler.rows import list_of_rows
from schemas.record import Record

_CODES = {
    "event_status": ("EventScheduled", "EventCancelled", "EventPostponed", "EventRescheduled"),
    "type_id": ("General", "Course", "Volunteering"),
    "super_event_type": ("recurring", "umbrella"),
}
_LICENCES = ("cc_by", "event_only")


def odd_in_event(row: Mapping[str, object]) -> Iterator[Odd]:
    """Codes that we do not know, and an end before its start."""
    for field, known in _CODES.items():
        yield from unknown_code(row, field, known)
    for place, image in enumerate(list_of_rows(row.get("images"))):
        yield from unknown_code(image, "license", _LICENCES, under=f"/images/{place}")
    yield from end_before_start(row, "start_time", "end_time")
    yield from end_before_start(row, "enrolment_start_time", "enrolment_end_time")


def odd_in_place(row: Mapping[str, object], record: Record) -> Iterator[Odd]:
    """A position that is no point: swapped beyond repair, zero, or nowhere near."""
    position = row.get("position")
    has_point = record.place is not None and record.place.lat is not None
    is_online = record.place is not None and record.place.source_id == "helsinki:internet"
    if isinstance(position, Mapping) and position.get("coordinates") and not has_point and not is_online:
        yield Odd("unusable_point", "/position/coordinates", position["coordinates"])
