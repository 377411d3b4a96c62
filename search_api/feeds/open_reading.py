"""Leave for pages of other origins to read what is open: feed, dump, dataset, schemas and the API's GETs. Never to post, never with cookies."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = ("/feeds/", "/dump/", "/v1/", "/schemas/", "/dataset", "/hsds", "/openapi.json")
READING = ("GET", "HEAD")
LEAVE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, X-Change-Number, Content-Range, Retry-After, Server-Timing",
}
PREFLIGHT = LEAVE | {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Range",
    "Access-Control-Max-Age": "86400",
}


class OpenReading:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(OPEN):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and Headers(scope=scope).get("access-control-request-method") in READING:
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["method"] in READING:
                MutableHeaders(scope=message).update(LEAVE)
            await send(message)

        await self._app(scope, receive, answer)
