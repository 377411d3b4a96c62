"""What a monitoring system may know of this process: how many requests, how long, how many were refused. Labels are route patterns and codes, never what was asked."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.limits import rate_of

STATIC = "/static"
NO_ROUTE = "(no route)"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Meters:
    """The counters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._requests = Counter(
            "liiku_http_requests", "Requests answered, by route pattern and status", ["route", "status"], registry=self.registry
        )  # fmt: skip
        self._seconds = Histogram(
            "liiku_http_request_seconds", "Time to the end of the answer", ["route"], buckets=BUCKETS_S, registry=self.registry
        )  # fmt: skip
        self._limited = Counter(
            "liiku_http_rate_limited", "Requests refused with 429, by kind of route", ["rate"], registry=self.registry
        )

    def saw(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answered request."""
        route = _pattern(scope)
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        rate = rate_of(scope["method"], scope["path"])
        if status == 429 and rate is not None:
            self._limited.labels(rate.name).inc()


class Metered:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 499

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            self._meters.saw(scope, status, time.perf_counter() - started)


def _pattern(scope: Scope) -> str:
    """The route's pattern: never what was asked."""
    if scope["path"].startswith(f"{STATIC}/"):
        return STATIC
    return str(getattr(scope.get("route"), "path", NO_ROUTE))
