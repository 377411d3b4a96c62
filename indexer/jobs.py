"""What stewards asked the worker to do: one row a request, taken in order, one at a time. Its own SQL: publishing never touches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, text

from indexer.ledger import Ledger

JobState = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class JobRow:
    """One request to crawl a source now. `run` is the run that it became; `note` what came out."""

    id: int
    source: str
    requested_by: str
    at: str
    state: JobState
    run: str | None
    note: str


def request(ledger: Ledger, source: str, who: str, *, at: datetime) -> JobRow:
    """Ask for a crawl of a source; the one that waits already, where there is one."""
    with ledger.writing() as connection:
        row = connection.execute(
            text("select * from job where source = :source and state = 'queued' order by id limit 1"),
            {"source": source},
        ).first()
        if row is None:
            row = connection.execute(
                text(
                    "insert into job (source, requested_by, at, state, note)"
                    " values (:source, :who, :at, 'queued', '') returning *"
                ),
                {"source": source, "who": who, "at": _moment(at)},
            ).one()
        return _job(row)


def take(ledger: Ledger) -> JobRow | None:
    """The oldest waiting request, which is running from now on."""
    with ledger.engine.begin() as connection:
        row = connection.execute(
            text(
                "update job set state = 'running' where state = 'queued'"
                " and id = (select min(id) from job where state = 'queued') returning *"
            )
        ).first()
        return _job(row) if row else None


def finish(ledger: Ledger, job: JobRow, state: JobState, *, run: str | None = None, note: str = "") -> None:
    """How a request ended; `queued` puts it back."""
    with ledger.engine.begin() as connection:
        connection.execute(
            text("update job set state = :state, run = :run, note = :note where id = :id"),
            {"id": job.id, "state": state, "run": run, "note": note},
        )


def withdraw(ledger: Ledger, number: int) -> bool:
    """Take a request back that no worker has begun; whether there was one."""
    with ledger.writing() as connection:
        done = connection.execute(
            text("update job set state = 'failed', note = 'taken back' where id = :id and state = 'queued'"),
            {"id": number},
        )
        return bool(done.rowcount)


def put_back(ledger: Ledger) -> int:
    """What a worker that is no more had begun waits again; how many."""
    with ledger.engine.begin() as connection:
        return _count(connection, "update job set state = 'queued' where state = 'running'")


def listed(ledger: Ledger, source: str | None = None, limit: int = 50) -> list[JobRow]:
    """Requests, newest first."""
    where = "" if source is None else " where source = :source"
    with ledger.engine.connect() as connection:
        rows = connection.execute(
            text(f"select * from job{where} order by id desc limit :limit"),
            {"limit": limit} | ({"source": source} if source else {}),
        )
        return [_job(row) for row in rows]


def _count(connection: Connection, statement: str) -> int:
    return int(connection.execute(text(statement)).rowcount)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _job(row: Any) -> JobRow:
    return JobRow(row.id, row.source, row.requested_by, row.at, row.state, row.run, row.note)
