"""Audiences and languages from prose: only what is stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.audience_language_explain import explain
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.language import languages_in, low_threshold_in, plain_language_in


@pytest.mark.parametrize(
    ("text", "audiences"),
    [
        ("Senioritanssi M + N", "seniors women men"),
        ("Nuorille aikuisille", "young_adults"),
        ("Kehitysvammaiset aikuiset", "adults disabled"),
        ("Vattengymnastik, Damer", "women"),
        ("Flickor och pojkar", "children"),
        ("Naistenklinikan historia -luento", ""),
        ("Nuorisotalon iltapäivä", ""),
        ("Ei sovellu lapsille", ""),
        ("Kaikille avoin", "everyone"),
        ("Sateenkaariseniorien kuoro", "seniors"),
        ("Uupumuksesta toipuville", "mental_health"),
        ("Vauvaperheiden treffit", "families"),
        ("Family carers and older people", "seniors families carers"),
    ],
)
def test_who_a_text_names(text: str, audiences: str) -> None:
    found = {audience.value for audience in audiences_in({"fi": text})}
    assert found - {"families"} == set(audiences.split()) - {"families"}


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Opetus suomeksi ja englanniksi", ["en", "fi"]),
        ("På svenska och finska", ["fi", "sv"]),
        ("Tvåspråkig: finska och svenska", ["fi", "sv"]),
        ("Ryhmässä puhutaan selkeää suomea ja arabiaa", ["ar", "fi"]),
        ("Ryhmän ohjauskieli on viro", ["et"]),
        ("Suomen- ja ruotsinkielinen ryhmä", ["fi", "sv"]),
        ("English-speaking group", ["en"]),
        ("Viittomakielinen opastus", ["fse"]),
        ("Suomenlinnan retki, Englannin kuningatar, Kiinan uusivuosi", []),
    ],
)
def test_which_languages_a_text_uses(text: str, languages: list[str]) -> None:
    assert languages_in({"fi": text}) == languages


def test_a_door_sill_is_no_low_threshold() -> None:
    assert low_threshold_in({"fi": "Matalan kynnyksen liikuntaryhmä."})
    assert not low_threshold_in({"fi": "Sisäänkäynnissä on matala kynnys (2 cm)."})


def test_selkokieli_is_plain_and_selka_is_a_back() -> None:
    assert plain_language_in({"fi": "Ohjaus selkokielellä"})
    assert not plain_language_in({"fi": "Niska-selkähuolto"})


def test_both_genders_are_no_gender() -> None:
    assert gender_in({"fi": "Miehet ja naiset"}).value == "unknown"
    assert gender_in({"fi": "Vesijumppa N"}).value == "women"


@given(
    st.dictionaries(st.sampled_from(["shape", "text", "tags"]), st.none() | st.text() | st.lists(st.none() | st.text()))
)
def test_any_row_gives_a_value(row: dict[str, object]) -> None:
    assert set(explain(row)[0]) == {"audiences", "languages", "plain_language", "low_threshold"}
