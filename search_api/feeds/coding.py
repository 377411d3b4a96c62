"""What every open answer has: a tag by which it is known again, gzip for who takes it, and leave for other origins to read it."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

from fastapi import Request, Response
from starlette.datastructures import Headers

LEVEL = 1
"""Of gzip: a page of the feed is packed while a reader waits."""
SMALL = 1000


def takes_gzip(headers: Headers) -> bool:
    """Whether a client takes gzip, as the middleware that packs all other answers reads it."""
    return "gzip" in headers.get("accept-encoding", "")


def is_known(request: Request, etag: str) -> bool:
    """Whether the client has what this tag is of."""
    given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag.removeprefix("W/") in given or "*" in given


def not_modified(headers: Mapping[str, str]) -> Response:
    return Response(status_code=304, headers={"Vary": "Accept-Encoding"} | dict(headers))


def coded(request: Request, body: bytes, *, media_type: str, headers: Mapping[str, str]) -> Response:
    """A body, gzipped for who takes it."""
    more = {"Vary": "Accept-Encoding"} | dict(headers)
    if len(body) >= SMALL and takes_gzip(request.headers):
        body = gzip.compress(body, LEVEL, mtime=0)
        more["Content-Encoding"] = "gzip"
    return Response(body, media_type=media_type, headers=more)
