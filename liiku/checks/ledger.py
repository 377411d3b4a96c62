"""The ledger and the folders of runs: can it be read, are its tables of this version, does each run have its folder, is a lock left over."""

from __future__ import annotations

import os
from collections.abc import Iterator

import orjson

from indexer.run_folder import RunFolder
from liiku.checks.finding import Finding, note, ok, wrong
from liiku.checks.opened import newest_revision, readable, revision_of, there
from liiku.context import Context
from liiku.restore import Restored, restored_from
from schemas.errors import LedgerError

_ALL = 1_000_000
_SHOWN = 5


def ledger(here: Context) -> Iterator[Finding]:
    found = there(here)
    if found is None:
        yield note(
            "there is no ledger yet", why="nothing was published with these settings", do="liiku crawl, or liiku up"
        )
        return
    try:
        revision = revision_of(found)
    except LedgerError as error:
        yield wrong(
            str(error), why="nothing can be published or shown", do="look at LIIKU_LEDGER_URL, and at the last backup"
        )
        return
    if revision != newest_revision():
        yield wrong(
            f"the ledger's tables are of version {revision or 'none'}, this program's of {newest_revision()}",
            why="an older program cannot read newer tables; a newer one brings them up to date when it starts",
            do="back the ledger up, then run any command of the newer program, such as `liiku runs`",
        )
        return
    counts = found.counts()
    yield ok(f"the ledger holds {counts.get('active', 0)} active offerings, at change {found.position()}")


def run_folders(here: Context) -> Iterator[Finding]:
    found = readable(here)
    if found is None:
        return
    rows = {run.id for run in found.runs(limit=_ALL)}
    folders = {path.name: path for path in here.runs_dir.glob("*") if path.is_dir()}
    under_way = {path.stem for path in here.locks_dir.glob("*.holder")}
    loose = sorted(n for n in folders.keys() - rows if not any(f"-{source}-" in n for source in under_way))
    finished = [name for name in loose if RunFolder(folders[name]).stats_path.exists()]
    broken_off = [name for name in loose if name not in finished]
    from_backup = restored_from(here)
    left_out = set(from_backup.without_folder) if from_backup and not from_backup.with_responses else set()
    lost = sorted(rows - folders.keys() - left_out)
    if finished:
        yield wrong(
            f"{_listed(finished)}: crawled, but not in the ledger",
            why="what they brought is not published",
            do="liiku publish RUN",
        )
    if broken_off:
        yield wrong(
            f"{_listed(broken_off)}: the crawl broke off",
            why="they take room and count for nothing",
            do=f"see why in the log, then delete the folders in {here.runs_dir}",
        )
    if lost:
        yield wrong(
            f"{_listed(lost)}: in the ledger, but without a folder",
            why="they cannot be replayed, nor the ledger be made again from them",
            do="bring the folders back from a backup, or crawl those sources again with --full",
        )
    if from_backup and not from_backup.with_responses:
        yield _left_out(from_backup, gone=len(rows & left_out - folders.keys()))
    if not (loose or lost):
        yield ok(f"{len(rows & folders.keys())} runs have their folders")


def _left_out(backup: Restored, *, gone: int) -> Finding:
    """What a restored backup lacks on purpose."""
    older = f"{gone} older runs have no folder, and " if gone else ""
    return note(
        f"restored from the backup of {backup.made_at:%Y-%m-%d}, made without --with-runs: {older}runs until then have no kept responses",
        why="nothing that was published is missing, and `liiku rebuild --from-runs` has the runs that it needs for the tray of that"
        " day; but `liiku replay` of those runs cannot be done, and changes before them are not told again",
        do="`liiku crawl SOURCE --full` where a replay will be wanted; `liiku backup --with-runs` keeps everything",
    )


def locks(here: Context) -> Iterator[Finding]:
    stale = []
    for path in sorted(here.locks_dir.glob("*.holder")):
        try:
            told = orjson.loads(path.read_bytes())
        except (FileNotFoundError, orjson.JSONDecodeError):  # it has just begun, or just ended
            continue
        if not _lives(int(told["pid"])):
            stale.append(f"{path.stem} ({told['what']}, process {told['pid']}, since {told['since'][:16]})")
    if stale:
        yield wrong(
            f"left over from a process that died: {', '.join(stale)}",
            why="the lock itself went with it and the next crawl begins; but that one did not end well",
            do="see why in the log; the next crawl of the source clears this",
        )
    else:
        yield ok("no lock is left over")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
