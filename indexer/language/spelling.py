"""Words that look like a typed one: at most two edits away, alike in their letters, or beginning so.

Candidates come from a table of deletions (as SymSpell's): two words that are n edits apart have a deletion of at most n letters in common.
å, ä and ö count as a and o here, since many keyboards lack them. It suggests; whether to correct is the analyser's choice.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from threading import Lock
from zlib import crc32

import numpy as np
import Stemmer
from numpy.typing import NDArray

from indexer.array_files import mapped

_PREFIX = 8
"""Deletions are made of so many first letters."""
_REMEMBERED = 50_000
_SHORTEST = 4
_TWO_EDITS_FROM = 8
_PLAIN = str.maketrans("åäö", "aao")
_ARRAYS = ("deleted", "deleted_word", "threes", "threes_word", "threes_count")


@dataclass(frozen=True, slots=True)
class Guess:
    """A word that may be meant; `edits` counts between the words or their stems, `cost` orders: small is good."""

    word: str
    edits: int
    cost: float


def edits_between(a: str, b: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours from one word to another; most + 1 when there are more.

    >>> edits_between("kirajsto", "kirjasto", 2), edits_between("jooga", "judo", 2)
    (1, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    same = _shared(a, b)
    a, b = a[same:], b[same:]
    same = _shared(a[::-1], b[::-1])
    a, b = a[: len(a) - same], b[: len(b) - same]
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _shared(a: str, b: str) -> int:
    """How many letters two words begin with alike."""
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


class Spelling:
    """The words of an index, ready to be looked for by likeness."""

    def __init__(self, counts: Mapping[str, int], arrays: Mapping[str, NDArray[np.uint32]]) -> None:
        self._words = sorted(counts)
        self._counts = counts
        self._arrays = arrays
        self._finnish = Stemmer.Stemmer("finnish")
        self._one_at_a_time = Lock()  # a stemmer holds the word that it is at
        self._stem = lru_cache(maxsize=_REMEMBERED)(self._stemmed)

    def _stemmed(self, word: str) -> str:
        with self._one_at_a_time:
            stem: str = self._finnish.stemWord(word)
            return stem

    @classmethod
    def make(cls, counts: Mapping[str, int]) -> Spelling:
        """From words with how many records say them."""
        nothing = dict.fromkeys(_ARRAYS, np.empty(0, np.uint32))
        return cls({}, nothing).grown(counts)

    def grown(self, counts: Mapping[str, int]) -> Spelling:
        """The same with more words: `counts` has all of ours and may have others."""
        known = frozenset(self._words)
        place = {word: number for number, word in enumerate(sorted(counts))}
        moved = np.array([place[word] for word in self._words], np.uint32)
        deleted: list[int] = []
        deleted_word: list[int] = []
        threes: list[int] = []
        threes_word: list[int] = []
        threes_count = np.zeros(len(place), np.uint32)
        threes_count[moved] = self._arrays["threes_count"]
        for word, number in place.items():
            if word in known:
                continue
            hashes = {crc32(one.encode()) for key in _keys(word, self._stem) for one in _deletions(key, _most(key))}
            deleted += hashes
            deleted_word += [number] * len(hashes)
            three = _threes(word)
            threes += three
            threes_word += [number] * len(three)
            threes_count[number] = len(three)
        arrays = {"threes_count": threes_count}
        for name, hashed, words in (("deleted", deleted, deleted_word), ("threes", threes, threes_word)):
            both = np.concatenate([self._arrays[name], np.array(hashed, np.uint32)])
            numbers = np.concatenate([moved[self._arrays[f"{name}_word"]], np.array(words, np.uint32)])
            pairs = np.sort((both.astype(np.uint64) << np.uint64(32)) | numbers)
            arrays[name] = (pairs >> np.uint64(32)).astype(np.uint32)
            arrays[f"{name}_word"] = pairs.astype(np.uint32)
        return Spelling(counts, arrays)

    def save(self, folder: Path) -> None:
        for name in _ARRAYS:
            np.save(folder / f"spelling_{name}.npy", self._arrays[name])

    @classmethod
    def load(cls, folder: Path, counts: Mapping[str, int]) -> Spelling:
        return cls(counts, {name: mapped(folder / f"spelling_{name}.npy") for name in _ARRAYS})

    def nearest(self, word: str) -> list[Guess]:
        """Words at most two edits away (one for short words), the likeliest first."""
        typed = _keys(word, self._stem)
        found: dict[str, Guess] = {}
        for most in range(1, _most(word) + 1):
            for number in self._candidates(typed, most):
                one = self._words[number]
                edits = min(edits_between(a, b, most) for a in typed for b in _keys(one, self._stem))
                if edits <= most and one != word:
                    found.setdefault(one, Guess(one, edits, self._cost(word, one, edits)))
            if found:
                break
        return sorted(found.values(), key=lambda guess: (guess.cost, guess.word))

    def _candidates(self, typed: list[str], most: int) -> set[int]:
        hashes = np.array(sorted({crc32(d.encode()) for key in typed for d in _deletions(key, most)}), np.uint32)
        return set(self._rows("deleted", hashes).tolist())

    def _rows(self, name: str, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        table, words = self._arrays[name], self._arrays[f"{name}_word"]
        starts, ends = np.searchsorted(table, hashes, "left"), np.searchsorted(table, hashes, "right")
        spans = [words[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
        return np.concatenate(spans) if spans else np.empty(0, np.uint32)

    def _cost(self, word: str, one: str, edits: int) -> float:
        """Fewer edits, the same first letter and length, and more records are likelier; a dot left out costs little."""
        a, b = word.translate(_PLAIN), one.translate(_PLAIN)
        whole = edits_between(a, b, 4)
        dots = 0.1 * sum(x != y for x, y in zip(word, one, strict=False)) if len(a) == len(b) and a == b else 0.0
        return edits + 0.5 * (whole - edits) + 0.5 * (a[0] != b[0]) + dots - 0.15 * math.log(self._counts[one])

    def alike(self, word: str, *, least: float, most: int) -> list[tuple[str, float]]:
        """Words that share many runs of three letters: (word, likeness to 1.0)."""
        three = np.array(_threes(word), np.uint32)
        numbers, shared = np.unique(self._rows("threes", three), return_counts=True)
        likeness = 2 * shared / (self._arrays["threes_count"][numbers] + len(three))
        best = np.argsort(-likeness, kind="stable")[:most]
        return [(self._words[numbers[i]], float(likeness[i])) for i in best if likeness[i] >= least]

    def beginning(self, word: str, *, most: int) -> list[str]:
        """Words that begin so, those of most records first."""
        return sorted(self._from(word), key=lambda one: (-self._counts[one], one))[:most]

    def _from(self, prefix: str) -> Iterator[str]:
        for at in range(bisect_left(self._words, prefix), len(self._words)):
            if not self._words[at].startswith(prefix):
                return
            yield self._words[at]


def _most(word: str) -> int:
    return 0 if len(word) < _SHORTEST else 1 if len(word) < _TWO_EDITS_FROM else 2


def _keys(word: str, stem) -> list[str]:  # type: ignore[no-untyped-def]  # from word to its stem
    """The word without dots and its stem: an ending is not what is misspelt."""
    plain = word.translate(_PLAIN)
    short = stem(word).translate(_PLAIN)
    return [plain, short] if len(short) > _SHORTEST and short != plain else [plain]


def _deletions(word: str, most: int) -> set[str]:
    head = word[:_PREFIX]
    found = {head}
    for gone in range(1, min(most, len(head) - 1) + 1):
        found |= {"".join(some) for some in combinations(head, len(head) - gone)}
    return found


def _threes(word: str) -> list[int]:
    plain = f" {word.translate(_PLAIN)} "
    return sorted({crc32(plain[at : at + 3].encode()) for at in range(len(plain) - 2)})
