"""The SQL about reported mistakes: which fact of which offering, what is wrong with it, on which days. Nothing of who reported it. Commits nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, text

from schemas.canonical import canonical

State = Literal["open", "dismissed", "corrected"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, reported so many `times` from the first day to the last (Helsinki). `value`: what would be right, or None."""

    id: int
    service: str
    fact: str
    kind: str
    value: Any
    times: int
    first_day: date
    last_day: date
    state: State
    settled_at: str | None
    settled_by: str | None


class MistakeRows:
    """Reported mistakes, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def put(self, service: str, fact: str, kind: str, value: Any, *, day: date) -> int:
        """Write a report; the same one again counts once more. Its number."""
        facts = {
            "service": service, "fact": fact, "kind": kind, "value": canonical(value).decode(), "day": day.isoformat(),
        }  # fmt: skip
        again = self._c.execute(
            text(
                "update mistake set times = times + 1, last_day = :day where service = :service and fact = :fact"
                " and kind = :kind and value = :value and state = 'open' returning id"
            ),
            facts,
        ).first()
        if again:
            return int(again.id)
        row = self._c.execute(
            text(
                "insert into mistake (service, fact, kind, value, times, first_day, last_day, state)"
                " values (:service, :fact, :kind, :value, 1, :day, :day, 'open') returning id"
            ),
            facts,
        ).one()
        return int(row.id)

    def get(self, number: int) -> Mistake | None:
        row = self._c.execute(text("select * from mistake where id = :id"), {"id": number}).first()
        return _mistake(row) if row else None

    def open(self, limit: int = 200) -> list[Mistake]:
        """The open ones: what was reported most often first, then the newest."""
        rows = self._c.execute(
            text("select * from mistake where state = 'open' order by times desc, id desc limit :limit"),
            {"limit": limit},
        )
        return [_mistake(row) for row in rows]

    def settled(self, limit: int = 50) -> list[Mistake]:
        """The settled ones, the newest first."""
        rows = self._c.execute(
            text("select * from mistake where state <> 'open' order by settled_at desc, id desc limit :limit"),
            {"limit": limit},
        )
        return [_mistake(row) for row in rows]

    def count_open(self, service: str | None = None) -> int:
        """How many are open; of one offering, or of all."""
        narrower = " and service = :service" if service else ""
        found = self._c.execute(
            text(f"select count(*) from mistake where state = 'open'{narrower}"),
            {"service": service} if service else {},
        )
        return int(found.scalar_one())

    def settle(self, number: int, state: State, *, who: str | None, at: datetime | None) -> None:
        """Say what became of it; open again with nobody and no moment."""
        self._c.execute(
            text("update mistake set state = :state, settled_at = :at, settled_by = :who where id = :id"),
            {"state": state, "at": at and at.astimezone(UTC).isoformat(timespec="seconds"), "who": who, "id": number},
        )


def _mistake(row: Any) -> Mistake:
    return Mistake(
        id=row.id,
        service=row.service,
        fact=row.fact,
        kind=row.kind,
        value=orjson.loads(row.value),
        times=row.times,
        first_day=date.fromisoformat(row.first_day),
        last_day=date.fromisoformat(row.last_day),
        state=row.state,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )
