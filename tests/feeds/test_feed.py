"""`/feeds/services` and `/dump`: what a page says, what wrong questions get, and what is never in the feed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from indexer.dumps import GEOJSON, dump_folder
from indexer.feed_rows import LAST_OF_PAGE, page_statement, whole_statement
from indexer.ledger import Ledger
from liiku.context import Context
from schemas.identity import service_id
from schemas.service import Service
from tests.feeds.towns import PUBLIC_URL, Reader, Town, offering, reader_of_dump

FEED = "/feeds/services"
LAST_NUMBER = 2**53 - 1


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Six offerings, of which one was removed and one changed."""
    town = Town(tmp_path_factory.mktemp("town"))
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 6)))
    town.publish("opisto", offering("opisto", 6, "Kurssi"))
    town.publish("kulke", offering("kulke", 2, "Tanssi"), gone=["kulke:4"])
    return town


@pytest.fixture(scope="module")
def open_client(town: Town) -> TestClient:
    return town.client()


def test_each_service_comes_once_at_its_latest_change_and_what_was_removed_comes_without_data(
    open_client: TestClient,
) -> None:
    page = open_client.get(FEED).json()
    places = [(one["id"], one["state"]) for one in page["items"]]
    assert places == [
        (service_id(key.partition(":")[0], key), state)
        for key, state in [("kulke:1", "updated"), ("kulke:3", "updated"), ("kulke:5", "updated"), ("opisto:6", "updated"),
                           ("kulke:2", "updated"), ("kulke:4", "deleted")]
    ]  # fmt: skip
    assert ["data" in one for one in page["items"]] == [True] * 5 + [False]
    assert all(type(one["modified"]) is int and one["kind"] == "Service" for one in page["items"])
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert page["next"] == f"{PUBLIC_URL}{FEED}?afterChangeNumber={page['items'][-1]['modified']}"


def test_the_data_of_an_item_is_the_record_of_the_published_schema_with_its_licence(open_client: TestClient) -> None:
    for item in open_client.get(FEED).json()["items"]:
        if item["state"] == "updated":
            service = Service.model_validate(item["data"])
            assert (service.id, service.provenance.licence) == (item["id"], "CC BY 4.0")


@pytest.mark.parametrize("query", [
    f"?afterChangeNumber={LAST_NUMBER}", "?afterChangeNumber=999999", "?limit=7&afterChangeNumber=999999", "?afterChangeNumber=%39%39%39",
])  # fmt: skip
def test_after_everything_there_is_nothing_and_the_next_page_is_the_same(open_client: TestClient, query: str) -> None:
    answer = open_client.get(FEED + query)
    assert (answer.status_code, answer.json()["items"]) == (200, [])
    assert answer.json()["next"] == f"{PUBLIC_URL}{FEED}{query}"
    assert answer.headers["cache-control"] == "public, max-age=8"


def test_a_page_that_holds_something_may_be_kept_for_an_hour(open_client: TestClient) -> None:
    assert open_client.get(FEED, params={"limit": 2}).headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(("query", "parameter"), [
    ("afterChangeNumber=-1", "afterChangeNumber"), ("afterChangeNumber=x", "afterChangeNumber"), ("afterChangeNumber=", "afterChangeNumber"),
    ("afterChangeNumber=1.5", "afterChangeNumber"), ("afterChangeNumber=01", "afterChangeNumber"), ("afterChangeNumber=%D9%A1", "afterChangeNumber"),
    (f"afterChangeNumber={LAST_NUMBER + 1}", "afterChangeNumber"), (f"afterChangeNumber={'9' * 400}", "afterChangeNumber"),
    ("afterChangeNumber=1&afterChangeNumber=2", "afterChangeNumber"), ("afterChangeNumber=1%00", "afterChangeNumber"),
    ("limit=0", "limit"), ("limit=1001", "limit"), ("limit=x", "limit"), ("limit=-5", "limit"), ("limit=", "limit"),
    ("afterTimestamp=1", "afterTimestamp"), ("afterchangenumber=1", "afterchangenumber"), ("q=jumppa", "q"),
])  # fmt: skip
def test_a_position_that_cannot_be_is_400_and_named(open_client: TestClient, query: str, parameter: str) -> None:
    answer = open_client.get(f"{FEED}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("query", ["", "?limit=2", "?afterChangeNumber=3", f"?afterChangeNumber={LAST_NUMBER}"])
def test_a_page_that_one_has_is_304_until_something_on_it_moves(town: Town, query: str) -> None:
    client = town.client()
    first = client.get(FEED + query)
    again = client.get(FEED + query, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(FEED + query, headers={"If-None-Match": 'W/"0"'}).status_code == 200


def test_the_tag_of_a_page_changes_when_a_place_on_it_moves_to_the_end(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 6)))
    client = town.client()
    tags = {path: client.get(path).headers["etag"] for path in (FEED, f"{FEED}?limit=3", f"{FEED}?afterChangeNumber=5")}
    town.publish("kulke", offering("kulke", 2, "Tanssi"))
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path


def test_a_page_is_gzipped_for_who_takes_it_and_only_for_them(open_client: TestClient) -> None:
    packed, plain = (open_client.get(FEED, headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity"))
    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]


def plan(ledger: Ledger, statement: str) -> str:
    with ledger.engine.connect() as connection:
        rows = connection.execute(text(f"explain query plan {statement}"), {"after": 3, "limit": 500})
        return "\n".join(row.detail for row in rows)


@pytest.mark.parametrize("statement", [page_statement("sqlite"), LAST_OF_PAGE])
def test_a_page_is_found_by_the_index_and_nothing_is_sorted(town: Town, statement: str) -> None:
    found = plan(town.ledger, statement)
    assert "INDEX service_in_feed (seq>?)" in found
    assert "SCAN service" not in found
    assert "TEMP B-TREE" not in found


def test_a_plan_that_reads_the_whole_table_would_be_seen(town: Town) -> None:
    assert "SCAN service" in plan(town.ledger, whole_statement("sqlite").replace("order by seq", "order by body"))


# What may not be republished


def test_what_may_not_be_republished_was_never_there(tmp_path: Path) -> None:
    town = Town(tmp_path, {"kulke": True, "opisto": False, "seura": True})
    town.publish("opisto", offering("opisto", 1))
    town.publish("kulke", offering("kulke", 2))
    town.publish("opisto", offering("opisto", 1, "Tanssi"), offering("opisto", 3))
    town.publish("opisto", gone=["opisto:3"])
    assert [one["id"] for one in town.page("?limit=9")["items"]] == [service_id("kulke", "kulke:2")]
    dump = town.dump()
    assert b"opisto" not in b"".join(p.read_bytes() for p in (dump_folder(town.folder) / dump.folder).glob("*n"))
    assert len(list(town.ledger.live_services())) == 2


def test_what_may_no_longer_be_republished_is_deleted_for_who_had_it_and_stays_so(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("opisto", offering("opisto", 1), offering("opisto", 2))
    had_all = Reader(town.page, 5)
    assert len(had_all.catch_up()) == 2
    town.republishes["opisto"] = False
    town.publish("kulke", offering("kulke", 3))
    assert had_all.catch_up() == town.open_data()
    town.publish("opisto", offering("opisto", 1, "Tanssi"), offering("opisto", 4))
    states = {one["id"]: one["state"] for one in town.page("?limit=9")["items"]}
    assert states == {
        service_id("opisto", "opisto:1"): "deleted",
        service_id("opisto", "opisto:2"): "deleted",
        service_id("kulke", "kulke:3"): "updated",
    }
    town.republishes["opisto"] = True
    town.settle()
    assert len(had_all.catch_up()) == 4
    assert had_all.copy == town.open_data()


def test_a_source_whose_yaml_is_gone_stays_withheld(tmp_path: Path) -> None:
    town = Town(tmp_path, {"kulke": True, "opisto": False})
    town.publish("opisto", offering("opisto", 1))
    del town.republishes["opisto"]
    town.publish("kulke", offering("kulke", 2))
    assert [one["id"] for one in town.page("?limit=9")["items"]] == [service_id("kulke", "kulke:2")]


# Dumps


def test_a_dump_says_from_where_to_go_on_however_old_it_is(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 4)))
    town.dump()
    town.publish("kulke", offering("kulke", 1, "Tanssi"), gone=["kulke:2"])
    reader = reader_of_dump(town)
    assert reader.copy != town.open_data()
    assert reader.catch_up() == town.open_data()


def test_a_dump_is_made_when_there_is_none_and_served_packed_and_plain_with_its_number(town: Town) -> None:
    client = town.client()
    plain = client.get("/dump/services.jsonl", headers={"Accept-Encoding": "identity"})
    packed = client.get("/dump/services.jsonl", headers={"Accept-Encoding": "gzip"})
    assert plain.content == packed.content
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert plain.headers["etag"] != packed.headers["etag"]
    assert plain.headers["x-change-number"] == str(town.ledger.position())
    assert {"last-modified", "etag"} <= plain.headers.keys()
    rows = [orjson.loads(line) for line in plain.content.splitlines()]
    assert {row["id"]: row["data"] for row in rows} == town.open_data()
    assert all(set(row) == {"id", "modified", "data"} for row in rows)


@pytest.mark.parametrize("path", ["/dump/services.jsonl", "/dump/services.geojson"])
def test_a_dump_that_one_has_is_304_and_a_part_of_it_can_be_asked_for(open_client: TestClient, path: str) -> None:
    first = open_client.get(path, headers={"Accept-Encoding": "identity"})
    for known in ({"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}):
        assert open_client.get(path, headers=known).status_code == 304
    part = open_client.get(path, headers={"Accept-Encoding": "identity", "Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, first.content[10:20])


def test_the_twin_is_one_gzip_member_that_any_reader_unpacks(town: Town) -> None:
    folder = dump_folder(town.folder) / town.dump().folder
    assert gzip.decompress((folder / f"{GEOJSON}.gz").read_bytes()) == (folder / GEOJSON).read_bytes()


def test_geojson_has_longitude_first_and_a_feature_without_a_point_has_no_geometry(tmp_path: Path) -> None:
    town = Town(tmp_path)
    nowhere = offering("kulke", 2)
    assert nowhere.offering is not None
    nowhere.offering.places.clear()
    town.publish("kulke", offering("kulke", 1), nowhere)
    found: Any = town.client().get("/dump/services.geojson").json()
    assert found["type"] == "FeatureCollection"
    shapes = {one["properties"]["source_id"]: one["geometry"] for one in found["features"]}
    assert shapes == {"kulke:1": {"type": "Point", "coordinates": [24.94, 60.171]}, "kulke:2": None}
    assert found["features"][0]["properties"]["cost"] == "unknown"


def test_a_broken_dump_is_made_again(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", offering("kulke", 1))
    path = dump_folder(tmp_path) / town.dump().folder / GEOJSON
    path.write_bytes(path.read_bytes()[:10])
    assert len(town.client().get("/dump/services.geojson").json()["features"]) == 1


def test_no_more_than_two_generations_are_kept(tmp_path: Path) -> None:
    town = Town(tmp_path)
    for n in range(1, 5):
        town.publish("kulke", offering("kulke", n))
        town.dump()
    assert len([path for path in dump_folder(tmp_path).iterdir() if path.is_dir()]) == 2


# The sample city


def test_the_feed_of_sample_data_says_so(client: TestClient, sample: Context) -> None:
    page = client.get(FEED, params={"limit": 1}).json()
    assert page["sampleData"] is True
    assert client.get("/dump/services.geojson").json()["sample_data"] is True


def test_the_dump_of_the_sample_city_was_written_when_it_was_published(sample: Context) -> None:
    assert (dump_folder(sample.settings.data_dir) / "current.json").exists()


def test_ilmonet_whose_licence_is_not_known_is_searched_but_not_republished(
    client: TestClient, sample: Context
) -> None:
    assert sample.ledger.counts_by_source()["ilmonet"] > 0
    assert b'"source":"ilmonet"' not in client.get("/dump/services.jsonl").content
