"""Points and outlines: which district and postal code a place gets, and which place gets none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.sources.divisions_rows import declared_system, read_area
from indexer.divisions import Divisions
from liiku.context import BUNDLED_SOURCES
from schemas.record import Area, Collection, Record
from schemas.service import Place, Precision, Text
from schemas.source import Source, read_yaml

CHECKOUT = Path(__file__).parents[2]
REAL = CHECKOUT.parent / "shared" / "sources" / "data" / "geo" / "helsinki_kaupunginosajako.geojson"


def square(west: float, south: float, side: float = 0.02) -> list[tuple[float, float]]:
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def area(code: str, *rings: list[tuple[float, float]], name: Text | None = None, of: Collection = "district") -> Record:
    outline = Area(name=name or {}, code=code, polygons=[list(rings)])
    return Record(source="divisions", collection=of, key=code, scope="side", area=outline)


KALLIO = area("11", square(24.94, 60.18), name={"fi": "Kallio", "sv": "Berghäll"})
CODE = area("00530", square(24.94, 60.18), of="postal_area")
CITY = Divisions([KALLIO, CODE])


def place(lat: float = 60.19, lon: float = 24.95, precision: Precision = Precision.EXACT, **stated: object) -> Place:
    return Place.model_validate({"lat": lat, "lon": lon, "precision": precision} | stated)


def test_a_place_in_an_outline_gets_its_district_and_postal_code_and_says_from_which() -> None:
    found, notes = CITY.fill(place(), "/places/1")
    assert (found.district, found.postal_code) == ({"fi": "Kallio", "sv": "Berghäll"}, "00530")
    assert [(n.pointer, n.by, n.evidence, n.confidence) for n in notes] == [
        ("/places/1/district", "divisions.point_in_polygon", "divisions/district/11: Kallio", "certain"),
        ("/places/1/postal_code", "divisions.point_in_polygon", "divisions/postal_area/00530: 00530", "certain"),
    ]


def test_what_is_stated_is_never_overwritten() -> None:
    stated = place(district={"fi": "Torkkelinmäki"}, postal_code="00500")
    assert CITY.fill(stated, "/places/0") == (stated, [])


@pytest.mark.parametrize(
    "one",
    [place(lat=60.30), place(precision=Precision.AREA), Place(name={"fi": "Puisto"})],
    ids=["in no outline", "the middle of an area", "without a point"],
)
def test_a_place_that_stands_in_no_outline_gets_nothing(one: Place) -> None:
    assert CITY.fill(one, "/places/0") == (one, [])


def test_a_hole_in_an_outline_is_not_in_it() -> None:
    holed = Divisions([area("1", square(24.90, 60.10, 0.1), square(24.94, 60.14), name={"fi": "Rengas"})])
    assert holed.fill(place(60.15, 24.95), "/places/0")[1] == []
    assert holed.fill(place(60.12, 24.92), "/places/0")[0].district == {"fi": "Rengas"}


def test_a_point_on_a_border_is_in_the_same_district_whatever_the_order_of_the_records() -> None:
    west = area("2", square(24.90, 60.18), name={"fi": "Länsi"})
    east = area("1", square(24.92, 60.18), name={"fi": "Itä"})
    border = place(60.19, 24.92)
    assert [Divisions(two).fill(border, "")[0].district for two in ([west, east], [east, west])] == [{"fi": "Itä"}] * 2


def test_without_outlines_nothing_is_said() -> None:
    assert Divisions().fill(place(), "/places/0") == (place(), [])


@pytest.fixture(scope="module")
def helsinki() -> Divisions:
    if not REAL.is_file():
        pytest.skip("the real outlines of ../shared do not lie beside this checkout")
    body = json.loads(REAL.read_bytes())
    source = read_yaml(BUNDLED_SOURCES / "divisions.yaml", Source)
    return Divisions(read_area(one, source, "district", system=declared_system(body)) for one in body["features"])


@pytest.mark.parametrize(
    ("venue", "lat", "lon", "district"),
    [
        ("Yrjönkadun uimahalli", 60.16835, 24.93896, "Kamppi"),
        ("Kallion kirjasto", 60.18372, 24.95356, "Kallio"),
        ("Malmitalo", 60.250507, 25.014967, "Malmi"),
        ("Töölön kisahalli", 60.18366, 24.92627, "Taka-Töölö"),
        ("Vuotalo", 60.208677, 25.143911, "Vuosaari"),
    ],
)
def test_known_venues_lie_in_their_districts_of_the_real_city(
    helsinki: Divisions, venue: str, lat: float, lon: float, district: str
) -> None:
    assert helsinki.fill(place(lat, lon, name={"fi": venue}), "/places/0")[0].district["fi"] == district


def test_a_venue_of_a_neighbour_lies_in_no_district_of_the_real_city(helsinki: Divisions) -> None:
    assert helsinki.fill(place(60.203636, 24.657864), "/places/0")[1] == []
