"""Queries to tokens: words that nobody says are taken for near ones, compounds get their parts, rare words what is alike.

It reads no filter out of the words (`search_api/understanding` does), and nothing that was typed is written anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from indexer.language.finnish import Analysis
from indexer.language.tokens import ENOUGH, QueryWord, QueryWords, split_words, unique
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from indexer.language.words import JOIN, Words
from schemas.service import LANGS, Kind

MAX_QUERY_WORDS = 20
PART, ROOT, ALIKE, BEGINNING = 0.8, 0.25, 0.25, 0.4
"""The weights of weaker tokens, beside 1.0 of the word itself."""
KIND = f"kind{JOIN}"
_LEAST_ALIKE, _MOST_ALIKE, _MOST_BEGINNING = 0.5, 8, 12
_SHORTEST = 4
_KNOWN_FROM = 6
"""A Finnish word as long as this may be a slip; a shorter one is meant."""
_OFTEN = 3
"""So many records must have a stem of another language than the asked one, before a word counts as known by it."""
_QUOTED = re.compile(r'["“”„»«]([^"“”„»«]*)["“”„»«]')


class Queries:
    """Makes the tokens of queries."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def read(
        self, text: str, *, lang: str, vocabulary: Vocabulary = NOTHING_SAID, correct: bool = True, understood: str = ""
    ) -> QueryWords:
        """The tokens of a query; see `Analyser.query`."""
        taken = dict(self.corrections(text, lang=lang, vocabulary=vocabulary)) if correct else {}
        words = [vocabulary.once(self._word, taken.get(word, word), lang) for word in self._typed(text)]
        hints = [vocabulary.once(self._word, word, lang) for word in self._typed(understood)]
        exact = [JOIN.join(bases) for bases in zip(*(word.bases for word in words), strict=True)]
        if any(word.says_doing for word in words):
            exact.append(KIND + Kind.ACTIVITY)
        if hints and all(word.is_form for word in words):
            words, hints = [], [*words, *hints]
        joined = self._joined(words, vocabulary)
        return QueryWords(joined, tuple(hints), unique(filter(None, exact)), tuple(taken.items()))

    def corrections(
        self, text: str, *, lang: str, vocabulary: Vocabulary, known: Container[str] = ()
    ) -> tuple[tuple[str, str], ...]:
        """(typed, taken for); see `Analyser.corrections`."""
        if not vocabulary:
            return ()
        quoted = {word for found in _QUOTED.findall(text) for word in split_words(found)}
        doubted = [word for word in unique(self._typed(text)) if word not in quoted and word not in known]
        found = ((word, vocabulary.once(self._meant, word, lang)) for word in doubted)
        return tuple((word, meant) for word, meant in found if meant is not None)

    def _typed(self, text: str) -> list[str]:
        return self._words.telling(text)[:MAX_QUERY_WORDS]

    def _strong(self, word: str, lang: str) -> tuple[str, ...]:
        lemmas = [reading.lemma for reading in self._words.finnish.analyse(word)]
        stems = [self._words.stem(word, other) for other in sorted(("sv", "en"), key=lambda one: one != lang)]
        return unique([*lemmas, word, *stems])

    def _word(self, word: str, lang: str, vocabulary: Vocabulary) -> QueryWord:
        strong = self._strong(word, lang)
        weaker: dict[str, float] = {}
        if vocabulary.places.isdisjoint(strong):  # names of places are not split, nor taken for others
            weaker = dict(self._weaker(word))
            if vocabulary and sum(vocabulary.records[token] for token in (*strong, *weaker)) < ENOUGH:
                weaker = dict(self._alike(word, vocabulary)) | weaker
        return QueryWord(
            word,
            tuple((token, 1.0) for token in strong),
            tuple((token, weight) for token, weight in weaker.items() if token not in strong),
            is_form=not self._words.says_form.isdisjoint(strong) or self._is_bare_form(word),
            says_doing=self._says_doing(word, strong),
            bases=tuple(self._words.base(word, one) for one in LANGS),
        )

    def _weaker(self, word: str) -> Iterator[tuple[str, float]]:
        """The parts and roots of a compound. A last part that says only the form never stands for the whole."""
        said_little = self._words.says_form | self._words.lexicon.bound
        for reading in self._words.readings(word):
            yield from ((part, PART) for part in reading.parts if part not in said_little)
            yield from ((root, ROOT) for root in reading.roots)
        yield from ((part, PART) for part in self._words.swedish_parts(word) if part not in said_little)

    @staticmethod
    def _alike(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
        for one, likeness in vocabulary.spelling.alike(word, least=_LEAST_ALIKE, most=_MOST_ALIKE):
            yield one, ALIKE * likeness
        yield from ((one, BEGINNING) for one in vocabulary.spelling.beginning(word, most=_MOST_BEGINNING))

    def _is_bare_form(self, word: str) -> bool:
        """Whether a compound says nothing but form and time (iltaharrastus, viikonloppukurssi)."""
        forms, bound = self._words.says_form, self._words.lexicon.bound
        readings = self._words.finnish.analyse(word)
        return bool(readings) and all(
            one.parts and one.parts[-1] in forms and all(part in forms or part in bound for part in one.parts)
            for one in readings
        )

    def _says_doing(self, word: str, strong: Iterable[str]) -> bool:
        last = {one.parts[-1] for one in self._words.readings(word) if one.parts}
        last.update(self._words.swedish_parts(word)[1:], strong)
        return not last.isdisjoint(self._words.says_doing)

    def _meant(self, word: str, lang: str, vocabulary: Vocabulary) -> str | None:
        """The near word that a word was meant to be, when no record has this one. Finnish words are doubted last."""
        if len(word) < _SHORTEST or not word.isalpha() or self._is_said(word, lang, vocabulary):
            return None
        if self._words.concepts.is_listed(self._strong(word, lang)):
            return None
        readings = self._words.finnish.analyse(word)
        if not readings and any(vocabulary.records[one.parts[0]] for one in self._words.finnish.guess(word)):
            return None
        if readings and not self._is_doubtful(word, readings, vocabulary):
            return None
        found = [guess for guess in vocabulary.spelling.nearest(word) if guess.edits <= (1 if readings else 2)]
        return found[0].word if found else None

    def _is_said(self, word: str, lang: str, vocabulary: Vocabulary) -> bool:
        foreign = tuple(f"z{other}" for other in ("sv", "en") if other != lang)
        least = ((token, _OFTEN if token.startswith(foreign) else 1) for token in self._strong(word, lang))
        return any(vocabulary.records[token] >= many for token, many in least)

    @staticmethod
    def _is_doubtful(word: str, readings: Iterable[Analysis], vocabulary: Vocabulary) -> bool:
        """Whether a Finnish word may still be a slip: a longer one, in every reading of which a part is said nowhere."""
        return len(word) >= _KNOWN_FROM and not any(
            one.parts and all(vocabulary.records[part] for part in one.parts) for one in readings
        )

    def _joined(self, words: list[QueryWord], vocabulary: Vocabulary) -> tuple[QueryWord, ...]:
        """The words, with the compound that two of them make where the index has it (vesi jumppa)."""
        out = list(words)
        for at, (first, second) in enumerate(pairwise(words)):
            if not vocabulary.has_beginning(first.surface + second.surface[:1]):
                continue
            joined = [t for t in self._strong(first.surface + second.surface, "fi") if vocabulary.records[t]]
            for place in (at, at + 1) if joined else ():
                more = ((token, 1.0) for token in joined)
                out[place] = replace(out[place], tokens=(*out[place].tokens, *more))
        return tuple(out)
