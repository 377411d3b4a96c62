"""Corrections: they stand over reruns, say so, end at their day, notice when the source catches up, and say nothing that cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from crawler.replay.server import ReplayServer, serving
from crawler.replay.upstream import Upstream
from indexer.correctable import FIELDS, field_at
from indexer.correction_rows import Correction
from indexer.corrections import is_caught_up
from schemas.errors import CORRECTION_REFUSED, CorrectionRefused, DecisionRefused
from schemas.identity import service_id
from schemas.run import RunState
from schemas.service import Precision, Service
from tests.crawler.upstreams import JUST_NOW, NOW, Directory, event, small_city

HALL = service_id("palvelukartta", "tprek:1")
GIG = service_id("linkedevents", "helsinki:e0")
TODAY = date(2026, 11, 23)
"""The day of the clock of `Directory`."""
NEXT_SUMMER = date(2027, 6, 30)


class Town:
    """An upstream, and a data directory that was crawled from it and can be moved in time."""

    def __init__(self, server: ReplayServer, directory: Directory) -> None:
        self.server = server
        self.directory = directory

    def later(self, days: int) -> None:
        self.directory = Directory(self.directory.path, now=NOW + timedelta(days=days))

    def correct(self, service: str, pointer: str, value: Any, **facts: Any) -> Correction:
        told = {"who": "Maija", "why": "kysytty paikan päältä", "until": NEXT_SUMMER} | facts
        return self.directory.context.desk.correct(service, pointer, value, **told)

    def crawl(self, source: str) -> RunState:
        return self.directory.crawl(self.server, source, full=True).state

    def service(self, service: str) -> Service:
        return Service.model_validate_json(self.directory.context.ledger.services([service])[service].body)

    def corrections(self) -> list[Correction]:
        with self.directory.context.ledger.corrections() as rows:
            return rows.listed(ended=True)

    def free(self) -> set[str]:
        return {hit.id for hit in self.directory.search(cost="free", limit=50).hits}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The town as it was crawled first."""
    directory = Directory(tmp_path_factory.mktemp("town"))
    with serving(town_rows()) as server:
        for source in ("palvelukartta", "linkedevents"):
            assert directory.crawl(server, source).state is RunState.PUBLISHED
    return directory


def town_rows() -> Upstream:
    return small_city(units=2, events=8)


@pytest.fixture
def town(crawled: Directory, tmp_path: Path) -> Iterator[Town]:
    with serving(town_rows()) as server:
        yield Town(server, crawled.copy(tmp_path / "data"))


def test_a_correction_is_in_the_record_the_search_and_the_log_and_its_steward_is_not_named(town: Town) -> None:
    assert HALL not in town.free()
    made = town.correct(HALL, "/cost", {"class": "free"})
    service = town.service(HALL)
    assert (service.cost.cost_class.value, service.cost.min_eur) == ("free", 0)
    [note] = [one for one in service.derived if one.by == "steward.correction"]
    assert note.pointer == "/cost"
    assert note.evidence == "kysytty paikan päältä (2026-11-23, until 2027-06-30); the source says unknown"
    assert HALL in town.free()
    assert "Maija" not in town.directory.context.ledger.services([HALL])[HALL].body
    with town.directory.context.ledger.decisions() as rows:
        [row] = rows.listed()
    assert (row.what, row.object, row.who, row.why) == ("correct", str(made.id), "Maija", "kysytty paikan päältä")


def test_a_correction_stands_when_the_source_is_crawled_again_and_when_the_record_changes(town: Town) -> None:
    town.correct(HALL, "/cost", {"class": "free"})
    before = town.directory.row("palvelukartta", "tprek:1")
    assert town.crawl("palvelukartta") is RunState.UNCHANGED
    assert town.directory.row("palvelukartta", "tprek:1") == before
    town.server.upstream.units[0]["desc_fi"] = "Uusi kuvaus."
    assert town.crawl("palvelukartta") is RunState.PUBLISHED
    service = town.service(HALL)
    assert (service.description["fi"], service.cost.cost_class.value) == ("Uusi kuvaus.", "free")


def test_ending_a_correction_gives_the_word_back_to_the_source(town: Town) -> None:
    before = town.service(HALL).model_copy(update={"provenance": None})
    made = town.correct(HALL, "/cost", {"class": "free"})
    town.directory.context.desk.end(made.id, who="Pekka", why="erehdys")
    assert town.service(HALL).model_copy(update={"provenance": None}) == before
    assert HALL not in town.free()
    assert [(one.ended_by, one.ended_at is not None) for one in town.corrections()] == [("Pekka", True)]


def test_a_correction_holds_through_its_last_day_and_the_next_run_of_any_source_ends_it(town: Town) -> None:
    town.correct(HALL, "/cost", {"class": "free"}, until=TODAY + timedelta(days=3))
    town.later(3)
    town.crawl("linkedevents")
    assert HALL in town.free()
    town.later(4)
    town.crawl("linkedevents")
    assert town.service(HALL).cost.cost_class.value == "unknown"
    assert HALL not in town.free()
    assert [one.ended_by for one in town.corrections()] == [""]


def test_a_worker_ends_what_has_expired_without_a_run(town: Town) -> None:
    town.correct(HALL, "/cost", {"class": "free"}, until=TODAY)
    town.directory.context.desk.expire()
    assert HALL in town.free()
    town.later(1)
    town.directory.context.desk.expire()
    assert HALL not in town.free()


def test_when_the_source_says_the_same_it_has_caught_up_and_the_record_names_the_source_alone(town: Town) -> None:
    town.correct(GIG, "/name/fi", "Oikea nimi")
    assert not is_caught_up(town.corrections()[0])
    town.server.upstream.events[0] = event(0, name={"fi": "Oikea nimi"}, last_modified_time=JUST_NOW)
    town.crawl("linkedevents")
    assert is_caught_up(town.corrections()[0])
    service = town.service(GIG)
    assert service.name["fi"] == "Oikea nimi"
    assert [one for one in service.derived if one.by == "steward.correction"] == []
    assert "the source has caught up" in town.directory.liiku("corrections").out


def test_a_correction_that_no_longer_fits_is_not_applied_and_says_so(town: Town) -> None:
    town.correct(GIG, "/min_age", 18)
    town.server.upstream.events[0] = event(0, audience_max_age=15, audience_min_age=7, last_modified_time=JUST_NOW)
    town.crawl("linkedevents")
    service = town.service(GIG)
    assert (service.min_age, service.max_age) == (7, 15)
    assert town.corrections()[0].misfit == "ages"
    assert "NOT applied: ages" in town.directory.liiku("corrections").out


def test_a_new_correction_of_a_place_takes_the_place_of_the_old_one(town: Town) -> None:
    first = town.correct(GIG, "/min_age", 18)
    second = town.correct(GIG, "/min_age", 16)
    assert town.service(GIG).min_age == 16
    assert [(one.id, one.ended_at is None) for one in town.corrections()] == [(second.id, True), (first.id, False)]
    assert second.source_value is None


def test_a_corrected_point_is_exact_and_the_search_measures_from_it(town: Town) -> None:
    town.correct(HALL, "/places/0", {"lat": 60.25, "lon": 25.0})
    place = town.service(HALL).places[0]
    assert (place.lat, place.lon, place.precision) == (60.25, 25.0, Precision.EXACT)
    assert [one.pointer for one in town.service(HALL).derived if one.by == "steward.correction"] == ["/places/0/lat"]
    assert HALL in {hit.id for hit in town.directory.search(lat=60.25, lon=25.0, radius_m=200).hits}


def test_corrected_opening_hours_have_no_rule_that_says_otherwise(town: Town) -> None:
    town.correct(HALL, "/opening_hours/text/fi", "Suljettu remontin ajan")
    found = town.service(HALL).opening_hours
    assert (found.text["fi"], found.rule) == ("Suljettu remontin ajan", None)


def test_low_threshold_is_a_claim_with_a_reason(town: Town) -> None:
    town.correct(GIG, "/low_threshold", True, why="ohjaaja kertoi")
    assert town.service(GIG).low_threshold
    assert GIG in {hit.id for hit in town.directory.search(low_threshold=True).hits}
    with pytest.raises(CorrectionRefused, match="say why"):
        town.correct(HALL, "/low_threshold", True, why=" ")


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        pytest.param("/provenance/source", "x", "not_correctable", id="not in the closed list"),
        pytest.param("/cost", {"class": "cheap"}, "not_allowed", id="not a class"),
        pytest.param("/cost", {"class": "free", "min_eur": 8}, "free_with_price", id="free for 8 €"),
        pytest.param("/cost", {"class": "low", "min_eur": 80}, "not_low", id="low for 80 €"),
        pytest.param("/cost", {"class": "paid", "min_eur": 20, "max_eur": 12}, "min_above_max", id="from 20 to 12 €"),
        pytest.param("/cost", {"class": "unknown", "min_eur": 20}, "unknown_with_price", id="unknown for 20 €"),
        pytest.param("/cost", {"class": "paid", "min_eur": "paljon"}, "not_a_number", id="words for a number"),
        pytest.param("/cost", {"class": "paid", "min_eur": float("nan")}, "not_a_number", id="no number"),
        pytest.param("/cost", {"class": "paid", "min_eur": -1}, "out_of_range", id="less than nothing"),
        pytest.param("/cost", {"class": "paid", "text": {}}, "not_allowed", id="a part that is not ours to say"),
        pytest.param("/min_age", 131, "out_of_range", id="older than anybody"),
        pytest.param("/audiences", ["seniors", "cats"], "not_allowed", id="an audience that there is not"),
        pytest.param("/online", "maybe", "not_allowed", id="neither yes nor no"),
        pytest.param("/state", "removed", "not_allowed", id="a tombstone is no correction"),
        pytest.param("/places/0", {"lat": 24.9, "lon": 60.1}, "out_of_range", id="a point the wrong way round"),
        pytest.param("/registration_url", "javascript:alert(1)", "not_allowed", id="an address that runs"),
        pytest.param("/places/0/postal_code", "1", "not_allowed", id="no postal code"),
        pytest.param("/name/fi", None, "no_name", id="no name left"),
        pytest.param("/name/fi", "Tapahtuma 0", "same", id="what is said already"),
        pytest.param("/description/fi", "x" * 5001, "too_long", id="a book"),
        pytest.param(
            "/accessibility/wheelchair",
            {"state": "no_known_shortcomings", "shortcomings": 3},
            "shortcomings_known",
            id="three shortcomings and none",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason_and_changes_nothing(
    town: Town, pointer: str, value: Any, code: str
) -> None:
    before = town.directory.state()
    with pytest.raises(CorrectionRefused) as refused:
        town.correct(GIG, pointer, value)
    assert refused.value.code == code
    assert (town.directory.state(), town.corrections()) == (before, [])


@pytest.mark.parametrize(
    "until", [TODAY - timedelta(days=1), TODAY + timedelta(days=366)], ids=["yesterday", "longer than a year"]
)
def test_a_correction_ends_within_a_year(town: Town, until: date) -> None:
    with pytest.raises(CorrectionRefused, match="last day must be from today"):
        town.correct(HALL, "/cost", {"class": "free"}, until=until)


def test_what_is_not_in_the_tray_cannot_be_corrected(town: Town) -> None:
    with pytest.raises(DecisionRefused, match="not in the tray"):
        town.correct(service_id("palvelukartta", "tprek:404"), "/cost", {"class": "free"})


def test_every_refusal_and_every_field_can_be_told(town: Town) -> None:
    body = orjson.loads(town.directory.row("linkedevents", "helsinki:e0").body)
    assert [p for p in FIELDS if field_at(p).read(body) is ...] == []
    assert all(CORRECTION_REFUSED.values())


def test_the_command_line_corrects_lists_and_ends(town: Town) -> None:
    liiku = town.directory.liiku
    done = liiku("correct", "tprek:1", "/cost", "free", "--why", "kysytty", "--until", "2027-01-31", "--by", "Maija")
    assert (done.code, "unknown" in done.out) == (0, True)
    [row] = json.loads(liiku("corrections", "--json").out)
    assert (row["pointer"], row["value"]["class"], row["who"], row["until"]) == ("/cost", "free", "Maija", "2027-01-31")
    assert liiku("correct", "--end", str(row["id"])).code == 0
    assert json.loads(liiku("corrections", "--json").out) == []
    assert liiku("correct", "tprek:1", "/cost", "free").code == 2
    wrong = liiku("correct", "tprek:1", "/cost", "gratis", "--why", "x", "--until", "2027-01-31")
    assert (wrong.code, "allowed: free, low, paid, unknown" in wrong.err) == (1, True)
    assert liiku("correct", "tprek:1", "/cost", "free", "--why", "x", "--until", "kesä").code == 2
