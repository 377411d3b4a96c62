"""Around every request: HEAD answered as GET without a body, security headers, the time taken, and a log line that holds no question.

What nobody foresaw is answered with a number that stands in the log beside the place in the code; what was asked, and the error's own words, do not.
"""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.problems import mistake, problem

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
    "X-Permitted-Cross-Domain-Policies": "none",
}
HSTS = "max-age=31536000"
"""Where the address is https: browsers ask by https alone for a year."""
SHOWN_FRAMES = 6
JSON_PATHS = "/v1/"
_JSON_RANGES = {"application/json", "application/problem+json", "application/*", "*/*"}


def accepts_json(headers: Mapping[str, str]) -> bool:
    """Whether a client that asks for JSON's paths would take JSON."""
    ranges = [piece.partition(";") for piece in headers.get("accept", "*/*").split(",") if piece.strip()]
    wanted = {name.strip().lower() for name, _, rest in ranges if "q=0" not in rest.replace(" ", "").split(";")}
    return not ranges or bool(wanted & _JSON_RANGES)


class BrokeOff(Exception):
    """An answer that had begun and could not be ended; the number is that of the log."""


def place_of(error: BaseException) -> str:
    """What kind of error, and where in the code: nothing that was asked stands in it."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < SHOWN_FRAMES:
        kinds.append(type(one).__name__)
        one = one.__cause__ or one.__context__
    frames = traceback.extract_tb(error.__traceback__)[-SHOWN_FRAMES:]
    places = [f"{'/'.join(frame.filename.rsplit('/', 2)[-2:])}:{frame.lineno}" for frame in frames]
    return f"{' from '.join(kinds)} at {' > '.join(places)}"


class Around:
    """Wraps the application. `is_https`: strangers see an https address, whatever the last part of the way is."""

    def __init__(self, app: ASGIApp, *, is_https: bool = False) -> None:
        self._app = app
        self._is_https = is_https

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
        has_begun = False

        async def answer(message: Message) -> None:
            nonlocal status, has_begun
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                is_open = "access-control-allow-origin" in headers
                headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_open else "same-origin")
                if self._is_https or scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = HSTS
                has_begun = True
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            if scope["path"].startswith(JSON_PATHS) and not accepts_json(Headers(scope=scope)):
                refusal = problem(406, "this path answers application/json; ask for that")
                await refusal(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except ClientDisconnect:
            status = 499
        except Exception as error:  # noqa: BLE001  # whatever it is, a stranger gets a number and no more
            number = secrets.token_hex(6)
            log.error("mistake %s: %s %s: %s", number, method, _pattern(scope), place_of(error))  # noqa: TRY400  # its words may hold what was asked
            if has_begun:
                raise BrokeOff(number) from None
            await mistake(number)(scope, receive, answer)
        log.info("%s %s %s %.0f ms", method, _pattern(scope), status, (time.perf_counter() - started) * 1000)


def _pattern(scope: Scope) -> str:
    """The route's pattern: never what was asked."""
    return str(getattr(scope.get("route"), "path", "(no route)"))
