"""What is worked out of the ledger as it stands now, renewed by one asker at a time while the others answer from what was there before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A value and the change number that it was made at. `make` is told that number; `newest` says the ledger's own.

    After a publication the first who asks makes it anew; whoever asks meanwhile gets the value before. The first value of all is waited for.
    """

    def __init__(self, make: Callable[[int], T], newest: Callable[[], int]) -> None:
        self._make, self._newest = make, newest
        self._lock = threading.Lock()
        self._made: tuple[int, T] | None = None

    def is_at(self, position: int) -> bool:
        """Whether the value of this change number is made."""
        return self._made is not None and self._made[0] == position

    def at(self, position: int | None = None) -> T:
        """The value at a change number (None: the ledger's own), or the one before it while another thread makes it."""
        position = self._newest() if position is None else position
        made = self._made
        if made is not None and made[0] == position:
            return made[1]
        if not self._lock.acquire(blocking=made is None):
            assert made is not None
            return made[1]
        try:
            made = self._made
            if made is not None and position < made[0]:
                # asked before another thread went on, or an older copy of the ledger was put in its place
                position = self._newest()
            if made is None or made[0] != position:
                self._made = made = position, self._make(position)
            return made[1]
        finally:
            self._lock.release()
