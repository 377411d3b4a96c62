"""What would come back: are the run folders as their crawls left them, is the journal up to the ledger, is the index whole, when was the last backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from indexer.engines.generations import Generations
from indexer.journal import Journal, missing
from indexer.journal_rows import IDENTITY
from indexer.run_folder import RunFolder
from liiku.backup import last_backup, needed
from liiku.checks.finding import Finding, note, ok, wrong
from liiku.checks.machine import may_write
from liiku.checks.opened import readable
from liiku.context import Context
from schemas.errors import FolderDamaged

OLD = timedelta(days=7)
SHOWN = 5


def ledger_file(here: Context) -> Iterator[Finding]:
    """Whether somebody holds the ledger's file, and whether SQLite finds it whole; another database looks after itself."""
    address = here.settings.ledger()
    path = Path(address.removeprefix("sqlite:///"))
    if not address.startswith("sqlite:///") or not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=2)) as connection:
            said = connection.execute("pragma quick_check(1)").fetchone()[0]
            connection.execute("begin immediate")
            connection.rollback()
    except sqlite3.Error as error:
        yield _held_or_damaged(path, str(error))
        return
    if said != "ok":
        yield _held_or_damaged(path, f"malformed: {said}")
    elif not may_write(path):
        yield _held_or_damaged(path, "readonly")
    else:
        yield ok("the ledger's file is whole and nobody holds it")


def _held_or_damaged(path: Path, said: str) -> Finding:
    if "locked" in said:
        return note(
            f"another process is writing the ledger {path}, or holds it",
            why="nothing can be published until it is done",
            do="wait; if it stays so, see `liiku runs` and which process has the file open (fuser, lsof)",
        )
    if "readonly" in said or "unable to open" in said:
        return wrong(
            f"the ledger {path} cannot be written ({said})",
            why="what is published stays, and nothing new comes",
            do="see the rights of its folder, and whether the disk was made read-only",
        )
    return wrong(
        f"the ledger {path} is damaged ({said})",
        why="searches and publications may fail, or leave things out",
        do="stop everything; then `liiku restore` of the last backup into an empty folder, or `liiku rebuild --from-runs --replace`",
    )


def folders(here: Context) -> Iterator[Finding]:
    """The folders that are still needed, each against the sums that its crawl left."""
    found = readable(here)
    if found is None:
        return
    bad = []
    wanted = sorted(needed(found.runs(limit=1_000_000)))
    for name in wanted:
        folder = RunFolder(here.runs_dir / name)
        if not folder.path.is_dir():
            continue  # another check names it
        if damage := damage_of(folder):
            bad.append(f"{name}: {damage}")
    if bad:
        yield wrong(
            f"run folders are damaged: {'; '.join(bad[:SHOWN])}",
            why="they cannot be published, nor an approval be undone, nor a lost ledger be made again from them",
            do="bring them back from a backup, or crawl those sources again with --full; see the disk's health",
        )
    else:
        yield ok(f"the {len(wanted)} run folders that are needed are as their crawls left them")


def damage_of(folder: RunFolder) -> str | None:
    """What is wrong with a folder, its kept responses too."""
    try:
        folder.stats()
        damage = folder.damage()
        if damage is None:
            for _ in folder.kept_at(folder.kept_urls()):
                pass
    except FolderDamaged as error:
        return str(error)
    return damage


def journal(here: Context) -> Iterator[Finding]:
    found = readable(here)
    if found is None or found.meta(IDENTITY) is None:
        return
    told = Journal.beside(here.runs_dir).read()
    late = "usage_count"  # a month that has ended comes with the next publication
    lacking = [table for table, _ in missing(found, told) if table != late]
    if told.ledger not in (None, found.meta(IDENTITY)):
        yield wrong(
            "the journal beside the runs is of another ledger",
            why="this ledger was begun anew; what stewards decided before stands only in that journal",
            do="`liiku rebuild --from-runs --replace` brings it back; the next publication sets that journal aside",
        )
    elif lacking:
        yield wrong(
            f"the journal lacks {len(lacking)} rows that the ledger has",
            why="were the ledger lost now, they could not be made again",
            do="see whether the disk is full or read-only; the next publication writes them",
        )
    else:
        yield ok("the journal has all that only the ledger knows")


def index_files(here: Context) -> Iterator[Finding]:
    """Generations of the embedded index that were begun and never finished; the check of the engine says whether the current one can be read."""
    if here.settings.engine != "embedded":
        return
    generations = Generations(here.settings.data_dir / "index")
    current = generations.current()
    half = sorted(
        path.name for path in generations.folder.glob("gen-*") if path != current and not (path / "meta.json").exists()
    )
    if current is not None and not (current / "meta.json").exists():
        yield wrong(
            f"the index names {current.name}, which is not whole",
            why="searches are answered with 503",
            do="liiku index --rebuild",
        )
    elif half:
        yield note(
            f"half-written: {', '.join(half[:SHOWN])}",
            why="an indexing was cut short, or is under way; nobody reads it, and the next one sweeps it away",
        )


def last_backups(here: Context) -> Iterator[Finding]:
    found = readable(here)
    if found is None or found.position() == 0 or not found.is_sqlite:
        return
    last = last_backup(here)
    if last is None:
        yield note(
            "no backup is known of",
            why="a lost disk takes what stewards decided with it",
            do="liiku backup FILE, on another disk",
        )
    elif here.settings.clock() - last.made_at > OLD:
        yield note(
            f"the last backup is of {last.made_at:%Y-%m-%d}",
            why="what came since would be lost with the disk",
            do="liiku backup FILE",
        )
    else:
        yield ok(f"the last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC")
