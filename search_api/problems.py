"""Errors as RFC 9457 problem details: which parameter, what came, what is allowed. No stack traces, no query in a log."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import DatabaseError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from indexer.faults import plain
from schemas.errors import DirectoryError, EngineUnavailable, LedgerError, QueryError
from schemas.normalise.text import shorten

log = logging.getLogger("liiku.http")
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "A parameter cannot be used",
    404: "There is no such thing here",
    405: "That method is not allowed here",
    406: "Not in that format",
    408: "The request came too slowly",
    410: "This offering has been removed",
    413: "Too much was sent",
    414: "The address is too long",
    415: "Send application/json",
    429: "Too many requests",
    431: "Too many headers",
    500: "Something went wrong here",
    503: "Not able to answer now",
}


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **facts: Any) -> Response:
    """A problem response."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Problem"), "status": status, "detail": detail} | facts
    return Response(orjson.dumps(body), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "A problem: which parameter, what came, what is allowed",
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "parameter": {"type": "string"},
                        "came": {},
                        "allowed": {"type": "string"},
                    },
                }
            }
        },
    }
}
"""What OpenAPI says of errors (it would name 422 else, which is never sent)."""


def mistake(number: str) -> Response:
    """What a stranger is told of an error that nobody foresaw: the number by which it stands in the log."""
    return problem(500, "this is our mistake; what you asked was not at fault", number=number)


class Refused(DirectoryError):
    """A request that is answered with a problem of this status."""

    def __init__(self, status: int, detail: str, **facts: Any) -> None:
        self.status = status
        self.facts = facts
        super().__init__(detail)


def install(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""

    @app.exception_handler(QueryError)
    async def wrong_query(_: Request, error: QueryError) -> Response:
        given = error.came[0] if isinstance(error.came, list) and len(error.came) == 1 else error.came
        came = given if isinstance(given, (str, int, float, bool)) else shorten(str(given), 120)
        came = shorten(came, 120) if isinstance(came, str) else came
        detail = f"{error.parameter}: allowed: {error.allowed}"
        return problem(400, detail, parameter=error.parameter, came=came, allowed=error.allowed)

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return problem(error.status, str(error), **error.facts)

    @app.exception_handler(EngineUnavailable)
    async def no_engine(_: Request, error: EngineUnavailable) -> Response:
        return problem(503, str(error), headers={"Retry-After": str(error.retry_after_s)})

    @app.exception_handler(LedgerError)
    @app.exception_handler(DatabaseError)
    @app.exception_handler(OSError)
    async def no_ledger(_: Request, error: Exception) -> Response:
        told = error if isinstance(error, LedgerError) else plain(error)
        if told is None:
            raise error
        log.error("not able to answer: %s", told)
        detail = "the ledger, or the disk that it is on, does not answer now; ask again in a while"
        return problem(503, detail, headers={"Retry-After": "10"})

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        allow = {"Allow": _allowed_methods(request)} if error.status_code == 405 else {}
        return problem(error.status_code, str(error.detail), headers={**(error.headers or {}), **allow})


def _allowed_methods(request: Request) -> str:
    """Every method of the path: GET and POST of one path are two routes, of which the router knows only the first."""
    routes = [one for one in request.app.routes if not isinstance(one, Mount)]
    fits = [
        m for m in ("GET", "POST") if any(r.matches({**request.scope, "method": m})[0] is Match.FULL for r in routes)
    ]
    return ", ".join(fits or ["GET"])
