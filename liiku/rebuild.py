"""`liiku rebuild --from-runs`: a lost or damaged ledger made again from the folders of the runs and the journal beside them.

The runs are published again in the order in which they first were, with today's program and YAMLs; then come the stewards' decisions,
corrections, and reported mistakes. Change numbers go on above the old ones, so that readers of the feed read everything once again and miss nothing.

Not made again: what was told to whom (notices), requests to crawl that were waiting, when a service changed before, and everything of a run
whose folder is gone or damaged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from indexer.catch_up import rebuild as fill_index
from indexer.journal import Journal, Told
from indexer.journal_rows import IDENTITY, NUMBERED
from indexer.ledger import Ledger
from indexer.publish import DONE, publish
from indexer.recompose import Recomposer
from indexer.report import read_report
from indexer.run_folder import RunFolder
from liiku.context import Context
from liiku.crawl import renew_dump
from schemas.errors import DirectoryError, LedgerError, LedgerLocked
from schemas.report import Report
from schemas.run import Run, RunState

SIDES = ("", "-wal", "-shm")
"""A SQLite ledger and the two files that may lie beside it."""


@dataclass(slots=True)
class Rebuilt:
    """What came of it. `lost`: runs that were published once and cannot be now, and why. `aside`: where the old ledger lies."""

    runs: int = 0
    services: int = 0
    decisions: int = 0
    corrections: int = 0
    has_journal: bool = True
    aside: Path | None = None
    lost: dict[str, str] = field(default_factory=dict)
    unpublished: list[str] = field(default_factory=list)


def rebuild_from_runs(here: Context, *, replace: bool = False, journal: Path | None = None) -> Rebuilt:
    """Make the ledger anew, then the index. Raises LedgerError when there is a ledger already and `replace` is not said, LedgerLocked."""
    told = (Journal(journal) if journal else Journal.beside(here.runs_dir)).read()
    done = Rebuilt(has_journal=told.ledger is not None)
    with _new_ledger(here, done, replace=replace) as ledger:
        _fill(here, ledger, told, done)
    fill_index(here.ledger, here.engine)
    renew_dump(here)
    Journal.beside(here.runs_dir).keep_up(here.ledger)
    return done


@contextmanager
def _new_ledger(here: Context, done: Rebuilt, *, replace: bool) -> Iterator[Ledger]:
    """An empty ledger to fill: beside the place of the old one, which it takes when it is full; on PostgreSQL the database itself, when it is empty."""
    address = here.settings.ledger()
    if not address.startswith("sqlite:///"):
        if here.ledger.runs(limit=1) or here.ledger.position():
            raise LedgerError("this database holds a ledger already; name an empty one with LIIKU_LEDGER_URL")
        yield here.ledger
        return
    path = Path(address.removeprefix("sqlite:///"))
    if path.exists() and not replace:
        raise LedgerError(
            f"{path} is there already; stop what uses it and say --replace, which keeps it under another name"
        )
    making = path.with_name(f"{path.name}.making")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{path}.publishing.lock").acquire(timeout=0):
            _remove(making)
            ledger = Ledger(f"sqlite:///{making}")
            ledger.migrate()
            try:
                yield ledger
            finally:
                ledger.close()
            if path.exists():
                done.aside = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
                for side in SIDES:
                    old = Path(f"{path}{side}")
                    if old.exists():
                        old.rename(f"{done.aside}{side}")
            making.rename(path)
    except Timeout as error:
        raise LedgerLocked("a publication is under way; stop the worker first") from error


def _remove(path: Path) -> None:
    for side in SIDES:
        Path(f"{path}{side}").unlink(missing_ok=True)


def _fill(here: Context, ledger: Ledger, told: Told, done: Rebuilt) -> None:
    reports = {path.name: _report(RunFolder(path)) for path in sorted(here.runs_dir.glob("*")) if path.is_dir()}
    order = _order(told, reports)
    rows = {str(row["id"]): str(row["state"]) for row in told.of("run")}
    with ledger.publishing() as publication:
        acts = publication.journal
        if told.ledger:
            publication.set_meta(IDENTITY, told.ledger)
        acts.put("counter", [{"name": "seq", "value": _highest(told, reports)}])
        acts.put("usage_count", told.of("usage_count"))
        acts.put("geocode", [row | {"pending": False} for row in told.of("geocode")])
    for name in order:
        why = _publish_again(here, ledger, RunFolder(here.runs_dir / name), reports.get(name))
        if why is None:
            done.runs += 1
        else:
            done.lost[name] = why
    published = set(order) - done.lost.keys()
    for name, report in reports.items():
        if report is not None and (name not in order or rows.get(name, "") not in ("", *DONE)):
            state = RunState(rows.get(name, report.run.state))
            ledger.put_run(report.run.model_copy(update={"state": state, "seq": _seq(ledger, name, published)}))
        elif report is None and name not in order and RunFolder(here.runs_dir / name).stats_path.exists():
            done.unpublished.append(name)
    _write_acts(here, ledger, told)
    done.services = sum(n for state, n in ledger.counts().items() if state != "removed")
    done.decisions, done.corrections = len(told.of("decision")), len(told.of("correction"))


def _report(folder: RunFolder) -> Report | None:
    """The report of a run; None where there is none that can be read."""
    try:
        return read_report(folder)
    except ValidationError:
        return None


def _order(told: Told, reports: dict[str, Report | None]) -> list[str]:
    """The runs that were published, in that order: as the journal says, else by their reports."""
    found = [
        (report.at, report.run.started_at, name)
        for name, report in reports.items()
        if report is not None and report.run.state in DONE
    ]
    return [*told.order, *(name for _, _, name in sorted(found) if name not in told.order)]


def _highest(told: Told, reports: dict[str, Report | None]) -> int:
    """The highest change number that anybody may have seen."""
    seen = [int(row["value"]) for row in told.of("counter")]
    seen += [report.run.seq[1] for report in reports.values() if report is not None and report.run.seq is not None]
    return max(seen, default=0)


def _publish_again(here: Context, ledger: Ledger, folder: RunFolder, report: Report | None) -> str | None:
    """Publish a run as it was then; why it cannot be."""
    if not folder.path.is_dir():
        return "its folder is gone"
    try:
        stats = folder.stats()
        if stats is None:
            return "its folder has no stats.json"
        if stats.source not in here.sources:
            return f"there is no {stats.source}.yaml any more"
        at = report.at if report else stats.clock
        run = publish(ledger, folder, here.sources, now=at, approved=True, again=True)
    except DirectoryError as error:
        return str(error)
    if run.state not in DONE:
        return run.note
    if report is not None:
        ledger.put_run(report.run.model_copy(update={"state": run.state, "seq": run.seq, "counts": run.counts}))
    return None


def _seq(ledger: Ledger, name: str, published: set[str]) -> tuple[int, int] | None:
    run: Run | None = ledger.get_run(name) if name in published else None
    return run.seq if run else None


def _write_acts(here: Context, ledger: Ledger, told: Told) -> None:
    """What stewards decided and corrected and what was reported, with all that follows from it."""
    now = here.settings.clock()
    standing = {
        row["object"]
        for row in told.of("decision")
        if row["what"] in ("joined", "separate") and row["undone_at"] is None
    }
    with ledger.publishing() as publication:
        acts = publication.journal
        recomposer = Recomposer(publication, here.sources, source="", run=f"{now:%Y%m%dT%H%M%SZ}-rebuild", at=now)
        for name in NUMBERED:
            acts.put(name, told.of(name))
        acts.put("match", [row for row in told.of("match") if " ".join(sorted((row["a"], row["b"]))) in standing])
        acts.go_on_numbering()
        recomposer.correct(sorted({row["service"] for row in told.of("correction")}))
        recomposer.rejoin()
