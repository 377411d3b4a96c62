"""The peer SQLite FTS5 + R*Tree, from the standard library: words unstemmed, circles by box and then exactly."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.engines_queries import Question
from benchmarks.engines_rows import EARTH_M, Row, names_of
from indexer.language.tokens import split_words

SCHEMA = """
create table offering (n integer primary key, id text unique, name text, cost text, wheelchair text, district text, registration text,
  live_until real, lat real, lon real);
create virtual table words using fts5(body, content='', tokenize='unicode61', prefix='3 4 5');
create virtual table spot using rtree(n, south, north, west, east);
create table name (n integer primary key, kind text, lang text, text text);
create table name_word (word text, name int, primary key (word, name)) without rowid;
create table named (name int, n int, primary key (name, n)) without rowid;
create table trait (n int, facet text, value text, primary key (n, facet, value)) without rowid;
"""
_BOX = """n in (select n from spot where north >= :south and south <= :north and east >= :west and west <= :east)
    and lat >= :south and lat <= :north and lon >= :west and lon <= :east"""
_NEAR = f"{_BOX} and metres(lat, lon, :lat, :lon) <= :radius_m"
_WORDS = "n in (select rowid from words where words match :q) and live_until >= :now"
_RANKED = "select id, count(*) over () from words join offering on n = words.rowid where words match :q and live_until >= :now order by rank limit 20"
SQL = {
    "Q1": _RANKED,
    "Q2": f"select id, count(*) over () from offering where {_WORDS} and cost = 'free' and {_NEAR} order by metres(lat, lon, :lat, :lon), id limit 20",
    "Q3": f"""select id, count(*) over () from offering where {_NEAR} and cost = 'free' and wheelchair = 'no_known_shortcomings' and live_until >= :now
        order by metres(lat, lon, :lat, :lon), id limit 20""",
    "Q5": """with hit as (select kind, lang, text, count(*) as records from (select distinct name from name_word where word >= :begin and word < :end) as begins
            join name on name.n = begins.name join named on named.name = begins.name join offering on offering.n = named.n
            where live_until >= :now group by begins.name)
        select kind, text, records from (select *, row_number() over (partition by kind order by lang <> 'fi', records desc, length(text), text) as place
            from hit) where place <= 10""",
    "Q6": f"""with hit as materialized (select n, cost, district, registration from offering where {_WORDS} and {_NEAR})
        select 'cost', cost, count(*) from hit group by 2 union all select 'district', district, count(*) from hit group by 2
        union all select 'registration', registration, count(*) from hit group by 2
        union all select facet, value, count(*) from hit join trait using (n) group by 1, 2""",
    "Q7": f"select id, lon, lat, count(*) over () from offering where {_BOX} and live_until >= :now order by id limit 5000",
}  # fmt: skip
"""No Q4: SQLite corrects no typo."""


def _metres(lat: float, lon: float, at_lat: float, at_lon: float) -> float:
    a, b = math.radians(lat), math.radians(at_lat)
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon - at_lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))


class Sqlite:
    """A filled database file."""

    def __init__(self, path: Path, rows: Sequence[Row], now: datetime) -> None:
        self._now = now.timestamp()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.create_function("metres", 4, _metres, deterministic=True)
        self._connection.executescript(
            "pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-262144;" + SCHEMA
        )
        self._connection.execute("begin")
        many = self._connection.executemany
        many(
            "insert into offering values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    r.id,
                    r.name,
                    r.cost,
                    r.wheelchair,
                    r.district,
                    r.registration,
                    r.live_until.timestamp(),
                    r.lat,
                    r.lon,
                )
                for n, r in enumerate(rows, 1)
            ),
        )
        many(
            "insert into words (rowid, body) values (?, ?)",
            ((n, " ".join(r.text.values())) for n, r in enumerate(rows, 1)),
        )
        many(
            "insert into spot values (?, ?, ?, ?, ?)", ((n, r.lat, r.lat, r.lon, r.lon) for n, r in enumerate(rows, 1))
        )
        many(
            "insert or ignore into trait values (?, 'category', ?)",
            ((n, one) for n, r in enumerate(rows, 1) for one in r.categories),
        )
        many(
            "insert or ignore into trait values (?, 'audience', ?)",
            ((n, one) for n, r in enumerate(rows, 1) for one in r.audiences),
        )
        numbers, named = names_of(rows)
        row_numbers = {row.id: n for n, row in enumerate(rows, 1)}
        many("insert into name values (?, ?, ?, ?)", ((n, *name) for name, n in numbers.items()))
        many(
            "insert or ignore into name_word values (?, ?)",
            ((w, n) for (_, _, text), n in numbers.items() for w in split_words(text)),
        )
        many("insert into named values (?, ?)", ((n, row_numbers[one]) for n, one in named))
        self._connection.execute("commit")
        self._connection.execute("analyze")

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        query = question.query
        box = query.bbox
        if box is None and query.point is not None:
            (lat, lon), high = query.point, math.degrees((query.radius_m or 0) / EARTH_M) + 1e-6
            wide = high / math.cos(math.radians(lat)) + 1e-6
            box = (lon - wide, lat - high, lon + wide, lat + high)
        west, south, east, north = box or (0, 0, 0, 0)
        quoted = " ".join(f'"{word}"' for word in query.q.split())
        return self._connection.execute(SQL[question.kind], {
            "q": quoted, "begin": query.q, "end": f"{query.q}\U0010ffff", "now": self._now, "lat": query.lat, "lon": query.lon, "radius_m": query.radius_m,
            "west": west, "south": south, "east": east, "north": north,
        }).fetchall()  # fmt: skip

    def close(self) -> None:
        self._connection.close()
