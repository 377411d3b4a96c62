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

from indexer.engines.terms import FIELDS, Array, Terms, hash_of
from indexer.language.tokens import WEIGHTS

K1, B = 1.2, 0.75
_REMEMBERED = 5000
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
        numbers, rows, fields = terms.numbers, terms.rows, terms.fields
        shape = (len(terms.hashes), len(FIELDS))
        own = np.bincount(numbers * len(FIELDS) + fields, minlength=shape[0] * shape[1]).reshape(shape)
        records = own if base is None else own + base.records_of(terms.hashes)
        documents = len(terms.lengths) + (0 if base is None else base.rows)
        said = terms.lengths.sum(axis=0, dtype=np.int64) + (0 if base is None else base.said)
        average = np.maximum(said / max(documents, 1), 1e-9)
        rarity = np.log1p((documents - records + 0.5) / (records + 0.5))
        lengths = _LENGTHS[_LENGTHS.searchsorted(terms.lengths[rows - np.uint64(terms.first), fields], "right") - 1]
        saturation = terms.times + K1 * (1 - B + B * lengths / average[fields])
        weights = np.array([WEIGHTS[name] for name in FIELDS])
        scores = (weights[fields] * rarity[numbers, fields] * (K1 + 1) * terms.times / saturation).astype(np.float32)
        firsts = np.flatnonzero(np.diff(terms.keys >> np.uint64(4), prepend=np.uint64(np.iinfo(np.uint64).max)))
        none = np.empty(0, np.float32)
        name = f"{kind}-{uuid4().hex[:12]}"
        arrays = {
            "hashes": terms.hashes,
            "lengths": terms.lengths,
            "starts": numbers[firsts].searchsorted(np.arange(shape[0] + 1, dtype=np.uint64)),
            "rows": rows[firsts].astype(np.int32),
            "best": np.maximum.reduceat(scores, firsts) if len(firsts) else none,
            "total": np.add.reduceat(scores, firsts) if len(firsts) else none,
            "records": own.astype(np.uint32),
        }
        for one in _ARRAYS:
            np.save(folder / f"{name}.{one}.npy", arrays[one])
        (folder / f"{name}.terms").write_bytes(terms.packed())
        return cls(name, arrays)

    @classmethod
    def load(cls, folder: Path, name: str) -> Segment:
        """A saved segment. Raises OSError and ValueError."""
        return cls(name, {one: np.asarray(np.load(folder / f"{name}.{one}.npy", mmap_mode="r")) for one in _ARRAYS})

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
