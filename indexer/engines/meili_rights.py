"""What a key of a Meilisearch server may do, found out by asking for things that change nothing: rights are looked at before what was sent."""

from __future__ import annotations

from typing import Literal

import requests
from requests import RequestException

from schemas.errors import EngineUnavailable

SEARCHING = ("search",)
"""What the API needs, on the index alone."""
PUBLISHING = (
    "search",
    "documents.add",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "tasks.get",
    "stats.get",
)
"""What `liiku index`, `crawl`, `publish` and `worker` need, on the index and the one that is filled beside it."""
_BROKEN = b"x"
_TIMEOUT_S = 10
_NO_RIGHT = ("invalid_api_key", "missing_authorization_header")
_PROBES: dict[str, tuple[Literal["GET", "POST", "PATCH"], str]] = {
    "search": ("POST", "indexes/{index}/search"),
    "documents.add": ("POST", "indexes/{index}/documents"),
    "documents.delete": ("POST", "indexes/{index}/documents/delete"),
    "indexes.create": ("POST", "indexes"),
    "indexes.get": ("GET", "indexes/{index}"),
    "indexes.swap": ("POST", "swap-indexes"),
    "settings.get": ("GET", "indexes/{index}/settings"),
    "settings.update": ("PATCH", "indexes/{index}/settings"),
    "tasks.get": ("GET", "tasks?limit=1&indexUids={index}"),
    "stats.get": ("GET", "stats"),
    "keys.get": ("GET", "keys?limit=1"),
    "search elsewhere": ("POST", "indexes/{index}-of-somebody-else/search"),
}
TOO_MUCH = ("keys.get", "search elsewhere")
"""Rights that no process of ours needs: to hand out keys, and to read other indexes."""


def rights(url: str, key: str | None, index: str) -> set[str]:
    """The actions that the key may do, of those that can be tried without harm (not `indexes.delete`). Raises EngineUnavailable."""
    try:
        return {action for action, probe in _PROBES.items() if _may(url, key, probe, index)}
    except RequestException as error:
        raise EngineUnavailable(f"Meilisearch at {url}: {error}") from error


def _may(url: str, key: str | None, probe: tuple[str, str], index: str) -> bool:
    method, path = probe
    response = requests.request(
        method,
        f"{url.rstrip('/')}/{path.format(index=index)}",
        data=None if method == "GET" else _BROKEN,
        headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {}),
        timeout=_TIMEOUT_S,
    )
    if response.ok:
        return True
    return str(response.json().get("code", "")) not in _NO_RIGHT
