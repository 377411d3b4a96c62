"""The SQL about decisions: who decided what, when and why, and who undid it. Nothing about clients. Commits nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, text

What = Literal["approve", "reject", "joined", "separate", "correct", "end", "crawl", "dismiss"]
PAIR: tuple[What, ...] = ("joined", "separate")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. `object`: the id of a run, two ids of offerings, the number of a correction or of a reported mistake, or a source and the number of its request."""

    id: int
    at: str
    who: str
    what: What
    object: str
    why: str
    undone_at: str | None
    undone_by: str | None


class DecisionRows:
    """Decisions, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def put(self, what: What, about: str, *, who: str, why: str, at: datetime) -> int:
        """Write a decision; its number."""
        row = self._c.execute(
            text(
                "insert into decision (at, who, what, object, why) values (:at, :who, :what, :object, :why) returning id"
            ),
            {"at": _moment(at), "who": who, "what": what, "object": about, "why": why},
        ).one()
        return int(row.id)

    def undo(self, number: int, *, who: str, at: datetime) -> None:
        self._c.execute(
            text("update decision set undone_at = :at, undone_by = :who where id = :id and undone_at is null"),
            {"at": _moment(at), "who": who, "id": number},
        )

    def undo_all(self, kinds: Sequence[What], about: str, *, who: str, at: datetime) -> None:
        """Mark every decision of these kinds about one thing as undone: another one takes their place, or none does."""
        self._c.execute(
            text(
                "update decision set undone_at = :at, undone_by = :who"
                " where object = :object and what in :kinds and undone_at is null"
            ).bindparams(bindparam("kinds", expanding=True)),
            {"at": _moment(at), "who": who, "object": about, "kinds": list(kinds)},
        )

    def get(self, number: int) -> DecisionRow | None:
        row = self._c.execute(text("select * from decision where id = :id"), {"id": number}).first()
        return _decision(row) if row else None

    def of(self, about: str) -> list[DecisionRow]:
        """The decisions about one thing, newest first."""
        rows = self._c.execute(
            text("select * from decision where object = :object order by id desc"), {"object": about}
        )
        return [_decision(row) for row in rows]

    def listed(self, *, limit: int = 50, before: int | None = None) -> list[DecisionRow]:
        """Decisions, newest first. `before`: only those with a smaller number."""
        where = "" if before is None else " where id < :before"
        rows = self._c.execute(
            text(f"select * from decision{where} order by id desc limit :limit"),
            {"limit": limit} | ({} if before is None else {"before": before}),
        )
        return [_decision(row) for row in rows]


def pair_object(ids: tuple[str, str]) -> str:
    """The two offerings of a decision, whichever was named first."""
    return " ".join(sorted(ids))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _decision(row: Any) -> DecisionRow:
    return DecisionRow(row.id, row.at, row.who, row.what, row.object, row.why, row.undone_at, row.undone_by)
