"""One search of the embedded engine at work: from a request to rows, their order, and the page of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines import columns as c
from indexer.engines.base import Hit, Request
from indexer.engines.facets import others_allow
from indexer.engines.filters import Mask, Verdict, chords_to, metres, squared_chords, verdicts
from indexer.engines.snapshot import Snapshot
from schemas.query import Sort

_MANY = 5_000
"""From so many rows on it pays to ask first which of them may lie near."""
_HALF_WAY_M = 1500.0
"""At this distance the part of a score that nearness decides is halved."""


def _nearness(chords: NDArray[np.float64]) -> NDArray[np.float64]:
    """By what a score is multiplied for distance: 1 here, towards a half far away, a half where no point is known."""
    factor = np.full(len(chords), 0.5)
    known = np.isfinite(chords)
    factor[known] += 0.5 / (1 + metres(chords[known]) / _HALF_WAY_M)
    return factor


def first_by_id(
    rows: NDArray[np.int64], ids: NDArray[np.bytes_], heads: NDArray[np.uint64], limit: int
) -> NDArray[np.int64]:
    """The rows of the first ids, in order. Most differ in their heads, which are quicker to compare; `ids` and `heads` are of all rows."""
    own = heads[rows]
    if len(rows) > limit:
        among = own <= np.partition(own, limit - 1)[limit - 1]
        rows, own = rows[among], own[among]
    order = np.argsort(own)
    if (np.diff(own[order]) == 0).any():
        order = np.argsort(ids[rows], kind="stable")
    return rows[order[:limit]]


def _first(key: NDArray[Any], second: Callable[[NDArray[np.int64]], NDArray[Any]], most: int) -> NDArray[np.int64]:
    """Where the first `most` by key, and by the second key where that is the same, are found: what lies behind them need not be sorted."""
    last = np.partition(key, most - 1)[most - 1]
    there = np.flatnonzero(key <= last)
    if len(there) > 2 * most:
        before = key[there] < last
        level, left = there[~before], most - int(before.sum())
        seconds = second(level)
        level = level[seconds <= np.partition(seconds, left - 1)[left - 1]]
        there = np.concatenate([there[before], level])
    return there


_HIT: Callable[[Iterable[Any]], Hit] = partial(tuple.__new__, Hit)
"""A hit of its values, without a Python call for each."""


class Found:
    """One search at work: the rows that may be hits, their columns, each filter's verdicts, and what follows from them.

    All arrays but `rows` and `ids` are over these rows, ascending: a row that says no by place, or that the words do not reach, is not among them.
    """

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.query, self.now = request.query, request.now
        self.moment, self.ranks = snapshot.moments.at(self.now), snapshot.ranks
        self.ids = snapshot.cols["id"]
        self.bodies = snapshot.bodies
        self.scores: NDArray[np.float64] | None = None
        self.rows = self._candidates(snapshot, request)
        self.cols = snapshot.slices.of(self.rows)
        self.chords: NDArray[np.float64] | None = None
        if self.query.point is not None:
            self.chords = squared_chords(self.cols, *self.query.point)
            self._leave_out_the_far()
        if self.scores is not None and self.chords is not None:
            self.scores *= _nearness(self.chords)
        self.wishes = [snapshot.wishes.of(wish, self.rows, self.cols, self.now) for wish in request.wishes]
        if self.wishes:
            if self.scores is None:
                self.scores = self._leave_out_the_unwished(snapshot, request)
            for wish in self.wishes:
                self.scores *= wish.factors
        self.matched: Mask = np.ones(len(self.rows), bool)
        self.verdicts: list[Verdict] = verdicts(self.cols, self.query, self.now, self.chords)

    def _candidates(self, snapshot: Snapshot, request: Request) -> NDArray[np.int64]:
        """The current rows that the words reach, with their scores; without words those that place does not rule out."""
        allowed = self.moment.current
        if request.words:
            rows, scores = np.empty(0, np.int64), np.empty(0)
            if snapshot.text is not None:
                rows, scores = snapshot.text.match(request.words, allowed)
            near = snapshot.space.may_hit(self.query) if len(rows) > _MANY else None
            if near is not None:  # cheaper than the distance of each
                kept = np.flatnonzero(near[rows])
                rows, scores = rows[kept], scores[kept]
            self.scores = scores
            return rows
        near = snapshot.space.may_hit(self.query)
        return self.moment.rows if near is None else np.flatnonzero(near & allowed)

    def _leave_out_the_far(self) -> None:
        """Drop the rows that lie out of reach: no facet has them back."""
        reach = self.query.reach_m()
        if reach is None or self.chords is None or self.scores is None:
            return
        among = np.flatnonzero((metres(self.chords) <= reach) | ~self.cols["has_point"])
        self.scores = self.scores[among]
        self._narrow(among)

    def _leave_out_the_unwished(self, snapshot: Snapshot, request: Request) -> NDArray[np.float64]:
        """Without words a hit meets a wish, or has every word that only ranks; what it scores by those words."""
        matched = np.logical_or.reduce([wish.yes for wish in self.wishes])
        if snapshot.text is not None:
            matched |= snapshot.text.naming(request.words)[self.rows]
        among = np.flatnonzero(matched)
        self._narrow(among)
        self.wishes = [wish.at(among) for wish in self.wishes]
        scores = np.ones(len(self.rows))
        return scores if snapshot.text is None else scores + snapshot.text.hint(request.words, self.rows)

    def _narrow(self, among: NDArray[np.int64]) -> None:
        """Go on with some of the rows, which ascend."""
        self.rows, self.cols = self.rows[among], self.cols.narrowed(among)
        if self.chords is not None:
            self.chords = self.chords[among]

    def hits(self) -> Mask:
        return others_allow(self.matched, self.verdicts, "", include_unknown=self.query.unknown == "include")

    def unknowns(self) -> dict[str, int]:
        include = self.query.unknown == "include"
        return {
            v.name: int((others_allow(self.matched, self.verdicts, v.name, include_unknown=include) & v.unknown).sum())
            for v in self.verdicts
            if v.unknown is not None
        }

    def unknown_count(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        count = np.zeros(len(rows), np.int64)
        for verdict in self.verdicts:
            if verdict.unknown is not None:
                count += verdict.unknown[rows]
        return count

    def next_starts(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows' next starts in epoch seconds; FOREVER where there is none."""
        return self.moment.next_starts[self.rows[rows]]

    def order(self, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        """The first `most` of the rows in the order asked for, and perhaps more."""
        sort = self.query.sort
        if sort is Sort.RELEVANCE and self.scores is None:
            sort = Sort.START if self.chords is None else Sort.DISTANCE
        key: NDArray[Any]
        match sort:
            case Sort.DISTANCE:
                assert self.chords is not None
                key = self.chords[rows]
            case Sort.START:
                key = self.next_starts(rows)
            case Sort.NAME:
                key = self.ranks.of(self.query.lang)[self.rows[rows]]
            case Sort.RELEVANCE:
                assert self.scores is not None
                key = -self.scores[rows].round(4)
        second = self._second(sort)
        unknown = self.unknown_count(rows)
        if len(rows) > most and not unknown.any():
            some = _first(key, lambda level: second(rows[level]), most)
            rows, key, unknown = rows[some], key[some], unknown[some]
        picked: NDArray[np.int64] = rows[np.lexsort((self.ids[self.rows[rows]], second(rows), key, unknown))]
        return picked

    def _second(self, sort: Sort) -> Callable[[NDArray[np.int64]], NDArray[Any]]:
        """What orders rows that the first key has alike."""
        chords = self.chords
        if sort is not Sort.RELEVANCE:
            return lambda rows: np.zeros(len(rows))
        return self.next_starts if chords is None else lambda rows: chords[rows]

    def page(self, rows: NDArray[np.int64]) -> list[Hit]:
        """The hits of some rows, in their order."""
        cols = self.cols
        count = len(rows)
        scores = [0.0] * count if self.scores is None else self.scores[rows].round(4).tolist()
        taken = self.rows[rows]
        starts = self.next_starts(rows).tolist()
        away: list[int | None] = [None] * count
        places: list[int | None] = [None] * count
        if self.chords is not None:
            spans = cols["place_row"].searchsorted(np.stack([rows, rows + 1], axis=1)).tolist()
            distances = metres(self.chords[rows]).tolist()
            for at in np.flatnonzero(np.isfinite(self.chords[rows])).tolist():
                away[at], places[at] = round(distances[at]), self._nearest_place(*spans[at])
        # in the order of a hit's fields
        columns = (
            map(bytes.decode, self.ids[taken].tolist()),
            scores,
            away,
            [None if start == c.FOREVER else datetime.fromtimestamp(start, UTC) for start in starts],
            self.unknown_count(rows).tolist(),
            places,
            zip(*(wish.answers(rows) for wish in self.wishes), strict=True) if self.wishes else repeat((), count),
            self.bodies.of(taken),
        )
        return list(map(_HIT, zip(*columns, strict=True)))

    def _nearest_place(self, first: int, last: int) -> int:
        """Which of its record's places a row lies nearest by; the row's places are those from the first to before the last."""
        cols = self.cols
        if last - first > 1:
            assert self.query.point is not None
            first += int(np.argmin(chords_to(cols["place_xyz"][first:last], *self.query.point)))
        return int(cols["place_number"][first])
