"""The report of a run: what publishing saw and did, as plain data beside the run's own files, and as one page that needs nothing else.

Made after the transaction. A report that cannot be made is logged and noted on the run; it never undoes a publication.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from indexer.compare import compare_runs
from indexer.diff import Diff
from indexer.divisions import SOURCE as DIVISIONS
from indexer.ledger import Ledger
from indexer.report_changes import guard_case, published_changes, would_be_changes
from indexer.report_page.page import render_report
from indexer.report_rows import left_out, refused_groups, remark_groups, unused_lines
from indexer.report_shape import Rows, access_bars, cost_bars, points_of
from indexer.run_folder import RunFolder, write_whole
from indexer.tally import Tally
from schemas.record import Record
from schemas.report import Changes, Collection, Comparison, Fill, Report
from schemas.run import CrawlStats, Run, RunState
from schemas.source import Source

log = logging.getLogger("liiku.report")


@dataclass(slots=True)
class Seen:
    """What publishing saw of a run: the tally of its rows, its diff (None: it came to none), and how full the key fields were before."""

    tally: Tally = field(default_factory=Tally)
    diff: Diff | None = None
    fill_before: Mapping[str, float] = field(default_factory=dict)


def leave_report(
    ledger: Ledger, folder: RunFolder, sources: Mapping[str, Source], run: Run, seen: Seen, *, at: datetime
) -> Run:
    """Write `report.json` and `report.html` into the run's folder; the run, with a note where that failed."""
    try:
        report = build_report(ledger, folder, sources.get(run.source), run, seen, at=at)
        write_report(ledger, folder, report)
    except Exception as error:  # the run is published as it is; only its report is missing
        log.exception("report.failed run=%s", run.id)
        noted = run.model_copy(update={"note": f"{run.note} (its report could not be made: {error})".strip()})
        ledger.put_run(noted)
        return noted
    return run


def write_report(ledger: Ledger, folder: RunFolder, report: Report) -> None:
    """Write the report and its page, each whole or not at all."""
    write_whole(folder.report_path, report.model_dump_json(indent=1))
    write_whole(folder.page_path, render_report(report, ledger.collections(DIVISIONS, ["district"])))


def read_report(folder: RunFolder) -> Report | None:
    """The report of a run, or None when it has none."""
    return Report.model_validate_json(folder.report_path.read_bytes()) if folder.report_path.exists() else None


def restate(ledger: Ledger, folder: RunFolder, run: Run) -> None:
    """Write a run's report again because a person decided on the run; what it tells of the rows stays."""
    report = read_report(folder)
    if report is not None:
        write_report(ledger, folder, report.model_copy(update={"run": run}))


def build_report(
    ledger: Ledger, folder: RunFolder, source: Source | None, run: Run, seen: Seen, *, at: datetime
) -> Report:
    """The report of a run as it stands after publishing. `source` is None when its YAML is gone."""
    report = Report(
        run=run,
        title=source.title if source else run.source,
        contact=source.contact if source else "",
        at=at,
        is_sample=ledger.meta("sample") == "yes",
        unmapped=dict(sorted(run.unmapped.items(), key=lambda pair: (-pair[1], pair[0]))),
        refused=refused_groups(ledger, run.source, folder.refusals()),
        replayed=_replayed(folder),
    )
    stats = folder.stats()
    if stats is None or source is None:
        return report
    rows = Rows(ledger, seen.tally)
    remarks = list(folder.remarks())
    changes = _changes(ledger, run, seen, stats)
    diff = seen.diff or Diff()
    return report.model_copy(
        update={
            "clock": stats.clock, "since": stats.since, "window": stats.window, "limited": stats.limited, "reason": stats.reason,
            "collections": _collections(folder, stats, diff),
            "changes": changes,
            "guards": [guard_case(ledger, guard, diff, stats, changes, _mains(folder, stats)) for guard in run.guards],
            "remarks": remark_groups(remarks, {key: row.name for key, row in seen.tally.offered.items()}),
            "out_of_scope": left_out(run.out_of_scope, seen.tally),
            "unused_lines": unused_lines(source, stats, seen.tally),
            "fill": [Fill(field=name, percent=share, before=seen.fill_before.get(name)) for name, share in run.fill.items()],
            "cost": cost_bars(rows),
            "access": access_bars(rows),
            "points": points_of(rows, unusable=sum(remark.code == "unusable_point" for remark in remarks)),
        }
    )  # fmt: skip


def _mains(folder: RunFolder, stats: CrawlStats) -> Iterator[Record]:
    """The records of the main collection, read from the folder one by one."""
    return (item.record for item in folder.items() if item.record and item.collection == stats.main_collection)


def _changes(ledger: Ledger, run: Run, seen: Seen, stats: CrawlStats) -> Changes:
    if seen.diff is None:
        return Changes()
    if run.state is RunState.HELD:
        return would_be_changes(ledger, seen.diff, stats)
    return published_changes(ledger, run, seen.diff, stats)


def _collections(folder: RunFolder, stats: CrawlStats, diff: Diff) -> list[Collection]:
    refused: dict[str, int] = {}
    for refusal in folder.refusals():
        refused[refusal.collection] = refused.get(refusal.collection, 0) + 1
    found = []
    for name, seen in stats.collections.items():
        part = diff.of(name)
        found.append(
            Collection(
                name=name, is_main=name == stats.main_collection, rows=seen.rows, expected=seen.expected,
                complete=seen.complete and not seen.faults, unreached=len(seen.unreached), faults=seen.faults,
                refused=refused.get(name, 0), added=len(part.added), changed=len(part.changed),
                unchanged=len(part.unchanged), gone=len(part.gone), absent_once=len(part.absent_once),
                absent_twice=len(part.absent_twice), aged=len(part.aged), out_of_scope=part.out_of_scope,
            )
        )  # fmt: skip
    return found


def _replayed(folder: RunFolder) -> Comparison | None:
    """The run against the one whose responses it read again."""
    if not folder.job_path.exists():
        return None
    replay_of = json.loads(folder.job_path.read_bytes()).get("replay_of")
    earlier = folder.path.parent / Path(replay_of or "-").name
    return compare_runs(RunFolder(earlier), folder) if earlier.is_dir() else None
