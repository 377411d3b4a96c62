"""What a batch of offerings came out as, compared with what is published, to be written in one go. Only what came out different is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from indexer.compose import Composed
from indexer.ledger import Publication, ServiceRow, ServiceWrite
from schemas.canonical import canonical, digest
from schemas.record import RecordKey
from schemas.service import State

NOTHING: frozenset[RecordKey] = frozenset()


class Batch:
    """Offerings on their way into the ledger. `changed`: the ids of those that were there before and came out different."""

    def __init__(
        self, before: Mapping[str, ServiceRow], leans_before: Mapping[str, frozenset[RecordKey]], *, run: str
    ) -> None:
        self._before = before
        self._leans_before = leans_before
        self._run = run
        self._writes: list[ServiceWrite] = []
        self._leans: dict[str, frozenset[RecordKey]] = {}
        self._aliases: list[tuple[str, str, str]] = []
        self.changed: set[str] = set()

    def keep(self, composed: Composed) -> None:
        """This offering is in the tray: a write when it came out different, else only what it leans on, when that did."""
        service = composed.service
        before = self._before.get(service.id)
        body = service.model_dump(mode="json", by_alias=True)
        value = digest(body)
        if before is not None and before.hash == value and before.state != State.REMOVED:
            self._lean(service.id, composed.leans)
            return
        is_new = before is None or before.state == State.REMOVED
        if not is_new:
            self.changed.add(service.id)
        body["provenance"]["run"] = self._run
        self._writes.append(
            ServiceWrite(
                id=service.id,
                source=service.provenance.source,
                source_id=service.provenance.source_id,
                kind=service.kind.value,
                state=service.state.value,
                hash=value,
                body=canonical(body).decode(),
                op="add" if is_new else "change",
                leans=composed.leans,
            )
        )

    def leave(self, service: str, *, leans: frozenset[RecordKey] = NOTHING) -> None:
        """This offering is not in the tray: a tombstone, unless it has one or never was. `leans`: what it goes on leaning on."""
        before = self._before.get(service)
        if before is None:
            return
        if before.state == State.REMOVED:
            self._lean(service, leans)
            return
        body: dict[str, Any] = orjson.loads(before.body)
        body["state"] = State.REMOVED.value
        body["provenance"]["run"] = self._run
        self._writes.append(
            ServiceWrite(
                id=service,
                source=before.source,
                source_id=before.source_id,
                kind=body["kind"],
                state=State.REMOVED.value,
                hash=before.hash,
                body=canonical(body).decode(),
                op="remove",
                leans=leans,
            )
        )

    def lead(self, service: str, source_id: str, target: str) -> None:
        """An offering that was published lives on in another."""
        if service in self._before:
            self._aliases.append((service, source_id, target))

    def leant_on(self) -> set[RecordKey]:
        """The records that what changed leans on, or leaned on before."""
        new = [*(write.leans for write in self._writes), *self._leans.values()]
        old = [self._leans_before.get(write.id, NOTHING) for write in self._writes]
        return set(NOTHING.union(*new, *old))

    def write(self, publication: Publication, *, at: datetime) -> None:
        publication.write_services(self._writes, run=self._run, at=at)
        publication.set_leans(self._leans)
        publication.delete_aliases(write.id for write in self._writes if write.state != State.REMOVED)
        publication.put_aliases(self._aliases)

    def _lean(self, service: str, leans: frozenset[RecordKey]) -> None:
        if self._leans_before.get(service, NOTHING) != leans:
            self._leans[service] = leans
