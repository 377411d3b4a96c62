"""The sample city: what its README and traps.txt promise, held against the files themselves."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import crawler
from crawler.replay.sample import load_city
from crawler.scope import ScopeRules, ServiceTree
from crawler.sources.divisions_rows import declared_system, read_area
from indexer.divisions import Divisions
from schemas.service import Place, Precision
from schemas.source import Source, read_yaml

Row = dict[str, Any]

SAMPLE = Path(crawler.__file__).parent / "sample"
CITY = SAMPLE / "city"
SCOPE = Path(crawler.__file__).parent / "sources" / "scope.yaml"

DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[+-]\d+|[+-]\d+)"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
MOMENT = re.compile(rf"~{DAY}(?: {CLOCK}(?: (?:local|plain))?)?")
SESSION = re.compile(rf"~{DAY} {CLOCK}/{CLOCK}(?: cancelled)?")
WEEKLY = re.compile(rf"~{DAY} {CLOCK}/{CLOCK} x[1-9]\d*")

E_MAIL = re.compile(r"([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
DESK_WORDS = ("liikunta", "ryhma", "opastukset", "palvelu", "info", "liput", "lipunmyynti", "neuvonta")
"""What an address of a desk, not of a person, may be called besides the names of its own row."""


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def rows_of(folder: str) -> list[Row]:
    return [row for path in sorted((CITY / folder).glob("*.json")) for row in read(path)]


UNITS = rows_of("units")
EVENTS = rows_of("events")
COURSES = rows_of("ilmonet")
PLACES: list[Row] = read(CITY / "places.json")
KEYWORDS: list[Row] = read(CITY / "keywords.json")
SHORTAGES: list[Row] = read(CITY / "shortage.json")
TREE: list[Row] = read(CITY / "ontologytree.json")
WORDS: list[Row] = read(CITY / "ontologyword.json")
DIVISIONS: dict[str, dict[str, str]] = read(CITY / "divisions.json")
COLLECTIONS = {
    "units": UNITS,
    "events": EVENTS,
    "courses": COURSES,
    "places": PLACES,
    "keywords": KEYWORDS,
    "ontologytree": TREE,
    "ontologyword": WORDS,
}
TRAPS = [
    line.partition(":")[0]
    for line in (SAMPLE / "traps.txt").read_text("utf-8").splitlines()
    if line[:1] not in ("", "#")
]


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no container, with its nearest key."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, value


def last(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def place_of(event: Row) -> str | None:
    return last(event["location"]["@id"]) if event.get("location") else None


def trapped(name: str) -> list[Row]:
    return [row for rows in (*COLLECTIONS.values(), SHORTAGES) for row in rows if name in row.get("_trap", ())]


def fold(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def lights(unit: Row) -> set[str]:
    """The unit's traffic lights; 00 is a placeholder."""
    pairs = (pair.split(":") for pair in unit.get("accessibility_viewpoints", "").split(",") if pair)
    return {light for number, light in pairs if number != "00"}


def repeated(values: list[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_the_city_has_at_least_120_units() -> None:
    assert len(UNITS) >= 120


def test_the_city_has_at_least_300_events_and_courses() -> None:
    assert len(EVENTS) + len(COURSES) >= 300


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_id_occurs_once_in_its_collection(name: str) -> None:
    assert repeated([row["id"] for row in COLLECTIONS[name]]) == []


def test_a_viewpoint_of_a_unit_does_not_have_the_same_shortage_twice() -> None:
    assert repeated([(row["unit_id"], row["viewpoint_id"], row["shortage_fi"]) for row in SHORTAGES]) == []


@pytest.mark.parametrize("name", TRAPS)
def test_each_trap_of_the_upstreams_occurs(name: str) -> None:
    assert trapped(name)


def test_each_trap_mark_is_explained_in_traps_txt() -> None:
    marks = {mark for rows in (*COLLECTIONS.values(), SHORTAGES) for row in rows for mark in row.get("_trap", ())}
    assert marks - set(TRAPS) == set()


HOLDS: dict[str, tuple[list[Row], Callable[[Row], Any]]] = {
    "cost-no-offers": (EVENTS, lambda row: row["offers"] == []),
    "cost-free-veto": (
        EVENTS,
        lambda row: row["offers"][0]["is_free"] and "€" in row["offers"][0]["description"]["fi"],
    ),
    "cost-false-null": (EVENTS, lambda row: not row["offers"][0]["is_free"] and not row["offers"][0]["price"]),
    "cost-zero-not-free": (
        EVENTS,
        lambda row: not row["offers"][0]["is_free"] and row["offers"][0]["price"]["fi"] == "0 €",
    ),
    "cost-several-offers": (EVENTS, lambda row: {offer["is_free"] for offer in row["offers"]} == {True, False}),
    "cost-kaikukortti": (UNITS, lambda row: "kaikukort" in json.dumps(row, ensure_ascii=False).casefold()),
    "place-null-position": (PLACES, lambda row: row["position"] is None),
    "place-swapped": (PLACES, lambda row: row["position"]["coordinates"][0] > row["position"]["coordinates"][1]),
    "place-replaced": (PLACES, lambda row: row["_hidden"] == f"301 {row['replaced_by']}"),
    "place-text-only": (EVENTS, lambda row: row["location"] is None and row["location_extra_info"]),
    "place-unit-without-location": (UNITS, lambda row: not {"latitude", "longitude", "street_address_fi"} & set(row)),
    "place-address-precision": (UNITS, lambda row: row["manual_coordinates"] is False),
    "access-all-unknown": (UNITS, lambda row: lights(row) == {"unknown"}),
    "access-all-green": (UNITS, lambda row: lights(row) == {"green"}),
    "access-missing-viewpoints": (UNITS, lambda row: "accessibility_viewpoints" not in row),
    "access-no-shortage-row": (
        SHORTAGES,
        lambda row: row["shortage_fi"] in ("Ei puutteita.", "Ei tiedettyjä puutteita."),
    ),
    "unit-lipas-twin": (UNITS, lambda row: any(source["source"] == "lipas" for source in row["sources"])),
    "series": (EVENTS, lambda row: row["super_event_type"] == "recurring" and ("_weekly" in row or "_sessions" in row)),
    "series-cancelled-child": (EVENTS, lambda row: any(session.endswith(" cancelled") for session in row["_sessions"])),
    "umbrella": (EVENTS, lambda row: row["super_event_type"] == "umbrella" or row["super_event"]),
    "time-status-cancelled": (EVENTS, lambda row: row["event_status"] == "EventCancelled"),
    "time-rescheduled": (EVENTS, lambda row: row["event_status"] == "EventRescheduled"),
    "time-date-only": (EVENTS, lambda row: " " not in row["start_time"]),
    "time-absurd": (EVENTS, lambda row: row["start_time"].startswith("0026")),
    "image-event-only": (EVENTS, lambda row: any(image["license"] == "event_only" for image in row["images"])),
    "deleted": (EVENTS, lambda row: row["deleted"]),
    "text-script": (EVENTS, lambda row: "<script>" in row["description"]["fi"]),
    "text-long-word": (EVENTS, lambda row: " " not in row["name"]["fi"]),
}


@pytest.mark.parametrize("name", HOLDS)
def test_each_row_marked_with_a_trap_has_what_the_trap_says(name: str) -> None:
    rows, holds = HOLDS[name]
    marked = [row for row in rows if name in row.get("_trap", ())]
    assert marked
    assert [row for row in marked if not holds(row)] == []


def test_a_neighbours_venue_hosts_a_helsinki_offering_only_where_its_trap_says_so() -> None:
    used = {place_of(event) for event in EVENTS}
    hosts = {f"tprek:{row['id']}" for row in trapped("place-neighbour-with-offering") if "name_fi" in row}
    empty = {f"tprek:{row['id']}" for row in trapped("place-neighbour-without-offering") if "name_fi" in row}
    assert hosts
    assert empty
    assert hosts <= used
    assert not empty & used


def test_a_deprecated_keyword_is_still_used_by_an_event() -> None:
    deprecated = {row["id"] for row in trapped("keyword-deprecated") if row.get("deprecated")}
    assert deprecated & {last(keyword["@id"]) for event in EVENTS for keyword in event["keywords"]}


def test_every_red_unit_marked_for_shortages_has_a_shortage_row() -> None:
    with_rows = {row["unit_id"] for row in SHORTAGES}
    marked = [row for row in trapped("access-red-with-shortages") if "name_fi" in row]
    assert [unit["id"] for unit in marked if "red" not in lights(unit) or unit["id"] not in with_rows] == []


def test_every_shortage_row_is_of_a_unit_of_the_city() -> None:
    assert {row["unit_id"] for row in SHORTAGES} - {unit["id"] for unit in UNITS} == set()


def test_every_service_register_location_is_a_unit_of_the_city() -> None:
    used = {place for event in EVENTS if (place := place_of(event)) and place.startswith("tprek:")}
    assert used - {f"tprek:{unit['id']}" for unit in UNITS} == set()


def test_every_other_location_has_its_own_place_row() -> None:
    used = {place for event in EVENTS if (place := place_of(event)) and not place.startswith("tprek:")}
    assert used - {place["id"] for place in PLACES} == set()


def test_every_division_belongs_to_a_unit_of_the_city() -> None:
    assert set(DIVISIONS) - {f"tprek:{unit['id']}" for unit in UNITS} == set()


def test_every_keyword_used_is_in_the_keyword_file() -> None:
    used = {
        last(word["@id"]) for event in EVENTS for field in ("keywords", "audience") for word in event.get(field) or ()
    }
    assert used - {keyword["id"] for keyword in KEYWORDS} == set()


def test_every_tree_node_and_word_of_a_unit_is_in_its_file_with_its_ancestors() -> None:
    nodes = {node["id"] for node in TREE}
    assert {node for unit in UNITS for node in unit["ontologytree_ids"]} - nodes == set()
    assert {node["parent_id"] for node in TREE if node.get("parent_id")} - nodes == set()
    assert {word for unit in UNITS for word in unit["ontologyword_ids"]} - {word["id"] for word in WORDS} == set()


def test_no_two_units_share_a_name_or_a_description() -> None:
    assert repeated([unit["name_fi"] for unit in UNITS]) == []
    assert repeated([unit["desc_fi"] for unit in UNITS if unit.get("desc_fi")]) == []


def test_no_two_events_or_courses_share_a_name_and_a_description() -> None:
    said = [json.dumps([row["name"], row.get("description")], sort_keys=True) for row in (*EVENTS, *COURSES)]
    assert repeated(said) == []


def test_no_two_events_or_courses_share_a_description() -> None:
    said = [json.dumps(row["description"], sort_keys=True) for row in (*EVENTS, *COURSES) if row.get("description")]
    assert repeated(said) == []


def test_units_leave_out_what_they_do_not_know_instead_of_writing_null() -> None:
    assert [(unit["id"], key) for unit in UNITS for key, value in leaves(unit) if value is None] == []


@pytest.mark.parametrize("path", sorted(CITY.rglob("*.json")), ids=lambda path: str(path.relative_to(CITY)))
def test_every_moment_follows_the_grammar_of_the_readme(path: Path) -> None:
    grammars = {"_sessions": SESSION, "_weekly": WEEKLY}
    tokens = [(key, value) for key, value in leaves(read(path)) if isinstance(value, str) and value.startswith("~")]
    assert [token for key, token in tokens if not grammars.get(key, MOMENT).fullmatch(token)] == []


def test_the_replay_server_can_load_the_city_without_serving_what_is_ours() -> None:
    city = load_city(datetime(2026, 11, 18, 12, tzinfo=UTC))
    served = [*city.units, *city.events, *city.places, *city.keywords]
    assert len(city.events) > len(EVENTS)
    assert [row["id"] for row in served if any(key.startswith("_") for key in row)] == []
    assert [row["id"] for row in served if any(str(value).startswith("~") for _, value in leaves(row))] == []


@pytest.mark.parametrize("field", ["sports", "culture", "learning"])
def test_each_field_of_the_tray_has_venues_and_programme(field: str) -> None:
    rules, tree = ScopeRules.read(SCOPE), ServiceTree({node["id"]: node.get("parent_id") for node in TREE})
    of_units = [rules.categories_of_nodes(tree, unit["ontologytree_ids"]) for unit in UNITS]
    of_events = [rules.categories_of_keywords(last(word["@id"]) for word in event["keywords"]) for event in EVENTS]
    for found in (of_units, of_events):
        assert sum(any(one.partition("/")[0] == field for one in categories) for categories in found) >= 5


def test_the_city_spans_at_least_25_districts() -> None:
    assert len({division["fi"] for division in DIVISIONS.values()}) >= 25


def is_of_a_desk(local: str, known: list[str]) -> bool:
    """Whether an address names a venue or a desk: `kallion.kirjasto`, but not a first and a last name."""
    parts = [part for part in fold(local).split(".") if len(part) >= 4]
    words = [word for word in (*known, *DESK_WORDS) if len(word) >= 4]
    return "." not in local or any(part.startswith(word) or word.startswith(part) for part in parts for word in words)


def test_no_e_mail_address_has_the_form_of_a_persons_name() -> None:
    units = {f"tprek:{unit['id']}": unit["name_fi"] for unit in UNITS}
    suspects = []
    for row in (*UNITS, *EVENTS, *COURSES, *PLACES):
        names = [units.get(place_of(row) or "", "")] if "location" in row else []
        names += [value for key, value in leaves({k: v for k, v in row.items() if k.startswith("name")}) if value]
        known = fold(" ".join(names)).replace("-", " ").split()
        addresses = [found for _, value in leaves(row) if isinstance(value, str) for found in E_MAIL.findall(value)]
        suspects += [(row["id"], local) for local, _ in addresses if not is_of_a_desk(local, known)]
    assert suspects == []
    assert not is_of_a_desk("maija.virtanen", ["kallion", "kirjasto"])


def test_every_e_mail_address_is_of_the_reserved_example_domain() -> None:
    found = E_MAIL.findall(" ".join(path.read_text("utf-8") for path in sorted(CITY.rglob("*.json"))))
    assert found
    assert [f"{local}@{domain}" for local, domain in found if not domain.endswith("example.org")] == []


def test_every_venue_of_the_sample_lies_in_the_district_that_its_place_record_names() -> None:
    source = read_yaml(SCOPE.parent / "divisions.yaml", Source)
    layers = {"district": "kaupunginosajako", "postal_area": "postinumeroalue"}
    areas = [
        read_area(feature, source, collection, system=declared_system(body))
        for collection, name in layers.items()
        for body in [read(CITY / f"{name}.json")]
        for feature in body["features"]
    ]
    outlines = Divisions(areas)
    wrong = []
    for unit in UNITS:
        if named := DIVISIONS.get(f"tprek:{unit['id']}"):
            here = Place(lat=unit["latitude"], lon=unit["longitude"], precision=Precision.EXACT)
            place, _ = outlines.fill(here, "")
            if (place.district, place.postal_code) != (named, unit["address_zip"]):
                wrong.append((unit["name_fi"], place.district, place.postal_code))
    assert wrong == []
