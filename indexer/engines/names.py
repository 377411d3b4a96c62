"""What is suggested while one types: names of offerings, venues, districts and keywords, with the records that they lead to.

Of each kind and language there are the different texts of one batch, one after the other, and the rows of each. All arrays grow by
appending, like every other column; a text that came in two batches is put together when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import SUGGESTED, Suggested, Suggestion
from indexer.language.tokens import split_words
from schemas.service import LANGS, Lang, Service, Text

_SPACE = 0x20
_PAD = 400
"""Bytes after the last text, so that a word may be looked for at the very end: the longest word has sixty letters."""


def suggested_texts(service: Service) -> dict[tuple[Suggested, Lang], tuple[str, ...]]:
    """The different texts by which a service may be suggested, by kind and language."""
    sources: dict[Suggested, list[Text]] = {
        "offering": [service.name],
        "venue": [place.name for place in service.places],
        "district": [place.district for place in service.places],
        "word": [keyword.label for keyword in service.keywords],
    }
    return {
        (kind, lang): tuple(dict.fromkeys(text[lang].strip() for text in texts if text.get(lang, "").strip()))
        for kind, texts in sources.items()
        for lang in LANGS
    }


def begins_words(text: str, begins: Sequence[str]) -> bool:
    """Whether each of the beginnings begins a word of the text.

    >>> begins_words("Kallion kirjasto", ["kir", "kal"])
    True
    """
    words = split_words(text)
    return all(any(word.startswith(begin) for word in words) for begin in begins)


def best_first(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What leads to most records first; then the shortest, then by letters."""
    return sorted(suggestions, key=lambda one: (-one.hits, len(one.text.encode()), one.text))


def without_doubles(suggestions: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """The first `limit`, each text once."""
    found: dict[str, Suggestion] = {}
    for one in suggestions:
        found.setdefault(one.text, one)
    return list(found.values())[:limit]


def asked_first(lang: Lang) -> list[Lang]:
    """The languages, the asked one first."""
    return sorted(LANGS, key=lambda other: other != lang)


def name_arrays(services: Sequence[Service], start: int) -> dict[str, NDArray[Any]]:
    """The arrays of some services, which are the rows from `start` on."""
    rows: dict[tuple[Suggested, Lang], dict[str, list[int]]] = {(k, lang): {} for k in SUGGESTED for lang in LANGS}
    for row, service in enumerate(services, start):
        for key, texts in suggested_texts(service).items():
            for text in texts:
                rows[key].setdefault(text, []).append(row)
    arrays: dict[str, NDArray[Any]] = {}
    for (kind, lang), found in rows.items():
        shown = [text.encode() for text in found]
        typed = ["".join(f" {word}" for word in split_words(text)).encode() for text in found]
        for part, lines in (("shown", shown), ("typed", typed)):
            arrays[f"{part}_{kind}_{lang}_length"] = np.array([len(line) for line in lines], np.int32)
            arrays[f"{part}_{kind}_{lang}_bytes"] = np.frombuffer(b"".join(lines), np.uint8)
        arrays[f"leads_{kind}_{lang}_count"] = np.array([len(one) for one in found.values()], np.int32)
        arrays[f"leads_{kind}_{lang}_row"] = np.array([row for one in found.values() for row in one], np.int32)
        keys = [int.from_bytes(blake2b(text, digest_size=8).digest(), "little", signed=True) for text in shown]
        arrays[f"leads_{kind}_{lang}_key"] = np.array(keys, np.int64)
    return arrays


class NameTable:
    """The suggestions of one generation, ready to search."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._texts = {(kind, lang): _Texts(arrays, f"{kind}_{lang}") for kind in SUGGESTED for lang in LANGS}

    def beginning_with(
        self, prefix: str, kind: Suggested, lang: Lang, allowed: NDArray[np.bool_], limit: int
    ) -> list[Suggestion]:
        """The best of one kind and language of which words begin with the words of the prefix; `allowed` are the rows that count."""
        words = split_words(prefix)
        if not words:
            return []
        found = self._texts[(kind, lang)].best(words, allowed, limit)
        return best_first([Suggestion(text, kind, lang, hits) for text, hits in found])[:limit]


class _Texts:
    """The texts of one kind and language; what is derived from the columns is made when it is first asked for."""

    def __init__(self, arrays: dict[str, NDArray[Any]], name: str) -> None:
        self._arrays, self._name = arrays, name

    def _ends(self, part: str) -> NDArray[np.int64]:
        return np.cumsum(self._arrays[f"{part}_{self._name}_length"], dtype=np.int64)

    @cached_property
    def _typed(self) -> NDArray[np.uint8]:
        return np.concatenate([self._arrays[f"typed_{self._name}_bytes"], np.zeros(_PAD, np.uint8)])

    @cached_property
    def _typed_ends(self) -> NDArray[np.int64]:
        return self._ends("typed")

    @cached_property
    def _shown_ends(self) -> NDArray[np.int64]:
        return self._ends("shown")

    @cached_property
    def _word_starts(self) -> NDArray[np.int64]:
        """Where in the typed texts the words begin; each has a space before it."""
        return np.flatnonzero(self._typed == _SPACE) + 1

    def _with(self, begin: str) -> NDArray[np.int64]:
        """The texts with a word that begins so, each once."""
        places = self._word_starts
        for number, byte in enumerate(begin.encode()):
            places = places[self._typed[places + number] == byte]
        return np.unique(np.searchsorted(self._typed_ends, places, side="right"))

    def _at(self, text: int) -> str:
        end = int(self._shown_ends[text])
        length = int(self._arrays[f"shown_{self._name}_length"][text])
        return bytes(self._arrays[f"shown_{self._name}_bytes"][end - length : end]).decode()

    def best(self, words: Sequence[str], allowed: NDArray[np.bool_], limit: int) -> Iterator[tuple[str, int]]:
        """(text, allowed rows that it leads to) of at least the best `limit` texts."""
        texts = self._with(max(words, key=len))
        for word in words:
            texts = np.intersect1d(texts, self._with(word), assume_unique=True)
        if not len(texts):
            return
        before = np.concatenate([[0], np.cumsum(allowed[self._arrays[f"leads_{self._name}_row"]])])
        ends = np.cumsum(self._arrays[f"leads_{self._name}_count"], dtype=np.int64)
        starts = ends[texts] - self._arrays[f"leads_{self._name}_count"][texts]
        keys = self._arrays[f"leads_{self._name}_key"][texts]
        _, first, group = np.unique(keys, return_index=True, return_inverse=True)
        hits = np.bincount(group, weights=before[ends[texts]] - before[starts]).astype(np.int64)
        texts, hits = texts[first[hits > 0]], hits[hits > 0]
        if len(texts) > limit:  # only what may be among the best is spelt out
            length = self._arrays[f"shown_{self._name}_length"][texts].astype(np.int64)
            rank = -hits * (int(length.max()) + 1) + length
            among = rank <= np.partition(rank, limit - 1)[limit - 1]
            texts, hits = texts[among], hits[among]
        yield from ((self._at(int(text)), int(n)) for text, n in zip(texts, hits, strict=True))
