"""LIPAS over real HTTP: both versions of its API, paging, scope by type and keeper, tombstones, points of routes, and what a site does not say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.lipas import Lipas
from crawler.replay.sample import load_city
from crawler.replay.server import Fault, Handler, ReplayServer, serving
from crawler.replay.upstream import Row, Upstream
from crawler.sources.lipas_scope import line_of
from liiku.context import BUNDLED_SOURCES
from schemas.run import Run, RunState
from schemas.service import AccessState, CostClass, Form, Precision, State
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import NOW, REAL_DATA, TREE, Directory, adds_up, body, only, sources_with
from tests.crawler.upstreams import unit as unit_row

V1_UNIT = 'unit: {path: sports-places, query: {pageSize: "100", cityCodes: "91", fields: "name"}}'


def site(number: int, **fields: Any) -> Row:
    """A free outdoor gym as v2 sends one."""
    return {
        "lipas-id": number, "status": "active", "event-date": "2026-03-02T09:15:00.000Z", "name": f"Ulkokuntosali {number}",
        "owner": "city", "admin": "city-sports", "type": {"type-code": 1130}, "properties": {"free-use?": True},
        "location": {
            "address": f"Polku {number}", "postal-code": "00100", "postal-office": "Helsinki", "city": {"city-code": 91},
            "geometries": {"type": "FeatureCollection", "features": [_point(24.9 + number / 10_000, 60.2)]},
        },
    } | fields  # fmt: skip


def _point(lon: float, lat: float) -> Row:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}}


def register(*sites: Row, **parts: Any) -> Upstream:
    types = [{"type-code": 1130, "name": {"fi": "Ulkokuntoilupaikka", "se": "Konditionspark", "en": "Outdoor gym"}}]
    return Upstream(lipas=Lipas(**{"sites": list(sites), "types": types} | parts))


def sources_asking(folder: Path, *changes: tuple[str, str]) -> Path:
    """The sources, with LIPAS's YAML changed."""
    sources_with(folder, {})
    text = (folder / "lipas.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "lipas.yaml").write_text(text, "utf-8")
    return folder


def crawled(upstream: Upstream, tmp_path: Path, *, fault: Fault | None = None, **kwargs: Any) -> tuple[Directory, Run]:
    directory = Directory(tmp_path / "data", **kwargs)
    with serving(upstream, fault=fault) as server:
        run = directory.crawl(server, "lipas")
    assert adds_up(run), run.counts
    return directory, run


def test_all_pages_are_read_and_an_unchanged_rerun_writes_nothing(tmp_path: Path) -> None:
    few = sources_asking(tmp_path / "sources", ('page-size: "100"', 'page-size: "3"'))
    directory = Directory(tmp_path / "data", sources_dir=few)
    with serving(register(*(site(n) for n in range(1, 8)))) as server:
        first = directory.crawl(server, "lipas")
        again = directory.crawl(server, "lipas")
    assert (first.state, first.complete, first.counts.fetched, first.counts.added) == (RunState.PUBLISHED, True, 7, 7)
    assert (again.state, again.counts.unchanged, again.seq) == (RunState.UNCHANGED, 7, None)
    pages = [path for path in server.asked if path.startswith("/lipas/v2/sports-sites?")]
    assert [path.rpartition("page=")[2] for path in pages] == ["1", "2", "3"] * 2
    assert all("city-codes=91" in path and "statuses=active,out-of-service-temporarily" in path for path in pages)


def test_free_use_is_free_and_no_word_of_it_is_unknown(tmp_path: Path) -> None:
    directory, _ = crawled(
        register(site(1), site(2, properties={}), site(3, properties={"free-use?": False})), tmp_path
    )
    costs = [directory.service("lipas", f"lipas:{n}").cost.cost_class for n in (1, 2, 3)]
    assert costs == [CostClass.FREE, CostClass.UNKNOWN, CostClass.UNKNOWN]
    (note,) = [one for one in directory.service("lipas", "lipas:1").derived if one.pointer == "/cost"]
    assert (note.by, note.evidence) == ("cost.lipas", "free-use?: true")


def test_a_place_is_named_in_three_languages_and_found_by_what_it_is(tmp_path: Path) -> None:
    named = site(1, **{"name": "Portaat", "name-localized": {"se": "Trappan", "en": "Stairs"}})
    directory, _ = crawled(register(named), tmp_path)
    service = directory.service("lipas", "lipas:1")
    assert service.name == {"fi": "Portaat", "sv": "Trappan", "en": "Stairs"}
    assert service.keywords[0].label == {"fi": "Ulkokuntoilupaikka", "sv": "Konditionspark", "en": "Outdoor gym"}
    assert (service.form, service.categories) == (Form.SELF_GUIDED, ["sports/outdoor"])
    assert [hit.id for hit in directory.search(q="ulkokuntoilupaikka").hits] == [service.id]


def test_a_route_has_its_start_an_area_its_middle_and_a_site_without_geometry_no_point(tmp_path: Path) -> None:
    def drawn(kind: str, coordinates: list[Any]) -> Row:
        feature = {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}
        return site(1)["location"] | {"geometries": {"type": "FeatureCollection", "features": [feature]}}

    square = [[24.9, 60.2], [24.92, 60.2], [24.92, 60.22], [24.9, 60.22], [24.9, 60.2]]
    nowhere = {"city": {"city-code": 91, "neighborhood": "Kallio"}, "address": "Polku 3"}
    directory, run = crawled(
        register(
            site(1, location=drawn("LineString", [[24.95, 60.25], [24.96, 60.26]]), type={"type-code": 4403}),
            site(2, location=drawn("Polygon", [square]), type={"type-code": 103}),
            site(3, location=nowhere),
        ),
        tmp_path,
    )
    assert run.counts.added == 3
    places = [directory.service("lipas", f"lipas:{n}").places[0] for n in (1, 2, 3)]
    assert [(p.lat, p.lon, p.precision) for p in places] == [
        (60.25, 24.95, Precision.AREA), (60.21, 24.91, Precision.AREA), (None, None, Precision.NONE)
    ]  # fmt: skip
    rules = [
        next((d.by for d in directory.service("lipas", f"lipas:{n}").derived if d.pointer == "/places/0/lat"), None)
        for n in (1, 2, 3)
    ]
    assert rules == ["geometry.start", "geometry.middle", None]
    assert places[2].district == {"fi": "Kallio"}


def test_what_is_out_of_service_for_a_time_is_never_found(tmp_path: Path) -> None:
    directory, _ = crawled(register(site(1), site(2, status="out-of-service-temporarily")), tmp_path)
    assert directory.service("lipas", "lipas:2").state is State.CANCELLED
    assert [hit.id for hit in directory.search().hits] == [directory.row("lipas", "lipas:1").id]


def test_what_does_not_belong_is_counted_under_the_rule_that_says_so(tmp_path: Path) -> None:
    everywhere = sources_asking(
        tmp_path / "sources", (', city-codes: "91", statuses: "active,out-of-service-temporarily"', "")
    )
    gym = {"type": {"type-code": 2120}, "admin": "private-company", "properties": {}}
    rows = [
        site(1),
        site(2, type={"type-code": 203}),
        site(3, **gym),
        site(4, **gym | {"properties": {"free-use?": True}}),
        site(5, name="Puotilan ala-asteen lähiliikuntapaikka"),
        site(6, name="Koulukadun kenttä"),
        site(7, location=site(7)["location"] | {"city": {"city-code": 49}}),
        site(8, status="planned"),
        site(9, type={"type-code": 9999}),
        site(10, type={"type-code": 4441}),
    ]
    directory, run = crawled(register(*rows), tmp_path, sources_dir=everywhere)
    assert directory.live() == {"lipas:1", "lipas:4", "lipas:6"}
    school = next(rule for rule in run.out_of_scope if rule.startswith("name_out:"))
    assert run.out_of_scope == {
        "type_out:203": 1, "admin_out:private-company": 1, school: 1, "neighbour_without_offering": 1, "status:planned": 1,
        "type_unlisted:9999": 1, "type_out:4441": 1,
    }  # fmt: skip


def test_every_line_on_types_has_a_reason_and_a_category() -> None:
    lookups = read_yaml(BUNDLED_SOURCES / "lipas.yaml", Source).lookups
    for table in ("type_in", "type_out", "admin_out", "name_out", "self_guided"):
        assert all(len(reason) >= 5 for reason in lookups[table].values())
    for pattern in lookups["type_in"]:
        assert line_of(lookups["category"], int(pattern.replace("x", "0"))), pattern


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"lipas-id": "7"}, "wrong_type", "/lipas-id"),
    ({"name": None}, "wrong_type", "/name"),
    ({"name": " "}, "missing_field", "/name"),
    ({"type": None}, "missing_field", "/type"),
    ({"type": {"type-code": "1130"}}, "wrong_type", "/type/type-code"),
    ({"properties": "ilmainen"}, "wrong_type", "/properties"),
    ({"comment": ["a"]}, "wrong_type", "/comment"),
]


def test_a_row_of_another_shape_is_refused_with_its_path(tmp_path: Path) -> None:
    wrong = [site(1000 + n, **fields) for n, (fields, _, _) in enumerate(WRONG)]
    directory, run = crawled(register(*(site(n) for n in range(1, 81)), *wrong), tmp_path)
    assert (run.counts.added, run.counts.quarantined) == (80, len(WRONG))
    rows = json.loads(directory.liiku("quarantine", "lipas", "--json").out)
    assert [(row["code"], row["path"]) for row in rows] == [(code, path) for _, code, path in WRONG]


def test_pages_that_shift_under_the_walk_remove_nothing(tmp_path: Path) -> None:
    few = sources_asking(tmp_path / "sources", ('page-size: "100"', 'page-size: "2"'))
    directory = Directory(tmp_path / "data", sources_dir=few)
    rows = [site(n) for n in range(1, 5)]
    upstream = register(*rows)

    def shift(handler: Handler, path: str, query: dict[str, str]) -> bool:
        if path.endswith("sports-sites") and query["page"] == "2":
            upstream.lipas.sites.insert(0, upstream.lipas.sites.pop())  # what was last comes first: row 2 comes again
        return False

    with serving(upstream) as server:
        directory.crawl(server, "lipas")
    with serving(upstream, fault=shift) as server:
        run = directory.crawl(server, "lipas")
    assert (run.complete, run.counts.missing, run.counts.quarantined) == (False, 0, 1)
    assert "3 different sites of 4" in " ".join(run.faults)
    assert len(directory.live()) == 4


def test_a_tombstone_takes_a_site_of_ours_at_once_and_counts_only_ours(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "data")
    upstream = register(site(1), site(2), site(3))
    with serving(upstream) as server:
        directory.crawl(server, "lipas")
        upstream.lipas.sites.pop()
        upstream.lipas.deleted = [
            {"sportsPlaceId": number, "deletedAt": "2026-11-20 10:00:00.000"} for number in (3, 1, 777)
        ]
        run = directory.crawl(server, "lipas")
        again = directory.crawl(server, "lipas")
    assert adds_up(run)
    assert (run.counts.fetched, run.counts.removed_upstream, run.counts.unchanged, run.counts.missing) == (3, 1, 2, 0)
    assert directory.live() == {"lipas:1", "lipas:2"}
    assert (again.state, again.counts.fetched) == (RunState.UNCHANGED, 2)


def test_the_types_names_are_a_side_collection_whose_fault_blanks_nothing(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "data")
    upstream = register(site(1))
    with serving(upstream) as server:
        directory.crawl(server, "lipas")
    broken = only("sports-site-categories", body("<html>no</html>", status=200))
    with serving(upstream, fault=broken) as server:
        run = directory.crawl(server, "lipas")
    assert (run.complete, run.counts.unchanged, run.counts.missing) == (True, 1, 0)
    assert any("categories" in fault for fault in run.faults)
    assert directory.service("lipas", "lipas:1").keywords[0].label["fi"] == "Ulkokuntoilupaikka"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(body('{"items": []}'), id="no pagination"),
        pytest.param(
            body('{"items": [], "pagination": {"total-pages": 3, "total-items": 9}}'), id="empty before its end"
        ),
        pytest.param(body("[{"), id="cut off"),
        pytest.param(body("{}", status=500), id="an error"),
    ],
)
def test_a_broken_page_changes_nothing(tmp_path: Path, answer: Any) -> None:
    directory = Directory(
        tmp_path / "data", sources_dir=sources_with(tmp_path / "sources", {"lipas": "\nlimits: {retries: 0}\n"})
    )
    with serving(register(site(1), site(2))) as server:
        directory.crawl(server, "lipas")
    with serving(register(site(1)), fault=only("/sports-sites", answer)) as server:
        run = directory.crawl(server, "lipas")
    assert (run.state, run.complete) == (RunState.FAILED, False)
    assert directory.live() == {"lipas:1", "lipas:2"}


def test_a_site_that_the_service_register_names_is_one_with_its_unit(tmp_path: Path) -> None:
    upstream = register(site(7, comment="Neljätoista laitetta."))
    upstream.units = [unit_row(1, name_fi="Hietarannan ulkokuntosali", sources=[{"source": "lipas", "id": "7"}])]
    upstream.ontologytree = list(TREE)
    upstream.shortages = [{"unit_id": 1, "viewpoint_id": 11, "shortage_fi": "Ovi on raskas."}]
    directory = Directory(tmp_path / "data")
    with serving(upstream) as server:
        directory.crawl(server, "lipas")
        directory.crawl(server, "palvelukartta")
    assert directory.live() == {"tprek:1"}
    service = directory.service("palvelukartta", "tprek:1")
    assert (service.cost.cost_class, service.form) == (CostClass.FREE, Form.SELF_GUIDED)
    lent = {note.pointer for note in service.derived if note.evidence == "lipas/unit/lipas:7"}
    assert {"", "/cost", "/form"} <= lent


def test_the_class_of_a_route_tells_of_its_accessibility_and_says_so(tmp_path: Path) -> None:
    route = {"routes": [{"accessibility-classification": "accessible"}]}
    directory, _ = crawled(register(site(1, activities={"outdoor-recreation-routes": route})), tmp_path)
    service = directory.service("lipas", "lipas:1")
    assert service.accessibility.wheelchair.state is AccessState.NO_KNOWN_SHORTCOMINGS
    assert service.accessibility.hearing_aid.state is AccessState.UNKNOWN
    assert {"/accessibility/wheelchair"} <= {note.pointer for note in service.derived}


def test_the_sample_city_has_sites_of_its_own_and_twins_of_its_units(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "data")
    with serving(load_city(NOW)) as server:
        run = directory.crawl(server, "lipas", sample=True)
    assert (run.counts.fetched, run.counts.added, run.counts.out_of_scope) == (17, 14, 3)
    units = {
        f"lipas:{one['id']}"
        for row in load_city(NOW).units
        for one in row.get("sources", ())
        if one["source"] == "lipas"
    }
    assert len(units & directory.live()) == 6


# Real rows, where they lie beside the checkout


def real(path: str) -> Any:
    if not REAL_DATA.is_dir():
        pytest.skip("the real upstream records of ../shared do not lie beside this checkout")
    return json.loads((REAL_DATA / "lipas" / path).read_bytes())


def v1_sources(folder: Path, *, cities: str = "91") -> Path:
    bundled = (BUNDLED_SOURCES / "lipas.yaml").read_text("utf-8")
    unit_line = next(line.strip() for line in bundled.splitlines() if line.strip().startswith("unit:"))
    return sources_asking(
        folder, (unit_line, V1_UNIT.replace('"91"', f'"{cities}"')), ("keyword: {path: sports-site-categories}", "")
    )


def crawl_v1(server: ReplayServer, directory: Directory) -> Run:
    from liiku.crawl import CrawlOptions, crawl

    return crawl(directory.context, "lipas", CrawlOptions(base_url=f"{server.root}/lipas/v1"))


def test_the_real_thousand_sites_of_v1_are_read_and_each_is_accounted_for(tmp_path: Path) -> None:
    rows = real("sports-places-1000.json")
    directory = Directory(tmp_path / "data", sources_dir=v1_sources(tmp_path / "sources", cities=""))
    with serving(Upstream(lipas=Lipas(sites=rows))) as server:
        run = crawl_v1(server, directory)
    in_helsinki = [row for row in rows if row["location"]["city"]["cityCode"] == 91]
    assert (run.complete, run.counts.fetched, run.counts.quarantined) == (True, 1000, 0)
    assert adds_up(run)
    assert run.out_of_scope["neighbour_without_offering"] == 1000 - len(in_helsinki)
    parks = {f"lipas:{row['sportsPlaceId']}" for row in in_helsinki if row["type"]["typeCode"] in (101, 103)}
    assert directory.live() == parks
    assert run.out_of_scope["type_out:203"] == len(in_helsinki) - len(parks)
    assert run.unmapped == {}
    islet = directory.service("lipas", "lipas:72359")
    assert (islet.name["fi"], islet.cost.cost_class, islet.places[0].precision) == (
        "Käärmeluodot (Itäinen)", CostClass.UNKNOWN, Precision.AREA
    )  # fmt: skip


def outdoor_rows() -> list[Row]:
    """The outdoor sites of the shapefile of 2015 in the shape of v1; the columns' names were cut at ten letters."""
    found: dict[int, Row] = {}
    for feature in real("lipas_outdoor_capital_region.geojson")["features"]:
        p = feature["properties"]
        row = {
            "sportsPlaceId": int(p["id"]), "name": p["nimi_fi"], "type": {"typeCode": int(p["tyyppikood"]), "name": p["tyyppi_nim"]},
            "admin": p.get("yllapitaja"), "owner": p.get("omistaja"), "www": p.get("www"), "email": p.get("sahkoposti"), "phoneNumber": p.get("puhelinnum"),
            "properties": {"infoFi": p["lisatieto_"]} if p.get("lisatieto_") else {},
            "location": {
                "address": p.get("katuosoite"), "postalCode": p.get("postinumer"), "city": {"cityCode": int(p["kuntanumer"]), "name": p["kunta_nimi"]},
                "coordinates": {"wgs84": {"lon": float(p["x_4326"]), "lat": float(p["y_4326"])}},
                "geometries": {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": feature["geometry"]}]},
            },
        }  # fmt: skip
        found.setdefault(row["sportsPlaceId"], row)
    return [*found.values()]


def test_the_real_outdoor_sites_of_the_capital_region_are_self_guided_and_their_cost_is_not_guessed(
    tmp_path: Path,
) -> None:
    rows = outdoor_rows()
    directory = Directory(tmp_path / "data", sources_dir=v1_sources(tmp_path / "sources"))
    with serving(Upstream(lipas=Lipas(sites=rows))) as server:
        run = crawl_v1(server, directory)
    helsinki = [row for row in rows if row["location"]["city"]["cityCode"] == 91]
    assert (run.counts.fetched, run.counts.quarantined, adds_up(run)) == (len(helsinki), 0, True)
    assert run.counts.added + run.counts.out_of_scope == len(helsinki)
    services = [directory.service("lipas", f"lipas:{row['sportsPlaceId']}") for row in helsinki]
    assert {service.form for service in services} == {Form.SELF_GUIDED}
    assert all(60.1 < (service.places[0].lat or 0) < 60.35 for service in services)
    assert Counter(service.cost.cost_class for service in services)[CostClass.UNKNOWN] > 0.9 * len(services)
