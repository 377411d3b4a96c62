"""One offering once, from HTTP to the search: duplicates joined by rule, brought back, and decided by a steward on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from crawler.replay.server import ReplayServer, serving
from crawler.replay.upstream import Row
from indexer.decisions import views
from liiku.context import Context
from schemas.identity import service_id
from schemas.run import RunState
from tests.conftest import client_of
from tests.crawler.upstreams import JUST_NOW, NOW, Directory, event, moment, series, small_city, unit

AT_TEN = {"start_time": moment(NOW + timedelta(days=2, hours=2)), "end_time": moment(NOW + timedelta(days=2, hours=3))}
STORY, TWIN, MIRROR, SHOW, TICKETS = "helsinki:sa1", "helsinki:sa2", "espoo_le:x9", "kulke:7", "lippupiste:7"


def row(key: str, title: str, **fields: Any) -> Row:
    return event(1) | {"id": key, "data_source": key.partition(":")[0], "name": {"fi": title}} | AT_TEN | fields


def rows() -> list[Row]:
    return [
        row(STORY, "Keskiviikon satutuokio"),
        row(TWIN, "Keskiviikon Satutuokio!", offers=[]),
        row("helsinki:ko1", "Metrolinjan kuorot – konsertti"),
        row(MIRROR, "Metrolinjan kuorot - konsertti", publisher="espoo:kulttuuri"),
        row(SHOW, "Tangon naiset", publisher="ahjo:kulke"),
        row(TICKETS, "TANGON NAISET", publisher="others:lippupiste"),
        row("helsinki:r1", "Jumppa, ryhmä 1"),
        row("helsinki:r2", "Jumppa, ryhmä 2"),
        row("helsinki:p1", "Puhelinneuvonta", location_extra_info={"fi": "Sali 1"}),
        row("helsinki:p2", "Puhelinneuvonta", location_extra_info={"fi": "Sali 2"}),
        row("enkora:1", "Uimakoulu", type_id="Course"),
        row("enkora:2", "Uimakoulu", type_id="Course"),
        *series("helsinki:s1", [NOW + timedelta(days=d) for d in (3, 10)]),
        *[r | {"name": {"fi": "Sarja helsinki:s1"}} for r in series("helsinki:s2", [NOW + timedelta(days=d) for d in (3, 10)])],
    ]  # fmt: skip


@dataclass
class Crawled:
    server: ReplayServer
    directory: Directory

    def has(self, *keys: str) -> set[str]:
        """Which of these upstream ids the search shows."""
        found = {hit.id for hit in self.directory.search().hits}
        return {key for key in keys if service_id("linkedevents", key) in found}

    def status(self, key: str) -> tuple[int, str | None]:
        """What a stranger gets for an offering: the status, and where it leads."""
        answer = client_of(self.directory.context).get(f"/v1/services/{service_id('linkedevents', key)}")
        return answer.status_code, answer.headers.get("location")

    def later(self, key: str, **fields: Any) -> None:
        """The upstream changes a row."""
        late = {"last_modified_time": JUST_NOW}
        events = self.server.upstream.events
        events[:] = [r | late | fields if r["id"] == key else r for r in events]

    def crawl(self) -> RunState:
        return self.directory.crawl(self.server, "linkedevents").state


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The city, crawled once."""
    directory = Directory(tmp_path_factory.mktemp("twins"))
    with serving(replace(small_city(), events=rows())) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
        yield Crawled(server, directory)


@pytest.fixture
def city(first: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The crawled city, to go another way from here; its rows are as they were."""
    first.server.upstream.events[:] = rows()
    return Crawled(first.server, first.directory.copy(tmp_path_factory.mktemp("go") / "data"))


def test_the_search_shows_one_of_each_and_the_other_leads_to_it(city: Crawled) -> None:
    assert city.has(STORY, TWIN) == {STORY}
    assert city.has("helsinki:ko1", MIRROR) == {"helsinki:ko1"}
    assert city.has("helsinki:s1", "helsinki:s2") == {"helsinki:s1"}
    assert city.status(TWIN) == (301, f"/v1/services/{service_id('linkedevents', STORY)}")
    assert city.directory.row("linkedevents", TWIN).state == "removed"


def test_what_only_looks_alike_stays_two(city: Crawled) -> None:
    for pair in (
        {SHOW, TICKETS},
        {"helsinki:r1", "helsinki:r2"},
        {"helsinki:p1", "helsinki:p2"},
        {"enkora:1", "enkora:2"},
    ):
        assert city.has(*pair) == pair


def test_the_same_crawl_again_writes_nothing(city: Crawled) -> None:
    city.directory.crawl(city.server, "linkedevents", full=True)
    before = (city.directory.context.ledger.position(), city.directory.state())
    assert city.directory.crawl(city.server, "linkedevents", full=True).state is RunState.UNCHANGED
    assert (city.directory.context.ledger.position(), city.directory.state()) == before


def test_the_twin_returns_when_the_one_that_stayed_vanishes_upstream(city: Crawled) -> None:
    city.later(STORY, deleted=True)
    city.crawl()
    assert city.has(STORY, TWIN) == {TWIN}
    assert (city.status(TWIN)[0], city.status(STORY)[0]) == (200, 410)


def test_the_twin_returns_when_it_is_moved_to_another_time(city: Crawled) -> None:
    city.later(TWIN, start_time=moment(NOW + timedelta(days=9)), end_time=moment(NOW + timedelta(days=9, hours=1)))
    city.crawl()
    assert city.has(STORY, TWIN) == {STORY, TWIN}


def test_a_cancelled_twin_of_one_that_is_on_is_shown_to_a_person_and_not_joined(city: Crawled) -> None:
    city.later(TWIN, event_status="EventCancelled")
    city.crawl()
    assert city.status(TWIN)[0] == 200
    assert city.status(STORY)[0] == 200


def test_a_steward_separates_and_both_are_back_for_good_until_it_is_undone(city: Crawled) -> None:
    done = city.directory.liiku("separate", STORY, TWIN, "--why", "kaksi huonetta", "--by", "Testi")
    assert (done.code, city.has(STORY, TWIN)) == (0, {STORY, TWIN})
    assert city.status(TWIN)[0] == 200
    city.directory.crawl(city.server, "linkedevents", full=True)
    assert city.has(STORY, TWIN) == {STORY, TWIN}
    assert city.directory.liiku("undo-match", TWIN, STORY).code == 0
    assert city.has(STORY, TWIN) == {STORY}


def test_a_steward_joins_by_our_id_or_the_sources_and_undoes_it(city: Crawled) -> None:
    ours = service_id("linkedevents", TICKETS)
    assert city.directory.liiku("join", SHOW, ours, "--why", "sama esitys", "--by", "Testi").code == 0
    assert city.has(SHOW, TICKETS) == {SHOW}
    assert city.status(TICKETS) == (301, f"/v1/services/{service_id('linkedevents', SHOW)}")
    assert city.directory.liiku("undo-match", SHOW, TICKETS).code == 0
    assert city.has(SHOW, TICKETS) == {SHOW, TICKETS}


def test_the_report_lists_each_pair_with_its_verdict_reasons_names_and_places(city: Crawled) -> None:
    found = json.loads(city.directory.liiku("duplicates", "--json").out)
    by_keys = {frozenset(one["source_id"] for one in pair["offerings"]): pair for pair in found}
    story = by_keys[frozenset({STORY, TWIN})]
    assert (story["verdict"], story["rule"], story["state"], story["decided_by"]) == (
        "certain",
        "same_session",
        "joined",
        None,
    )
    assert story["stays"] == service_id("linkedevents", STORY)
    assert [one["where"] for one in story["offerings"]] == ["testikatu 1, helsinki"] * 2
    assert [one["when"] for one in story["offerings"]] == ["2026-11-25 10:00"] * 2
    assert {reason["code"] for reason in story["reasons"]} == {
        "same_title",
        "same_times",
        "same_place",
        "same_publisher",
    }
    show = by_keys[frozenset({SHOW, TICKETS})]
    assert (show["verdict"], show["state"]) == ("candidate", "open")
    rooms = by_keys[frozenset({"helsinki:p1", "helsinki:p2"})]
    assert "other_room" in {reason["code"] for reason in rooms["reasons"]}
    assert "own_bookings" in {reason["code"] for reason in by_keys[frozenset({"enkora:1", "enkora:2"})]["reasons"]}


def test_the_report_can_be_had_by_state_and_in_words(city: Crawled) -> None:
    open_ones = json.loads(city.directory.liiku("duplicates", "--state", "open", "--json").out)
    assert {pair["verdict"] for pair in open_ones} == {"candidate"}
    words = city.directory.liiku("duplicates", "--state", "joined").out
    assert "joined by rule" in words
    assert "Tangon naiset" not in words


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("join", STORY, "helsinki:nobody", "--why", "x"), 1, id="an id that nobody has"),
        pytest.param(("join", STORY, "tprek:1", "--why", "x"), 1, id="a programme and a place"),
        pytest.param(("undo-match", STORY, TWIN), 1, id="nothing to undo"),
        pytest.param(("join", STORY, TWIN), 2, id="without a reason"),
        pytest.param(("separate", STORY, TWIN, "--why", " "), 2, id="with an empty reason"),
        pytest.param(("duplicates", "--state", "closed"), 2, id="a state that there is not"),
    ],
)
def test_a_decision_that_cannot_be_taken_changes_nothing_and_says_why(
    city: Crawled, arguments: tuple[str, ...], code: int
) -> None:
    before = city.directory.context.ledger.position()
    done = city.directory.liiku(*arguments)
    assert (done.code, bool(done.err)) == (code, True)
    assert city.directory.context.ledger.position() == before


def test_a_unit_names_its_lipas_twins_in_its_record(tmp_path_factory: pytest.TempPathFactory) -> None:
    sources = [{"source": "lipas", "id": "89180"}, {"source": "visithelsinki", "id": "331"}]
    directory = Directory(tmp_path_factory.mktemp("lipas"))
    with serving(replace(small_city(), units=[unit(1, sources=sources)])) as server:
        directory.crawl(server, "palvelukartta")
    with directory.context.ledger.matches() as pairs:
        (likeness,) = pairs.likenesses([service_id("palvelukartta", "tprek:1")]).values()
    assert likeness.same_as == ["lipas:89180"]


def test_the_sample_city_shows_its_planted_duplicates_once_and_asks_about_the_doubtful(sample: Context) -> None:
    pairs = {frozenset((view.one.key, view.other.key)): view.pair for view in views(sample.ledger)}
    events = {
        keys: pair for keys, pair in pairs.items() if not any(key.startswith(("tprek:", "lipas:")) for key in keys)
    }
    joined = {keys: pair.rule for keys, pair in events.items() if pair.state == "joined"}
    assert joined == {
        frozenset({"helsinki:agkann1sat", "helsinki:agkann2sat"}): "same_session",
        frozenset({"helsinki:aglaut1kuo", "espoo_le:agz5metro1"}): "mirror",
    }
    assert {keys for keys, pair in events.items() if pair.verdict == "candidate"} == {
        frozenset({"kulke:62001", "lippupiste:11874402"})
    }
    halls = {frozenset({"tprek:45925", f"tprek:{number}"}) for number in (900120, 900121, 900122)}
    assert {keys for keys, pair in pairs.items() if pair.verdict == "related"} >= halls
    assert all(sample.ledger.target_of(service_id("palvelukartta", key)) is None for keys in halls for key in keys)
