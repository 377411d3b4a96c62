"""The identifiers of what HSDS gives an identifier and we do not: made from what they are of, so that they are the same for ever."""

from __future__ import annotations

import re
import uuid

from schemas.identity import NAMESPACE

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def entity_id(entity: str, *key: str) -> str:
    """The UUIDv5 of an entity by what it is known by.

    >>> entity_id("organization", "ahjo:u1") == entity_id("organization", "ahjo:u1") != entity_id("location", "ahjo:u1")
    True
    """
    return str(uuid.uuid5(NAMESPACE, "\x1f".join((f"hsds/{entity}", *key))))


def is_uuid(value: str) -> bool:
    """Whether a text, in small letters, is written as these are."""
    return _UUID.fullmatch(value) is not None
