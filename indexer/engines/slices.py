"""Some rows of the columns as columns of their own, gathered when they are asked for: what few rows match is filtered and counted in little time."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.engines.columns import PAIRED, Array, Columns

Rows = NDArray[np.int64]
_REMEMBERED = 64
"""Words of open sets, such as districts, of which all rows are remembered: a byte a row."""


class Slices:
    """Makes the slices of one generation's columns."""

    def __init__(self, cols: Columns) -> None:
        self._cols = cols
        self._starts: dict[str, Rows] = {}
        self.with_code = lru_cache(maxsize=_REMEMBERED)(cols.with_code)

    def of(self, rows: Rows) -> Slice:
        """The columns of these rows, which ascend; row 0 of the slice is the first of them."""
        return Slice(self._cols, rows, self)

    @cached_property
    def id_heads(self) -> NDArray[np.uint64]:
        """The first eight letters of each row's id as a number that is ordered alike."""
        ids = np.ascontiguousarray(self._cols["id"])
        letters = ids.view(np.uint8).reshape(len(ids), ids.itemsize)
        return letters[:, :8].copy().view(">u8").ravel().astype(np.uint64)

    def starts(self, group: str) -> Rows:
        """Where each row's pairs begin, and at the end where the last ones end."""
        if group not in self._starts:
            counts = np.bincount(self._cols[f"{group}_row"], minlength=self._cols.rows)
            self._starts[group] = np.concatenate([[0], np.cumsum(counts)])
        return self._starts[group]


class Slice(Columns):
    """Columns of some rows. Its arrays fill as they are read."""

    __slots__ = ("_at", "_of", "_pairs", "_slices")

    def __init__(self, cols: Columns, rows: Rows, slices: Slices) -> None:
        super().__init__({}, cols.vocabulary)
        self._of, self._at, self._slices = cols, rows, slices
        self._pairs: dict[str, tuple[Rows, Rows]] = {}

    def narrowed(self, among: Rows) -> Slice:
        """The slice of some of these rows, which ascend."""
        return Slice(self._of, self._at[among], self._slices)

    @property
    def rows(self) -> int:
        return len(self._at)

    def __getitem__(self, name: str) -> Array:
        if name not in self.arrays:
            self.arrays[name] = self._gather(name)
        return self.arrays[name]

    def access(self, name: str) -> Array:
        return self._of.access(name)[self._at]

    def with_code(self, name: str, code: int) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self._slices.with_code(name, code)[self._at]
        return found

    def _gather(self, name: str) -> Array:
        group = PAIRED.get(name)
        if group is None:
            return self._of[name].take(self._at, axis=0)  # of several numbers a row, a seventh of what an index takes
        if group not in self._pairs:
            self._pairs[group] = self._pairs_of(group)
        rows, pairs = self._pairs[group]
        return rows if name == f"{group}_row" else self._of[name].take(pairs, axis=0)

    def _pairs_of(self, group: str) -> tuple[Rows, Rows]:
        """(the row of the slice that each pair is of, where the pairs stand among all)."""
        starts = self._slices.starts(group)
        first, here = starts.take(self._at), np.arange(len(self._at))
        counts = starts.take(self._at + 1) - first
        if (counts == 1).all():
            return here, first
        ends = np.cumsum(counts)
        return np.repeat(here, counts), np.repeat(first - ends + counts, counts) + np.arange(ends[-1])
