"""`python -m benchmarks.load [--seconds 10]`: a served sample city under 1, 16 and 64 connections while it is published into.

Every answer is looked at: searches and pins must be the brute-force oracle's, services, pages and the feed must be what the ledger holds. Times are
ratios to the same server's bare `/health` under the same number of connections, since the client shares the machine with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

NOW = "2026-11-24T09:00:00+02:00"
CONNECTIONS = (1, 16, 64)
KALLIO = {"lat": 60.1841, "lon": 24.9496}
SEARCHES: list[dict[str, Any]] = [
    KALLIO | {"cost": ["free"], "sort": "distance"},
    KALLIO | {"radius_m": 3000, "accessibility": ["wheelchair"], "sort": "distance"},
    {"kind": ["venue"], "category": ["sports"], "sort": "name"},
    {"weekday": ["tue"], "daypart": ["morning"], "cost": ["free"], "sort": "name"},
    {"audience": ["seniors"], "cost": ["free", "low"], "unknown": "include", "sort": "name"},
    {"q": "jumppa", "understand": False, "sort": "name"},
]
TYPED = ("ui", "jum", "kirj", "mus", "kal")
Check = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Question:
    """One request with what its answer must be."""

    kind: str
    method: str
    path: str
    body: bytes
    is_right: Check
    form: bool = False

    def wire(self, host: str) -> bytes:
        kind = "application/x-www-form-urlencoded" if self.form else "application/json"
        head = f"{self.method} {self.path} HTTP/1.1\r\nHost: {host}\r\n"
        if self.body:
            head += f"Content-Type: {kind}\r\nContent-Length: {len(self.body)}\r\n"
        return head.encode() + b"\r\n" + self.body


@dataclass(slots=True)
class Level:
    """What came of one number of connections. Times in milliseconds."""

    connections: int
    taken: list[float] = field(default_factory=list)
    hello: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> str:
        (p50, p99), (h50, h99) = (_cuts(one) for one in (self.taken, self.hello))
        return (
            f"| {self.connections} | {len(self.taken):,} | {len(self.taken) / self.seconds:,.0f} | {len(self.errors)} | {len(self.wrong)} |"
            f" {p50:.1f} / {p99:.1f} ms | {h50:.1f} / {h99:.1f} ms | {p50 / h50:.1f} / {p99 / h99:.1f} |"
        )


@dataclass(slots=True)
class Loading:
    """The whole measurement. `memory_mb`: the server's resident memory after the warm-up and at the end."""

    levels: list[Level]
    publications: int
    memory_mb: tuple[float, float]

    @property
    def is_right(self) -> bool:
        return self.publications > 0 and not any(one.errors or one.wrong for one in self.levels)

    def lines(self) -> list[str]:
        requests = sum(len(one.taken) + len(one.hello) for one in self.levels)
        grew = f"{self.memory_mb[0]:.0f} MB after the first requests, {self.memory_mb[1]:.0f} MB after {requests:,} requests"
        return [
            "| connections | requests | a second | errors | wrong | p50 / p99 | bare `/health` p50 / p99 | ratio p50 / p99 |",
            "|---|---|---|---|---|---|---|---|",
            *(one.line() for one in self.levels),
            "",
            "Mixed: search, suggest, pins, one service, feed, search page, service page; every answer compared with the brute-force oracle or the ledger.",
            f"{self.publications} publications into the ledger meanwhile. Memory of the server: {grew}.",
        ]


def _cuts(taken: Sequence[float]) -> tuple[float, float]:
    """(p50, p99)."""
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def questions(context: Any) -> list[Question]:
    """The mixed questions, with the oracle's and the ledger's answers."""
    from indexer.language.analyser import shared_analyser
    from schemas.query import SearchQuery
    from schemas.service import Service
    from tests.engines.oracle import Oracle

    rows = list(context.ledger.live_services())
    oracle = Oracle([Service.model_validate_json(row.body) for row in rows], shared_analyser())
    now = context.settings.clock()
    found: list[Question] = []
    for asked in SEARCHES:
        answer = oracle.search(SearchQuery.model_validate(asked | {"limit": 100}), now)
        if not asked.get("q"):
            order, total = list(answer.ids_in_order or ())[:100], answer.total
            found.append(_post("search", "/v1/search", asked | {"limit": 100}, _hits(order, total)))
        else:
            found.append(_post("search", "/v1/search", asked | {"limit": 100}, _same_hits(answer.ids)))
        found.append(_post("pins", "/v1/pins", {k: v for k, v in asked.items() if k != "sort"}, _pins(answer.pinned)))
    found += [_post("suggest", "/v1/suggest", {"q": typed}, _has(b'"suggestions":[{')) for typed in TYPED]
    chooser = random.Random(5)
    active = [row for row in rows if row.state == "active"]
    for row in chooser.sample(active, 12):
        name = orjson.loads(row.body)["name"].get("fi", "").split(" ")[0].encode()
        found.append(Question("service", "GET", f"/v1/services/{row.id}", b"", _has(row.id.encode())))
        found.append(Question("page", "GET", f"/services/{row.id}?lang=fi", b"", _has(name)))
    for after in (0, 100, 200):
        found.append(Question("feed", "GET", f"/feeds/services?afterChangeNumber={after}", b"", _feed))
    found.append(Question("page", "POST", "/", b"q=jumppa&cost=free&lang=fi", _has(b"<html"), form=True))
    found.append(Question("page", "GET", "/?category=sports%2Fswimming&lang=sv", b"", _has(b'lang="sv"')))
    return found


def _post(kind: str, path: str, asked: dict[str, Any], check: Check) -> Question:
    return Question(kind, "POST", path, orjson.dumps(asked), check)


def _hits(ids: list[str], total: int) -> Check:
    def check(body: bytes) -> bool:
        found = orjson.loads(body)
        return found["total"] == total and [hit["id"] for hit in found["hits"]] == ids

    return check


def _same_hits(ids: frozenset[str]) -> Check:
    return lambda body: {hit["id"] for hit in orjson.loads(body)["hits"]} == ids


def _pins(ids: Sequence[str]) -> Check:
    def check(body: bytes) -> bool:
        found = orjson.loads(body)
        return found["total"] == len(ids) and sorted(pin[0] for pin in found["pins"]) == list(ids)

    return check


def _has(text: bytes) -> Check:
    return lambda body: text in body


def _feed(body: bytes) -> bool:
    order = [item["modified"] for item in orjson.loads(body)["items"]]
    return bool(order) and order == sorted(order)


class Connection:
    """One HTTP/1.1 connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, wire: bytes) -> tuple[int, bytes]:
        """(status, body)."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**24)
        reader, writer = self._streams
        writer.write(wire)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        assert length is not None, head
        return int(head.split(" ", 2)[1]), await reader.readexactly(int(length.group(1)))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


async def press(port: int, asked: list[Question], connections: int, seconds: float) -> Level:
    """Ask mixed questions on so many connections, then bare hellos."""
    level = Level(connections)
    host = f"127.0.0.1:{port}"
    hello = Question("hello", "GET", "/health", b"", _has(b"ok")).wire(host)
    wires = [(one, one.wire(host)) for one in asked]

    async def one_client(number: int, ends: float) -> None:
        chooser, connection = random.Random(number), Connection(port)
        while time.perf_counter() < ends:
            question, wire = chooser.choice(wires)
            started = time.perf_counter()
            status, body = await connection.ask(wire)
            level.taken.append((time.perf_counter() - started) * 1000)
            if status != 200:
                level.errors.append(f"{question.kind} {question.path}: {status}")
            elif not question.is_right(body):
                level.wrong.append(f"{question.kind} {question.path} {question.body.decode()}")
        connection.close()

    async def one_hello(ends: float) -> None:
        connection = Connection(port)
        while time.perf_counter() < ends:
            started = time.perf_counter()
            await connection.ask(hello)
            level.hello.append((time.perf_counter() - started) * 1000)
        connection.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_client(number, started + seconds) for number in range(connections)))
    level.seconds = time.perf_counter() - started
    ends = time.perf_counter() + max(1.0, seconds / 4)
    await asyncio.gather(*(one_hello(ends) for _ in range(connections)))
    return level


def resident_mb(process: int) -> float:
    """Resident memory of a process, as Linux tells it."""
    told = Path(f"/proc/{process}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    assert found is not None
    return int(found.group(1)) / 1024


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """(port, process) of `liiku serve` over a data directory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "liiku.cli", "serve", "--port", str(port)]
    with (folder / "served.log").open("wb") as log:
        process = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=log)
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.2)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def published_into(folder: Path) -> Iterator[list[int]]:
    """A process of its own publishes all the while; afterwards the list holds how many times."""
    command = [sys.executable, "-m", "benchmarks.load", "--publish"]
    process = subprocess.Popen(command, env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    counted: list[int] = []
    try:
        yield counted
    finally:
        told, _ = process.communicate(b"end\n", timeout=60)
        counted.append(int(told.split()[-1]) if process.returncode == 0 else 0)


def publish_until_told() -> None:
    """Correct one offering's equipment and end that again, each a publication, until a line comes in."""
    import select

    from liiku.context import Context
    from schemas.settings import load_settings

    context = Context(load_settings())
    until = (context.settings.clock() + timedelta(days=30)).date()
    service = next(row.id for row in context.ledger.live_services() if row.state == "active")
    times = 0
    while not select.select([sys.stdin], [], [], 0.5)[0]:
        text = f"kierros {times}"
        made = context.desk.correct(
            service, "/equipment/fi", text, who="load", why="the load test publishes", until=until
        )
        context.desk.end(made.id, who="load", why="the load test publishes")
        times += 2
    print(times)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"LIIKU_DATA_DIR": str(folder), "LIIKU_NOW": NOW}


def measure_load(folder: Path, seconds: float = 10) -> Loading:
    """Crawl the sample city into the folder, serve it, and ask."""
    from indexer.catch_up import catch_up
    from liiku.context import Context
    from liiku.up import crawl_sample
    from schemas.settings import load_settings

    context = Context(load_settings(data_dir=folder, now=NOW, ledger_url=None))
    if context.ledger.position() == 0:
        crawl_sample(context)
    catch_up(context.ledger, context.engine)
    asked = questions(context)
    context.ledger.close()
    with served(folder) as (port, process):
        asyncio.run(press(port, asked, 4, min(seconds, 3)))
        before = resident_mb(process)
        with published_into(folder) as counted:
            levels = [asyncio.run(press(port, asked, connections, seconds)) for connections in CONNECTIONS]
        after = resident_mb(process)
    return Loading(levels, counted[0], (before, after))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="at each number of connections")
    parser.add_argument("--folder", type=Path, help="a data directory of the sample city to reuse")
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.publish:
        publish_until_told()
        return
    with tempfile.TemporaryDirectory() as folder:
        found = measure_load(given.folder or Path(folder), given.seconds)
    print("\n".join(found.lines()))
    for level in found.levels:
        print(*level.errors[:5], *level.wrong[:5], sep="\n")
    sys.exit(0 if found.is_right else 1)


if __name__ == "__main__":
    main()
