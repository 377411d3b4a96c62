"""Espoo's Linked Events by YAML alone: a second instance with ids, pages and fields of its own, paused because the tray is Helsinki's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.replay.server import serving
from crawler.replay.upstream import Row, Upstream
from liiku.context import BUNDLED_SOURCES
from schemas.run import RunState
from schemas.source import Lifecycle, Source, read_yaml
from tests.crawler.upstreams import REAL_DATA, Directory, adds_up, body, event, keyword, only, place, sources_with

ESPOO = "https://espooevents.prod.espoon-voltti.fi/api/events/v1"


def espoo_event(number: int, **fields: object) -> Row:
    """A row of the fork: no enrolment, no kind of course; hobbies, an HTML description and a registration link of its own."""
    row = event(number) | {
        "id": f"espooevents:e{number}", "data_source": "espooevents", "publisher": "espoo:kaupunki",
        "name": {"fi": f"Jooga {number}"}, "location": {"@id": f"{ESPOO}/place/espoo:1/"},
        "keywords": [{"@id": f"{ESPOO}/keyword/yso:p916/"}], "hobby_categories": [{"@id": f"{ESPOO}/hobby_category/3/"}],
        "event_registration_link": "https://ilmoittaudu.example/jooga", "description_html": None,
    }  # fmt: skip
    for gone in ("type_id", "enrolment_start_time", "enrolment_end_time"):
        row.pop(gone, None)
    return row | fields


def espoo_city(events: int = 3) -> Upstream:
    where = place(1) | {"id": "espoo:1", "data_source": "espoo", "address_locality": {"fi": "Espoo"}}
    return Upstream(events=[espoo_event(n) for n in range(events)], places=[where], keywords=[keyword()])


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    sources = sources_with(tmp_path / "sources", {})
    text = (sources / "espoo.yaml").read_text("utf-8")
    (sources / "espoo.yaml").write_text(text.replace("lifecycle: paused", "lifecycle: active"), "utf-8")
    return Directory(tmp_path / "data", sources_dir=sources)


def test_it_ships_paused_with_the_reason_beside_it(tmp_path: Path) -> None:
    assert read_yaml(BUNDLED_SOURCES / "espoo.yaml", Source).lifecycle is Lifecycle.PAUSED
    assert "The tray is Helsinki's" in (BUNDLED_SOURCES / "espoo.yaml").read_text("utf-8")
    done = Directory(tmp_path).liiku("crawl", "espoo")
    assert done.code == 1
    assert "paused" in done.err


def test_the_forks_rows_are_read_without_a_refusal_or_an_unread_field(directory: Directory) -> None:
    with serving(espoo_city()) as server:
        run = directory.crawl(server, "espoo")
        again = directory.crawl(server, "espoo", full=True)
    assert (run.state, run.counts.added, run.counts.quarantined, run.unmapped) == (RunState.PUBLISHED, 3, 0, {})
    assert adds_up(run)
    assert again.state is RunState.UNCHANGED
    service = directory.service("espoo", "espooevents:e0")
    assert service.registration_url == "https://ilmoittaudu.example/jooga"
    assert service.provenance.source_url == "https://www.espoo.fi/fi/tapahtumat/espooevents:e0"
    assert service.provenance.attribution == "City of Espoo, Linked Events"
    assert service.places[0].municipality == "Espoo"


def test_one_id_in_both_cities_is_two_offerings(directory: Directory) -> None:
    same = espoo_event(1, id="helsinki:e1")
    with serving(Upstream(events=[same], places=espoo_city().places, keywords=[keyword()])) as server:
        directory.crawl(server, "espoo")
    with serving(Upstream(events=[event(1)], places=[place(1)], keywords=[keyword()])) as server:
        directory.crawl(server, "linkedevents")
    ids = {directory.row(source, "helsinki:e1").id for source in ("espoo", "linkedevents")}
    assert len(ids) == 2


def test_the_copy_in_helsinkis_calendar_is_one_with_the_original(directory: Directory) -> None:
    original = espoo_event(1, location={"@id": f"{ESPOO}/place/tprek:1/"})
    copy = event(1) | {"id": "espoo_le:x1", "data_source": "espoo_le", "name": original["name"]}
    with serving(Upstream(events=[original], places=[place(1)], keywords=[keyword()])) as server:
        directory.crawl(server, "espoo")
    with serving(Upstream(events=[copy], places=[place(1)], keywords=[keyword()])) as server:
        directory.crawl(server, "linkedevents")
    assert directory.live() == {"espooevents:e1"}


def test_espoos_older_content_api_is_refused_for_what_it_is(directory: Directory) -> None:
    path = REAL_DATA / "linkedevents/event_espoo.json"
    if not path.is_file():
        pytest.skip("the real upstream records of ../shared do not lie beside this checkout")
    assert "odata.metadata" in json.loads(
        path.read_bytes()
    )  # not Linked Events: the API of which Helsinki's importer once read
    with serving(espoo_city(), fault=only("/event/", body(path.read_bytes()))) as server:
        run = directory.crawl(server, "espoo")
    assert run.state is RunState.FAILED
    assert "not a page with meta and data" in run.note
