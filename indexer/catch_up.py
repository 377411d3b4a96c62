"""Brings an engine up to the ledger: what changed after its position, in batches, then the position. At least once, idempotent by id."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.engines.base import Engine, Entry
from indexer.ledger import Ledger, ServiceRow
from schemas.service import Service

BATCH = 5000


def entry_of(row: ServiceRow) -> Entry:
    return Entry(row.seq, Service.model_validate_json(row.body), row.body.encode())


def catch_up(ledger: Ledger, engine: Engine) -> int:
    """Apply every change that the engine has not seen; how many services that were. An engine ahead of the ledger is rebuilt."""
    position = engine.position()
    newest = ledger.position()
    if position > newest:
        return rebuild(ledger, engine)
    if position == newest:
        return 0
    if position == 0:
        return rebuild(ledger, engine)
    applied = 0
    while rows := ledger.services_after(position, BATCH):
        position = rows[-1].seq
        adds = [entry_of(row) for row in rows if row.state != "removed"]
        removes = [row.id for row in rows if row.state == "removed"]
        engine.apply(adds, removes, position=position)
        applied += len(rows)
    return applied


def rebuild(ledger: Ledger, engine: Engine) -> int:
    """Fill a new index from the ledger and swap it in; how many services it holds."""
    position = ledger.position()
    count = 0

    def entries() -> Iterator[Entry]:
        nonlocal count
        for row in ledger.live_services():
            count += 1
            yield entry_of(row)

    engine.rebuild(entries(), position=position)
    return count
