"""The types that a Linked Events event must have, and the fields of it that we know. A field of another type refuses the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.rows import RowRefused
from crawler.sources.linkedevents_references import reference
from schemas.normalise.schedule import is_moment

KNOWN_FIELDS = frozenset(
    """id data_source publisher type_id event_status super_event super_event_type sub_events name short_description description info_url
    provider provider_contact_info location_extra_info start_time end_time location offers keywords audience in_language audience_min_age
    audience_max_age enrolment_start_time enrolment_end_time maximum_attendee_capacity minimum_attendee_capacity
    remaining_attendee_capacity remaining_waiting_list_capacity registration extension_course external_links images videos environment
    environmental_certificate custom_data created_time last_modified_time date_published deleted replaced_by publication_status
    has_start_time has_end_time local @id @context @type user_name user_email user_phone_number user_organization user_consent created_by
    last_modified_by event_registration_link hobby_categories description_html""".split()
)
MAX_AGE = 130
_TEXTS = ("name", "short_description", "description", "location_extra_info", "provider", "info_url")
_LISTS = ("offers", "keywords", "audience", "in_language", "images")
_TIMES = ("start_time", "end_time", "enrolment_start_time", "enrolment_end_time", "last_modified_time")
_AGES = ("audience_min_age", "audience_max_age")
_SEATS = ("remaining_attendee_capacity", "remaining_waiting_list_capacity")
_NESTED = ("extension_course", "registration")


def check_types(row: Mapping[str, object], key: str) -> None:
    """Raises RowRefused for the first field that is not of the API's type. Null and absent are fine; absurd years are only not known."""
    for path, code, value in _wrong(row):
        raise RowRefused("bad_value" if code else "wrong_type", path, value, source_id=key)


def _wrong(row: Mapping[str, object]) -> Iterable[tuple[str, bool, object]]:
    """(path, is it a bad value of the right type, value) of what is wrong."""
    for field in _TEXTS:
        value = row.get(field)
        if value is not None and not isinstance(value, Mapping):
            yield f"/{field}", False, value
            continue
        for lang, text in value.items() if isinstance(value, Mapping) else ():
            if text is not None and not isinstance(text, str):
                yield f"/{field}/{lang}", False, text
    for field in _LISTS:
        if row.get(field) is not None and not isinstance(row[field], list):
            yield f"/{field}", False, row[field]
    yield from _wrong_times(row, _TIMES)
    for field in _AGES:
        value = row.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            yield f"/{field}", False, value
        elif value is not None and not 0 <= value <= MAX_AGE:
            yield f"/{field}", True, value
    yield from _wrong_seats(row)
    for field in _NESTED:
        nested = row.get(field)
        if isinstance(nested, Mapping):
            yield from _wrong_times(nested, _TIMES[2:4], f"/{field}")
            yield from _wrong_seats(nested, f"/{field}")
    offers = row.get("offers")
    for place, offer in enumerate(offers if isinstance(offers, list) else []):
        if not isinstance(offer, Mapping):
            yield f"/offers/{place}", False, offer
        elif offer.get("is_free") is not None and not isinstance(offer["is_free"], bool):
            yield f"/offers/{place}/is_free", False, offer["is_free"]
    location = row.get("location")
    if location is not None and (not isinstance(location, Mapping) or reference(location) is None):
        yield "/location", False, location


def _wrong_times(
    row: Mapping[str, object], fields: Iterable[str], under: str = ""
) -> Iterable[tuple[str, bool, object]]:
    for field in fields:
        value = row.get(field)
        if value is not None and not isinstance(value, str):
            yield f"{under}/{field}", False, value
        elif value is not None and not is_moment(value):
            yield f"{under}/{field}", True, value


def _wrong_seats(row: Mapping[str, object], under: str = "") -> Iterable[tuple[str, bool, object]]:
    """A capacity that is no whole number could hide that there is none left."""
    for field in _SEATS:
        value = row.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            yield f"{under}/{field}", False, value
