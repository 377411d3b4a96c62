"""From an upstream's row over HTTP to `/v1/search?can_join=true`: what is full, closed, cancelled, past or unsaid must not be shown as open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from crawler.replay.server import serving
from crawler.replay.upstream import Row
from tests.conftest import client_of
from tests.crawler.upstreams import NOW, Directory, adds_up, event, moment, place, small_city, unit

IS_OPEN = {
    "enrolment_start_time": moment(NOW - timedelta(days=9)),
    "enrolment_end_time": moment(NOW + timedelta(days=9)),
}
STARTS = {"start_time": moment(NOW + timedelta(days=10)), "end_time": moment(NOW + timedelta(days=10, hours=1))}


def named(name: str, lang: str = "fi") -> Row:
    return {"name": {lang: name}}


def told(text: str, lang: str = "fi") -> Row:
    return {"description": {lang: f"<p>{text}</p>"}}


SHUT: dict[str, dict[str, Any]] = {
    "full in the title, Finnish": named("Savityöpaja – TÄYNNÄ!"),
    "full in the title, Swedish": named("Lerverkstad (fullbokad)", "sv"),
    "full in the title, English": named("Clay workshop – SOLD OUT", "en"),
    "full in the text, Finnish": told("Ryhmä on täynnä. Peruutuspaikkoja voi kysyä."),
    "full in the text, Swedish": told("Kursen är fullbokad.", "sv"),
    "full in the text, English": told("The group is now full.", "en"),
    "only a queue": told("Kurssi on täynnä. Voit ilmoittautua jonotuslistalle."),
    "no seats": {"remaining_attendee_capacity": 0},
    "overbooked": {"remaining_attendee_capacity": -2},
    "no seats in the registration": {"registration": {"id": 7, "remaining_attendee_capacity": 0}},
    "no seats in the course": {"extension_course": {"remaining_attendee_capacity": 0}},
    "closed in the text, Finnish": told("Ilmoittautuminen on päättynyt."),
    "closed in the text, Swedish": told("Anmälan har stängts.", "sv"),
    "closed in the text, English": told("Registration has closed.", "en"),
    "ended": {"enrolment_end_time": moment(NOW - timedelta(hours=1))},
    "not begun": {"enrolment_start_time": moment(NOW + timedelta(days=2))},
    "the registration's own period ended": {
        "registration": {"id": 8, "enrolment_end_time": moment(NOW - timedelta(days=1))}
    },
    "cancelled in the title, Finnish": named("PERUTTU: Jumppa"),
    "cancelled in the title, Swedish": named("Jumppa – INSTÄLLT", "sv"),
    "cancelled in the title, English": named("Gym (cancelled)", "en"),
    "cancelled in the status": {"event_status": "EventCancelled"},
    "past": {"start_time": moment(NOW - timedelta(hours=9)), "end_time": moment(NOW - timedelta(hours=8))},
}
UNSAID: dict[str, dict[str, Any]] = {
    "nothing said": told("Tervetuloa!"),
    "a supposition": told("Jos ryhmä on täynnä, soita meille."),
    "a registration without a period": {"registration": {"@id": "https://api.hel.fi/linkedevents/v1/registration/9/"}},
    "registration required": told("Ennakkoilmoittautuminen vaaditaan."),
    "the last day in the text is past": told("Ilmoittaudu viimeistään 20.11."),
    "the last day of another year": told("Ilmoittaudu viimeistään 12.12.2025."),
}
OPEN: dict[str, dict[str, Any]] = {
    "a period that runs": IS_OPEN,
    "a period that runs, and a supposition": IS_OPEN | told("Jos ryhmä on täynnä, soita meille."),
    "none needed": told("Ei ennakkoilmoittautumista."),
    "stated": told("Ilmoittautuminen käynnissä!"),
    "the last day in the text is to come": told("Ilmoittaudu viimeistään 30.11."),
}
FOR_SOME: dict[str, dict[str, Any]] = {
    "card": told("Ryhmä on tarkoitettu palvelukeskuskortin haltijoille."),
    "closed_group": told("Suljettu ryhmä."),
    "members": told("Endast för medlemmar.", "sv"),
}


def rows(group: str, cases: dict[str, dict[str, Any]], **shared: Any) -> list[Row]:
    return [
        event(0) | STARTS | shared | fields | {"id": f"helsinki:{group}_{number}"}
        for number, fields in enumerate(cases.values())
    ]


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Directory, TestClient]]:
    directory = Directory(tmp_path_factory.mktemp("can_join"))
    events = [
        *rows("shut", SHUT, **IS_OPEN),
        *rows("unsaid", UNSAID),
        *rows("open", OPEN),
        *rows("some", FOR_SOME, **IS_OPEN),
        event(0, **STARTS, **IS_OPEN, **named("Vesijumppa 65+, naiset")) | {"id": "helsinki:women"},
    ]
    with serving(replace(small_city(), events=events)) as server:
        run = directory.crawl(server, "linkedevents")
    assert adds_up(run)
    assert run.counts.quarantined == 0
    with client_of(directory.context) as client:
        yield directory, client


def hits(client: TestClient, **parameters: str) -> set[str]:
    response = client.get("/v1/search", params={"limit": "100", **parameters})
    assert response.status_code == 200, response.text[:300]
    return {hit["service"]["provenance"]["source_id"] for hit in response.json()["hits"]}


@pytest.mark.parametrize("case", SHUT)
def test_what_is_shut_is_not_shown_as_open_though_its_enrolment_period_runs(
    joined: tuple[Directory, TestClient], case: str
) -> None:
    key = f"helsinki:shut_{[*SHUT].index(case)}"
    assert key not in hits(joined[1], can_join="true")
    assert key not in hits(joined[1], can_join="true", unknown="include")


@pytest.mark.parametrize("case", UNSAID)
def test_what_does_not_say_that_it_is_open_is_not_shown_as_open(
    joined: tuple[Directory, TestClient], case: str
) -> None:
    assert f"helsinki:unsaid_{[*UNSAID].index(case)}" not in hits(joined[1], can_join="true")


@pytest.mark.parametrize("case", OPEN)
def test_what_says_that_it_is_open_is_shown(joined: tuple[Directory, TestClient], case: str) -> None:
    assert f"helsinki:open_{[*OPEN].index(case)}" in hits(joined[1], can_join="true")


@pytest.mark.parametrize("case", FOR_SOME)
def test_what_is_for_some_alone_says_so_and_is_not_found_among_what_is_for_all(
    joined: tuple[Directory, TestClient], case: str
) -> None:
    key = f"helsinki:some_{[*FOR_SOME].index(case)}"
    assert [one.value for one in joined[0].service("linkedevents", key).restricted_to] == [case]
    assert key not in hits(joined[1], restricted="none")
    assert key in hits(joined[1], restricted=case)


@pytest.mark.parametrize(
    ("parameters", "is_found"),
    [({"age": "30"}, False), ({"age": "70"}, True), ({"gender": "men"}, False), ({"gender": "women"}, True)],
)
def test_a_wrong_age_or_gender_does_not_find_it(
    joined: tuple[Directory, TestClient], parameters: dict[str, str], is_found: bool
) -> None:
    assert ("helsinki:women" in hits(joined[1], **parameters)) is is_found


def test_every_value_says_from_which_sentence(joined: tuple[Directory, TestClient]) -> None:
    directory, _ = joined
    full = directory.service("linkedevents", "helsinki:shut_3")
    assert ("/enrolment/state", "enrolment.text", "Ryhmä on täynnä.") in {
        (note.pointer, note.by, note.evidence) for note in full.derived
    }
    deadline = directory.service(
        "linkedevents", f"helsinki:open_{[*OPEN].index('the last day in the text is to come')}"
    )
    (note,) = [note for note in deadline.derived if note.pointer == "/enrolment/closes"]
    assert (note.evidence, note.confidence) == ("Ilmoittaudu viimeistään 30.11.", "likely")


def test_a_venue_has_no_enrolment_form_or_restriction_of_the_groups_that_meet_in_it(tmp_path: Path) -> None:
    told_of_groups = (
        "Uimahallissa on ohjattuja ryhmiä. Ryhmä on täynnä. Ilmoittautuminen ryhmiin on päättynyt. Ryhmä on vain jäsenille. "
        "Suljettu ryhmä. Tehojumppa torstaisin. Pyyhkeitä voi vuokrata kassalta. Avustaja pääsee maksutta."
    )
    city = replace(small_city(), units=[unit(1, desc_fi=told_of_groups)], places=[place(1)])
    directory = Directory(tmp_path)
    with serving(city) as server:
        directory.crawl(server, "palvelukartta")
    venue = directory.service("palvelukartta", "tprek:1")
    assert (venue.enrolment.state.value, venue.form.value, venue.intensity.value, venue.registration.value) == (
        "unknown",
        "unknown",
        "unknown",
        "unknown",
    )
    assert venue.restricted_to == []
    assert (venue.companion.value, venue.equipment) == ("free", {"fi": "Pyyhkeitä voi vuokrata kassalta."})


def test_a_venue_states_its_own_registration_and_low_threshold(tmp_path: Path) -> None:
    own = "Matalan kynnyksen kohtaamispaikka. Ei ajanvarausta."
    directory = Directory(tmp_path)
    with serving(replace(small_city(), units=[unit(1, desc_fi=own)])) as server:
        directory.crawl(server, "palvelukartta")
    venue = directory.service("palvelukartta", "tprek:1")
    assert (venue.registration.value, venue.low_threshold) == ("none", True)
    assert {note.pointer: note.evidence for note in venue.derived if note.by.startswith(("registration", "words"))} == {
        "/registration": "Ei ajanvarausta.",
        "/low_threshold": "Matalan kynnyksen kohtaamispaikka.",
    }


def test_a_capacity_that_is_no_number_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    """ "0" passed over would show a full group as open."""
    directory = Directory(tmp_path)
    events = [
        event(1, **IS_OPEN, remaining_attendee_capacity="0"),
        event(2, registration={"remaining_attendee_capacity": True}),
    ]
    with serving(replace(small_city(), events=events)) as server:
        run = directory.crawl(server, "linkedevents")
    assert (run.counts.quarantined, directory.live()) == (2, set())
