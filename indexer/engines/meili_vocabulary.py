"""The vocabulary of an index, kept in it as documents: one from the rebuild, one from each change since, put together by who reads.

The marker names the parts, so that they come and go with the records of the same task. A part is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import orjson

from indexer.language.vocabulary import Vocabulary

JSON = dict[str, Any]
MOST_PARTS = 20
"""With so many parts, the next change makes one of them."""


def part_document(vocabulary: Vocabulary) -> JSON:
    """A part as a document with an id of its own."""
    content = {"records": vocabulary.records, "said": vocabulary.said, "places": sorted(vocabulary.places)}
    return {"id": f"words-{uuid4().hex}", "part": 1, "words": orjson.dumps(content).decode()}


def read_part(document: JSON) -> Vocabulary:
    content = orjson.loads(document["words"])
    return Vocabulary(records=Counter(content["records"]), said=Counter(content["said"]), places=set(content["places"]))


def together(parts: Iterable[Vocabulary]) -> Vocabulary:
    """One vocabulary of several; the parts stay as they are."""
    whole = Vocabulary()
    for part in parts:
        whole.records.update(part.records)
        whole.said.update(part.said)
        whole.places.update(part.places)
    return whole


class HeldVocabulary:
    """What was read of one index: the parts by id, and the whole that they made."""

    def __init__(self) -> None:
        self._parts: dict[str, Vocabulary] = {}
        self._ids: tuple[str, ...] = ()
        self._whole = Vocabulary()

    def lacks(self, ids: Iterable[str]) -> list[str]:
        """The parts that must be fetched before `whole`."""
        return [one for one in ids if one not in self._parts]

    def whole(self, ids: tuple[str, ...], fetched: Iterable[JSON]) -> Vocabulary:
        """The vocabulary of these parts. The same words are looked up in the same table of spellings, which takes a second to make."""
        if ids != self._ids:
            parts = self._parts | {raw["id"]: read_part(raw) for raw in fetched}
            parts = {one: parts[one] for one in ids}
            fresh = together(parts.values())
            if "spelling" in self._whole.__dict__ and fresh.said.keys() == self._whole.said.keys():
                fresh.__dict__["spelling"] = self._whole.spelling
            self._parts, self._ids, self._whole = parts, ids, fresh
        return self._whole
