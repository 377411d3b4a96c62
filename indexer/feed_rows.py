"""The services as the open feed shows them: one read a page, in the order of their latest changes. Its own SQL, over the ledger's connection.

A service that may not be republished never comes in; one that was in the feed and may no longer be is withdrawn: shown as deleted, for ever.
Which sources are withheld stands in the ledger, not in the process that reads: every reader sees the same feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, TextClause, bindparam, text

from schemas.source import Source

WITHHELD = "withheld"
"""The name under which the ledger keeps which sources are not republished."""
SETTLING = "republishing"
"""Stands where the run stands in the changes that a decision about a source made."""
STREAMED = 1000

_BYTES = {"sqlite": "cast(body as blob)", "postgresql": "convert_to(body, 'UTF8')"}
"""A body as it was stored, not as text that would be turned into bytes again."""
_ITEM = "id, seq, case when feed = 'shown' and state <> 'removed' then {bytes} end as body"
_PLACES = "from service where feed <> 'no' and seq > :after order by seq limit :limit"
_PAGE = f"select {_ITEM} {_PLACES}"
LAST_OF_PAGE = f"select count(*) as n, coalesce(max(seq), 0) as last from (select seq {_PLACES}) as page"
_ALL = f"select {_ITEM} from service where feed <> 'no' order by seq"
_DATED = f"select id, seq, changed_at, case when feed = 'shown' and state <> 'removed' then body end as body {_PLACES}"
_SHOWN = "select id, changed_at, body from service where id in :ids and feed = 'shown' and state <> 'removed'"
SHOWN_AT_ONCE = 500


class FeedRow(NamedTuple):
    """A place in the feed. `body` is the service's canonical JSON in UTF-8; None: deleted."""

    id: str
    seq: int
    body: bytes | None


class DatedRow(NamedTuple):
    """A place in the feed with the moment of its change, ISO in UTC. `body` None: deleted."""

    id: str
    seq: int
    changed_at: str
    body: str | None


def page_statement(dialect: str) -> str:
    """The one read of a page."""
    return _PAGE.format(bytes=_BYTES[dialect])


def whole_statement(dialect: str) -> str:
    """The one read of a dump."""
    return _ALL.format(bytes=_BYTES[dialect])


def withheld_by(sources: Mapping[str, Source], before: frozenset[str]) -> frozenset[str]:
    """The sources that are not republished; one whose YAML is gone stays as it was."""
    return frozenset(n for n, s in sources.items() if not s.republish) | (before - sources.keys())


class FeedRows:
    """The feed over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection

    def page(self, after: int, limit: int) -> list[FeedRow]:
        """The first `limit` places after a change number: one statement, so that a page and its next come from one read."""
        statement = text(page_statement(self._c.dialect.name))
        return [FeedRow(*row) for row in self._c.execute(statement, {"after": after, "limit": limit})]

    def dated(self, after: int, limit: int) -> list[DatedRow]:
        """The first `limit` places after a change number, each with when it changed."""
        return [DatedRow(*row) for row in self._c.execute(text(_DATED), {"after": after, "limit": limit})]

    def shown(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """(when it changed, body) by id, of those of these services that the feed shows; at most SHOWN_AT_ONCE."""
        if not ids:
            return {}
        statement = text(_SHOWN).bindparams(bindparam("ids", expanding=True))
        rows = self._c.execute(statement, {"ids": list(ids[:SHOWN_AT_ONCE])})
        return {row.id: (row.changed_at, row.body) for row in rows}

    def is_sample(self) -> bool:
        """Whether the ledger was made from the sample city."""
        found = self._c.execute(text("select value from meta where name = 'sample'")).scalar()
        return bool(found == "yes")

    def last_of_page(self, after: int, limit: int) -> tuple[int, int]:
        """(how many places, the last change number) of a page, from the index alone. A place only ever moves to the end, so these say what is on the page."""
        row = self._c.execute(text(LAST_OF_PAGE), {"after": after, "limit": limit}).one()
        return row.n, row.last

    def all(self) -> Iterator[FeedRow]:
        """Every place, as one statement saw them."""
        statement = text(whole_statement(self._c.dialect.name))
        with self._c.execution_options(yield_per=STREAMED).execute(statement) as rows:
            for row in rows:
                yield FeedRow(*row)

    def newest(self) -> int:
        """The change number of the last place; 0 where there is none."""
        return int(self._c.execute(text("select coalesce(max(seq), 0) from service where feed <> 'no'")).scalar_one())

    def counts(self) -> dict[str, dict[str, int]]:
        """By source: how many services the feed shows (`shown`), and how many are in the tray alone (`withheld`)."""
        rows = self._c.execute(
            text(
                "select source, case when feed = 'shown' then 'shown' else 'withheld' end as standing, count(*) as n"
                " from service where state <> 'removed' group by 1, 2"
            )
        )
        found: dict[str, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row.source, {"shown": 0, "withheld": 0})[row.standing] = row.n
        return found

    def some(self, limit: int) -> list[str]:
        """The bodies of some services that the feed shows: the first by id, and ids are as good as drawn by lot."""
        statement = text(
            "select body from service where feed = 'shown' and state <> 'removed' order by id limit :limit"
        )
        return [row.body for row in self._c.execute(statement, {"limit": limit})]

    def pages(self) -> list[tuple[str, str]]:
        """(id, when it last changed) of every service in the tray, in the feed or not: each has a page."""
        rows = self._c.execute(text("select id, changed_at from service where state <> 'removed' order by id"))
        return [(row.id, row.changed_at) for row in rows]

    def withheld(self) -> frozenset[str] | None:
        """The sources that the ledger withholds; None: nobody decided yet."""
        row = self._c.execute(text("select value from meta where name = :name"), {"name": WITHHELD}).first()
        return None if row is None else frozenset(orjson.loads(row.value))

    # --- inside a publication -------------------------------------------------------------------------------------

    def withhold_quietly(self, sources: frozenset[str]) -> None:
        """Take these sources out of a feed that nobody can have read yet."""
        if sources:
            self._c.execute(
                _among("update service set feed = 'no' where source in :sources"), {"sources": sorted(sources)}
            )

    def turned(self, sources: frozenset[str], *, to: str) -> list[str]:
        """The ids in the tray whose standing in the feed is to become this one, in the order of their changes."""
        rows = self._c.execute(
            _among(
                "select id from service where source in :sources and state <> 'removed'"
                " and (feed = 'shown') <> (:to = 'shown') order by seq"
            ),
            {"sources": sorted(sources), "to": to},
        )
        return [row.id for row in rows]

    def move_to_end(self, ids: list[str], *, to: str, first: int, at: datetime) -> None:
        """Give these services the change numbers from `first` on and a new standing in the feed."""
        when = at.astimezone(UTC).isoformat(timespec="seconds")
        rows = [
            {"id": one, "seq": first + i, "feed": to, "at": when, "op": "offer" if to == "shown" else "withdraw", "run": SETTLING}
            for i, one in enumerate(ids)
        ]  # fmt: skip
        self._c.execute(text("update service set seq = :seq, feed = :feed, changed_at = :at where id = :id"), rows)
        self._c.execute(text("insert into change (seq, service, op, run, at) values (:seq, :id, :op, :run, :at)"), rows)


def _among(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("sources", expanding=True))
