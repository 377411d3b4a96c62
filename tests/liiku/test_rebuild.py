"""The index comes back from the ledger, and the ledger from the run folders and the journal; what cannot come back is said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexer.catch_up import rebuild as fill_index
from indexer.engines.generations import Generations
from indexer.journal import Journal, missing
from indexer.run_folder import RunFolder
from indexer.usage_rows import Cell, UsageRows
from liiku.context import Context
from liiku.rebuild import rebuild_from_runs
from schemas.errors import LedgerError
from schemas.run import RunState
from tests.conftest import client_of
from tests.liiku.towns import PATHS, Town, bodies, counted


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path / "town")
    made.fill()
    return made


def searches(context: Context) -> dict[str, list[str]]:
    """The ids that each search finds, in their order, by an index that is made anew: one that grew scores otherwise."""
    fill_index(context.ledger, context.engine)
    client = client_of(context)
    return {path: [one["id"] for one in client.get(path).json()["hits"]] for path in PATHS}


def told_by(context: Context) -> dict[str, dict[str, Any]]:
    """The bodies of the tray, but for the run that wrote them: that is another one for what a steward's act or its end had changed."""
    found = {}
    for one, (_, body) in bodies(context).items():
        found[one] = orjson.loads(body)
        del found[one]["provenance"]["run"]
    return found


def again(town: Town) -> Context:
    """The town opened anew."""
    town.context.ledger.close()
    return Context(town.context.settings)


def without_ledger(town: Town) -> Context:
    town.context.ledger.close()
    for path in town.folder.glob("ledger.sqlite*"):
        path.unlink()
    return Context(town.context.settings)


def test_the_index_is_made_anew_from_the_ledger_alone(town: Town) -> None:
    before = searches(town.context)
    shutil.rmtree(Generations(town.folder / "index").folder)
    assert searches(again(town)) == before
    assert any(before.values())


def test_a_lost_ledger_is_made_anew_from_runs_and_journal_and_is_the_same(town: Town) -> None:
    before, found, newest = told_by(town.context), searches(town.context), town.context.ledger.position()
    rows = {run.id: (run.state, run.note) for run in town.context.ledger.runs()}
    with town.context.ledger.decisions() as decisions, town.context.ledger.corrections() as corrections:
        acts = decisions.listed(), corrections.listed(ended=True)
    with town.context.ledger.matches() as matches:
        pairs = {(pair.key, pair.state, pair.decided_by, pair.why) for pair in matches.all_pairs()}
    aliases = {one: town.context.ledger.target_of(one) for one, _, _ in town_rows(town.context)}

    here = without_ledger(town)
    done = rebuild_from_runs(here)

    assert (done.lost, done.has_journal, done.aside) == ({}, True, None)
    assert told_by(here) == before
    assert searches(here) == found
    assert {run.id: (run.state, run.note) for run in here.ledger.runs()} == rows
    assert {RunState.PUBLISHED, RunState.HELD, RunState.REJECTED} <= {state for state, _ in rows.values()}
    with here.ledger.decisions() as decisions, here.ledger.corrections() as corrections:
        assert (decisions.listed(), corrections.listed(ended=True)) == acts
    with here.ledger.matches() as matches:
        assert {(pair.key, pair.state, pair.decided_by, pair.why) for pair in matches.all_pairs()} == pairs
    assert {one: here.ledger.target_of(one) for one in aliases} == aliases
    assert any(aliases.values())
    assert min(row.seq for row in here.ledger.services_after(0, 1000)) > newest
    assert list(missing(here.ledger, Journal.beside(here.runs_dir).read())) == []


def test_counts_of_searches_come_back_but_for_the_month_under_way(town: Town) -> None:
    town.count_searches()
    town.publish("opisto", 2, 21)
    assert counted(town.context) == {"2026-10": 41, "2026-11": 12}
    assert b"2026-11" not in counts_told(town)
    here = without_ledger(town)
    rebuild_from_runs(here)
    assert counted(here) == {"2026-10": 41}


def test_a_count_is_told_by_the_journal_once_and_never_as_it_grows(town: Town) -> None:
    town.count_searches()
    for number in range(3):
        town.publish("opisto", 2, 21 + number)
        with town.context.ledger.writing() as connection:
            UsageRows(connection).add(Cell("2026-11", "category", "swimming"), 1)
    assert counts_told(town).count(b"usage_count") == 1


def counts_told(town: Town) -> bytes:
    lines = (town.folder / "journal.ndjson").read_bytes().splitlines()
    return b"\n".join(line for line in lines if b"usage_count" in line)


def town_rows(context: Context) -> list[tuple[str, str, str]]:
    return [(row.id, row.source_id, row.state) for row in context.ledger.services_after(0, 1000)]


def test_a_reader_of_the_feed_that_was_up_to_date_ends_with_the_same_copy(town: Town) -> None:
    copy = read_feed(town.context, 0, {})
    newest = town.context.ledger.position()
    here = without_ledger(town)
    rebuild_from_runs(here)
    assert read_feed(here, newest, dict(copy)) == copy
    assert read_feed(here, 0, {}) == copy


def read_feed(context: Context, after: int, copy: dict[str, Any]) -> dict[str, Any]:
    page = client_of(context).get(f"/feeds/services?afterChangeNumber={after}&limit=500").json()
    for item in page["items"]:
        if item["state"] == "deleted":
            copy.pop(item["id"], None)
        else:
            copy[item["id"]] = item["data"]
            del item["data"]["provenance"]["run"]
    return copy


def test_after_it_the_next_run_decision_and_correction_go_on_as_ever(town: Town) -> None:
    here = without_ledger(town)
    rebuild_from_runs(here)
    town.context = here
    counts = town.publish("kulke", *range(1, 8)).counts
    assert (counts.added, counts.changed, counts.unchanged, counts.removed_absent) == (0, 0, 7, 1)
    with here.ledger.decisions() as decisions:
        last = decisions.listed()[0].id
        standing = next(row for row in decisions.listed() if row.what == "joined")
    here.desk.undo(standing.id, who="Maija")
    held = next(run for run in here.ledger.runs() if run.state is RunState.HELD)
    here.desk.reject(held.id, who="Maija", why="not so")
    with here.ledger.decisions() as decisions:
        assert decisions.listed()[0].id == last + 1


def test_a_ledger_that_is_there_is_kept_under_another_name_and_only_when_told(town: Town) -> None:
    before = told_by(town.context)
    here = again(town)
    with pytest.raises(LedgerError, match="--replace"):
        rebuild_from_runs(here)
    (town.folder / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    here = Context(town.context.settings)
    done = rebuild_from_runs(here, replace=True)
    assert done.aside is not None
    assert done.aside.read_bytes().startswith(b"no ledger at all")
    assert told_by(here) == before


def test_without_a_journal_the_runs_come_back_and_the_loss_is_said(town: Town) -> None:
    before = {source_id for source_id, _ in town.bodies().values()}
    Journal.beside(town.context.runs_dir).path.unlink()
    here = without_ledger(town)
    done = rebuild_from_runs(here)
    assert (done.has_journal, done.decisions, done.corrections) == (False, 0, 0)
    assert before <= {source_id for source_id, _ in bodies(here).values()}


def test_a_damaged_run_and_a_lost_one_are_named_and_the_others_come_back(town: Town) -> None:
    runs = [run for run in town.context.ledger.runs() if run.state is RunState.PUBLISHED][::-1]
    first, second = RunFolder(town.context.runs_dir / runs[0].id), RunFolder(town.context.runs_dir / runs[1].id)
    with first.items_path.open("r+b") as stream:
        stream.truncate(100)
    shutil.rmtree(second.path)
    here = without_ledger(town)
    done = rebuild_from_runs(here)
    assert set(done.lost) == {runs[0].id, runs[1].id}
    assert "items.ndjson" in done.lost[runs[0].id]
    assert "gone" in done.lost[runs[1].id]
    assert done.services > 0


def test_a_run_folder_is_only_read(town: Town) -> None:
    before = {path: path.read_bytes() for path in town.context.runs_dir.rglob("*") if path.is_file()}
    rebuild_from_runs(without_ledger(town))
    assert {path: path.read_bytes() for path in town.context.runs_dir.rglob("*") if path.is_file()} == before


def test_the_journal_of_another_ledger_is_set_aside_and_can_be_named(town: Town) -> None:
    before = told_by(town.context)
    journal = Journal.beside(town.context.runs_dir)
    token = journal.read().ledger
    town.context = without_ledger(town)
    town.publish("kulke", 1)
    aside = town.folder / f"journal.{token}.ndjson"
    assert aside.exists()
    assert journal.read().ledger != token
    here = without_ledger(town)
    shutil.rmtree(
        here.runs_dir / next(path.name for path in here.runs_dir.iterdir() if path.name.endswith(f"{town.runs:04}"))
    )
    assert rebuild_from_runs(here, journal=aside).lost == {}
    assert told_by(here) == before


def test_a_line_of_the_journal_that_was_cut_short_is_written_again(town: Town) -> None:
    journal = Journal.beside(town.context.runs_dir)
    before = journal.read()
    with journal.path.open("r+b") as stream:
        stream.truncate(journal.path.stat().st_size - 20)
    assert journal.take(town.context.ledger) == 1
    after = journal.read()
    assert (after.rows, after.order, after.unread) == (before.rows, before.order, 1)


def test_nothing_new_writes_nothing_into_the_journal(town: Town) -> None:
    journal = Journal.beside(town.context.runs_dir)
    before = journal.path.read_bytes()
    assert journal.take(town.context.ledger) == 0
    assert journal.path.read_bytes() == before
