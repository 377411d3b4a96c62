"""The city's divisions over HTTP: what is read, what is refused with code and path, and that every feature is in one of the counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import serving
from crawler.replay.upstream import Row, Upstream
from crawler.rows import RowRefused
from crawler.sources.divisions_rows import declared_system, read_area
from liiku.context import BUNDLED_SOURCES
from schemas.run import RunState
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import REAL_DATA, Directory, adds_up, body, only, small_city

SOURCE = read_yaml(BUNDLED_SOURCES / "divisions.yaml", Source)
GK25 = 3879
KALLIO: list[list[float]] = [
    [25496000.0, 6674000.0], [25499000.0, 6674000.0], [25499000.0, 6676000.0], [25496000.0, 6676000.0], [25496000.0, 6674000.0],
]  # fmt: skip
"""A box of 3 × 2 km in EPSG:3879 with the library of Kallio in it."""


def feature(code: Any = "11", fi: Any = "KALLIO", sv: Any = "BERGHÄLL", ring: Any = None, **parts: Any) -> Row:
    geometry = {"type": "Polygon", "coordinates": [KALLIO if ring is None else ring]}
    properties = {"id": 1, "kunta": "091", "tunnus": code, "nimi_fi": fi, "nimi_se": sv}
    return {"type": "Feature", "properties": properties, "geometry": geometry} | parts


def layer(*features: Any, matched: int | None = None, system: int | None = GK25) -> Row:
    crs = {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{system}"}}} if system else {}
    found = len(features) if matched is None else matched
    return {"type": "FeatureCollection", "features": list(features), "numberMatched": found} | crs


def postal(code: str = "00530") -> Row:
    return feature(code, "HELSINKI", "HELSINGFORS")


def city(districts: Row, areas: Row | None = None) -> Upstream:
    found = small_city()
    found.layers = {
        "avoindata:Kaupunginosajako": districts,
        "avoindata:Postinumeroalue": areas if areas is not None else layer(postal()),
    }
    return found


def refusal(row: Any, *, system: int | None = GK25, collection: str = "district") -> tuple[str, str]:
    with pytest.raises(RowRefused) as refused:
        read_area(row, SOURCE, collection, system=system)
    return refused.value.code, refused.value.path


def test_a_district_is_read_with_its_names_and_its_outline_in_degrees() -> None:
    area = read_area(feature(), SOURCE, "district", system=GK25).area
    assert area is not None
    assert (area.code, area.name) == ("11", {"fi": "Kallio", "sv": "Berghäll"})
    ((ring,),) = area.polygons
    assert len(ring) == len(KALLIO)
    assert ring[0] == ring[-1] == pytest.approx((24.92799, 60.17886), abs=1e-4)


def test_an_outline_of_several_polygons_with_holes_keeps_every_corner() -> None:
    hole = [[25497000.0, 6674500.0], [25497500.0, 6674500.0], [25497500.0, 6675000.0], [25497000.0, 6674500.0]]
    drawn = {"type": "MultiPolygon", "coordinates": [[KALLIO, hole], [KALLIO]]}
    area = read_area(feature(geometry=drawn), SOURCE, "district", system=GK25).area
    assert area is not None
    assert [[len(ring) for ring in polygon] for polygon in area.polygons] == [[5, 4], [5]]


@pytest.mark.parametrize("system", [4326, None], ids=["named", "not named"])
def test_degrees_are_told_by_their_size(system: int | None) -> None:
    ring = [[24.93, 60.18], [24.97, 60.18], [24.97, 60.2], [24.93, 60.18]]
    area = read_area(feature(ring=ring), SOURCE, "district", system=system).area
    assert area is not None
    assert area.polygons[0][0][0] == (24.93, 60.18)


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        (["no"], "wrong_type", ""),
        ({"type": "Feature"}, "missing_field", "/properties"),
        (feature(None), "missing_field", "/properties/tunnus"),
        (feature(11), "wrong_type", "/properties/tunnus"),
        (feature("1 1"), "bad_value", "/properties/tunnus"),
        (feature(fi=None), "missing_field", "/properties/nimi_fi"),
        (feature(fi="  "), "missing_field", "/properties/nimi_fi"),
        (feature(sv=7), "wrong_type", "/properties/nimi_se"),
        (feature(geometry=None), "missing_field", "/geometry"),
        (feature(geometry={"type": "Point", "coordinates": [25496000, 6674000]}), "bad_value", "/geometry/type"),
        (feature(geometry={"type": "Polygon", "coordinates": []}), "missing_field", "/geometry/coordinates"),
        (feature(geometry={"type": "MultiPolygon", "coordinates": [[]]}), "bad_value", "/geometry/coordinates/0"),
        (feature(ring=KALLIO[:4]), "bad_value", "/geometry/coordinates/0"),
        (feature(ring=[KALLIO[0], [0.0, 0.0], *KALLIO[2:]]), "bad_value", "/geometry/coordinates/0/1"),
        (feature(ring=[KALLIO[0], ["x", None], *KALLIO[2:]]), "bad_value", "/geometry/coordinates/0/1"),
        (feature(ring=[KALLIO[0], [385637, 6671945], *KALLIO[2:]]), "bad_value", "/geometry/coordinates/0/1"),
    ],
)
def test_a_bad_feature_is_refused_with_code_and_path(row: Any, code: str, path: str) -> None:
    assert refusal(row) == (code, path)


def test_numbers_of_another_system_than_the_layer_names_are_refused() -> None:
    assert refusal(feature(), system=3067) == ("bad_value", "/geometry/coordinates/0/0")


def test_a_postal_area_without_five_digits_is_refused_and_needs_no_name() -> None:
    assert refusal(feature("530"), collection="postal_area") == ("bad_value", "/properties/tunnus")
    area = read_area(feature("00530", None, None), SOURCE, "postal_area", system=GK25).area
    assert area is not None
    assert (area.code, area.name) == ("00530", {})


def test_good_features_are_published_bad_ones_quarantined_and_the_counts_add_up(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    rows = [
        feature(),
        feature("12", "ALPPIHARJU"),
        feature("12", "TOINEN"),
        feature(None),
        feature("13", geometry=None),
    ]
    with serving(city(layer(*rows))) as server:
        run = directory.crawl(server, "divisions")
        assert (run.state, run.complete) == (RunState.PUBLISHED, True)
        assert (run.counts.fetched, run.counts.added, run.counts.quarantined, run.counts.joined) == (5, 2, 3, 1)
        assert adds_up(run)
        again = directory.crawl(server, "divisions")
    assert (again.state, again.counts.unchanged, adds_up(again)) == (RunState.UNCHANGED, 2, True)
    refused = json.loads(directory.liiku("quarantine", "divisions", "--json").out)
    assert [(one["code"], one["path"], one["source_id"]) for one in refused] == [
        ("duplicate_id", "/id", "12"), ("missing_field", "/properties/tunnus", None), ("missing_field", "/geometry", "13"),
    ]  # fmt: skip
    assert directory.live() == set()


def test_a_layer_that_came_in_part_is_incomplete_and_removes_nothing(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    upstream = city(layer(feature(), feature("12", "ALPPIHARJU")))
    with serving(upstream) as server:
        directory.crawl(server, "divisions")
        upstream.layers["avoindata:Kaupunginosajako"] = layer(feature(), matched=2)
        run = directory.crawl(server, "divisions")
    assert (run.complete, run.counts.missing) == (False, 0)
    assert "1 of 2 features" in "; ".join(run.faults)


def test_postal_areas_that_do_not_answer_leave_the_districts_and_what_was_known(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    upstream = city(layer(feature()))
    with serving(upstream) as server:
        directory.crawl(server, "divisions")
        server.fault = only("/wfs", body(b"gone", status=404), typeName="avoindata:Postinumeroalue")
        run = directory.crawl(server, "divisions")
    assert (run.state, run.complete) == (RunState.UNCHANGED, True)
    assert "postal_area" in "; ".join(run.faults)
    assert ("postal_area", "00530") in directory.context.ledger.record_states("divisions")


@pytest.mark.parametrize("content", ["<ows:ExceptionReport/>", "[]", '{"features": null}'])
def test_an_exception_report_instead_of_a_layer_is_a_failed_run(tmp_path: Path, content: str) -> None:
    directory = Directory(tmp_path)
    with serving(city(layer(feature())), fault=only("/wfs", body(content))) as server:
        run = directory.crawl(server, "divisions")
    assert run.state is RunState.FAILED


def test_a_venue_that_was_there_before_gets_its_district_and_code_from_the_outlines(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    upstream = city(layer(feature()))
    upstream.units[0] |= {"latitude": 60.18372, "longitude": 24.95356, "address_zip": ""}
    upstream.places[0]["divisions"] = []
    with serving(upstream) as server:
        directory.crawl(server, "palvelukartta")
        assert directory.service("palvelukartta", "tprek:1").places[0].district == {}
        run = directory.crawl(server, "divisions")
    place = directory.service("palvelukartta", "tprek:1").places[0]
    assert (place.district, place.postal_code) == ({"fi": "Kallio", "sv": "Berghäll"}, "00530")
    assert (run.counts.recomposed, directory.search(district=["kallio"]).total) == (1, 1)


def real_layer() -> Row:
    path = REAL_DATA / "geo" / "helsinki_kaupunginosajako.geojson"
    if not path.is_file():
        pytest.skip("the real outlines of ../shared do not lie beside this checkout")
    found: Row = json.loads(path.read_bytes())
    return found


def test_the_real_districts_are_all_read_and_the_real_venues_lie_in_theirs(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    upstream = city(real_layer())
    read: Callable[[int, float, float], Row] = lambda number, lat, lon: upstream.units[0] | {  # noqa: E731
        "id": number, "latitude": lat, "longitude": lon, "name_fi": f"Halli {number}",
    }  # fmt: skip
    upstream.units = [read(1, 60.16835, 24.93896), read(2, 60.18372, 24.95356), read(3, 60.250507, 25.014967)]
    upstream.places = []
    with serving(upstream) as server:
        run = directory.crawl(server, "divisions")
        directory.crawl(server, "palvelukartta")
    assert (run.counts.fetched, run.counts.added, run.counts.quarantined) == (60, 60, 0)
    districts = [directory.service("palvelukartta", f"tprek:{n}").places[0].district["fi"] for n in (1, 2, 3)]
    assert districts == ["Kamppi", "Kallio", "Malmi"]


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("urn:ogc:def:crs:EPSG::3879", 3879),
        ("EPSG:3067", 3067),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("local", None),
    ],
)
def test_the_system_that_a_layer_names_is_read(name: str, system: int | None) -> None:
    assert declared_system({"crs": {"type": "name", "properties": {"name": name}}}) == system
