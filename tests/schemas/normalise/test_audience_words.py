"""Audiences in the words of a query: the quick way says what reading the whole phrase says."""

from __future__ import annotations

import re
from itertools import product
from random import Random

import pytest

from schemas.normalise import audience_words
from schemas.normalise.audience_words import audiences_in, audiences_named

_SAID = sorted({word for words in audience_words._WORDS.values() for word in re.findall(r"[a-zåäö']{2,}", words)})
_AROUND = "inte och ei not older luento".split()


@pytest.mark.parametrize("before", _AROUND)
def test_words_in_a_row_name_whom_their_phrase_names(before: str) -> None:
    rows = [[before, word] for word in _SAID] + [[word, before] for word in _SAID]
    assert [audiences_named(one) for one in rows] == [audiences_in({"fi": " ".join(one)}) for one in rows]


def test_phrases_of_words_that_name_nobody_alone_are_found() -> None:
    nobody = [word for word in _SAID if not audiences_in({"fi": word})]
    pairs = Random(7).sample(list(product(nobody, repeat=2)), 1500)
    pairs += [("older", "people"), ("young", "people"), ("special", "needs"), ("mental", "health")]
    found = {one for one in pairs if audiences_named(one)}
    assert found >= {("older", "people"), ("young", "people"), ("special", "needs")}
    assert found == {one for one in pairs if audiences_in({"fi": " ".join(one)})}


def test_the_pieces_of_a_pattern_are_the_pattern() -> None:
    assert all("|".join(audience_words._alternatives(words)) == words for words in audience_words._WORDS.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jokainen on tervetullut mukaan kunnosta riippumatta.", ["everyone"]),
        ("Mukaan voi tulla kuka tahansa.", ["everyone"]),
        ("Kaikki pääsevät mukaan ikään tai taitoihin katsomatta.", ["everyone"]),
        ("Vem som helst får komma med.", ["everyone"]),
        ("Everyone is warmly welcome.", ["everyone"]),
        ("Jokainen seniori on tervetullut.", ["seniors"]),
        ("Jokainen nainen on tervetullut.", ["women"]),
        ("Jokainen tuo oman maton.", []),
        ("Kuka tahansa voi voittaa pallon.", []),
        ("Everyone gets a certificate.", []),
        ("Клуб для семей с детьми", ["families"]),
        ("Группа для пенсионеров.", ["seniors"]),
        ("Ladies' swim, babies in arms may join.", ["women"]),
        ("Aikuisten ryhmä, lapset saavat tulla mukaan.", ["adults"]),
        ("Endast för kvinnor. Spädbarn i famnen får följa med.", ["women"]),
        ("Vauvat ovat tervetulleita mukaan muskariin.", ["children"]),
    ],
)
def test_everyone_is_told_from_each_of_a_kind_and_from_who_comes_along(text: str, names: list[str]) -> None:
    assert [audience.value for audience in audiences_in({"fi": text})] == names
