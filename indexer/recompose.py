"""After records changed: which services lean on them, and what those come out as. Writes only what came out different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from indexer.batch import Batch
from indexer.brought import Key
from indexer.compose import Composed, compose, owner_key, wanted_keys
from indexer.correction_rows import Correction
from indexer.corrections import corrected
from indexer.diff import Diff
from indexer.divisions import COLLECTIONS as DIVISION_COLLECTIONS
from indexer.divisions import SOURCE as DIVISIONS
from indexer.divisions import Divisions
from indexer.joiner import Joiner
from indexer.ledger import Publication, RecordState
from indexer.likeness import likeness_of
from indexer.places import PlaceBook
from indexer.twins import with_twins
from indexer.venues import (
    DESCRIPTION,
    DESCRIPTIONS,
    NOTHING_DESCRIBED,
    REGISTER,
    Descriptions,
    access_keys,
    units_told_of,
)
from schemas.identity import service_id
from schemas.record import Record, RecordKey
from schemas.settings import HELSINKI
from schemas.source import Source

OFFERING_COLLECTIONS = ("event", "course", "unit", "page", "entry")
BATCH = 1000


class Recomposer:
    """Recomposes services inside one publication. `recomposed` counts the services that changed because of a record of another collection."""

    def __init__(
        self, publication: Publication, sources: Mapping[str, Source], *, source: str, run: str, at: datetime
    ) -> None:
        self._p = publication
        self._sources = sources
        self._source = source
        self._run = run
        self._at = at
        self.recomposed = 0
        self._joiner = Joiner(publication.matches, run=run)

    @cached_property
    def _book(self) -> PlaceBook:
        """Outlines and points of addresses, read when something is first composed."""
        divisions = Divisions(self._p.collections(DIVISIONS, DIVISION_COLLECTIONS))
        return PlaceBook(divisions, self._p.geocodes.all())

    @cached_property
    def _descriptions(self) -> Descriptions:
        """What services venues give, read when a venue is first composed."""
        return Descriptions(self._p.collections(DESCRIPTIONS, (DESCRIPTION,)))

    @cached_property
    def _corrections(self) -> Mapping[str, Sequence[Correction]]:
        """What stewards corrected, by service, read when something is first composed."""
        return self._p.corrections.in_force()

    def recompose(
        self,
        diff: Diff,
        states: Mapping[Key, RecordState],
        expired: Sequence[RecordKey],
        *,
        arrived: Iterable[RecordKey] = (),
    ) -> None:
        """Recompose everything that a diff touches: programmes first, then the venues that they are held at.

        `arrived` are the addresses whose points came since the last publication.
        """
        touched = [RecordKey(source=self._source, collection=c, key=k) for c, k in diff.brought]
        for name, part in diff.by_collection.items():
            lost = [*part.gone, *part.dropped, *part.absent_twice]
            touched += [RecordKey(source=self._source, collection=name, key=k) for k in lost]
        touched += [*expired, *arrived]
        owners = {key for key in touched if key.collection in OFFERING_COLLECTIONS}
        owners |= self._series_around(touched, diff, states)
        own = {service_id(key.source, key.key) for key in owners}
        leaning = self._p.services_leaning_on({*touched, *units_told_of(touched, diff.brought)}) - own
        owners |= self._mains((row.source, row.source_id) for row in self._p.services(leaning).values())
        if any(key.collection in DIVISION_COLLECTIONS for key in touched):
            owners |= self._mains(self._p.live_source_ids())
        if not self._joiner.is_current():
            owners |= self._mains(self._p.matches.start_again())
        owners |= self._past_corrections()
        self._compose(owners, direct=own, diff=diff)

    def correct(self, services: Iterable[str]) -> None:
        """Compose these services again because a correction of theirs came or went, and those whose correction ended by its day."""
        owners = self._mains((row.source, row.source_id) for row in self._p.services(services).values())
        self._compose(owners | self._past_corrections(), direct=set(), diff=Diff())

    def _past_corrections(self) -> set[RecordKey]:
        """End the corrections whose day has passed; the main records of their services."""
        ended = self._p.corrections.expire(self._at.astimezone(HELSINKI).date(), at=self._at)
        return self._mains((row.source, row.source_id) for row in self._p.services(ended).values())

    def rejoin(self) -> None:
        """Compose again what joins or parts because a steward's decision was written."""
        self._compose(self._joiner.refresh(), direct=set(), diff=Diff())

    def _compose(self, owners: set[RecordKey], *, direct: set[str], diff: Diff) -> None:
        """Compose programmes, then the venues that they are held at; and again those that joined or parted by it."""
        while owners := {key for key in owners if key.source in self._sources}:
            venues = {key for key in owners if key.collection == "unit"}
            for batch in _batches(sorted(owners - venues, key=str)):
                venues |= self._programmes(batch, direct=direct, diff=diff)
            for batch in _batches(sorted(venues, key=str)):
                self._venues(batch, direct=direct)
            owners = self._joiner.settle()

    def _mains(self, rows: Iterable[tuple[str, str]]) -> set[RecordKey]:
        """The main records of services, by (source, upstream id); what a source published whose YAML is gone stays as it is."""
        return {
            RecordKey(source=source, collection=self._sources[source].main, key=key)
            for source, key in rows
            if source in self._sources
        }

    def _series_around(
        self, touched: Iterable[RecordKey], diff: Diff, states: Mapping[Key, RecordState]
    ) -> set[RecordKey]:
        """The series that touched sessions belong to now or belonged to, and the sessions of touched series."""
        found = set()
        series_keys = set()
        for key in touched:
            row, state = diff.brought.rows.get((key.collection, key.key)), states.get((key.collection, key.key))
            for series in (row.series if row else None, state.series if state else None):
                if series:
                    found.add(RecordKey(source=key.source, collection=key.collection, key=series))
            if key.collection == "event":
                series_keys.add(key.key)
        return found | self._p.children_keys(self._source, "event", series_keys)

    def _programmes(self, keys: Sequence[RecordKey], *, direct: set[str], diff: Diff) -> set[RecordKey]:
        """Recompose programmes; the units that they lean on or leaned on."""
        records = self._p.records(keys)
        parents = self._parents(records.values())
        children = self._children(records.values())
        found = self._p.records(set().union(*(wanted_keys(r) for r in records.values())) if records else ())
        found |= self._p.records(_replaced_places(records.values(), found))
        batch = self._batch(keys)
        for key in keys:
            record = records.get(key)
            target = owner_key(record, parents) if record else diff.replaced.get((key.collection, key.key))
            if record is None or target != key.key or not record.in_scope:
                self._leave(batch, key)
                if target and target != key.key:
                    batch.lead(service_id(key.source, key.key), key.key, service_id(key.source, target))
                continue
            composed = compose(record, children.get(key.key, ()), found, self._sources, book=self._book)
            self._join(batch, record, composed)
        return self._write(batch, direct=direct)

    def _venues(self, keys: Sequence[RecordKey], *, direct: set[str]) -> None:
        records = self._p.records(keys)
        hosted = self._p.hosted(key.key for key in keys)
        found = self._p.records(set().union(*(wanted_keys(r) for r in records.values())) if records else ())
        batch = self._batch(keys)
        for key in keys:
            record = records.get(key)
            if record is None or not (record.in_scope or key.key in hosted):
                self._leave(batch, key)
                continue
            hosts = key.key in hosted
            told = self._descriptions if key.source == REGISTER else NOTHING_DESCRIBED
            composed = compose(record, (), found, self._sources, hosts=hosts, book=self._book, descriptions=told)
            self._join(batch, record, composed)
        self._write(batch, direct=direct)

    def _batch(self, keys: Iterable[RecordKey]) -> Batch:
        old = self._p.services(service_id(key.source, key.key) for key in keys)
        return Batch(old, self._p.leans_of(old), run=self._run)

    def _leave(self, batch: Batch, key: RecordKey) -> None:
        """The offering of this record is in the tray no longer, if it ever was."""
        service = service_id(key.source, key.key)
        batch.leave(service)
        self._joiner.forget(service)

    def _join(self, batch: Batch, record: Record, composed: Composed) -> None:
        """Keep an offering with its twins, or, when it is joined into another, leave a tombstone and an alias.

        A joined one goes on leaning on its records: should they change, it may be one with the other no longer.
        """
        self._joiner.note(likeness_of(composed.service, record, self._sources[record.source]))
        service = composed.service.id
        into = self._joiner.target_of(service)
        if into is not None:
            batch.leave(service, leans=composed.leans)
            batch.lead(service, record.key, into)
            return
        twins = self._joiner.twins_of(service)
        known = self._p.records(key for key, _ in twins)
        whole = with_twins(composed, [(known[key], by) for key, by in twins if key in known])
        if corrections := self._corrections.get(service):
            done = corrected(whole, corrections, book=self._book)
            self._p.corrections.tell(done.told)
            whole = done.composed
        batch.keep(whole)

    def _write(self, batch: Batch, *, direct: set[str]) -> set[RecordKey]:
        """Write what came out different; the units that this concerns."""
        batch.write(self._p, at=self._at)
        self._joiner.keep()
        self.recomposed += len(batch.changed - direct)
        return {key for key in batch.leant_on() if key.collection == "unit"}

    def _parents(self, records: Iterable[Record]) -> dict[str, Record]:
        wanted = {
            RecordKey(source=r.source, collection=r.collection, key=r.links.series) for r in records if r.links.series
        }
        return {record.key: record for record in self._p.records(wanted).values()}

    def _children(self, records: Iterable[Record]) -> dict[str, list[Record]]:
        by_source: dict[str, list[str]] = {}
        for record in records:
            if record.is_series:
                by_source.setdefault(record.source, []).append(record.key)
        found: dict[str, list[Record]] = {}
        for source, keys in by_source.items():
            found |= self._p.children(source, keys)
        return found


def _replaced_places(records: Iterable[Record], found: Mapping[RecordKey, Record]) -> set[RecordKey]:
    """Units of places that upstream answers under another id."""
    keys = set()
    for record in records:
        place = found.get(RecordKey(source=record.source, collection="place", key=record.links.place or ""))
        if place and place.place and place.place.source_id and place.place.source_id != record.links.place:
            keys.add(RecordKey(source=REGISTER, collection="unit", key=place.place.source_id))
            keys |= access_keys(place.place.source_id)
    return keys


def _batches(keys: Sequence[RecordKey]) -> Iterable[Sequence[RecordKey]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
