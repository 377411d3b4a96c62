"""A loopback HTTP server that replays an upstream: real paging, ETags, robots.txt, and what a test makes it do wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.replay.upstream import Upstream

Fault = Callable[["Handler", str, dict[str, str]], bool]
"""Called before each answer with (handler, path, query); True when it has answered itself."""


JSON = "application/json; charset=utf-8"


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


class Handler(BaseHTTPRequestHandler):
    """One request. The server's `upstream`, `robots` and `fault` decide."""

    server: ReplayServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.server.asked.append(self.path)
        if self.server.fault and self.server.fault(self, parts.path, query):
            return
        if parts.path == "/robots.txt":
            self.send(200 if self.server.robots else 404, self.server.robots.encode(), "text/plain")
            return
        answer = self.server.upstream.answer(parts.path, query, root=self.server.root)
        if answer.location:
            self.send(answer.status, b"", "text/plain", {"Location": answer.location})
            return
        if answer.kind:
            self.send(answer.status, str(answer.body).encode(), answer.kind, answer.headers)
            return
        self.send(answer.status, _json(answer.body), JSON, answer.headers)

    def send_json(self, status: int, body: Any) -> None:
        self.send(status, _json(body), JSON)

    def send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        """Answer; a body that the client has (If-None-Match) is answered 304."""
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        if body and "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 2000:
            body = gzip.compress(body, 1)
            headers = {**(headers or {}), "Content-Encoding": "gzip"}
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", etag)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class ReplayServer(ThreadingHTTPServer):
    """Serves one upstream on a free loopback port. `asked` lists the requests' paths, in order."""

    daemon_threads = True

    def __init__(self, upstream: Upstream, *, robots: str = "", fault: Fault | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = upstream
        self.robots = robots
        self.fault = fault
        self.asked: list[str] = []
        self.root = f"http://127.0.0.1:{self.server_port}"

    def base_url(self, source: str) -> str:
        """Where a source's API begins on this server."""
        path = {
            "palvelukartta": "palvelukarttaws/rest/v4",
            "linkedevents": "linkedevents/v1",
            "ilmonet": "pksilmoapix/v1",
            "divisions": "ws/geoserver/avoindata",
            "servicemap": "servicemap/v2",
            "vpalvelurekisteri": "palvelukarttaws/rest/vpalvelurekisteri",
            "hauki": "hauki/v1",
            "lipas": "lipas/v2",
            "espoo": "linkedevents/v1",
            "webpage": "website",
        }[source]
        return f"{self.root}/{path}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is not an event."""


@contextmanager
def serving(upstream: Upstream, *, robots: str = "", fault: Fault | None = None) -> Iterator[ReplayServer]:
    """The server, running until the block ends."""
    server = ReplayServer(upstream, robots=robots, fault=fault)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
