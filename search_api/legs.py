"""By which leg the data of a source came that has two: the upstream's interface, or a list that somebody brought. And when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indexer.ledger import Ledger
from schemas.run import Mode, Run, RunState
from schemas.source import Source

DONE = (RunState.PUBLISHED, RunState.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a source, and when the newest run by it began."""

    title: str
    kind: Literal["interface", "list"]
    at: datetime


def legs(ledger: Ledger, sources: Mapping[str, Source]) -> list[Leg]:
    """The legs by which what is published now came, of the sources that have two; the newest first."""
    return [leg for source in sources.values() for leg in legs_of(ledger, source)]


def legs_of(ledger: Ledger, source: Source) -> list[Leg]:
    """The legs of one source: of its last full run, and of the partial ones since. None for a source with one leg."""
    if source.course_list is None:
        return []
    found: dict[str, Leg] = {}
    for run in _since_the_last_full(ledger, source.name):
        leg = _leg(source, run)
        found.setdefault(leg.kind, leg)
    return list(found.values())


def leg_of_service(ledger: Ledger, source: Source, source_id: str) -> Leg | None:
    """The leg by which one offering came last: the last full run's, or a later partial one's that wrote it."""
    runs = _since_the_last_full(ledger, source.name) if source.course_list is not None else []
    if not runs:
        return None
    written = ledger.run_of_record(source.name, source_id)
    newer = written is not None and written.id in {run.id for run in runs}
    return _leg(source, written if written is not None and newer else runs[-1])


def _since_the_last_full(ledger: Ledger, name: str) -> list[Run]:
    """The published runs from the newest back to the last full one."""
    found = []
    for run in ledger.runs(name):
        if run.state not in DONE:
            continue
        found.append(run)
        if run.mode is Mode.FULL and run.complete:
            break
    return found


def _leg(source: Source, run: Run) -> Leg:
    return Leg(source.title, "list" if run.is_import else "interface", run.began)
