"""The words of the embedded engine: postings of tokens by row. It ranks; it filters nothing.

There are at most two segments: the base, and what came after it. Once that has a tenth as many rows, both become a new base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.engines.remembered import Remembered
from indexer.engines.scored import Rows, Scored, once
from indexer.engines.segments import Posting, Segment
from indexer.engines.terms import Gathering, Terms, merged, whole
from indexer.language.tokens import ENOUGH, DocumentWords, QueryWords

HINT = 0.25
"""What a word counts that is not asked for."""
WIDER = 0.3
"""How much less a hit counts with each step by which the search was widened for it."""
_BASE, _LATER = "base", "later"
_PART = 10
_SMALL = 1000
_REMEMBERED_BYTES = 256 << 20
"""What words of queries have is remembered up to this size, the last asked for."""


class TextIndex:
    """One generation's words."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self.rows = sum(one.rows for one in segments)
        self._remembered: Remembered[Scored] = Remembered(_REMEMBERED_BYTES, lambda one: one.nbytes)

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

    def match(self, words: QueryWords, among: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(rows, scores) of the marked records that match, ascending, by `QueryWords.steps()`."""
        rows, scores = np.empty(0, np.int32), np.empty(0)
        ranking: list[tuple[Scored, float]] | None = None
        for number, step in enumerate(words.steps()):
            before, scored = rows, scores
            found = [self._scored(word.tokens) for word in step.words]
            rows, scores = self._in_all(found, among) if step.every else self._in_any(found, among)
            if ranking is None and len(rows):
                ranking = self._ranking(words)
            if ranking:
                scores += self._added(ranking, rows)
            if number:
                scores *= WIDER**number
                scores[rows.searchsorted(before)] += scored
            if len(rows) >= ENOUGH:
                break
        return rows.astype(np.int64), scores

    def hint(self, words: QueryWords, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """How well some rows, which ascend, fit what only ranks: 1 for the best of them, else less, down to 0."""
        scores = self._added(self._ranking(words), rows.astype(np.int32))
        scores /= max(scores.max(initial=0.0), 1e-9)
        return scores

    def naming(self, words: QueryWords) -> NDArray[np.bool_]:
        """The rows that have a token of every word that only ranks."""
        named = np.zeros(self.rows, bool)
        if words.hints:
            found = [self._scored(word.tokens) for word in words.hints]
            named[self._in_all(found, ~named)[0]] = True
        return named

    def postings(self, token: str) -> list[Posting]:
        """The rows that have a token."""
        found = (segment.find(token) for segment in self.segments)
        return [one for one in found if one is not None]

    def _scored(self, tokens: Iterable[tuple[str, float]]) -> Scored:
        """What rows score for a word of these tokens and weights, in whatever order: another language asks for its own stems first."""
        alike = tuple(sorted(tokens))
        return self._remembered.get(
            alike,
            lambda: Scored.of(((one, weight) for token, weight in alike for one in self.postings(token)), self.rows),
        )

    def _ranking(self, words: QueryWords) -> list[tuple[Scored, float]]:
        """Whole names, and the words that say only the form: they add to scores, so much of theirs, and let nothing in."""
        names = [Scored(one.rows, one.total) for name in words.exact for one in self.postings(whole(name))]
        asked = words.asked()
        hints = [self._scored(word.tokens) for word in (*words.words, *words.hints) if word not in asked]
        return [*((one, 1.0) for one in names), *((one, HINT) for one in hints)]

    def _added(self, ranking: Iterable[tuple[Scored, float]], rows: Rows) -> NDArray[np.float64]:
        """What ranking adds to the scores of some rows, which ascend."""
        total = np.zeros(len(rows))
        for one, weight in ranking:
            one.add_to(total, rows, self.rows, weight)
        return total

    def _in_all(self, found: Sequence[Scored], among: NDArray[np.bool_]) -> tuple[Rows, NDArray[np.float64]]:
        """The marked rows that have every word, and their scores."""
        fewest, *others = sorted(found, key=lambda one: len(one.rows))
        rows, first = fewest.among(among)
        scores = first.astype(np.float64)
        for one in others:
            more = one.at(rows, self.rows)
            kept = more.nonzero()[0]
            rows, scores = rows[kept], scores[kept] + more[kept]
        return rows, scores

    def _in_any(self, found: Sequence[Scored], among: NDArray[np.bool_]) -> tuple[Rows, NDArray[np.float64]]:
        """The marked rows that have one of the words, and their scores."""
        rows = once([one.rows for one in found])
        rows = rows[among[rows]]
        return rows, self._added(((one, 1.0) for one in found), rows)
