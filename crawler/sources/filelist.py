"""A list that somebody brought, from its kept copy to a run folder: what a crawl would have left, row by row, without the network.

The run folder holds the copy (`raw/list.gz`), its name and its SHA-256, and no path of the machine that it came from.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson

from crawler.launch import Seer
from crawler.lines import CountedTable, LineCounts
from crawler.remarks import Odd
from crawler.rows import RowRefused
from crawler.sources import filelist_csv, filelist_jsonl, ilmonet_list
from crawler.sources.filelist_columns import ADVICE, NAMES, REQUIRED, column_path, object_of
from crawler.sources.filelist_rows import read_entry
from indexer.run_folder import RunFolder, write_whole
from schemas.errors import FileRefused
from schemas.normalise.text import shorten
from schemas.record import Item, Record, Remark
from schemas.run import FILE_SCHEME, CollectionStats, CrawlStats, Mode
from schemas.service import State
from schemas.source import Source

KEPT: Final = Path("raw") / "list.gz"
JSON_LINES: Final = (".jsonl", ".ndjson", ".jsonlines")
_CHUNK: Final = 1 << 20
Form = filelist_csv.Form | filelist_jsonl.Lines
Row = Any
"""A row as its form gives it: cells by field, a line's JSON, or why its cells do not fit."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was brought: its name without folders, its hash, its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ListRun:
    """What one import is asked to do. `clock` is the moment taken for now; `started_at` lies behind the source's last run."""

    run: str
    mode: Mode
    clock: datetime
    started_at: datetime
    replay_of: str | None = None


@dataclass(slots=True)
class _Seen:
    keys: set[str] = field(default_factory=set)
    rows: int = 0


def bring(path: Path, to: Path, *, most_bytes: int) -> Brought:
    """Copy a file, packed, and say what it is. Raises FileRefused for what is no file, cannot be opened or is too large."""
    digest, size = hashlib.sha256(), 0
    name = shorten(path.name, 120)
    try:
        if not path.is_file():
            raise FileRefused(f"{name}: there is no such file")
        with path.open("rb") as source, gzip.open(to, "wb", compresslevel=4) as kept:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > most_bytes:
                    raise FileRefused(
                        f"{name}: more than {most_bytes} bytes (limits.response_bytes in the source's YAML)"
                    )
                digest.update(chunk)
                kept.write(chunk)
    except OSError as error:
        raise FileRefused(f"{name}: it cannot be read: {error.strerror or 'unknown error'}") from error
    return Brought(name, digest.hexdigest(), size)


def look(kept: Path, brought: Brought, source: Source) -> Form:
    """The form of a kept list, after all of it was parsed once. Raises FileRefused."""
    if is_json_lines(brought.name):
        if source.course_list is not None:
            raise FileRefused(f"{brought.name}: a course list of {source.name} comes as CSV")
        return filelist_jsonl.look(kept, name=brought.name)
    if source.course_list is not None:
        names = filelist_csv.names_of(source.course_list.columns.items(), source.course_list.left_out)
        return filelist_csv.look(kept, names, ilmonet_list.REQUIRED, name=brought.name, advice=ilmonet_list.ADVICE)
    return filelist_csv.look(kept, NAMES, REQUIRED, name=brought.name, advice=ADVICE)


def is_json_lines(name: str) -> bool:
    """Whether a file is JSON Lines, by its name; everything else is CSV."""
    return name.lower().endswith(JSON_LINES)


def read_list(folder: RunFolder, source: Source, asked: ListRun, brought: Brought, form: Form, *, see: Seer) -> None:
    """Write the job, items, refusals, remarks and numbers of an import into its run folder, where the copy of the list lies."""
    begun = time.monotonic()
    _write_job(folder, source, asked, brought, form)
    counts = LineCounts()
    source = source.model_copy(
        update={"lookups": {n: CountedTable(f"lookups.{n}", lines, counts) for n, lines in source.lookups.items()}}
    )
    read, odd = _readers(source, form)
    seen = _Seen()
    for number, row in _rows(folder.path / KEPT, form, brought.name):
        seen.rows += 1
        see(seen.rows, 0)
        _take(folder, source.main, f"{brought.name}#{_place(form)}={number}", row, read, odd, seen)
    main = CollectionStats(complete=True, rows=seen.rows, expected=seen.rows)
    stats = CrawlStats(
        run=asked.run,
        source=source.name,
        mode=asked.mode,
        base_url=f"{FILE_SCHEME}{brought.name}",
        main_collection=source.main,
        clock=asked.clock,
        started_at=asked.started_at,
        finished_at=asked.started_at + timedelta(seconds=time.monotonic() - begun),
        complete=True,
        reason="finished",
        collections={source.main: main},
        lines=counts.all(),
    )
    folder.finish(stats)


def _take(
    folder: RunFolder,
    collection: str,
    url: str,
    row: Row,
    read: Callable[[Row], Record],
    odd: Callable[[Row], Iterator[Odd]],
    seen: _Seen,
) -> None:
    """Write what a row becomes. An id that came before is refused, be the first row with it good or not."""
    try:
        record = _record(row, read, seen.keys)
    except RowRefused as error:
        folder.refuse(error.refusal(collection, url))
        seen.keys |= {error.source_id} if error.source_id else set()
        return
    seen.keys.add(record.key)
    for one in odd(row):
        told = {"code": one.code, "path": one.path, "value": shorten(one.value), "url": url}
        folder.remark(Remark.model_validate({"collection": collection, "source_id": record.key} | told))
    if record.offering is not None and record.offering.state is State.REMOVED:
        folder.put(Item(op="gone", collection=record.collection, key=record.key, url=url))
    else:
        folder.put(Item(op="put", collection=record.collection, key=record.key, record=record, url=url))


def _record(row: Row, read: Callable[[Row], Record], keys: set[str]) -> Record:
    if isinstance(row, RowRefused):
        raise row
    record = read(row)
    if record.key in keys:
        raise RowRefused("duplicate_id", "/source_id", record.key, source_id=record.key)
    return record


def _readers(source: Source, form: Form) -> tuple[Callable[[Row], Record], Callable[[Row], Iterator[Odd]]]:
    """Who makes a record of a row, and who says what is odd in it."""
    if source.course_list is not None:
        return (
            partial(ilmonet_list.read_listed_course, source=source),
            partial(ilmonet_list.odd_in_course, source=source),
        )
    if isinstance(form, filelist_csv.Form):
        return partial(_read_cells, source=source), lambda _: iter(())
    return partial(read_entry, source=source), lambda _: iter(())


def _read_cells(cells: filelist_csv.Cells, source: Source) -> Record:
    """A row of the CSV template; what is wrong in it is told by its column."""
    try:
        return read_entry(object_of(cells), source)
    except RowRefused as error:
        error.path = column_path(error.path)
        raise


def _rows(kept: Path, form: Form, name: str) -> Iterator[tuple[int, Row]]:
    return (
        filelist_csv.rows(kept, form, name) if isinstance(form, filelist_csv.Form) else filelist_jsonl.rows(kept, name)
    )


def _place(form: Form) -> str:
    """How a row's number is written behind the file's name: RFC 7111 for CSV, RFC 5147 for lines of text."""
    return "row" if isinstance(form, filelist_csv.Form) else "line"


def _write_job(folder: RunFolder, source: Source, asked: ListRun, brought: Brought, form: Form) -> None:
    job = {
        "run": asked.run,
        "source": source.name,
        "base_url": f"{FILE_SCHEME}{brought.name}",
        "mode": asked.mode.value,
        "now": asked.clock.isoformat(),
        "started_at": asked.started_at.isoformat(),
        "limit": None,
        "sample": False,
        "replay_of": asked.replay_of,
        "file": {"name": brought.name, "sha256": brought.sha256, "bytes": brought.size, "form": form.words()},
    }
    write_whole(folder.job_path, orjson.dumps(job, option=orjson.OPT_INDENT_2).decode())
