"""Texts and queries to tokens: Finnish readings, Swedish and English stems, concepts, and always the surface form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import snowballstemmer

from indexer.language.concepts import ALONE, PIECE, SYNONYMS, Concepts, read_concepts
from indexer.language.finnish import Analysis, FinnishAnalyser
from indexer.language.lexicon import FORMS, Lexicon, SwedishCompounds
from indexer.language.tokens import ENOUGH, DocumentWords, Field, QueryWord, QueryWords, fold, split_words, unique
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from indexer.language.voikko import Voikko
from schemas.service import Kind, Lang, Place, Service, Text

MAX_QUERY_WORDS = 20
PART, ROOT, ALIKE, BEGINNING = 0.8, 0.25, 0.25, 0.4
"""The weights of weaker tokens, beside 1.0 of the word itself."""
_TOKENS = 3
"""Counts up when the same words come to have other tokens."""
_REMEMBERED = 200_000
_LEAST_ALIKE, _MOST_ALIKE, _MOST_BEGINNING = 0.5, 8, 12
_SHORTEST_SAID = 4
_KNOWN_FROM = 6
_QUOTED = re.compile(r'["“”„»«]([^"“”„»«]*)["“”„»«]')
_NAME_ENDS = re.compile(r"\s[/–-]\s|,\s")
JOIN = "+"
"""Between the words of a whole name: no word has it."""
KIND = f"kind{JOIN}"


class Analyser:
    """Makes the tokens of records and of queries. One a process: the transducer is large."""

    def __init__(self, voikko: Voikko | None = None) -> None:
        self.lexicon = Lexicon()
        concepts = read_concepts()
        self._swedish = snowballstemmer.stemmer("swedish")
        self._english = snowballstemmer.stemmer("english")
        self.stem = lru_cache(maxsize=_REMEMBERED)(self._stem)
        self._ways = lru_cache(maxsize=_REMEMBERED)(self._find_ways)
        words = {
            lang: [w.removeprefix(ALONE) for one in concepts.values() for w in one.words[lang] if " " not in w]
            for lang in ("fi", "sv")
        }
        self.finnish = FinnishAnalyser(voikko, heads=frozenset([*self.lexicon.forms["fi"], *words["fi"]]))
        swedish = {fold(word) for word in (*self.lexicon.swedish, *self.lexicon.forms["sv"], *words["sv"])}
        self._compounds = SwedishCompounds(swedish, self._swedish.stemWord)
        self.concepts = Concepts(concepts, self._forms_of_phrase, self._tokens_of_phrase)
        self._forms = frozenset(
            [*self.lexicon.forms["fi"], *(self.stem(w, lang) for lang in ("sv", "en") for w in self.lexicon.forms[lang])]
        )
        self._doing = self.lexicon.doing | {self.stem(word, lang) for word in self.lexicon.doing for lang in ("sv", "en")}
        lists = crc32(SYNONYMS.read_bytes() + FORMS.read_bytes())
        self.version = f"{self.finnish.version}+snowball-2+tokens-{_TOKENS}+{lists:08x}"

    def keep_in(self, folder: Path) -> None:
        """Keep the readings of records' words in this folder from now on."""
        self.finnish.keep_in(folder / "analyses.tsv")

    def save(self) -> None:
        """Write what was learnt of records since the last time."""
        self.finnish.save()

    # --- words ----------------------------------------------------------------------------------------------------

    def _stem(self, word: str, lang: str) -> str:
        stemmer = self._swedish if lang == "sv" else self._english
        return f"z{lang}{stemmer.stemWord(word)}"

    def _readings(self, word: str) -> tuple[Analysis, ...]:
        return self.finnish.analyse(word) or self.finnish.guess(word)

    def _find_ways(self, word: str, lang: str) -> tuple[str, ...]:
        """A word's surface and base forms; stems of Finnish texts' words, too, that are not Finnish."""
        readings = self._readings(word) if lang == "fi" else ()
        if readings:
            return unique([word, *(reading.lemma for reading in readings)])
        return (word, *(self.stem(word, other) for other in ("sv", "en") if lang in ("fi", other)))

    def _pieces(self, word: str, lang: str) -> tuple[str, ...]:
        """The parts and roots of a word; the first part of a compound carries the topic."""
        if lang == "fi":
            return tuple(piece for one in self._readings(word) for piece in (*one.parts, *one.roots))
        return tuple(f"zsv{part}" for part in self._compounds.parts(word)) if lang == "sv" else ()

    def whole(self, text: str, lang: str) -> list[str]:
        """The surface and base forms of a text's words."""
        return [way for word in split_words(text) for way in self._ways(word, lang)]

    def parts(self, text: str, lang: str = "fi", *, places: Iterable[str] = ()) -> list[str]:
        """The compound parts and roots of a text's words, but for names of places."""
        kept = frozenset(places)
        words = [word for word in split_words(text) if not kept or kept.isdisjoint(self._ways(word, lang))]
        return [piece for word in words for piece in self._pieces(word, lang)]

    def _forms_of_phrase(self, phrase: str, lang: Lang) -> list[frozenset[str]]:
        small = self.lexicon.small
        return [frozenset(self._ways(word, lang)) - {word} or frozenset([word]) for word in split_words(phrase) if word not in small]

    def _forms_of_text(self, text: str, lang: Lang) -> list[frozenset[str]]:
        small = self.lexicon.small
        words = [word for word in split_words(text) if word not in small]
        return [frozenset([*self._ways(word, lang), *(PIECE + one for one in self._pieces(word, lang))]) for word in words]

    def _tokens_of_phrase(self, phrase: str, lang: Lang) -> list[str]:
        """What a concept's phrase gives a record: base forms and stems; of longer phrases no words of form."""
        words = [word for word in split_words(phrase) if word not in self.lexicon.small]
        if lang == "fi":
            tokens = [self._base(word, lang) for word in words]
        else:
            tokens = [self.stem(word, lang) for word in words]
        return tokens if len(tokens) == 1 else [token for token in tokens if token not in self._forms]

    def _base(self, word: str, lang: str) -> str:
        """One base form: the word itself where it is one."""
        if lang != "fi":
            return self.stem(word, lang)
        lemmas = [reading.lemma for reading in self._readings(word)]
        return word if word in lemmas or not lemmas else lemmas[0]

    def _whole_name(self, name: str, lang: str) -> str:
        return JOIN.join(self._base(word, lang) for word in split_words(name) if word not in self.lexicon.small)

    # --- records --------------------------------------------------------------------------------------------------

    def document(self, service: Service) -> DocumentWords:
        """The tokens of a record. Names of places are not split into parts (itä+keskus)."""
        labels = [keyword.label for keyword in service.keywords]
        texts = [service.summary, service.description]
        places = [text for place in service.places for text in (place.name, place.address, place.district)]
        self._learn([service.name, *labels, *texts, *places])
        own = self._own_places(service.places)
        named = self._concepts_of([service.name, *labels])
        other = self._concepts_of(texts) | self.concepts.of_values([*service.categories, *service.audiences, *service.cost.conditions])
        other |= self.concepts.wider(named | other)
        fields: dict[Field, Iterable[str]] = {
            "whole": [
                *(self._whole_name(part, lang) for lang, name in service.name.items() for part in (name, *_NAME_ENDS.split(name))),
                KIND + service.kind.value,
            ],
            "name": self._all([service.name]),
            "name_part": self._all_parts([service.name], own),
            "place": self._all(places),
            "keyword": (*self._all(labels), *self._all_parts(labels, own)),
            "synonym": unique(self.concepts.tokens(named)),
            "text": self._all(texts),
            "topic": unique(self.concepts.tokens(other - named)),
            "text_part": self._all_parts(texts, own),
        }
        small = self.lexicon.small
        said = [word for text in (service.name, *labels, *places) for word in self._said(text)]
        return DocumentWords(
            {name: tuple(token for token in tokens if token and token not in small) for name, tokens in fields.items()},
            said=unique(w for w in (*said, *map(fold, self.concepts.said(named))) if len(w) >= _SHORTEST_SAID and w.isalpha()),
            places=tuple(own),
        )

    def _learn(self, texts: Iterable[Text]) -> None:
        for word in {word for text in texts for word in split_words(text.get("fi", ""))}:
            self.finnish.learn(word)

    def _concepts_of(self, texts: Iterable[Text]) -> set[str]:
        return {one for text in texts for lang, value in text.items() for one in self.concepts.named(self._forms_of_text(value, lang))}

    def _own_places(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The base forms of names of places that a record brings: its district, its town, and whose hall it is (Itäkeskuksen uimahalli)."""
        words = []
        for place in places:
            words += split_words(place.district.get("fi", "")) + split_words(place.municipality or "")
            names = split_words(place.name.get("fi", ""))
            if len(names) == 1 or (names and any(one.is_genitive for one in self.finnish.analyse(names[0]))):
                words.append(names[0])
        return unique(base for word in words for base in (word, *(one.lemma for one in self.finnish.analyse(word))))

    def _all(self, texts: list[Text]) -> tuple[str, ...]:
        return tuple(token for text in texts for lang, value in text.items() for token in self.whole(value, lang))

    def _all_parts(self, texts: list[Text], places: Iterable[str]) -> tuple[str, ...]:
        return tuple(p for text in texts for lang, value in text.items() for p in self.parts(value, lang, places=places))

    def _said(self, text: Text) -> Iterator[str]:
        for lang, value in text.items():
            for word in split_words(value):
                yield word
                if lang == "fi":
                    yield from (reading.lemma for reading in self.finnish.analyse(word))

    # --- queries --------------------------------------------------------------------------------------------------

    def query(
        self,
        text: str,
        *,
        lang: str,
        vocabulary: Vocabulary = NOTHING_SAID,
        correct: bool = True,
        understood: str = "",
    ) -> QueryWords:
        """The tokens of a query: of each word its base forms, itself, and its stems (those of `lang` first).

        With the vocabulary of the index that is asked, words that nobody says are taken for near ones, unless they stand in quotation
        marks or `correct` is off; and words that few records have get what is alike as weaker tokens. `understood` are the words that
        were read as something else than words: they rank only, and where they are all that says what, so do words of form.
        """
        corrections = dict(self.corrections(text, lang=lang, vocabulary=vocabulary)) if correct else {}
        words = [self._query_word(corrections.get(word, word), lang, vocabulary) for word in self._typed(text)]
        names = [JOIN.join(self._base(word.surface, one) for word in words) for one in ("fi", "sv", "en")]
        hints = [self._query_word(word, lang, vocabulary) for word in self._typed(understood)]
        if any(self._says_doing(word) for word in words):
            names.append(KIND + Kind.ACTIVITY)
        if hints and all(word.is_form for word in words):
            words, hints = [], [*words, *hints]
        return QueryWords(
            self._joined(words, vocabulary), tuple(hints), unique(name for name in names if name), tuple(corrections.items())
        )

    def corrections(
        self, text: str, *, lang: str, vocabulary: Vocabulary, known: Container[str] = ()
    ) -> tuple[tuple[str, str], ...]:
        """(typed, taken for) of the words of a query that no record has and a near word of the index has. `known` words are left alone."""
        if not vocabulary:
            return ()
        quoted = {word for found in _QUOTED.findall(text) for word in split_words(found)}
        doubted = [word for word in unique(self._typed(text)) if word not in quoted and word not in known]
        found = ((word, self._meant(word, lang, vocabulary)) for word in doubted)
        return tuple((word, meant) for word, meant in found if meant is not None)

    def _typed(self, text: str) -> list[str]:
        return [word for word in split_words(text) if word not in self.lexicon.small][:MAX_QUERY_WORDS]

    def _says_doing(self, word: QueryWord) -> bool:
        """Whether a word asks for something to take part in (a course, a group), alone or as the last part of a compound."""
        last = {one.parts[-1] for one in self._readings(word.surface) if one.parts}
        last |= {f"zsv{part}" for part in self._compounds.parts(word.surface)[1:]}
        return not self._doing.isdisjoint([*last, *(token for token, _ in word.tokens)])

    def _strong(self, word: str, lang: str) -> tuple[str, ...]:
        lemmas = [reading.lemma for reading in self.finnish.analyse(word)]
        stems = [self.stem(word, other) for other in sorted(("sv", "en"), key=lambda one: one != lang)]
        return unique([*lemmas, word, *stems])

    def _query_word(self, word: str, lang: str, vocabulary: Vocabulary) -> QueryWord:
        strong = self._strong(word, lang)
        is_place = not vocabulary.places.isdisjoint(strong)
        weaker: dict[str, float] = {} if is_place else dict(self._weaker(word))
        if vocabulary and not is_place and sum(vocabulary.records[token] for token in (*strong, *weaker)) < ENOUGH:
            for one in vocabulary.spelling.beginning(word, most=_MOST_BEGINNING):
                weaker.setdefault(one, BEGINNING)
            for one, likeness in vocabulary.spelling.alike(word, least=_LEAST_ALIKE, most=_MOST_ALIKE):
                weaker.setdefault(one, ALIKE * likeness)
        return QueryWord(
            word,
            tuple((token, 1.0) for token in strong),
            tuple((token, weight) for token, weight in weaker.items() if token not in strong),
            is_form=not self._forms.isdisjoint(strong) or self._is_bare_form(word),
        )

    def _is_bare_form(self, word: str) -> bool:
        """Whether a compound says nothing but form and time (iltaharrastus, viikonloppukurssi)."""
        said = self._forms | self.lexicon.bound
        readings = self.finnish.analyse(word)
        return bool(readings) and all(one.parts and one.parts[-1] in self._forms and said.issuperset(one.parts) for one in readings)

    def _weaker(self, word: str) -> Iterator[tuple[str, float]]:
        """The parts and roots of a compound. A last part that says only the form never stands for the whole."""
        for reading in self._readings(word):
            yield from ((part, PART) for part in reading.parts if part not in self._forms and part not in self.lexicon.bound)
            yield from ((root, ROOT) for root in reading.roots)
        for part in self._compounds.parts(word):
            if f"zsv{part}" not in self._forms:
                yield f"zsv{part}", PART

    def _meant(self, word: str, lang: str, vocabulary: Vocabulary) -> str | None:
        """The near word that a word was meant to be, when no record has this one. Finnish words are doubted last."""
        if len(word) < _SHORTEST_SAID or not word.isalpha():
            return None
        if any(vocabulary.records[token] for token in self._strong(word, lang)):
            return None
        readings = self.finnish.analyse(word)
        if not readings and any(vocabulary.records[one.parts[0]] for one in self.finnish.guess(word)):
            return None
        if readings and not self._is_doubtful(word, readings, vocabulary):
            return None
        found = [guess for guess in vocabulary.spelling.nearest(word) if guess.edits <= (1 if readings else 2)]
        return found[0].word if found else None

    def _is_doubtful(self, word: str, readings: Iterable[Analysis], vocabulary: Vocabulary) -> bool:
        """Whether a Finnish word may still be a slip: a longer one, in every reading of which a part is said nowhere."""
        return len(word) >= _KNOWN_FROM and not any(
            one.parts and all(vocabulary.records[part] for part in one.parts) for one in readings
        )

    def _joined(self, words: list[QueryWord], vocabulary: Vocabulary) -> tuple[QueryWord, ...]:
        """The words, with the compound that two of them make where the index has it (vesi jumppa)."""
        more: dict[int, tuple[tuple[str, float], ...]] = {}
        for at, (first, second) in enumerate(pairwise(words)):
            joined = [t for t in self._strong(first.surface + second.surface, "fi") if vocabulary.records[t]]
            for place in (at, at + 1) if joined else ():
                more[place] = (*more.get(place, ()), *((token, 1.0) for token in joined))
        return tuple(
            QueryWord(word.surface, (*word.tokens, *more.get(at, ())), word.weaker, word.is_form)
            for at, word in enumerate(words)
        )


@cache
def shared_analyser() -> Analyser:
    """The process's one analyser."""
    return Analyser()
