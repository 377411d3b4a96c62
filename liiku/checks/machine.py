"""The machine: the data folder, its disk, the clock, the analyser, the sources' YAMLs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indexer.language.analyser import shared_analyser
from liiku.checks.finding import Finding, note, ok, wrong
from liiku.checks.opened import readable
from liiku.context import Context
from schemas.errors import ConfigError

LEAST_FREE_BYTES = 2_000_000_000
"""A rebuild writes a second index beside the first, and a run keeps every response."""
FIRST_YEAR = 2026


def may_write(path: Path) -> bool:
    """Whether this process may write a file, or into a folder: by its rights, and because the disk takes it."""
    wanted = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
    return os.access(path, wanted, effective_ids=os.access in os.supports_effective_ids)


def data_folder(here: Context) -> Iterator[Finding]:
    folder = here.settings.data_dir
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not may_write(there):
        yield wrong(
            f"{folder} cannot be written",
            why="no run, no ledger and no index can be kept",
            do=f"give the user of this process write access to {there}, or set LIIKU_DATA_DIR",
        )
    elif there != folder:
        yield note(f"{folder} is not there yet", why="nothing was crawled with these settings", do="liiku crawl")
    else:
        yield ok(f"{folder} can be written")
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE_BYTES:
        yield wrong(
            f"{free / 1e9:.1f} GB are free on the disk of {folder}",
            why="a full disk breaks off crawls, publications and rebuilds",
            do="make room (old runs lie in the folder runs), or move LIIKU_DATA_DIR",
        )
    else:
        yield ok(f"{free / 1e9:.0f} GB are free on its disk")


def clock(here: Context) -> Iterator[Finding]:
    fixed = here.settings.now
    if fixed is not None:
        yield wrong(
            f"the clock is fixed at {fixed.isoformat()} (LIIKU_NOW)",
            why="what is past, next or due is worked out for that moment, for ever",
            do="unset LIIKU_NOW, but for tests and demos",
        )
    now = datetime.now(UTC)
    if now.year < FIRST_YEAR:
        yield wrong(
            f"this machine says that it is {now:%Y-%m-%d}", why="sessions to come look far away", do="set its clock"
        )
        return
    ledger = readable(here)
    runs = ledger.runs(limit=1) if ledger else []
    if runs and fixed is None and runs[0].began > now + timedelta(minutes=5):
        yield wrong(
            f"run {runs[0].id} began in the future ({runs[0].began:%Y-%m-%d %H:%M})",
            why="a clock was or is wrong, and ages of sources with it",
            do="compare the clock with a time server",
        )
        return
    yield ok(f"the machine's clock says {now:%Y-%m-%d %H:%M} UTC")


def analyser(here: Context) -> Iterator[Finding]:  # noqa: ARG001  # every check is asked alike
    yield ok(f"Finnish is read by {shared_analyser().version}")


def sources(here: Context) -> Iterator[Finding]:
    try:
        yield ok(f"{len(here.sources)} sources can be read")
    except ConfigError as error:
        yield wrong(
            str(error), why="no source is crawled while one cannot be read", do=f"mend the file in {here.sources_dir}"
        )
