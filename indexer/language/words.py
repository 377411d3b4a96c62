"""Single words to what may stand for them: base forms, stems, parts, and the forms by which concepts are found. It knows no record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import Stemmer

from indexer.language.concepts import ALONE, PIECE, Concept, Concepts
from indexer.language.finnish import Analysis, FinnishAnalyser
from indexer.language.lexicon import Lexicon, SwedishCompounds
from indexer.language.tokens import fold, split_words, unique
from indexer.language.voikko import Voikko
from schemas.service import Lang

_REMEMBERED = 200_000
JOIN = "+"
"""Between the words of a whole name: no word has it."""


class Words:
    """What may stand for a word, in each language. Answers are remembered."""

    def __init__(self, voikko: Voikko | None, concepts: dict[str, Concept]) -> None:
        self.lexicon = Lexicon()
        self._one_at_a_time = Lock()  # a stemmer holds the word that it is at
        self._swedish = Stemmer.Stemmer("swedish")
        self._english = Stemmer.Stemmer("english")
        named = {
            lang: [word.removeprefix(ALONE) for one in concepts.values() for word in one.words[lang] if " " not in word]
            for lang in ("fi", "sv")
        }
        forms = self.lexicon.forms
        self.finnish = FinnishAnalyser(voikko, heads=frozenset([*forms["fi"], *named["fi"]]))
        swedish = {fold(word) for word in (*self.lexicon.swedish, *forms["sv"], *named["sv"])}
        self._compounds = SwedishCompounds(swedish, lambda word: self._bare_stem(word, "sv"))
        self.stem = lru_cache(maxsize=_REMEMBERED)(self._stem)
        self.ways = lru_cache(maxsize=_REMEMBERED)(self._find_ways)
        self.pieces = lru_cache(maxsize=_REMEMBERED)(self._find_pieces)
        self.forms = lru_cache(maxsize=_REMEMBERED)(self._find_forms)
        self.swedish_parts = lru_cache(maxsize=_REMEMBERED)(self._find_swedish_parts)
        self.says_form = frozenset([*forms["fi"], *self._stems(forms["sv"], "sv"), *self._stems(forms["en"], "en")])
        doing = self.lexicon.doing
        self.says_doing = doing | {*self._stems(doing, "sv"), *self._stems(doing, "en")}
        self.concepts = Concepts(concepts, self._phrase, self._given)

    def _stem(self, word: str, lang: str) -> str:
        return f"z{lang}{self._bare_stem(word, lang)}"

    def _bare_stem(self, word: str, lang: str) -> str:
        stemmer = self._swedish if lang == "sv" else self._english
        with self._one_at_a_time:
            stem: str = stemmer.stemWord(word)
            return stem

    def _stems(self, words: Iterable[str], lang: str) -> list[str]:
        return [self.stem(word, lang) for word in words]

    def readings(self, word: str) -> tuple[Analysis, ...]:
        """The Finnish readings of a word, guessed where it is unknown and ends in a usual word."""
        return self.finnish.analyse(word) or self.finnish.guess(word)

    def _find_ways(self, word: str, lang: str) -> tuple[str, ...]:
        """A word's surface and base forms; stems of Finnish texts' words, too, that are not Finnish."""
        readings = self.readings(word) if lang == "fi" else ()
        if readings:
            return unique([word, *(reading.lemma for reading in readings)])
        return (word, *(self.stem(word, other) for other in ("sv", "en") if lang in ("fi", other)))

    def _find_pieces(self, word: str, lang: str) -> tuple[str, ...]:
        """The parts and roots of a Finnish word, the parts of a Swedish one."""
        if lang == "fi":
            return tuple(piece for one in self.readings(word) for piece in (*one.parts, *one.roots))
        return self.swedish_parts(word) if lang == "sv" else ()

    def _find_swedish_parts(self, word: str) -> tuple[str, ...]:
        """The stems of a Swedish compound's two parts."""
        return tuple(f"zsv{part}" for part in self._compounds.parts(word))

    def _find_forms(self, word: str, lang: str) -> frozenset[str]:
        """All that a concept may know a word of a text by."""
        return frozenset([*self.ways(word, lang), *(PIECE + one for one in self.pieces(word, lang))])

    def base(self, word: str, lang: str) -> str:
        """One base form: the word itself where it is one."""
        if lang != "fi":
            return self.stem(word, lang)
        lemmas = [reading.lemma for reading in self.readings(word)]
        return word if word in lemmas or not lemmas else lemmas[0]

    def telling(self, text: str) -> list[str]:
        """The words of a text, small ones left out."""
        return [word for word in split_words(text) if word not in self.lexicon.small]

    def name(self, words: Iterable[str], lang: str) -> str:
        """A whole name as one token."""
        return JOIN.join(self.base(word, lang) for word in words)

    def _phrase(self, phrase: str, lang: Lang) -> list[frozenset[str]]:
        words = self.telling(phrase)
        if lang == "fi":
            self.finnish.learn(words)
        return [frozenset(self.ways(word, lang)) - {word} or frozenset([word]) for word in words]

    def _given(self, phrase: str, lang: Lang) -> list[str]:
        """What a concept's phrase gives a record: base forms and stems; of longer phrases no words of form."""
        tokens = [self.base(word, lang) for word in self.telling(phrase)]
        return tokens if len(tokens) == 1 else [token for token in tokens if token not in self.says_form]
