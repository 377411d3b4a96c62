"""What protects a published tray: guards that hold a run for a person, absence in two steps, and venues that their programmes lean on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replay.server import ReplayServer, serving
from liiku.crawl import exit_code
from schemas.run import Run, RunState
from tests.crawler.upstreams import API as EVENTS_API
from tests.crawler.upstreams import HOSPITAL, Directory, adds_up, event, place, small_city, unit

UNITS = 100


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplayServer, Directory]]:
    directory = Directory(tmp_path_factory.mktemp("hundred"))
    with serving(small_city(units=UNITS)) as server:
        assert directory.crawl(server, "palvelukartta").counts.added == UNITS
        yield server, directory


@pytest.fixture(scope="module")
def held(hundred: tuple[ReplayServer, Directory], tmp_path_factory: pytest.TempPathFactory) -> tuple[Directory, Run]:
    """A run in which 60 of 100 units are gone, as the command line answers it."""
    server, directory = hundred
    whole, directory = server.upstream.units, directory.copy(tmp_path_factory.mktemp("held") / "data")
    before, server.upstream.units = directory.state(), whole[:40]
    done = directory.process("crawl", "palvelukartta", "--json", "--base-url", server.base_url("palvelukartta"))
    server.upstream.units = whole
    run = Run.model_validate(json.loads(done.out)[0])
    assert (done.code, len(done.err.splitlines()), directory.state()) == (3, 1, before)
    assert f"liiku approve {run.id}" in done.err
    return directory, run


def test_a_run_that_lost_60_of_100_units_is_held_and_changes_nothing(held: tuple[Directory, Run]) -> None:
    directory, run = held
    assert (run.state, run.seq, exit_code(run)) == (RunState.HELD, None, 3)
    (guard,) = run.guards
    assert (guard.code, guard.value, guard.limit, guard.holds) == ("absent", 60, 10, True)
    assert adds_up(run)
    assert (directory.context.ledger.position(), directory.context.engine.position()) == (UNITS, UNITS)


def test_a_held_run_can_be_approved_and_then_counts_as_the_first_absence(
    held: tuple[Directory, Run], tmp_path: Path
) -> None:
    directory, run = held[0].copy(tmp_path / "copy"), held[1]
    done = directory.liiku("approve", run.id, "--json")
    approved = Run.model_validate(json.loads(done.out)[0])
    assert (done.code, approved.state, approved.counts.missing, approved.counts.unchanged) == (
        0,
        RunState.PUBLISHED,
        60,
        40,
    )
    assert len(directory.live()) == UNITS
    again = directory.liiku("approve", run.id)
    assert (again.code, len(again.lines)) == (1, 1)


def test_a_held_run_can_be_rejected_with_a_reason_and_leaves_everything_as_it_was(
    held: tuple[Directory, Run], tmp_path: Path
) -> None:
    directory, run = held[0].copy(tmp_path / "copy"), held[1]
    before = (directory.state(), directory.context.ledger.record_states("palvelukartta"))
    done = directory.liiku("reject", run.id, "--why", "upstream was being moved")
    assert (done.code, len(done.lines)) == (0, 1)
    rejected = directory.context.ledger.get_run(run.id)
    assert (rejected.state, "upstream was being moved" in rejected.note) == (RunState.REJECTED, True)
    assert (directory.state(), directory.context.ledger.record_states("palvelukartta")) == before
    assert directory.liiku("approve", run.id).code == 1


def test_five_absent_units_are_missing_once_removed_twice_and_back_with_a_new_number(
    hundred: tuple[ReplayServer, Directory], tmp_path: Path
) -> None:
    server, directory = hundred[0], hundred[1].copy(tmp_path / "copy")
    whole = server.upstream.units
    server.upstream.units = whole[5:]
    once = directory.crawl(server, "palvelukartta")
    assert (once.state, once.counts.missing, once.counts.removed_absent, len(directory.live())) == (
        RunState.PUBLISHED,
        5,
        0,
        UNITS,
    )
    assert directory.context.ledger.position() == UNITS
    twice = directory.crawl(server, "palvelukartta")
    assert (twice.counts.missing, twice.counts.removed_absent, len(directory.live())) == (0, 5, UNITS - 5)
    tombstone = directory.row("palvelukartta", "tprek:1")
    assert (tombstone.state, tombstone.seq > UNITS, directory.search(limit=1).total) == ("removed", True, UNITS - 5)
    server.upstream.units = whole
    back = directory.crawl(server, "palvelukartta")
    alive = directory.row("palvelukartta", "tprek:1")
    assert (back.counts.added, alive.state, alive.seq > tombstone.seq) == (5, "active", True)
    assert (alive.id, directory.search(limit=1).total) == (tombstone.id, UNITS)


@pytest.fixture
def two_sources(tmp_path: Path) -> Iterator[tuple[ReplayServer, Directory]]:
    """Two halls and a hospital; two events at hall 1, one at hall 2, and one at the hospital."""
    city = small_city(units=2)
    city.units.append(unit(3, name_fi="Sairaala", ontologytree_ids=[HOSPITAL]))
    city.places = [place(1), place(2), place(3)]
    where = {1: 1, 2: 1, 3: 2, 4: 3}
    city.events = [event(n, location={"@id": f"{EVENTS_API}/place/tprek:{at}/"}) for n, at in where.items()]
    directory = Directory(tmp_path / "two")
    with serving(city) as server:
        run = directory.crawl(server, "palvelukartta")
        assert (directory.live(), run.out_of_scope) == ({"tprek:1", "tprek:2"}, {"outside_tree": 1})
        directory.crawl(server, "linkedevents")
        yield server, directory


def test_a_changed_address_of_a_venue_comes_out_in_every_event_that_leans_on_it(
    two_sources: tuple[ReplayServer, Directory],
) -> None:
    server, directory = two_sources
    before = {one: directory.row("linkedevents", f"helsinki:e{one}").seq for one in (1, 2, 3)}
    server.upstream.units[0] |= {"street_address_fi": "Uusikatu 5"}
    run = directory.crawl(server, "palvelukartta")
    assert (run.counts.changed, run.counts.recomposed, run.seq and run.seq[1] - run.seq[0]) == (1, 2, 2)
    after = {one: directory.row("linkedevents", f"helsinki:e{one}").seq for one in (1, 2, 3)}
    assert (after[1] > before[1], after[2] > before[2], after[3] == before[3]) == (True, True, True)
    assert directory.service("linkedevents", "helsinki:e1").places[0].address == {"fi": "Uusikatu 5"}
    assert directory.context.engine.position() == directory.context.ledger.position()


def test_a_hospital_that_hosts_an_offering_comes_into_the_tray_and_leaves_with_it(
    two_sources: tuple[ReplayServer, Directory],
) -> None:
    server, directory = two_sources
    assert "tprek:3" in directory.live()
    assert {one.by for one in directory.service("palvelukartta", "tprek:3").derived} >= {"scope.hosts_an_offering"}
    again = directory.crawl(server, "palvelukartta")
    assert (again.state, again.counts.unchanged, again.out_of_scope) == (RunState.UNCHANGED, 3, {})
    server.upstream.events[3] |= {"deleted": True, "last_modified_time": "2030-01-01T00:00:00Z"}
    run = directory.crawl(server, "linkedevents")
    assert run.counts.removed_upstream == 1
    assert "tprek:3" not in directory.live()
    assert directory.row("palvelukartta", "tprek:3").state == "removed"


def test_a_real_source_and_the_sample_city_never_share_a_ledger(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(units=3)) as server:
        directory.crawl(server, "palvelukartta", sample=True)
        before = (directory.state(), directory.context.ledger.position())
        done = directory.liiku("crawl", "palvelukartta", "--base-url", server.base_url("palvelukartta"))
        assert (done.code, len(done.lines)) == (1, 1)
        assert "sample data" in done.lines[0]
    assert (directory.state(), directory.context.ledger.position()) == before
    assert directory.context.ledger.meta("sample") == "yes"
