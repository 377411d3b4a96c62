"""What can be seen of a Meilisearch server without changing it: version, settings that differ, failed tasks, size."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import meilisearch
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from requests import RequestException

from indexer.engines.meili_documents import SETTINGS
from indexer.engines.meili_server import contains
from schemas.errors import EngineUnavailable

MIN_VERSION = (1, 50, 0)
"""The oldest one that passed the contract suite."""
_MOST_TASKS = 5
_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Survey:
    """None and nothing where the key may not look. `failed`: (uid, type, message) of tasks that failed since the last one that did not."""

    version: tuple[int, ...] | None
    is_there: bool
    differing: tuple[str, ...] = ()
    failed: tuple[tuple[int, str, str], ...] = ()
    size_bytes: int | None = None


def survey(url: str, key: str | None, index: str, may: Collection[str]) -> Survey:
    """What the key, which may do this, can see. Raises EngineUnavailable."""
    client = meilisearch.Client(url, key, timeout=_TIMEOUT_S)
    try:
        is_there = _is_there(client, index)
        return Survey(
            version=_version(client),
            is_there=is_there,
            differing=_differing(client, index) if is_there and "settings.get" in may else (),
            failed=_failed(client, index) if "tasks.get" in may else (),
            size_bytes=client.get_all_stats()["databaseSize"] if "stats.get" in may else None,
        )
    except (MeilisearchError, RequestException) as error:
        raise EngineUnavailable(f"Meilisearch at {url}: {error}") from error


def _version(client: meilisearch.Client) -> tuple[int, ...] | None:
    """The server tells it only to keys that are bound to no index."""
    try:
        return tuple(int(part) for part in client.get_version()["pkgVersion"].split("-")[0].split("."))
    except MeilisearchApiError as error:
        if error.code != "invalid_api_key":
            raise
        return None


def _is_there(client: meilisearch.Client, index: str) -> bool:
    try:
        client.index(index).search("", {"limit": 0})
    except MeilisearchApiError as error:
        if error.code != "index_not_found":
            raise
        return False
    return True


def _differing(client: meilisearch.Client, index: str) -> tuple[str, ...]:
    found = client.index(index).get_settings()
    return tuple(name for name, value in SETTINGS.items() if not contains(found.get(name), value))


def _failed(client: meilisearch.Client, index: str) -> tuple[tuple[int, str, str], ...]:
    ours = {"indexUids": [index, f"{index}-next"]}
    done = client.get_tasks(ours | {"statuses": ["succeeded"], "limit": 1}).results
    failed = client.get_tasks(ours | {"statuses": ["failed"], "limit": _MOST_TASKS}).results
    last = done[0].uid if done else -1
    return tuple((task.uid, task.type, (task.error or {}).get("message", "")) for task in failed if task.uid > last)
