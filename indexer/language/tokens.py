"""Words to tokens, the same for every engine, at index and at query time.

A token is a lower-case word: the surface form, a Finnish lemma, a part or root of a Finnish compound, or a Swedish or English stem. Stems
carry a prefix (`zsv`, `zen`), so that they never meet a Finnish word by accident. Engines see nothing else of a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Field = Literal["name", "name_part", "keyword", "place", "text", "text_part"]
WEIGHTS: dict[Field, float] = {
    "name": 4.0,
    "name_part": 1.6,
    "keyword": 1.5,
    "place": 2.0,
    "text": 1.0,
    "text_part": 0.4,
}
"""How much a match in a field counts, as measured on the judged queries."""

_WORD = re.compile(r"\w+(?:[-–'’]\w+)*")
_KEPT = {"å", "ä", "ö"}


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The tokens of one record by field."""

    fields: dict[Field, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query: as typed, and the tokens that stand for it, best first, with their weight."""

    surface: str
    tokens: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class QueryWords:
    """The words of a query. Empty: nothing to match, every current record qualifies.

    A record matches when it has a token of every word; where no record does, when it has a token of any.
    """

    words: tuple[QueryWord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


def fold(text: str) -> str:
    """Lower case, one Unicode spelling, diacritics gone but for å, ä and ö.

    >>> fold("Café Ääni")
    'cafe ääni'
    """
    out = []
    for char in unicodedata.normalize("NFKC", text).lower():
        if char in _KEPT or not unicodedata.decomposition(char):
            out.append(char)
        else:
            out.append("".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return "".join(out)


def split_words(text: str) -> list[str]:
    """The folded words of a text, in order; hyphenated words stay whole.

    >>> split_words("Vesi-jumppaa, klo 10!")
    ['vesi-jumppaa', 'klo', '10']
    """
    return _WORD.findall(fold(text))


def unique(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))
