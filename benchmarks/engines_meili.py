"""The peer Meilisearch: our engine, its languages and all, over the server of LIIKU_MEILI_URL, in an index of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import meilisearch

from benchmarks.processes import Memory, listening_on, memory_of
from indexer.engines.base import Engine, Entry
from indexer.engines.meili import MeiliEngine
from indexer.language.analyser import Analyser
from schemas.service import Service

_LOCAL = ("127.0.0.1", "localhost", "::1")
_TASK_TIMEOUT_MS = 600_000


class Server:
    """A Meilisearch server and an index on it that only this benchmark has."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url = url
        self._key = key
        self._index = f"liiku-bench-{uuid4().hex[:12]}"
        self._client = meilisearch.Client(url, key)
        self._before = self._size()

    def engine(self, analyser: Analyser) -> MeiliEngine:
        """The index as our engine; each has connections of its own."""
        return MeiliEngine(self.url, key=self._key, index=self._index, analyser=analyser)

    def disk_bytes(self) -> int:
        """By how much the server's databases grew since the beginning: it tells no size of one index alone."""
        return self._size() - self._before

    def _size(self) -> int:
        return int(self._client.get_all_stats()["databaseSize"])

    def memory(self) -> Memory | None:
        """The server's process; None when it runs elsewhere or may not be looked at."""
        parts = urlsplit(self.url)
        process = listening_on(parts.port or 80) if parts.hostname in _LOCAL else None
        return memory_of([process]) if process else None

    def delete(self) -> None:
        for name in (self._index, f"{self._index}-next"):
            self._client.wait_for_task(self._client.delete_index(name).task_uid, _TASK_TIMEOUT_MS)


@contextmanager
def server() -> Iterator[Server | None]:
    """The server of the environment, our index gone afterwards; None without LIIKU_MEILI_URL."""
    url = os.environ.get("LIIKU_MEILI_URL")
    if not url:
        yield None
        return
    found = Server(url, os.environ.get("LIIKU_MEILI_KEY"))
    try:
        yield found
    finally:
        found.delete()


class Making:
    """Entries of services, and the seconds that went into making these."""

    def __init__(self, services: Iterator[Service]) -> None:
        self._services = services
        self.spent_s = 0.0

    def __iter__(self) -> Iterator[Entry]:
        started = time.perf_counter()
        for seq, one in enumerate(self._services, 1):
            self.spent_s += time.perf_counter() - started
            yield Entry(seq, one)
            started = time.perf_counter()


def update_s(writer: Engine, reader: Engine, changed: Sequence[Service], position: int) -> float:
    """Seconds from the beginning of an update until a reader with its own connection is at its position."""
    started = time.perf_counter()
    writer.apply([Entry(position, one) for one in changed], (), position=position)
    while reader.position() < position:
        time.sleep(0.002)
    return time.perf_counter() - started
