"""One row of a steward's own list to a record. What the row gives as a field stands; its words fill what is left open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from crawler.rows import RowRefused, as_row, checked
from crawler.sources.filelist_fields import (
    check_identity,
    check_names,
    given_fields,
    read_contact,
    read_key,
    read_place,
    text_of,
    url_of,
)
from crawler.sources.filelist_times import FIELDS as TIMES
from crawler.sources.filelist_times import moment_of, read_times
from crawler.sources.filelist_words import Words, read_access, read_cost, read_hours, read_programme, read_venue
from crawler.taking_part import Note
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import Cost, Kind, Schedule, Text
from schemas.source import Source

COLLECTION: Final = "entry"
SCOPE: Final = "listed"
"""The rule by which a row is in scope: a steward put it on the list."""
_VENUE: Final = re.compile(r"tprek:\d{1,9}")
_PLACE: Final = ("address", "postal_code", "municipality", "lat", "lon", "place_name")


def read_entry(value: object, source: Source) -> Record:
    """One row. Raises RowRefused with the field that is wrong."""
    row: Mapping[str, Any] = {name: one for name, one in as_row(value).items() if one is not None}
    key = read_key(row)
    check_names(row, key)
    check_identity(row, source, key)
    kind = _kind(row, key)
    name = text_of(row, "name", key)
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    given = given_fields(row, key)
    words = _words(row, name, key)
    values, notes = _read(row, words, kind, given, key)
    stated = {*given} - {"derived"}
    told = given.get("derived", [])
    if not isinstance(told, list):
        raise RowRefused("wrong_type", "/derived", told, source_id=key)
    derived = [*told, *(one for one in notes if one["pointer"].split("/")[1] not in stated)]
    modified = moment_of(row, "source_modified", key)
    offering = {**values, **given, "kind": kind, "name": name, "derived": derived}
    url = url_of(row, "source_url", key) or url_of(_provenance(row), "source_url", key)
    try:
        return checked(
            {
                "source": source.name,
                "collection": COLLECTION,
                "key": key,
                "scope": SCOPE,
                "offering": offering,
                "links": {"place": _venue(row, key)},
                "source_url": url or (source.public_page and source.public_page.format(id=key)),
                "source_modified": modified and modified[0],
            },
            source_id=key,
        )
    except RowRefused as error:
        error.path = error.path.removeprefix("/offering")
        raise


def _kind(row: Mapping[str, Any], key: str) -> Kind:
    if row.get("kind") in (None, ""):
        raise RowRefused("missing_field", "/kind", row.get("kind"), source_id=key)
    try:
        return Kind(plain_text(row["kind"]).lower())
    except ValueError as error:
        raise RowRefused("bad_value", "/kind", f"{row['kind']} ({', '.join(Kind)})", source_id=key) from error


def _words(row: Mapping[str, Any], name: Text, key: str) -> Words:
    return Words(
        name=name,
        summary=text_of(row, "summary", key),
        description=text_of(row, "description", key),
        price=text_of(row, "price_text", key),
        registration=text_of(row, "registration_text", key),
        audience=text_of(row, "audience_text", key),
        times=text_of(row, "times_text", key),
        age=next(iter(text_of(row, "age_text", key).values()), ""),
    )


def _read(
    row: Mapping[str, Any], words: Words, kind: Kind, given: Mapping[str, Any], key: str
) -> tuple[dict[str, Any], list[Note]]:
    """The values that the words and the plain cells say, with their notes."""
    cost, notes = read_cost(words)
    if "cost" in given:
        cost, notes = _given_cost(given["cost"]), []
    values: dict[str, Any] = {"cost": cost}
    reads = [read_access(text_of(row, "accessibility_text", key)), read_hours(text_of(row, "opening_hours_text", key))]
    if kind is Kind.VENUE:
        _refuse_times(row, key)
        reads.append(read_venue(words, cost))
    else:
        times = read_times(row, words.told, key)
        schedule = times.values.get("schedule")
        term = schedule if isinstance(schedule, Schedule) else Schedule()
        reads += [times, read_programme(words, cost, term)]
    for read in reads:
        values |= read.values
        notes = [*notes, *read.notes]
    values["places"] = _places(row, words.name, kind, given, key)
    values["contacts"] = [
        one for part in ("phone", "email") if row.get(part) for one in read_contact(part, row[part], f"/{part}", key)
    ]
    url = url_of(row, "url", key)
    values["urls"] = [{"kind": "home" if kind is Kind.VENUE else "info", "url": url}] if url else []
    return values, notes


def _given_cost(value: object) -> Cost:
    """The stated cost, as far as the words beside it go; what is none is refused when the record is checked."""
    try:
        return Cost.model_validate(value)
    except ValidationError:
        return Cost()


def _refuse_times(row: Mapping[str, Any], key: str) -> None:
    """A place is open, not held: times of a programme in its row would be lost."""
    for field in TIMES:
        if row.get(field) not in (None, ""):
            raise RowRefused("unexpected_shape", f"/{field}", row[field], source_id=key)


def _places(row: Mapping[str, Any], name: Text, kind: Kind, given: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The one place of the plain fields. Beside `places` they would say the same thing twice."""
    plain = [field for field in _PLACE if row.get(field) not in (None, "", {})]
    if not plain:
        return [{"name": name}] if kind is Kind.VENUE and "places" not in given else []
    if "places" in given:
        raise RowRefused("unexpected_shape", f"/{plain[0]}", row[plain[0]], source_id=key)
    called = text_of(row, "place_name", key) or (name if kind is Kind.VENUE else {})
    place = {
        "name": called,
        "address": text_of(row, "address", key),
        "postal_code": plain_text(str(row.get("postal_code", ""))) or None,
        "municipality": plain_text(row.get("municipality")) or None,
    }
    return [place | read_place(row, "", key, called)]


def _venue(row: Mapping[str, Any], key: str) -> str | None:
    """The venue of the service register where it is held: its place and accessibility are inherited."""
    value = row.get("venue_id")
    if value in (None, ""):
        return None
    text = plain_text(value)
    if not _VENUE.fullmatch(text):
        raise RowRefused("bad_value", "/venue_id", value, source_id=key)
    return text


def _provenance(row: Mapping[str, Any]) -> Mapping[str, Any]:
    told = row.get("provenance")
    return told if isinstance(told, Mapping) else {}
