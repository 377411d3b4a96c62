"""A connection to SQLite that stays open for the one question that every search asks: to take one from the pool costs ten times what the answer does."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any

from sqlalchemy import Engine


class Asking:
    """One statement of one value, asked again and again: by any thread, one at a time."""

    def __init__(self, engine: Engine, statement: str) -> None:
        self._engine, self._statement = engine, statement
        self._lock = Lock()
        self._held: Any = None

    def value(self) -> Any:
        """The first column of the first row as the database has it now; None where there is no row. Raises sqlite3.Error, after which it connects anew."""
        with self._lock:
            try:
                if self._held is None:
                    self._held = self._engine.raw_connection()
                    self._held.detach()  # the pool makes another one
                rows = self._held.dbapi_connection.execute(self._statement).fetchall()  # all: an open one holds a lock
            except sqlite3.Error:
                self._close()
                raise
        return rows[0][0] if rows else None

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
