"""Names as they are shown and as they are typed, in two byte strings a language: what suggestions are made from.

Rows lie one after the other; their lengths say where. Both arrays grow by appending, like every other column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language.tokens import split_words
from schemas.service import LANGS, Lang, Service

MANY = 400
"""So many matches are looked at before the shortest names are picked."""


def name_arrays(services: Sequence[Service]) -> dict[str, NDArray[Any]]:
    """The arrays of some services' names."""
    arrays: dict[str, NDArray[Any]] = {}
    for lang in LANGS:
        shown = [service.name.get(lang, "").encode() for service in services]
        typed = [("".join(f" {word}" for word in split_words(name.decode())) + "\n").encode() for name in shown]
        for part, rows in (("shown", shown), ("typed", typed)):
            arrays[f"{part}_{lang}_length"] = np.array([len(row) for row in rows], np.int32)
            arrays[f"{part}_{lang}_bytes"] = np.frombuffer(b"".join(rows), np.uint8)
    return arrays


class NameTable:
    """The names of one generation, ready to search."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._shown = {lang: _Strings(arrays, f"shown_{lang}") for lang in LANGS}
        self._typed = {lang: _Strings(arrays, f"typed_{lang}") for lang in LANGS}

    def beginning_with(self, prefix: str, lang: Lang, allowed: NDArray[np.bool_], limit: int) -> list[str]:
        """Different names in one language of which words begin with the words of the prefix, the shortest first."""
        words = split_words(prefix)
        if not words:
            return []
        longest = max(words, key=len)
        found: dict[str, None] = {}
        for row in self._typed[lang].rows_with(f" {longest}".encode()):
            if allowed[row] and all(f" {word}" in self._typed[lang].at(row) for word in words):
                found[self._shown[lang].at(row)] = None
                if len(found) >= MANY:
                    break
        return sorted(found, key=lambda name: (len(name), name))[:limit]


class _Strings:
    def __init__(self, arrays: dict[str, NDArray[Any]], name: str) -> None:
        self._bytes = arrays[f"{name}_bytes"].tobytes()
        self._ends = np.cumsum(arrays[f"{name}_length"], dtype=np.int64)

    def at(self, row: int) -> str:
        start = int(self._ends[row - 1]) if row else 0
        return self._bytes[start : int(self._ends[row])].decode()

    def rows_with(self, needle: bytes) -> Iterator[int]:
        """The rows in which the needle stands, each once."""
        place = self._bytes.find(needle)
        while place >= 0:
            row = int(np.searchsorted(self._ends, place, side="right"))
            yield row
            place = self._bytes.find(needle, int(self._ends[row]))
