"""Texts and queries to tokens: Finnish readings, Swedish and English stems, and always the surface form."""

from __future__ import annotations

from functools import cache, lru_cache

import snowballstemmer

from indexer.language.finnish import FinnishAnalyser
from indexer.language.tokens import DocumentWords, Field, QueryWord, QueryWords, split_words, unique
from schemas.service import Service, Text

MAX_QUERY_WORDS = 20
_STOP = frozenset(
    "ja tai on ei se että kun niin jos myös sekä ovat för och att det som är en ett i på av med the and of to in a for is with".split()
)


class Analyser:
    """Makes the tokens of records and of queries. One a process: the transducer is large."""

    def __init__(self) -> None:
        self.finnish = FinnishAnalyser()
        self._swedish = snowballstemmer.stemmer("swedish")
        self._english = snowballstemmer.stemmer("english")
        self.version = f"{self.finnish.version}+snowball-2"
        self.stem = lru_cache(maxsize=200_000)(self._stem)

    def _stem(self, word: str, lang: str) -> str:
        stemmer = self._swedish if lang == "sv" else self._english
        return f"z{lang}{stemmer.stemWord(word)}"

    def whole(self, text: str, lang: str) -> list[str]:
        """The surface and base forms of a text's words."""
        out = []
        for word in split_words(text):
            out.append(word)
            if lang == "fi":
                out.extend(reading.lemma for reading in self.finnish.analyse(word))
            else:
                out.append(self.stem(word, lang))
        return out

    def parts(self, text: str) -> list[str]:
        """The compound parts and roots of a Finnish text's words."""
        out: list[str] = []
        for word in split_words(text):
            for reading in self.finnish.analyse(word):
                out.extend((*reading.parts, *reading.roots))
        return out

    def document(self, service: Service) -> DocumentWords:
        """The tokens of a record. Names of places are not split into parts (itä+keskus)."""
        keywords = [keyword.label for keyword in service.keywords]
        places = [text for place in service.places for text in (place.name, place.address, place.district)]
        texts = [service.summary, service.description]
        fields: dict[Field, list[str]] = {
            "name": self._all([service.name]),
            "name_part": self.parts(service.name.get("fi", "")),
            "keyword": self._all(keywords) + [p for label in keywords for p in self.parts(label.get("fi", ""))],
            "place": self._all(places),
            "text": self._all(texts),
            "text_part": [p for text in texts for p in self.parts(text.get("fi", ""))],
        }
        return DocumentWords({name: tuple(t for t in tokens if t not in _STOP) for name, tokens in fields.items()})

    def _all(self, texts: list[Text]) -> list[str]:
        return [token for text in texts for lang, value in text.items() for token in self.whole(value, lang)]

    def query(self, text: str, *, lang: str) -> QueryWords:
        """The tokens of a query: of each word its Finnish base forms, itself, and its stems (those of `lang` first)."""
        words = []
        for word in [w for w in split_words(text) if w not in _STOP][:MAX_QUERY_WORDS]:
            lemmas = [reading.lemma for reading in self.finnish.analyse(word)]
            stems = [self.stem(word, other) for other in sorted(("sv", "en"), key=lambda one: one != lang)]
            tokens = unique([*lemmas, word, *stems])
            words.append(QueryWord(word, tuple((token, 1.0) for token in tokens)))
        return QueryWords(tuple(words))


@cache
def shared_analyser() -> Analyser:
    """The process's one analyser."""
    return Analyser()
