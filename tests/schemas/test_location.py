"""Points: swapped, zero, far and unreadable coordinates, and how precise a place is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.location import SANITY_BOX, check_point, precision_of, read_geojson_point, read_number
from schemas.service import Precision

KALLIO = (60.184, 24.95)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        pytest.param(60.184, 24.95, KALLIO, id="as it should be"),
        pytest.param(24.95, 60.184, KALLIO, id="swapped"),
        pytest.param("60.184", "24.95", KALLIO, id="strings"),
        pytest.param("60,184", " 24,95 ", KALLIO, id="decimal commas"),
        pytest.param(0, 0, None, id="zero"),
        pytest.param(60.184, 0, None, id="half a zero"),
        pytest.param(60.184, None, None, id="half missing"),
        pytest.param(None, None, None, id="missing"),
        pytest.param(True, True, None, id="booleans"),
        pytest.param(float("nan"), 24.95, None, id="not a number"),
        pytest.param("1e999", 24.95, None, id="infinite"),
        pytest.param(10**400, 24.95, None, id="too big for a float"),
        pytest.param(59.33, 18.06, None, id="Stockholm"),
        pytest.param(6_675_000, 385_000, None, id="EPSG:3067 is no degree"),
        pytest.param(6_673_000, 25_496_000, None, id="EPSG:3879 is no degree"),
        pytest.param([60.184], {"lon": 24.95}, None, id="containers"),
    ],
)
def test_a_point_is_a_point_in_finland_or_none(lat: object, lon: object, expected: tuple[float, float] | None) -> None:
    assert check_point(lat, lon) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "Point", "coordinates": [24.95, 60.184]}, KALLIO),
        ({"type": "Point", "coordinates": [60.184, 24.95]}, KALLIO),
        ({"type": "Point", "coordinates": [24.95, 60.184, 12.0]}, KALLIO),
        ({"type": "Point", "coordinates": [24.95]}, None),
        ({"type": "Point", "coordinates": None}, None),
        ({"type": "Polygon", "coordinates": [[[24.9, 60.1], [24.8, 60.1]]]}, None),
        ([24.95, 60.184], None),
        (None, None),
    ],
)
def test_a_geojson_point_is_longitude_first(value: object, expected: tuple[float, float] | None) -> None:
    assert read_geojson_point(value) == expected


@pytest.mark.parametrize(
    ("place", "facts", "expected"),
    [
        ("tprek:8740", {"has_point": True}, Precision.EXACT),
        ("tprek:8740", {"has_point": True, "manual": False}, Precision.ADDRESS),
        ("tprek:8740", {"has_point": False}, Precision.NONE),
        ("osoite:123", {"has_point": True}, Precision.ADDRESS),
        ("matko:732", {"has_point": True}, Precision.AREA),
        ("helsinki:internet", {"has_point": True}, Precision.NONE),
    ],
)
def test_precision_says_what_a_point_is_worth(place: str, facts: dict[str, Any], expected: Precision) -> None:
    assert precision_of(place, **facts) is expected


@given(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), st.floats() | st.text(max_size=20)
)
def test_any_values_are_a_point_in_the_box_or_none(lat: object, lon: object) -> None:
    found = check_point(lat, lon)
    west, south, east, north = SANITY_BOX
    assert found is None or (south <= found[0] <= north and west <= found[1] <= east)


@given(st.text())
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    number = read_number(text)
    assert number is None or abs(number) < float("inf")
