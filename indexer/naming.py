"""Rows and offerings by a name that a person knows them by, for reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from indexer.ledger import Ledger, ServiceRow
from schemas.identity import service_id
from schemas.record import Collection, Record, RecordKey
from schemas.report import FieldChange, Listing, Named
from schemas.service import LANGS, Text
from schemas.settings import HELSINKI

LISTED = 200
"""Names in one list; its total says how many there are."""
READ = 2000
"""Rows that are read to name them, or to count what changed in them."""


def first_words(text: Text | Mapping[str, str] | None) -> str:
    """The text in Finnish, else in the next language that it has."""
    return next((text[lang] for lang in LANGS if text and text.get(lang)), "")


def record_name(record: Record) -> str:
    if record.offering is not None:
        return first_words(record.offering.name)
    if record.place is not None:
        return first_words(record.place.name)
    if record.label is not None:
        return first_words(record.label.label)
    return first_words(record.area.name) if record.area is not None else ""


def named_record(record: Record, changes: Sequence[FieldChange] = ()) -> Named:
    session = record.links.session
    schedule = record.offering.schedule if record.offering else None
    starts = session.start.astimezone(HELSINKI).date() if session else schedule and schedule.starts
    return Named(
        source_id=record.key, name=record_name(record), source=record.source, collection=record.collection,
        starts=starts, url=record.source_url, changes=list(changes),
    )  # fmt: skip


def named_service(row: ServiceRow, changes: Sequence[FieldChange] = ()) -> Named:
    body: dict[str, Any] = orjson.loads(row.body)
    return Named(
        source_id=row.source_id, name=first_words(body["name"]), source=row.source, starts=_first_day(body["schedule"]),
        url=body["provenance"]["source_url"], changes=list(changes),
    )  # fmt: skip


def _first_day(schedule: Mapping[str, Any]) -> date | None:
    if schedule.get("starts"):
        return date.fromisoformat(schedule["starts"])
    starts = [session["start"] for session in schedule.get("sessions", ())]
    return datetime.fromisoformat(min(starts)).astimezone(HELSINKI).date() if starts else None


def listing(rows: Iterable[Named]) -> Listing:
    """The first of the rows by name, and how many they are."""
    found = sorted(rows, key=lambda one: (one.name.casefold(), one.source_id))
    return Listing(total=len(found), shown=found[:LISTED])


def listing_of_keys(ledger: Ledger, source: str, collection: Collection, keys: Sequence[str]) -> Listing:
    """These rows, named by their records, or by what was published of them; the rows of one series stand as one."""
    shown = sorted(keys)[:READ]
    wanted = {key: RecordKey(source=source, collection=collection, key=key) for key in shown}
    records = ledger.records(wanted.values())
    left = {service_id(source, key): key for key in shown if wanted[key] not in records}
    services = {left[one]: row for one, row in ledger.services(left).items()}
    found: dict[str, Named] = {}
    for key in shown:
        record, service = records.get(wanted[key]), services.get(key)
        series = record.links.series if record else None
        if series in found:
            found[series].rows += 1
            continue
        one = named_record(record) if record else named_service(service) if service else Named(source_id=key)
        found[series or key] = one
    return Listing(total=len(keys), shown=list(found.values())[:LISTED])
