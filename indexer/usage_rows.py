"""The SQL about how the search was used: counts by month, dimension and code. A count under ten is never written. Commits nothing."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

LEAST = 10
"""A smaller count might be one client's."""


class Cell(NamedTuple):
    """What is counted: a month (`2026-11`, Helsinki), one dimension, one code of its closed list."""

    month: str
    dimension: str
    code: str


class UsageRows:
    """Counts of searches, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def add(self, cell: Cell, times: int) -> bool:
        """Add to a count. False, and nothing is written, where it would be the first and under LEAST."""
        facts = {"month": cell.month, "dimension": cell.dimension, "code": cell.code, "times": times}
        added = self._c.execute(
            text(
                "update usage_count set times = times + :times"
                " where month = :month and dimension = :dimension and code = :code"
            ),
            facts,
        )
        if added.rowcount:
            return True
        if times < LEAST:
            return False
        self._c.execute(
            text("insert into usage_count (month, dimension, code, times) values (:month, :dimension, :code, :times)"),
            facts,
        )
        return True

    def all(self) -> dict[Cell, int]:
        """Every count, the newest month first, by dimension, the largest first."""
        rows = self._c.execute(text("select * from usage_count order by month desc, dimension, times desc, code"))
        return {Cell(row.month, row.dimension, row.code): row.times for row in rows if row.times >= LEAST}
