"""After records changed: which services lean on them, and what those come out as. Writes only what came out different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from indexer.compose import Composed, compose, owner_key, wanted_keys
from indexer.diff import Diff, Key
from indexer.ledger import Publication, RecordState, ServiceRow, ServiceWrite
from schemas.canonical import canonical, digest
from schemas.identity import service_id
from schemas.record import Record, RecordKey
from schemas.service import State
from schemas.source import Source

OFFERING_COLLECTIONS = ("event", "course", "unit")
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

    def recompose(self, diff: Diff, states: Mapping[Key, RecordState], expired: Sequence[RecordKey]) -> None:
        """Recompose everything that a diff touches: programmes first, then the venues that they are held at."""
        touched = [RecordKey(source=self._source, collection=c, key=k) for c, k in diff.records]
        for name, part in diff.by_collection.items():
            lost = [*part.gone, *part.dropped, *part.absent_twice]
            touched += [RecordKey(source=self._source, collection=name, key=k) for k in lost]
        touched += expired
        owners = {key for key in touched if key.collection in OFFERING_COLLECTIONS}
        owners |= self._series_around(touched, diff, states)
        own = {service_id(key.source, key.key) for key in owners}
        leaning = self._p.services_leaning_on(touched) - own
        for row in self._p.services(leaning).values():
            if row.source not in self._sources:
                continue  # its YAML is gone; what it published stays as it is
            owners.add(RecordKey(source=row.source, collection=self._sources[row.source].main, key=row.source_id))
        venues = {key for key in owners if key.collection == "unit"}
        for batch in _batches(sorted(owners - venues, key=str)):
            venues |= self._programmes(batch, direct=own, diff=diff)
        for batch in _batches(sorted(venues, key=str)):
            self._venues(batch, direct=own)

    def _series_around(
        self, touched: Iterable[RecordKey], diff: Diff, states: Mapping[Key, RecordState]
    ) -> set[RecordKey]:
        """The series that touched sessions belong to now or belonged to, and the sessions of touched series."""
        found = set()
        series_keys = set()
        for key in touched:
            record, state = diff.records.get((key.collection, key.key)), states.get((key.collection, key.key))
            for series in (record.links.series if record else None, state.series if state else None):
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
        old = self._p.services(service_id(k.source, k.key) for k in keys)
        old_leans = self._p.leans_of(old)
        writes: list[ServiceWrite] = []
        leans: dict[str, frozenset[RecordKey]] = {}
        aliases: list[tuple[str, str, str]] = []
        for key in keys:
            record = records.get(key)
            before = old.get(service_id(key.source, key.key))
            target = owner_key(record, parents) if record else diff.replaced.get((key.collection, key.key))
            if record is None or target != key.key or not record.in_scope:
                writes += self._tombstone(before)
                if target and target != key.key and before is not None:
                    aliases.append((before.id, key.key, service_id(key.source, target)))
                continue
            composed = compose(record, children.get(key.key, ()), found, self._sources)
            self._keep(composed, before, old_leans, writes, leans, direct=direct)
        touched = self._units(w.leans for w in writes) | self._units(leans.values())
        touched |= self._units(old_leans[w.id] for w in writes if w.id in old_leans)
        self._p.write_services(writes, run=self._run, at=self._at)
        self._p.set_leans(leans)
        self._p.delete_aliases(w.id for w in writes if w.state != State.REMOVED)
        self._p.put_aliases(aliases)
        return touched

    def _venues(self, keys: Sequence[RecordKey], *, direct: set[str]) -> None:
        records = self._p.records(keys)
        hosted = self._p.hosted(key.key for key in keys)
        found = self._p.records(set().union(*(wanted_keys(r) for r in records.values())) if records else ())
        old = self._p.services(service_id(k.source, k.key) for k in keys)
        old_leans = self._p.leans_of(old)
        writes: list[ServiceWrite] = []
        leans: dict[str, frozenset[RecordKey]] = {}
        for key in keys:
            record = records.get(key)
            before = old.get(service_id(key.source, key.key))
            if record is None or not (record.in_scope or key.key in hosted):
                writes += self._tombstone(before)
                continue
            composed = compose(record, (), found, self._sources, hosts=key.key in hosted)
            self._keep(composed, before, old_leans, writes, leans, direct=direct)
        self._p.write_services(writes, run=self._run, at=self._at)
        self._p.set_leans(leans)

    def _keep(
        self,
        composed: Composed,
        before: ServiceRow | None,
        old_leans: Mapping[str, frozenset[RecordKey]],
        writes: list[ServiceWrite],
        leans: dict[str, frozenset[RecordKey]],
        *,
        direct: set[str],
    ) -> None:
        """Queue a write when the service came out different; else only what it leans on, when that did."""
        service = composed.service
        body = service.model_dump(mode="json", by_alias=True)
        value = digest(body)
        if before is not None and before.hash == value and before.state != State.REMOVED:
            if old_leans.get(service.id, frozenset()) != composed.leans:
                leans[service.id] = composed.leans
            return
        body["provenance"]["run"] = self._run
        is_new = before is None or before.state == State.REMOVED
        if not is_new and service.id not in direct:
            self.recomposed += 1
        provenance = service.provenance
        writes.append(
            ServiceWrite(
                id=service.id,
                source=provenance.source,
                source_id=provenance.source_id,
                kind=service.kind.value,
                state=service.state.value,
                hash=value,
                body=canonical(body).decode(),
                op="add" if is_new else "change",
                leans=composed.leans,
            )
        )

    def _tombstone(self, before: ServiceRow | None) -> list[ServiceWrite]:
        if before is None or before.state == State.REMOVED:
            return []
        body: dict[str, Any] = orjson.loads(before.body)
        body["state"] = State.REMOVED.value
        body["provenance"]["run"] = self._run
        write = ServiceWrite(
            id=before.id,
            source=before.source,
            source_id=before.source_id,
            kind=body["kind"],
            state=State.REMOVED.value,
            hash=before.hash,
            body=canonical(body).decode(),
            op="remove",
            leans=frozenset(),
        )
        return [write]

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

    @staticmethod
    def _units(leans: Iterable[frozenset[RecordKey]]) -> set[RecordKey]:
        return {key for keys in leans for key in keys if key.collection == "unit"}


def _replaced_places(records: Iterable[Record], found: Mapping[RecordKey, Record]) -> set[RecordKey]:
    """Units of places that upstream answers under another id."""
    keys = set()
    for record in records:
        place = found.get(RecordKey(source=record.source, collection="place", key=record.links.place or ""))
        if place and place.place and place.place.source_id and place.place.source_id != record.links.place:
            keys.add(RecordKey(source="palvelukartta", collection="unit", key=place.place.source_id))
            keys.add(RecordKey(source="palvelukartta", collection="shortage", key=place.place.source_id))
    return keys


def _batches(keys: Sequence[RecordKey]) -> Iterable[Sequence[RecordKey]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
