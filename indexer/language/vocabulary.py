"""What an index says: how many records have a token, the words that a misspelt one may have meant, and the names of places.

Made beside each generation of an index and read with it. Counts only grow until the index is rebuilt: they rank and correct, and decide no set.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import orjson

from indexer.language.spelling import Spelling
from indexer.language.tokens import DocumentWords, unique

T = TypeVar("T")
_FILE = "vocabulary.json"
_REMEMBERED = 50_000
"""Words of which the answers are remembered."""
_NOT_ASKED = object()


class Vocabulary:
    """The words of one index."""

    def __init__(
        self, *, records: Counter[str] | None = None, said: Counter[str] | None = None, places: Collection[str] = ()
    ) -> None:
        self.records: Counter[str] = records if records is not None else Counter()
        self.said: Counter[str] = said if said is not None else Counter()
        self.places = set(places)
        self._folder: Path | None = None
        self._before: Vocabulary | None = None
        self._answers: dict[tuple[object, str, str], Any] = {}

    def __bool__(self) -> bool:
        return bool(self.records)

    def add(self, words: DocumentWords) -> None:
        """Count the words of one more record."""
        self._answers.clear()
        self.records.update(unique(token for tokens in words.fields.values() for token in tokens))
        self.said.update(words.said)
        for word in words.meant:
            self.said.setdefault(word, 1)
        self.places.update(words.places)

    def once(self, work: Callable[[str, str, Vocabulary], T], word: str, lang: str) -> T:
        """What is worked out of a word by this vocabulary, remembered while the index stands."""
        if not self:
            return work(word, lang, self)
        key = (work, word, lang)
        found: T | object = self._answers.get(key, _NOT_ASKED)
        if found is _NOT_ASKED:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            found = self._answers[key] = work(word, lang, self)
        return cast("T", found)

    def copy(self) -> Vocabulary:
        """The same words, to add to."""
        found = Vocabulary(records=self.records.copy(), said=self.said.copy(), places=self.places)
        found._before = self
        return found

    @cached_property
    def spelling(self) -> Spelling:
        """The words to correct to. Made anew where the folder has none: a second for 30,000 words."""
        if self._folder:
            return Spelling.load(self._folder, self.said)
        return self._before.spelling.grown(self.said) if self._before else Spelling.make(self.said)

    def has_beginning(self, letters: str) -> bool:
        """Whether a token of the index begins so."""
        at = bisect_left(self._tokens, letters)
        return at < len(self._tokens) and self._tokens[at].startswith(letters)

    @cached_property
    def _tokens(self) -> list[str]:
        return sorted(self.records)

    def save(self, folder: Path) -> None:
        content = {"records": self.records, "said": self.said, "places": sorted(self.places)}
        (folder / _FILE).write_bytes(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
        self.spelling.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """The vocabulary in a generation's folder. Raises OSError and ValueError."""
        content = orjson.loads((folder / _FILE).read_bytes())
        found = cls(records=Counter(content["records"]), said=Counter(content["said"]), places=content["places"])
        found._folder = folder
        return found


NOTHING_SAID = Vocabulary()
