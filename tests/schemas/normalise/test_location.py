"""Where rows are: three grids, swapped and missing numbers, areas, and what is online. A wrong point is worse than none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.location import SANITY_BOX
from schemas.normalise.location_explain import READERS, explain

HALL = (60.16835, 24.93896)
LIBRARY = {"id": "tprek:8143", "position": {"type": "Point", "coordinates": [25.049484, 60.18003]}}


def point(**row: object) -> tuple[object, object, object]:
    got, _ = explain(row)
    return got["lat"], got["lon"], got["precision"]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param({"latitude": 60.16835, "longitude": 24.93896}, id="degrees"),
        pytest.param({"latitude": "60.16835", "longitude": "24,93896"}, id="strings"),
        pytest.param({"latitude": 24.93896, "longitude": 60.16835}, id="swapped"),
        pytest.param({"northing_etrs_gk25": 6672831, "easting_etrs_gk25": 25496611}, id="EPSG:3879"),
        pytest.param({"northing_etrs_gk25": 25496611, "easting_etrs_gk25": 6672831}, id="EPSG:3879 swapped"),
        pytest.param({"northing_etrs_tm35fin": "6671945", "easting_etrs_tm35fin": "385637"}, id="EPSG:3067 in strings"),
        pytest.param({"latitude": 0, "longitude": 0, "northing_etrs_gk25": 6672831, "easting_etrs_gk25": 25496611}, id="zero, then a grid"),
        pytest.param({"latitude": 6672831, "longitude": 25496611}, id="metres where degrees belong"),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_point_gives_the_same_place(numbers: dict[str, object]) -> None:
    lat, lon, precision = point(shape="tpr_unit", **numbers)
    assert (lat, lon) == (pytest.approx(HALL[0], abs=5e-5), pytest.approx(HALL[1], abs=5e-5))
    assert precision == "exact"


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"latitude": 60.16835},
        {"latitude": "", "longitude": ""},
        {"latitude": 0, "longitude": 0},
        {"latitude": 91, "longitude": 190},
        {"latitude": -60.16835, "longitude": 24.93896},
        {"northing_etrs_gk25": 6672831},
        {"northing_etrs_gk25": 1, "easting_etrs_gk25": 25496611},
        {"latitude": float("nan"), "longitude": 24.9},
        {"latitude": True, "longitude": [24.9]},
    ],
)
def test_what_is_no_point_is_none(numbers: dict[str, object]) -> None:
    assert point(shape="tpr_unit", **numbers) == (None, None, "none")


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"id": "osoite:1234"}, "address"),
        ({"id": "matko:732"}, "area"),
        ({"id": "helsinki:x", "name": {"fi": "Eri puolilla Helsinkiä"}}, "area"),
        ({"id": "helsinki:x", "name": {"fi": "Helsinki"}, "street_address": None}, "area"),
        ({"id": "helsinki:x", "name": {"fi": "Helsinki"}, "street_address": {"fi": "Yrjönkatu 21"}}, "exact"),
        ({"id": "tprek:1", "name": {"fi": "Helsingin taidemuseo"}}, "exact"),
    ],
)
def test_a_places_precision(place: dict[str, object], precision: str) -> None:
    row = {**place, "position": {"type": "Point", "coordinates": [24.9384, 60.1699]}}
    assert point(shape="le_place", **row) == (60.1699, 24.9384, precision)


def test_a_point_that_nobody_set_by_hand_is_at_the_address() -> None:
    row = {"latitude": 60.2, "longitude": 24.9, "manual_coordinates": False}
    assert point(shape="tpr_unit", **row) == (60.2, 24.9, "address")


def test_a_place_abroad_keeps_its_point_when_it_says_so() -> None:
    position = {"type": "Point", "coordinates": [18.0686, 59.3293]}
    assert point(shape="le_place", id="helsinki:x", position=position) == (None, None, "none")
    stockholm = {"position": position, "address_locality": {"fi": "Tukholma"}}
    assert point(shape="le_place", id="helsinki:x", **stockholm) == (59.3293, 18.0686, "exact")


def test_polygons_and_routes_are_areas() -> None:
    square = [[25492000, 6677000], [25494000, 6677000], [25494000, 6679000], [25492000, 6679000], [25492000, 6677000]]
    lat, lon, precision = point(shape="geojson_feature", geometry={"type": "Polygon", "coordinates": [square]})
    assert (lat, lon, precision) == (pytest.approx(60.2147, abs=1e-3), pytest.approx(24.8737, abs=1e-3), "area")
    route = {"type": "LineString", "coordinates": [[24.9, 60.2], [25.0, 60.25]]}
    site = {"location": {"geometries": {"type": "FeatureCollection", "features": [{"geometry": route}]}}}
    assert point(shape="lipas_site", **site) == (60.2, 24.9, "area")


@pytest.mark.parametrize(
    ("row", "online", "has_point"),
    [
        pytest.param({"location": {"@id": "https://x/place/helsinki:internet/?format=json"}}, True, False, id="internet"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"fi": "Zoomissa"}}, True, False, id="Zoom at a library"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"sv": "På nätet via Teams"}}, True, False, id="Teams, Swedish"),
        pytest.param({"location": None, "location_extra_info": {"fi": "Verkossa"}}, True, False, id="no place, verkossa"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"fi": "2. krs ja Zoomissa"}}, True, True, id="hybrid"),
        pytest.param({"location": LIBRARY, "name": {"fi": "Digiopastus: Zoomin käyttö"}}, False, True, id="Zoom is the subject"),
        pytest.param({"location": LIBRARY, "name": {"fi": "Turvallisesti verkossa"}}, False, True, id="the net is the subject"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"fi": "Ilmoittautuminen verkossa"}}, False, True, id="registration online"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"fi": "Ei järjestetä Zoomissa"}}, False, True, id="not in Zoom"),
        pytest.param({"location": LIBRARY, "location_extra_info": {"fi": "2. krs"}}, False, True, id="a floor"),
    ],
)  # fmt: skip
def test_online_is_where_it_is_held(row: dict[str, object], online: bool, has_point: bool) -> None:
    got, _ = explain({"shape": "le_event", **row})
    assert (got["online"], got["lat"] is not None) == (online, has_point)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
NUMBER = st.none() | st.integers() | st.floats() | st.text(max_size=12) | st.floats(59, 61) | st.floats(6.6e6, 6.7e6)
FIELDS = st.sampled_from(
    ["latitude", "longitude", "northing_etrs_gk25", "easting_etrs_gk25", "position", "location", "location_extra_info",
     "name", "id", "@id", "geometry", "coordinates", "features", "address_locality", "manual_coordinates", "site"]
)  # fmt: skip


@given(st.sampled_from([*READERS, "other"]), st.dictionaries(FIELDS, JSON | NUMBER))
def test_any_json_gives_a_point_in_the_box_or_none(shape: str, fields: dict[str, object]) -> None:
    got, _ = explain({"shape": shape, **fields})
    lat, lon = got["lat"], got["lon"]
    assert (lat is None) == (lon is None) == (got["precision"] == "none")
    if isinstance(lat, float) and isinstance(lon, float) and "address_locality" not in fields:
        west, south, east, north = SANITY_BOX
        assert south <= lat <= north
        assert west <= lon <= east


@given(
    st.sampled_from(["Point", "Polygon", "LineString", "MultiPolygon", "x"]),
    st.recursive(NUMBER, lambda i: st.lists(i, max_size=5), max_leaves=20),
)
def test_any_coordinates_are_read_without_failing(kind: str, coordinates: object) -> None:
    explain({"shape": "geojson_feature", "geometry": {"type": kind, "coordinates": coordinates}})
