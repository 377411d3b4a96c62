"""The SQL about corrections: what stewards say instead of a source, until when, and what the source says meanwhile. Commits nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, text

from schemas.canonical import canonical
from schemas.settings import HELSINKI


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of one place in one record, through the day `until` (Helsinki). `at` and `ended_at` are ISO in UTC.

    `source_value` is what the source says, as last composed; `misfit` is the code of why it is not applied now, or ''.
    """

    id: int
    service: str
    pointer: str
    value: Any
    source_value: Any
    misfit: str
    who: str
    why: str
    at: str
    until: date
    ended_at: str | None = None
    ended_by: str | None = None

    @property
    def day(self) -> date:
        """The day on which it was made."""
        return datetime.fromisoformat(self.at).astimezone(HELSINKI).date()


@dataclass(frozen=True, slots=True)
class Told:
    """What composing found where a correction is: what the source says there, and why the correction could not be applied."""

    source_value: Any
    misfit: str = ""


class CorrectionRows:
    """Corrections, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def in_force(self) -> dict[str, list[Correction]]:
        """The corrections that were not ended, by service, the oldest first."""
        rows = self._c.execute(text("select * from correction where ended_at is null order by id"))
        found: dict[str, list[Correction]] = {}
        for row in rows:
            found.setdefault(row.service, []).append(_correction(row))
        return found

    def listed(self, *, service: str | None = None, ended: bool = False) -> list[Correction]:
        """Corrections, newest first; of one service, or of all. `ended`: those that ended, too."""
        conditions = [*(["service = :service"] * (service is not None)), *(["ended_at is null"] * (not ended))]
        where = f" where {' and '.join(conditions)}" if conditions else ""
        rows = self._c.execute(
            text(f"select * from correction{where} order by id desc"), {"service": service} if service else {}
        )
        return [_correction(row) for row in rows]

    def get(self, number: int) -> Correction | None:
        row = self._c.execute(text("select * from correction where id = :id"), {"id": number}).first()
        return _correction(row) if row else None

    def put(
        self, service: str, pointer: str, value: Any, *, who: str, why: str, at: datetime, until: date
    ) -> Correction:
        """Write a correction; one of the same place ends by it."""
        moment = _moment(at)
        self._c.execute(
            text(
                "update correction set ended_at = :at, ended_by = :who"
                " where service = :service and pointer = :pointer and ended_at is null"
            ),
            {"at": moment, "who": who, "service": service, "pointer": pointer},
        )
        row = self._c.execute(
            text(
                "insert into correction (service, pointer, value, misfit, who, why, at, until)"
                " values (:service, :pointer, :value, '', :who, :why, :at, :until) returning *"
            ),
            {
                "service": service, "pointer": pointer, "value": canonical(value).decode(), "who": who, "why": why,
                "at": moment, "until": until.isoformat(),
            },
        ).one()  # fmt: skip
        return _correction(row)

    def end(self, number: int, *, who: str, at: datetime) -> None:
        self._c.execute(
            text("update correction set ended_at = :at, ended_by = :who where id = :id"),
            {"at": _moment(at), "who": who, "id": number},
        )

    def begin_again(self, number: int) -> None:
        """Take back that a correction ended."""
        self._c.execute(text("update correction set ended_at = null, ended_by = null where id = :id"), {"id": number})

    def expire(self, today: date, *, at: datetime) -> set[str]:
        """End what was to hold until a day before today; the services that this concerns."""
        rows = self._c.execute(
            text(
                "update correction set ended_at = :at, ended_by = '' where ended_at is null and until < :today"
                " returning service"
            ),
            {"at": _moment(at), "today": today.isoformat()},
        ).all()
        return {row.service for row in rows}

    def has_expired(self, today: date) -> bool:
        """Whether any correction was to hold until a day before today and was not ended yet."""
        found = self._c.execute(
            text("select 1 from correction where ended_at is null and until < :today limit 1"),
            {"today": today.isoformat()},
        )
        return found.first() is not None

    def tell(self, told: Mapping[int, Told]) -> None:
        """Write what composing found; only where it is not what stands there."""
        for number, one in told.items():
            self._c.execute(
                text(
                    "update correction set source_value = :value, misfit = :misfit where id = :id"
                    " and (source_value is null or source_value <> :value or misfit <> :misfit)"
                ),
                {"value": canonical(one.source_value).decode(), "misfit": one.misfit, "id": number},
            )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _correction(row: Any) -> Correction:
    return Correction(
        id=row.id,
        service=row.service,
        pointer=row.pointer,
        value=orjson.loads(row.value),
        source_value=orjson.loads(row.source_value) if row.source_value is not None else None,
        misfit=row.misfit,
        who=row.who,
        why=row.why,
        at=row.at,
        until=date.fromisoformat(row.until),
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
