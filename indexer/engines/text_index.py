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
        rows = np.empty(0, np.int64)
        steps = words.steps()
        if not steps:
            return rows, np.empty(0)
        found = [_Scored(self, len(among)) for _ in steps[0].words]
        ranking: Scores | None = None
        scores = np.zeros(len(among))
        for number, step in enumerate(steps):
            for one, word in zip(found, step.words, strict=True):
                one.take(word)
            rows = _in_all(found) if step.every else _in_any(found)
            rows = rows[among[rows]]
            if len(rows):
                if ranking is None:
                    ranking = self._ranking(words, len(among))
                scores[rows] += (sum((one.at(rows) for one in found), start=ranking[rows])) * WIDER**number
            if len(rows) >= ENOUGH:
                break
        rows = np.sort(rows)
        return rows, scores[rows]

    def hint(self, words: QueryWords, rows: int) -> NDArray[np.float64]:
        """Of each row how well it fits what only ranks, 0 to 1."""
        scores: NDArray[np.float64] = self._ranking(words, rows).astype(np.float64)
        scores /= max(scores.max(initial=0.0), 1e-9)
        return scores

    def naming(self, words: QueryWords, rows: int) -> NDArray[np.bool_]:
        """The rows that have a token of every word that only ranks."""
        named = np.zeros(rows, bool)
        if words.hints:
            found = [_Scored(self, rows) for _ in words.hints]
            for one, word in zip(found, words.hints, strict=True):
                one.take(word)
            named[_in_all(found)] = True
        return named

    def postings(self, token: str) -> list[Posting]:
        """The rows that have a token."""
        found = (segment.find(token) for segment in self.segments)
        return [one for one in found if one is not None]

    def _ranking(self, words: QueryWords, rows: int) -> Scores:
        """Of each row what whole names, and the words that say only the form, add to its score. They let nothing in."""
        scores = np.zeros(rows, np.float32)
        for name in words.exact:
            for posting in self.postings(whole(name)):
                scores[posting.rows] += posting.total
        asked = words.asked()
        for word in (*words.words, *words.hints):
            if word not in asked:
                one = _Scored(self, rows)
                one.take(word)
                there = one.rows()
                scores[there] += HINT * one.at(there)
        return scores


class _Scored:
    """What every row scores for one word: the best field and token, and the others a little."""

    def __init__(self, index: TextIndex, rows: int) -> None:
        self._index = index
        self._best = np.zeros(rows, np.float32)
        self._total = np.zeros(rows, np.float32)
        self._rows: list[Rows] = []
        self._taken = 0

    def take(self, word: QueryWord) -> None:
        """Count the word's tokens; when it comes again with more of them, only those."""
        for token, weight in word.tokens[self._taken :]:
            for posting in self._index.postings(token):
                rows, best = posting.rows.astype(np.int64), posting.best * np.float32(weight)
                before = self._best[rows]
                self._rows.append(rows[before == 0])
                self._best[rows] = np.maximum(before, best)
                self._total[rows] += posting.total * np.float32(weight)
        self._taken = len(word.tokens)

    def rows(self) -> Rows:
        """The rows that have one of the tokens, each once, in no order."""
        return np.concatenate([np.empty(0, np.int64), *self._rows])

    def has(self, rows: Rows) -> NDArray[np.bool_]:
        return self._best[rows] > 0

    def at(self, rows: Rows) -> Scores:
        best = self._best[rows]
        return best + np.float32(TIE) * (self._total[rows] - best)


def _in_all(found: Sequence[_Scored]) -> Rows:
    rows = min((one.rows() for one in found), key=len)
    for one in found:
        rows = rows[one.has(rows)]
    return rows


def _in_any(found: Sequence[_Scored]) -> Rows:
    rows = []
    for number, one in enumerate(found):
        more = one.rows()
        for other in found[:number]:
            more = more[~other.has(more)]
        rows.append(more)
    return np.concatenate(rows)
