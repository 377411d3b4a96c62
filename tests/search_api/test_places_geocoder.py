"""`/v1/places` beyond our own records: the configured geocoder is asked last, only for a house, in two seconds, and never logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crawler.replay.server import Handler, ReplayServer, serving
from crawler.replay.upstream import Upstream
from indexer.geocoders import open_geocoder
from liiku.context import Context
from schemas.settings import Settings
from search_api import places
from search_api.deps import Deps

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HOUSE = {
    "street": {"name": {"fi": "Olympiaranta", "sv": "Olympiakajen"}}, "number": "1", "letter": None, "municipality": "helsinki",
    "location": {"type": "Point", "coordinates": [24.9567, 60.1606]},
}  # fmt: skip


@pytest.fixture
def register() -> Iterator[ReplayServer]:
    with serving(Upstream(addresses=[HOUSE])) as server:
        yield server


@pytest.fixture
def asking(client: TestClient, register: ReplayServer) -> Iterator[TestClient]:
    """The application with the geocoder on."""
    state: Any = client.app.state  # type: ignore[attr-defined]
    before: Deps = state.deps
    settings = Settings.model_validate(
        {"geocoder": "servicemap", "geocoder_url": register.base_url("servicemap"), "geocoder_private": True}
    )
    state.deps = replace(before, geocoder=open_geocoder(settings))
    yield client
    state.deps = before


def found(client: TestClient, q: str) -> list[dict[str, Any]]:
    answers = [client.get("/v1/places", params={"q": q}), client.post("/v1/places", json={"q": q})]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    places: list[dict[str, Any]] = answers[0].json()["places"]
    return places


@pytest.mark.parametrize("q", ["Olympiaranta 1", "Olympiakajen 1 B 3, 00140 Helsingfors"])
def test_an_address_that_we_do_not_know_is_asked_of_the_geocoder(asking: TestClient, q: str) -> None:
    (place,) = found(asking, q)
    assert (place["kind"], place["lat"], place["lon"], place["precision"]) == ("address", 60.1606, 24.9567, "address")
    assert "1, Helsinki" in place["label"]


def test_our_own_records_come_first_and_the_geocoder_is_not_asked(asking: TestClient, register: ReplayServer) -> None:
    assert found(asking, "Helsinginkatu 26")
    assert register.asked == []


@pytest.mark.parametrize(
    "q", ["Olympiaran", "Olympiaranta", "masennus", "Maija Meikäläinen", "Linnankatu 3, 20100 Turku"]
)
def test_words_that_are_no_house_are_sent_to_nobody(asking: TestClient, register: ReplayServer, q: str) -> None:
    assert found(asking, q) == []
    assert register.asked == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_geocoder_that_fails_leaves_our_own_answer_and_no_error(
    asking: TestClient, register: ReplayServer, status: int
) -> None:
    def fail(handler: Handler, *_: Any) -> bool:
        handler.send_json(status, {"detail": "no"})
        return True

    register.fault = fail
    assert found(asking, "Olympiaranta 1") == []


def test_a_geocoder_that_is_late_is_not_waited_for(
    asking: TestClient, register: ReplayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    done = Event()

    def hang(*_: Any) -> bool:
        done.wait(10)
        return False

    register.fault = hang
    monkeypatch.setattr(places, "GEOCODER_S", 0.2)
    try:
        assert found(asking, "Olympiaranta 1") == []
    finally:
        done.set()


def test_what_was_asked_for_is_not_logged(
    asking: TestClient, register: ReplayServer, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(handler: Handler, *_: Any) -> bool:
        handler.send_json(500, {"detail": "Olympiaranta"})
        return True

    register.fault = fail
    with caplog.at_level(logging.DEBUG):
        found(asking, "Olympiaranta 1")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert [line for line in ours if "lympiaranta" in line] == []


def test_without_a_geocoder_nothing_outside_is_asked(client: TestClient, register: ReplayServer) -> None:
    assert found(client, "Olympiaranta 1") == []
    assert register.asked == []


def test_a_course_of_the_sample_city_stands_where_its_address_is(sample: Context) -> None:
    (row,) = sample.ledger.service_by_source_id("ilmonet:H261041")
    from schemas.service import Service

    service = Service.model_validate_json(row.body)
    place = service.places[0]
    assert (place.lat, place.lon, place.precision.value, place.district["fi"]) == (
        60.18681,
        24.94661,
        "address",
        "Alppiharju",
    )
    by = {note.pointer: note.by for note in service.derived}
    assert by["/places/0/lat"] == "geocode.servicemap"
    assert by["/places/0/postal_code"] == "divisions.point_in_polygon"
