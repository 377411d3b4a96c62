"""HTML to text: the words stay, paragraphs become lines, scripts and control characters go."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.text import plain_text, read_suffixed, read_text, shorten


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>Yksi</p><p>Kaksi</p>", "Yksi\nKaksi", id="paragraphs"),
        pytest.param("Ti 10<br>Ke 11<br/>To 12", "Ti 10\nKe 11\nTo 12", id="line breaks"),
        pytest.param("<ul><li>Yksi</li><li>Kaksi</li></ul>", "Yksi\nKaksi", id="a list"),
        pytest.param("Kahvila &amp; lounas &euro;5&nbsp;kpl", "Kahvila & lounas €5 kpl", id="entities"),
        pytest.param('<p style="color:red" onclick="x()">Sana</p>', "Sana", id="attributes"),
        pytest.param("<script>alert(1)</script>Sana<style>p{}</style>", "Sana", id="script and style"),
        pytest.param("<svg><script>x</script></svg><iframe src=x></iframe>Sana", "Sana", id="svg and frames"),
        pytest.param("<p>Auki", "Auki", id="an open tag"),
        pytest.param("a < b ja 5 > 3", "a < b ja 5 > 3", id="signs that are no tags"),
        pytest.param("<!-- piilo -->Sana", "Sana", id="a comment"),
        pytest.param("  Yksi \r\n\r\n\n  kaksi  ", "Yksi\nkaksi", id="spaces and empty lines"),
        pytest.param("Sa\u00adna\u200b\u202e\x00\ufeff", "Sa\u00adna", id="control characters"),
        pytest.param("<b>Liha</b>vointi", "Lihavointi", id="a tag within a word"),
        pytest.param("\ud800Sana", "Sana", id="half a surrogate"),
        pytest.param("Yrjönkatu 21 b", "Yrjönkatu 21 b", id="plain text"),
        pytest.param("<p></p>", "", id="nothing"),
    ],
)
def test_text(html: str, expected: str) -> None:
    assert plain_text(html) == expected


@pytest.mark.parametrize("value", [None, 5, True, [], {}, b"x"])
def test_what_is_no_text_is_empty(value: object) -> None:
    assert plain_text(value) == ""


def test_languages_without_words_are_absent_and_other_languages_are_not_ours() -> None:
    assert read_text({"fi": "Sana", "sv": "", "en": None, "ru": "Слово", "fi_FI": "x"}) == {"fi": "Sana"}
    assert read_text(None) == read_text("Sana") == read_text([]) == {}


def test_suffixed_fields_are_one_text() -> None:
    assert read_suffixed({"name_fi": "Halli", "name_sv": " ", "name": "x"}, "name") == {"fi": "Halli"}


def test_a_value_for_a_report_is_one_short_line() -> None:
    assert shorten("a\nb\x00") == "a b"
    assert len(shorten("a" * 500)) == 200
    assert shorten({"a": 1}) == "{'a': 1}"


@given(st.text())
def test_any_text_comes_out_as_clean_lines(text: str) -> None:
    found = plain_text(text)
    assert found == found.strip()
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]|\n\n| {2}", found) is None
    found.encode()


@given(st.text(alphabet="<>/&;!-abpscript \n\"'=", max_size=60))
def test_no_markup_makes_a_script_of_its_own(text: str) -> None:
    assert "<script" not in plain_text(f"<p>{text}</p>").lower() or "&lt" in text or "<" in text
