"""Moves a ledger from one database to another: everything or nothing, counted and compared row by row before it counts.

From SQLite to PostgreSQL, or back. What it is moved from stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from indexer.database import is_sqlite, read_address, reason, said
from indexer.ledger import Ledger
from indexer.tables import metadata
from schemas.errors import LedgerError

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Copied:
    """A table as it was copied: how many rows, and the SHA-256 of all of them in the order of their keys."""

    table: str
    rows: int
    sha256: str


def copy_ledger(source: Ledger, target: Ledger) -> list[Copied]:
    """Copy every row of a ledger into an empty one, in one transaction; what was copied, by table.

    Nobody publishes into the first one meanwhile. Raises LedgerError when the target holds anything, or holds something else afterwards.
    """
    if source.url == target.url:
        raise LedgerError(f"{said(target.url)} is the ledger itself; name another database")
    target.migrate()
    with source.publishing(), _standing_still(source) as come_from, target.engine.begin() as go_to:
        _refuse_full(target, go_to)
        copied = []
        for table in metadata.sorted_tables:
            try:
                told = _copy(table, come_from, go_to)
            except DBAPIError as error:
                raise LedgerError(f"{table.name}: {said(target.url)} does not take it: {reason(error)}") from error
            found = digest(table, go_to)
            if found != told:
                raise LedgerError(
                    f"{table.name}: {told.rows} rows were copied and {found.rows} read back, and they are not the same"
                    f" ({told.sha256[:12]}, {found.sha256[:12]}); nothing was kept in {said(target.url)}"
                )
            copied.append(told)
        if not target.is_sqlite:
            _count_on(go_to)
    return copied


def move(source: str, target: str) -> list[Copied]:
    """The same, by the addresses of both. Raises LedgerError."""
    url = read_address(source)
    if is_sqlite(url) and not (url.database and Path(url.database).is_file()):
        raise LedgerError(f"there is no ledger at {said(url)}")
    come_from = Ledger(source)
    go_to = Ledger(target)
    try:
        come_from.migrate()
        return copy_ledger(come_from, go_to)
    finally:
        come_from.close()
        go_to.close()


def digest(table: Table, connection: Connection) -> Copied:
    """What a table holds."""
    count, all_rows = 0, sha256()
    for row in _rows(table, connection):
        count += 1
        all_rows.update(_bytes(row))
    return Copied(table.name, count, all_rows.hexdigest())


def _copy(table: Table, come_from: Connection, go_to: Connection) -> Copied:
    count, all_rows = 0, sha256()
    rows = iter(_rows(table, come_from))
    while piece := list(islice(rows, BATCH)):
        for row in piece:
            all_rows.update(_bytes(row))
        go_to.execute(insert(table), [dict(row._mapping) for row in piece])  # noqa: SLF001  # SQLAlchemy's own name
        count += len(piece)
    return Copied(table.name, count, all_rows.hexdigest())


def _rows(table: Table, connection: Connection) -> Iterator[Row[Any]]:
    """Every row by its key. SQLite and our PostgreSQL columns order text by its bytes, so that the order is the same."""
    statement = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with connection.execute(statement) as rows:
        yield from rows


def _bytes(row: Row[Any]) -> bytes:
    return orjson.dumps(tuple(row)) + b"\n"


def _refuse_full(target: Ledger, connection: Connection) -> None:
    full = [t.name for t in metadata.sorted_tables if connection.scalar(select(func.count()).select_from(t))]
    if full:
        raise LedgerError(f"{said(target.url)} is not empty ({', '.join(full)}); name an empty database")


@contextmanager
def _standing_still(ledger: Ledger) -> Iterator[Connection]:
    """A ledger as it is at one moment, whatever stewards write meanwhile."""
    with ledger.engine.connect() as connection:
        if ledger.is_sqlite:
            connection.exec_driver_sql("begin immediate")
        else:
            connection.execute(text("set transaction isolation level repeatable read, read only"))
        yield connection
        connection.rollback()


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the ones that were copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            connection.execute(
                text(
                    f"select setval(pg_get_serial_sequence('{table.name}', '{column.name}'),"
                    f" coalesce(max({column.name}), 0) + 1, false) from {table.name}"
                )
            )
