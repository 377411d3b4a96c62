"""Work that may take longer than somebody waits for a page: done in a thread of its own, one at a time, and asked for again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any

PATIENCE_S = 8.0
KEPT = 200


class Slow:
    """What is being done, by key. Asking for a key that is there begins nothing anew."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="steward")
        self._known: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()

    def begin(self, key: str, work: Callable[[], Any], *, instead_of: str | None = None) -> None:
        """Begin, unless it is under way or done and not yet taken. `instead_of`: what began with this, and is done, is forgotten."""
        with self._lock:
            if key in self._known:
                return
            for one in [one for one, work in self._known.items() if work.done()]:
                if len(self._known) >= KEPT or (instead_of is not None and one.startswith(instead_of)):
                    del self._known[one]
            self._known[key] = self._pool.submit(work)

    def knows(self, key: str) -> bool:
        return key in self._known

    def is_done(self, key: str, *, patience_s: float = PATIENCE_S) -> bool:
        """Whether it is done, after waiting so long at most."""
        try:
            self._known[key].exception(timeout=patience_s)
        except NotYet:
            return False
        return True

    def take(self, key: str) -> Any:
        """What came out, once. Raises what the work raised."""
        with self._lock:
            done = self._known.pop(key)
        return done.result()

    def recall(self, key: str) -> Any:
        """What came out, and stays to be asked for; what failed does not stay. Raises what the work raised."""
        done = self._known[key]
        if done.exception() is not None:
            return self.take(key)
        return done.result()
