"""`liiku new-source` and `liiku try` over loopback servers of every shape: what is written, what is shown, and that nothing is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.replay.sample import load_city
from crawler.replay.server import serving
from crawler.replay.upstream import Upstream
from liiku.context import BUNDLED_SOURCES
from schemas.source import Lifecycle, Source, read_yaml
from tests.crawler.test_lipas import register, site
from tests.crawler.upstreams import NOW, Directory, sources_with
from tests.crawler.websites import NAME, small_website, website_sources


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "data", sources_dir=sources_with(tmp_path / "sources", {}))


def made(directory: Directory, name: str) -> Source:
    assert directory.sources_dir is not None
    return read_yaml(directory.sources_dir / f"{name}.yaml", Source)


@pytest.mark.parametrize(
    ("path", "spider"),
    [
        pytest.param("linkedevents/v1/", "linkedevents", id="Linked Events"),
        pytest.param("linkedevents/v1/event/", "linkedevents", id="a collection of Linked Events"),
        pytest.param("palvelukarttaws/rest/v4", "palvelukartta", id="palvelukarttaws"),
        pytest.param("lipas/v2/", "lipas", id="LIPAS"),
        pytest.param("website/sitemap.xml", "webpage", id="a sitemap"),
        pytest.param("website/tilat/sali", "webpage", id="a page with JSON-LD"),
    ],
)
def test_each_shape_is_told_and_its_yaml_is_paused_commented_and_crawlable(
    directory: Directory, path: str, spider: str
) -> None:
    upstream = load_city(NOW)
    upstream.website = small_website().website
    with serving(upstream) as server:
        upstream.website["sitemap.xml"] = upstream.website["sitemap.xml"].replace(
            "https://www.meripuisto.example/", f"{server.root}/website/"
        )
        done = directory.liiku("new-source", "uusi", f"{server.root}/{path}")
        assert (done.code, done.err) == (0, "")
        source = made(directory, "uusi")
        assert (source.spider, source.lifecycle, source.republish) == (spider, Lifecycle.PAUSED, False)
        assert source.root.startswith(server.root)
        tried = directory.liiku("try", "uusi", "--limit", "3", "--json")
    assert "`liiku try uusi`" in done.out
    assert json.loads(tried.out)["rows"] > 0, tried


def test_a_source_is_never_written_over(directory: Directory) -> None:
    assert directory.sources_dir is not None
    before = (directory.sources_dir / "lipas.yaml").read_bytes()
    with serving(load_city(NOW)) as server:
        done = directory.liiku("new-source", "lipas", f"{server.root}/lipas/v2/")
    assert done.code == 2
    assert "not written over" in done.err
    assert (directory.sources_dir / "lipas.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("Uusi", "https://example.org", "cannot name a source"),
        ("scope", "https://example.org", "cannot name a source"),
        ("../uusi", "https://example.org", "cannot name a source"),
        ("uusi", "file:///etc/passwd", "not an http(s) address"),
    ],
)
def test_a_name_or_an_address_that_cannot_be_used_is_wrong_usage(
    directory: Directory, name: str, url: str, words: str
) -> None:
    done = directory.liiku("new-source", name, url)
    assert (done.code, words in done.err) == (2, True), done


def test_an_address_that_nobody_can_read_names_what_was_tried(directory: Directory) -> None:
    with serving(Upstream(website={"etusivu": "<html><body>Tervetuloa</body></html>"})) as server:
        done = directory.liiku("new-source", "uusi", f"{server.root}/website/etusivu")
    assert done.code == 1
    for word in (
        "Linked Events",
        "palvelukarttaws",
        "LIPAS",
        "event/?page_size=1",
        "sports-sites",
        "sitemap.xml",
        "JSON-LD",
    ):
        assert word in done.err
    assert directory.sources_dir is not None
    assert not (directory.sources_dir / "uusi.yaml").exists()


def test_looking_obeys_robots_txt(directory: Directory) -> None:
    with serving(load_city(NOW), robots="User-agent: *\nDisallow: /\n") as server:
        done = directory.liiku("new-source", "uusi", f"{server.root}/linkedevents/v1/")
        assert server.asked == ["/robots.txt"]
    assert (done.code, "robots.txt forbids it" in done.err) == (1, True)


def test_a_try_shows_what_each_row_would_become_and_leaves_nothing(directory: Directory) -> None:
    with serving(
        register(site(1), site(2, properties={}), site(3, type={"type-code": 203}), site(4, name=None))
    ) as server:
        url = server.base_url("lipas")
        words = directory.liiku("try", "lipas", "--limit", "4", "--base-url", url)
        data = json.loads(directory.liiku("try", "lipas", "--limit", "4", "--base-url", url, "--json").out)
    assert words.code == 0
    for told in (
        "4 rows",
        "Ulkokuntosali 1",
        "free",
        "free-use?: true",
        "60.20000 24.90010 (exact)",
        "wrong_type  /name",
        "type_out:203",
    ):
        assert told in words.out
    first, second = data["records"]
    assert (first["cost"]["class"], second["cost"]["class"]) == ("free", "unknown")
    assert "cost" in second["unknown"]
    assert "cost" not in first["unknown"]
    assert [one["path"] for one in data["refused"]] == ["/name"]
    assert [one["rule"] for one in data["out_of_scope"]] == ["type_out:203"]
    assert not (directory.path / "ledger.sqlite").exists()
    assert not (directory.path / "runs").exists()


def test_a_try_stops_at_its_limit_and_takes_a_paused_source(tmp_path: Path) -> None:
    sources = website_sources(tmp_path / "sources", change=("lifecycle: active", "lifecycle: paused"))
    directory = Directory(tmp_path / "data", sources_dir=sources)
    with serving(small_website()) as server:
        data = json.loads(
            directory.liiku("try", NAME, "--limit", "2", "--base-url", server.base_url("webpage"), "--json").out
        )
        pages = [path for path in server.asked if "/ohjelma/" in path]
    assert (data["rows"], len(pages)) == (2, 2)


def test_a_try_shows_series_with_their_sessions_and_places_and_names_fields_that_nobody_reads(
    directory: Directory,
) -> None:
    city = load_city(NOW)
    city.events = [row | {"brand_new_field": 1} for row in city.events]
    with serving(city) as server:
        data = json.loads(directory.liiku("try", "linkedevents", "--limit", "60", "--base-url", server.base_url("linkedevents"), "--json").out)  # fmt: skip
    assert data["unmapped"] == {"brand_new_field": 60}
    records = {record["source_id"]: record for record in data["records"]}
    assert len(records) < 60  # sessions are shown with their series
    series = records["enkora:62713"]
    assert (series["kind"], series["times"], series["places"][0]["name"]["fi"]) == (
        "activity", "2026-11-23 09:00", "Talin jalkapallohalli"
    )  # fmt: skip


def test_a_try_of_what_does_not_answer_fails_with_the_reason(directory: Directory) -> None:
    with serving(Upstream()) as server:
        done = directory.liiku("try", "lipas", "--base-url", f"{server.root}/nothing/v2")
    assert done.code == 1
    assert "answered 404" in done.out


def test_the_example_of_a_website_is_a_source_that_can_be_read() -> None:
    example = BUNDLED_SOURCES.parents[1] / "docs/sources/webpage.example.yaml"
    source = read_yaml(example, Source)
    assert (source.spider, source.lifecycle) == ("webpage", Lifecycle.PAUSED)
