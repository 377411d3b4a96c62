"""The pages as people get them: what a card says, in which language, and what must never be on a page, in an address or in a log."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

import search_api
from crawler.replay.server import serving
from liiku.context import Context
from schemas.identity import service_id
from schemas.service import LANGS
from search_api.web.views import WORDS, Page
from tests.conftest import client_of
from tests.crawler.upstreams import Directory, event, small_city

FOLDER = Path(search_api.__file__).parent
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ENCODED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
WITH_SCRIPT = service_id("linkedevents", "helsinki:ag4r33i7d5")
"""The sample's event whose description carries a script."""
NEAR_KALLIO = {"q": "jumppa", "near": "Kallion kirjasto", "radius_m": "2000"}


def parsed(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


def cards(client: TestClient, **form: str) -> dict[str, LexborNode]:
    """The result cards by the id of their offering."""
    page = parsed(client.post("/", data=form).text)
    links = [(card, card.css_first("h3 a")) for card in page.css("li.card")]
    return {str(link.attributes["href"]).split("/")[2].partition("?")[0]: card for card, link in links if link}


@pytest.fixture(scope="module")
def pages(client: TestClient) -> dict[str, str]:
    """One of every kind of page, in each language."""
    some = client.get("/v1/search", params={"limit": 1}).json()["hits"][0]["id"]
    found = {}
    for lang in LANGS:
        for path in ("/", f"/services/{some}", f"/services/{WITH_SCRIPT}", "/services/x", "/about"):
            found[f"{path} {lang}"] = client.get(path, params={"lang": lang}).text
        for name, form in {
            "near": NEAR_KALLIO,
            "nothing": {"q": "qqqq"},
            "lost": {"near": "qqqq"},
            "wrong": {"cost": "qqqq"},
        }.items():
            found[f"{name} {lang}"] = client.post("/", data=form | {"lang": lang}).text
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[TestClient, str]:
    """An event in which every text is an attack, crawled and published; its own page."""
    words = {"fi": ENCODED, "en": ENCODED}
    key = 'helsinki:"><script>1</script>'
    row = event(1, id=key, name=words, description=words, short_description=words, provider=words, location=None)
    row |= {"location_extra_info": words, "offers": [{"is_free": False, "price": words, "description": words}]}
    directory = Directory(tmp_path_factory.mktemp("hostile"))
    with serving(small_city(events=1)) as server:
        server.upstream.events = [row]
        assert directory.crawl(server, "linkedevents").counts.added == 1
    return client_of(directory.context), f"/services/{service_id('linkedevents', key)}"


# What they say


def test_the_front_page_is_a_form_that_posts_and_no_results(client: TestClient) -> None:
    page = parsed(client.get("/").text)
    assert page.css_first("form[method=post] input[name=q]")
    assert page.css_first("form input[name=near]")
    assert page.css("li.card") == []


def test_a_search_near_an_address_shows_distances_and_what_they_are_from(client: TestClient) -> None:
    found = cards(client, **NEAR_KALLIO)
    metres = [
        int(m[1]) for card in found.values() if (m := re.search(r">(\d+) m, kävellen noin \d+ min", card.html or ""))
    ]
    assert len(metres) == len(found) > 3
    assert metres == sorted(metres)
    assert metres[-1] <= 2000
    assert "Kallion kirjasto" in client.post("/", data=NEAR_KALLIO).text.partition('role="status"')[2]


def test_an_unknown_place_is_said_to_be_unknown_and_nothing_is_listed(client: TestClient) -> None:
    page = parsed(client.post("/", data={"near": "Olematonkatu 999"}).text)
    assert "Olematonkatu 999" in str(page.css_first("[role=alert]") and page.css_first("[role=alert]").text())
    assert page.css("li.card") == []


def test_the_next_page_holds_other_offerings_and_its_cursor_is_posted(client: TestClient) -> None:
    form = {"q": "ryhmä", "lang": "fi"}
    first = cards(client, **form)
    more = parsed(client.post("/", data=form).text).css("form")[-1]
    fields = {str(one.attributes["name"]): str(one.attributes["value"]) for one in more.css("input")}
    assert (more.attributes["method"], "cursor" in fields) == ("post", True)
    second = cards(client, **fields)
    assert second
    assert not first.keys() & second.keys()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fi", {"free": "Maksuton", "low": "Edullinen", "paid": "Maksullinen", "unknown": "Hinta ei tiedossa"}),
        ("sv", {"free": "Avgiftsfri", "low": "Förmånlig", "paid": "Avgiftsbelagd", "unknown": "Priset inte känt"}),
        ("en", {"free": "Free of charge", "low": "Low cost", "paid": "Paid", "unknown": "Price not known"}),
    ],
)
def test_every_card_says_its_cost_in_words_and_the_unknown_is_never_shown_as_free(
    client: TestClient, lang: str, words: dict[str, str]
) -> None:
    for cost, said in words.items():
        found = cards(client, cost=cost, lang=lang, limit="100")
        assert found
        assert {card.css_first("strong.cost").text() for card in found.values()} == {said}


def test_a_price_is_written_with_a_comma_and_whole_euros_without(client: TestClient) -> None:
    prices = {c.css_first("dd").text() for c in cards(client, cost="low", limit="100").values()}
    amounts = {m for price in prices for m in re.findall(r"[\d.,–]+ €", price)}
    assert amounts
    assert [one for one in amounts if not re.fullmatch(r"\d+(,\d\d)?(–\d+(,\d\d)?)? €", one)] == []


def test_every_card_and_every_offerings_page_names_its_source_and_a_date(client: TestClient) -> None:
    found = cards(client, q="jumppa", limit="100")
    for key, card in found.items():
        assert re.search(r"Lähde: City of Helsinki|Lähde: \w+", card.css_first(".from").text())
        page = parsed(client.get(f"/services/{key}?lang=fi").text)
        assert re.search(r"haettu lähteestä \d+\.\d+\.\d{4}", page.css_first(".from").text())


def test_every_offering_of_the_city_has_a_page_that_says_its_name_cost_and_registration(
    client: TestClient, sample: Context
) -> None:
    rows = list(sample.ledger.live_services())
    for number, row in enumerate(rows):
        page = client.get(f"/services/{row.id}", params={"lang": LANGS[number % 3]})
        assert page.status_code == 200, row.source_id
        assert parsed(page.text).css_first("strong.cost").text()
    assert len(rows) > 400


def test_a_date_is_helsinkis_even_just_after_midnight() -> None:
    page = Page(lang="fi", is_sample=False, given={})
    assert page.day("2026-11-23T22:30:00Z") == "24.11.2026"
    assert page.day("2026-11-23") == "23.11.2026"


# Sample data, languages


def test_the_sample_data_banner_is_on_every_page_in_its_language(pages: dict[str, str]) -> None:
    banner = {"fi": "Esimerkkiaineisto", "sv": "Exempelmaterial", "en": "Sample data"}
    assert [
        name for name, text in pages.items() if banner[name[-2:]] not in parsed(text).css_first("p.sample").text()
    ] == []


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [("sv-FI,sv;q=0.9,en;q=0.8", "sv"), ("de,en;q=0.5", "en"), ("EN-us", "en"), ("de", "fi"), ("", "fi"), ("fil,en;q=0.5", "en"), ("*", "fi")],
)  # fmt: skip
def test_the_browsers_language_is_used_and_else_finnish(client: TestClient, accepts: str, lang: str) -> None:
    page = parsed(client.get("/", headers={"Accept-Language": accepts}).text)
    assert page.css_first("html").attributes["lang"] == lang


def test_the_language_asked_for_wins_and_an_unknown_one_is_passed_over(client: TestClient) -> None:
    swedish = {"Accept-Language": "sv"}
    for asked, lang in (("en", "en"), ("fi", "fi"), ("xx", "sv")):
        for page in (
            client.get("/", params={"lang": asked}, headers=swedish),
            client.post("/", data={"lang": asked}, headers=swedish),
        ):
            assert parsed(page.text).css_first("html").attributes["lang"] == lang


def test_every_word_of_ours_is_there_in_three_languages() -> None:
    words = WORDS
    labels = yaml.safe_load((FOLDER / "facet_labels.yaml").read_text("utf-8"))
    flat = words | {f"{group}.{name}": text for group, texts in labels.items() for name, text in texts.items()}
    assert [name for name, text in flat.items() if set(text) != set(LANGS) or not all(text.values())] == []


def test_every_word_has_the_same_blanks_in_each_language() -> None:
    words = WORDS
    blanks = {name: {tuple(sorted(re.findall(r"{\w+}", t))) for t in text.values()} for name, text in words.items()}
    assert {name for name, found in blanks.items() if len(found) > 1} == set()


def test_every_word_that_a_template_says_exists() -> None:
    words = WORDS
    templates = "".join(path.read_text("utf-8") for path in (FOLDER / "web" / "templates").glob("*.html"))
    assert set(re.findall(r"say\('(\w+)'", templates)) - set(words) == set()


# What must never happen


def assert_harmless(text: str) -> None:
    page = parsed(text)
    data = [node for node in page.css("script") if node.attributes == {"type": "application/ld+json"}]
    assert all(isinstance(orjson.loads(node.text()), dict) and "<" not in node.text() for node in data)
    assert [
        node.html
        for node in page.css("script")
        if not str(node.attributes.get("src", "")).startswith("/static/") and node not in data
    ] == []
    handlers = [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
    assert (handlers, page.css("img[src=x]")) == ([], [])
    assert [
        a for node in page.css("a") if (a := str(node.attributes.get("href"))).startswith(("javascript:", "data:"))
    ] == []


def test_a_script_in_a_crawled_description_is_neither_run_nor_shown(pages: dict[str, str]) -> None:
    text = pages[f"/services/{WITH_SCRIPT} fi"]
    assert_harmless(text)
    assert "mihin ryhmiin voi ohjata" in text
    assert "document.write" not in text
    assert "seurantakoodi" not in text


def test_crawled_markup_that_reads_as_text_is_escaped_everywhere(hostile: tuple[TestClient, str]) -> None:
    client, path = hostile
    for page in (
        client.get(path),
        client.post("/", data={"q": "script"}),
        client.get("/?lang=en&search=1"),
        client.get(f"{path}?lang=sv"),
    ):
        assert page.status_code == 200
        assert "alert(1)" in page.text
        assert_harmless(page.text)


@pytest.mark.parametrize(
    "text", [HOSTILE, '"><script>1</script>', "{{ 7*7 }}", "{n}", "' onmouseover='1", "\x00\u202e"]
)
def test_what_somebody_typed_comes_back_as_text(client: TestClient, text: str) -> None:
    for form in (
        {"q": text},
        {"near": text},
        {"cost": text},
        {"q": text, "near": "Kallio", "radius_m": text},
        {"lang": text},
    ):
        page = client.post("/", data=form)
        assert page.status_code in (200, 400)
        assert_harmless(page.text)
        assert "49" not in parsed(page.text).css_first("input[name=q]").attributes["value"]  # type: ignore[operator]


def test_no_form_and_no_link_puts_words_or_an_address_into_an_address(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        page = parsed(text)
        assert {str(form.attributes.get("method")).lower() for form in page.css("form")} <= {"post"}, name
        addresses = [str(node.attributes.get(a)) for a in ("href", "action") for node in page.css(f"[{a}]")]
        assert [one for one in addresses if re.search(r"[?&](q|near|lat|lon|cursor)=|jumppa|Kallion", one)] == [], name


def test_words_in_an_address_are_not_taken_from_it(client: TestClient) -> None:
    page = client.get("/", params={"q": "salaisuus", "near": "Kallio", "cost": "free"})
    assert page.status_code == 200
    assert "salaisuus" not in page.text
    assert parsed(page.text).css("li.card")


def test_pages_pass_over_parameters_that_they_do_not_know(client: TestClient) -> None:
    assert client.get("/", params={"utm_source": "x", "lang": "fi"}).status_code == 200


def test_a_wrong_filter_is_said_on_the_page(client: TestClient) -> None:
    page = client.get("/", params={"cost": "cheap"})
    assert page.status_code == 400
    assert "cost" in parsed(page.text).css_first("[role=alert]").text()


def test_no_page_asks_another_host_for_anything(client: TestClient, pages: dict[str, str]) -> None:
    loads = "script[src], img[src], iframe, source, link[href], form[action], object, embed, video, audio"
    for name, text in pages.items():
        sources = [
            str(n.attributes.get(a) or "")
            for n in parsed(text).css(loads)
            for a in ("src", "href", "action")
            if a in n.attributes
        ]
        assert [one for one in sources if not re.match(r"/(?!/)", one)] == [], name
        assert re.search(r"style=|<style", text) is None, name
    for path in (one for one in (FOLDER / "web" / "static").rglob("*") if one.is_file()):
        assert re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", path.read_text("utf-8")) is None, path


def test_what_a_page_loads_is_there(client: TestClient, pages: dict[str, str]) -> None:
    loads = {
        str(n.attributes.get("href") or n.attributes.get("src"))
        for text in pages.values()
        for n in parsed(text).css("link, script[src]")
    }
    assert {path: client.get(path).status_code for path in loads} == dict.fromkeys(loads, 200)


@pytest.mark.parametrize(
    "path", ["/", "/about", "/services/x", "/v1/search", "/v1/nothing", "/static/style.css", "/openapi.json"]
)
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("no-referrer", "nosniff")
    assert "geolocation=(self)" in headers["permissions-policy"]


def test_no_cache_keeps_a_page_of_results(client: TestClient) -> None:
    assert client.post("/", data=NEAR_KALLIO).headers["cache-control"] == "no-store"


def test_log_lines_hold_neither_words_nor_an_address(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    secret: dict[str, Any] = {"q": "päihdekuntoutus", "near": "Helsinginkatu 26"}
    with caplog.at_level(logging.DEBUG, logger="liiku"):
        client.post("/", data=secret)
        for path in ("/v1/search", "/v1/places", "/v1/suggest", "/nowhere", "/"):
            client.get(path, params={"q": secret["q"]})
            client.post(path, json={"q": secret["near"], "lat": 60.1841})
        client.get("/v1/search", params={"lat": "60.1841", "lon": "24.9496", "radius_m": "päihdekuntoutus"})
        client.get("/services/päihdekuntoutus")
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("liiku")]
    assert len(lines) == 13
    assert [line for line in lines if re.search(r"kuntoutus|Helsinginkatu|%C3|%20|60\.18|24\.94", line)] == []
    assert "POST / 200" in " ".join(lines)
