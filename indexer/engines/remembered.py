"""What was worked out of one generation, the last asked for, up to so many bytes: for several threads, and gone with the generation at once.

A decorator would keep the generation and its own memory alive through each other until the garbage is collected.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values by key; `size` says the bytes of one."""

    def __init__(self, most_bytes: int, size: Callable[[T], int]) -> None:
        self._lock = Lock()
        self._values: LRUCache[Hashable, T] = LRUCache(most_bytes, size)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made when it is not remembered; one that is larger than all may be is given and not kept."""
        with self._lock:
            found = self._values.get(key)
        if found is None:
            found = make()
            with self._lock:
                if self._values.getsizeof(found) <= self._values.maxsize:
                    self._values[key] = found
        return found
