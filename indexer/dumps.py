"""The whole open feed as files: `services.jsonl` and `services.geojson`, each plain and gzipped, beside the ledger in `DATA_DIR/dump`.

A generation is written from one read of the ledger and comes into force whole, by one rename; the one before it stays for whoever is still reading it.
A dump and the changes after its number are the ledger, however old the dump is.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
from filelock import FileLock
from pydantic import ValidationError

from indexer.features import COLLECTION_END, collection_start, feature
from indexer.ledger import Ledger
from indexer.twin_files import TwinFile
from schemas.service import Part

JSONL, GEOJSON = "services.jsonl", "services.geojson"
NAMES: Final = (JSONL, GEOJSON)
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


class Dump(Part):
    """A generation. `number`: the change number from which a reader goes on. `sizes`: bytes by file, by which a broken one is known."""

    number: int
    folder: str
    written_at: datetime
    sizes: dict[str, int]


def dump_folder(data_dir: Path) -> Path:
    return data_dir / "dump"


def read_dump(folder: Path) -> Dump | None:
    """The generation in force; None when there is none, or not whole."""
    try:
        found = Dump.model_validate_json((folder / "current.json").read_bytes())
        whole = all((folder / found.folder / name).stat().st_size == size for name, size in found.sizes.items())
    except (FileNotFoundError, ValidationError):
        return None
    return found if whole else None


def write_dump(ledger: Ledger, folder: Path, *, public_url: str, now: datetime) -> Dump:
    """The dump of the ledger as it is now; written only when the one in force is of another change number."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "writing.lock"):
        with ledger.feed() as feed:
            newest = feed.newest()
        before = read_dump(folder)
        if before is not None and before.number == newest:
            return before
        return _write(ledger, folder, public_url=public_url, now=now)


def ready_dump(ledger: Ledger, folder: Path, *, public_url: str, now: datetime) -> Dump:
    """The generation in force, made now where there is none."""
    return read_dump(folder) or write_dump(ledger, folder, public_url=public_url, now=now)


def _write(ledger: Ledger, folder: Path, *, public_url: str, now: datetime) -> Dump:
    started = now.strftime("%Y%m%dT%H%M%SZ")
    making = folder / f"{started}-{os.urandom(4).hex()}"
    making.mkdir()
    number = 0
    separator = b"\n"
    with TwinFile(making / JSONL) as rows, TwinFile(making / GEOJSON) as features, ledger.feed() as feed:
        features.write(collection_start(LICENCE, is_sample=ledger.meta("sample") == "yes"))
        for row in feed.all():
            number = row.seq
            if row.body is None:
                continue
            rows.write(b'{"id":"%s","modified":%d,"data":%s}\n' % (row.id.encode(), row.seq, row.body))
            service: dict[str, Any] = orjson.loads(row.body)
            features.write(separator + orjson.dumps(feature(service, modified=row.seq, public_url=public_url)))
            separator = b",\n"
        features.write(COLLECTION_END)
    sizes = {path.name: path.stat().st_size for path in making.iterdir()}
    dump = Dump(number=number, folder=making.name, written_at=now.replace(microsecond=0), sizes=sizes)
    _bring_into_force(folder, dump)
    return dump


def _bring_into_force(folder: Path, dump: Dump) -> None:
    before = read_dump(folder)
    new = folder / "current.json.new"
    with new.open("wb") as stream:
        stream.write(dump.model_dump_json().encode())
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(folder / "current.json")
    kept = {dump.folder, before.folder if before else ""}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path)
