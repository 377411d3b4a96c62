"""`python -m benchmarks`: the sample city through crawl and publish, then its search; writes benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson

RESULTS = Path(__file__).parent / "RESULTS.md"
FEED, SOAKED_FEED = 20_000, 100_000
"""Records of the measured feed."""
QUERIES = [
    {"q": "jumppa", "lat": 60.1841, "lon": 24.9496, "cost": ["free"], "sort": "distance"},
    {"q": "uimahalleja"},
    {"q": "lukupiiri", "facets": ["all"]},
    {"lat": 60.21, "lon": 25.08, "radius_m": 3000, "accessibility": ["wheelchair"], "sort": "distance"},
    {"q": "simning", "lang": "sv"},
    {"weekday": ["tue"], "daypart": ["morning"], "cost": ["free"]},
    {"q": "museo", "unknown": "include", "cost": ["free"]},
]
CITIES, SOAKED_ALONE = (20_000, 100_000), (1_000_000,)
"""Records of the cities that engines are searched over; at the largest ours is measured alone."""


def percentiles(work: Callable[[], object], times: int) -> tuple[float, float]:
    """(p50, p95) of one call in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(taken, n=20)
    return statistics.median(taken), cuts[18]


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--soak", action="store_true", help="the long measurements: a list of 100,000 rows, a feed of 100,000 records"
    )
    is_soak = parser.parse_args().soak
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIIKU_DATA_DIR"] = folder
        lines = measure()
    with tempfile.TemporaryDirectory() as folder:
        from benchmarks.crawling import measure_crawling

        head = lines.index("|---|---|") + 1
        lines[head:head] = measure_crawling(Path(folder)).line().splitlines()
    with tempfile.TemporaryDirectory() as folder:
        from benchmarks.feeding import measure as measure_feeding

        feed = measure_feeding(SOAKED_FEED if is_soak else FEED, Path(folder))
        lines += ["", "| the open feed | figure |", "|---|---|", *feed.lines()]
    from benchmarks.normalising import lines as measure_normalising

    lines += ["", *measure_normalising(datetime.now(UTC))]
    from benchmarks.engines import section as measure_engines

    lines += ["", *measure_engines(CITIES, SOAKED_ALONE if is_soak else ())]
    with tempfile.TemporaryDirectory() as folder:
        from benchmarks.load import measure_load

        lines += ["", "## Under load", "", *measure_load(Path(folder)).lines()]
    if is_soak:
        with tempfile.TemporaryDirectory() as folder:
            from benchmarks.importing import measure_importing

            lines += ["", "| soak | figure |", "|---|---|", measure_importing(Path(folder)).line()]
        lines += soaked()
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def soaked() -> list[str]:
    """Random requests, fuzzed readers and a newcomer's hour. Raises AssertionError with what went wrong."""
    from benchmarks.newcomer import hour
    from benchmarks.soak import measure_soak
    from benchmarks.soak_parsers import MINUTES, fuzz

    with tempfile.TemporaryDirectory() as folder:
        requests = measure_soak(Path(folder))
    assert requests.is_right, (requests.line(), requests.broken)
    fuzzed = fuzz(float(os.environ.get("LIIKU_SOAK_MINUTES", MINUTES)))
    assert fuzzed.is_right, fuzzed.crashes
    blocks = list(hour(quick=False))
    assert not any(trouble for _, _, trouble in blocks), blocks[-1][2]
    told = f"| the blocks of docs/operations.md in a clean copy | {len(blocks)} in {sum(took for _, took, _ in blocks):.0f} s |"
    return [requests.line(), fuzzed.line(), told]


def measure() -> list[str]:
    from starlette.testclient import TestClient

    from indexer.catch_up import catch_up, rebuild
    from indexer.engines.base import Request
    from liiku.context import Context
    from liiku.serving import make_app
    from liiku.up import crawl_sample
    from schemas.query import read_query
    from schemas.settings import load_settings

    context = Context(load_settings())
    load = os.getloadavg()[0]
    started = time.perf_counter()
    runs = crawl_sample(context)
    whole_s = time.perf_counter() - started
    catch_up(context.ledger, context.engine)
    fetched = sum(run.counts.fetched + run.counts.joined for run in runs)
    crawl_s = sum((run.finished_at - run.started_at).total_seconds() for run in runs if run.finished_at)
    started = time.perf_counter()
    services = rebuild(context.ledger, context.engine)
    rebuild_s = time.perf_counter() - started
    publish_rate = publish_again(context)

    from indexer.language.analyser import shared_analyser

    analyser, now = shared_analyser(), context.settings.clock()
    asked = [read_query(query) for query in QUERIES]
    chooser = random.Random(7)

    def search() -> None:
        query = chooser.choice(asked)
        context.engine.search(Request(query, analyser.query(query.q, lang=query.lang), now))

    in_process = percentiles(search, 2000)
    client = TestClient(make_app(context))
    over_http = percentiles(lambda: client.post("/v1/search", json=chooser.choice(QUERIES)), 400)
    hello = percentiles(lambda: client.get("/health"), 400)
    body = orjson.dumps({"hits": [client.post("/v1/search", json=QUERIES[0]).json()]})
    floor = percentiles(lambda: orjson.loads(body), 400)
    machine = (
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    return [
        "# Measured",
        "",
        f"{machine}, load before the run {load:.1f}. One machine, one run: compare within it only.",
        "",
        "| what | figure |",
        "|---|---|",
        f"| sample city, three sources, Scrapy over HTTP, publish and index, first time | {whole_s:.1f} s for {fetched} upstream rows |",
        f"| the crawl processes alone (start of Python and Scrapy included) | {fetched / crawl_s:,.0f} rows a second |",
        f"| publish alone (normalised rows into an empty ledger: diff, guards, compose, write) | {publish_rate:,.0f} rows a second |",
        f"| rebuild of the embedded index, Finnish analysis included | {services} services in {rebuild_s:.1f} s |",
        f"| search in process, {len(QUERIES)} kinds mixed | p50 {in_process[0]:.2f} ms, p95 {in_process[1]:.2f} ms |",
        f"| search through the application (test client, no network) | p50 {over_http[0]:.1f} ms, p95 {over_http[1]:.1f} ms |",
        f"| the same application's bare `/health` | p50 {hello[0]:.1f} ms, p95 {hello[1]:.1f} ms |",
        f"| floor: parsing one answer's JSON | p50 {floor[0]:.2f} ms |",
        "",
        "Search over HTTP at 100,000 records, Meilisearch and qualities of peers' text hits are not measured yet.",
    ]


def publish_again(context) -> float:  # type: ignore[no-untyped-def]  # liiku.context.Context
    """Rows a second when the largest run is published into a fresh ledger."""
    from indexer.ledger import Ledger
    from indexer.publish import publish

    runs = {run.id: run for source in context.sources for run in context.ledger.runs(source)}
    ledger = Ledger(f"sqlite:///{context.settings.data_dir / 'again.sqlite'}")
    ledger.migrate()
    rows, taken = 0, 0.0
    for run in sorted(runs.values(), key=lambda r: r.started_at):
        started = time.perf_counter()
        publish(ledger, context.run_folder(run.id), context.sources, now=context.settings.clock())
        taken += time.perf_counter() - started
        rows += run.counts.fetched + run.counts.joined
    return rows / taken


if __name__ == "__main__":
    main()
