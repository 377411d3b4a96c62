"""Where the next page begins: an offset bound to the question that it belongs to, so that a cursor cannot be used with another."""

from __future__ import annotations

import base64
import binascii

from schemas.canonical import digest_bytes
from schemas.errors import QueryError
from schemas.query import SearchQuery

MAX_OFFSET = 100_000


def _print_of(query: SearchQuery) -> str:
    return digest_bytes(query.subject())[:12]


def write_cursor(query: SearchQuery, offset: int) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(f"{offset}.{_print_of(query)}".encode()).decode().rstrip("=")


def read_cursor(query: SearchQuery) -> int:
    """The offset of a query's cursor; 0 without one. Raises QueryError for one that was not made for this question."""
    if not query.cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(query.cursor + "=" * (-len(query.cursor) % 4)).decode()
        offset, _, fingerprint = text.partition(".")
        number = int(offset)
    except (ValueError, binascii.Error, UnicodeDecodeError):
        raise QueryError("cursor", query.cursor, "a next_cursor that this search gave") from None
    if fingerprint != _print_of(query) or not 0 <= number <= MAX_OFFSET:
        raise QueryError(
            "cursor", query.cursor, "a next_cursor that this very search gave (the other parameters unchanged)"
        )
    return number
