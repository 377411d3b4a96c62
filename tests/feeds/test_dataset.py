"""`/dataset`, what search engines read, who else may read, and the same as static files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from liiku.context import Context
from liiku.export import export
from liiku.serving import deps_of
from schemas.errors import ConfigError
from schemas.run import Mode
from schemas.service import LANGS, Kind
from search_api.feeds.freshness import Freshness, late
from search_api.feeds.say import WORDS, tell
from search_api.feeds.schema_org import service_ld
from search_api.feeds.sitemap import NAMESPACE, sitemaps
from tests.feeds.towns import PUBLIC_URL, Reader, Town, offering

OPEN = (
    "/feeds/services",
    "/dump/services.jsonl",
    "/dump/services.geojson",
    "/dataset",
    "/dataset.jsonld",
    "/schemas/service.json",
    "/v1/facets",
)


def ld_of(client: TestClient, path: str) -> Any:
    found = LexborHTMLParser(client.get(path).text).css_first('script[type="application/ld+json"]')
    assert found is not None
    return orjson.loads(found.text())


# What the dataset is


@pytest.mark.parametrize("lang", LANGS)
def test_the_dataset_page_says_licence_sources_freshness_and_promises_in_each_language(
    client: TestClient, lang: str
) -> None:
    text = client.get("/dataset", params={"lang": lang}).text
    for key in ("dataset_title", "licence_text", "fresh_head", "quality_head", "promise_stay", "promise_delete"):
        assert tell(key, lang) in text
    assert "City of Helsinki Service Map" in text


def test_every_word_of_the_open_data_is_there_in_three_languages() -> None:
    assert [key for key, words in WORDS.items() if set(words) != set(LANGS) or not all(words.values())] == []


def test_what_is_withheld_is_counted(client: TestClient, sample: Context) -> None:
    count = sample.ledger.counts_by_source()["ilmonet"]
    assert tell("withheld", "en", n=count) in client.get("/dataset", params={"lang": "en"}).text


def test_the_datasets_json_ld_leads_to_every_distribution(client: TestClient, sample: Context) -> None:
    found = ld_of(client, "/dataset")
    base = sample.settings.public_url
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for one in found["distribution"]:
        answer = client.get(one["contentUrl"].removeprefix(base))
        assert (answer.status_code, answer.headers["content-type"]) == (200, one["encodingFormat"])
    assert found == client.get("/dataset.jsonld").json()


@pytest.mark.parametrize(
    ("age_h", "within_h", "holds"), [(1, 2, True), (3, 2, False), (None, 2, None), (3, None, None)]
)
def test_a_promise_holds_while_the_last_good_run_is_young_enough(
    age_h: int | None, within_h: int | None, holds: bool | None
) -> None:
    def span(hours: int | None) -> timedelta | None:
        return None if hours is None else timedelta(hours=hours)

    one = Freshness("kulke", span(within_h), span(age_h))
    assert (one.holds, late([one])) == (holds, ["kulke"] if holds is False else [])


def test_ready_says_whether_the_feed_is_as_fresh_as_promised(client: TestClient) -> None:
    assert client.get("/ready").json()["feed"] == {"fresh": True, "late": []}


# For search engines


def test_every_page_of_an_offering_says_what_it_is_in_schema_orgs_words(client: TestClient) -> None:
    kinds = set()
    hits = [hit for kind in Kind for hit in client.get("/v1/search", params={"kind": kind, "limit": 50}).json()["hits"]]
    for hit in hits:
        found = service_ld(hit["service"], url="https://x.test/", lang="fi")
        kinds.add(found["@type"])
        assert found["name"]
        assert None not in found.values()
    assert {"Event", "Course", "SportsActivityLocation"} <= kinds
    one = client.get("/v1/search", params={"limit": 1}).json()["hits"][0]["id"]
    assert ld_of(client, f"/services/{one}")["identifier"] == one


def test_an_unknown_price_is_no_offer_and_free_for_some_is_not_free(client: TestClient) -> None:
    service = client.get("/v1/search", params={"limit": 1, "cost": "free"}).json()["hits"][0]["service"]
    free = service_ld(service | {"restricted_to": []}, url="u", lang="fi")
    assert (free["isAccessibleForFree"], free["offers"]["price"]) == (True, 0)
    some = service_ld(service | {"restricted_to": ["members"]}, url="u", lang="fi")
    assert ("isAccessibleForFree" in some, some["offers"]["eligibleCustomerType"]) == (False, "members")
    unknown = service["cost"] | {"class": "unknown", "min_eur": None}
    assert {"offers", "isAccessibleForFree"} & service_ld(
        service | {"cost": unknown}, url="u", lang="fi"
    ).keys() == set()


def test_words_of_a_source_cannot_end_the_data_in_a_page(tmp_path: Path) -> None:
    town = Town(tmp_path)
    title = "</script><script>alert(1)</script><!--"
    town.publish("kulke", offering("kulke", 1, title))
    (key,) = town.open_data()
    text = town.client().get(f"/services/{key}").text
    assert "<script>alert" not in text
    assert ld_of(town.client(), f"/services/{key}")["name"] == title


def test_the_sitemap_has_every_page_in_parts_that_robots_txt_leads_to(client: TestClient, sample: Context) -> None:
    base = sample.settings.public_url
    assert f"Sitemap: {base}/sitemap.xml" in client.get("/robots.txt").text
    parts = sitemaps(sample.ledger, sample.ledger.position(), base, 200)
    found = [
        str(loc.text)
        for name, part in parts.items() if name != "sitemap.xml"
        for loc in ET.fromstring(part).iter(f"{{{NAMESPACE}}}loc")
    ]  # fmt: skip
    assert {f"{base}/services/{row.id}" for row in sample.ledger.live_services()} <= set(found)
    assert len(ET.fromstring(parts["sitemap.xml"])) == len(parts) - 1 == 3
    assert client.get("/sitemap.xml").text.count("<loc>") == len(found)
    assert client.get("/sitemap-9.xml").status_code == 404


# For pages of other origins


@pytest.mark.parametrize("path", OPEN)
def test_what_is_open_may_be_read_from_any_origin(client: TestClient, path: str) -> None:
    assert client.get(path).headers["access-control-allow-origin"] == "*"
    asked = {
        "Origin": "https://x.test",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    leave = client.options(path, headers=asked)
    assert (leave.status_code, "If-None-Match" in leave.headers["access-control-allow-headers"]) == (204, True)


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/search"), ("GET", "/"), ("POST", "/"), ("GET", "/health")])
def test_nothing_else_may(client: TestClient, method: str, path: str) -> None:
    assert "access-control-allow-origin" not in client.request(method, path).headers
    asked = {"Origin": "https://x.test", "Access-Control-Request-Method": "POST"}
    assert client.options(path, headers=asked).status_code == 405


# As files


def static_page(folder: Path) -> Any:
    return lambda url: orjson.loads((folder / url.removeprefix(f"{PUBLIC_URL}/")).read_bytes())


def test_static_pages_keep_the_readers_of_earlier_exports_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liiku.export.MAX_LIMIT", 3)
    town = Town(tmp_path / "town")
    out = tmp_path / "out"
    readers = []
    for turn in range(4):
        town.publish(
            "kulke", *(offering("kulke", n, f"Turn {turn}") for n in range(turn, turn + 7)), mode=Mode.INCREMENTAL
        )
        town.publish("kulke", gone=[f"kulke:{turn}"])
        export(town.context, deps_of(town.context), out)
        readers.append(Reader(static_page(out), 0, f"{PUBLIC_URL}/feeds/services/index.json"))
        for reader in readers:
            assert reader.catch_up() == town.open_data()
    rows = [orjson.loads(line) for line in (out / "dump" / "services.jsonl").read_bytes().splitlines()]
    assert {row["id"]: row["data"] for row in rows} == town.open_data()
    names = {str(path.relative_to(out)) for path in out.rglob("*")}
    assert {
        "dataset/index.html",
        "dataset.jsonld",
        "schemas/service.json",
        "sitemap.xml",
        "robots.txt",
        "dump/services.geojson.gz",
    } <= names


def test_an_export_does_not_write_over_what_it_did_not_make(tmp_path: Path) -> None:
    town = Town(tmp_path / "town")
    kept = tmp_path / "mine" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("dear", "utf-8")
    with pytest.raises(ConfigError):
        export(town.context, deps_of(town.context), kept.parent)
    assert kept.read_text("utf-8") == "dear"
