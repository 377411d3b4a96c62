"""Arrays of zeros over all rows, used again and again: to make a new one for a few rows takes longer than the rows do."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Zeros(threading.local):
    """Each thread's own arrays. One that was lent and not given back is forgotten."""

    def __init__(self) -> None:
        self._rows = 0
        self._free: list[NDArray[np.float32]] = []

    def lend(self, rows: int) -> NDArray[np.float32]:
        """So many zeros, to be written to."""
        if rows != self._rows:
            self._rows, self._free = rows, []
        return self._free.pop() if self._free else np.zeros(rows, np.float32)

    def take_back(self, array: NDArray[np.float32], written: Iterable[Array]) -> None:
        """Take an array back, of which these places were written to."""
        for rows in written:
            array[rows] = 0
        if len(array) == self._rows:
            self._free.append(array)


ZEROS = Zeros()
