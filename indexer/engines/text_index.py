"""The words of the embedded engine: postings of tokens by row. It ranks; it filters nothing.

There are at most two segments: the base, and what came after it. Once that has a tenth as many rows, both become a new base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.engines.segments import Posting, Segment
from indexer.engines.terms import Gathering, Terms, merged, whole
from indexer.engines.zeros import ZEROS
from indexer.language.tokens import ENOUGH, DocumentWords, QueryWord, QueryWords

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
TIE = 0.5
"""What the other fields and tokens add to the best one of a word."""
HINT = 0.25
"""What a word counts that is not asked for."""
WIDER = 0.3
"""How much less a hit counts with each step by which the search was widened for it."""
_BASE, _LATER = "base", "later"
_PART = 10
_SMALL = 1000
_FAR_MORE = 4
"""A posting with so many times as many rows is searched for each of them."""


class TextIndex:
    """One generation's words."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)

    @classmethod
    def load(cls, folder: Path, held: TextIndex | None = None) -> Self:
        """The words in a generation's folder; what another generation holds already is not read again. Raises OSError and ValueError."""
        names = sorted(path.name.removesuffix(".hashes.npy") for path in folder.glob("*.hashes.npy"))
        known = {} if held is None else {one.name: one for one in held.segments}
        return cls([known.get(name) or Segment.load(folder, name) for name in names])

    @classmethod
    def make(cls, folder: Path, terms: Terms) -> Self:
        """A base of these terms alone, saved into an empty folder."""
        return cls([Segment.write(folder, _BASE, terms)])

    def grow(self, folder: Path, documents: Iterable[DocumentWords], first: int) -> TextIndex:
        """Add rows to a folder that has this index's files; files that are no longer part of it are taken away."""
        gathering = Gathering(first)
        gathering.add(documents)
        base, later = self.segments[0], [one.terms_in(folder) for one in self.segments[1:]]
        later.append(gathering.terms())
        if sum(len(one.lengths) for one in later) > max(base.rows // _PART, _SMALL):
            grown = TextIndex.make(folder, merged([base.terms_in(folder), *later]))
        else:
            grown = TextIndex([base, Segment.write(folder, _LATER, merged(later), base)])
        for gone in {one.name for one in self.segments} - {one.name for one in grown.segments}:
            for file in folder.glob(f"{gone}.*"):
                file.unlink()
        return grown

    def match(self, words: QueryWords, among: NDArray[np.bool_]) -> tuple[Rows, NDArray[np.float64]]:
        """(rows, scores) of the marked records that match, ascending, by `QueryWords.steps()`."""
        rows, scores = np.empty(0, np.int64), np.empty(0)
        steps = words.steps()
        if not steps:
            return rows, scores
        found = [_Scored(self, len(among)) for _ in steps[0].words]
        ranking: list[_Scored | Posting] | None = None
        for number, step in enumerate(steps):
            for one, word in zip(found, step.words, strict=True):
                one.take(word)
            before, scored = rows, scores
            rows = _in_all(found, among) if step.every else _in_any(found, among)
            if ranking is None and len(rows):
                ranking = self._ranking(words, len(among))
            scores = _added(ranking or (), rows)
            for one in found:
                scores += one.at(rows)
            scores *= WIDER**number
            scores[rows.searchsorted(before)] += scored
            if len(rows) >= ENOUGH:
                break
        return rows, scores

    def hint(self, words: QueryWords, rows: int) -> NDArray[np.float64]:
        """Of each row how well it fits what only ranks, 0 to 1."""
        scores = _added(self._ranking(words, rows), np.arange(rows))
        scores /= max(scores.max(initial=0.0), 1e-9)
        return scores

    def naming(self, words: QueryWords, rows: int) -> NDArray[np.bool_]:
        """The rows that have a token of every word that only ranks."""
        named = np.zeros(rows, bool)
        if words.hints:
            found = [_Scored(self, rows) for _ in words.hints]
            for one, word in zip(found, words.hints, strict=True):
                one.take(word)
            named[_in_all(found, np.ones(rows, bool))] = True
        return named

    def postings(self, token: str) -> list[Posting]:
        """The rows that have a token."""
        found = (segment.find(token) for segment in self.segments)
        return [one for one in found if one is not None]

    def _ranking(self, words: QueryWords, rows: int) -> list[_Scored | Posting]:
        """Whole names, and the words that say only the form: they add to scores and let nothing in."""
        names: list[_Scored | Posting] = [one for name in words.exact for one in self.postings(whole(name))]
        asked = words.asked()
        ranking = [word for word in (*words.words, *words.hints) if word not in asked]
        hints = [_Scored(self, rows) for _ in ranking]
        for one, word in zip(hints, ranking, strict=True):
            one.take(word)
        return names + hints


def _added(ranking: Iterable[_Scored | Posting], rows: Rows) -> NDArray[np.float64]:
    """What ranking adds to the scores of some rows, which ascend."""
    total = np.zeros(len(rows), np.float32)
    for one in ranking:
        total += one.at(rows)[1] if isinstance(one, Posting) else HINT * one.at(rows)
    return total.astype(np.float64)


class _Scored:
    """What rows score for one word: the best field and token, and the others a little."""

    def __init__(self, index: TextIndex, rows: int) -> None:
        self._index, self._many = index, rows
        self._taken = 0
        self._postings: list[Posting] = []
        self._kept: tuple[Rows, Scores, Scores] | None = None
        """The rows that were asked for last, with what they score, where one posting has all of them."""

    @property
    def size(self) -> int:
        """At most so many rows have one of the tokens."""
        return sum(len(one.rows) for one in self._postings)

    def take(self, word: QueryWord) -> None:
        """Count the word's tokens; when it comes again with more of them, only those."""
        for token, weight in word.tokens[self._taken :]:
            for posting in self._index.postings(token):
                one = posting if weight == 1.0 else posting.times(weight)
                same = next((at for at, other in enumerate(self._postings) if other.is_of_the_same(one)), None)
                if same is None:
                    self._postings.append(one)
                else:  # a word's forms are often said by the very same records
                    self._postings[same] = self._postings[same].plus(one)
        self._kept = None
        self._taken = len(word.tokens)

    def rows(self, among: NDArray[np.bool_]) -> Rows:
        """The marked rows that have one of the tokens, ascending, each once."""
        if len(self._postings) == 1:
            posting = self._postings[0]
            kept = np.flatnonzero(among[posting.rows])
            rows = posting.rows[kept].astype(np.int64)
            self._kept = rows, posting.best[kept], posting.total[kept]
            return rows
        rows = _once([one.rows for one in self._postings])
        return rows[among[rows]]

    def at(self, rows: Rows) -> Scores:
        """What some rows score, which ascend; 0 where one has none of the tokens."""
        best, total = self._kept[1:] if self._kept and self._kept[0] is rows else self._both(rows)
        return best + np.float32(TIE) * (total - best)

    def _both(self, rows: Rows) -> tuple[Scores, Scores]:
        """(best, total) of some rows."""
        near = [one for one in self._postings if len(one.rows) <= _FAR_MORE * len(rows)]
        best, total = self._spread(near, rows)
        for posting in self._postings:
            if len(posting.rows) > _FAR_MORE * len(rows):
                one_best, one_total = posting.at(rows)
                best = np.maximum(best, one_best)
                total += one_total
        return best, total

    def _spread(self, postings: Sequence[Posting], rows: Rows) -> tuple[Scores, Scores]:
        """(best, total) of some rows by these postings, by way of all rows: with many rows less work than to look for each."""
        best, total = ZEROS.lend(self._many), ZEROS.lend(self._many)
        written: list[Rows] = []
        for posting in postings:
            there = posting.rows.astype(np.int64)
            best[there] = np.maximum(best[there], posting.best) if written else posting.best
            total[there] = total[there] + posting.total if written else posting.total
            written.append(there)
        found = best[rows], total[rows]
        ZEROS.take_back(best, written)
        ZEROS.take_back(total, written)
        return found


def _once(some: Sequence[Rows]) -> Rows:
    """The rows of several, ascending, each once."""
    if not some:
        return np.empty(0, np.int64)
    rows = np.sort(np.concatenate(some), kind="stable").astype(np.int64)  # rising runs: they are merged
    if len(rows) > 1:
        rows = rows[np.concatenate([[True], rows[1:] != rows[:-1]])]
    return rows


def _in_all(found: Sequence[_Scored], among: NDArray[np.bool_]) -> Rows:
    fewest, *others = sorted(found, key=lambda one: one.size)
    rows = fewest.rows(among)
    for one in others:
        rows = rows[one.at(rows) > 0]
    return rows


def _in_any(found: Sequence[_Scored], among: NDArray[np.bool_]) -> Rows:
    return _once([one.rows(among) for one in found])
