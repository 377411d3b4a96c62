"""One crawl of a source at a time, whichever process asks: a lock of the operating system, which ends with its holder, and who that is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from schemas.errors import SourceLocked
from schemas.settings import HELSINKI

WORKER = "worker"


@contextmanager
def only_one(folder: Path, name: str, *, what: str) -> Iterator[None]:
    """Hold the lock of a name while the block runs; `what` is said to whoever comes meanwhile. Raises SourceLocked with who holds it since when."""
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / f"{name}.holder"
    try:
        with FileLock(folder / f"{name}.lock").acquire(timeout=0):
            holder.write_bytes(orjson.dumps({"what": what, "pid": os.getpid(), "since": datetime.now(UTC).isoformat()}))
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        raise SourceLocked(f"{name}: {_who(holder)}; nothing was begun, try again when it is done") from error


def _who(holder: Path) -> str:
    try:
        told = orjson.loads(holder.read_bytes())
        since = datetime.fromisoformat(told["since"]).astimezone(HELSINKI)
    except (FileNotFoundError, orjson.JSONDecodeError):  # it has just begun, or just ended
        return "another process is at work on it"
    return f"{told['what']} is at work on it since {since:%Y-%m-%d %H:%M:%S} (process {told['pid']})"
