"""Texts and queries to tokens: Finnish readings, Swedish and English stems, concepts, and always the surface form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

from indexer.language.concepts import SYNONYMS, read_concepts
from indexer.language.lexicon import FORMS
from indexer.language.queries import KIND, MAX_QUERY_WORDS, Queries
from indexer.language.tokens import DocumentWords, Field, QueryWords, split_words, unique
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from indexer.language.voikko import Voikko
from indexer.language.words import Words
from schemas.service import Place, Service, Text

__all__ = ["MAX_QUERY_WORDS", "Analyser", "shared_analyser"]

_TOKENS = 3
"""Counts up when the same words come to have other tokens."""
_SHORTEST_SAID = 4
_NAME_ENDS = re.compile(r"\s[/–-]\s|,\s")
_Split = Sequence[tuple[str, list[str]]]
"""Texts as (language, words)."""


class Analyser:
    """Makes the tokens of records and of queries. One a process: the transducer is large."""

    def __init__(self, voikko: Voikko | None = None) -> None:
        self._words = Words(voikko, read_concepts())
        self._queries = Queries(self._words)
        self.finnish = self._words.finnish
        self.stem = self._words.stem
        lists = crc32(SYNONYMS.read_bytes() + FORMS.read_bytes())
        self.version = f"{self.finnish.version}+snowball-2+tokens-{_TOKENS}+{lists:08x}"

    def keep_in(self, folder: Path) -> None:
        """Keep the readings of records' words in this folder from now on."""
        self.finnish.keep_in(folder / "analyses.tsv")

    def save(self) -> None:
        """Write what was learnt of records since the last time."""
        self.finnish.save()

    def query(
        self, text: str, *, lang: str, vocabulary: Vocabulary = NOTHING_SAID, correct: bool = True, understood: str = ""
    ) -> QueryWords:
        """The tokens of a query: of each word its base forms, itself, and its stems (those of `lang` first).

        With the vocabulary of the index that is asked, words that nobody says are taken for near ones, unless they stand in quotation
        marks or `correct` is off; and words that few records have get what is alike as weaker tokens. `understood` are the words that
        were read as something else than words: they rank only, and so do words of form where nothing else is left.
        """
        return self._queries.read(text, lang=lang, vocabulary=vocabulary, correct=correct, understood=understood)

    def corrections(
        self, text: str, *, lang: str, vocabulary: Vocabulary, known: Container[str] = ()
    ) -> tuple[tuple[str, str], ...]:
        """(typed, taken for) of the words of a query that no record has and a near word of the index has. `known` words are left alone."""
        return self._queries.corrections(text, lang=lang, vocabulary=vocabulary, known=known)

    def parts(self, text: str) -> list[str]:
        """The compound parts and roots of a Finnish text's words."""
        return [piece for word in split_words(text) for piece in self._words.pieces(word, "fi")]

    def document(self, service: Service) -> DocumentWords:
        """The tokens of a record. Names of places are not split into parts (itä+keskus)."""
        name = self._split([service.name])
        labels = self._split(keyword.label for keyword in service.keywords)
        texts = self._split([service.summary, service.description])
        places = self._split(text for one in service.places for text in (one.name, one.address, one.district))
        self.finnish.learn(word for _, words in (*name, *labels, *texts, *places) for word in words)
        own = self._own_places(service.places)
        concepts = self._words.concepts
        named = self._named([*name, *labels])
        values = concepts.of_values([*service.categories, *service.audiences, *service.cost.conditions])
        other = self._named(texts) | values
        other |= concepts.wider(named | other)
        fields: dict[Field, Iterable[str]] = {
            "whole": (*self._whole_names(service.name), KIND + service.kind.value),
            "name": self._ways(name),
            "name_part": self._pieces(name, own),
            "place": self._ways(places),
            "keyword": (*self._ways(labels), *self._pieces(labels, own)),
            "synonym": unique(concepts.tokens(named)),
            "text": self._ways(texts),
            "topic": unique(concepts.tokens(other - named)),
            "text_part": self._pieces(texts, own),
        }
        small = self._words.lexicon.small
        said = self._said([*name, *labels, *places])
        return DocumentWords(
            {one: tuple(token for token in tokens if token and token not in small) for one, tokens in fields.items()},
            said=unique(word for word in said if _can_be_meant(word)),
            meant=unique(word for word in concepts.said(named) if _can_be_meant(word)),
            places=own,
        )

    @staticmethod
    def _split(texts: Iterable[Text]) -> list[tuple[str, list[str]]]:
        return [(lang, split_words(value)) for text in texts for lang, value in text.items()]

    def _ways(self, texts: _Split) -> Iterator[str]:
        return (way for lang, words in texts for word in words for way in self._words.ways(word, lang))

    def _pieces(self, texts: _Split, places: tuple[str, ...]) -> Iterator[str]:
        """The parts and roots of words, but of names of places."""
        kept = frozenset(places)
        for lang, words in texts:
            for word in words:
                if pieces := self._words.pieces(word, lang):
                    if kept.isdisjoint(self._words.ways(word, lang)):
                        yield from pieces

    def _named(self, texts: _Split) -> set[str]:
        small = self._words.lexicon.small
        forms = self._words.forms
        words = ([forms(word, lang) for word in words if word not in small] for lang, words in texts)
        return {name for one in words for name in self._words.concepts.named(one)}

    def _whole_names(self, name: Text) -> Iterator[str]:
        """The name, and what stands before its first dash, slash or comma, as one token each."""
        for lang, value in name.items():
            for part in unique([value, _NAME_ENDS.split(value)[0]]):
                yield self._words.name(self._words.telling(part), lang)

    def _own_places(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The base forms of names of places that a record brings: its district, its town, and whose hall it is (Itäkeskuksen uimahalli)."""
        words = []
        for place in places:
            words += split_words(place.district.get("fi", "")) + split_words(place.municipality or "")
            names = split_words(place.name.get("fi", ""))
            if len(names) == 1 or (names and any(one.is_genitive for one in self.finnish.analyse(names[0]))):
                words.append(names[0])
        return unique(base for word in words for base in (word, *(one.lemma for one in self.finnish.analyse(word))))

    def _said(self, texts: _Split) -> Iterator[str]:
        for lang, words in texts:
            for word in words:
                yield word
                if lang == "fi":
                    yield from (reading.lemma for reading in self.finnish.analyse(word))


def _can_be_meant(word: str) -> bool:
    return len(word) >= _SHORTEST_SAID and word.isalpha()


@cache
def shared_analyser() -> Analyser:
    """The process's one analyser."""
    return Analyser()
