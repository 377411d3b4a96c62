"""`python -m benchmarks.soak [--requests 100000]`: random requests, right and wrong ones, made from the application's own OpenAPI document.

None may be answered with 500, and memory must stay flat. In one process, without a network: what it looks for is in the application, not in the wire.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from benchmarks.load import NOW, resident_mb

REQUESTS = 100_000
WARM = 0.2
"""This part of the requests fills the caches, before memory is compared."""
MOST_GROWTH_MB = 60
"""So much more the process may hold at the end than after the warm-up."""
ODD = (
    "", " ", "0", "-1", "1e309", "nan", "9" * 40, "true", "null", "[]", "{}", "'", '"', "--", "%", "%00", "\x00", "\ufeff", "\u202e", "ä" * 300,
    "🏊", "../../etc/passwd", "<script>", "{{7*7}}", "=1+1", "1;2", "fi", "2026-02-30", "2026-11-24T10:00:00+99:00", "60.1,24.9", "\ud800",
)  # fmt: skip
WORDS = (
    "jumppa",
    "uimahalli kallio",
    "ilmainen konsert",
    "simning",
    "pyörätuoli",
    "Hämeentie 5",
    "yli 65-vuotiaille",
    "kirjasto huomenna",
)
PATHS = (
    "/",
    "/tray",
    "/about",
    "/accessibility",
    "/dataset",
    "/print",
    "/shortlist",
    "/robots.txt",
    "/sitemap.xml",
    "/dump/services.jsonl",
)
"""Pages, which the document does not describe."""


@dataclass(slots=True)
class Soaking:
    """`broken`: what was answered with 500 or more, 503 with Retry-After excepted; the first of each kind."""

    requests: int
    seconds: float
    statuses: Counter[int]
    operations: int
    broken: dict[str, str] = field(default_factory=dict)
    memory_mb: tuple[float, float] = (0.0, 0.0)

    @property
    def is_right(self) -> bool:
        return not self.broken and self.memory_mb[1] - self.memory_mb[0] <= MOST_GROWTH_MB

    def line(self) -> str:
        told = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        return (
            f"| {self.requests:,} random requests over {self.operations} operations | {len(self.broken)} kinds of 500; {told};"
            f" {self.seconds:.0f} s; memory {self.memory_mb[0]:.0f} MB after a fifth, {self.memory_mb[1]:.0f} MB at the end |"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: bytes
    body: bytes
    kind: str
    operation: str


class Requests:
    """Makes requests. `ids`: of services that there are."""

    def __init__(self, document: Mapping[str, Any], ids: Sequence[str], seed: int) -> None:
        self._random = random.Random(seed)
        self._ids = ids
        self._document = document
        self.operations = [
            (method, path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ] + [(method, path, {}) for path in PATHS for method in ("get", "post")]

    def one(self) -> Asked:
        method, path, operation = self._random.choice(self.operations)
        given: list[tuple[str, str]] = []
        whole = path
        for parameter in operation.get("parameters", []):
            value = self._value(parameter.get("schema", {}))
            if parameter["in"] == "path":
                chosen = self._random.choice(self._ids) if self._random.random() < 0.7 else self._text(value)
                whole = whole.replace(f"{{{parameter['name']}}}", quote(chosen, safe="", errors="surrogatepass"))
            elif parameter["in"] == "query" and self._random.random() < 0.25:
                values = value if isinstance(value, list) else [value]
                given += [(parameter["name"], self._text(one)) for one in values[:4]]
        if self._random.random() < 0.1:
            given.append((self._text(self._random.choice(ODD)), self._text(self._random.choice(ODD))))
        query = urlencode(given, errors="surrogatepass").encode() if self._random.random() < 0.97 else self._bytes()
        body, kind = (b"", "") if method == "get" else self._body(operation)
        return Asked(method.upper(), whole, query, body, kind, f"{method} {path}")

    def _body(self, operation: Mapping[str, Any]) -> tuple[bytes, str]:
        chance = self._random.random()
        if chance < 0.08:
            return self._bytes(), self._random.choice(
                ("application/json", "text/plain", "application/x-www-form-urlencoded")
            )
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            fields = [(self._random.choice(("q", "lang", "near", "lat", "lon", "cost", "ids")), self._random.choice(WORDS + ODD)) for _ in range(3)]  # fmt: skip
            return urlencode(fields, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"
        value = self._value(content["application/json"].get("schema", {}))
        try:
            return orjson.dumps(value), "application/json"
        except TypeError:
            return self._bytes(), "application/json"

    def _value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        if self._random.random() < 0.12 or depth > 4:
            return self._random.choice((*ODD, None, True, -1, 1e308, [], {}, [[]], 10**30))
        if "$ref" in schema:
            found: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            return self._value(found, depth + 1)
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            return self._value(self._random.choice(choices), depth + 1)
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        match schema.get("type"):
            case "integer" | "number":
                low, high = schema.get("minimum", -5), schema.get("maximum", 200)
                return self._random.choice((low, high, low - 1, high + 1, self._random.uniform(low, high)))
            case "boolean":
                return self._random.random() < 0.5
            case "array":
                return [
                    self._value(schema.get("items", {}), depth + 1)
                    for _ in range(self._random.choice((0, 1, 1, 2, 60)))
                ]
            case "object":
                named = schema.get("properties", {})
                chosen = [name for name in named if self._random.random() < 0.2]
                return {name: self._value(named[name], depth + 1) for name in chosen}
            case _:
                return self._random.choice(WORDS) if self._random.random() < 0.7 else self._random.choice(ODD)

    def _text(self, value: Any) -> str:
        return value if isinstance(value, str) else str(value)

    def _bytes(self) -> bytes:
        return self._random.randbytes(self._random.choice((1, 7, 60)))


async def ask(app: Any, asked: Asked) -> tuple[int, bool]:
    """(status, whether Retry-After stands beside it) of one request."""
    status, waits, is_sent = 0, False, False
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": asked.method, "scheme": "http", "path": _unquoted(asked.path),
        "raw_path": asked.path.encode(), "root_path": "", "query_string": asked.query, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", asked.kind.encode()), (b"content-length", str(len(asked.body)).encode())],
        "state": {},
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        nonlocal is_sent
        if is_sent:
            await asyncio.sleep(3600)
        is_sent = True
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        nonlocal status, waits
        if message["type"] == "http.response.start":
            status = message["status"]
            waits = any(name.lower() == b"retry-after" for name, _ in message["headers"])

    await app(scope, receive, send)
    return status, waits


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path, errors="replace")


def soak(context: Any, requests: int, *, seed: int = 1) -> Soaking:
    """Ask so many random requests."""
    from liiku.serving import make_app

    logging.getLogger("liiku").setLevel(logging.CRITICAL)
    app = make_app(context)
    ids = [row.id for row in context.ledger.live_services()]
    maker = Requests(app.openapi(), ids, seed)
    found = Soaking(requests, 0.0, Counter(), len(maker.operations))

    async def all_of_them() -> None:
        for number in range(requests):
            asked = maker.one()
            try:
                status, waits = await ask(app, asked)
            except Exception as error:  # noqa: BLE001  # whatever comes through is what is looked for
                status, waits = 599, False
                found.broken.setdefault(f"{asked.operation} {type(error).__name__}", repr(asked)[:400])
            found.statuses[status] += 1
            if status >= 500 and not (status == 503 and waits):
                found.broken.setdefault(f"{asked.operation} {status}", repr(asked)[:400])
            if number == int(requests * WARM):
                gc.collect()
                found.memory_mb = (resident_mb(os.getpid()), 0.0)

    started = time.perf_counter()
    asyncio.run(all_of_them())
    found.seconds = time.perf_counter() - started
    gc.collect()
    found.memory_mb = (found.memory_mb[0], resident_mb(os.getpid()))
    return found


def measure_soak(folder: Path, requests: int = REQUESTS) -> Soaking:
    """The soak over a sample city that is crawled into the folder, unless it is there."""
    from indexer.catch_up import catch_up
    from liiku.context import Context
    from liiku.up import crawl_sample
    from schemas.settings import load_settings

    context = Context(load_settings(data_dir=folder, now=NOW, ledger_url=None))
    if context.ledger.position() == 0:
        crawl_sample(context)
    catch_up(context.ledger, context.engine)
    return soak(context, requests)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--folder", type=Path, help="a data directory of the sample city to reuse")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure_soak(given.folder or Path(folder), given.requests)
    print(found.line())
    for kind, example in found.broken.items():
        print(kind, example, sep=": ")
    sys.exit(0 if found.is_right else 1)


if __name__ == "__main__":
    main()
