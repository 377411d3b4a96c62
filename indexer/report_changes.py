"""What a run changed, with names and field by field: of offerings as they were published, or of rows as a held run would change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from indexer.diff import Diff
from indexer.differences import differences, field_of
from indexer.guards import is_filled
from indexer.ledger import Ledger
from indexer.naming import READ, listing, listing_of_keys, named_record, named_service
from schemas.record import Record, RecordKey
from schemas.report import Changes, FieldTally, GuardCase, Listing, Named
from schemas.run import CrawlStats, Guard, Run

SAMPLED = 20
"""Offerings whose changes are shown field by field."""
OF_EACH_FIELD = 3


def published_changes(ledger: Ledger, run: Run, diff: Diff, stats: CrawlStats) -> Changes:
    """What the run's change numbers say: every offering that it moved, of other sources too."""
    counts = ledger.change_counts(run.id)
    changed = [Named.model_validate(one) for one in _changed_services(ledger, run)]
    absent = diff.of(stats.main_collection).absent_once
    return Changes(
        basis="published",
        added=_services(ledger, run, "add", counts),
        removed=_services(ledger, run, "remove", counts),
        changed=Listing(total=counts.get("change", 0), shown=_samples(changed)),
        missing=_of_keys(ledger, stats, absent),
        fields=tally(changed),
        read=len(changed),
    )


def _services(ledger: Ledger, run: Run, op: str, counts: Mapping[str, int]) -> Listing:
    rows = ledger.changes_of_run(run.id, op=op, limit=READ)
    found = listing(named_service(row) for row in ledger.services(row.service for row in rows).values())
    return found.model_copy(update={"total": counts.get(op, 0)})


def _changed_services(ledger: Ledger, run: Run) -> Iterable[Named]:
    rows = ledger.changes_of_run(run.id, op="change", limit=READ)
    now = ledger.services(row.service for row in rows)
    for row in rows:
        if row.before and row.service in now:
            after = now[row.service]
            yield named_service(after, differences(orjson.loads(row.before), orjson.loads(after.body)))


def would_be_changes(ledger: Ledger, diff: Diff, stats: CrawlStats) -> Changes:
    """What publishing the run would do to the rows of its main collection."""
    main = diff.of(stats.main_collection)
    changed = list(_changed_records(ledger, diff, stats, main.changed[:READ]))
    added = (diff.brought[(stats.main_collection, key)] for key in main.added)
    return Changes(
        basis="would_be",
        added=listing(named_record(record) for record in added),
        removed=_of_keys(ledger, stats, [*main.gone, *main.dropped, *main.absent_twice]),
        changed=Listing(total=len(main.changed), shown=_samples(changed)),
        missing=_of_keys(ledger, stats, main.absent_once),
        fields=tally(changed),
        read=len(changed),
    )


def _changed_records(ledger: Ledger, diff: Diff, stats: CrawlStats, keys: Sequence[str]) -> Iterable[Named]:
    before = ledger.records(_keys(stats, keys))
    for key in keys:
        record = diff.brought[(stats.main_collection, key)]
        old = before.get(record.identity())
        if old is not None:
            yield named_record(record, differences(record_fields(old), record_fields(record)))


def record_fields(record: Record) -> dict[str, Any]:
    """What a record says, its offering's fields first, without what names it."""
    return fields_of(record.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def fields_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a record's JSON."""
    return dict(body.get("offering") or {}) | {
        name: value for name, value in body.items() if name not in ("offering", "source", "collection", "key")
    }


def _keys(stats: CrawlStats, keys: Iterable[str]) -> list[RecordKey]:
    return [
        RecordKey.model_validate({"source": stats.source, "collection": stats.main_collection, "key": key})
        for key in keys
    ]


def _of_keys(ledger: Ledger, stats: CrawlStats, keys: Sequence[str], *, collection: str | None = None) -> Listing:
    named = RecordKey.model_validate(
        {"source": stats.source, "collection": collection or stats.main_collection, "key": ""}
    )
    return listing_of_keys(ledger, stats.source, named.collection, keys)


def _samples(changed: Sequence[Named]) -> list[Named]:
    """The first changed ones, those first in which more than a note changed."""
    return sorted(changed, key=lambda one: not any(field_of(c.pointer) != "derived" for c in one.changes))[:SAMPLED]


def tally(changed: Iterable[Named]) -> list[FieldTally]:
    """In how many rows each field changed, the most frequent first, each with its first samples."""
    found: dict[str, FieldTally] = {}
    for one in changed:
        for field in dict.fromkeys(field_of(change.pointer) for change in one.changes):
            entry = found.setdefault(field, FieldTally(field=field, count=0))
            entry.count += 1
            if len(entry.samples) < OF_EACH_FIELD:
                mine = [change for change in one.changes if field_of(change.pointer) == field]
                entry.samples.append(one.model_copy(update={"changes": mine}))
    return sorted(found.values(), key=lambda entry: (-entry.count, entry.field))


def guard_case(
    ledger: Ledger, guard: Guard, diff: Diff, stats: CrawlStats, changes: Changes, mine: Iterable[Record]
) -> GuardCase:
    """A tripped guard with the rows that tripped it, by name."""
    match guard.code:
        case "absent":
            part = diff.of(guard.about)
            keys = [*part.absent_once, *part.absent_twice]
            return GuardCase(guard=guard, rows=_of_keys(ledger, stats, keys, collection=guard.about))
        case "changed":
            return GuardCase(guard=guard, rows=changes.changed)
        case "doubled":
            return GuardCase(guard=guard, rows=changes.added)
        case "fill_rate":
            return GuardCase(guard=guard, rows=_emptied(ledger, guard.about, mine))
        case _:
            return GuardCase(guard=guard)


def _emptied(ledger: Ledger, field: str, mine: Iterable[Record]) -> Listing:
    """The rows that no longer hold a field; when there are none such, those that do not hold it."""
    empty = {
        r.identity(): named_record(r) for r in mine if r.offering and not is_filled(getattr(r.offering, field), field)
    }
    before = ledger.records(list(empty)[:READ])
    lost = [r for key, r in before.items() if r.offering and is_filled(getattr(r.offering, field), field)]
    return listing(map(named_record, lost) if lost else empty.values())
