"""`liiku restore FILE`: a backup into an empty data directory. Every file is checked against its sum before anything is put in place."""

from __future__ import annotations

import gzip
import re
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import IO, Final

from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import ValidationError

from indexer.catch_up import rebuild as fill_index
from indexer.journal import NAME as JOURNAL
from liiku.backup import ALL_RUNS, BLOCK, FORMAT, LEDGER, MANIFEST, STEWARDS, Manifest, Summed, Told, sqlite_ledger
from liiku.context import Context
from liiku.crawl import renew_dump
from schemas.errors import BackupRefused, EngineUnavailable
from schemas.service import Part

STAGE: Final = ".restoring"
ALLOWED: Final = re.compile(
    rf"({re.escape(LEDGER)}|{re.escape(JOURNAL)}|{re.escape(STEWARDS)}|{re.escape(MANIFEST)}|runs/[0-9A-Za-z][\w.-]*(/raw)?/[0-9A-Za-z][\w.-]*)",
    re.ASCII,
)
"""The names that a backup may hold: none leads out of the directory."""
LONGEST_MANIFEST = 64 << 20
RESTORED: Final = "restored.json"
"""Written in the data directory after a restoration, for the doctor."""


class Restored(Part):
    """Which backup this data directory was made from. `without_folder`: runs whose folders it left out on purpose."""

    made_at: datetime
    with_responses: bool
    without_folder: list[str]


def restore(here: Context, file: Path) -> tuple[Manifest, str]:
    """Put a backup in place and fill the index; what was restored, and why the search is behind, if it is.

    Raises BackupRefused when something is there already, when the backup is damaged, or when it is of a newer program.
    """
    data = here.settings.data_dir
    ledger = sqlite_ledger(here, "pg_restore --dbname=DATABASE FILE")
    if ledger.exists() or any(path.name != STAGE for path in (data.iterdir() if data.exists() else ())):
        raise BackupRefused(f"{data} is not empty; name an empty folder with LIIKU_DATA_DIR, or move this one away")
    stage = data / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        manifest = _unpack(file, stage)
        _check_ledger(stage / LEDGER, manifest)
        for path in sorted(stage.iterdir(), key=lambda one: one.name == LEDGER):
            path.rename(ledger if path.name == LEDGER else data / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    try:
        fill_index(here.ledger, here.engine)
        behind = ""
    except EngineUnavailable as error:
        behind = f"{error}; `liiku index` fills it"
    renew_dump(here)
    _leave_word(here, manifest)
    return manifest, behind


def restored_from(here: Context) -> Restored | None:
    """The backup that this data directory was made from; None where it began otherwise."""
    try:
        return Restored.model_validate_json((here.settings.data_dir / RESTORED).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _leave_word(here: Context, manifest: Manifest) -> None:
    came = {name.split("/")[1] for name in manifest.files if name.startswith("runs/")}
    without = sorted(run.id for run in here.ledger.runs(limit=ALL_RUNS) if run.id not in came)
    word = Restored(made_at=manifest.made_at, with_responses=manifest.with_runs, without_folder=without)
    (here.settings.data_dir / RESTORED).write_text(word.model_dump_json(), encoding="utf-8")


def _unpack(file: Path, stage: Path) -> Manifest:
    """Unpack into the stage; what the manifest says, when every file is as it says. Raises BackupRefused."""
    found: dict[str, Told] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r:gz") as tar:
            for name, stream, size in _members(tar):
                if name in found or manifest is not None:
                    raise BackupRefused(f"{file}: {name} stands where nothing may; it is no backup of ours")
                if name == MANIFEST:
                    manifest = _manifest(stream.read(LONGEST_MANIFEST))
                    continue
                found[name] = _write(stream, stage / name, size)
    except FileNotFoundError as error:
        raise BackupRefused(f"there is no file {file}") from error
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BackupRefused(f"{file} is damaged or no backup ({error}); take an older one") from error
    if manifest is None:
        raise BackupRefused(f"{file} is not whole: it has no {MANIFEST}; take an older one")
    differing = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if differing or LEDGER not in found:
        raise BackupRefused(
            f"{file} is damaged: {', '.join(differing[:5]) or LEDGER} is not as it was; take an older one"
        )
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes], int]]:
    for member in tar:
        if not member.isreg() or not ALLOWED.fullmatch(member.name):
            raise BackupRefused(
                f"the backup holds {member.name[:100]!r}, which no backup of ours does; nothing was restored"
            )
        stream = tar.extractfile(member)
        assert stream is not None
        yield member.name, stream, member.size


def _manifest(text: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise BackupRefused(f"the backup's {MANIFEST} cannot be read; take an older one") from error
    if manifest.format > FORMAT:
        raise BackupRefused(f"the backup is of a newer program (format {manifest.format}); restore it with that one")
    return manifest


def _write(stream: IO[bytes], path: Path, size: int) -> Told:
    path.parent.mkdir(parents=True, exist_ok=True)
    reader = Summed(stream.read)
    with path.open("xb") as out:
        path.chmod(0o600)
        while piece := reader.read(BLOCK):
            out.write(piece)
    return Told(bytes=size, sha256=reader.sum.hexdigest())


def _check_ledger(path: Path, manifest: Manifest) -> None:
    """Raises BackupRefused for a ledger that SQLite finds damaged, and for one that this program cannot read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            said = connection.execute("pragma quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise BackupRefused(f"the ledger in the backup is damaged ({said}); take an older one")
    config = Config()
    config.set_main_option("script_location", str(files("indexer") / "migrations"))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if manifest.revision is not None and manifest.revision not in known:
        raise BackupRefused(
            f"the backup's tables are of version {manifest.revision}, which this program does not know; restore it with the newer one"
        )
