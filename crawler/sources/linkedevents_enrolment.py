"""Enrolment and registration of a Linked Events event from its fields: its own, a nested course's, or the registration's beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from crawler.rows import list_of_rows
from crawler.sources.linkedevents_references import reference
from schemas.normalise.contact import read_url
from schemas.normalise.enrolment import enrolment_of
from schemas.normalise.registration_words import SIGN
from schemas.normalise.text import plain_text, read_text
from schemas.service import Enrolment, Registration


def read_enrolment_fields(row: Mapping[str, object], ends: datetime | None) -> tuple[Enrolment, Registration]:
    """The stated enrolment; a period of it or a linked registration means that one must register. A registration's own times win."""
    fields: dict[str, object] = {}
    for part in (row.get("extension_course"), row, row.get("registration")):
        if isinstance(part, Mapping):
            fields |= {name: value for name, value in part.items() if value is not None}
    found = enrolment_of(
        fields.get("enrolment_start_time"),
        fields.get("enrolment_end_time"),
        seats_left=fields.get("remaining_attendee_capacity"),
        queue_left=fields.get("remaining_waiting_list_capacity"),
        ends=ends,
    )
    is_required = bool(found.opens or found.closes or reference(row.get("registration")))
    return found, Registration.REQUIRED if is_required else Registration.UNKNOWN


def read_registration_url(row: Mapping[str, object]) -> str | None:
    """The row's own registration link (Espoo's fork), else an external link that names itself a registration; no other is taken for one."""
    if url := read_url(row.get("event_registration_link")):
        return url
    for link in list_of_rows(row.get("external_links")):
        name = link.get("name")
        words = " ".join(read_text(name).values()) if isinstance(name, Mapping) else plain_text(name)
        if SIGN.search(words.lower()) and (url := read_url(link.get("link"))):
            return url
    return None
