"""The page of one offering: what is known, what is not, the way there, the sessions as a calendar; and the accessibility statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import pytest
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from liiku.context import Context
from schemas.service import LANGS
from tests.conftest import SAMPLE_NOW, client_of
from tests.search_api.paper_town import BARE, JOINED, KEPT, LONG, LONG_NAME, paper_town
from tests.search_api.stewards import words


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(paper_town(tmp_path_factory.mktemp("paper")).context)


@pytest.fixture(scope="module")
def bodies(sample: Context) -> list[dict[str, Any]]:
    return [orjson.loads(row.body) for row in sample.ledger.live_services()]


def page(client: TestClient, path: str) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def test_what_is_not_known_is_named(town: TestClient) -> None:
    said = words(page(town, f"/services/{BARE}?lang=en"))
    for fact in ("Price", "Place", "For whom", "Languages", "Accessibility"):
        assert fact in said.partition("What is not known")[2].partition("Ask the organiser")[0]
    assert "Price not known" in said
    assert "Free of charge" not in said


def test_a_name_without_spaces_and_a_service_without_place_or_text_have_pages(town: TestClient) -> None:
    assert page(town, f"/services/{LONG}").css_first("h1").text() == LONG_NAME
    assert "Paikka ei tiedossa" in words(page(town, f"/services/{BARE}?lang=fi"))


def test_the_way_there_has_the_destination_in_it_and_nothing_else(
    client: TestClient, bodies: list[dict[str, Any]]
) -> None:
    body = next(one for one in bodies if one["places"] and one["places"][0]["precision"] == "exact")
    place = body["places"][0]
    links = [
        str(a.attributes["href"]) for a in page(client, f"/services/{body['id']}?lang=fi").css("dd a[href*=reittiopas]")
    ]
    assert links
    start, _, rest = links[0].partition("/reitti/")
    assert start == "https://reittiopas.hsl.fi"
    assert rest.startswith("%20/")
    assert f"::{place['lat']:.5f},{place['lon']:.5f}?locale=fi" in rest


def test_the_calendar_file_holds_every_coming_session_once(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    body = max(bodies, key=lambda one: len(one["schedule"]["sessions"]))
    coming = [s for s in body["schedule"]["sessions"] if datetime.fromisoformat(s["end"] or s["start"]) > SAMPLE_NOW]
    answer = client.get(f"/services/{body['id']}.ics?lang=sv")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    assert [one["dtstart"].dt for one in events] == [datetime.fromisoformat(s["start"]) for s in coming]
    assert len({str(one["uid"]) for one in events}) == len(events) > 12
    assert answer.content == client.get(f"/services/{body['id']}.ics?lang=sv").content


def test_a_cancelled_session_is_cancelled_in_the_calendar_and_on_the_page(
    client: TestClient, bodies: list[dict[str, Any]]
) -> None:
    body = next(
        one
        for one in bodies
        if any(
            s["state"] == "cancelled" and datetime.fromisoformat(s["start"]) > SAMPLE_NOW
            for s in one["schedule"]["sessions"]
        )
    )
    events = Calendar.from_ical(client.get(f"/services/{body['id']}.ics").text).walk("VEVENT")
    assert "CANCELLED" in {str(one.get("status")) for one in events}
    assert "peruttu" in words(page(client, f"/services/{body['id']}?lang=fi"))


def test_what_has_no_times_has_no_calendar(town: TestClient, client: TestClient, bodies: list[dict[str, Any]]) -> None:
    venue = next(one for one in bodies if one["kind"] == "venue" and not one["schedule"]["sessions"])
    assert client.get(f"/services/{venue['id']}.ics").status_code == 404
    assert page(client, f"/services/{venue['id']}").css("a[href*='.ics']") == []
    moved = town.get(f"/services/{JOINED}.ics")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/services/{KEPT}.ics")


def test_a_price_for_some_only_is_said_to_be_for_them(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    body = next(one for one in bodies if one["restricted_to"])
    assert "Only:" in words(page(client, f"/services/{body['id']}?lang=en"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_statement_claims_only_what_is_tested_and_names_what_is_not(client: TestClient, lang: str) -> None:
    said = words(page(client, f"/accessibility?lang={lang}"))
    assert {"fi": "Ruudunlukijoilla", "sv": "skärmläsare", "en": "screen readers"}[lang] in said
    assert "LIIKU_CONTACT" in said
    assert "statement.yaml" in said


def test_the_statement_names_the_contact_that_is_set(sample: Context) -> None:
    context = Context(sample.settings.model_copy(update={"contact": "saavutettavuus@example.org"}))
    assert "saavutettavuus@example.org" in client_of(context).get("/accessibility").text
