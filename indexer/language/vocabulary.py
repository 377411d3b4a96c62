"""What an index says: how many records have a token, the words that a misspelt one may have meant, and the names of places.

Made beside each generation of an index and read with it. Counts only grow until the index is rebuilt: they rank and correct, and decide no set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import orjson

from indexer.language.spelling import Spelling
from indexer.language.tokens import DocumentWords, unique

_FILE = "vocabulary.json"


class Vocabulary:
    """The words of one index."""

    def __init__(
        self, *, records: Counter[str] | None = None, said: Counter[str] | None = None, places: Collection[str] = ()
    ) -> None:
        self.records: Counter[str] = records if records is not None else Counter()
        self.said: Counter[str] = said if said is not None else Counter()
        self.places = set(places)
        self._folder: Path | None = None

    def __bool__(self) -> bool:
        return bool(self.records)

    def add(self, words: DocumentWords) -> None:
        """Count the words of one more record."""
        self.records.update(unique(token for tokens in words.fields.values() for token in tokens))
        self.said.update(words.said)
        for word in words.meant:
            self.said.setdefault(word, 1)
        self.places.update(words.places)

    def copy(self) -> Vocabulary:
        return Vocabulary(records=self.records.copy(), said=self.said.copy(), places=self.places)

    @cached_property
    def spelling(self) -> Spelling:
        """The words to correct to. Made anew where the folder has none: a second for 30,000 words."""
        return Spelling.load(self._folder, self.said) if self._folder else Spelling.make(self.said)

    def save(self, folder: Path) -> None:
        content = {"records": self.records, "said": self.said, "places": sorted(self.places)}
        (folder / _FILE).write_bytes(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
        Spelling.make(self.said).save(folder)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """The vocabulary in a generation's folder. Raises OSError and ValueError."""
        content = orjson.loads((folder / _FILE).read_bytes())
        found = cls(records=Counter(content["records"]), said=Counter(content["said"]), places=content["places"])
        found._folder = folder
        return found


NOTHING_SAID = Vocabulary()
