"""Concepts: words that mean the same, in three languages, and wider ones, as `synonyms.yaml` lists them.

A record is given the other words of the concepts that it names; a query never is. It refuses to guess: a concept is named by its words
or by the record's own category or audience.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indexer.language.tokens import fold
from schemas.service import LANGS, Lang
from schemas.yaml_file import read_plain

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
Forms = Callable[[str, Lang], Sequence[frozenset[str]]]
"""From a phrase to its words, each as all the tokens that may stand for it."""
ALONE = "="
"""Marks a word that does not count as a part of a compound."""
PIECE = "~"
"""Marks a part of a compound among the forms of a word."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of synonyms.yaml. `under`: names of the wider concepts; `values`: what of a record's own values names it."""

    name: str
    words: Mapping[Lang, tuple[str, ...]]
    under: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def read_concepts(path: Path = SYNONYMS) -> dict[str, Concept]:
    """The concepts by name."""
    rows = read_plain(path)
    return {
        name: Concept(
            name,
            {lang: tuple(map(str, row.get(lang, ()))) for lang in LANGS},
            tuple(row.get("under", ())),
            tuple(row[one] for one in ("category", "audience", "condition") if one in row),
        )
        for name, row in rows.items()
    }


class Concepts:
    """The concepts, ready to be found in texts. `forms` makes words of a phrase, `tokens` the tokens to give to a record."""

    def __init__(
        self, concepts: Mapping[str, Concept], forms: Forms, tokens: Callable[[str, Lang], Iterable[str]]
    ) -> None:
        self._concepts = concepts
        self._forms = forms
        self._make_tokens = tokens
        self._given: dict[str, tuple[str, ...]] = {}
        self._said: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[tuple[frozenset[str], ...], str]]]:
        """By each form of their first word: the phrases' words and the concept."""
        found: dict[str, list[tuple[tuple[frozenset[str], ...], str]]] = {}
        for concept in self._concepts.values():
            for lang, phrases in concept.words.items():
                for phrase in phrases:
                    words = tuple(self._forms(phrase.removeprefix(ALONE), lang))
                    if not phrase.startswith(ALONE):
                        words = tuple(forms | {PIECE + form for form in forms} for forms in words)
                    for form in words[0] if words else ():
                        found.setdefault(form, []).append((words, concept.name))
        return found

    @cached_property
    def _of_values(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for concept in self._concepts.values():
            for value in concept.values:
                found.setdefault(value, []).append(concept.name)
        return found

    def is_listed(self, tokens: Iterable[str]) -> bool:
        """Whether one of these forms is of a word that is listed, be it in a record or not."""
        return any(token in self._phrases for token in tokens)

    def named(self, words: Sequence[frozenset[str]]) -> set[str]:
        """The concepts that a text names, by the forms of its words in order."""
        found = set()
        for at, forms in enumerate(words):
            for form in forms:
                for phrase, name in self._phrases.get(form, ()):
                    rest, here = phrase[1:], words[at + 1 : at + len(phrase)]
                    if not rest or (
                        len(here) == len(rest) and all(not a.isdisjoint(b) for a, b in zip(rest, here, strict=True))
                    ):
                        found.add(name)
        return found

    def of_values(self, values: Iterable[str]) -> set[str]:
        """The concepts of categories, audiences and conditions."""
        return {name for value in values for name in self._of_values.get(value, ())}

    def wider(self, names: Iterable[str]) -> set[str]:
        """The concepts under which these lie, near and far."""
        found: set[str] = set()
        left = [wide for name in names for wide in self._concepts[name].under]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self._concepts[name].under
        return found

    def tokens(self, names: Iterable[str]) -> Iterator[str]:
        """The tokens of all words of these concepts."""
        for name in sorted(names):
            if name not in self._given:
                words = self._concepts[name].words.items()
                phrases = [(phrase.removeprefix(ALONE), lang) for lang, some in words for phrase in some]
                given = [token for phrase, lang in phrases for token in self._make_tokens(phrase, lang)]
                self._given[name] = tuple(dict.fromkeys(given))
            yield from self._given[name]

    def said(self, names: Iterable[str]) -> Iterator[str]:
        """The single words of these concepts, folded."""
        for name in names:
            if name not in self._said:
                phrases = (
                    phrase for some in self._concepts[name].words.values() for phrase in some if " " not in phrase
                )
                self._said[name] = tuple(fold(phrase.removeprefix(ALONE)) for phrase in phrases)
            yield from self._said[name]
