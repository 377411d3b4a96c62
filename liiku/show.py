"""What the command line lists and shows: runs, quarantine, sources. Plain text and plain data."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from indexer import health
from liiku.context import Context
from schemas.run import Run

if TYPE_CHECKING:
    from indexer.publisher_errors import PublisherError


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def run_table(runs: list[Run]) -> str:
    """One line a run, newest first."""
    if not runs:
        return "no runs yet; `liiku crawl SOURCE` makes one"
    lines = [
        f"{'run':<44} {'mode':<12} {'state':<11} {'complete':<9} {'added':>6} {'changed':>8} {'removed':>8} {'quar.':>6}"
    ]
    for run in runs:
        c = run.counts
        removed = c.removed_upstream + c.removed_absent
        lines.append(
            f"{run.id:<44} {run.mode.value:<12} {run.state.value:<11} {'yes' if run.complete else 'NO':<9}"
            f" {c.added:>6} {c.changed:>8} {removed:>8} {c.quarantined:>6}"
        )
    return "\n".join(lines)


def show_run(context: Context, run: Run) -> str:
    """A run in words: counts, guards, faults, out of scope by rule, and the first changes."""
    lines = [f"{run.id}: {run.state.value}, {run.mode.value}, {'complete' if run.complete else 'NOT complete'}"]
    if run.note:
        lines.append(f"  {run.note}")
    lines.append(f"  {report_words(context, run.id)}")
    lines.append("  " + ", ".join(f"{name} {value}" for name, value in run.counts.model_dump().items() if value))
    lines += [
        f"  guard {g.code}: {g.value:g} (limit {g.limit:g}){'' if g.holds else ', warns only'}: {g.note}"
        for g in run.guards
    ]
    lines += [f"  fault: {fault}" for fault in run.faults]
    lines += [f"  out of scope, {rule}: {count}" for rule, count in run.out_of_scope.items()]
    lines += [f"  unmapped field {name}: {count}" for name, count in run.unmapped.items()]
    for change in context.ledger.changes_of_run(run.id, limit=20):
        service = context.ledger.services([change.service]).get(change.service)
        lines.append(f"  {change.seq} {change.op} {service.source_id if service else change.service}")
    return "\n".join(lines)


def report_words(context: Context, run: str) -> str:
    """Where the report of a run is; a run that was not published yet, or whose folder is gone, has none."""
    path = context.runs_dir / run / "report.html"
    return f"report: {path}" if path.exists() else f"report: none; publishing a run makes one ({path.name})"


def error_table(rows: list[PublisherError]) -> str:
    """How many errors each publisher has, by what is wrong."""
    counts = Counter((row.publisher, row.source, row.code) for row in rows)
    lines = [f"{count:>5}  {source:<14} {code:<18} {publisher}" for (publisher, source, code), count in counts.items()]
    return "\n".join(lines) if lines else "no errors are known"


def quarantine_rows(context: Context, source: str | None) -> list[dict[str, Any]]:
    """The refusals of each source's newest run that has a folder."""
    names = [source] if source else list(context.sources)
    rows = []
    for name in names:
        context.source(name)
        newest = next((run for run in context.ledger.runs(name) if (context.runs_dir / run.id).is_dir()), None)
        if newest is None:
            continue
        for refusal in context.run_folder(newest.id).refusals():
            kept = refusal.model_dump(mode="json", exclude={"collection"})
            rows.append({"run": newest.id, "source": name} | kept)
    return rows


def source_rows(context: Context) -> list[dict[str, Any]]:
    """Each source with its health and its last run."""
    rows = []
    now = context.settings.clock()
    for name, source in context.sources.items():
        last = context.ledger.newest_run(name)
        found = health.look(context.ledger, source, now=now)
        rows.append(
            {
                "name": name,
                "title": source.title,
                "lifecycle": source.lifecycle.value,
                "licence": source.licence,
                "attribution": source.attribution,
                "republish": source.republish,
                "root": source.root,
                "schedule": source.schedule,
                "incremental": source.incremental,
                "replaced_by": source.replaced_by,
                "last_run": last and f"{last.id} {last.state.value}",
                "health": found.model_dump(mode="json"),
            }
        )
    return rows
