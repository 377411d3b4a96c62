"""A text read once: the same answer again, the caller's own copy, and what is no text is read all the same."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.normalise.memo import read_once

CALLS: list[object] = []


@read_once
def words_of(texts: Mapping[str, str], *, at_most: int = 9) -> list[str]:
    CALLS.append(texts)
    return [word for text in texts.values() if isinstance(text, str) for word in text.split()][:at_most]


def test_the_same_texts_are_read_once_and_other_texts_and_options_anew() -> None:
    CALLS.clear()
    assert [words_of({"fi": "a b"}) for _ in range(3)] == [["a", "b"]] * 3
    assert (words_of({"sv": "a b"}), words_of({"fi": "a b"}, at_most=1)) == (["a", "b"], ["a"])
    assert len(CALLS) == 3


def test_what_a_caller_does_to_the_answer_stays_with_that_caller() -> None:
    words_of({"fi": "c"}).append("mine")
    assert words_of({"fi": "c"}) == ["c"]


def test_what_cannot_be_remembered_is_read_without_memory() -> None:
    assert words_of({"fi": ["no", "text"]}) == []  # type: ignore[dict-item]
