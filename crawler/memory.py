"""What each row was read as in the runs before: a row that comes as it came is not read again. Only that: what is published is decided as ever.

A reading is remembered under the row itself and counts only for the same code, packages, source YAML and scope. It may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from importlib.metadata import distributions
from pathlib import Path

import orjson

import crawler
import schemas
from crawler.lines import LineCounts
from schemas.record import Collection, Item, Record

READERS = {".py", ".yaml", ".json", ".txt"}
NOT_READING = {"sample", "replay", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a walk needs to know of a row's record, and the line that it is in `items.ndjson`, but for its url. `notes`: which reviewed lines were the one for it."""

    collection: Collection
    key: str
    scope: str
    in_scope: bool
    place: str | None
    series: str | None
    words: list[str]
    line: str
    notes: list[tuple[str, str, str]]

    def line_from(self, url: str) -> str:
        return f'{self.line[:-1]},"url":{orjson.dumps(url).decode()}}}'


_PARTS = tuple(part.name for part in fields(Reading))


def reading_of(record: Record, notes: list[tuple[str, str, str]]) -> Reading:
    """The reading of a record."""
    links = record.links
    line = ""
    if record.in_scope:
        item = Item(op="put", collection=record.collection, key=record.key, record=record)
        line = item.model_dump_json(exclude_defaults=True, by_alias=True)
    return Reading(
        record.collection,
        record.key,
        record.scope,
        record.in_scope,
        links.place,
        links.series,
        [*links.keywords, *links.audiences],
        line,
        notes,
    )


def fingerprint(yamls: Iterable[Path]) -> str:
    """All that a reading depends on but the row: our code, the installed packages, these YAMLs."""
    value = hashlib.blake2b(digest_size=16)
    for package in (crawler, schemas):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*")):
            if path.suffix in READERS and not NOT_READING & {*path.relative_to(root).parts}:
                value.update(path.read_bytes())
    for path in yamls:
        value.update(path.read_bytes())
    for one in sorted(f"{package.name} {package.version}" for package in distributions()):
        value.update(one.encode())
    return value.hexdigest()


class RowMemory:
    """The readings of one source, in a file. Without a path, or when the file is broken, every row is read."""

    def __init__(self, path: Path | None, mark: str, counts: LineCounts) -> None:
        self._path = path
        self._counts = counts
        self._seen: list[tuple[bytes]] = []
        self._new: dict[bytes, bytes] = {}
        self._tables: dict[str, list[str]] = {}
        self._rows: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._rows = self._opened(path, mark)
            except sqlite3.DatabaseError:
                self._give_up()

    def read(self, row: object, read: Callable[[], Record]) -> Reading:
        """The reading of a row: the remembered one, else what `read` makes of it. Raises what `read` raises; that is not remembered."""
        key = self._key(row)
        found = self._find(key) if key is not None else None
        if found is not None:
            for what, table, line in found.notes:
                self._counts.repeat(what, table, line, self._tables.get(table, ()))
            return found
        with self._counts.recorded() as notes:
            record = read()
        reading = reading_of(record, notes)
        if key is not None:
            self._new[key] = orjson.dumps([getattr(reading, name) for name in _PARTS])
        return reading

    def close(self, *, is_whole: bool) -> None:
        """Keep what was read. `is_whole`: every row came, so that what did not come is forgotten."""
        if self._rows is None:
            return
        try:
            with self._rows as rows:
                if is_whole:
                    rows.execute("create temp table seen (key blob primary key) without rowid")
                    rows.executemany("insert or ignore into seen values (?)", self._seen)
                    rows.execute("delete from reading where key not in (select key from seen)")
                rows.executemany("insert or replace into reading values (?, ?)", self._new.items())
                tables = self._tables | {name: [*lines] for name, lines in self._counts.all().items()}
                rows.execute("insert or replace into told values ('tables', ?)", (orjson.dumps(tables),))
            self._rows.close()
        except sqlite3.DatabaseError:
            self._give_up()

    def _opened(self, path: Path, mark: str) -> sqlite3.Connection:
        rows = sqlite3.connect(path)
        with rows:
            rows.execute("create table if not exists told (name text primary key, value blob)")
            rows.execute("create table if not exists reading (key blob primary key, value blob) without rowid")
            told = dict(rows.execute("select name, value from told").fetchall())
            if told.get("mark") != mark:
                rows.execute("delete from reading")
                rows.execute("delete from told")
                rows.execute("insert into told values ('mark', ?)", (mark,))
                told = {}
        self._tables = orjson.loads(told["tables"]) if "tables" in told else {}
        return rows

    def _key(self, row: object) -> bytes | None:
        if self._rows is None:
            return None
        try:
            return hashlib.blake2b(orjson.dumps(row), digest_size=16).digest()
        except TypeError:  # a number or a text that orjson does not write
            return None

    def _find(self, key: bytes) -> Reading | None:
        if self._rows is None:
            return None
        try:
            found = self._rows.execute("select value from reading where key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            self._give_up()
            return None
        if found is None:
            return None
        self._seen.append((key,))
        return Reading(*orjson.loads(found[0]))

    def _give_up(self) -> None:
        if self._rows is not None:
            self._rows.close()
            self._rows = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)
