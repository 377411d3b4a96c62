"""What a Linked Events row points to: the ids behind `@id` addresses and embedded objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit


def reference(value: object) -> str | None:
    """The id that an `@id` address, an embedded object or a plain string points to.

    >>> reference({"@id": "https://api.hel.fi/linkedevents/v1/place/tprek:8740/?format=json"})
    'tprek:8740'
    """
    if not isinstance(value, str) and isinstance(value, Mapping):
        embedded = value.get("id")
        value = embedded if isinstance(embedded, str) and embedded else value.get("@id")
    return _last_part(value) if isinstance(value, str) and value else None


@lru_cache(maxsize=4096)
def _last_part(value: str) -> str | None:
    """The id at the end of an address: keywords and places are named again and again."""
    if "/" not in value:
        return value
    try:
        path = urlsplit(value).path.rstrip("/")
    except ValueError:
        return None
    return unquote(path.rsplit("/", 1)[-1]) or None


def references(value: object) -> list[str]:
    """The ids of a list of references, in order, once each."""
    found = [reference(one) for one in value] if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in found if one))


def replaced_by(row: Mapping[str, object]) -> str | None:
    """The id under which a gone or deprecated row lives on."""
    return reference(row.get("replaced_by"))
