"""The lexicon of what words of a query ask for, ready to look up: phrases by their words' base forms or stems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from indexer.language.analyser import Analyser
from indexer.language.tokens import split_words
from schemas.service import LANGS, Lang
from schemas.source import read_yaml

FILE = Path(__file__).parent / "lexicon.yaml"
_REMEMBERED = 20_000
LONGEST = 3
"""Words of the longest phrase that is looked up."""


class Meaning(BaseModel):
    """One line: the filter that words ask for. `day` is resolved by the clock; `keep`: the words stay words too."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    facet: str
    value: str
    parameters: Mapping[str, Any] = Field(default_factory=dict, alias="set")
    day: Literal["today", "tomorrow", "this_week", "next_week"] | None = None
    keep: bool = False
    fi: tuple[str, ...] = ()
    sv: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    why: str = ""

    def words(self, lang: Lang) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self, lang)
        return found


class _Lines(BaseModel):
    lines: list[Meaning]


class Lexicon:
    """Meanings by language and phrase. A phrase of a query is found when each of its words has a form of the phrase's word."""

    def __init__(self, meanings: Iterable[Meaning], analyser: Analyser) -> None:
        self._analyser = analyser
        self.forms = lru_cache(maxsize=_REMEMBERED)(self._forms)
        self._keys = lru_cache(maxsize=_REMEMBERED)(self._forms_and_itself)
        self.meanings = tuple(meanings)
        self.words = frozenset(
            word
            for one in self.meanings
            for lang in LANGS
            for phrase in one.words(lang)
            for word in split_words(phrase)
        )
        self._first: dict[Lang, dict[str, list[tuple[int, tuple[frozenset[str], ...], Meaning]]]] = {
            one: {} for one in LANGS
        }
        for line, meaning in enumerate(self.meanings):
            for lang in LANGS:
                for phrase in meaning.words(lang):
                    exact = phrase.startswith("=")
                    words = tuple(frozenset({f"={w}"}) if exact else self.forms(w, lang) for w in split_words(phrase))
                    for form in words[0]:
                        self._first[lang].setdefault(form, []).append((line, words, meaning))

    def _forms(self, word: str, lang: Lang) -> frozenset[str]:
        """A word and its base forms (Finnish) or its stem."""
        if lang == "fi":
            return frozenset({word, *(reading.lemma for reading in self._analyser.finnish.analyse(word))})
        return frozenset({word, self._analyser.stem(word, lang)})

    def _forms_and_itself(self, word: str, lang: Lang) -> frozenset[str]:
        """The forms by which a phrase may have a word, with the mark of one that is meant as it stands."""
        return self.forms(word, lang) | {f"={word}"}

    def find(self, words: tuple[str, ...], lang: Lang) -> Meaning | None:
        """The meaning of exactly these words in one language; of several the one that the lexicon names first."""
        begins = self._first[lang]
        found = [
            (line, meaning)
            for form in self._keys(words[0], lang)
            for line, phrase, meaning in begins.get(form, ())
            if len(phrase) == len(words)
            and all(not asked.isdisjoint(self._keys(w, lang)) for w, asked in zip(words, phrase, strict=True))
        ]
        return min(found, key=lambda one: one[0])[1] if found else None


@lru_cache(maxsize=2)
def lexicon(analyser: Analyser) -> Lexicon:
    """The bundled lexicon. Raises ConfigError with the line and the key of a mistake."""
    return Lexicon(_read(), analyser)


def _read() -> list[Meaning]:
    return read_yaml(FILE, _Lines).lines
