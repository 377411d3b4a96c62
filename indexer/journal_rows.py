"""The SQL of the journal: the rows that no crawl can bring again, read from one ledger and written into another. Commits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, text

from indexer import tables

Row = dict[str, Any]
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "run": ("id",),
    "counter": ("name",),
    "geocode": ("key", "provider"),
    "decision": ("id",),
    "correction": ("id",),
    "mistake": ("id",),
    "match": ("a", "b"),
    "usage_count": ("month", "dimension", "code"),
}
"""The tables of the journal, and the columns by which a row is known. Of runs the order and the state alone; of pairs what a steward decided;
of counted searches the months before the newest: written down as it grew, a count would tell of single searches.
"""
NUMBERED: Final = ("decision", "correction", "mistake")
IDENTITY: Final = "ledger"
"""The name in `meta` under which a ledger's own token lies: two ledgers number their decisions alike."""


class JournalRows:
    """What the journal holds, as it lies in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def all(self) -> Iterable[tuple[str, Row]]:
        """(table, row) of everything, runs by when they began."""
        run = tables.run.c
        runs = select(run.id, run.source, run.state).order_by(run.started_at, run.id)
        for row in self._c.execute(runs).mappings():
            yield "run", _plain(row)
        for name, key in KEYS.items():
            if name == "run":
                continue
            table = tables.metadata.tables[name]
            wanted = select(table).order_by(*(table.c[column] for column in key))
            if name == "match":
                wanted = wanted.where(table.c.decided_by.is_not(None))
            if name == "usage_count":
                wanted = wanted.where(table.c.month < select(func.max(table.c.month)).scalar_subquery())
            for row in self._c.execute(wanted).mappings():
                yield name, _plain(row)

    def put(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows of a table over those of the same key."""
        table = tables.metadata.tables[name]
        for row in rows:
            self._c.execute(delete(table).where(*(table.c[column] == row[column] for column in KEYS[name])))
            self._c.execute(insert(table).values(**row))

    def go_on_numbering(self) -> None:
        """Let new decisions, corrections and reports be numbered after the ones that were written with their numbers."""
        if self._c.dialect.name != "postgresql":
            return  # SQLite numbers after the highest there is
        for name in NUMBERED:
            self._c.execute(
                text(
                    f"select setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false) from {name}"
                )
            )


def _plain(row: Mapping[Any, Any]) -> Row:
    return {str(name): value for name, value in row.items()}
