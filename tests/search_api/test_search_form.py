"""What the search page's form means: buttons that change it, ticks that stand for parameters, and the ground of the map."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from search_api.web.search_form import Given, read_form
from search_api.web.tiles import Tile, TileRefused, tile

TODAY = date(2026, 11, 24)


def fields(parameters: Given) -> Given:
    return read_form(parameters, lang="fi").fields(TODAY)


@pytest.mark.parametrize(
    ("parameters", "name", "value"),
    [
        pytest.param({"need": ["wheelchair", "lift"]}, "accessibility", ["wheelchair,lift"], id="all ticks must hold"),
        pytest.param({"need": ["wheelchair", "lift"], "partly": ["true"]}, "accessibility", ["wheelchair:partly,lift"], id="partly is of profiles"),
        pytest.param({"accessibility": ["rollator:partly"]}, "accessibility", ["rollator:partly"], id="a link's value becomes a tick and stays"),
        pytest.param({"accessibility": ["rollator", "lift"]}, "accessibility", ["rollator", "lift"], id="or is left as it was"),
        pytest.param({"accessibility": ["cheap"]}, "accessibility", ["cheap"], id="a wrong one is left to be refused"),
        pytest.param({"within": ["week"]}, "date_to", ["2026-11-30"], id="seven days from today"),
        pytest.param({"within": ["week"], "date_from": ["2026-12-01"]}, "date_from", ["2026-12-01"], id="dates win"),
        pytest.param({"form": ["group"]}, "form", ["group"], id="form"),
        pytest.param({"cost": ["free", "low"], "drop": ["cost=free"]}, "cost", ["low"], id="one value dropped"),
        pytest.param({"radius_m": ["500"], "set": ["radius_m=3000"]}, "radius_m", ["3000"], id="widened"),
        pytest.param({"cost": ["paid"], "start": ["first_step"]}, "cost", ["paid"], id="what was chosen wins over a starting point"),
    ],
)  # fmt: skip
def test_what_the_form_says_becomes_parameters(parameters: Given, name: str, value: list[str]) -> None:
    assert fields(parameters)[name] == value


def test_what_is_dropped_whole_takes_its_ticks_with_it() -> None:
    assert "accessibility" not in fields({"need": ["lift"], "partly": ["true"], "drop": ["accessibility"]})
    assert "date_from" not in fields({"within": ["today"], "drop": ["date_from"]})
    assert "form" not in fields({"form": ["group"], "drop": ["form"]})


def test_a_language_alone_asks_for_no_search_and_a_press_of_search_does() -> None:
    assert not read_form({"lang": ["sv"]}, lang="sv").asked
    assert not read_form({"lang": ["sv"], "utm_source": ["x"], "q": [" "]}, lang="sv").asked
    assert read_form({"search": ["1"]}, lang="fi").asked


def test_an_htmx_request_gets_the_results_the_status_and_the_counts_and_no_page(client: TestClient) -> None:
    part = client.post("/", data={"cost": "free"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    page = LexborHTMLParser(part)
    assert page.css("li.card")
    assert page.css_first('[hx-swap-oob="innerHTML:#status"]').text().strip().endswith("20")
    assert page.css_first('[hx-swap-oob="innerHTML:#n-cost-free"]').text().strip("() \n").isdigit()


def test_few_results_offer_buttons_that_find_more(client: TestClient) -> None:
    given = {"near": "Kallion kirjasto", "radius_m": "500", "cost": "free", "category": "sports/swimming", "lang": "fi"}
    page = LexborHTMLParser(client.post("/", data=given).text)
    before = len(page.css("li.card"))
    buttons = page.css("[aria-labelledby=widen] button")
    assert buttons
    for button in buttons:
        change = {str(button.attributes["name"]): str(button.attributes["value"])}
        assert len(LexborHTMLParser(client.post("/", data=given | change).text).css("li.card")) > before


def test_a_limit_of_distance_without_a_place_is_said_not_to_hold(client: TestClient) -> None:
    page = LexborHTMLParser(client.post("/", data={"radius_m": "500", "lang": "fi"}).text)
    assert "Etäisyyttä ei voitu rajata" in page.css_first("#answer").text()


def test_a_wish_to_change_language_keeps_what_was_typed_and_puts_nothing_into_an_address(client: TestClient) -> None:
    page = client.post("/", data={"q": "jumppa", "near": "Kallion kirjasto", "lang": "fi"})
    buttons = LexborHTMLParser(page.text).css(".langs button[form=search][name=lang]")
    assert [one.attributes["value"] for one in buttons] == ["fi", "sv", "en"]


def test_what_is_ticked_without_javascript_becomes_the_address_of_a_handout(client: TestClient) -> None:
    ids = [hit["id"] for hit in client.get("/v1/search", params={"limit": 2}).json()["hits"]]
    answer = client.post("/print", data={"ids": [*ids, "<script>"], "lang": "sv", "q": "salaisuus"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/print?ids={','.join(ids)}&lang=sv")


def test_the_grounds_outlines_are_named_small_and_kept_by_the_browser(client: TestClient) -> None:
    answer = client.get("/map/districts.json")
    features = answer.json()["features"]
    assert {"Kallio", "Kluuvi"} <= {one["properties"]["name"]["fi"] for one in features}
    assert all(one["geometry"]["coordinates"] for one in features)
    assert "max-age" in answer.headers["cache-control"]
    assert client.get("/map/districts.json", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_without_the_browser_libraries_the_page_is_plainer_and_still_a_form(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_api.web.views.has_library", lambda name: False)
    page = client.post("/", data={"q": "jumppa"}).text
    assert "vendor/" not in page
    assert "hx-" not in page
    assert LexborHTMLParser(page).css("li.card")


def test_there_is_no_base_map_unless_one_is_set(client: TestClient) -> None:
    assert client.get("/map/tiles/12/2331/1185").status_code == 404


PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 20


class Upstream(BaseHTTPRequestHandler):
    asked: list[str]
    body = PICTURE

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(type(self).body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def upstream() -> Iterator[tuple[str, type[Upstream]]]:
    handler = type("Handler", (Upstream,), {"asked": [], "body": PICTURE})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png", handler
    server.shutdown()
    server.server_close()


def test_a_tile_is_fetched_once_and_then_kept(upstream: tuple[str, type[Upstream]], tmp_path: Path) -> None:
    address, server = upstream
    for _ in range(2):
        assert tile(address, tmp_path, Tile(12, 2331, 1185), agent="test", may_be_private=True) == (
            PICTURE,
            "image/png",
        )
    assert server.asked == ["/12/2331/1185.png"]


@pytest.mark.parametrize(
    "wanted", [Tile(12, 0, 0), Tile(3, 4, 2), Tile(30, 2331, 1185), Tile(12, -1, 1185), Tile(12, 2331, 10**9)]
)
def test_a_tile_beyond_the_region_is_never_asked_for(
    upstream: tuple[str, type[Upstream]], tmp_path: Path, wanted: Tile
) -> None:
    address, server = upstream
    with pytest.raises(TileRefused):
        tile(address, tmp_path, wanted, agent="test", may_be_private=True)
    assert server.asked == []


def test_what_is_no_picture_is_neither_given_nor_kept(upstream: tuple[str, type[Upstream]], tmp_path: Path) -> None:
    address, server = upstream
    server.body = b"<html><script>alert(1)</script>"
    with pytest.raises(TileRefused):
        tile(address, tmp_path, Tile(12, 2331, 1185), agent="test", may_be_private=True)
    assert list(tmp_path.rglob("*.*")) == []
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_a_base_map_within_is_asked_only_where_the_settings_say_so(
    upstream: tuple[str, type[Upstream]], tmp_path: Path
) -> None:
    address, server = upstream
    with pytest.raises(TileRefused):
        tile(address, tmp_path, Tile(12, 2331, 1185), agent="test")
    assert server.asked == []
