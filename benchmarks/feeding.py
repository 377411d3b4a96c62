"""`python -m benchmarks.feeding [--records 100000]`: what the open feed costs: pages of 1,000, a full replay, a dump, a 304 beside a bare hello."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import orjson

from benchmarks.__main__ import percentiles
from indexer.dumps import dump_folder, write_dump
from indexer.feed_rows import FeedRow
from indexer.ledger import Ledger, ServiceWrite
from schemas.canonical import canonical, digest_bytes
from schemas.identity import service_id
from search_api.feeds.rpde import MAX_LIMIT, page_json
from tests.engines.cities import make_service

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
RECIPES = 2000
"""Different bodies; the rest are these under other ids."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in milliseconds, or seconds where the name says so. `body_bytes`: of a record, on average."""

    records: int
    body_bytes: int
    page_p50: float
    page_p95: float
    mark_p50: float
    replay_s: float
    replayed_bytes: int
    dump_s: float
    dump_bytes: int
    known_p50: float
    hello_p50: float

    def lines(self) -> list[str]:
        """Rows of a Markdown table."""
        return [
            f"| a page of 1,000 of {self.records:,} records ({self.body_bytes:,} bytes each) | p50 {self.page_p50:.1f} ms, p95 {self.page_p95:.1f} ms |",
            f"| the same page's mark, for a consumer that has it | p50 {self.mark_p50:.2f} ms; over HTTP 304 in {self.known_p50:.1f} ms, bare `/health` in {self.hello_p50:.1f} ms |",
            f"| all of the feed from its first page | {self.replay_s:.1f} s, {self.replayed_bytes / 1e6:,.0f} MB |",
            f"| the dump | {self.dump_s:.1f} s, {self.dump_bytes / 1e6:,.0f} MB |",
        ]


def filled(ledger: Ledger, records: int) -> int:
    """Publish made-up services, one in fifty of them a tombstone; bytes of a body on average."""
    bodies = [make_service(Random(n), n).model_dump(mode="json", by_alias=True) for n in range(RECIPES)]
    size = 0
    with ledger.publishing() as publication:
        publication.settle_feed({}, at=NOW)
        for start in range(0, records, 5000):
            writes = []
            for number in range(start, min(start + 5000, records)):
                key = f"bench:{number}"
                one = service_id("bench", key)
                body = canonical(bodies[number % RECIPES] | {"id": one})
                size += len(body)
                state = "removed" if number % 50 == 0 else "active"
                writes.append(
                    ServiceWrite(
                        one, "bench", key, "event", state, digest_bytes(body), body.decode(), "add", frozenset()
                    )
                )
            publication.write_services(writes, run="bench", at=NOW)
    return size // records


def replay(ledger: Ledger) -> Iterator[tuple[list[FeedRow], bytes]]:
    """Every page of 1,000, from the first."""
    after = 0
    while True:
        with ledger.feed() as feed:
            rows = feed.page(after, MAX_LIMIT)
        if not rows:
            return
        after = rows[-1].seq
        yield rows, page_json(rows, following=f"{BASE}/feeds/services?afterChangeNumber={after}", is_sample=False)


def measure(records: int, folder: Path) -> Figures:
    from liiku.context import Context
    from schemas.settings import Settings
    from tests.conftest import client_of

    context = Context(Settings(data_dir=folder, ledger_url=None, now=NOW))
    ledger = context.ledger
    body_bytes = filled(ledger, records)
    random = Random(7)

    def page() -> bytes:
        after = random.randrange(max(1, records - MAX_LIMIT))
        with ledger.feed() as feed:
            rows = feed.page(after, MAX_LIMIT)
        return page_json(rows, following=BASE, is_sample=False)

    def mark() -> None:
        with ledger.feed() as feed:
            feed.last_of_page(random.randrange(records), MAX_LIMIT)

    page_p50, page_p95 = percentiles(page, 200)
    mark_p50, _ = percentiles(mark, 200)
    started = time.perf_counter()
    replayed = sum(len(body) for _, body in replay(ledger))
    replay_s = time.perf_counter() - started
    started = time.perf_counter()
    dump = write_dump(ledger, dump_folder(folder), public_url=BASE, now=NOW)
    dump_s = time.perf_counter() - started
    client = client_of(context)
    path = f"/feeds/services?limit={MAX_LIMIT}"
    tag = client.get(path).headers["etag"]
    known = percentiles(lambda: client.get(path, headers={"If-None-Match": tag}), 200)
    hello = percentiles(lambda: client.get("/health"), 200)
    return Figures(
        records, body_bytes, page_p50, page_p95, mark_p50, replay_s, replayed, dump_s, sum(dump.sizes.values()), known[0], hello[0]
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.feeding", description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    folder = Path(tempfile.mkdtemp())
    try:
        found = measure(parser.parse_args().records, folder)
    finally:
        shutil.rmtree(folder)
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())


if __name__ == "__main__":
    main()
