"""20,000 records from a local replay, through the real command's path: Scrapy over HTTP, publish, index; and the same again, which writes nothing."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.replay.sample import load_city
from crawler.replay.server import serving
from crawler.replay.upstream import Query, Row, Upstream
from liiku.context import Context
from liiku.crawl import CrawlOptions, crawl
from schemas.normalise.schedule import read_moment
from schemas.run import Run, RunState
from schemas.settings import Settings

RECORDS = 20_000
WINDOW_DAYS = 340
FIRST_S, AGAIN_S = 120.0, 20.0
"""What the first crawl and the unchanged one may take."""


@dataclass(frozen=True, slots=True)
class Crawling:
    """Seconds of each, and what of the unchanged one was written."""

    first_s: float
    first_crawl_s: float
    first_cpu_s: float
    again_s: float
    again_crawl_s: float
    again_cpu_s: float
    records: int
    services: int
    writes: int

    def line(self) -> str:
        return (
            f"| {self.records:,} events from a local replay, first full crawl, publish, index |"
            f" {self.first_s:.0f} s, of which the crawl's process {self.first_crawl_s:.0f} s (may take {FIRST_S:.0f} s);"
            f" {self.first_cpu_s:.0f} s of processor time; {self.services:,} services |\n"
            f"| the same again in full, unchanged | {self.again_s:.0f} s, of which the crawl's process {self.again_crawl_s:.0f} s"
            f" (may take {AGAIN_S:.0f} s); {self.again_cpu_s:.0f} s of processor time; {self.writes} writes |"
        )


class Steady(Upstream):
    """An upstream whose rows do not change: what a query selects is worked out once, so that the crawl is measured and not the replay."""

    def _select(self, collection: str, query: Query) -> list[Row]:
        known: dict[str, list[Row]] = self.__dict__.setdefault("known", {})
        key = str((collection, sorted((name, value) for name, value in query.items() if name != "page")))
        if key not in known:
            known[key] = super()._select(collection, query)
        return known[key]


def big_city(context: Context, records: int) -> Upstream:
    """The sample city with its single events repeated under new ids, names and days until there are so many rows."""
    city = load_city(context.settings.clock())
    singles = [row for row in city.events if not row.get("super_event") and not row.get("super_event_type")]
    rows: list[Row] = []
    for number in range(records):
        row, later = singles[number % len(singles)], timedelta(days=number // len(singles) * 5 % WINDOW_DAYS)
        times = {name: _moved(row.get(name), later) for name in ("start_time", "end_time")}
        named = {"id": f"helsinki:bench{number}", "name": _numbered(row["name"], number)}
        rows.append(row | named | times | {"deleted": False})
    return Steady(**{part.name: getattr(city, part.name) for part in fields(city)} | {"events": rows})


def _moved(moment: Any, later: timedelta) -> Any:
    found = read_moment(moment)
    return f"{found[0] + later:%Y-%m-%dT%H:%M:%SZ}" if found and not found[1] else moment


def _numbered(name: dict[str, Any], number: int) -> dict[str, Any]:
    return {lang: f"{text} {number}" for lang, text in name.items() if text}


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Seconds by the clock, and of the processor, the replay's own share of it included."""
    taken: list[float] = []
    started, cpu = time.perf_counter(), _cpu_s()
    yield taken
    taken += [time.perf_counter() - started, _cpu_s() - cpu]


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_crawling(folder: Path, records: int = RECORDS) -> Crawling:
    """Crawl the big city twice into an empty folder. Raises AssertionError when the second time wrote anything."""
    context = Context(Settings(data_dir=folder, ledger_url=None, engine="embedded", sources_dir=None))
    with serving(big_city(context, records)) as server:
        base_url = server.base_url("linkedevents")
        options = CrawlOptions(base_url=base_url, full=True, sample=True)
        with _timed() as first_s:
            first = crawl(context, "linkedevents", options)
        position = context.ledger.position()
        with _timed() as again_s:
            again = crawl(context, "linkedevents", options)
    assert (first.state, again.state, again.seq) == (RunState.PUBLISHED, RunState.UNCHANGED, None), (first, again)
    assert context.engine.position() == context.ledger.position() == position
    return Crawling(
        first_s[0],
        _crawl_s(first),
        first_s[1],
        again_s[0],
        _crawl_s(again),
        again_s[1],
        first.counts.fetched,
        sum(context.ledger.counts().values()),
        context.ledger.position() - position,
    )


def _crawl_s(run: Run) -> float:
    assert run.finished_at is not None
    return (run.finished_at - run.started_at) / timedelta(seconds=1)


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as empty:
        print(measure_crawling(Path(empty), int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS).line())
