"""The tray: the whole directory as an edition, in which nothing of unknown cost stands among the free."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from crawler.replay.server import serving
from liiku.context import Context
from schemas.service import LANGS
from search_api.web.coming import is_over
from tests.conftest import SAMPLE_NOW, client_of
from tests.crawler.upstreams import Directory, event, small_city
from tests.search_api.stewards import words


def tray(client: TestClient, **query: str) -> LexborHTMLParser:
    answer = client.get("/tray", params={"lang": "fi"} | query)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def listed(page: LexborHTMLParser) -> set[str]:
    return {str(a.attributes["href"]).split("/")[2].partition("?")[0] for a in page.css(".lines a")}


@pytest.fixture(scope="module")
def classes(sample: Context) -> dict[str, str]:
    """The cost class of what the edition should hold, by id."""
    bodies = [orjson.loads(row.body) for row in sample.ledger.live_services()]
    morning = SAMPLE_NOW.replace(hour=0)
    return {b["id"]: b["cost"]["class"] for b in bodies if b["state"] == "active" and not is_over(b, morning)}


def test_the_edition_holds_the_whole_directory_and_nothing_cancelled(
    client: TestClient, classes: dict[str, str]
) -> None:
    assert listed(tray(client)) == set(classes)
    assert len(classes) > 400


@pytest.mark.parametrize("lang", LANGS)
def test_free_comes_first_and_the_unknown_stands_in_a_part_of_its_own(
    client: TestClient, classes: dict[str, str], lang: str
) -> None:
    heads = {"fi": ("Maksuttomat", "Edulliset", "Maksulliset", "Hintaa ei tiedetä"),
             "sv": ("Avgiftsfria", "Förmånliga", "Avgiftsbelagda", "Priset är inte känt"),
             "en": ("Free of charge", "Low cost", "Paid", "Price not known")}[lang]  # fmt: skip
    order = dict(zip(heads, ("free", "low", "paid", "unknown"), strict=True))
    current, rank = "", -1
    for node in tray(client, lang=lang).css(".chapter h3, .chapter h4, .lines a"):
        if node.tag == "h3":
            rank = -1
        elif node.tag == "h4":
            current = order[node.text()]
            assert list(order.values()).index(current) > rank
            rank = list(order.values()).index(current)
        else:
            assert classes[str(node.attributes["href"]).split("/")[2].partition("?")[0]] == current


def test_a_booklet_is_one_district_and_its_language_links_keep_it(client: TestClient, classes: dict[str, str]) -> None:
    whole, kallio = tray(client), tray(client, district="Kallio")
    assert kallio.css_first("h1").text() == "Palvelutarjotin: Kallio"
    assert len(kallio.css(".chapter")) == 1
    assert set() < listed(kallio) < listed(whole)
    assert all("district=Kallio" in str(a.attributes["href"]) for a in kallio.css(".langs a"))


def test_every_district_of_the_contents_is_a_chapter_and_a_booklet(client: TestClient) -> None:
    page = tray(client)
    anchors = [str(a.attributes["href"])[1:] for a in page.css(".contents a[href^='#']")]
    assert [node.attributes["id"] for node in page.css(".chapter > h2")] == anchors
    for link in page.css(".contents a.screen"):
        assert client.get(str(link.attributes["href"])).status_code == 200


def test_a_district_that_is_not_there_is_said(client: TestClient) -> None:
    answer = client.get("/tray", params={"district": "<b>Atlantis</b>", "lang": "en"})
    assert answer.status_code == 404
    assert "“<b>Atlantis</b>”" in LexborHTMLParser(answer.text).css_first("[role=alert]").text()


def test_the_edition_names_its_day_and_its_sources(client: TestClient) -> None:
    said = words(tray(client))
    assert "Painos 24.11.2026" in said
    assert "CC BY 4.0" in said


def test_a_change_of_the_ledger_makes_another_edition(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(events=1)) as server:
        directory.crawl(server, "linkedevents")
        client = client_of(directory.context)
        before = listed(tray(client))
        server.upstream.events.append(event(1))
        directory.crawl(server, "linkedevents", full=True)
    assert len(listed(tray(client)) - before) == 1
