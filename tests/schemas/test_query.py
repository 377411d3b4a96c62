"""A search as it is asked: read strictly, the same from an address and from JSON."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import QueryError
from schemas.query import FACETS, FacetName, Pace, SearchQuery, read_query, walk_minutes


def test_an_empty_question_is_everything_by_default() -> None:
    assert read_query({}) == SearchQuery()
    assert (SearchQuery().unknown, SearchQuery().limit, SearchQuery().lang, SearchQuery().pace) == (
        "exclude",
        20,
        "fi",
        Pace.NORMAL,
    )


ADDRESS = {
    "q": ["jumppa"], "lat": ["60.18"], "lon": ["24.95"], "radius_m": ["500"], "cost": ["free", "low"], "bbox": ["24,60,25,61"],
    "weekday": ["tue"], "can_join": ["true"], "date_from": ["2026-11-24"], "open_at": ["2026-11-24T10:00:00+02:00"], "facets": ["all"],
}  # fmt: skip
BODY = {
    "q": "jumppa", "lat": 60.18, "lon": 24.95, "radius_m": 500, "cost": ["free", "low"], "bbox": [24, 60, 25, 61],
    "weekday": "tue", "can_join": True, "date_from": "2026-11-24", "open_at": "2026-11-24T08:00:00Z", "facets": ["all"],
}  # fmt: skip


def test_an_address_and_a_json_body_are_the_same_question() -> None:
    assert read_query(ADDRESS) == read_query(BODY)


def test_an_empty_value_is_no_value() -> None:
    assert read_query({"cost": [""], "lat": [""], "lon": [""], "radius_m": [""], "lang": None}) == SearchQuery()


def test_pages_may_pass_over_parameters_that_nobody_knows() -> None:
    assert read_query({"utm": ["x"]}, ignore_unknown=True) == SearchQuery()
    with pytest.raises(QueryError, match="utm"):
        read_query({"utm": ["x"]})


@pytest.mark.parametrize(
    ("given_", "parameter"),
    [
        ({"lat": 60}, "lat"),
        ({"radius_m": 5}, "radius_m"),
        ({"sort": "distance"}, "sort"),
        ({"date_from": "2026-12-02", "date_to": "2026-12-01"}, "date_from"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": [1, 2, 3, 4, 5]}, "bbox"),
        ({"open_at": "2026-11-24T10:00"}, "open_at"),
        ({"accessibility": "lift,wings"}, "accessibility"),
        ({"limit": [1, 2]}, "limit"),
        ({"cost": ["free"] * 11}, "cost"),
        ({"age": 131}, "age"),
    ],
)
def test_what_cannot_be_asked_names_its_parameter(given_: dict[str, Any], parameter: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(given_)
    assert caught.value.parameter == parameter
    assert caught.value.allowed


def test_several_accessibility_needs_may_have_to_hold_together() -> None:
    assert read_query({"accessibility": ["wheelchair:partly,lift", "stroller"]}).accessibility == [
        "wheelchair:partly,lift",
        "stroller",
    ]


def test_the_reach_is_the_smaller_of_radius_and_walk() -> None:
    here = {"lat": 60.18, "lon": 24.95}
    assert SearchQuery().reach_m() is None
    assert read_query(here | {"radius_m": 500}).reach_m() == 500
    assert read_query(here | {"radius_m": 500, "max_walk_min": 1}).reach_m() == pytest.approx(75 / 1.3)
    assert read_query(here | {"max_walk_min": 10, "pace": "slow"}).reach_m() == pytest.approx(450 / 1.3)


@pytest.mark.parametrize("pace", Pace)
def test_walking_minutes_are_exact_for_every_metre(pace: Pace) -> None:
    exact = [-(-13 * metres // (10 * pace.metres_per_minute)) for metres in range(100_001)]
    assert [walk_minutes(metres, pace) for metres in range(100_001)] == exact


def test_a_cursors_question_is_all_but_the_page_itself() -> None:
    one = read_query({"q": "jumppa", "limit": 5, "facets": "all"})
    assert one.subject() == read_query({"q": "jumppa", "cursor": "x"}).subject()
    assert one.subject() != read_query({"q": "jooga"}).subject()


def test_all_facets_are_every_facet_and_a_facet_named_twice_is_counted_once() -> None:
    assert read_query({"facets": ["cost", "all"]}).facet_names() == list(FACETS) == list(get_args(FacetName))
    assert read_query({"facets": ["cost", "kind", "cost"]}).facet_names() == ["cost", "kind"]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=2)


@given(st.dictionaries(st.sampled_from(list(SearchQuery.model_fields)) | st.text(max_size=5), VALUES, max_size=4))
def test_any_json_object_is_a_question_or_a_query_error(value: dict[str, Any]) -> None:
    try:
        found = read_query(value)
    except QueryError as error:
        named = error.parameter
    else:
        named = "q"
        assert SearchQuery.model_validate_json(found.model_dump_json()) == found
    assert named in {*value, *SearchQuery.model_fields}
