"""How far a crawl has come: a bar on a terminal, a line now and then in a pipe, JSON lines where logs are JSON. All on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from crawler.launch import Seer
from schemas.settings import Settings

ROWS, SECONDS = 1000, 10.0
"""In a pipe there is a line each time that so many rows, or so much time, have passed."""


@contextmanager
def progress_of(source: str, settings: Settings, stream: IO[str] | None = None) -> Iterator[Seer]:
    """Who to tell the rows and requests of a crawl, while the block runs. `stream`: unset, stderr."""
    stream = stream or sys.stderr
    if settings.log_format == "json" or not stream.isatty():
        yield Lines(source, stream, is_json=settings.log_format == "json")
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task(source, total=None)

        def see(rows: int, requests: int) -> None:
            bar.update(task, description=f"{source}: {rows:,} rows, {requests:,} requests")

        yield see


class Lines:
    """Writes a line whenever a step of rows or of time is passed."""

    def __init__(self, source: str, stream: IO[str], *, is_json: bool) -> None:
        self._source = source
        self._stream = stream
        self._is_json = is_json
        self._begun = self._at = time.monotonic()
        self._rows = 0

    def __call__(self, rows: int, requests: int) -> None:
        now = time.monotonic()
        if rows - self._rows < ROWS and now - self._at < SECONDS:
            return
        self._at, self._rows = now, rows
        print(self._line(rows, requests, now - self._begun), file=self._stream, flush=True)

    def _line(self, rows: int, requests: int, elapsed_s: float) -> str:
        if not self._is_json:
            return f"{self._source}: {rows:,} rows, {requests:,} requests, {elapsed_s:.0f} s"
        told = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": "info", "event": "crawl.progress"}
        return json.dumps(
            told | {"source": self._source, "rows": rows, "requests": requests, "elapsed_s": round(elapsed_s, 1)}
        )
