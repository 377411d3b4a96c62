"""What stewards were told about sources: once a day for each cause, kept until it was delivered. Its own SQL: publishing never touches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import orjson
from sqlalchemy import text

from indexer.ledger import Ledger
from schemas.settings import HELSINKI

Event = Literal["held", "failed", "stale", "recovered"]
DELIVERED_WITHIN = timedelta(days=2)
"""An older notice is no news: it stays in the table and is not sent any more."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that stewards are told. `code` is what the cause has in common from day to day."""

    id: int
    source: str
    event: Event
    code: str
    day: str
    at: str
    run: str | None
    cause: str
    counts: dict[str, int]
    sent_at: str | None
    tries: int


def note(
    ledger: Ledger,
    source: str,
    event: Event,
    *,
    code: str,
    cause: str,
    run: str | None,
    counts: Mapping[str, int],
    at: datetime,
) -> bool:
    """Write a notice, unless the day has the same already; whether it is new."""
    with ledger.engine.begin() as connection:
        done = connection.execute(
            text(
                "insert into notice (source, event, code, day, at, run, cause, counts, tries)"
                " values (:source, :event, :code, :day, :at, :run, :cause, :counts, 0)"
                " on conflict (source, event, code, day) do nothing"
            ),
            {
                "source": source, "event": event, "code": code, "day": str(at.astimezone(HELSINKI).date()),
                "at": _moment(at), "run": run, "cause": cause, "counts": orjson.dumps(dict(counts)).decode(),
            },
        )  # fmt: skip
        return bool(done.rowcount)


def waiting(ledger: Ledger, *, now: datetime) -> list[Notice]:
    """What was not delivered yet, oldest first."""
    with ledger.engine.connect() as connection:
        rows = connection.execute(
            text("select * from notice where sent_at is null and at >= :oldest order by id"),
            {"oldest": _moment(now - DELIVERED_WITHIN)},
        )
        return [_notice(row) for row in rows]


def delivered(ledger: Ledger, notice: Notice, *, at: datetime | None) -> None:
    """Count a try; `at`: when it was delivered, None where it failed."""
    with ledger.engine.begin() as connection:
        connection.execute(
            text("update notice set tries = tries + 1, sent_at = :at where id = :id"),
            {"id": notice.id, "at": at and _moment(at)},
        )


def last(ledger: Ledger, source: str) -> Notice | None:
    """The newest notice of a source."""
    return next(iter(listed(ledger, source, limit=1)), None)


def listed(ledger: Ledger, source: str | None = None, limit: int = 50) -> list[Notice]:
    """Notices, newest first."""
    where = "" if source is None else " where source = :source"
    with ledger.engine.connect() as connection:
        rows = connection.execute(
            text(f"select * from notice{where} order by id desc limit :limit"),
            {"limit": limit} | ({"source": source} if source else {}),
        )
        return [_notice(row) for row in rows]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _notice(row: Any) -> Notice:
    return Notice(
        row.id, row.source, row.event, row.code, row.day, row.at, row.run, row.cause, orjson.loads(row.counts), row.sent_at, row.tries
    )  # fmt: skip
