"""Around every request: HEAD answered as GET without a body, security headers, the time taken, and a log line that holds no question."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.problems import problem

log = logging.getLogger("liiku.http")
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
JSON_PATHS = "/v1/"
_JSON_RANGES = {"application/json", "application/problem+json", "application/*", "*/*"}


def accepts_json(headers: Mapping[str, str]) -> bool:
    """Whether a client that asks for JSON's paths would take JSON."""
    ranges = [piece.partition(";") for piece in headers.get("accept", "*/*").split(",") if piece.strip()]
    wanted = {name.strip().lower() for name, _, rest in ranges if "q=0" not in rest.replace(" ", "").split(";")}
    return not ranges or bool(wanted & _JSON_RANGES)


class Around:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"]
        is_head = method == "HEAD"
        if is_head:
            scope["method"] = "GET"
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        if scope["path"].startswith(JSON_PATHS) and not accepts_json(Headers(scope=scope)):
            refusal = problem(406, "this path answers application/json; ask for that")
            await refusal(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)
        path = getattr(scope.get("route"), "path", "(no route)")  # the route's pattern: never what was asked
        log.info("%s %s %s %.0f ms", method, path, status, (time.perf_counter() - started) * 1000)
