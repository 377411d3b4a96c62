"""One offering by its id, through its whole life: there, unchanged, removed, joined into another; and the labels of what can be filtered on."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from crawler.replay.server import serving
from liiku.context import BUNDLED_SOURCES
from schemas.identity import service_id
from schemas.query import FACETS
from schemas.service import (
    LANGS,
    AccessState,
    Audience,
    Condition,
    CostClass,
    Daypart,
    Form,
    Gender,
    Kind,
    Profile,
    Registration,
    Weekday,
)
from tests.conftest import client_of
from tests.crawler.upstreams import API, JUST_NOW, Directory, event, small_city

KALLIO_LIBRARY = "tprek:8215"
GONE, JOINED, KEPT = (service_id("linkedevents", f"helsinki:e{n}") for n in range(3))


@pytest.fixture(scope="module")
def after_removal(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Three events, of which the upstream then deleted one and replaced another: two crawls, published."""
    directory = Directory(tmp_path_factory.mktemp("removal"))
    city = small_city(events=3)
    with serving(city) as server:
        assert directory.crawl(server, "linkedevents").counts.added == 3
        deleted = {"deleted": True, "last_modified_time": JUST_NOW}
        city.events[0] = event(0, **deleted)
        city.events[1] = event(1, **deleted, replaced_by={"@id": f"{API}/event/helsinki:e2/"})
        assert directory.crawl(server, "linkedevents").counts.removed_upstream == 2
    return client_of(directory.context)


def one_id(client: TestClient) -> str:
    found: str = client.get("/v1/search", params={"limit": 1}).json()["hits"][0]["id"]
    return found


def test_an_offering_is_found_by_its_id_as_the_search_shows_it(client: TestClient) -> None:
    hit = client.get("/v1/search", params={"limit": 1}).json()["hits"][0]
    answer = client.get(f"/v1/services/{hit['id']}")
    assert (answer.status_code, answer.json()) == (200, hit["service"])


@pytest.mark.parametrize(
    "key", ["00000000-0000-5000-8000-000000000000", "x", "%00", "..%2f..%2fetc%2fpasswd", "é" * 300]
)
def test_an_offering_that_never_was_is_404(client: TestClient, key: str) -> None:
    answer = client.get(f"/v1/services/{key}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_removed_offering_is_410_and_says_since_when(after_removal: TestClient) -> None:
    answer = after_removal.get(f"/v1/services/{GONE}")
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert answer.json()["removed_at"].startswith("2026-11-23T")


def test_an_offering_that_lives_on_in_another_is_301_to_it(after_removal: TestClient) -> None:
    answer = after_removal.get(f"/v1/services/{JOINED}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/v1/services/{KEPT}")
    assert after_removal.get(answer.headers["location"]).status_code == 200


def test_the_page_of_a_removed_or_joined_offering_says_the_same(after_removal: TestClient) -> None:
    gone, joined = (after_removal.get(f"/services/{key}") for key in (GONE, JOINED))
    assert (gone.status_code, "on poistunut" in gone.text) == (410, True)
    assert (joined.status_code, joined.headers["location"]) == (301, f"/services/{KEPT}")


def test_a_removed_offering_is_no_hit_and_is_listed_as_removed(after_removal: TestClient) -> None:
    assert [hit["id"] for hit in after_removal.get("/v1/search").json()["hits"]] == [KEPT]
    answer = after_removal.get("/v1/services", params={"ids": f"{GONE},{KEPT}"}).json()
    assert ([one["id"] for one in answer["services"]], answer["removed"]) == ([KEPT], [GONE])


def test_a_ledger_of_a_real_source_is_not_marked_as_sample_data(after_removal: TestClient) -> None:
    assert after_removal.get("/ready").json()["sample_data"] is False
    assert "Esimerkkiaineisto" not in after_removal.get("/").text


def test_an_offering_that_one_has_already_is_304_until_it_changes(client: TestClient) -> None:
    path = f"/v1/services/{one_id(client)}"
    tag = client.get(path).headers["etag"]
    for known in (tag, f'W/"0", {tag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": 'W/"0"'}).status_code == 200


def test_offerings_are_found_by_the_sources_own_id(client: TestClient) -> None:
    answer = client.get("/v1/services", params={"source_id": KALLIO_LIBRARY}).json()
    assert [one["name"]["fi"] for one in answer["services"]] == ["Kallion kirjasto"]
    assert answer["services"][0]["id"] == service_id("palvelukartta", KALLIO_LIBRARY)


def test_offerings_come_in_the_order_asked_for_and_unknown_ids_are_left_out(client: TestClient) -> None:
    ids = [hit["id"] for hit in client.get("/v1/search", params={"limit": 3}).json()["hits"]]
    asked = [ids[2], "00000000-0000-5000-8000-000000000000", ids[0]]
    answer = client.get("/v1/services", params={"ids": ",".join(asked)}).json()
    assert [one["id"] for one in answer["services"]] == [ids[2], ids[0]]


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [({}, "ids"), ({"ids": "x"}, "ids"), ({"ids": "a" * 36, "source_id": "b"}, "ids"), ({"id": "x"}, "id"),
     ({"ids": ",".join([GONE] * 101)}, "ids")],
)  # fmt: skip
def test_a_wrong_question_for_offerings_names_the_parameter(
    client: TestClient, parameters: Any, parameter: str
) -> None:
    answer = client.get("/v1/services", params=parameters)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


# Labels

CLOSED: dict[str, type[StrEnum]] = {
    "cost": CostClass, "kind": Kind, "audience": Audience, "registration": Registration, "form": Form, "gender": Gender,
    "weekday": Weekday, "daypart": Daypart, "condition": Condition, **dict.fromkeys(Profile, AccessState),
}  # fmt: skip


def categories() -> set[str]:
    """Every category that the reviewed scope gives, and the tops over them."""
    scope = yaml.safe_load((BUNDLED_SOURCES / "scope.yaml").read_text("utf-8"))
    leaves = {*scope["categories_by_tree"].values(), *scope["categories_by_keyword"].values()}
    return leaves | {leaf.partition("/")[0] for leaf in leaves}


def test_every_facet_and_each_of_its_values_has_a_label_in_three_languages(client: TestClient) -> None:
    facets = {one["facet"]: one for one in client.get("/v1/facets").json()["facets"]}
    assert tuple(facets) == FACETS
    labels = [one["label"] for one in facets.values()] + [v["label"] for one in facets.values() for v in one["values"]]
    assert [label for label in labels if set(label) != set(LANGS) or not all(label.values())] == []


@pytest.mark.parametrize("facet", CLOSED)
def test_every_value_of_a_closed_facet_is_listed(client: TestClient, facet: str) -> None:
    facets = {one["facet"]: {v["value"] for v in one["values"]} for one in client.get("/v1/facets").json()["facets"]}
    assert facets[facet] == {value.value for value in CLOSED[facet]}


def test_every_category_that_records_can_have_is_listed(client: TestClient) -> None:
    facets = {one["facet"]: {v["value"] for v in one["values"]} for one in client.get("/v1/facets").json()["facets"]}
    assert categories() - facets["category"] == set()


def test_open_facets_are_those_without_a_closed_set() -> None:
    assert set(FACETS) - set(CLOSED) == {"category", "district", "language"}
