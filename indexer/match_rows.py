"""The SQL about pairs: likenesses with their blocks, and matches with what stewards decided. Works on any open connection; commits nothing.

Split from `ledger.py` by its noun; the same rules: written as SQL, parameters bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, TextClause, bindparam, text

from indexer.contradictions import Reason
from indexer.joins import Pair
from indexer.likeness import Likeness

BATCH = 400
SHAPE = "1"
"""Of a likeness; another number makes the next publication compare everything anew."""


@cache
def _among(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("keys", expanding=True))


def _pieces(values: Iterable[Any]) -> Iterator[list[Any]]:
    rows = list(values)
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


class MatchRows:
    """Likenesses, blocks and pairs, as they lie in the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    # --- the shape ------------------------------------------------------------------------------------------------

    def is_current(self) -> bool:
        """Whether the likenesses have the shape of today."""
        row = self._c.execute(text("select value from meta where name = 'likeness'")).first()
        return row is not None and row.value == SHAPE

    def start_again(self) -> list[tuple[str, str]]:
        """Drop every likeness; (source, upstream id) of the offerings that need one: the published and the joined."""
        rows = self._c.execute(
            text(
                "select source, source_id from service"
                " where state <> 'removed' or id in (select service from likeness) order by id"
            )
        ).all()
        for statement in ("delete from block", "delete from likeness", "delete from meta where name = 'likeness'"):
            self._c.execute(text(statement))
        self._c.execute(text("insert into meta (name, value) values ('likeness', :shape)"), {"shape": SHAPE})
        return [(row.source, row.source_id) for row in rows]

    # --- likenesses -----------------------------------------------------------------------------------------------

    def likenesses(self, ids: Iterable[str]) -> dict[str, Likeness]:
        """The likenesses of these offerings that are in the tray, or would be if they were not joined."""
        found = {}
        for piece in _pieces(sorted(set(ids))):
            rows = self._c.execute(_among("select service, body from likeness where service in :keys"), {"keys": piece})
            found.update({row.service: Likeness.from_json(row.body) for row in rows})
        return found

    def put_likenesses(self, rows: Sequence[Likeness]) -> None:
        """Write likenesses and where they meet others. What was written of the same offerings must be deleted before."""
        for piece in _pieces({"service": one.id, "body": one.to_json()} for one in rows):
            self._c.execute(text("insert into likeness (service, body) values (:service, :body)"), piece)
        for piece in _pieces({"block": block, "service": one.id} for one in rows for block in sorted(one.blocks())):
            self._c.execute(text("insert into block (block, service) values (:block, :service)"), piece)

    def delete_likenesses(self, ids: Iterable[str]) -> None:
        for piece in _pieces({"service": one} for one in ids):
            self._c.execute(text("delete from block where service = :service"), piece)
            self._c.execute(text("delete from likeness where service = :service"), piece)

    def members(self, blocks: Iterable[str]) -> dict[str, list[str]]:
        """The offerings in each of these blocks, by id; blocks with one member are left out."""
        found: dict[str, list[str]] = {}
        for piece in _pieces(sorted(set(blocks))):
            rows = self._c.execute(
                _among(
                    "select block, service from block where block in"
                    " (select block from block where block in :keys group by block having count(*) > 1)"
                ),
                {"keys": piece},
            )
            for row in rows:
                found.setdefault(row.block, []).append(row.service)
        return {block: sorted(ids) for block, ids in found.items()}

    def members_around(self, services: Iterable[str]) -> dict[str, list[str]]:
        """The same of the blocks that any of these offerings is in."""
        found: dict[str, list[str]] = {}
        for piece in _pieces(services):
            rows = self._c.execute(_among("select distinct block from block where service in :keys"), {"keys": piece})
            found |= self.members(row.block for row in rows)
        return found

    # --- pairs ----------------------------------------------------------------------------------------------------

    def pairs_of(self, ids: Iterable[str]) -> dict[tuple[str, str], Pair]:
        """Every pair that any of these offerings is in."""
        found: dict[tuple[str, str], Pair] = {}
        for piece in _pieces(sorted(set(ids))):
            for side in ("a", "b"):
                rows = self._c.execute(_among(f"select * from match where {side} in :keys"), {"keys": piece})
                found.update({(row.a, row.b): _pair(row) for row in rows})
        return found

    def all_pairs(self) -> list[Pair]:
        """Every pair, best first."""
        rows = self._c.execute(text("select * from match order by score desc, a, b"))
        return [_pair(row) for row in rows]

    def standing_pairs(self) -> list[Pair]:
        """The certain and the decided pairs whose offerings are both there."""
        statement = (
            "select match.* from match"
            " join likeness one on one.service = match.a join likeness other on other.service = match.b"
            " where match.verdict = 'certain' or match.decided_by is not null"
            " order by match.a, match.b"
        )
        return [_pair(row) for row in self._c.execute(text(statement))]

    def put_pairs(self, pairs: Iterable[Pair]) -> None:
        rows = [asdict(pair) | {"reasons": _reasons(pair)} for pair in pairs]
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "insert into match (a, b, verdict, score, rule, reasons, first_seen, state, decided_by, decided_at, why)"
                    " values (:a, :b, :verdict, :score, :rule, :reasons, :first_seen, :state, :decided_by, :decided_at, :why)"
                    " on conflict (a, b) do update set verdict = excluded.verdict, score = excluded.score,"
                    " rule = excluded.rule, reasons = excluded.reasons, state = excluded.state,"
                    " decided_by = excluded.decided_by, decided_at = excluded.decided_at, why = excluded.why"
                ),
                piece,
            )

    def delete_pairs(self, pairs: Iterable[Pair]) -> None:
        for piece in _pieces({"a": pair.a, "b": pair.b} for pair in pairs):
            self._c.execute(text("delete from match where a = :a and b = :b"), piece)


def _reasons(pair: Pair) -> str:
    return orjson.dumps([{"code": reason.code, "words": reason.words} for reason in pair.reasons]).decode()


def _pair(row: Any) -> Pair:
    fields = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's own name for a row as a mapping
    return Pair(**fields | {"reasons": tuple(Reason(**one) for one in orjson.loads(row.reasons))})
