"""The database under the ledger: a file of SQLite, or a PostgreSQL server for several machines, told apart by the address alone.

Nothing else in the project knows which of the two it is. A password of the address is never said.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.types import BigInteger

from schemas.errors import LedgerError, LedgerLocked

SQLITE = ("sqlite", "sqlite+pysqlite")
POSTGRESQL = "postgresql+psycopg"
ALLOWED = f"sqlite:///PATH or {POSTGRESQL}://USER:PASSWORD@HOST:5432/DATABASE"
CONNECT_SECONDS = 10
"""So long a connection may take to come about: of a server, or of a file that another process holds for itself alone."""
LOCKED_SECONDS = 30
"""So long a statement waits for another writer of SQLite, who holds it for moments."""


class Lock(IntEnum):
    """What only one process does at a time, wherever it runs: the numbers of PostgreSQL's advisory locks."""

    PUBLISHING = 7220371
    WRITING = 7220372
    MIGRATING = 7220373


def read_address(address: str) -> URL:
    """The address of a ledger. Raises LedgerError without repeating it: it may hold a password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"LIIKU_LEDGER_URL: that is no address of a database; allowed: {ALLOWED}") from error
    if url.drivername not in (*SQLITE, POSTGRESQL):
        raise LedgerError(f"LIIKU_LEDGER_URL: {url.drivername!r} cannot be used; allowed: {ALLOWED}")
    return url


def said(url: URL) -> str:
    """An address without what is secret in it, for people."""
    return url.set(query={}).render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    return url.drivername in SQLITE


def open_database(url: URL, *, wait_s: float = LOCKED_SECONDS) -> Engine:
    """The connections to a database. A PostgreSQL that cannot be reached raises LedgerError at the first question.

    `wait_s`: so long a statement waits for a lock of SQLite; connecting waits no longer than CONNECT_SECONDS.
    """
    if is_sqlite(url):
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": min(wait_s, CONNECT_SECONDS)})
        event.listen(engine, "connect", partial(_prepare_sqlite, wait_s=wait_s))
        return engine
    wishes: dict[str, Any] = {"client_encoding": "utf8"}
    if "connect_timeout" not in url.query:
        wishes["connect_timeout"] = CONNECT_SECONDS
    engine = create_engine(url, connect_args=wishes, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "handle_error", _gone)
    return engine


def _prepare_sqlite(connection: Any, _: Any, *, wait_s: float) -> None:
    """A ledger that is in WAL mode is not switched again: a writer never makes a reader wait here, only who holds the whole file does."""
    cursor = connection.cursor()
    if cursor.execute("pragma journal_mode").fetchone()[0] != "wal":
        cursor.execute("pragma journal_mode = wal")
    for pragma in ("synchronous = full", "foreign_keys = on", f"busy_timeout = {int(wait_s * 1000)}"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, _: Any) -> None:
    """A publisher whose machine goes dark holds its lock for a minute, not for the two hours of the protocol."""
    for wish in ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3"):
        connection.execute(f"set {wish}")
    connection.commit()


def _gone(context: ExceptionContext) -> None:
    """Raises LedgerError when the server went away, or was never there."""
    if context.is_pre_ping or not (context.is_disconnect or context.connection is None):
        return
    where = f" {said(context.engine.url)}" if context.engine is not None else ""
    raise LedgerError(f"the ledger{where} cannot be reached: {reason(context.original_exception)}") from (
        context.original_exception
    )


def reason(error: BaseException) -> str:
    """What a driver says of an error, in one line."""
    return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())


def take_lock(connection: Connection, lock: Lock, *, wait_s: float) -> None:
    """Hold a lock of the server until the transaction ends, however it ends. Raises LedgerLocked when another holds it for so long."""
    connection.execute(text(f"set local lock_timeout = {max(1, int(wait_s * 1000))}"))
    try:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": int(lock)})
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise LedgerLocked("another publisher is at work; try again when it is done") from error
        raise
    connection.execute(text("set local lock_timeout = 0"))


@contextmanager
def only_publisher(engine: Engine, *, wait_s: float) -> Iterator[Connection]:
    """A transaction that no other publisher has beside it; on a server the lock and what was written become free and seen at once.

    Raises LedgerLocked when another publisher is at work for so long.
    """
    if not is_sqlite(engine.url):
        with engine.begin() as connection:
            take_lock(connection, Lock.PUBLISHING, wait_s=wait_s)
            yield connection
        return
    lock = FileLock(f"{engine.url.database}.publishing.lock")
    try:
        with lock.acquire(timeout=wait_s), engine.begin() as connection:
            yield connection
    except Timeout as error:
        raise LedgerLocked("another publisher is at work; try again when it is done") from error


def refuse_other_letters(connection: Connection) -> None:
    """Raises LedgerError for a PostgreSQL database that cannot hold every letter."""
    encoding = connection.execute(text("show server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise LedgerError(
            f"the ledger {said(connection.engine.url)} holds text as {encoding}; make it anew with encoding UTF8"
        )


def suit_postgresql(connection: Connection, metadata: MetaData) -> None:
    """Make PostgreSQL's columns hold and order what SQLite's do: text of any length, in the order of its bytes; wide change numbers."""
    rows = connection.execute(
        text(
            "select table_name, column_name, data_type, collation_name from information_schema.columns"
            " where table_schema = current_schema() order by table_name, ordinal_position"
        )
    ).all()
    for row in rows:
        table = metadata.tables.get(row.table_name)
        column = table.columns.get(row.column_name) if table is not None else None
        if column is None:
            continue
        wanted = None
        if row.data_type == "character varying" or (row.data_type == "text" and row.collation_name != "C"):
            wanted = 'text collate "C"'
        elif row.data_type == "integer" and isinstance(column.type, BigInteger):
            wanted = "bigint"
        if wanted:
            connection.execute(text(f'alter table "{row.table_name}" alter column "{row.column_name}" type {wanted}'))
