"""Ages from titles: clocks, anniversaries and levels are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.age import ages_in, ages_of
from schemas.normalise.age_explain import explain

TITLES = Path(__file__).parents[4] / "shared/sources/data/enkora/enkora_test_titles_and_records.json"


@pytest.mark.parametrize(
    ("title", "ages"),
    [
        ("alle 1½ v.", (None, 1)),
        ("5- ja 6-vuotiaat", (5, 6)),
        ("65-vuotiaat ja vanhemmat", (65, None)),
        ("5-vuotiaille ja heidän vanhemmilleen", (5, 5)),
        ("Alle 7-vuotiaat aikuisen seurassa", (None, None)),
        ("Stoa 40 v", (None, None)),
        ("yli 20 vuotta", (None, None)),
        ("13 år och äldre", (13, None)),
        ("for 13 to 17-year-olds", (13, 17)),
        ("A2+ taso, puh +358 40 123", (None, None)),
        ("Liput 5-10 €, klo 9-12", (None, None)),
        ("K-18", (18, None)),
        ("kolmevuotiaille", (3, 3)),
        ("Ei alle 12-vuotiaille", (12, None)),
        ("Ei suositella alle 4-vuotiaille", (4, None)),
        ("Alle 16-vuotiaat eivät pääse", (16, None)),
        ("Pääsymaksu, ilmainen alle 7-vuotiaille", (None, None)),
        ("Muskari 1–2 v. ja vanhempi", (1, 2)),
        ("Nuorten aikuisten keittiö (18–28)", (18, 28)),
        ("Nuorten ilta 17–20", (None, None)),
        ("Nuoret 15–19 v.", (15, 19)),
        ("Nuoret aikuiset 18–29-vuotiaat", (18, 29)),
        ("90-vuotias uimahalli juhlii", (None, None)),
        ("Min. ålder 14 år", (14, None)),
        ("Ages 8 and up", (8, None)),
        ("Liikkujat 2- alle 3 v.", (2, 2)),
        ("Disko K15", (15, None)),
        ("K-13 konsertti", (13, None)),
        ("Bändi-ilta, sali K15", (None, None)),
        ("Kellari K2", (None, None)),
        ("Under-10s football", (None, 9)),
        ("Neljä–kuusivuotiaille", (4, 6)),
        ("Taaperot 1 v 6 kk – 3 v", (1, 3)),
        ("Ikäsuositus 4–8", (4, 8)),
    ],
)
def test_a_title_states_ages_or_none(title: str, ages: tuple[int | None, int | None]) -> None:
    assert ages_in(title) == ages


@pytest.mark.skipif(not TITLES.exists(), reason="../shared is not beside the checkout")
def test_the_city_s_own_titles_are_read_as_the_city_reads_them() -> None:
    rows = json.loads(TITLES.read_text())["test_input_descriptions,expected_ages"][0]
    wrong = [title for title, ages in rows if list(ages_in(title)) != ages]
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize(
    ("title", "ages"),
    [
        ("Kuvataidekoulu lapsille 7–9-vuo", (7, 9)),
        ("Bildskola för barn 7–12-åri", (7, 12)),
        ("Craft club for children 9–11 yea", (9, 11)),
        ("Kirjasto 25 vuo", (None, None)),
        ("Yli 10-, mutta alle 16-vuotiaille", (10, 15)),
        ("Över 8 men under 13 år", (8, 12)),
        ("Yli 12- muttei yli 17-vuotiaille", (12, 17)),
        ("Alaikäraja 12v.", (12, None)),
        ("Yläikäraja 12 v.", (None, 12)),
        ("Ikäraja 12–16 v", (12, 16)),
    ],
)
def test_titles_cut_short_bounds_of_one_unit_and_limits(title: str, ages: tuple[int | None, int | None]) -> None:
    assert ages_in(title) == ages


@pytest.mark.parametrize(
    ("title", "ages"),
    [
        ("Alle 15-vuotiaat pääsevät veloituksetta", (None, None)),
        ("Alle 16-vuotiaille ilmainen sisäänpääsy", (None, None)),
        ("Fri entré för under 18-åringar", (None, None)),
        ("Under 18s go free", (None, None)),
        ("Yli 65-vuotiaat 5 €, muut 8 €", (None, None)),
        ("Alle 18-vuotiaille suunnattu maksuton kurssi", (None, 17)),
        ("Muskari alle 7-vuotiaille 25 €", (None, 6)),
        ("Yli 70-vuotiaiden maksuton kuntosali", (70, None)),
    ],
)
def test_an_age_that_pays_less_is_not_the_age_of_those_who_come(
    title: str, ages: tuple[int | None, int | None]
) -> None:
    assert ages_in(title) == ages


def test_fields_that_contradict_each_other_state_nothing() -> None:
    assert ages_of(9, 3, "Jumppa 4-5 v") == (None, None)


@given(st.text(alphabet="0123456789-+., vuotiasårklkkalleyli½/²٣") | st.text())
def test_any_title_gives_ages_in_order(title: str) -> None:
    low, high = ages_in(title)
    assert low is None or high is None or low <= high


@given(st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers()))
def test_any_field_gives_a_value(value: object) -> None:
    assert set(explain({"shape": "title", "text": value, "audience_min_age": value})[0]) == {"min_age", "max_age"}
