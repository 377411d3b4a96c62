"""Two runs of one source, row by row, from their folders alone: of held and failed runs too. Nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from indexer.differences import differences
from indexer.naming import LISTED, READ, named_record
from indexer.report_changes import SAMPLED, fields_of, tally
from indexer.run_folder import RunFolder
from schemas.canonical import canonical
from schemas.errors import RunUnknown
from schemas.record import Record
from schemas.report import Comparison, Listing, Named, Side

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a taken row stands in its file, and what it says, as a hash."""

    offset: int
    digest: bytes
    in_scope: bool


class _Folder:
    """The rows of one run: taken ones by place and hash, refused ones by id."""

    def __init__(self, folder: RunFolder) -> None:
        self.path: Path = folder.items_path
        self.run = folder.path.name
        self.stats = folder.stats()
        self.rows: dict[Key, _Row] = {}
        refusals = list(folder.refusals())
        self.refused: set[Key] = {(r.collection, r.source_id) for r in refusals if r.source_id}
        main = self.stats.main_collection if self.stats else None
        side = Side(run=self.run, refused=sum(r.collection == main for r in refusals))
        if self.stats:
            side.mode, side.complete = self.stats.mode, self.stats.complete
            side.rows = self.stats.collections[self.stats.main_collection].rows
        for offset, item in _items(self.path):
            record = item.get("record")
            in_scope = record is not None and record.get("in_scope", True)
            if record is not None:
                digest = hashlib.blake2b(canonical(record), digest_size=16).digest()
                self.rows[(item["collection"], item["key"])] = _Row(offset, digest, in_scope)
            if item["collection"] == main:
                side.taken += in_scope
                side.gone += item["op"] == "gone"
                side.out_of_scope += item["op"] == "out_of_scope" or (record is not None and not in_scope)
        self.side = side

    def record(self, key: Key) -> dict[str, Any]:
        """The JSON of a taken row."""
        with self.path.open("rb") as stream:
            stream.seek(self.rows[key].offset)
            found: dict[str, Any] = orjson.loads(stream.readline())["record"]
        return found

    def named(self, key: Key) -> Named:
        return named_record(Record.model_validate(self.record(key)))


def _items(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if not path.exists():
        return
    with path.open("rb") as stream:
        offset = 0
        for line in stream:
            if line.endswith(b"\n") and line.strip():
                yield offset, orjson.loads(line)
            offset += len(line)


def source_of(folder: RunFolder) -> str:
    """The source of a run, by its folder's own name."""
    parts = folder.path.name.split("-")
    if len(parts) < 3:
        raise RunUnknown(f"{folder.path.name} is not the name of a run; `liiku runs` lists them")
    return "-".join(parts[1:-1])


def compare_runs(a: RunFolder, b: RunFolder) -> Comparison:
    """What B took, refused and says otherwise than A. Both are of one source."""
    one, other = _Folder(a), _Folder(b)
    shared = one.rows.keys() & other.rows.keys()
    changed = sorted(key for key in shared if one.rows[key].digest != other.rows[key].digest)
    rescued = {key for key in one.refused - one.rows.keys() if key in other.rows}
    lost = {key for key in other.refused - other.rows.keys() if key in one.rows}
    told = [_change(one, other, key) for key in changed[:READ]]
    return Comparison(
        source=source_of(b),
        a=one.side,
        b=other.side,
        same=len(shared) - len(changed),
        only_in_a=_listing(one, one.rows.keys() - other.rows.keys() - lost),
        only_in_b=_listing(other, other.rows.keys() - one.rows.keys() - rescued),
        rescued=_listing(other, rescued),
        lost=_listing(one, lost),
        changed=Listing(total=len(changed), shown=told[:SAMPLED]),
        fields=tally(told),
    )


def _change(one: _Folder, other: _Folder, key: Key) -> Named:
    new = other.record(key)
    return named_record(Record.model_validate(new), differences(fields_of(one.record(key)), fields_of(new)))


def _listing(folder: _Folder, keys: set[Key]) -> Listing:
    return Listing(total=len(keys), shown=[folder.named(key) for key in sorted(keys)[:LISTED]])
