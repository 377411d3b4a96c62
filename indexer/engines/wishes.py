"""What was understood in the words, as verdicts over rows. What the clock has no part in is worked out for all rows once, and looked up then."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import WISH_MISSED, WISH_UNKNOWN, Wish
from indexer.engines.columns import Columns
from indexer.engines.filters import Mask, squared_chords, verdicts
from indexer.engines.remembered import Remembered
from schemas.query import SearchQuery

_REMEMBERED_BYTES = 128 << 20
_BY_THE_CLOCK = frozenset(("weekday", "daypart", "date_from", "date_to", "open_at", "can_join"))
_NO, _UNKNOWN, _YES = range(3)
_ANSWERS: tuple[bool | None, ...] = (False, None, True)
_FACTORS = np.array([WISH_MISSED, WISH_UNKNOWN, 1.0])


class Wished(NamedTuple):
    """What a wish finds in each row: no, unknown or yes."""

    states: NDArray[np.uint8]

    @property
    def yes(self) -> Mask:
        found: Mask = self.states == _YES
        return found

    @property
    def factors(self) -> NDArray[np.float64]:
        """By what the rows' scores are multiplied."""
        return _FACTORS[self.states]

    def at(self, rows: NDArray[np.int64]) -> Wished:
        return Wished(self.states[rows])

    def answers(self, rows: NDArray[np.int64]) -> list[bool | None]:
        """Yes, no, or None where nobody can say."""
        return [_ANSWERS[state] for state in self.states[rows].tolist()]


class Wishes:
    """The wishes of one generation's searches."""

    def __init__(self, cols: Columns) -> None:
        self._cols = cols
        self._remembered: Remembered[tuple[SearchQuery, Wished]] = Remembered(
            _REMEMBERED_BYTES, lambda held: held[1].states.nbytes
        )
        """By the query's identity, which holds as long as the query is held here: the same chip asks by the same one."""

    def of(self, wish: Wish, rows: NDArray[np.int64], cols: Columns, now: datetime) -> Wished:
        """A wish over some rows, of which `cols` are the columns."""
        query = wish.query
        if not _BY_THE_CLOCK.isdisjoint(query.model_fields_set):
            return _wished(cols, query, now)
        _, whole = self._remembered.get(id(query), lambda: (query, _wished(self._cols, query, now)))
        return whole.at(rows)


def _wished(cols: Columns, query: SearchQuery, now: datetime) -> Wished:
    """The filters of a wish as one: yes where all say yes, no where one says no. What is online only is nowhere near."""
    point = query.point
    chords = None if point is None else squared_chords(cols, *point)
    asked = verdicts(cols, query, now, chords)
    yes, no = asked[0].yes, asked[0].no()
    for one in asked[1:]:
        yes, no = yes & one.yes, no | one.no()
    if point is not None or query.district:
        no = no | (cols["online"] & ~cols["has_point"])
    states = np.full(cols.rows, _UNKNOWN, np.uint8)
    states[no] = _NO
    states[yes] = _YES
    return Wished(states)
