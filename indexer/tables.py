"""The ledger's tables. Bodies are canonical JSON text; times are ISO text in UTC, so that every database holds the same.

record   what one source says of one thing                service  the offering as published, with its place in the order of changes
lean     which service leans on which record              change   what happened, in order
run      one run of a source                              alias    an offering that lives on in another
counter  the change number; taken inside the publishing transaction, so that commit order is its order
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

meta = Table("meta", metadata, Column("name", String(60), primary_key=True), Column("value", Text, nullable=False))

counter = Table(
    "counter", metadata, Column("name", String(30), primary_key=True), Column("value", Integer, nullable=False)
)

run = Table(
    "run",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("source", String(40), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("finished_at", String(40)),
    Column("details", Text, nullable=False),
    Index("run_by_source", "source", "started_at"),
)

record = Table(
    "record",
    metadata,
    Column("source", String(40), primary_key=True),
    Column("collection", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("hash", String(32), nullable=False),
    Column("in_scope", Boolean, nullable=False),
    Column("series", String(200)),
    Column("ends_at", String(40)),
    Column("missing", Integer, nullable=False, default=0),
    Column("run", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Index("record_by_series", "source", "series"),
)

service = Table(
    "service",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("source", String(40), nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("hash", String(32), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Index("service_by_source", "source", "source_id"),
)

lean = Table(
    "lean",
    metadata,
    Column("source", String(40), primary_key=True),
    Column("collection", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("service", String(36), primary_key=True),
    ForeignKeyConstraint(["service"], ["service.id"]),
    Index("lean_by_service", "service"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("service", String(36), nullable=False),
    Column("op", String(20), nullable=False),
    Column("run", String(80), nullable=False),
    Column("at", String(40), nullable=False),
    Column("before", Text),
    Index("change_by_service", "service"),
    Index("change_by_run", "run"),
)

alias = Table(
    "alias",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("source_id", String(200), nullable=False),
    Column("target", String(36), nullable=False),
)
