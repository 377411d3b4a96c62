"""The ledger's change number, which every search asks for: always what the file says now, whoever wrote it, and nothing is held between two questions."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from indexer.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}", wait_s=0.1)
    found.migrate()
    return found


def moved_to(path: Path, number: int) -> None:
    """Set the change number, as another process would."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("insert or replace into counter (name, value) values ('seq', ?)", (number,))


def test_an_empty_ledger_is_at_0(ledger: Ledger) -> None:
    assert ledger.position() == 0


def test_what_another_process_wrote_is_seen_by_the_next_question(ledger: Ledger, tmp_path: Path) -> None:
    for number in (1, 2, 70):
        moved_to(tmp_path / "ledger.sqlite", number)
        assert ledger.position() == number


def test_nothing_stays_locked_between_two_questions(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    moved_to(path, 5)
    assert ledger.position() == 5
    moved_to(path, 6)
    with closing(sqlite3.connect(path)) as other:
        busy, left, done = other.execute("pragma wal_checkpoint(truncate)").fetchone()
    assert (busy, left, done) == (0, 0, 0)


def test_many_threads_may_ask_at_once(ledger: Ledger, tmp_path: Path) -> None:
    moved_to(tmp_path / "ledger.sqlite", 9)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: ledger.position(), range(200))) == {9}


def test_a_closed_ledger_opens_again_when_it_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    moved_to(tmp_path / "ledger.sqlite", 3)
    assert ledger.position() == 3
    ledger.close()
    moved_to(tmp_path / "ledger.sqlite", 4)
    assert ledger.position() == 4


def test_a_writer_at_work_makes_nobody_wait(ledger: Ledger, tmp_path: Path) -> None:
    moved_to(tmp_path / "ledger.sqlite", 3)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other:
        other.execute("begin immediate")
        other.execute("update counter set value = 4 where name = 'seq'")
        assert ledger.position() == 3
        other.commit()
    assert ledger.position() == 4
