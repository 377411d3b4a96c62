"""The folder of one run: what a crawl leaves, and all that it leaves. Written in appends, so that a crash costs one line at most.

runs/<run id>/  job.json · items.ndjson · quarantine.ndjson · remarks.ndjson · sums.json, stats.json (only when the crawl ended by itself) · raw/ (every response, gzip)
                report.json · report.html (after publishing)
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import orjson
from pydantic import ValidationError

from schemas.canonical import canonical
from schemas.errors import FolderDamaged
from schemas.record import Item, Refusal, Remark
from schemas.run import CrawlStats

SUMMED = ("items.ndjson", "quarantine.ndjson", "remarks.ndjson")
"""The files whose sums a crawl leaves; kept responses, which may be left out of a copy, have sums of their own in their gzip."""


@dataclass(frozen=True, slots=True)
class RawResponse:
    """One kept response; `body` is decompressed."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its line and the byte of the file at which that begins."""

    at: int
    line: bytes
    item: Item


class RunFolder:
    """Reads and writes one run's files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.items_path = path / "items.ndjson"
        self.quarantine_path = path / "quarantine.ndjson"
        self.remarks_path = path / "remarks.ndjson"
        self.sums_path = path / "sums.json"
        self.stats_path = path / "stats.json"
        self.report_path = path / "report.json"
        self.page_path = path / "report.html"
        self.job_path = path / "job.json"
        self.raw_index_path = path / "raw" / "index.ndjson"
        self._open: dict[Path, IO[str]] = {}

    @staticmethod
    def new_id(source: str, moment: datetime) -> str:
        """A run's id: sorts by time, names its source.

        A few random letters keep two runs of one second apart.
        """
        return f"{moment:%Y%m%dT%H%M%SZ}-{source}-{os.urandom(2).hex()}"

    def create(self) -> None:
        (self.path / "raw").mkdir(parents=True)

    def put(self, item: Item) -> None:
        self._append(self.items_path, item.model_dump_json(exclude_defaults=True, by_alias=True))

    def put_line(self, line: str) -> None:
        """An item that was written before: the line as it was then."""
        self._append(self.items_path, line)

    def refuse(self, refusal: Refusal) -> None:
        self._append(self.quarantine_path, refusal.model_dump_json())

    def remark(self, remark: Remark) -> None:
        self._append(self.remarks_path, remark.model_dump_json())

    def finish(self, stats: CrawlStats) -> None:
        """The last write of a crawl: without it the run counts as crashed."""
        self.close()
        sums = {name: sum_of(self.path / name) for name in SUMMED if (self.path / name).exists()}
        write_whole(self.sums_path, json.dumps(sums))
        write_whole(self.stats_path, stats.model_dump_json(indent=1))

    def keep(self, response: RawResponse) -> None:
        """Keep a response, once per address; a later one replaces it."""
        name = f"{hashlib.blake2b(response.url.encode(), digest_size=12).hexdigest()}.gz"
        (self.path / "raw" / name).write_bytes(gzip.compress(response.body, compresslevel=4, mtime=0))
        line = {"url": response.url, "status": response.status, "headers": response.headers, "file": name}
        self._append(self.raw_index_path, json.dumps(line))

    def kept(self) -> dict[str, RawResponse]:
        """The kept responses by address."""
        if not self.raw_index_path.exists():
            return {}
        found = {}
        for line in _whole_lines(self.raw_index_path):
            row = json.loads(line)
            body = self._unpacked(row["file"])
            found[row["url"]] = RawResponse(row["url"], row["status"], row["headers"], body)
        return found

    def kept_urls(self) -> set[str]:
        """The addresses of the kept responses."""
        return {json.loads(line)["url"] for line in _whole_lines(self.raw_index_path)}

    def kept_at(self, urls: Collection[str]) -> Iterator[RawResponse]:
        """The kept responses of these addresses, one by one."""
        for line in _whole_lines(self.raw_index_path) if urls else ():
            row = json.loads(line)
            if row["url"] in urls:
                body = self._unpacked(row["file"])
                yield RawResponse(row["url"], row["status"], row["headers"], body)

    def _unpacked(self, name: str) -> bytes:
        """A kept body. Raises FolderDamaged."""
        try:
            return gzip.decompress((self.path / "raw" / name).read_bytes())
        except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise FolderDamaged(
                f"the response raw/{name} of run {self.path.name} is gone or damaged ({error}); crawl again instead"
            ) from error

    def items(self) -> Iterator[Item]:
        return (Item.model_validate_json(line) for line in _whole_lines(self.items_path))

    def placed_items(self) -> Iterator[Placed]:
        """The items one by one, each with where it lies."""
        at = 0
        for line in _lines(self.items_path):
            if _is_whole(line):
                yield Placed(at, line, Item.model_validate_json(line))
            at += len(line)

    def named(self) -> Iterator[tuple[str, str]]:
        """(collection, upstream id) of every item."""
        for line in _whole_lines(self.items_path):
            item = orjson.loads(line)
            yield item["collection"], item["key"]

    def lines_at(self, places: Iterable[int]) -> Iterator[bytes]:
        """The lines of items that begin at these bytes, in the order asked for. A run that brought none has no file of items."""
        if not self.items_path.exists():
            return
        with self.items_path.open("rb") as stream:
            for at in places:
                stream.seek(at)
                yield stream.readline()

    def refusals(self) -> Iterator[Refusal]:
        return (Refusal.model_validate_json(line) for line in _whole_lines(self.quarantine_path))

    def remarks(self) -> Iterator[Remark]:
        return (Remark.model_validate_json(line) for line in _whole_lines(self.remarks_path))

    def stats(self) -> CrawlStats | None:
        """What the crawl saw, or None when it did not end by itself."""
        if not self.stats_path.exists():
            return None
        try:
            return CrawlStats.model_validate_json(self.stats_path.read_bytes())
        except ValidationError as error:
            raise FolderDamaged(f"stats.json of run {self.path.name} cannot be read; crawl again instead") from error

    def damage(self) -> str | None:
        """What is not as the crawl left it; None when all is, or the crawl left no sums."""
        if not self.sums_path.exists():
            return None
        try:
            sums: dict[str, str] = json.loads(self.sums_path.read_bytes())
        except ValueError:
            return f"{self.sums_path.name} cannot be read"
        for name, told in sums.items():
            path = self.path / name
            if not path.exists():
                return f"{name} is gone"
            if sum_of(path) != told:
                return f"{name} is not as the crawl left it"
        return None

    def close(self) -> None:
        for stream in self._open.values():
            stream.close()
        self._open.clear()

    def _append(self, path: Path, line: str) -> None:
        if path not in self._open:
            self._open[path] = path.open("a", encoding="utf-8", buffering=1 << 16)
        self._open[path].write(line + "\n")


def _whole_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file that were written to their end."""
    return filter(_is_whole, _lines(path))


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as stream:
            yield from stream


def _is_whole(line: bytes) -> bool:
    return line.endswith(b"\n") and bool(line.strip())


def sum_of(path: Path) -> str:
    """The BLAKE2b sum of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def body_of(line: bytes) -> bytes:
    """The canonical JSON of the record in an item's line."""
    return canonical(orjson.loads(line)["record"])


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
