"""`/hsds`: what it says of an offering and what it never says, pages that add up, filters that all hold, and questions that cannot be."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from indexer.ledger import Ledger
from liiku.context import Context
from liiku.export import export
from liiku.serving import deps_of
from schemas.identity import service_id
from search_api.hsds.catalogue import Shelf
from search_api.hsds.costs import cost_options, fees_description
from search_api.hsds.taxonomies import Term, term
from tests.feeds.towns import Town, offering

NOBODY = "00000000-0000-4000-8000-000000000000"
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


def every(client: TestClient, name: str, **asked: Any) -> list[dict[str, Any]]:
    """A whole list, by its lines."""
    answer = client.get(f"/hsds/{name}", params={"format": "ndjson"} | asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [orjson.loads(line) for line in answer.content.splitlines()]


def body_of(ledger: Ledger, key: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(ledger.services([key])[key].body)
    return found


def test_the_root_says_version_profile_and_where_the_description_is(client: TestClient) -> None:
    found = client.get("/hsds/").json()
    assert found["version"].startswith("3")
    assert client.get(found["openapi_url"].split("/", 3)[3]).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_a_list_add_up_to_its_lines_and_each_thing_is_found_by_its_id(client: TestClient, name: str) -> None:
    lines = every(client, name)
    paged: list[str] = []
    number, last = 0, False
    while not last:
        number += 1
        page = client.get(f"/hsds/{name}", params={"page": number, "per_page": 100}).json()
        paged += [one["id"] for one in page["contents"]]
        last = page["last_page"]
        assert (page["page_number"], page["first_page"]) == (number, number == 1)
        assert (page["size"], page["empty"]) == (len(page["contents"]), False)
    assert number == page["total_pages"]
    assert paged == [one["id"] for one in lines]
    assert len(set(paged)) == len(paged) == page["total_items"]
    assert client.get(f"/hsds/{name}/{paged[-1]}").json()["id"] == paged[-1]
    assert all(str(uuid.UUID(one)) == one for one in paged)


def test_the_services_are_those_of_the_feed_and_nothing_withheld_is_among_them(
    client: TestClient, sample: Context
) -> None:
    rows = {row.id: row.source for row in sample.ledger.live_services()}
    shown = {one["id"] for one in every(client, "services")}
    assert shown == {key for key, source in rows.items() if source != "ilmonet"}
    assert len(shown) < len(rows)


def test_an_unknown_price_has_no_option_and_is_said_to_be_unknown(client: TestClient, sample: Context) -> None:
    seen = set()
    for one in every(client, "services", full="true"):
        cost = body_of(sample.ledger, one["id"])["cost"]
        seen.add(cost["class"])
        amounts = [option["amount"] for option in one.get("cost_options", [])]
        told = [said["taxonomy_term"]["code"] for said in one["attributes"] if said["link_type"] == "cost"]
        assert told == [cost["class"]]
        if cost["class"] == "unknown":
            assert amounts == []
        if cost["class"] != "free":
            assert 0 not in amounts or 0 in (cost["min_eur"], cost["pay_up_front_eur"])
    assert seen == {"free", "low", "paid", "unknown"}


@pytest.mark.parametrize(
    ("cost", "amounts", "fees"),
    [
        ({"class": "unknown"}, [], None),
        ({"class": "unknown", "text": {"sv": "fråga oss"}}, [], "fråga oss"),
        ({"class": "free"}, [0.0], "Maksuton"),
        ({"class": "paid"}, [], "Maksullinen"),
        ({"class": "low", "min_eur": 2.0, "max_eur": 5.0}, [2.0, 5.0], "Edullinen"),
        ({"class": "low", "min_eur": 3.0, "max_eur": 3.0, "pay_up_front_eur": 30.0}, [3.0, 30.0], "Edullinen"),
    ],
)
def test_a_price_has_the_amounts_that_are_known_and_no_other(
    cost: dict[str, Any], amounts: list[float], fees: str | None
) -> None:
    whole = {"min_eur": None, "max_eur": None, "pay_up_front_eur": None, "unit": None, "text": {}} | cost
    service = {"id": NOBODY, "cost": whole, "restricted_to": []}
    assert ([one["amount"] for one in cost_options(service)], fees_description(service)) == (amounts, fees)


def test_free_for_some_says_for_whom() -> None:
    cost = {"class": "free", "pay_up_front_eur": None, "unit": None}
    (one,) = cost_options({"id": NOBODY, "cost": cost, "restricted_to": ["members"]})
    assert one["amount_description"] == "Maksuton (Vain jäsenille)"


def test_what_is_not_known_of_access_is_not_said(client: TestClient, sample: Context) -> None:
    for one in every(client, "services", full="true"):
        access = body_of(sample.ledger, one["id"])["accessibility"]
        told = {said["taxonomy_term"]["code"] for said in one["attributes"] if said["link_type"] == "accessibility"}
        for code in told:
            part, _, state = code.partition(":")
            assert state != "unknown"
            assert state == (access[part]["state"] if part in access else access["features"][part])
        if not told and not access["sentences"]:
            assert not any("accessibility" in at["location"] for at in one["service_at_locations"])


def test_a_session_carries_the_offset_of_its_own_day_and_a_cancelled_one_is_not_there(
    client: TestClient, sample: Context
) -> None:
    checked = 0
    for one in every(client, "services", full="true"):
        sessions = body_of(sample.ledger, one["id"])["schedule"]["sessions"]
        held = [session for session in sessions if session["state"] == "scheduled"]
        times = [found for found in one.get("schedules", []) if "dtstart" in found]
        assert len(times) == len(held), one["id"]
        for session, found in zip(held, times, strict=True):
            if "opens_at" in found:
                assert found["timezone"] == int(found["opens_at"][-6:-3])
                assert session["start"][:10] == found["dtstart"]
                checked += 1
    assert checked > 100


def test_every_service_says_where_it_comes_from(client: TestClient, sample: Context) -> None:
    for one in every(client, "services", full="true"):
        said = {
            found["taxonomy_term"]["code"]: found["value"]
            for found in one["attributes"]
            if found["link_type"] == "record"
        }
        body = body_of(sample.ledger, one["id"])
        assert (said["source"], said["licence"]) == (body["provenance"]["source"], body["provenance"]["licence"])
        assert ("derived" in said) == bool(body["derived"])


# Filters


def test_filters_all_hold_together(client: TestClient) -> None:
    free = {one["id"] for one in every(client, "services", taxonomy_term_id=term("cost", "free").id)}
    swims = {one["id"] for one in every(client, "services", search="UINTI")}
    organization = next(one["organization_id"] for one in every(client, "services", taxonomy_term_id=term("cost", "free").id, search="uinti"))  # fmt: skip
    theirs = {one["id"] for one in every(client, "services", organization_id=organization)}
    both = every(
        client, "services", taxonomy_term_id=term("cost", "free").id, search="uinti", organization_id=organization
    )
    assert {one["id"] for one in both} == free & swims & theirs != set()
    assert len(free) > len(both) < len(swims)
    assert every(client, "services", taxonomy_term_id=term("cost", "free").id, organization_id=NOBODY) == []


def test_a_taxonomy_chooses_what_has_any_of_its_terms(client: TestClient) -> None:
    taxonomy = next(one["id"] for one in every(client, "taxonomies") if one["name"] == "condition")
    terms = every(client, "taxonomy_terms", taxonomy_id=taxonomy)
    by_term = {one["id"] for found in terms for one in every(client, "services", taxonomy_term_id=found["id"])}
    assert {one["id"] for one in every(client, "services", taxonomy_id=taxonomy)} == by_term != set()
    at = {one["service_id"] for one in every(client, "service_at_locations", taxonomy_id=taxonomy)}
    assert at <= by_term


def test_modified_after_is_on_or_after_a_moment_and_removed_ones_are_simply_not_there(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", *(offering("kulke", n) for n in (1, 2, 3)))
    first = every(town.client(), "services")[0]["last_modified"]
    assert len(every(town.client(), "services", modified_after=first)) == 3
    assert every(town.client(), "services", modified_after="2999-01-01") == []
    town.publish("kulke", offering("kulke", 2, "Tanssi"), gone=["kulke:3"])
    names = {one["name"] for one in every(town.client(), "services", minimal="true")}
    assert names == {"Satutuokio", "Tanssi"}
    gone = town.client().get(f"/hsds/services/{service_id('kulke', 'kulke:3')}")
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("name", "query", "parameter"),
    [
        ("services", "modified_after=x", "modified_after"), ("services", "modified_after=", "modified_after"),
        ("services", "modified_after=2026-02-30", "modified_after"), ("services", "modified_after=0001-01-01", "modified_after"),
        ("services", "modified_after=2026-11-24T10:00:00", "modified_after"), ("services", "modified_after=1764000000", "modified_after"),
        ("services", "modified_after=9999-12-31T23:59:59-12:00", "modified_after"),
        ("services", "page=0", "page"), ("services", "page=x", "page"), ("services", "page=-1", "page"), ("services", f"page={'9' * 300}", "page"),
        ("services", "per_page=0", "per_page"), ("services", "per_page=501", "per_page"), ("services", "format=xml", "format"),
        ("services", "taxonomy_id=x", "taxonomy_id"), ("services", "organization_id=1", "organization_id"),
        ("services", "page=1&page=2", "page"), ("services", "text=uinti", "text"), ("services", "minimal=true&full=true", "minimal"),
        ("organizations", "modified_after=2026-11-24", "modified_after"), ("taxonomy_terms", "top_only=maybe", "top_only"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_is_400_and_named(client: TestClient, name: str, query: str, parameter: str) -> None:
    answer = client.get(f"/hsds/{name}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("key", [NOBODY, "x", "%00", "a" * 300])
def test_an_unknown_id_is_404_with_the_reason(client: TestClient, name: str, key: str) -> None:
    answer = client.get(f"/hsds/{name}/{key}")
    assert (answer.status_code, "there is no" in answer.json()["detail"]) == (404, True)


def test_a_page_after_the_last_is_404_and_says_which_is(client: TestClient) -> None:
    assert "the last one is" in client.get("/hsds/services", params={"page": 9999}).json()["detail"]


def test_what_one_has_is_304_until_the_ledger_moves(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", offering("kulke", 1))
    tag = town.client().get("/hsds/services").headers["etag"]
    assert town.client().get("/hsds/services", headers={"If-None-Match": tag}).status_code == 304
    town.publish("kulke", offering("kulke", 2))
    assert town.client().get("/hsds/services", headers={"If-None-Match": tag}).status_code == 200


# What stays, and what it is kept in step with


def test_ids_are_the_same_in_another_ledger(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        town = Town(tmp_path / name)
        town.publish("kulke", offering("kulke", 1))
        found.append([[one["id"] for one in every(town.client(), part)] for part in LISTS])
    assert found[0] == found[1]


def test_the_shelf_reads_only_what_changed_and_follows_what_is_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(tmp_path)
    town.publish("opisto", *(offering("opisto", n) for n in range(1, 6)))
    shelf = Shelf(town.ledger)
    before = shelf.now()
    assert (len(before.cards), shelf.now() is before) == (5, True)
    read: list[str] = []

    def seen(service: dict[str, Any]) -> list[Term]:
        read.append(service["id"])
        return []

    monkeypatch.setattr("search_api.hsds.catalogue.terms", seen)
    town.publish("opisto", offering("opisto", 3, "Tanssi"))
    assert (len(shelf.now().cards), read) == (5, [service_id("opisto", "opisto:3")])
    town.republishes["opisto"] = False
    town.settle()
    assert shelf.now().cards == {}
    assert len(before.cards) == 5


def test_an_export_has_every_list_in_pages_and_as_lines(tmp_path: Path) -> None:
    town = Town(tmp_path / "town")
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 4)))
    out = tmp_path / "out"
    export(town.context, deps_of(town.context), out)
    for name in LISTS:
        page = orjson.loads((out / "hsds" / name / "index.json").read_bytes())
        rows = [orjson.loads(line) for line in (out / "hsds" / f"{name}.ndjson").read_bytes().splitlines()]
        assert (page["contents"], page["last_page"]) == (rows, True)
        assert [one["id"] for one in rows] == [one["id"] for one in every(town.client(), name)]
