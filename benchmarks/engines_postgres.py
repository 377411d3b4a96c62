"""The peer PostgreSQL + PostGIS: a cluster of its own on a free port, filled with a city, asked the seven kinds of questions."""

from __future__ import annotations

import os
import pwd
import socket
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, LiteralString

import psycopg

from benchmarks.engines_queries import Question
from benchmarks.engines_rows import Row, names_of
from indexer.language.tokens import split_words

BIN = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
SCHEMA = Path(__file__).with_name("engines_postgres.sql")
INDEXES = (
    "create index on offering using gin (words)",
    "create index on offering using gist (geog)",
    "create index on offering using gist (geom)",
    "create index on offering using gist (geog) where cost = 'free' and wheelchair = 'no_known_shortcomings'",
    "create index on offering (live_until)",
    "create index on lexeme using gin (word gin_trgm_ops)",
    "create index on name_word (word text_pattern_ops) include (n)",
    "create index on named (n) include (offering)",
    "create index on offering (id) include (live_until)",
)
# Q7 asks by `&&`, as maps are asked for; it compares boxes in single precision, so a venue a millionth of a degree beyond the border counts (st_intersects agrees with the oracle).
CONFIGURATIONS = {"fi": "finnish", "sv": "swedish", "en": "english"}
_HERE = "st_setsrid(st_makepoint(%(lon)s, %(lat)s), 4326)::geography"
_WORDS = "words @@ plainto_tsquery(%(conf)s, %(q)s) and live_until >= %(now)s"
SQL = {
    "Q1": f"""select id, count(*) over () from offering where {_WORDS}
        order by ts_rank(words, plainto_tsquery(%(conf)s, %(q)s)) desc, id limit 20""",
    "Q2": f"""select id, count(*) over () from offering where {_WORDS} and cost = 'free' and st_dwithin(geog, {_HERE}, %(radius_m)s, false)
        order by st_distance(geog, {_HERE}, false), id limit 20""",
    "Q3": f"""select id, count(*) over () from offering where cost = 'free' and wheelchair = 'no_known_shortcomings'
        and live_until >= %(now)s and st_dwithin(geog, {_HERE}, %(radius_m)s, false) order by st_distance(geog, {_HERE}, false), id limit 20""",
    "Q4": """with near as (select word from lexeme where word %% %(q)s order by similarity(word, %(q)s) desc, records desc limit 1)
        select id, count(*) over () from offering, near where words @@ plainto_tsquery(%(conf)s, word) and live_until >= %(now)s
        order by ts_rank(words, plainto_tsquery(%(conf)s, word)) desc, id limit 20""".replace(_WORDS, "true"),
    "Q5": """with hit as (select kind, lang, text, count(*) as records from (select distinct n from name_word where word like %(begin)s) as begins
            join name using (n) join named using (n) join offering on id = offering where live_until >= %(now)s group by n, kind, lang, text)
        select kind, text, records from (select *, row_number() over (partition by kind order by lang <> 'fi', records desc, length(text), text) as place
            from hit) as placed where place <= 10""",
    "Q6": f"""with hit as materialized (select cost, categories, district, audiences, registration from offering
            where {_WORDS} and st_dwithin(geog, {_HERE}, %(radius_m)s, false))
        select 'cost', cost, count(*) from hit group by 2 union all select 'district', district, count(*) from hit group by 2
        union all select 'registration', registration, count(*) from hit group by 2
        union all select 'category', one, count(*) from hit, unnest(categories) one group by 2
        union all select 'audience', one, count(*) from hit, unnest(audiences) one group by 2""",
    "Q7": """select id, st_x(geom), st_y(geom), count(*) over () from offering
        where geom && st_makeenvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) and live_until >= %(now)s order by id limit 5000""",
}  # fmt: skip


def is_there() -> bool:
    return BIN.is_dir() and POSTGIS.exists()


@contextmanager
def cluster() -> Iterator[tuple[str, Path, Callable[[], int]]]:
    """A running cluster, ended afterwards: (its address, its folder, its postmaster's process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    def run(program: str, *options: str) -> None:
        subprocess.run(  # our own options
            [str(BIN / program), *options], check=True, stdout=subprocess.DEVNULL, cwd="/",
            user=user.pw_uid if user else None, group=user.pw_gid if user else None,
        )  # fmt: skip

    with TemporaryDirectory(prefix="liiku-pg-") as parent:
        folder = Path(parent) / "data"
        if user:
            os.chown(parent, user.pw_uid, user.pw_gid)
        run("initdb", "-D", str(folder), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        tuned = "-c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB -c jit=off -c random_page_cost=1.1 -c fsync=off"
        run(
            "pg_ctl",
            "-D",
            str(folder),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-p {port} -k {parent} {tuned}",
            "start",
        )
        try:
            yield (
                f"host=127.0.0.1 port={port} user=bench dbname=postgres",
                folder,
                lambda: int((folder / "postmaster.pid").read_text().split()[0]),
            )
        finally:
            run("pg_ctl", "-D", str(folder), "-m", "immediate", "-w", "stop")


class Postgres:
    """A filled database. One connection, statements prepared by psycopg after their first uses."""

    def __init__(self, address: str, rows: Sequence[Row], now: Any) -> None:
        self._now = now
        self._connection = psycopg.connect(address, autocommit=True, prepare_threshold=2)
        run = self._connection.execute
        run(SCHEMA.read_text(encoding="utf-8"))
        columns = "id, name, body, cost, wheelchair, categories, district, audiences, registration, live_until, geog, geom, words"
        run("create temp table came (like offering)")
        run(
            "alter table came alter words drop not null, alter geog drop not null, alter geom drop not null, add lat float8, add lon float8, add sv text, add en text"
        )
        with (
            self._connection.cursor() as cursor,
            cursor.copy(
                "copy came (id, name, body, cost, wheelchair, categories, district, audiences, registration, live_until, lat, lon, sv, en) from stdin"
            ) as copy,
        ):
            for row in rows:
                copy.write_row((row.id, row.name, row.text["fi"], row.cost, row.wheelchair, row.categories, row.district, row.audiences,
                                row.registration, row.live_until, row.lat, row.lon, row.text["sv"], row.text["en"]))  # fmt: skip
        run(f"""insert into offering ({columns}) select id, name, body, cost, wheelchair, categories, district, audiences, registration,
            live_until, st_setsrid(st_makepoint(lon, lat), 4326)::geography, st_setsrid(st_makepoint(lon, lat), 4326),
            to_tsvector('finnish', body) || to_tsvector('swedish', sv) || to_tsvector('english', en) from came""")
        run(
            "insert into lexeme select word, ndoc from ts_stat('select to_tsvector(''simple'', body) from came') where length(word) < 60"
        )
        numbers, named = names_of(rows)
        self._fill("name (n, kind, lang, text)", ((n, *name) for name, n in numbers.items()))
        words = {(word, n) for (_, _, text), n in numbers.items() for word in split_words(text)}
        self._fill("name_word (word, n)", words)
        self._fill("named (n, offering)", named)
        for index in INDEXES:
            run(index)
        run("vacuum analyze offering")
        for table in ("lexeme", "name", "name_word", "named"):
            run(f"vacuum analyze {table}")

    def _fill(self, table: LiteralString, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
            for row in rows:
                copy.write_row(row)

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        return self._connection.execute(SQL[question.kind], self._values(question)).fetchall()

    def _values(self, question: Question) -> Mapping[str, Any]:
        query = question.query
        west, south, east, north = query.bbox or (0, 0, 0, 0)
        return {
            "q": query.q.lower(), "begin": f"{query.q.lower()}%", "conf": CONFIGURATIONS[query.lang], "now": self._now, "lat": query.lat, "lon": query.lon,
            "radius_m": query.radius_m, "west": west, "south": south, "east": east, "north": north,
        }  # fmt: skip

    def update(self, ids: Sequence[str]) -> None:
        """Change some offerings."""
        self._connection.execute(
            "update offering set cost = 'free', name = name || ' 2' where id = any(%s)", [list(ids)]
        )

    def close(self) -> None:
        self._connection.close()
