"""Words to tokens, the same for every engine, at index and at query time.

A token is a lower-case word: the surface form, a Finnish lemma, a part or root of a Finnish compound, or a Swedish or English stem. Stems
carry a prefix (`zsv`, `zen`), so that they never meet a Finnish word by accident. Engines see nothing else of a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Field = Literal["whole", "name", "name_part", "place", "keyword", "synonym", "text", "topic", "text_part"]
WEIGHTS: dict[Field, float] = {
    "whole": 16.0,
    "name": 3.0,
    "place": 2.0,
    "name_part": 1.6,
    "keyword": 1.5,
    "synonym": 2.0,
    "text": 0.5,
    "topic": 0.5,
    "text_part": 0.4,
}
"""How much a match in a field counts, as measured on the judged queries."""
ENOUGH = 10
"""With so many records a search is not widened."""

LONGEST_WORD = 60
"""Letters of a word that are looked at: Finnish compounds are shorter, and a longer string is no word."""
_WORD = re.compile(r"\w+(?:[-–'’]\w+)*")
_KEPT = frozenset("åäö")


class _PlainLetters(dict[int, str]):
    """From each character to itself without diacritics, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = char
        if char not in _KEPT and unicodedata.decomposition(char):
            plain = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
        self[code] = plain
        return plain


_PLAIN = _PlainLetters()


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The tokens of one record by field. `said`: its words that a misspelt one may have meant; `meant`: words of its concepts, as much so;
    `places`: base forms of names of places.
    """

    fields: dict[Field, tuple[str, ...]]
    said: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query: as typed, and the tokens that stand for it, best first, with their weight.

    `weaker` ones (parts of a compound, roots, words that look alike) count only where the others find too little. `is_form`: the word
    says how and not what (kurssi), and is asked for only where all words of the query are such. `says_doing`: it asks for something to
    take part in (a course, a group), alone or as the last part of a compound. `bases`: its base form in each of LANGS, of which whole names are made.
    """

    surface: str
    tokens: tuple[tuple[str, float], ...]
    weaker: tuple[tuple[str, float], ...] = ()
    is_form: bool = False
    says_doing: bool = False
    bases: tuple[str, ...] = ()

    def widened(self) -> QueryWord:
        """The word with its weaker tokens among the others."""
        if not self.weaker:
            return self
        return replace(self, tokens=(*self.tokens, *self.weaker), weaker=())


@dataclass(frozen=True, slots=True)
class Step:
    """A set of records: those that have a token of every one of these words, or of any."""

    words: tuple[QueryWord, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class QueryWords:
    """The words of a query. Empty: nothing to match, every current record qualifies.

    The records that match are those of the first of `steps()` that has ENOUGH current ones, else those of the last; each step has all
    records of the one before. `hints` and `exact` rank, and let nothing in: words that were understood otherwise, and tokens of whole
    names and of kinds. `corrections`: (typed, taken for).
    """

    words: tuple[QueryWord, ...] = ()
    hints: tuple[QueryWord, ...] = ()
    exact: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def asked(self) -> tuple[QueryWord, ...]:
        """The words that a record must have: those that say what, else all."""
        return tuple([word for word in self.words if not word.is_form]) or self.words

    def steps(self) -> Iterator[Step]:
        """Ever wider sets: every word; every word or what is weaker; any word or what is weaker."""
        asked = self.asked()
        if not asked:
            return
        yield Step(asked, every=True)
        widened = tuple(word.widened() for word in asked)
        if widened != asked:
            yield Step(widened, every=True)
        if len(asked) > 1:
            yield Step(widened, every=False)


def fold(text: str) -> str:
    """Lower case, one Unicode spelling, diacritics gone but for å, ä and ö.

    >>> fold("Café Ääni")
    'cafe ääni'
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_PLAIN)


def split_words(text: str) -> list[str]:
    """The folded words of a text, in order; hyphenated words stay whole.

    >>> split_words("Vesi-jumppaa, klo 10!")
    ['vesi-jumppaa', 'klo', '10']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def unique(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))
