"""`liiku backup FILE`: one file from which everything comes back, made while others serve and publish.

A tar.gz of ledger.sqlite (one moment of it), journal.ndjson, the run folders that are still needed (held runs; of each source the runs since its
last full one; without the kept responses), and manifest.json with the sum of each file, which comes last: without it a backup is not whole.
Not in it: settings, YAMLs of your own, keys, the search index and caches; the stewards' file and all runs with their responses only when asked for.
"""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

import orjson
from pydantic import ValidationError

from indexer.journal import NAME as JOURNAL
from indexer.ledger import Ledger
from indexer.publish import DONE
from liiku.checks.opened import revision_of
from liiku.context import Context
from schemas.errors import BackupRefused
from schemas.run import Mode, Run, RunState
from schemas.service import Part

LEDGER: Final = "ledger.sqlite"
STEWARDS: Final = "stewards.yaml"
MANIFEST: Final = "manifest.json"
LAST: Final = "backup.json"
"""Written in the data directory after a backup, for the doctor."""
FORMAT: Final = 1
ALL_RUNS = 1_000_000
BLOCK = 1 << 20


class Told(Part):
    """One file of a backup: its size, and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


class Manifest(Part):
    """What is in a backup. `position`: the ledger's change number; `revision`: the version of its tables."""

    format: int
    made_at: datetime
    position: int
    revision: str | None
    with_runs: bool
    files: dict[str, Told]


class LastBackup(Part):
    """When the last backup was made, and up to which change number."""

    made_at: datetime
    position: int


@dataclass(slots=True)
class _Tar:
    """A tar that is being written, and what went into it."""

    tar: tarfile.TarFile
    files: dict[str, Told] = field(default_factory=dict)

    def add(self, name: str, stream: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = Summed(stream.read)
        self.tar.addfile(info, reader)
        self.files[name] = Told(bytes=size, sha256=reader.sum.hexdigest())

    def add_path(self, name: str, path: Path) -> None:
        with path.open("rb") as stream:
            self.add(name, stream, os.fstat(stream.fileno()).st_size)


class Summed:
    """Reads on, and sums what it read."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.sum = hashlib.sha256()

    def read(self, size: int = BLOCK) -> bytes:
        piece = self._read(size)
        self.sum.update(piece)
        return piece


def backup(here: Context, file: Path, *, with_runs: bool = False, with_stewards: bool = False) -> Manifest:
    """Write a backup. Raises BackupRefused when the file is there, when there is nothing to back up, and for a ledger on PostgreSQL."""
    source = sqlite_ledger(
        here, "pg_dump --format=custom --file FILE (the run folders: copy the folder runs and journal.ndjson)"
    )
    if file.exists():
        raise BackupRefused(f"{file} is there already; name another file")
    if not source.exists():
        raise BackupRefused(f"there is no ledger {source}, so there is nothing to back up")
    making = file.with_name(f"{file.name}.partial")
    copy = file.with_name(f"{file.name}.ledger")
    try:
        copy_ledger(source, copy)
        ledger = Ledger(f"sqlite:///{copy}")
        revision, position, runs = revision_of(ledger), ledger.position(), ledger.runs(limit=ALL_RUNS)
        ledger.close()
        settle(copy)
        making.touch(mode=0o600)
        with tarfile.open(making, "w:gz", compresslevel=6) as tar:
            into = _Tar(tar)
            into.add_path(LEDGER, copy)
            journal = here.settings.data_dir / JOURNAL
            if journal.exists():
                whole = journal.read_bytes()
                whole = whole[: whole.rfind(b"\n") + 1]
                into.add(JOURNAL, io.BytesIO(whole), len(whole))
            for name, path in _run_files(here.runs_dir, runs, every=with_runs):
                into.add_path(name, path)
            if with_stewards and here.settings.stewards is not None and here.settings.stewards.exists():
                into.add_path(STEWARDS, here.settings.stewards)
            manifest = Manifest(
                format=FORMAT, made_at=here.settings.clock(), position=position, revision=revision,
                with_runs=with_runs, files=into.files,
            )  # fmt: skip
            text = manifest.model_dump_json(indent=1).encode()
            into.add(MANIFEST, io.BytesIO(text), len(text))
        with making.open("rb") as stream:
            os.fsync(stream.fileno())
        making.rename(file)
    finally:
        for left in (making, *(Path(f"{copy}{side}") for side in ("", "-wal", "-shm"))):
            left.unlink(missing_ok=True)
    last = LastBackup(made_at=manifest.made_at, position=position)
    (here.settings.data_dir / LAST).write_text(last.model_dump_json(), encoding="utf-8")
    return manifest


def last_backup(here: Context) -> LastBackup | None:
    """The last backup of this data directory, as far as it is known."""
    try:
        return LastBackup.model_validate(orjson.loads((here.settings.data_dir / LAST).read_bytes()))
    except (FileNotFoundError, ValidationError, orjson.JSONDecodeError):
        return None


def sqlite_ledger(here: Context, instead: str) -> Path:
    """The file of the ledger. Raises BackupRefused for another database, with what to do instead."""
    address = here.settings.ledger()
    if not address.startswith("sqlite:///"):
        raise BackupRefused(f"the ledger is not a file here; use its own tool: {instead}")
    return Path(address.removeprefix("sqlite:///"))


def copy_ledger(source: Path, to: Path) -> None:
    """Copy one moment of a ledger that others may be writing."""
    to.touch(mode=0o600)
    address = f"file:{quote(str(source))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new)


def settle(path: Path) -> None:
    """Bring what lies beside a SQLite file into it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = delete")


def needed(runs: list[Run]) -> set[str]:
    """Of all runs, newest first, those whose folders are still needed: held ones, and of each source those since its last full one."""
    found: set[str] = set()
    based: set[str] = set()
    for run in runs:
        if run.state in (RunState.HELD, RunState.CRAWLED):
            found.add(run.id)
        elif run.state in DONE and run.source not in based:
            found.add(run.id)
            if run.mode is Mode.FULL and run.complete:
                based.add(run.source)
    return found


def _run_files(runs_dir: Path, runs: list[Run], *, every: bool) -> Iterator[tuple[str, Path]]:
    """(name in the backup, path) of the files of the folders that go into it."""
    known = {run.id for run in runs}
    wanted = known if every else needed(runs)
    for name in sorted(wanted):
        for path in sorted((runs_dir / name).rglob("*")):
            inside = path.relative_to(runs_dir)
            if path.is_file() and not path.name.endswith(".partial") and (every or "raw" not in inside.parts):
                yield f"runs/{inside.as_posix()}", path
