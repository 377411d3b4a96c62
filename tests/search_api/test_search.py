"""The search API over the sample city: what it answers, what it refuses and how, and that nothing anybody sends breaks it."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from starlette.testclient import TestClient

from indexer.ledger import Ledger
from liiku.context import Context
from schemas.query import FACETS, SearchQuery
from schemas.settings import Settings
from tests.conftest import SAMPLE_NOW, client_of
from tests.engines.oracle import is_current

Answer = dict[str, Any]

KALLIO = {"lat": 60.1841, "lon": 24.9496}
SEA = {"lat": 59.9, "lon": 24.9}
FREE_JUMPPA = KALLIO | {"q": "jumppa", "cost": "free", "sort": "distance"}
EARTH_M = 6_371_008.8


def search(client: TestClient, **parameters: Any) -> Answer:
    response = client.get("/v1/search", params=parameters)
    assert response.status_code == 200, response.text[:300]
    return response.json()


def every_hit(client: TestClient, **parameters: Any) -> list[Answer]:
    """The hits of all pages."""
    answer = search(client, **parameters)
    hits = answer["hits"]
    while answer["next_cursor"]:
        answer = search(client, **parameters, cursor=answer["next_cursor"])
        hits += answer["hits"]
    return hits


def great_circle_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(h))


def nearest_m(service: Answer) -> float | None:
    here = (KALLIO["lat"], KALLIO["lon"])
    return min((great_circle_m(here, (p["lat"], p["lon"])) for p in service["places"] if p["lat"]), default=None)


# What it answers


def test_free_jumppa_near_kallio_is_found_and_all_of_it_is_free(client: TestClient) -> None:
    hits = search(client, **FREE_JUMPPA)["hits"]
    assert hits
    assert {hit["service"]["cost"]["class"] for hit in hits} == {"free"}


def test_distances_are_the_great_circle_to_the_nearest_place_and_sorted(client: TestClient) -> None:
    hits = every_hit(client, **KALLIO, sort="distance", limit=100)
    known = [hit for hit in hits if hit["distance_m"] is not None]
    assert len(known) > 100
    assert all(abs(hit["distance_m"] - nearest_m(hit["service"])) <= 0.51 for hit in known)
    assert [hit["distance_m"] for hit in known] == sorted(hit["distance_m"] for hit in known)


def test_what_is_nowhere_has_no_distance_and_comes_last(client: TestClient) -> None:
    hits = every_hit(client, **KALLIO, sort="distance", limit=100)
    nowhere = [hit for hit in hits if nearest_m(hit["service"]) is None]
    assert nowhere
    assert hits[-len(nowhere) :] == nowhere
    assert {(hit["distance_m"], hit["walk_min"]) for hit in nowhere} == {(None, None)}


@pytest.mark.parametrize(("pace", "metres_per_minute"), [("normal", 75), ("slow", 45)])
def test_walking_minutes_follow_the_formula(client: TestClient, pace: str, metres_per_minute: int) -> None:
    hits = search(client, **KALLIO, sort="distance", pace=pace, limit=50)["hits"]
    assert [hit["walk_min"] for hit in hits] == [-(-13 * hit["distance_m"] // (10 * metres_per_minute)) for hit in hits]


@pytest.mark.parametrize("limit", [1, 5, 100])
def test_paging_gives_every_hit_once_and_the_total_says_how_many(client: TestClient, limit: int) -> None:
    ids = [hit["id"] for hit in every_hit(client, **FREE_JUMPPA, limit=limit)]
    assert len(ids) == len(set(ids)) == search(client, **FREE_JUMPPA)["total"]
    assert ids == [hit["id"] for hit in search(client, **FREE_JUMPPA, limit=100)["hits"]]


def test_the_unknown_count_is_what_asking_for_the_unknown_finds(client: TestClient) -> None:
    answer = search(client, **FREE_JUMPPA, facets="cost")
    asked = search(client, **FREE_JUMPPA | {"cost": "unknown"})["total"]
    assert answer["unknown"]["cost"] == asked == answer["facets"]["cost"]["unknown"] > 0


def test_unknown_included_is_ranked_after_the_known_and_says_so(client: TestClient) -> None:
    without = search(client, **FREE_JUMPPA)
    hits = every_hit(client, **FREE_JUMPPA, unknown="include", limit=100)
    classes = [hit["service"]["cost"]["class"] for hit in hits]
    assert classes == ["free"] * without["total"] + ["unknown"] * without["unknown"]["cost"]
    assert all(
        ("unknown_included" in str(hit["why"])) == (kind == "unknown") for hit, kind in zip(hits, classes, strict=True)
    )


def test_no_past_cancelled_or_removed_offering_is_ever_a_hit(client: TestClient, sample: Context) -> None:
    stored = {row.id: orjson.loads(row.body) for row in sample.ledger.services_after(0, 10_000)}
    current = {key for key, body in stored.items() if is_current(body, SAMPLE_NOW)}
    assert len(current) < len(stored)
    assert {hit["id"] for hit in every_hit(client, limit=100)} == current
    assert {
        hit["id"] for hit in every_hit(client, limit=100, unknown="include", cost="free", accessibility="lift")
    } <= current


def test_a_next_start_is_still_to_come_and_has_helsinkis_offset(client: TestClient) -> None:
    starts = [hit["next_start"] for hit in search(client, sort="start", limit=100)["hits"]]
    assert starts == sorted(starts)
    assert starts[0] >= SAMPLE_NOW.isoformat()
    assert all(start.endswith("+02:00") for start in starts)


QUESTIONS: list[Answer] = [
    {"q": "jumppa"},
    KALLIO | {"radius_m": 2000, "cost": ["free", "low"], "facets": ["all"]},
    {"accessibility": ["wheelchair:partly", "lift"], "weekday": ["tue"], "unknown": "include"},
    {"bbox": "24.9,60.15,25.0,60.2", "kind": ["venue"], "sort": "name", "lang": "sv", "limit": 7},
    {"can_join": "true", "date_from": "2026-11-25", "date_to": "2026-12-01"},
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_get_and_post_answer_the_same(client: TestClient, question: Answer) -> None:
    for path in ("/v1/search", "/v1/pins"):
        assert client.get(path, params=question).json() == client.post(path, json=question).json()


def test_every_facet_has_counts_and_unknown_is_one_of_them(client: TestClient) -> None:
    facets = search(client, facets="all")["facets"]
    assert set(facets) == set(FACETS)
    assert {name for name in FACETS if "unknown" not in facets[name]} == {"kind", "condition"}


@pytest.mark.parametrize(
    "facet", ["cost", "kind", "category", "audience", "registration", "weekday", "daypart", "district"]
)
def test_a_facets_count_is_the_total_that_choosing_it_gives(client: TestClient, facet: str) -> None:
    counts = search(client, q="ryhmä", facets=facet)["facets"][facet]
    chosen = {value: n for value, n in counts.items() if value != "unknown"}
    assert chosen
    assert {value: search(client, q="ryhmä", **{facet: value})["total"] for value in chosen} == chosen


WIDE: list[Answer] = [
    KALLIO | {"radius_m": 0},
    KALLIO | {"max_walk_min": 1, "q": "jumppa"},
    SEA | {"radius_m": 1000},
    SEA | {"max_walk_min": 500},
    {"lat": 0, "lon": 0, "radius_m": 90_000},
    {"cost": "paid", "kind": "venue", "q": "jumppa"},
    {"district": "Ei tällaista", "weekday": "sun"},
    {"q": "qqqqqq"},
]  # fmt: skip


@pytest.mark.parametrize("question", WIDE, ids=str)
def test_what_is_offered_to_widen_a_search_can_be_asked_and_gives_as_much_more_as_it_says(
    client: TestClient, question: Answer
) -> None:
    answer = search(client, **question)
    for wider in answer["widen"]:
        assert wider["total"] > answer["total"]
        assert search(client, **question | wider["change"])["total"] == wider["total"]


def test_widening_is_offered_where_little_is_found_and_not_where_much_is(client: TestClient) -> None:
    assert search(client, **KALLIO, radius_m=0)["widen"]
    assert search(client, q="jumppa")["widen"] == []


def test_pins_are_the_hits_with_a_point(client: TestClient) -> None:
    answer = client.get("/v1/pins", params={"q": "jumppa", "cost": "free"}).json()
    hits = every_hit(client, q="jumppa", cost="free")
    with_point = {hit["id"] for hit in hits if any(place["lat"] for place in hit["service"]["places"])}
    assert answer["total"] == len(with_point) > 0
    assert {pin[0] for pin in answer["pins"]} == with_point
    assert all(59 < lat < 61 and 24 < lon < 26 for _, lat, lon in answer["pins"])


@pytest.mark.parametrize(
    ("begins", "expected"),
    [("kall", "Kallion kirjasto"), ("uimah", "Malmin uimahalli"), ("kallion kirj", "Kallion kirjasto")],
)
def test_suggestions_are_names_that_begin_so(client: TestClient, begins: str, expected: str) -> None:
    for answer in (client.get("/v1/suggest", params={"q": begins}), client.post("/v1/suggest", json={"q": begins})):
        assert expected in [one["text"] for one in answer.json()["suggestions"]]


@pytest.mark.parametrize("begins", ["", "k", "!!", "שלום", "\x00", "qqqq"])
def test_what_begins_no_name_gives_no_suggestions(client: TestClient, begins: str) -> None:
    assert client.get("/v1/suggest", params={"q": begins}).json() == {"suggestions": []}


@pytest.mark.parametrize(
    ("q", "label", "kind"),
    [
        ("Helsinginkatu 26", "Helsinginkatu 26", "address"),
        ("helsinginkatu 26", "Helsinginkatu 26", "address"),
        ("Kallio", "Kallio", "district"),
        ("Kallion kirjasto", "Kallion kirjasto", "venue"),
    ],
)
def test_a_place_that_the_records_know_is_a_point_in_helsinki(
    client: TestClient, q: str, label: str, kind: str
) -> None:
    for answer in (client.get("/v1/places", params={"q": q}), client.post("/v1/places", json={"q": q})):
        first = answer.json()["places"][0]
        assert (first["label"], first["kind"]) == (label, kind)
        assert 60.1 < first["lat"] < 60.3
        assert 24.8 < first["lon"] < 25.3


@pytest.mark.parametrize(
    ("q", "lang", "label"), [("Kallio", "sv", "Berghäll"), ("Berghäll", "fi", "Kallio"), ("Berghäll", "sv", "Berghäll")]
)
def test_a_district_is_found_by_its_name_in_any_language(client: TestClient, q: str, lang: str, label: str) -> None:
    found = client.get("/v1/places", params={"q": q, "lang": lang}).json()["places"]
    assert (found[0]["label"], found[0]["kind"]) == (label, "district")


@pytest.mark.parametrize("q", ["Olematonkatu 999", "Helsinginkatu 2612", "", "a", "!!", "\x00"])
def test_a_place_that_nobody_knows_is_an_empty_list(client: TestClient, q: str) -> None:
    assert client.get("/v1/places", params={"q": q}).json() == {"places": []}


@pytest.mark.parametrize("path", ["/v1/search", "/v1/facets", "/health", "/", "/v1/nothing"])
def test_the_time_taken_is_in_server_timing(client: TestClient, path: str) -> None:
    assert client.get(path).headers["server-timing"].startswith("app;dur=")


# Odd but answerable


@pytest.mark.parametrize(
    ("question", "total"),
    [
        pytest.param({"q": "a" * 10_000}, 0, id="one word of 10,000 characters"),
        pytest.param({"q": "jumppa " * 1_400}, None, id="a word 1,400 times"),
        pytest.param({"q": "שלום עולם"}, 0, id="right-to-left text"),
        pytest.param({"q": "🏊🏽‍♀️"}, None, id="an emoji"),
        pytest.param({"q": '" OR 1=1 -- \\ * ( ['}, None, id="an injection"),
        pytest.param(SEA | {"radius_m": 1000}, 0, id="a point in the sea"),
        pytest.param(KALLIO | {"radius_m": 0}, 0, id="radius 0"),
        pytest.param({"lat": -90, "lon": 180}, None, id="the south pole"),
        pytest.param({"district": "\x00"}, 0, id="a control character as a district"),
        pytest.param({"open_at": "9999-12-31T23:59:59-12:00"}, 0, id="the end of time"),
        pytest.param({"date_from": "2200-12-31"}, 0, id="a far day"),
    ],
)  # fmt: skip
def test_an_odd_question_has_an_answer(client: TestClient, question: Answer, total: int | None) -> None:
    found = search(client, **question)["total"]
    assert found == total or total is None


@pytest.mark.parametrize(
    "q", ["\x00\x07jumppa", "\u202ejumppa", "jumppa!!!", "  JUMPPA  ", "jump\u0301pa".replace("\u0301", "")]
)
def test_control_characters_direction_marks_and_punctuation_do_not_hide_a_word(client: TestClient, q: str) -> None:
    assert search(client, q=q)["total"] == search(client, q="jumppa")["total"] > 0


@pytest.mark.parametrize("q", ["", "   ", "!!! ??", "…", "\x00", "\u202e"])
def test_without_any_word_everything_is_found_and_nothing_claims_to_match_words(client: TestClient, q: str) -> None:
    answer = search(client, q=q)
    assert answer["total"] == search(client)["total"] > 400
    assert "words" not in {why["code"] for hit in answer["hits"] for why in hit["why"]}


# What it refuses

BAD: list[tuple[Answer, str, str]] = [
    ({"foo": "1"}, "foo", "no such parameter; known: accessibility"),
    ({"Q": "jumppa"}, "Q", "no such parameter"),
    ({"cost": "cheap"}, "cost", "'free', 'low', 'paid' or 'unknown'"),
    ({"kind": ["venue", "place"]}, "kind", "'venue', 'activity' or 'event'"),
    ({"q": ["a", "b"]}, "q", "once only"),
    ({"limit": ["5", "6"]}, "limit", "once only"),
    ({"q": "a" * 10_001}, "q", "10000"),
    ({"lat": "60"}, "lat", "lat and lon go together"),
    ({"lon": "24"}, "lat", "lat and lon go together"),
    ({"lat": "nan", "lon": "24"}, "lat", "90"),
    ({"lat": "91", "lon": "24"}, "lat", "90"),
    ({"lat": "60,1", "lon": "24"}, "lat", "a valid number"),
    ({"radius_m": "100"}, "radius_m", "need lat and lon"),
    ({"max_walk_min": "10"}, "radius_m", "max_walk_min need lat and lon"),
    (KALLIO | {"radius_m": "-1"}, "radius_m", "greater than or equal to 0"),
    (KALLIO | {"radius_m": "100001"}, "radius_m", "less than or equal to 100000"),
    ({"sort": "distance"}, "sort", "needs lat and lon"),
    ({"sort": "price"}, "sort", "'relevance', 'distance', 'start' or 'name'"),
    ({"limit": "0"}, "limit", "greater than or equal to 1"),
    ({"limit": "101"}, "limit", "less than or equal to 100"),
    ({"limit": "x"}, "limit", "integer"),
    ({"limit": "1e400"}, "limit", "integer"),
    ({"age": "9" * 5000}, "age", "integer"),
    ({"cursor": "x"}, "cursor", "a next_cursor that this search gave"),
    ({"cursor": "\x00"}, "cursor", "a next_cursor that this search gave"),
    ({"cursor": "é" * 300}, "cursor", "a next_cursor that this search gave"),
    ({"bbox": "1,2,3"}, "bbox", "west,south,east,north in degrees"),
    ({"bbox": "1,2,3,4,5"}, "bbox", "west,south,east,north in degrees"),
    ({"bbox": "a,b,c,d"}, "bbox", "west,south,east,north in degrees"),
    ({"bbox": "25,60,24,61"}, "bbox", "west,south,east,north in degrees"),
    ({"bbox": "nan,1,2,3"}, "bbox", "west,south,east,north in degrees"),
    ({"max_price": "inf"}, "max_price", "100000"),
    ({"accessibility": "wings"}, "accessibility", "one of wheelchair"),
    ({"accessibility": "lift,wings"}, "accessibility", "one of wheelchair"),
    ({"language": "English"}, "language", "language codes such as fi"),
    ({"lang": "de"}, "lang", "'fi', 'sv' or 'en'"),
    ({"date_from": "2026-13-01"}, "date_from", "a valid date"),
    ({"date_from": "0026-09-23"}, "date_from", "between 1990 and 2200"),
    ({"date_from": "2026-12-01", "date_to": "2026-11-01"}, "date_from", "must not be after date_to"),
    ({"open_at": "2026-11-24T10:00:00"}, "open_at", "with its offset"),
    ({"understand": "maybe"}, "understand", "true or false"),
    ({"facets": "nope"}, "facets", "'cost', 'kind'"),
    ({"unknown": "yes"}, "unknown", "'exclude' or 'include'"),
]


def assert_problem(response: Any, status: int) -> Answer:
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    body: Answer = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(("question", "parameter", "allowed"), BAD, ids=lambda value: str(value)[:40])
def test_a_wrong_parameter_is_named_with_what_came_and_what_is_allowed(
    client: TestClient, question: Answer, parameter: str, allowed: str
) -> None:
    body = assert_problem(client.get("/v1/search", params=question), 400)
    assert body["parameter"] == parameter
    assert allowed in body["allowed"]
    assert "came" in body


def test_what_came_is_shown_as_it_came(client: TestClient) -> None:
    assert client.get("/v1/search", params={"cost": "cheap"}).json()["came"] == "cheap"
    assert client.post("/v1/search", json={"limit": 1000}).json()["came"] == 1000


def test_a_cursor_of_another_search_is_refused(client: TestClient) -> None:
    cursor = search(client, q="jumppa", limit=1)["next_cursor"]
    assert search(client, q="jumppa", limit=5, cursor=cursor)["hits"]
    body = assert_problem(client.get("/v1/search", params={"q": "jooga", "cursor": cursor}), 400)
    assert (body["parameter"], "this very search" in body["allowed"]) == ("cursor", True)


@pytest.mark.parametrize(
    "parameters", [{"q": ["a", "b"]}, {"q": "x" * 201}, {"lang": "de"}, {"lang": ["fi", "sv"]}, {"limit": "5"}], ids=str
)
@pytest.mark.parametrize("path", ["/v1/suggest", "/v1/places"])
def test_a_wrong_small_question_is_refused_too(client: TestClient, path: str, parameters: Answer) -> None:
    for response in (client.get(path, params=parameters), client.post(path, json=parameters)):
        assert assert_problem(response, 400)["parameter"] == next(iter(parameters))


BAD_BODIES = [b"{", b"[1]", b'"jumppa"', b"\xff\xfe", b"[" * 5000, b'{"q": "\\ud800"}', b'{"limit": 1e400}', b"null", b'{"q": 5}',
              b'{"cost": {"a": 1}}', b'{"cost": [[1]]}', b'{"bbox": {"a": 1}}', b'{"cursor": 5}', b'{"category": [null]}', b'{"": 1}',
              b'{"limit": [5, 6]}', b'{"open_at": 1e300}']  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: body[:30].decode("utf-8", "replace"))
def test_a_body_that_is_no_question_is_a_problem(client: TestClient, body: bytes) -> None:
    for path in ("/v1/search", "/v1/pins"):
        assert_problem(client.post(path, content=body, headers={"Content-Type": "application/json"}), 400)


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/v1/nothing", {}, 404),
        ("GET", "/nothing", {}, 404),
        ("GET", "/static/nothing.css", {}, 404),
        ("GET", "/schemas/nothing.json", {}, 404),
        ("DELETE", "/v1/search", {}, 405),
        ("PUT", "/v1/services/x", {}, 405),
        ("POST", "/v1/facets", {"json": {}}, 405),
        ("POST", "/about", {}, 405),
        ("POST", "/v1/search", {"json": {"q": "a" * 70_000}}, 413),
        ("GET", "/v1/search?q=" + "a" * 17_000, {}, 413),
        ("POST", "/", {"data": {"q": "a" * 30_000}}, 413),
        ("POST", "/", {"data": {f"field{n}": "x" for n in range(300)}}, 413),
        ("POST", "/v1/search", {"content": b"q=jumppa"}, 415),
        ("POST", "/v1/search", {"data": {"q": "jumppa"}}, 415),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_served_is_a_problem(
    client: TestClient, method: str, path: str, sent: Answer, status: int
) -> None:
    assert_problem(client.request(method, path, **sent), status)


def test_a_mistake_of_ours_is_a_problem_that_tells_nothing_of_our_insides(
    sample: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a Traceback, a File and a table of sql")

    monkeypatch.setattr(Ledger, "services", broken)
    body = assert_problem(client_of(sample, raises=False).get("/v1/services/6f6c8f6e-0b55-5c2a-9d3f-2f6a0a7f2d11"), 500)
    assert not re.search(r"sql|table|Traceback|File", str(body))


def test_a_ledger_that_lost_its_tables_is_told_without_our_insides(tmp_path: Path) -> None:
    context = Context(Settings(data_dir=tmp_path, now=SAMPLE_NOW, engine="embedded", ledger_url=None))
    with context.ledger.engine.begin() as connection:
        connection.execute(text("drop table service"))
    body = assert_problem(
        client_of(context, raises=False).get("/v1/services/6f6c8f6e-0b55-5c2a-9d3f-2f6a0a7f2d11"), 503
    )
    assert not re.search(r"sql|table|Traceback|File", str(body))
    context.ledger.close()


def test_a_wrong_method_is_told_every_right_one(client: TestClient) -> None:
    assert client.delete("/v1/search").headers["allow"] == "GET, POST"
    assert client.delete("/v1/facets").headers["allow"] == "GET"


ODD_TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "nan", "-0", "1e309", "\x00", "fi", "free", "2026-11-24", "1,2,3,4", "true"]),
)
MANY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@MANY
@given(st.dictionaries(st.sampled_from([*SearchQuery.model_fields, "near", ""]), ODD_TEXT, max_size=4))
def test_no_value_of_any_parameter_breaks_the_search(client: TestClient, parameters: dict[str, str]) -> None:
    response = client.get("/v1/search", params=parameters)
    if response.status_code != 200:
        assert_problem(response, 400)
