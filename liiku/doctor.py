"""What is wrong with this installation, and what to do about it. Looks only: it mends nothing, and brings no table up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from indexer.faults import told_plainly
from liiku.checks import engine, keeping, ledger, machine
from liiku.checks.finding import Finding, wrong
from liiku.context import Context
from schemas.errors import DirectoryError

Check = Callable[[Context], Iterator[Finding]]
CHECKS: dict[str, Check] = {
    "data": machine.data_folder,
    "clock": machine.clock,
    "sources": machine.sources,
    "analyser": machine.analyser,
    "ledger": ledger.ledger,
    "file": keeping.ledger_file,
    "runs": ledger.run_folders,
    "folders": keeping.folders,
    "journal": keeping.journal,
    "backup": keeping.last_backups,
    "locks": ledger.locks,
    "index": keeping.index_files,
    "engine": engine.engine,
    "meilisearch": engine.meilisearch,
}
"""The checks in the order in which they are told of."""
_MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


def examine(here: Context) -> list[tuple[str, Finding]]:
    """(check, finding) of everything. A check that breaks off is a finding itself."""
    found: list[tuple[str, Finding]] = []
    for name, check in CHECKS.items():
        try:
            with told_plainly():
                found += [(name, finding) for finding in check(here)]
        except DirectoryError as error:
            found.append(
                (name, wrong(str(error), why="this could not be looked at", do="see the other findings first"))
            )
    return found


def is_well(found: Iterable[tuple[str, Finding]]) -> bool:
    return all(finding.level != "wrong" for _, finding in found)


def as_data(found: Iterable[tuple[str, Finding]]) -> list[dict[str, Any]]:
    return [{"check": name, "level": one.level, "what": one.what, "why": one.why, "do": one.do} for name, one in found]


def as_words(found: Iterable[tuple[str, Finding]]) -> str:
    lines = []
    for name, one in found:
        lines.append(f"{_MARKS[one.level]}  {name:<12} {one.what}")
        lines += [f"{'':<20}{label}: {text}" for label, text in (("why", one.why), ("do", one.do)) if text]
    return "\n".join(lines)
