"""What rows score for one word of a query: the best field and token of it, and the others a little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.segments import Posting
from indexer.engines.zeros import ZEROS

Rows = NDArray[np.int32]
Scores = NDArray[np.float32]
TIE = 0.5
"""What the other fields and tokens add to the best one of a word."""
_FAR_MORE = 16
"""So many times as many rows are searched for each of the few."""
_NONE = np.empty(0, np.int32), np.empty(0, np.float32)


class Scored(NamedTuple):
    """The rows that have a word, ascending, each once, and what each scores for it."""

    rows: Rows
    scores: Scores

    @classmethod
    def of(cls, postings: Iterable[tuple[Posting, float]], rows: int) -> Scored:
        """The postings of a word's tokens, with their weights, as one; `rows` is how many the index has."""
        taken: list[Posting] = []
        for posting, weight in postings:
            one = posting if weight == 1.0 else posting.times(weight)
            same = next((at for at, other in enumerate(taken) if other.is_of_the_same(one)), None)
            if same is None:
                taken.append(one)
            else:  # a word's forms are often said by the very same records
                taken[same] = taken[same].plus(one)
        if not taken:
            return cls(*_NONE)
        if len(taken) == 1:
            here, best, total = taken[0].rows, taken[0].best, taken[0].total
        else:
            here = once([one.rows for one in taken])
            best, total = _spread(taken, here, rows)
        return cls(here, best + np.float32(TIE) * (total - best))

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + self.scores.nbytes

    def among(self, marked: NDArray[np.bool_]) -> Scored:
        """Those of the marked rows."""
        kept = marked[self.rows].nonzero()[0]
        return Scored(self.rows[kept], self.scores[kept])

    def at(self, rows: Rows, many: int) -> Scores:
        """What some rows score, which ascend; 0 where one has not the word. `many` is how many rows the index has."""
        if not len(self.rows) or not len(rows):
            return np.zeros(len(rows), np.float32)
        if len(self.rows) > _FAR_MORE * len(rows):
            places = self.rows.searchsorted(rows)
            places[places == len(self.rows)] = 0
            found = self.scores[places]
            found[self.rows[places] != rows] = 0
            return found
        if len(rows) > _FAR_MORE * len(self.rows):
            found = np.zeros(len(rows), np.float32)
            places, there = self._places_in(rows)
            found[places] = self.scores[there]
            return found
        spread = ZEROS.lend(many)
        spread[self.rows] = self.scores
        found = spread[rows]
        ZEROS.take_back(spread, [self.rows])
        return found

    def add_to(self, total: NDArray[np.float64], rows: Rows, many: int, weight: float) -> None:
        """Add so much of what some rows score, as `at` finds it, to their totals."""
        if len(rows) > _FAR_MORE * len(self.rows):
            places, there = self._places_in(rows)
            total[places] += weight * self.scores[there]
        else:
            total += weight * self.at(rows, many)

    def _places_in(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """(where in many rows some of ours stand, which of ours these are)."""
        places = rows.searchsorted(self.rows)
        places[places == len(rows)] = 0
        there = rows[places] == self.rows
        return places[there], there


def once(some: Sequence[Rows]) -> Rows:
    """The rows of several, ascending, each once."""
    if not some:
        return _NONE[0]
    rows = np.sort(np.concatenate(some), kind="stable")  # rising runs: they are merged
    if len(rows) > 1:
        rows = rows[np.concatenate([[True], rows[1:] != rows[:-1]])]
    return rows


def _spread(postings: Sequence[Posting], rows: Rows, many: int) -> tuple[Scores, Scores]:
    """(best, total) of some rows by these postings, by way of all rows: less work than to look for each."""
    best, total = ZEROS.lend(many), ZEROS.lend(many)
    written: list[Rows] = []
    for posting in postings:
        there = posting.rows
        best[there] = np.maximum(best[there], posting.best) if written else posting.best
        total[there] = total[there] + posting.total if written else posting.total
        written.append(there)
    found = best[rows], total[rows]
    ZEROS.take_back(best, written)
    ZEROS.take_back(total, written)
    return found
