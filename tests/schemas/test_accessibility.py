"""A venue's accessibility: zero, unknown and green stay three things, and nothing says "inaccessible"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.accessibility import VIEWPOINTS, is_no_shortage, read_viewpoints, reconcile
from schemas.service import AccessState, Profile

WHEELCHAIR = Profile.WHEELCHAIR
NONE_KNOWN, PARTLY, SHORT, UNKNOWN = (
    AccessState.NO_KNOWN_SHORTCOMINGS,
    AccessState.PARTLY,
    AccessState.SHORTCOMINGS,
    AccessState.UNKNOWN,
)


def lights(a: str, b: str, c: str) -> dict[str, str]:
    return {number: light for number, light in zip(("11", "12", "13"), (a, b, c), strict=True) if light}


@pytest.mark.parametrize(
    ("viewpoints", "shortages", "count", "state", "number"),
    [
        pytest.param({}, {}, None, UNKNOWN, None, id="nothing is known"),
        pytest.param({}, {}, 0, UNKNOWN, None, id="a zero that nobody assessed"),
        pytest.param(lights("green", "green", ""), {}, 0, UNKNOWN, None, id="one viewpoint missing"),
        pytest.param(lights("green", "green", "unknown"), {}, None, UNKNOWN, None, id="one viewpoint unknown"),
        pytest.param(lights("green", "green", "green"), {}, None, NONE_KNOWN, 0, id="all green"),
        pytest.param(lights("green", "green", "green"), {}, 0, NONE_KNOWN, 0, id="all green and counted"),
        pytest.param(lights("red", "red", "red"), {}, None, SHORT, None, id="all red, nobody counted"),
        pytest.param(lights("red", "red", "red"), {"11": ["Ovi", "Porras"], "12": ["Ovi"]}, None, SHORT, 2, id="all red, unique texts"),
        pytest.param(lights("red", "green", "green"), {"11": ["Ovi"]}, None, PARTLY, 1, id="some red"),
        pytest.param(lights("red", "green", "unknown"), {"11": ["Ovi"]}, None, PARTLY, None, id="red and unknown: not counted"),
        pytest.param(lights("red", "red", "red"), {"11": ["Ei puutteita."]}, None, SHORT, None, id="a row that says none"),
        pytest.param({}, {}, 3, SHORT, 3, id="a count alone"),
        pytest.param(lights("green", "green", "green"), {"11": ["Ei tiedettyjä puutteita."]}, None, NONE_KNOWN, 0, id="green and a row that says none"),
    ],
)  # fmt: skip
def test_a_profile(
    viewpoints: dict[str, str],
    shortages: dict[str, list[str]],
    count: int | None,
    state: AccessState,
    number: int | None,
) -> None:
    found = reconcile(viewpoints, shortages, {"wheelchair": count})[WHEELCHAIR]
    assert (found.state, found.shortcomings) == (state, number)


def test_one_profiles_lights_say_nothing_of_another() -> None:
    found = reconcile({"41": "green"}, {"61": ["Silmukka puuttuu"]}, {})
    assert found[Profile.STROLLER].state is NONE_KNOWN
    assert {found[profile].state for profile in Profile if profile is not Profile.STROLLER} == {UNKNOWN}


def test_the_registers_string_is_read_without_its_placeholder() -> None:
    assert read_viewpoints("00:unknown,11:red, 12 : green ,13:purple,x") == {"11": "red", "12": "green"}


@pytest.mark.parametrize("value", [None, 5, [], {}, "", "00:green", ":::", ",,,"])
def test_what_holds_no_light_is_empty(value: object) -> None:
    assert read_viewpoints(value) == {}


@pytest.mark.parametrize(
    "text",
    ["Ei puutteita.", "Ei tiedettyjä puutteita.", " ei puutteita ", "Inga kända brister", "No known shortcomings."],
)
def test_a_row_that_says_none_is_no_shortage(text: str) -> None:
    assert is_no_shortage(text)


@pytest.mark.parametrize("text", ["", "Ei puutteita lukuun ottamatta ovea.", "Puutteita", "Ei hissiä"])
def test_a_row_that_names_something_is_one(text: str) -> None:
    assert not is_no_shortage(text)


NUMBERS = st.sampled_from(sorted({number for numbers in VIEWPOINTS.values() for number in numbers}))


@given(
    st.dictionaries(NUMBERS, st.sampled_from(["red", "green", "unknown"])),
    st.dictionaries(NUMBERS, st.lists(st.sampled_from(["Ovi", "Porras", "Ei puutteita."]), max_size=3)),
)
def test_no_known_shortcomings_is_said_only_where_every_light_is_green(
    viewpoints: dict[str, str], shortages: dict[str, list[str]]
) -> None:
    for profile, found in reconcile(viewpoints, shortages).items():
        all_green = all(viewpoints.get(number) == "green" for number in VIEWPOINTS[profile])
        assert (found.state is NONE_KNOWN) == all_green == (found.shortcomings == 0)
