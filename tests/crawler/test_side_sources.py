"""Counts, descriptions and opening hours over HTTP: what is asked, what is read and refused, and what a broken server leaves as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.sample import load_city
from crawler.replay.server import serving
from crawler.replay.sides import Sides
from crawler.replay.upstream import Row, Upstream
from crawler.rows import RowRefused
from crawler.sources.hauki_rows import Resource, read_hours, read_resource
from crawler.sources.servicemap_rows import odd_in_counts, read_counts
from crawler.sources.vpalvelurekisteri_rows import odd_in_description, read_description
from liiku.context import BUNDLED_SOURCES
from liiku.due import due_sources
from schemas.run import Run, RunState
from schemas.service import Audience, CostClass, Profile, Registration
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import NOW, REAL_DATA, Directory, adds_up, body, only, small_city, unit

MAP, REGISTER, HAUKI = (
    read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("servicemap", "vpalvelurekisteri", "hauki")
)
FIELD = "accessibility_shortcoming_count"
ALL_RED = "00:unknown,11:red,12:red,13:red"


# Rows as the three send them


def counted(number: Any, told: Any = None, **by_profile: int) -> Row:
    return {"id": number, "name": {"fi": f"Uimahalli {number}"}, FIELD: by_profile if told is None else told}


def description(number: Any = 7, units: Any = (1,), groups: Any = ("ELDERLY_PEOPLE",), **fields: Any) -> Row:
    return {
        "id": number, "title": f"Palvelu {number}", "description_short": "Lyhyesti.", "unit_ids": list(units) if isinstance(units, tuple) else units,
        "target_groups": list(groups) if isinstance(groups, tuple) else groups, "errand_services": [], "links": [],
    } | fields  # fmt: skip


def resource(number: Any, tprek: int, **fields: Any) -> Row:
    origins = [
        {"data_source": {"id": "kirkanta", "name": {"fi": None}}, "origin_id": "84860"},
        {"data_source": {"id": "tprek", "name": {"fi": None}}, "origin_id": str(tprek)},
    ]
    return {
        "id": number, "name": {"fi": "Halli"}, "resource_type": "unit", "origins": origins, "timezone": "Europe/Helsinki",
        "date_periods_hash": f"{number}", "children": [], "parents": [],
    } | fields  # fmt: skip


def period(of: Any, first: str | None = "2026-01-01", last: str | None = None, *, end: Any = "20:00:00", **fields: Any) -> Row:  # fmt: skip
    span = {
        "name": {"fi": None}, "weekdays": [1, 2, 3, 4, 5], "start_time": "08:00:00", "end_time": end, "end_time_on_next_day": False,
        "full_day": False, "resource_state": "open",
    }  # fmt: skip
    groups = [{"time_spans": [span], "rules": []}]
    return {
        "id": 1, "resource": of, "name": {"fi": None}, "start_date": first, "end_date": last, "resource_state": "undefined",
        "override": False, "time_span_groups": groups,
    } | fields  # fmt: skip


def closed(of: int, first: str, last: str) -> Row:
    return period(of, first, last, override=True, resource_state="closed", time_span_groups=[])


def city(units: int = 1, **sides: Any) -> Upstream:
    found = small_city(units, events=1)
    found.sides = Sides(**sides)
    return found


def refusal(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(RowRefused) as refused:
        read()
    return refused.value.code, refused.value.path


def crawled(directory: Directory, upstream: Upstream, source: str, **options: Any) -> Run:
    with serving(upstream) as server:
        return directory.crawl(server, source, **options)


UNITS = range(1, 7)
COUNTS = [counted(number, wheelchair=5) for number in UNITS]
RESOURCES = [resource(number, number) for number in UNITS]
PERIODS = [period(number) for number in UNITS]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """Six units and an event at unit 1, published; to be copied."""
    directory = Directory(tmp_path_factory.mktemp("published"))
    upstream = city(6)
    upstream.units[1] = unit(2, accessibility_viewpoints=ALL_RED)
    upstream.units[2] = unit(3, accessibility_viewpoints="00:unknown,11:unknown,12:unknown,13:unknown")
    for source in ("palvelukartta", "linkedevents"):
        crawled(directory, upstream, source)
    return directory


@pytest.fixture(scope="module")
def joined(published: Directory, tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The same with counts and opening hours of each unit; to be copied."""
    directory = published.copy(tmp_path_factory.mktemp("joined") / "d")
    for source in ("servicemap", "hauki"):
        crawled(directory, city(counts=COUNTS, resources=RESOURCES, periods=PERIODS), source)
    return directory


# servicemap


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        (["no"], "wrong_type", ""),
        ({FIELD: {}}, "missing_field", "/id"),
        ({"id": "x", FIELD: {}}, "wrong_type", "/id"),
        ({"id": 1}, "missing_field", f"/{FIELD}"),
        (counted(1, [5]), "wrong_type", f"/{FIELD}"),
        (counted(1, {"rollator": "3"}), "wrong_type", f"/{FIELD}/rollator"),
        (counted(1, {"rollator": True}), "wrong_type", f"/{FIELD}/rollator"),
        (counted(1, {"rollator": -1}), "bad_value", f"/{FIELD}/rollator"),
    ],
)
def test_a_bad_count_is_refused_with_code_and_path(row: Any, code: str, path: str) -> None:
    assert refusal(lambda: read_counts(row, MAP)) == (code, path)


def test_a_profile_that_nobody_counted_is_not_zero() -> None:
    told = {"wheelchair": 5, "stroller": 0, "rollator": None, "hovercraft": 2}
    assert read_counts(counted(1, told), MAP).shortcomings == {"wheelchair": 5, "stroller": 0}
    assert [odd.value for odd in odd_in_counts(counted(1, told))] == ["hovercraft"]
    assert read_counts({"id": 1, FIELD: None}, MAP).shortcomings == {}


def test_counts_come_page_by_page_and_reach_units_and_what_is_held_there(published: Directory, tmp_path: Path) -> None:
    directory = published.copy(tmp_path / "d")
    rows = [counted(1, wheelchair=5), counted(2, wheelchair=0), counted(3, wheelchair=0), *(counted(n) for n in range(100, 2100))]  # fmt: skip
    with serving(city(counts=rows)) as server:
        run = directory.crawl(server, "servicemap")
        pages = [path for path in server.asked if "/unit/" in path]
        again = directory.crawl(server, "servicemap")
    assert (run.state, run.complete, run.counts.fetched, run.counts.added, adds_up(run)) == (RunState.PUBLISHED, True, 2003, 2003, True)  # fmt: skip
    assert (len(pages), all("only=accessibility_shortcoming_count" in path for path in pages)) == (3, True)
    assert (again.state, again.counts.unchanged) == (RunState.UNCHANGED, 2003)
    of = [directory.service(*key).accessibility.of(Profile.WHEELCHAIR) for key in (
        ("palvelukartta", "tprek:1"), ("linkedevents", "helsinki:e0"), ("palvelukartta", "tprek:2"), ("palvelukartta", "tprek:3"),
    )]  # fmt: skip
    assert [(one.state.value, one.shortcomings) for one in of] == [("partly", 5), ("partly", 5), ("shortcomings", None), ("unknown", None)]  # fmt: skip


def broken(content: str, status: int = 200) -> Any:
    return only("/unit/", body(content, status=status))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(broken("[]"), id="another shape"),
        pytest.param(broken('{"results": [{"id": 1, "acc'), id="cut off"),
        pytest.param(broken("", 404), id="not there"),
        pytest.param(broken('{"count": 6, "next": null, "results": []}'), id="an end too early"),
    ],
)
def test_a_broken_servicemap_blanks_nothing_and_makes_nothing_accessible(
    joined: Directory, tmp_path: Path, fault: Any
) -> None:
    directory = joined.copy(tmp_path / "d")
    before = directory.state()
    with serving(city(counts=COUNTS), fault=fault) as server:
        run = directory.crawl(server, "servicemap")
    assert (run.state, run.complete, directory.state() == before) == (RunState.FAILED, False, True)


def test_a_servicemap_that_lost_all_its_counts_is_held(joined: Directory, tmp_path: Path) -> None:
    directory = joined.copy(tmp_path / "d")
    run = crawled(directory, city(counts=[{"id": number, FIELD: None} for number in UNITS]), "servicemap")
    assert (run.state, [guard.code for guard in run.guards if guard.holds]) == (RunState.HELD, ["changed"])
    assert directory.service("palvelukartta", "tprek:1").accessibility.wheelchair.shortcomings == 5


def test_refused_counts_stay_as_they_were_and_the_run_adds_up(joined: Directory, tmp_path: Path) -> None:
    directory = joined.copy(tmp_path / "d")
    rows: list[Any] = [counted(1, {"wheelchair": "many"}), *COUNTS[1:], COUNTS[1], ["no"]]
    run = crawled(directory, city(counts=rows), "servicemap")
    counts = run.counts
    assert (counts.fetched, counts.unchanged, counts.quarantined, counts.missing, adds_up(run)) == (8, 5, 3, 0, True)
    assert directory.service("palvelukartta", "tprek:1").accessibility.wheelchair.shortcomings == 5


# The service description register


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        (description(None), "wrong_type", "/id"),
        (description(title=""), "missing_field", "/title"),
        (description(title=["Palvelu"]), "wrong_type", "/title"),
        (description(units="1"), "wrong_type", "/unit_ids"),
        (description(units=(1, None)), "wrong_type", "/unit_ids/1"),
        (description(units=("kirjasto",)), "bad_value", "/unit_ids/0"),
        (description(groups="YOUTH"), "wrong_type", "/target_groups"),
        (description(groups=("YOUTH", 3)), "wrong_type", "/target_groups/1"),
        (description(prerequisites=4), "wrong_type", "/prerequisites"),
    ],
)
def test_a_bad_description_is_refused_with_code_and_path(row: Any, code: str, path: str) -> None:
    assert refusal(lambda: read_description(row, REGISTER)) == (code, path)


@pytest.mark.parametrize(
    ("groups", "audiences"),
    [
        (("CHILDREN_AND_FAMILIES",), [Audience.CHILDREN, Audience.FAMILIES]),
        (("YOUTH", "ELDERLY_PEOPLE"), [Audience.YOUTH, Audience.SENIORS]),
        (("IMMIGRANTS", "DISABLED"), [Audience.IMMIGRANTS, Audience.DISABLED]),
        (("INDIVIDUALS", "ENTERPRISES", "ASSOCIATIONS"), []),
        (("LONG_TERM_PATIENTS",), []),
        (("ASTRONAUTS",), []),
        ((), []),
    ],
)
def test_only_groups_that_are_the_same_idea_name_an_audience(groups: tuple[str], audiences: list[Audience]) -> None:
    told = read_description(description(groups=groups), REGISTER).description
    assert told is not None
    assert told.audiences == audiences
    odd = [one.value for one in odd_in_description(description(groups=groups), REGISTER)]
    assert odd == (["ASTRONAUTS"] if "ASTRONAUTS" in groups else [])


@pytest.mark.parametrize(
    ("words", "registration"),
    [
        ("Toimintaan ei tarvitse ilmoittautua.", Registration.NONE),
        ("Ilmoittaudu ennakkoon puhelimitse.", Registration.REQUIRED),
        ("Ryhmään ilmoittaudutaan etukäteen.", Registration.UNKNOWN),
        ("Palvelu on tarkoitettu helsinkiläisille.", Registration.UNKNOWN),
    ],
)
def test_what_a_service_asks_is_read_only_from_words_about_the_place_itself(words: str, registration: Registration) -> None:  # fmt: skip
    told = read_description(description(prerequisites=words), REGISTER).description
    assert told is not None
    assert told.registration is registration


def test_a_price_is_read_where_the_yaml_names_its_field_and_never_from_prose() -> None:
    priced = read_description(description(price="Sisäänpääsy 12 €", description_long="Maksuton."), REGISTER).description
    prose = read_description(description(description_long="Palvelu on maksutonta."), REGISTER).description
    assert priced is not None
    assert prose is not None
    assert (priced.cost.cost_class, priced.words["cost"]) == (CostClass.PAID, "Sisäänpääsy 12 €")
    assert prose.cost.cost_class is CostClass.UNKNOWN


def test_a_description_is_kept_once_and_joined_to_each_of_its_units(published: Directory, tmp_path: Path) -> None:
    directory = published.copy(tmp_path / "d")
    upstream = city(descriptions=[description(7, (1, 2)), description(8, ()), description(9, (1,), ("YOUTH",))])

    def audiences(number: int) -> list[str]:
        return [one.value for one in directory.service("palvelukartta", f"tprek:{number}").audiences]

    with serving(upstream) as server:
        run = directory.crawl(server, "vpalvelurekisteri")
        assert (run.counts.fetched, run.counts.added, run.counts.out_of_scope, adds_up(run)) == (3, 2, 1, True)
        assert (run.out_of_scope, run.counts.recomposed) == ({"serves_no_unit": 1}, 2)
        assert [audiences(number) for number in (1, 2, 3)] == [["youth", "seniors"], ["seniors"], []]
        upstream.sides.descriptions[0]["unit_ids"] = [3]
        directory.crawl(server, "vpalvelurekisteri")
        assert [audiences(number) for number in (1, 2, 3)] == [["youth"], [], ["seniors"]]
        before = directory.state()
        server.fault = only("/description/", body("<html>"))
        run = directory.crawl(server, "vpalvelurekisteri")
    assert (run.state, directory.state() == before) == (RunState.FAILED, True)
    assert directory.service("linkedevents", "helsinki:e0").audiences == []


# Hauki

ASKED = frozenset({"tprek:1", "tprek:2"})


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        (7, "wrong_type", ""),
        (resource(None, 1), "wrong_type", "/id"),
        (resource(5, 1, origins=None), "wrong_type", "/origins"),
        (resource(5, 99), "bad_value", "/origins"),
        (resource(5, 1, resource_type=3), "wrong_type", "/resource_type"),
    ],
)
def test_a_bad_resource_is_refused_with_code_and_path(row: Any, code: str, path: str) -> None:
    assert refusal(lambda: read_resource(row, ASKED)) == (code, path)


HALL = Resource(5, "tprek:1", "unit", "Europe/Helsinki", has_periods=True)


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        (period(5, "1.1.2026"), "bad_value", "/date_periods/0/start_date"),
        (period(5, last=20261231), "wrong_type", "/date_periods/0/end_date"),  # type: ignore[arg-type]  # no text
        (period(5, override="yes"), "wrong_type", "/date_periods/0/override"),
        (period(5, time_span_groups=None), "wrong_type", "/date_periods/0/time_span_groups"),
        (period(5, time_span_groups=[{"rules": []}]), "missing_field", "/date_periods/0/time_span_groups/0/time_spans"),
        (period(5, end=20), "wrong_type", "/date_periods/0/time_span_groups/0/time_spans/0/end_time"),
    ],
)
def test_a_bad_period_is_refused_with_code_and_path(row: Any, code: str, path: str) -> None:
    assert refusal(lambda: read_hours(HALL, [row], HAUKI)) == (code, path)


@pytest.mark.parametrize(
    ("of", "periods", "rule"),
    [
        (HALL, [], "no_periods"),
        (HALL, [period(5, time_span_groups=[])], "no_periods"),
        (HALL, [period(5, end="kello 20")], "cannot_be_said"),
        (Resource(5, "tprek:1", "section", "Europe/Helsinki", has_periods=True), [period(5)], "part_of_a_unit"),
        (Resource(5, "tprek:1", "unit", "America/New_York", has_periods=True), [period(5)], "other_time_zone"),
    ],
)
def test_hours_that_say_nothing_of_the_unit_are_out_of_scope_by_rule(of: Resource, periods: list[Row], rule: str) -> None:  # fmt: skip
    assert read_hours(of, periods, HAUKI) == rule


def test_an_unknown_state_is_remarked_and_leaves_the_registers_hours(published: Directory, tmp_path: Path) -> None:
    directory = published.copy(tmp_path / "d")
    upstream = city(
        resources=[resource(1, 1)], periods=[period(1), period(1, resource_state="ajar", time_span_groups=[])]
    )
    with serving(upstream) as server:
        run = directory.crawl(server, "hauki")
    remarks = [(one.code, one.path, one.value) for one in directory.context.run_folder(run.id).remarks()]
    assert (run.out_of_scope, adds_up(run)) == ({"cannot_be_said": 1}, True)
    assert remarks == [("unknown_code", "/date_periods/1/resource_state", "ajar")]


def test_hauki_is_asked_by_the_hundred_for_what_is_published_and_its_hours_are_the_units(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    upstream = city(150, resources=[resource(900 - number, number) for number in (1, 2, 3, 120)])
    upstream.units[1] = unit(2, connections=[{"section_type": "OPENING_HOURS", "name_fi": "ma-pe 10-18"}])
    upstream.sides.periods = [
        period(899), closed(899, "2026-12-24", "2026-12-26"), closed(899, "2026-01-01", "2026-06-30"), period(898), period(780),
    ]  # fmt: skip
    with serving(upstream) as server:
        assert "crawl palvelukartta first" in directory.crawl(server, "hauki").note
        directory.crawl(server, "palvelukartta")
        run = directory.crawl(server, "hauki")
        asked = [path for path in server.asked if "/hauki/v1/" in path]
        again = directory.crawl(server, "hauki")
    assert (run.state, run.complete, adds_up(run)) == (RunState.PUBLISHED, True, True)
    assert (run.counts.fetched, run.counts.added, run.out_of_scope) == (4, 3, {"no_periods": 1})
    assert [path.count("tprek:") for path in asked] == [100, 0, 50, 0]
    assert all("end_date_gte=-1d" in path for path in asked if "date_period" in path)
    assert (again.state, again.counts.unchanged) == (RunState.UNCHANGED, 3)
    hours = directory.service("palvelukartta", "tprek:1").opening_hours
    assert hours.text["fi"] == "1.1.2026 alkaen: ma–pe 8–20\n24.–26.12.2026: suljettu"
    assert hours.rule == "unknown; 2026 Jan 01+ off; 2026 Jan 01+ Mo-Fr 08:00-20:00; 2026 Dec 24-2026 Dec 26 off"
    assert [note.by for note in directory.service("palvelukartta", "tprek:2").derived if note.pointer == "/opening_hours"] == [
        "hauki.date_periods", "hauki.register_says_else",
    ]  # fmt: skip
    found = {
        open_at: directory.search(open_at=[f"{open_at}:00+02:00"]).total
        for open_at in ("2026-11-24T12:00", "2026-12-24T12:00")
    }
    assert found == {"2026-11-24T12:00": 3, "2026-12-24T12:00": 2}
    replayed = directory.liiku("replay", run.id, "--json")
    assert (replayed.code, json.loads(replayed.out)[0]["state"]) == (0, "unchanged")


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("/resource/", "[]", id="resources of another shape"),
        pytest.param("/date_period/", "[", id="periods cut off"),
        pytest.param("/date_period/", "[]", id="no periods of resources that have some"),
        pytest.param("/date_period/", '[{"id": 1}]', id="a period of nothing"),
    ],
)
def test_a_broken_hauki_leaves_the_hours_that_were_known(
    joined: Directory, tmp_path: Path, path: str, content: str
) -> None:
    directory = joined.copy(tmp_path / "d")
    before = directory.state()
    with serving(city(resources=RESOURCES, periods=PERIODS), fault=only(path, body(content))) as server:
        run = directory.crawl(server, "hauki")
    assert (run.state, run.complete, directory.state() == before) == (RunState.FAILED, False, True)
    assert directory.service("palvelukartta", "tprek:1").opening_hours.rule is not None


def test_hours_that_hauki_no_longer_has_go_after_two_complete_runs(joined: Directory, tmp_path: Path) -> None:
    directory = joined.copy(tmp_path / "d")
    with serving(city(resources=RESOURCES[1:], periods=PERIODS)) as server:
        runs = [directory.crawl(server, "hauki") for _ in range(2)]
    assert [(run.counts.missing, run.counts.removed_absent) for run in runs] == [(1, 0), (0, 1)]
    assert directory.service("palvelukartta", "tprek:1").opening_hours.text == {}
    assert directory.service("palvelukartta", "tprek:2").opening_hours.rule is not None


@pytest.mark.parametrize("source", ["servicemap", "vpalvelurekisteri", "hauki"])
def test_robots_txt_is_obeyed(published: Directory, tmp_path: Path, source: str) -> None:
    directory = published.copy(tmp_path / "d")
    upstream = city(counts=[counted(1)], descriptions=[description()], resources=[resource(1, 1)])
    with serving(upstream, robots="User-agent: *\nDisallow: /") as server:
        run = directory.crawl(server, source)
    assert (run.state, server.asked) == (RunState.FAILED, ["/robots.txt"])


# Real rows


def real(path: str) -> Any:
    if not (REAL_DATA / path).is_file():
        pytest.skip("the real upstream records of ../shared do not lie beside this checkout")
    return json.loads((REAL_DATA / path).read_bytes())


def test_the_real_periods_and_units_come_out_as_they_go_in(tmp_path: Path) -> None:
    units = real("hauki/test_import_tprek_units.json")
    periods = real("hauki/test_import_hauki_periods.json")
    directory = Directory(tmp_path)
    upstream = city(
        resources=[resource(1, 8215), resource(2, 51342)], periods=[row | {"resource": 1} for row in periods]
    )
    upstream.units = units
    upstream.ontologytree = real("palvelukarttaws_v4/ontology_tree.json")
    upstream.sides.counts = [counted(row["id"], wheelchair=3) for row in units]
    upstream.sides.today = upstream.sides.today.replace(year=2020, month=6)
    with serving(upstream) as server:
        runs = [directory.crawl(server, source) for source in ("palvelukartta", "servicemap", "hauki")]
    assert [(run.counts.fetched, adds_up(run)) for run in runs] == [(2, True)] * 3
    assert (runs[2].counts.added, runs[2].counts.out_of_scope, runs[2].counts.quarantined) == (1, 1, 0)
    library = directory.service("palvelukartta", "tprek:8215")
    assert library.opening_hours.text["fi"].endswith("ma–to 10–20, pe 10–18, la 10–16, su suljettu")
    assert (library.accessibility.wheelchair.state.value, library.accessibility.wheelchair.shortcomings) == ("shortcomings", 3)  # fmt: skip


def test_every_group_that_the_register_has_is_in_the_yaml_and_maps_to_our_audiences() -> None:
    table = REGISTER.lookups["audiences"]
    known = "ASSOCIATIONS CHILDREN_AND_FAMILIES DISABLED ELDERLY_PEOPLE ENTERPRISES IMMIGRANTS INDIVIDUALS LONG_TERM_PATIENTS YOUTH"  # fmt: skip
    assert set(table) == set(known.split())
    assert {word for words in table.values() for word in words.split()} <= {audience.value for audience in Audience}


def test_the_sample_citys_side_rows_are_of_its_own_units() -> None:
    here = load_city(NOW)
    units = {row["id"] for row in here.units}
    told = {number for row in here.sides.descriptions for number in row["unit_ids"]}
    hours = {int(one["origin_id"]) for row in here.sides.resources for one in row["origins"]}
    assert {row["id"] for row in here.sides.counts} | told | hours <= units
    assert {row["resource"] for row in here.sides.periods} <= {row["id"] for row in here.sides.resources}


def test_a_source_that_asks_of_the_units_is_crawled_after_those_that_publish_them(tmp_path: Path) -> None:
    names = due_sources(Directory(tmp_path).context, now=NOW)
    assert {"palvelukartta", "servicemap", "hauki"} <= set(names)
    assert names[-1] == "hauki"
