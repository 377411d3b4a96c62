"""What is suggested while one types: names of offerings, venues, districts and keywords, with the records that they lead to.

Of each kind and language there are the different texts of one batch, one after the other, and the rows of each. All arrays grow by
appending, like every other column; a text that came in two batches is put together when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.base import SUGGESTED, Suggested, Suggestion
from indexer.language.tokens import split_words
from schemas.service import LANGS, Lang, Service, Text


def suggested_texts(service: Service) -> dict[tuple[Suggested, Lang], tuple[str, ...]]:
    """The different texts by which a service may be suggested, by kind and language."""
    sources: dict[Suggested, list[Text]] = {
        "offering": [service.name],
        "venue": [place.name for place in service.places],
        "district": [place.district for place in service.places],
        "word": [keyword.label for keyword in service.keywords],
    }
    return {
        (kind, lang): tuple(dict.fromkeys(text[lang].strip() for text in texts if text.get(lang, "").strip()))
        for kind, texts in sources.items()
        for lang in LANGS
    }


def begins_words(text: str, begins: Sequence[str]) -> bool:
    """Whether each of the beginnings begins a word of the text.

    >>> begins_words("Kallion kirjasto", ["kir", "kal"])
    True
    """
    words = split_words(text)
    return all(any(word.startswith(begin) for word in words) for begin in begins)


def best_first(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What leads to most records first; then the shortest, then by letters."""
    return sorted(suggestions, key=lambda one: (-one.hits, len(one.text.encode()), one.text))


def without_doubles(suggestions: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """The first `limit`, each text once."""
    found: dict[str, Suggestion] = {}
    for one in suggestions:
        found.setdefault(one.text, one)
        if len(found) == limit:
            break
    return list(found.values())


def asked_first(lang: Lang) -> list[Lang]:
    """The languages, the asked one first."""
    return sorted(LANGS, key=lambda other: other != lang)


def name_arrays(services: Sequence[Service], start: int) -> dict[str, NDArray[Any]]:
    """The arrays of some services, which are the rows from `start` on."""
    rows: dict[tuple[Suggested, Lang], dict[str, list[int]]] = {(k, lang): {} for k in SUGGESTED for lang in LANGS}
    for row, service in enumerate(services, start):
        for key, texts in suggested_texts(service).items():
            for text in texts:
                rows[key].setdefault(text, []).append(row)
    arrays: dict[str, NDArray[Any]] = {}
    for (kind, lang), found in rows.items():
        shown = [text.encode() for text in found]
        typed = ["".join(f" {word}" for word in split_words(text)).encode() for text in found]
        for part, lines in (("shown", shown), ("typed", typed)):
            arrays[f"{part}_{kind}_{lang}_length"] = np.array([len(line) for line in lines], np.int32)
            arrays[f"{part}_{kind}_{lang}_bytes"] = np.frombuffer(b"".join(lines), np.uint8)
        arrays[f"leads_{kind}_{lang}_count"] = np.array([len(one) for one in found.values()], np.int32)
        arrays[f"leads_{kind}_{lang}_row"] = np.array([row for one in found.values() for row in one], np.int32)
        keys = [int.from_bytes(blake2b(text, digest_size=8).digest(), "little", signed=True) for text in shown]
        arrays[f"leads_{kind}_{lang}_key"] = np.array(keys, np.int64)
    return arrays
