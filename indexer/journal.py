"""The journal: what only the ledger knows, appended to a file beside the runs, so that a lost ledger can be made again from both.

journal.ndjson   first {"journal": 1, "ledger": <token>}, then {"table", "row"}; of rows of one key the last counts. It names stewards and their
reasons, as the ledger does, and is never published. It is brought up to the ledger after every publication and act; what was missed comes with
the next one.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock

from indexer.faults import told_plainly
from indexer.journal_rows import IDENTITY, KEYS, JournalRows, Row
from indexer.ledger import Ledger
from schemas.errors import DirectoryError
from schemas.run import RunState

log = logging.getLogger("liiku.journal")
NAME = "journal.ndjson"
DONE = {RunState.PUBLISHED.value, RunState.UNCHANGED.value}
Key = tuple[str, ...]


@dataclass(slots=True)
class Told:
    """What a journal tells. `order`: the runs in the order in which they were first published. `unread`: lines that are no rows."""

    ledger: str | None = None
    rows: dict[str, dict[Key, Row]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    unread: int = 0

    def take(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, {})[key_of(table, row)] = row
        if table == "run" and row["state"] in DONE and row["id"] not in self.order:
            self.order.append(row["id"])

    def of(self, table: str) -> list[Row]:
        return list(self.rows.get(table, {}).values())

    def holds(self, table: str, row: Row) -> bool:
        return self.rows.get(table, {}).get(key_of(table, row)) == row


class Journal:
    """The journal of a data directory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, runs_dir: Path) -> Journal:
        return cls(runs_dir.parent / NAME)

    def read(self) -> Told:
        """What it tells; nothing where there is none. A line cut short by a crash is passed over: what it said was written again after it."""
        told = Told()
        if not self.path.exists():
            return told
        for line in self.path.read_bytes().splitlines():
            try:
                said = orjson.loads(line)
            except orjson.JSONDecodeError:
                told.unread += 1
                continue
            if "ledger" in said:
                told.ledger = said["ledger"]
            elif said.get("table") in KEYS:
                told.take(said["table"], said["row"])
            else:
                told.unread += 1
        return told

    def take(self, ledger: Ledger) -> int:
        """Append what the ledger knows and the journal does not; how many rows. The journal of another ledger is set aside first.

        Raises OSError where it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock"):
            token = token_of(ledger)
            told = self.read()
            if told.ledger not in (None, token):
                self.path.replace(self.path.with_name(f"journal.{told.ledger}.ndjson"))
                told = Told()
            fresh = list(missing(ledger, told))
            lines: list[dict[str, Any]] = [] if told.ledger else [{"journal": 1, "ledger": token}]
            lines += [{"table": table, "row": row} for table, row in fresh]
            if lines:
                self._append(lines)
            return len(fresh)

    def keep_up(self, ledger: Ledger) -> None:
        """The same, after something that is done already: where it fails that is logged, and the next time writes what is missing."""
        try:
            with told_plainly():
                self.take(ledger)
        except (DirectoryError, OSError) as error:
            log.warning("journal.behind: %s; the next publication or act writes what is missing", error)

    def _append(self, lines: list[dict[str, Any]]) -> None:
        is_cut = self.path.exists() and self.path.stat().st_size > 0 and not _ends_whole(self.path)
        with self.path.open("ab") as stream:
            stream.write((b"\n" if is_cut else b"") + b"".join(orjson.dumps(line) + b"\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())


def missing(ledger: Ledger, told: Told) -> Iterator[tuple[str, Row]]:
    """(table, row) of what the ledger knows and a journal does not tell."""
    with ledger.engine.connect() as connection:
        for table, row in JournalRows(connection).all():
            if not told.holds(table, row):
                yield table, row


def key_of(table: str, row: Row) -> Key:
    return tuple(str(row[column]) for column in KEYS[table])


def token_of(ledger: Ledger) -> str:
    """The ledger's own token, made when it is first asked for."""
    found = ledger.meta(IDENTITY)
    if found is None:
        found = secrets.token_hex(8)
        with ledger.publishing() as publication:
            publication.set_meta(IDENTITY, found)
    return found


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"
