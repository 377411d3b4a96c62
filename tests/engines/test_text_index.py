"""The postings of the embedded engine: what grew by parts finds what is made at once."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.engines import segments, terms, text_index
from indexer.engines.terms import Gathering
from indexer.engines.text_index import TextIndex
from indexer.language.tokens import DocumentWords, QueryWord, QueryWords

WORDS = ("jooga", "uinti", "kuoro", "tanssi", "kurssi", "padel")
ASKED = tuple(QueryWords((QueryWord(one, ((one, 1.0), (other, 0.4))),)) for one in WORDS for other in WORDS[:3])
PARTS = ((0, 20), (20, 23), (23, 24), (24, 40))


def documents(many: int) -> list[DocumentWords]:
    random = Random(many)
    return [
        DocumentWords({
            "whole": (random.choice(WORDS),),
            "name": tuple(random.choices(WORDS, k=3)),
            "text": tuple(random.choices(WORDS, k=random.randint(0, 90))),
        })
        for _ in range(many)
    ]  # fmt: skip


def made(folder: Path, words: list[DocumentWords]) -> TextIndex:
    folder.mkdir()
    gathering = Gathering(0)
    gathering.add(words)
    return TextIndex.make(folder, gathering.terms())


def grown(folder: Path, words: list[DocumentWords]) -> TextIndex:
    (_, first), *others = PARTS
    index = made(folder, words[:first])
    for start, end in others:
        index = TextIndex.load(folder, index.grow(folder, words[start:end], start))
    return index


def test_an_index_grown_by_parts_finds_the_rows_of_one_made_at_once(tmp_path: Path) -> None:
    words = documents(40)
    whole, parts = made(tmp_path / "whole", words), grown(tmp_path / "parts", words)
    assert [one.rows for one in parts.segments] == [20, 20]
    everything = np.ones(40, bool)
    for asked in ASKED:
        assert parts.match(asked, everything)[0].tolist() == whole.match(asked, everything)[0].tolist()


def test_an_index_scored_piece_by_piece_is_the_one_scored_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = documents(40)
    once = made(tmp_path / "once", words)
    monkeypatch.setattr(segments, "_AT_ONCE", 3)
    monkeypatch.setattr(terms, "_PACKED_AT_ONCE", 3)
    pieces = made(tmp_path / "pieces", words)
    everything = np.ones(40, bool)
    for asked in ASKED:
        for left, right in zip(once.match(asked, everything), pieces.match(asked, everything), strict=True):
            assert left.tolist() == right.tolist()
    (one,), (other,) = once.segments, pieces.segments
    found, again = one.terms_in(tmp_path / "once"), other.terms_in(tmp_path / "pieces")
    assert (found.keys.tolist(), found.times.tolist()) == (again.keys.tolist(), again.times.tolist())


def test_what_came_later_is_merged_before_it_is_large_and_scores_as_if_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "_SMALL", 2)
    words = documents(40)
    whole, parts = made(tmp_path / "whole", words), grown(tmp_path / "parts", words)
    assert [one.rows for one in parts.segments] == [40]
    assert len(list((tmp_path / "parts").glob("*.hashes.npy"))) == 1
    for asked in ASKED:
        (_, expected), (_, found) = (one.match(asked, np.ones(40, bool)) for one in (whole, parts))
        np.testing.assert_array_equal(found, expected)


def test_only_marked_rows_match(tmp_path: Path) -> None:
    index = made(tmp_path / "index", documents(40))
    marked = np.arange(40) % 2 == 0
    for asked in ASKED:
        rows, scores = index.match(asked, marked)
        assert marked[rows].all()
        assert (scores > 0).all()


def test_what_an_index_remembers_goes_with_it_at_once(tmp_path: Path) -> None:
    index = made(tmp_path / "index", documents(40))
    for asked in ASKED:
        index.match(asked, np.ones(40, bool))
    held = weakref.ref(index)
    gc.disable()
    try:
        del index
        assert held() is None
    finally:
        gc.enable()
