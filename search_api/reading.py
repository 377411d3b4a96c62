"""Reads a request's parameters: the query string of a GET, the JSON object of a POST."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Request

from schemas.errors import QueryError
from schemas.query import SearchQuery, read_query
from search_api.problems import Refused

MAX_BODY_BYTES = 64_000
MAX_QUERY_BYTES = 16_000


def query_parameters(request: Request) -> dict[str, list[str]]:
    """The parameters of the address, each as a list. Of how many bytes they may be, the server says."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(name, []).append(value)
    return found


def search_of(request: Request) -> SearchQuery:
    """The search that an address asks for. Raises QueryError, and Refused (413) for one that is too long and else right."""
    given = query_parameters(request)
    if len(request.url.query) <= MAX_QUERY_BYTES:
        return read_query(given)
    read_query({name: values for name, values in given.items() if name != "q"})
    raise Refused(413, f"the query is longer than {MAX_QUERY_BYTES} bytes; send it by POST")


async def json_parameters(request: Request) -> dict[str, Any]:
    """The JSON object of the body. Raises Refused (413, 415) and QueryError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, f"send application/json (came: {kind or 'no content type'})")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Refused(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
    try:
        value = orjson.loads(bytes(body) or b"{}")
    except orjson.JSONDecodeError as error:
        raise QueryError("body", bytes(body[:60]).decode("utf-8", "replace"), f"a JSON object ({error})") from None
    if not isinstance(value, dict):
        raise QueryError("body", value, "a JSON object")
    return value
