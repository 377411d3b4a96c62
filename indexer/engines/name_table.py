"""What is suggested, ready to look up: the words of all names in the order of their letters, and how many current records each name leads to.

Both are made when they are first asked for; a generation that only grew takes over the order of the one before, and looks through what came since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import SUGGESTED, Suggested, Suggestion
from indexer.engines.names import best_first
from indexer.language.tokens import split_words
from schemas.service import LANGS, Lang

Array = NDArray[Any]
_SPACE = 0x20
_HEAD = 8
"""Bytes of a word by which it is put in order."""
_PAD = 400
"""Bytes after the last text, so that a word may be looked for at the very end: the longest word has sixty letters."""


@dataclass(frozen=True, slots=True)
class _Order:
    """The words of some texts in the order of their first letters: `heads` ascend; `starts` is where the words begin, `texts` of which text each is."""

    heads: NDArray[np.uint64]
    starts: Array
    texts: Array
    many: int

    @classmethod
    def nothing(cls) -> _Order:
        return cls(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.int32), 0)

    def with_words(self, typed: NDArray[np.uint8], ends: Array) -> _Order:
        """The same with the words of the texts from `many` on. Each word has a space before it."""
        if self.many == len(ends):
            return self
        begin = int(ends[self.many - 1]) if self.many else 0
        starts = np.flatnonzero(typed[begin:] == _SPACE) + begin + 1
        heads = np.zeros(len(starts), np.uint64)
        for place in range(_HEAD):
            heads = (heads << np.uint64(8)) | typed[starts + place]
        texts = np.searchsorted(ends, starts, side="right").astype(np.int32)
        heads = np.concatenate([self.heads, heads])
        order = np.argsort(heads, kind="stable")
        starts, texts = np.concatenate([self.starts, starts]), np.concatenate([self.texts, texts])
        return _Order(heads[order], starts[order], texts[order], len(ends))

    def texts_with(self, begin: bytes, typed: NDArray[np.uint8]) -> Array:
        """The texts with a word that begins so; one with two such words stands there twice."""
        low, high = (int.from_bytes(begin[:_HEAD].ljust(_HEAD, fill), "big") for fill in (b"\0", b"\xff"))
        first, last = self.heads.searchsorted(np.uint64(low), "left"), self.heads.searchsorted(np.uint64(high), "right")
        if len(begin) <= _HEAD:
            return self.texts[first:last]
        places = self.starts[first:last]
        rest = np.ones(len(places), bool)
        for number, byte in enumerate(begin[_HEAD:], _HEAD):
            rest &= typed[places + number] == byte
        return self.texts[first:last][rest]


class NameTable:
    """The suggestions of one generation."""

    def __init__(self, arrays: dict[str, Array], before: NameTable | None = None) -> None:
        known: dict[tuple[Suggested, Lang], _Texts] = {} if before is None else before.texts
        self.texts: dict[tuple[Suggested, Lang], _Texts] = {
            (kind, lang): _Texts(arrays, f"{kind}_{lang}", known.get((kind, lang)))
            for kind in SUGGESTED
            for lang in LANGS
        }

    def beginning_with(
        self, prefix: str, kind: Suggested, lang: Lang, allowed: NDArray[np.bool_], limit: int
    ) -> list[Suggestion]:
        """The best of one kind and language of which words begin with the words of the prefix; `allowed` are the rows that count."""
        words = [word.encode() for word in split_words(prefix)]
        if not words:
            return []
        found = self.texts[(kind, lang)].best(words, allowed, limit)
        return best_first([Suggestion(text, kind, lang, hits) for text, hits in found])[:limit]


class _Texts:
    """The texts of one kind and language. A text that came in several batches stands there as often; `names` are the different ones."""

    def __init__(self, arrays: dict[str, Array], name: str, before: _Texts | None) -> None:
        self._shown_bytes, self._shown_length = arrays[f"shown_{name}_bytes"], arrays[f"shown_{name}_length"]
        self._typed_bytes, self._typed_length = arrays[f"typed_{name}_bytes"], arrays[f"typed_{name}_length"]
        self._leads_row, self._leads_count = arrays[f"leads_{name}_row"], arrays[f"leads_{name}_count"]
        self._key = arrays[f"leads_{name}_key"]
        self._order = before.order if before is not None and self._begins_as(before) else None
        self._hits: tuple[NDArray[np.bool_], Array] | None = None

    def _begins_as(self, before: _Texts) -> bool:
        """Whether these are another generation's texts with more behind them, of which the order is known."""
        known = before.__dict__.get("order")
        return (
            known is not None
            and before._key.size <= self._key.size
            and np.array_equal(before._key, self._key[: before._key.size])
        )

    @cached_property
    def _typed(self) -> NDArray[np.uint8]:
        return np.concatenate([self._typed_bytes, np.zeros(_PAD, np.uint8)])

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        """Where each text ends, as it is shown and as it is typed."""
        return np.cumsum(self._shown_length, dtype=np.int64), np.cumsum(self._typed_length, dtype=np.int64)

    @cached_property
    def names(self) -> tuple[Array, Array]:
        """(the number of each text's name, each name's first text)."""
        _, first, group = np.unique(self._key, return_index=True, return_inverse=True)
        return group, first

    @cached_property
    def order(self) -> _Order:
        """The words of the texts, in order."""
        known, self._order = self._order or _Order.nothing(), None
        return known.with_words(self._typed, self._ends[1])

    def _with(self, begin: bytes) -> Array:
        """The names with a word that begins so, each once."""
        return np.unique(self.names[0][self.order.texts_with(begin, self._typed)])

    def _hits_of_names(self, allowed: NDArray[np.bool_]) -> Array:
        """To how many allowed rows each name leads; kept for as long as the same rows are allowed."""
        held = self._hits
        if held is None or held[0] is not allowed:
            group, first = self.names
            texts = np.repeat(group, self._leads_count)
            self._hits = held = allowed, np.bincount(texts[allowed[self._leads_row]], minlength=len(first))
        return held[1]

    def _at(self, text: int) -> str:
        end, length = int(self._ends[0][text]), int(self._shown_length[text])
        return bytes(self._shown_bytes[end - length : end]).decode()

    def best(self, begins: Sequence[bytes], allowed: NDArray[np.bool_], limit: int) -> list[tuple[str, int]]:
        """(text, allowed rows that it leads to) of at least the best `limit` names."""
        longest, *others = sorted(begins, key=len, reverse=True)
        names = self._with(longest)
        for begin in others:
            names = np.intersect1d(names, self._with(begin), assume_unique=True)
        if not len(names):
            return []
        hits = self._hits_of_names(allowed)[names]
        names, hits = names[hits > 0], hits[hits > 0]
        texts = self.names[1][names]
        if len(texts) > limit:  # only what may be among the best is spelt out
            length = self._shown_length[texts].astype(np.int64)
            rank = -hits * (int(length.max()) + 1) + length
            among = rank <= np.partition(rank, limit - 1)[limit - 1]
            texts, hits = texts[among], hits[among]
        return [(self._at(text), many) for text, many in zip(texts.tolist(), hits.tolist(), strict=True)]
