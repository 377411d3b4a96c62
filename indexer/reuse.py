"""An id that comes back as another thing: its name and its place both differ. It is published as changed, and the run warns of it."""

from __future__ import annotations

from collections.abc import Collection

from indexer.diff import Diff
from indexer.ledger import Publication
from schemas.identity import service_id
from schemas.record import Record, RecordKey
from schemas.run import CrawlStats, Guard
from schemas.service import Kind, Offering, Service

NAMED = 3
"""So many are named in the warning."""

Marks = tuple[set[str], set[str]]
"""The names and the places by which a thing is known."""


def reused(publication: Publication, diff: Diff, stats: CrawlStats) -> list[str]:
    """The upstream ids of the main collection that were another thing before, removed ones too, each with its names then and now."""
    main, source = stats.main_collection, stats.source
    part = diff.of(main)
    keys = [RecordKey.model_validate({"source": source, "collection": main, "key": key}) for key in part.changed]
    before = {key.key: _of_record(record) for key, record in publication.records(keys).items()}
    tombstones = publication.services(service_id(source, key) for key in part.added)
    before |= {row.source_id: _of_service(Service.model_validate_json(row.body)) for row in tombstones.values()}
    found = []
    for key, then in before.items():
        now = _of_record(diff.brought[(main, key)])
        if all(_differ(one, other) for one, other in zip(then, now, strict=True)):
            found.append(f"{key} (was {min(then[0])!r}, is {min(now[0])!r})")
    return sorted(found)


def reuse_guard(found: Collection[str]) -> list[Guard]:
    """A warning that holds nothing, where there is one to give."""
    if not found:
        return []
    named = "; ".join(list(found)[:NAMED])
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    note = f"ids came back as other things, with other names at other places: {named}{more}"
    return [Guard(code="id_reused", value=len(found), limit=0, holds=False, note=note)]


def _differ(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and not one & other


def _of_record(record: Record) -> Marks:
    if record.offering is None:
        return set(), set()
    names, addresses = _of_offering(record.offering)
    return names, {record.links.place} if record.links.place else addresses


def _of_service(service: Service) -> Marks:
    names, addresses = _of_offering(service)
    ids = {place.source_id for place in service.places if place.source_id}
    return names, addresses if service.kind is Kind.VENUE or not ids else ids


def _of_offering(offering: Offering) -> Marks:
    names = {name.casefold() for name in offering.name.values()}
    return names, {address.casefold() for place in offering.places for address in place.address.values()}
