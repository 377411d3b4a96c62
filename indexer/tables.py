"""The ledger's tables. Bodies are canonical JSON text; times are ISO text in UTC, so that every database holds the same.

record   what one source says of one thing                service  the offering as published, with its place in the order of changes
lean     which service leans on which record              change   what happened, in order
run      one run of a source                              alias    an offering that lives on in another
counter  the change number; taken inside the publishing transaction, so that commit order is its order
geocode  what a geocoder answered for an address, a miss too; pending until the services that lean on it are composed with it
likeness what of an offering is compared with others      block    where offerings meet to be compared
match    a pair of offerings: alike how much, and why; joined, apart or open, and who decided that
job      a steward's request to crawl a source now        notice   what stewards were told of a source, once a day for each cause
correction  what a steward says instead of a source, until a day      decision  who decided what, when and why, and who undid it
mistake  what a visitor of the pages reported as wrong: codes and public facts alone, by day, nothing of the visitor
usage_count  how often searches of a month asked for a code, from ten on; nothing of any one search
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

meta = Table("meta", metadata, Column("name", String(60), primary_key=True), Column("value", Text, nullable=False))

counter = Table(
    "counter", metadata, Column("name", String(30), primary_key=True), Column("value", BigInteger, nullable=False)
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
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("source", String(40), nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("hash", String(32), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("feed", String(10), nullable=False, server_default="shown"),
    Index("service_by_source", "source", "source_id"),
    Index(
        "service_in_feed",
        "seq",
        unique=True,
        sqlite_where=text("feed <> 'no'"),
        postgresql_where=text("feed <> 'no'"),
    ),
)
"""`feed`: shown, no (never was in the open feed), withdrawn (was, and may no longer be)."""

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
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("service", String(36), nullable=False),
    Column("op", String(20), nullable=False),
    Column("run", String(80), nullable=False),
    Column("at", String(40), nullable=False),
    Column("before", Text),
    Index("change_by_service", "service"),
    Index("change_by_run", "run"),
)

geocode = Table(
    "geocode",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("provider", String(40), primary_key=True),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", String(20), nullable=False),
    Column("label", Text, nullable=False),
    Column("asked_at", String(40), nullable=False),
    Column("pending", Boolean, nullable=False),
)

alias = Table(
    "alias",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("source_id", String(200), nullable=False),
    Column("target", String(36), nullable=False),
)

likeness = Table(
    "likeness", metadata, Column("service", String(36), primary_key=True), Column("body", Text, nullable=False)
)

block = Table(
    "block",
    metadata,
    Column("block", String(400), primary_key=True),
    Column("service", String(36), primary_key=True),
    Index("block_by_service", "service"),
)

match = Table(
    "match",
    metadata,
    Column("a", String(36), primary_key=True),
    Column("b", String(36), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("rule", String(40)),
    Column("reasons", Text, nullable=False),
    Column("first_seen", String(80), nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", String(80)),
    Column("decided_at", String(40)),
    Column("why", Text),
    Index("match_by_b", "b"),
)

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(40), nullable=False),
    Column("requested_by", String(80), nullable=False),
    Column("at", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("run", String(80)),
    Column("note", Text, nullable=False),
    Index("job_by_state", "state"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(40), nullable=False),
    Column("event", String(20), nullable=False),
    Column("code", String(200), nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(40), nullable=False),
    Column("run", String(80)),
    Column("cause", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("sent_at", String(40)),
    Column("tries", Integer, nullable=False),
    UniqueConstraint("source", "event", "code", "day", name="notice_once_a_day"),
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("service", String(36), nullable=False),
    Column("pointer", String(80), nullable=False),
    Column("value", Text, nullable=False),
    Column("source_value", Text),
    Column("misfit", String(40), nullable=False),
    Column("who", String(80), nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("until", String(10), nullable=False),
    Column("ended_at", String(40)),
    Column("ended_by", String(80)),
    Index("correction_by_service", "service"),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(20), nullable=False),
    Column("object", String(120), nullable=False),
    Column("why", Text, nullable=False),
    Column("undone_at", String(40)),
    Column("undone_by", String(80)),
    Index("decision_by_object", "object"),
)

mistake = Table(
    "mistake",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("service", String(36), nullable=False),
    Column("fact", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("settled_at", String(40)),
    Column("settled_by", String(80)),
    Index("mistake_by_state", "state", "service"),
)

usage_count = Table(
    "usage_count",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("dimension", String(30), primary_key=True),
    Column("code", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
)
