"""The ledger: every SQL statement of the project but those about pairs (`match_rows.py`), points of addresses (`geocode_rows.py`), the open feed (`feed_rows.py`), corrections and decisions (`…_rows.py`), `jobs.py` and `notices.py`. SQLite by default, PostgreSQL by another address, the same code.

Reading is free; writing happens inside `Ledger.publishing()`, one publisher at a time, all or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, TextClause, bindparam, text
from sqlalchemy.exc import DBAPIError, OperationalError

from indexer.asking import Asking
from indexer.correction_rows import CorrectionRows
from indexer.database import (
    LOCKED_SECONDS,
    Lock,
    is_sqlite,
    only_publisher,
    open_database,
    read_address,
    reason,
    refuse_other_letters,
    said,
    take_lock,
)
from indexer.decision_rows import DecisionRows
from indexer.faults import plain
from indexer.feed_rows import WITHHELD, FeedRows, withheld_by
from indexer.geocode_rows import GeocodeRows
from indexer.journal_rows import JournalRows
from indexer.match_rows import MatchRows
from indexer.mistake_rows import MistakeRows
from indexer.usage_rows import UsageRows
from schemas.errors import LedgerError, LedgerLocked, RunUnknown
from schemas.record import Collection, Record, RecordKey
from schemas.run import Run, RunState
from schemas.source import Source

BATCH = 400
"""Keys in one statement; SQLite takes 32,766 variables, PostgreSQL 65,535."""
WAIT_S = 60
"""So long a writer waits for another one to be done."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """What the ledger knows of a record without its body."""

    hash: str
    in_scope: bool
    missing: int
    series: str | None
    ends_at: str | None


class ServiceRow(NamedTuple):
    """A published service: its place in the order of changes, its state, its canonical JSON."""

    id: str
    seq: int
    source: str
    source_id: str
    state: str
    hash: str
    changed_at: str
    body: str


@dataclass(frozen=True, slots=True)
class ServiceWrite:
    """A service as publishing writes it. `op` is add, change or remove."""

    id: str
    source: str
    source_id: str
    kind: str
    state: str
    hash: str
    body: str
    op: str
    leans: frozenset[RecordKey]


def _pieces(values: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    rows = iter(values)
    while piece := list(islice(rows, size)):
        yield piece


_SERVICE = ", ".join(ServiceRow._fields)
_NEWEST = "select value from counter where name = 'seq'"


@cache
def _among(statement: str) -> TextClause:
    """A statement with a list parameter: `… in :keys`."""
    return text(statement).bindparams(bindparam("keys", expanding=True))


class Ledger:
    """One ledger. `publishing` gives a `Publication`, the only thing that writes services."""

    def __init__(self, url: str, *, wait_s: float = LOCKED_SECONDS) -> None:
        self.url = read_address(url)
        self.is_sqlite = is_sqlite(self.url)
        self.engine: Engine = open_database(self.url, wait_s=wait_s)
        self._asking = Asking(self.engine, _NEWEST) if self.is_sqlite and self.url.database else None

    def migrate(self) -> None:
        """Bring the tables up to date; harmless when they are. Raises LedgerError."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("indexer") / "migrations"))
        try:
            with self.engine.begin() as connection:
                if not self.is_sqlite:
                    refuse_other_letters(connection)
                    take_lock(connection, Lock.MIGRATING, wait_s=WAIT_S)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except DBAPIError as error:
            raise LedgerError(f"the ledger {said(self.url)} cannot be opened: {reason(error)}") from error

    def close(self) -> None:
        if self._asking is not None:
            self._asking.close()
        self.engine.dispose()

    # --- reading ------------------------------------------------------------------------------------------------

    def _rows(self, statement: str, **parameters: Any) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(text(statement), parameters).all()

    def meta(self, name: str) -> str | None:
        rows = self._rows("select value from meta where name = :name", name=name)
        return rows[0].value if rows else None

    def position(self) -> int:
        """The newest change number; 0 when nothing was published yet."""
        if self._asking is not None:
            with suppress(sqlite3.Error):  # asked the usual way, it is said in the usual words
                return self._asking.value() or 0
        with self.engine.connect() as connection:
            row = connection.exec_driver_sql(_NEWEST).first()
        return row[0] if row else 0

    def counts(self) -> dict[str, int]:
        """How many services are in each state."""
        return {row.state: row.n for row in self._rows("select state, count(*) as n from service group by state")}

    def counts_by_source(self) -> dict[str, int]:
        """How many services of each source are in the tray."""
        rows = self._rows("select source, count(*) as n from service where state <> 'removed' group by source")
        return {row.source: row.n for row in rows}

    def record_states(self, source: str) -> dict[tuple[str, str], RecordState]:
        """Every record of a source by (collection, key), without bodies."""
        rows = self._rows(
            "select collection, key, hash, in_scope, missing, series, ends_at from record where source = :source",
            source=source,
        )
        return {
            (r.collection, r.key): RecordState(r.hash, bool(r.in_scope), r.missing, r.series, r.ends_at) for r in rows
        }

    def services(self, ids: Iterable[str]) -> dict[str, ServiceRow]:
        """The services with these ids, removed ones too."""
        with self.engine.connect() as connection:
            return _services_by_id(connection, ids)

    def service_by_source_id(self, source_id: str) -> list[ServiceRow]:
        return [
            _service(r)
            for r in self._rows("select * from service where source_id = :source_id order by id", source_id=source_id)
        ]

    def target_of(self, service_id: str) -> str | None:
        """The id under which a joined offering lives on."""
        rows = self._rows("select target from alias where id = :id", id=service_id)
        return rows[0].target if rows else None

    def services_after(self, seq: int, limit: int) -> list[ServiceRow]:
        """The services whose latest change came after `seq`, in the order of their changes, removed ones too."""
        return [
            _service(r)
            for r in self._rows(
                "select * from service where seq > :seq order by seq limit :limit", seq=seq, limit=limit
            )
        ]

    def live_services(self, batch: int = 2000) -> Iterator[ServiceRow]:
        """Every service that is not removed, by change number."""
        seq = 0
        while rows := self.services_after(seq, batch):
            seq = rows[-1].seq
            yield from (row for row in rows if row.state != "removed")

    def live_source_ids(self) -> list[tuple[str, str]]:
        """(source, source id) of every service that is not removed."""
        with self.engine.connect() as connection:
            return _live_source_ids(connection)

    def runs(self, source: str | None = None, limit: int = 200) -> list[Run]:
        """Runs, newest first."""
        rows = self._rows(
            "select details from run where (cast(:source as text) is null or source = :source)"
            " order by started_at desc, id desc limit :limit",
            source=source,
            limit=limit,
        )
        return [Run.model_validate_json(row.details) for row in rows]

    def last_published(self, source: str) -> Run | None:
        """The newest run of a source that was published, or found unchanged."""
        rows = self._rows(
            "select details from run where source = :source and state in ('published', 'unchanged')"
            " order by started_at desc, id desc limit 1",
            source=source,
        )
        return Run.model_validate_json(rows[0].details) if rows else None

    def run_of_record(self, source: str, key: str) -> Run | None:
        """The run that last wrote a record of this upstream id."""
        rows = self._rows(
            "select run.details from record join run on run.id = record.run"
            " where record.source = :source and record.key = :key order by run.started_at desc limit 1",
            source=source,
            key=key,
        )
        return Run.model_validate_json(rows[0].details) if rows else None

    def last_complete(self, source: str) -> Run | None:
        """The newest run of a source that saw everything and was published, or found unchanged."""
        rows = self._rows(
            "select details from run where source = :source and state in ('published', 'unchanged') and complete"
            " order by started_at desc, id desc limit 1",
            source=source,
        )
        return Run.model_validate_json(rows[0].details) if rows else None

    def newest_run(self, source: str) -> Run | None:
        """The newest run of a source, however it ended."""
        return next(iter(self.runs(source, limit=1)), None)

    def get_run(self, run: str) -> Run:
        """One run. Raises RunUnknown."""
        rows = self._rows("select details from run where id = :run", run=run)
        if not rows:
            raise RunUnknown(f"there is no run {run}; `liiku runs` lists them")
        return Run.model_validate_json(rows[0].details)

    def put_run(self, run: Run) -> None:
        """Write a run's row outside of a publication (crawled, held, failed, rejected)."""
        with self.engine.begin() as connection:
            _put_run(connection, run)

    def changes_of_run(self, run: str, limit: int = 100, *, op: str | None = None) -> list[Any]:
        """The first changes of a run, of one kind (`op`) or of all."""
        chosen = "" if op is None else " and op = :op"
        return list(
            self._rows(
                f"select * from change where run = :run{chosen} order by seq limit :limit",
                run=run,
                limit=limit,
                **({} if op is None else {"op": op}),
            )
        )

    def change_counts(self, run: str) -> dict[str, int]:
        """How many services a run added, changed and removed, by op."""
        rows = self._rows("select op, count(*) as n from change where run = :run group by op", run=run)
        return {row.op: row.n for row in rows}

    def records(self, keys: Iterable[RecordKey]) -> dict[RecordKey, Record]:
        """The records with these keys that there are."""
        with self.engine.connect() as connection:
            return _records_by_key(connection, keys)

    def collections(self, source: str, collections: Iterable[Collection]) -> list[Record]:
        """Every record of these collections of a source."""
        with self.engine.connect() as connection:
            return _records_in(connection, source, collections)

    @contextmanager
    def matches(self) -> Iterator[MatchRows]:
        """The pairs and likenesses, to read."""
        with self.engine.connect() as connection:
            yield MatchRows(connection)

    @contextmanager
    def geocodes(self) -> Iterator[GeocodeRows]:
        """The points of addresses, to read."""
        with self.engine.connect() as connection:
            yield GeocodeRows(connection)

    @contextmanager
    def corrections(self) -> Iterator[CorrectionRows]:
        """What stewards corrected, to read."""
        with self.engine.connect() as connection:
            yield CorrectionRows(connection)

    @contextmanager
    def decisions(self) -> Iterator[DecisionRows]:
        """What stewards decided, to read."""
        with self.engine.connect() as connection:
            yield DecisionRows(connection)

    @contextmanager
    def mistakes(self) -> Iterator[MistakeRows]:
        """What was reported as wrong, to read."""
        with self.engine.connect() as connection:
            yield MistakeRows(connection)

    @contextmanager
    def usage(self) -> Iterator[UsageRows]:
        """How the search was used, to read."""
        with self.engine.connect() as connection:
            yield UsageRows(connection)

    @contextmanager
    def feed(self) -> Iterator[FeedRows]:
        """The open feed, to read."""
        with self.engine.connect() as connection:
            yield FeedRows(connection)

    def missing(self, limit: int = 200) -> list[Record]:
        """The records of the tray that their source's last complete run did not have, by source."""
        rows = self._rows(
            "select body from record where missing > 0 and in_scope order by source, collection, key limit :limit",
            limit=limit,
        )
        return [Record.model_validate_json(row.body) for row in rows]

    def services_noting(self, words: str, limit: int = 500) -> list[ServiceRow]:
        """The services in the tray whose JSON contains these words."""
        rows = self._rows(
            "select * from service where state <> 'removed' and body like :words order by source, source_id limit :limit",
            words=f"%{words}%",
            limit=limit,
        )
        return [_service(row) for row in rows]

    # --- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One short transaction beside the publications. Raises LedgerLocked when one of those is at work for long."""
        try:
            with self.engine.begin() as connection:
                if not self.is_sqlite:
                    take_lock(connection, Lock.WRITING, wait_s=WAIT_S)
                yield connection
        except OperationalError as error:
            told = plain(error)
            if told is not None and not isinstance(told, LedgerLocked):
                raise told from error
            raise LedgerLocked("a publication is under way; try again when it is done") from error

    @contextmanager
    def deciding(self) -> Iterator[DecisionRows]:
        """The same, in which decisions may be written."""
        with self.writing() as connection:
            yield DecisionRows(connection)

    @contextmanager
    def publishing(self) -> Iterator[Publication]:
        """One transaction in which services may be written. Raises LedgerLocked when another publisher is at work."""
        with only_publisher(self.engine, wait_s=WAIT_S) as connection:
            yield Publication(connection)


class Publication:
    """The writer's view of the ledger inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._c = connection
        self.matches = MatchRows(connection)
        self.geocodes = GeocodeRows(connection)
        self.corrections = CorrectionRows(connection)
        self.decisions = DecisionRows(connection)
        self.feed = FeedRows(connection)
        self.journal = JournalRows(connection)
        self.first_seq: int | None = None
        self.last_seq: int | None = None

    def meta(self, name: str) -> str | None:
        row = self._c.execute(text("select value from meta where name = :name"), {"name": name}).first()
        return row.value if row else None

    def set_meta(self, name: str, value: str) -> None:
        self._c.execute(text("delete from meta where name = :name"), {"name": name})
        self._c.execute(text("insert into meta (name, value) values (:name, :value)"), {"name": name, "value": value})

    def records(self, keys: Iterable[RecordKey]) -> dict[RecordKey, Record]:
        """The records with these keys that there are."""
        return _records_by_key(self._c, keys)

    def collections(self, source: str, collections: Iterable[Collection]) -> list[Record]:
        """Every record of these collections of a source."""
        return _records_in(self._c, source, collections)

    def live_source_ids(self) -> list[tuple[str, str]]:
        """(source, source id) of every service that is not removed."""
        return _live_source_ids(self._c)

    def children(self, source: str, series: Iterable[str]) -> dict[str, list[Record]]:
        """The records that belong to each series, by the series' key."""
        found: dict[str, list[Record]] = {}
        for piece in _pieces(sorted(set(series))):
            rows = self._c.execute(
                _among("select body from record where source = :source and series in :keys order by key"),
                {"source": source, "keys": piece},
            )
            for row in rows:
                record = Record.model_validate_json(row.body)
                found.setdefault(record.links.series or "", []).append(record)
        return found

    def children_keys(self, source: str, collection: Collection, series: Iterable[str]) -> set[RecordKey]:
        """The keys of the records that belong to any of these series."""
        found: set[RecordKey] = set()
        for piece in _pieces(sorted(set(series))):
            rows = self._c.execute(
                _among(
                    "select key from record where source = :source and collection = :collection and series in :keys"
                ),
                {"source": source, "collection": collection, "keys": piece},
            )
            found.update(RecordKey(source=source, collection=collection, key=row.key) for row in rows)
        return found

    def put_records(self, rows: Iterable[dict[str, Any]]) -> None:
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "insert into record (source, collection, key, hash, in_scope, series, ends_at, missing, run, body)"
                    " values (:source, :collection, :key, :hash, :in_scope, :series, :ends_at, 0, :run, :body)"
                    " on conflict (source, collection, key) do update set hash = excluded.hash, in_scope = excluded.in_scope,"
                    " series = excluded.series, ends_at = excluded.ends_at, missing = 0, run = excluded.run, body = excluded.body"
                ),
                piece,
            )

    def delete_records(self, keys: Iterable[RecordKey]) -> None:
        rows = [key.model_dump() for key in keys]
        for piece in _pieces(rows):
            self._c.execute(
                text("delete from record where source = :source and collection = :collection and key = :key"), piece
            )

    def set_missing(self, keys: Iterable[RecordKey], missing: int) -> None:
        rows = [key.model_dump() | {"missing": missing} for key in keys]
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "update record set missing = :missing"
                    " where source = :source and collection = :collection and key = :key and missing <> :missing"
                ),
                piece,
            )

    def services_leaning_on(self, keys: Iterable[RecordKey]) -> set[str]:
        """The ids of the services that lean on any of these records."""
        groups: dict[tuple[str, str], list[str]] = {}
        for key in keys:
            groups.setdefault((key.source, key.collection), []).append(key.key)
        found: set[str] = set()
        for (source, collection), names in groups.items():
            for piece in _pieces(sorted(set(names))):
                rows = self._c.execute(
                    _among(
                        "select distinct service from lean"
                        " where source = :source and collection = :collection and key in :keys"
                    ),
                    {"source": source, "collection": collection, "keys": piece},
                )
                found.update(row.service for row in rows)
        return found

    def hosted(self, keys: Iterable[str]) -> set[str]:
        """Which of these unit keys host an offering: some live service that is not a venue leans on the unit."""
        found: set[str] = set()
        for piece in _pieces(sorted(set(keys))):
            rows = self._c.execute(
                _among(
                    "select distinct lean.key from lean join service on service.id = lean.service"
                    " where lean.collection = 'unit' and service.kind <> 'venue' and service.state <> 'removed'"
                    " and lean.key in :keys"
                ),
                {"keys": piece},
            )
            found.update(row.key for row in rows)
        return found

    def services(self, ids: Iterable[str]) -> dict[str, ServiceRow]:
        return _services_by_id(self._c, ids)

    def write_services(self, writes: Sequence[ServiceWrite], *, run: str, at: datetime) -> None:
        """Write services, each with the next change number, with its change row and what it leans on."""
        if not writes:
            return
        before = {one.id: one for one in self.services(w.id for w in writes).values()}
        seq = self._take(len(writes))
        when = at.astimezone(UTC).isoformat(timespec="seconds")
        withheld = self.feed.withheld() or frozenset()
        rows = [
            {
                "id": w.id, "seq": seq + i, "source": w.source, "source_id": w.source_id, "kind": w.kind, "state": w.state,
                "hash": w.hash, "changed_at": when, "body": w.body,
                "feed": "no" if w.source in withheld else "shown",
            }
            for i, w in enumerate(writes)
        ]  # fmt: skip
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "insert into service (id, seq, source, source_id, kind, state, hash, changed_at, body, feed)"
                    " values (:id, :seq, :source, :source_id, :kind, :state, :hash, :changed_at, :body, :feed)"
                    " on conflict (id) do update set seq = excluded.seq, kind = excluded.kind, state = excluded.state,"
                    " hash = excluded.hash, changed_at = excluded.changed_at, body = excluded.body, feed = case"
                    " when excluded.feed = 'shown' and excluded.state <> 'removed' then 'shown'"
                    " when service.feed = 'no' then 'no' when excluded.feed = 'no' then 'withdrawn' else service.feed end"
                ),
                piece,
            )
        changes = [
            {"seq": seq + i, "service": w.id, "op": w.op, "run": run, "at": when,
             "before": before[w.id].body if w.id in before else None}
            for i, w in enumerate(writes)
        ]  # fmt: skip
        for piece in _pieces(changes):
            self._c.execute(
                text(
                    "insert into change (seq, service, op, run, at, before) values (:seq, :service, :op, :run, :at, :before)"
                ),
                piece,
            )
        self.set_leans({w.id: w.leans for w in writes})
        self.last_seq = seq + len(writes) - 1
        self.first_seq = self.first_seq or seq

    def settle_feed(self, sources: Mapping[str, Source], *, at: datetime) -> int:
        """Withdraw from the open feed, or bring into it, what a changed `republish` says; how many services moved to its end."""
        before = self.feed.withheld()
        now = withheld_by(sources, before or frozenset())
        if now == before:
            return 0
        moved = 0
        if before is None:
            self.feed.withhold_quietly(now)
        else:
            for changed, to in ((now - before, "withdrawn"), (before - now, "shown")):
                if changed and (ids := self.feed.turned(changed, to=to)):
                    self.feed.move_to_end(ids, to=to, first=self._take(len(ids)), at=at)
                    moved += len(ids)
        self.set_meta(WITHHELD, orjson.dumps(sorted(now)).decode())
        return moved

    def set_leans(self, leans: dict[str, frozenset[RecordKey]]) -> None:
        """What each of these services leans on, replacing what it leaned on."""
        for piece in _pieces([{"service": service} for service in leans]):
            self._c.execute(text("delete from lean where service = :service"), piece)
        rows = [key.model_dump() | {"service": service} for service, keys in leans.items() for key in keys]
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "insert into lean (source, collection, key, service) values (:source, :collection, :key, :service)"
                ),
                piece,
            )

    def leans_of(self, ids: Iterable[str]) -> dict[str, frozenset[RecordKey]]:
        found: dict[str, set[RecordKey]] = {}
        for piece in _pieces(sorted(set(ids))):
            rows = self._c.execute(
                _among("select * from lean where service in :keys"),
                {"keys": piece},
            )
            for row in rows:
                key = RecordKey(source=row.source, collection=row.collection, key=row.key)
                found.setdefault(row.service, set()).add(key)
        return {service: frozenset(keys) for service, keys in found.items()}

    def put_aliases(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """(id, source id, target id) of offerings that live on in others."""
        for piece in _pieces(rows):
            self._c.execute(
                text(
                    "insert into alias (id, source_id, target) values (:id, :source_id, :target)"
                    " on conflict (id) do update set target = excluded.target"
                ),
                [{"id": a, "source_id": s, "target": t} for a, s, t in piece],
            )

    def delete_aliases(self, ids: Iterable[str]) -> None:
        for piece in _pieces([{"id": one} for one in ids]):
            self._c.execute(text("delete from alias where id = :id"), piece)

    def put_run(self, run: Run) -> None:
        _put_run(self._c, run)

    def supersede(self, source: str, but: str) -> None:
        """Held runs of a source become superseded when a newer one is published."""
        rows = self._c.execute(
            text("select details from run where source = :source and state in ('held', 'crawled') and id <> :but"),
            {"source": source, "but": but},
        ).all()
        for row in rows:
            run = Run.model_validate_json(row.details)
            _put_run(
                self._c,
                run.model_copy(
                    update={"state": RunState.SUPERSEDED, "note": f"{run.note} superseded by {but}".strip()}
                ),
            )

    def _take(self, count: int) -> int:
        """The first of `count` new change numbers; the first ever is 1."""
        self._c.execute(
            text(
                "insert into counter (name, value) values ('seq', :count)"
                " on conflict (name) do update set value = counter.value + :count"
            ),
            {"count": count},
        )
        last = self._c.execute(text("select value from counter where name = 'seq'")).scalar_one()
        return int(last) - count + 1


def _service(row: Any) -> ServiceRow:
    return ServiceRow(*(getattr(row, name) for name in ServiceRow._fields))


def _services_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, ServiceRow]:
    found = {}
    for piece in _pieces(sorted(set(ids))):
        rows = connection.execute(_among(f"select {_SERVICE} from service where id in :keys"), {"keys": piece})
        found.update({row[0]: ServiceRow._make(row) for row in rows})
    return found


def _records_by_key(connection: Connection, keys: Iterable[RecordKey]) -> dict[RecordKey, Record]:
    groups: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        groups.setdefault((key.source, key.collection), []).append(key.key)
    found = {}
    for (source, collection), names in groups.items():
        for piece in _pieces(sorted(set(names))):
            rows = connection.execute(
                _among("select body from record where source = :source and collection = :collection and key in :keys"),
                {"source": source, "collection": collection, "keys": piece},
            )
            for row in rows:
                record = Record.model_validate_json(row.body)
                found[record.identity()] = record
    return found


def _records_in(connection: Connection, source: str, collections: Iterable[Collection]) -> list[Record]:
    return [
        Record.model_validate_json(row.body)
        for piece in _pieces(sorted(set(collections)))
        for row in connection.execute(
            _among("select body from record where source = :source and collection in :keys order by collection, key"),
            {"source": source, "keys": piece},
        )
    ]


def _live_source_ids(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(text("select source, source_id from service where state <> 'removed'"))
    return [(row.source, row.source_id) for row in rows]


def _put_run(connection: Connection, run: Run) -> None:
    connection.execute(
        text(
            "insert into run (id, source, mode, state, complete, started_at, finished_at, details)"
            " values (:id, :source, :mode, :state, :complete, :started_at, :finished_at, :details)"
            " on conflict (id) do update set state = excluded.state, complete = excluded.complete,"
            " finished_at = excluded.finished_at, details = excluded.details"
        ),
        {
            "id": run.id, "source": run.source, "mode": run.mode.value, "state": run.state.value, "complete": run.complete,
            "started_at": run.started_at.astimezone(UTC).isoformat(), "details": run.model_dump_json(),
            "finished_at": run.finished_at and run.finished_at.astimezone(UTC).isoformat(),
        },
    )  # fmt: skip
