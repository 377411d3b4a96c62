"""What one request may be: how long its address, its headers and its body, how slowly the body may come, and how long it may be worked on."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.problems import Refused, problem

MAX_ADDRESS_BYTES = 32_000
MAX_HEADER_BYTES = 32_000
MAX_HEADERS = 100
MAX_BODY_BYTES = 256_000
"""The most that any route takes; most take less and say so themselves."""


class Bounds:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, body_s: float, handler_s: float) -> None:
        self._app = app
        self._body_s = body_s
        self._handler_s = handler_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is not None:
            await problem(*refusal)(scope, receive, send)
            return
        one = _Bounded(scope, receive, send, self._body_s)
        timer = asyncio.get_running_loop().call_later(self._handler_s, one.give_up)
        try:
            await self._app(scope, one.receive, one.send)
        finally:
            timer.cancel()
            if one.giving_up is not None:
                await one.giving_up


def _refusal(scope: Scope) -> tuple[int, str] | None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_ADDRESS_BYTES:
        return 414, f"the address is longer than {MAX_ADDRESS_BYTES} bytes"
    try:
        scope["query_string"].decode("utf-8")
    except UnicodeDecodeError:
        return 400, "the address holds bytes that are no UTF-8; percent-encode them"
    headers = scope["headers"]
    if len(headers) > MAX_HEADERS or sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
        return 431, f"more than {MAX_HEADERS} headers, or {MAX_HEADER_BYTES} bytes of them"
    length = next((value for name, value in headers if name == b"content-length"), b"0")
    if not length.isdigit() or int(length[:20]) > MAX_BODY_BYTES:
        return 413, f"the body is larger than {MAX_BODY_BYTES} bytes"
    return None


class _Bounded:
    """One request. After it was given up, what the application still sends is dropped."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, body_s: float) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._body_ends = asyncio.get_running_loop().time() + body_s
        self._bytes = 0
        names = {name for name, _ in scope["headers"]}
        self._is_whole = names.isdisjoint((b"content-length", b"transfer-encoding"))
        self._is_answered = False
        self.giving_up: asyncio.Task[None] | None = None

    async def receive(self) -> Message:
        """The next of the body. Raises Refused: 413, 408."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._body_ends):
                message = await self._receive()
        except TimeoutError:
            raise Refused(408, "the body did not come in time") from None
        self._is_whole = not message.get("more_body", False)
        self._bytes += len(message.get("body", b""))
        if self._bytes > MAX_BODY_BYTES:
            raise Refused(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
        return message

    async def send(self, message: Message) -> None:
        if self.giving_up is None:
            self._is_answered = True
            await self._send(message)

    def give_up(self) -> None:
        """Answer 503 unless an answer has begun."""
        if not self._is_answered:
            sorry = problem(503, "this took too long", headers={"Retry-After": "10"})
            self.giving_up = asyncio.create_task(sorry(self._scope, self._receive, self._send))
