"""What is worked out of the ledger as it stands now, renewed by one asker at a time while the others answer from what was there before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A value and the change number that it was made at.

    After a publication the first who asks makes it anew; whoever asks meanwhile gets the value before. The first value of all is waited for.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[int, T] | None = None

    def at(self, position: int) -> T:
        """The value at a change number, or the one before it while another thread makes it."""
        made = self._made
        if made is not None and made[0] == position:
            return made[1]
        if not self._lock.acquire(blocking=made is None):
            assert made is not None
            return made[1]
        try:
            if self._made is None or self._made[0] != position:
                self._made = (position, self._make())
            return self._made[1]
        finally:
            self._lock.release()
