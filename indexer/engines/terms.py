"""What rows say, before it is scored: which token stands how often in which field of which row. Kept beside the scores, so that they can be made anew.

Tokens are known by 64-bit hashes only: nothing here holds a text.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.language.tokens import WEIGHTS, DocumentWords, Field

Array = NDArray[Any]
WHOLE: Field = "whole"
FIELDS = tuple(WEIGHTS)
_FIELD_BITS, _TOKEN_SHIFT = 4, 32
_PLACE = (1 << _TOKEN_SHIFT) - 1
_MOST_TIMES = 255
_LONGEST = 65_535
_QUICKLY = 1
_PACKED_AT_ONCE = 4_000_000


def whole(name: str) -> str:
    """A whole name as a token that is no word's."""
    return f"\0{name}"


def hash_of(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Terms:
    """Some rows' terms. `hashes` ascend; a key holds a hash's number, a row and a field, and the keys ascend; `times` is how often.

    `lengths` has a line for each row from `first` on: how many tokens each field has.
    """

    hashes: Array
    keys: Array
    times: Array
    lengths: Array
    first: int

    @property
    def numbers(self) -> Array:
        """Each key's token, as its place among the hashes."""
        return self.keys >> np.uint64(_TOKEN_SHIFT)

    @property
    def rows(self) -> Array:
        return (self.keys & np.uint64(_PLACE)) >> np.uint64(_FIELD_BITS)

    @property
    def fields(self) -> Array:
        """Each key's field, as its place in FIELDS."""
        return self.keys & np.uint64((1 << _FIELD_BITS) - 1)

    def pieces(self, most: int) -> Iterator[Terms]:
        """The terms in pieces of about so many, each token whole in one of them."""
        begin, many, one = 0, len(self.keys), np.uint64(1) << np.uint64(_TOKEN_SHIFT)
        while begin < many:
            end = many
            if begin + most < many:
                token = self.keys[begin + most] // one
                end = int(self.keys.searchsorted((token + np.uint64(1)) * one))
            yield Terms(self.hashes, self.keys[begin:end], self.times[begin:end], self.lengths, self.first)
            begin = end

    def packed(self) -> bytes:
        """First row, keys and times, small: neighbouring keys differ little."""
        packer = zlib.compressobj(_QUICKLY)
        before, packed = np.uint64(0), [np.uint64(self.first).tobytes()]
        for begin in range(0, len(self.keys), _PACKED_AT_ONCE):
            keys = self.keys[begin : begin + _PACKED_AT_ONCE]
            packed.append(packer.compress(np.diff(keys, prepend=before).tobytes()))
            before = keys[-1]
        return b"".join([*packed, packer.compress(self.times.tobytes()), packer.flush()])

    @classmethod
    def unpacked(cls, packed: bytes, hashes: Array, lengths: Array) -> Self:
        """The terms of `packed`. Raises ValueError and zlib.error."""
        content = zlib.decompress(packed[8:])
        many = len(content) // 9
        keys = np.cumsum(np.frombuffer(content, np.uint64, many), dtype=np.uint64)
        return cls(
            hashes,
            keys,
            np.frombuffer(content, np.uint8, offset=8 * many),
            lengths,
            int.from_bytes(packed[:8], sys.byteorder),
        )


class Gathering:
    """Takes in documents, whose rows follow each other from `first` on."""

    def __init__(self, first: int) -> None:
        self._first, self._rows = first, first
        self._numbers: dict[str, int] = {}
        self._keys: list[Array] = []
        self._times: list[Array] = []
        self._lengths: list[Array] = []

    def add(self, documents: Iterable[DocumentWords]) -> None:
        """The next rows' words, a batch at a time."""
        numbers, said, counts = self._numbers, array("I"), array("I")
        for words in documents:
            for name in FIELDS:
                tokens: Iterable[str] = words.fields.get(name, ())
                before = len(said)
                said.extend(
                    numbers.setdefault(one, len(numbers)) for one in (map(whole, tokens) if name == WHOLE else tokens)
                )
                counts.append(len(said) - before)
        lengths = np.array(counts, np.int64).reshape(-1, len(FIELDS))
        field = np.tile(np.arange(len(FIELDS), dtype=np.uint64), len(lengths))
        row = np.repeat(np.arange(self._rows, self._rows + len(lengths), dtype=np.uint64), len(FIELDS))
        places = np.repeat((row << np.uint64(_FIELD_BITS)) | field, lengths.ravel())
        keys, times = np.unique((np.array(said, np.uint64) << np.uint64(_TOKEN_SHIFT)) | places, return_counts=True)
        self._keys.append(keys)
        self._times.append(np.minimum(times, _MOST_TIMES).astype(np.uint8))
        self._lengths.append(np.minimum(lengths, _LONGEST).astype(np.uint16))
        self._rows += len(lengths)

    def terms(self) -> Terms:
        hashes = np.fromiter(map(hash_of, self._numbers), np.uint64, len(self._numbers))
        order = np.argsort(hashes)
        rank = np.empty(len(order), np.uint64)
        rank[order] = np.arange(len(order), dtype=np.uint64)
        lengths = np.concatenate(self._lengths or [np.empty((0, len(FIELDS)), np.uint16)])
        return _sorted(
            hashes[order], [_renumbered(keys, rank) for keys in self._keys], self._times, lengths, self._first
        )


def merged(parts: Sequence[Terms]) -> Terms:
    """The terms of rows that follow each other."""
    hashes = np.unique(np.concatenate([one.hashes for one in parts]))
    keys = [_renumbered(one.keys, hashes.searchsorted(one.hashes).astype(np.uint64)) for one in parts]
    lengths = np.concatenate([one.lengths for one in parts])
    return _sorted(hashes, keys, [one.times for one in parts], lengths, parts[0].first)


def _renumbered(keys: Array, rank: Array) -> Array:
    numbers: Array = rank[keys >> np.uint64(_TOKEN_SHIFT)]
    return (numbers << np.uint64(_TOKEN_SHIFT)) | (keys & np.uint64(_PLACE))


def _sorted(hashes: Array, keys: Sequence[Array], times: Sequence[Array], lengths: Array, first: int) -> Terms:
    together = np.concatenate([np.empty(0, np.uint64), *keys])
    order = np.argsort(together)
    return Terms(hashes, together[order], np.concatenate([np.empty(0, np.uint8), *times])[order], lengths, first)
