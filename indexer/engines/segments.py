"""Postings on disk: of each token the rows that have it, with what each may score. A segment is written once and memory-mapped.

Scores are BM25 of every field, worked out when a segment is written, by all that the index says then: `best` is the best field's, `total` all
fields' together. A segment is never changed; what is new goes into another one, and both are merged before that one is large.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from uuid import uuid4

import numpy as np

from indexer.array_files import mapped
from indexer.engines.terms import FIELDS, Array, Terms, hash_of
from indexer.language.tokens import WEIGHTS

K1, B = 1.2, 0.75
_WEIGHTS = np.array([WEIGHTS[name] for name in FIELDS])
_REMEMBERED = 5000
_AT_ONCE = 4_000_000
"""So many terms are scored at a time, whatever the index holds."""
_ARRAYS = ("hashes", "lengths", "starts", "rows", "best", "total", "records")


def _length_steps() -> Iterator[int]:
    """Lengths that are told apart: each to 40, then in ever longer steps of which there are eight."""
    yield from range(40)
    length, step = 40, 2
    while length < 1 << 20:
        for _ in range(8):
            yield length
            length += step
        step *= 2


_LENGTHS = np.array(list(_length_steps()))


def _saturation(times: Array, lengths: Array, average: Array) -> Array:
    """How much it counts that a token stands so often in a field of so many tokens: BM25, by steps of length."""
    stepped = _LENGTHS[_LENGTHS.searchsorted(lengths, "right") - 1]
    saturated: Array = (K1 + 1) * times / (times + K1 * (1 - B + B * stepped / average))
    return saturated


@dataclass(frozen=True, slots=True)
class Posting:
    """The rows of one token, ascending, and what each scores for it."""

    rows: Array
    best: Array
    total: Array

    def times(self, weight: float) -> Posting:
        """The same with all scores so much."""
        return Posting(self.rows, self.best * np.float32(weight), self.total * np.float32(weight))

    def is_of_the_same(self, other: Posting) -> bool:
        """Whether another token stands in the very same rows."""
        return len(self.rows) == len(other.rows) and bool((self.rows == other.rows).all())

    def plus(self, other: Posting) -> Posting:
        """The posting of two tokens of the same rows."""
        return Posting(self.rows, np.maximum(self.best, other.best), self.total + other.total)


class Segment:
    """The postings of rows that follow each other."""

    def __init__(self, name: str, arrays: Mapping[str, Array]) -> None:
        self.name, self._arrays = name, arrays
        self._hashes = arrays["hashes"]
        self.rows = len(arrays["lengths"])
        self.find = lru_cache(maxsize=_REMEMBERED)(self._find)

    @classmethod
    def write(cls, folder: Path, kind: str, terms: Terms, base: Segment | None = None) -> Segment:
        """The segment of some terms, saved; how rare a token is counts the records of the base, too."""
        shape = (len(terms.hashes), len(FIELDS))
        before = np.zeros(shape, np.int64) if base is None else base.records_of(terms.hashes)
        documents = len(terms.lengths) + (0 if base is None else base.rows)
        said = terms.lengths.sum(axis=0, dtype=np.int64) + (0 if base is None else base.said)
        average = np.maximum(said / max(documents, 1), 1e-9)
        own, many = np.zeros(shape, np.uint32), np.zeros(shape[0], np.int64)
        found = [(np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32))]
        for piece in terms.pieces(_AT_ONCE):
            numbers, rows, fields = piece.numbers, piece.rows, piece.fields
            here = slice(int(numbers[0]), int(numbers[-1]) + 1)
            numbers -= numbers[0]
            own[here] = np.bincount(numbers * len(FIELDS) + fields, minlength=own[here].size).reshape(-1, len(FIELDS))
            records = own[here] + before[here]
            rarity = np.log1p((documents - records + 0.5) / (records + 0.5))
            lengths = terms.lengths[rows - np.uint64(terms.first), fields]
            scores = _WEIGHTS[fields] * rarity[numbers, fields] * _saturation(piece.times, lengths, average[fields])
            firsts = np.flatnonzero(np.diff(piece.keys >> np.uint64(4), prepend=np.uint64(np.iinfo(np.uint64).max)))
            many[here] = np.bincount(numbers[firsts], minlength=len(many[here]))
            scores = scores.astype(np.float32)
            best, total = np.maximum.reduceat(scores, firsts), np.add.reduceat(scores, firsts)
            found.append((rows[firsts].astype(np.int32), best, total))
        everything = map(np.concatenate, zip(*found, strict=True))
        name = f"{kind}-{uuid4().hex[:12]}"
        arrays = {
            "hashes": terms.hashes,
            "lengths": terms.lengths,
            "starts": np.concatenate([[0], np.cumsum(many)]),
            **dict(zip(("rows", "best", "total"), everything, strict=True)),
            "records": own,
        }
        for one in _ARRAYS:
            np.save(folder / f"{name}.{one}.npy", arrays[one])
        (folder / f"{name}.terms").write_bytes(terms.packed())
        return cls(name, arrays)

    @classmethod
    def load(cls, folder: Path, name: str) -> Segment:
        """A saved segment. Raises OSError and ValueError."""
        return cls(name, {one: mapped(folder / f"{name}.{one}.npy") for one in _ARRAYS})

    def terms_in(self, folder: Path) -> Terms:
        """The terms behind the scores, from the folder of a generation that has this segment."""
        packed = (folder / f"{self.name}.terms").read_bytes()
        return Terms.unpacked(packed, self._hashes, self._arrays["lengths"])

    @cached_property
    def said(self) -> Array:
        """How many tokens each field has in all."""
        total: Array = self._arrays["lengths"].sum(axis=0, dtype=np.int64)
        return total

    def records_of(self, hashes: Array) -> Array:
        """In how many records each of these tokens stands, by field."""
        found = np.zeros((len(hashes), len(FIELDS)), np.int64)
        here = np.isin(hashes, self._hashes, assume_unique=True)
        found[here] = self._arrays["records"][self._hashes.searchsorted(hashes[here])]
        return found

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Each token's place among the tokens, by its hash: a look-up here takes a tenth of a search among the hashes."""
        return {one: number for number, one in enumerate(self._hashes.tolist())}

    def _find(self, token: str) -> Posting | None:
        """The rows that have a token; None when none has."""
        number = self._numbers.get(hash_of(token))
        if number is None:
            return None
        starts = self._arrays["starts"]
        some = slice(int(starts[number]), int(starts[number + 1]))
        return Posting(self._arrays["rows"][some], self._arrays["best"][some], self._arrays["total"][some])
