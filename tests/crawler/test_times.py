"""When: opening hours, weekly rows, cancellations and odd times, from HTTP to the search. Nothing past or cancelled is ever a hit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import serving
from crawler.replay.upstream import Row
from indexer.engines.base import Answer
from schemas.identity import service_id
from schemas.settings import HELSINKI
from tests.crawler.upstreams import NOW, Directory, event, moment, series, small_city, unit

SUNDAY, CHRISTMAS, WEDNESDAY = "2026-11-29T12:00:00+02:00", "2026-12-25T12:00:00+02:00", "2026-11-25T12:00:00+02:00"
STARTS, ENDS = "2026-11-02T08:00:00Z", "2027-05-28T15:00:00Z"


def hours(words: str) -> dict[str, Any]:
    return {"connections": [{"section_type": "OPENING_HOURS", "name_fi": words}]}


def row(key: str, name: str, **fields: Any) -> Row:
    return event(1) | {"id": f"helsinki:{key}", "name": {"fi": name}} | fields


def weekly(key: str, words: str, **fields: Any) -> Row:
    """A row from autumn to spring that says its week in words."""
    return row(key, f"Ryhmä {key}", description={"fi": words}, start_time=STARTS, end_time=ENDS, **fields)


TUESDAYS = [NOW + timedelta(days=1 + 7 * week, hours=9) for week in range(3)]
EVENTS = [
    weekly("weekly", "Ryhmä kokoontuu maanantaisin klo 17–18.30. Ei kokoonnu viikolla 53."),
    weekly("broken", "Ryhmä kokoontuu maanantaisin klo 17–18.30, poikkeuksista sovitaan."),
    weekly("silent", "Tervetuloa mukaan!"),
    row("postponed", "Siirretty konsertti", event_status="EventPostponed", start_time=None, end_time=None),
    row("put-off", "Toinen konsertti", event_status="EventPostponed"),
    row("rescheduled", "Jumppa", event_status="EventRescheduled"),
    row("cancelled", "Jumppa", event_status="EventCancelled"),
    row("cancelled-fi", "PERUTTU: jumppa"),
    row("cancelled-sv", "Gympa (inställd)"),
    row("cancelled-en", "Cancelled – exercise class"),
    row("moved", "Siirretty: jumppa"),
    row("seats", "Peruutuspaikat jaossa"),
    row("one-day", "Ryhmä maanantaisin (30.11. peruttu)", start_time=STARTS, end_time=ENDS),
    row("past", "Mennyt", start_time="2026-11-22T08:00:00Z", end_time="2026-11-22T10:00:00Z"),
    row("past-end", "Mennyt, alku kadonnut", start_time="0026-11-22T00:00:00Z", end_time="2026-11-22T10:00:00Z"),
    row("backwards", "Loppu ennen alkua", start_time="2026-11-25T10:00:00Z", end_time="2026-11-24T10:00:00Z"),
    row("midnight", "Yöhön asti", start_time="2026-11-24T20:00:00+02:00", end_time="2026-11-24T24:00:00+02:00"),
    *series("enkora:off", TUESDAYS, cancelled=range(3)),
    *series("enkora:twice", [TUESDAYS[0], TUESDAYS[0], TUESDAYS[1]], cancelled=[1]),
]  # fmt: skip
UNITS = [
    unit(1),
    unit(2, **hours("avoinna ma-to 08-20, pe 08-18, su 12-18, suljettu la")),
    unit(3, **hours("ma-pe 8-16, kesällä suljettu")),
    unit(4, **hours("Avoinna ympäri vuorokauden")),
]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    directory = Directory(tmp_path_factory.mktemp("times"))
    with serving(replace(small_city(), units=UNITS, events=EVENTS)) as server:
        for source in ("palvelukartta", "linkedevents"):
            directory.crawl(server, source)
    return directory


def found(directory: Directory, **asked: Any) -> set[str]:
    """The source ids of all hits."""
    answer: Answer = directory.search(limit=100, **asked)
    names = {service_id("linkedevents", one["id"]): one["id"].removeprefix("helsinki:") for one in EVENTS}
    names |= {service_id("palvelukartta", f"tprek:{one['id']}"): f"tprek:{one['id']}" for one in UNITS}
    return {names[hit.id] for hit in answer.hits}


@pytest.mark.parametrize(
    ("moment_at", "is_open"),
    [(SUNDAY, {"tprek:2", "tprek:4"}), (CHRISTMAS, {"tprek:4"}), ("2026-11-29T18:00:00+02:00", {"tprek:4"})],
)
def test_open_at_finds_the_venues_whose_rule_says_open(directory: Directory, moment_at: str, is_open: set[str]) -> None:
    assert found(directory, open_at=moment_at, kind="venue") == is_open


def test_a_venue_without_a_rule_is_unknown_and_a_closed_one_is_not(directory: Directory) -> None:
    saturday = "2026-11-28T12:00:00+02:00"
    assert found(directory, open_at=saturday, kind="venue", unknown="include") == {"tprek:1", "tprek:3", "tprek:4"}
    assert directory.search(open_at=saturday, kind="venue").unknown == {"open_at": 2}


def test_a_rule_says_from_what_it_was_read(directory: Directory) -> None:
    service = directory.service("palvelukartta", "tprek:2")
    assert service.opening_hours.rule == "Mo-Th 08:00-20:00; Fr 08:00-18:00; Su 12:00-18:00; PH unknown"
    notes = [one for one in service.derived if one.pointer == "/opening_hours/rule"]
    assert [(one.by, one.evidence) for one in notes] == [("opening_hours.text", "avoinna ma-to 08-20, pe 08-18, su 12-18, suljettu la")]  # fmt: skip
    assert directory.service("palvelukartta", "tprek:3").opening_hours.rule is None


def test_a_weekly_row_that_is_read_whole_has_its_sessions(directory: Directory) -> None:
    service = directory.service("linkedevents", "helsinki:weekly")
    starts = [one.start.astimezone(HELSINKI) for one in service.schedule.sessions]
    assert {(start.weekday(), start.hour) for start in starts} == {(0, 17)}
    assert (starts[0].date().isoformat(), len(starts)) == ("2026-11-02", 28)
    assert not [start for start in starts if start.isocalendar().week == 53]
    notes = {one.pointer: one for one in service.derived if one.by == "schedule.weekly"}
    assert notes.keys() == {"/schedule/sessions", "/weekdays", "/dayparts"}
    assert {one.confidence for one in notes.values()} == {"likely"}
    assert notes["/weekdays"].evidence == "Ryhmä kokoontuu maanantaisin klo 17–18.30."


def test_a_weekly_row_with_an_exception_that_is_not_read_has_only_its_weekday(directory: Directory) -> None:
    service = directory.service("linkedevents", "helsinki:broken")
    assert service.schedule.sessions == []
    assert ([one.value for one in service.weekdays], [one.value for one in service.dayparts]) == (["mon"], ["evening"])


def test_a_search_by_weekday_finds_weekly_rows_and_leaves_out_those_of_other_days(directory: Directory) -> None:
    rows = {"weekly", "broken", "silent"}
    assert found(directory, weekday="mon", daypart="evening") & rows == {"weekly", "broken"}
    assert found(directory, weekday="tue", unknown="include") & rows == {"silent"}


def test_nothing_cancelled_or_past_is_ever_a_hit(directory: Directory) -> None:
    hidden = {"cancelled", "cancelled-fi", "cancelled-sv", "cancelled-en", "past", "past-end", "enkora:off"}
    assert {one if ":" in one else f"helsinki:{one}" for one in hidden} <= directory.live()
    assert not found(directory, unknown="include") & hidden


def test_what_is_moved_or_only_speaks_of_cancelling_is_a_hit(directory: Directory) -> None:
    assert {"moved", "seats", "rescheduled", "one-day", "postponed", "put-off"} <= found(directory, unknown="include")


@pytest.mark.parametrize("key", ["postponed", "put-off"])
def test_what_is_put_off_has_no_time(directory: Directory, key: str) -> None:
    service = directory.service("linkedevents", f"helsinki:{key}")
    assert (service.state, service.schedule.sessions, service.schedule.starts) == ("active", [], None)
    assert key not in found(directory, date_from="2026-11-23")


def test_a_title_that_cancels_one_day_of_many_cancels_neither_all_nor_lists_any(directory: Directory) -> None:
    service = directory.service("linkedevents", "helsinki:one-day")
    assert (service.state, service.schedule.sessions) == ("active", [])


def test_a_series_of_which_every_session_is_cancelled_is_cancelled(directory: Directory) -> None:
    service = directory.service("linkedevents", "enkora:off")
    assert (service.state, {one.state for one in service.schedule.sessions}) == ("cancelled", {"cancelled"})
    assert [one.evidence for one in service.derived if one.pointer == "/state"] == ["all 3 sessions are cancelled"]


def test_of_two_rows_for_one_time_the_one_that_cancels_counts(directory: Directory) -> None:
    sessions = directory.service("linkedevents", "enkora:twice").schedule.sessions
    assert [(moment(one.start), one.state) for one in sessions] == [
        (moment(TUESDAYS[0]), "cancelled"),
        (moment(TUESDAYS[1]), "scheduled"),
    ]


def test_an_end_before_the_start_is_no_end_and_24_00_is_midnight(directory: Directory) -> None:
    (backwards,) = directory.service("linkedevents", "helsinki:backwards").schedule.sessions
    assert backwards.end is None
    (late,) = directory.service("linkedevents", "helsinki:midnight").schedule.sessions
    assert late.end == datetime.fromisoformat("2026-11-25T00:00:00+02:00")


def test_the_same_rows_again_change_nothing(directory: Directory, tmp_path: Path) -> None:
    again = directory.copy(tmp_path / "data")
    with serving(replace(small_city(), units=UNITS, events=EVENTS)) as server:
        run = again.crawl(server, "palvelukartta")
    assert (run.counts.added, run.counts.changed) == (0, 0)
