"""Counts of searches in the memory of one process, brought to the ledger every ten minutes and at its end. What a crash takes is lost, and may be.

A count waits here until it is ten, so the ledger, its backups and the stewards' page never hold a smaller one. At the month's end what did not
become ten is forgotten.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from indexer.ledger import Ledger
from indexer.usage_rows import Cell, UsageRows
from schemas.errors import LedgerError
from schemas.settings import HELSINKI

log = logging.getLogger("liiku.usage")
FLUSH_S = 600.0


class Usage:
    """What was counted and is not in the ledger yet."""

    def __init__(self) -> None:
        self._waiting: Counter[Cell] = Counter()
        self._lock = threading.Lock()

    def count(self, codes: Iterable[tuple[str, str]], *, at: datetime) -> None:
        """Count one search by each of its codes."""
        month = _month(at)
        with self._lock:
            for dimension, code in codes:
                self._waiting[Cell(month, dimension, code)] += 1

    def flush(self, ledger: Ledger, *, at: datetime) -> None:
        """Bring to the ledger what may be there. Raises LedgerError, and keeps all, when that takes nothing now."""
        month = _month(at)
        with self._lock:
            waiting = dict(self._waiting)
        if not waiting:
            return
        with ledger.writing() as connection:
            rows = UsageRows(connection)
            written = [cell for cell, times in waiting.items() if rows.add(cell, times)]
        done = {*written, *(cell for cell in waiting if cell.month < month)}
        with self._lock:
            self._waiting.subtract({cell: waiting[cell] for cell in done})
            self._waiting = +self._waiting


def _month(at: datetime) -> str:
    here = at.astimezone(HELSINKI)
    return f"{here.year:04}-{here.month:02}"


async def flush(app: FastAPI) -> None:
    """Flush what the application counted; a ledger that is busy gets it the next time."""
    deps = app.state.deps
    try:
        await run_in_threadpool(deps.usage.flush, deps.ledger, at=deps.now())
    except LedgerError as error:
        log.warning("usage.waits: %s", type(error).__name__)


@asynccontextmanager
async def keeping_count(app: FastAPI) -> AsyncIterator[None]:
    """The application's life: flushes at intervals, and once more at its end."""

    async def at_intervals() -> None:
        while True:
            await asyncio.sleep(FLUSH_S)
            await flush(app)

    task = asyncio.create_task(at_intervals())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await flush(app)
