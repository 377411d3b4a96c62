"""One spelling of a JSON value, so that equal things have equal bytes and one hash."""

from __future__ import annotations

import hashlib

import orjson


def canonical(value: object) -> bytes:
    """The canonical JSON of plain data: sorted keys, UTF-8, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: object) -> str:
    """32 hex digits of the canonical JSON's BLAKE2b.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    return digest_bytes(canonical(value))


def digest_bytes(body: bytes) -> str:
    """32 hex digits of the BLAKE2b of canonical JSON that is already written."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()
