"""Text searches over HTTP beside the same server's bare hello, on one made-up city in a ledger of its own."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from pathlib import Path

import orjson

from benchmarks.engines_city import Ground
from benchmarks.engines_queries import questions
from benchmarks.load import Connection, resident_mb, served
from indexer.ledger import Ledger, ServiceWrite
from schemas.canonical import canonical, digest_bytes
from schemas.service import Service

CONNECTIONS = 16
SECONDS = 4.0
ASKED = 4000
"""Different questions: none comes twice in the time."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """Requests a second on 16 connections; the server's memory in megabytes."""

    text: float
    hello: float
    memory_mb: float

    def line(self) -> str:
        part = self.text / self.hello
        return (
            f"Over HTTP, one worker, {CONNECTIONS} connections from the same machine: text searches (Q1) {self.text:,.0f} a second, "
            f"bare `/health` {self.hello:,.0f}: {part:.0%}. The server: {self.memory_mb:,.0f} MB."
        )


def body_of(service: Service) -> bytes:
    """A made-up service's JSON, as the ledger has it."""
    return canonical(service.model_dump(mode="json", by_alias=True))


def publish(ledger: Ledger, services: Sequence[Service], at: datetime) -> None:
    """Write made-up services as a publication would."""
    writes = []
    for one in services:
        body = body_of(one)
        source = one.provenance
        digest = digest_bytes(body)
        writes.append(
            ServiceWrite(one.id, source.source, source.source_id, one.kind.value, "active", digest, body.decode(), "add", frozenset())
        )  # fmt: skip
    with ledger.publishing() as publication:
        publication.write_services(writes, run="bench", at=at)


def measure_http(folder: Path, ground: Ground) -> Throughput:
    """Serve the folder's ledger and index, and ask."""
    host = "127.0.0.1"
    asked = [_post(host, orjson.dumps(one.parameters())) for one in questions(ground, "Q1", ASKED, seed=17)]
    hello = f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with served(folder) as (port, process):
        _wait_for(port)
        _wait_until_ready(folder / "served.log")
        asyncio.run(_press(port, asked[:200], 2.0))
        text = asyncio.run(_press(port, asked[200:], SECONDS))
        bare = asyncio.run(_press(port, [hello], SECONDS / 2))
        return Throughput(text, bare, resident_mb(process))


def _wait_for(port: int) -> None:
    """Until the server answers: over a large ledger it may start for minutes. Raises OSError after four."""
    ends = time.monotonic() + 240
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
        else:
            return


def _wait_until_ready(log: Path) -> None:
    """Until the server said that it read what it answers from. Raises TimeoutError after four minutes."""
    ends = time.monotonic() + 240
    while "ready" not in log.read_text("utf-8"):
        if time.monotonic() > ends:
            raise TimeoutError(f"no word of being ready in {log}")
        time.sleep(0.5)


def _post(host: str, body: bytes) -> bytes:
    head = f"POST /v1/search HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _press(port: int, wires: Sequence[bytes], seconds: float) -> float:
    """Answers a second."""
    ends, taken = time.perf_counter() + seconds, 0
    left = iter(wires) if len(wires) > 1 else repeat(wires[0])

    async def one_client() -> None:
        nonlocal taken
        connection = Connection(port)
        for wire in left:
            status, _ = await connection.ask(wire)
            assert status == 200, status
            taken += 1
            if time.perf_counter() > ends:
                break
        connection.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(CONNECTIONS)))
    return taken / (time.perf_counter() - started)
