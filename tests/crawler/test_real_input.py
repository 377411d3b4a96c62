"""What the real upstreams sent, crawled over HTTP and published: the 12 units, the whole service tree, 189 places, 45 events and courses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawler.replay.server import ReplayServer, serving
from schemas.run import Mode, Run, RunState
from schemas.service import AccessState
from tests.crawler.upstreams import Directory, adds_up, real_city, real_events

IN_THE_TRAY = {"tprek:41102", "tprek:42284", "tprek:59369", "tprek:8215", "tprek:51342"}
"""Yrjönkatu, Tali, the libraries of Viikki and Kallio, and the museum; the rest is day care, hospital, Espoo or made up."""


@dataclass
class Crawled:
    server: ReplayServer
    directory: Directory
    units: Run
    events: Run


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    directory = Directory(tmp_path_factory.mktemp("real"))
    with serving(real_city()) as server:
        units = directory.crawl(server, "palvelukartta")
        events = directory.crawl(server, "linkedevents")
        yield Crawled(server, directory, units, events)


def test_every_real_row_is_read_and_accounted_for(real: Crawled) -> None:
    for run, rows in ((real.units, 13), (real.events, 45)):
        assert (run.state, run.complete, run.guards, run.faults) == (RunState.PUBLISHED, True, [], [])
        assert (run.counts.fetched, run.counts.quarantined) == (rows, 0)
        assert adds_up(run)


def test_every_real_record_in_scope_is_published_under_its_upstream_id(real: Crawled) -> None:
    assert real.directory.live() == IN_THE_TRAY | {row["id"] for row in real_events()}
    assert {real.directory.row("palvelukartta", one).state for one in IN_THE_TRAY} == {"active"}


def test_what_is_not_ours_is_counted_out_of_scope_under_the_rule_that_says_so(real: Crawled) -> None:
    assert real.units.out_of_scope == {"neighbour_without_offering": 2, "outside_tree": 6}
    assert sum(real.units.out_of_scope.values()) == real.units.counts.out_of_scope
    records = real.directory.context.ledger.record_states("palvelukartta")
    hospital, day_care = records["unit", "tprek:67763"], records["unit", "tprek:123"]
    assert (hospital.in_scope, day_care.in_scope) == (False, False)


def test_real_past_events_stay_in_the_ledger_and_are_never_found(real: Crawled) -> None:
    over = [row["id"] for row in real_events() if row["start_time"]]
    kinds = Counter(real.directory.service("linkedevents", one).kind.value for one in over)
    assert kinds == {"activity": 20, "event": 24}
    found = {hit.id for hit in real.directory.search().hits}
    assert not found & {real.directory.row("linkedevents", one).id for one in over}
    assert found > {real.directory.row("palvelukartta", one).id for one in IN_THE_TRAY}


def test_a_real_event_whose_date_nobody_knows_yet_is_not_past(real: Crawled) -> None:
    (undated,) = [row["id"] for row in real_events() if not row["start_time"]]
    hits = real.directory.search(kind=["event"]).hits
    assert [(hit.id, hit.next_start) for hit in hits] == [(real.directory.row("linkedevents", undated).id, None)]


def test_an_inflected_finnish_word_finds_the_real_swimming_hall_where_it_stands(real: Crawled) -> None:
    hit, *alike = real.directory.search(q="uimahalleja").hits
    assert all(one.score < hit.score / 10 for one in alike)  # only alike: far below
    hall = real.directory.service("palvelukartta", "tprek:41102")
    assert (hit.id, hall.name["fi"]) == (str(hall.id), "Yrjönkadun uimahalli")
    assert [hall.places[0].lat, hall.places[0].lon] == pytest.approx([60.16835, 24.93896], abs=1e-5)
    assert hall.accessibility.wheelchair.state is AccessState.SHORTCOMINGS


def test_the_price_list_of_the_real_swimming_hall_is_not_read_as_free(real: Crawled) -> None:
    cost = real.directory.service("palvelukartta", "tprek:41102").cost
    assert cost.cost_class.value in ("unknown", "low", "paid")
    assert "5,80" in cost.text["fi"]


@pytest.mark.parametrize(
    ("source", "full", "mode"),
    [("palvelukartta", False, Mode.FULL), ("linkedevents", False, Mode.INCREMENTAL), ("linkedevents", True, Mode.FULL)],
)
def test_the_same_crawl_again_changes_nothing_anywhere(real: Crawled, source: str, full: bool, mode: Mode) -> None:
    ledger, engine = real.directory.context.ledger, real.directory.context.engine
    before = (ledger.position(), engine.position(), real.directory.state(), ledger.record_states(source))
    run = real.directory.crawl(real.server, source, full=full)
    assert (run.state, run.mode, run.complete, run.seq) == (RunState.UNCHANGED, mode, True, None)
    assert (run.counts.added, run.counts.changed, run.counts.recomposed, run.counts.missing) == (0, 0, 0, 0)
    assert run.counts.fetched == run.counts.unchanged + run.counts.out_of_scope
    assert (ledger.position(), engine.position(), real.directory.state(), ledger.record_states(source)) == before
