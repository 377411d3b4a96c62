"""The services that searches show, kept as the ledger has them now: the same few hundred are shown again and again."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.ledger import Ledger, ServiceRow

MOST = 5_000
"""So many rows are kept, some 4 kB each; then it begins anew."""


class HeldRows:
    """Rows by id, forgotten at every publication."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._held: tuple[int, dict[str, ServiceRow]] = (-1, {})

    def of(self, ids: Iterable[str], position: int) -> dict[str, ServiceRow]:
        """The services with these ids, removed ones too, as they are at the ledger's change number."""
        wanted = list(ids)
        at, rows = self._held
        if at != position or len(rows) > MOST:
            rows = {}
            self._held = (position, rows)
        missing = [one for one in wanted if one not in rows]
        if missing:
            rows.update(self._ledger.services(missing))
        return {one: rows[one] for one in wanted if one in rows}
