"""A Meilisearch server: searches in batches, tasks that are waited for, indexes with their settings. It knows nothing of services.

Whatever goes wrong there is EngineUnavailable, with the server's own words. An index that is not there is searched as an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import meilisearch
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import TaskInfo
from requests import RequestException

from schemas.errors import EngineUnavailable

JSON = dict[str, Any]
_SEARCH_TIMEOUT_S = 30
_WRITE_TIMEOUT_S = 120
_TASK_TIMEOUT_MS = 60 * 60 * 1000
_TASK_INTERVAL_MS = 10
_BATCH = 5_000
"""Documents in one task: some 20 MB; the server takes 100."""


class MeiliServer:
    """Two clients: the official one changes its headers for each request, so that threads may share it only while all of them POST."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url = url
        self._reader = meilisearch.Client(url, key, timeout=_SEARCH_TIMEOUT_S)
        self._writer = meilisearch.Client(url, key, timeout=_WRITE_TIMEOUT_S)

    def search(self, index: str, queries: Sequence[JSON]) -> list[JSON]:
        """The results of the queries, in their order, from one request."""
        with self._answering():
            try:
                answer = self._reader.multi_search([{"indexUid": index, **query} for query in queries])
            except MeilisearchApiError as error:
                if error.code != "index_not_found":
                    raise
                return [{"hits": [], "totalHits": 0, "facetDistribution": {}} for _ in queries]
        results: list[JSON] = answer["results"]
        return results

    def ensure(self, index: str, settings: JSON) -> None:
        """Make the index if it is not there, and bring its settings to what is asked."""
        with self._answering():
            if not self._is_there(index):
                self._done(self._writer.create_index(index, {"primaryKey": "id"}))
            if self._differing(index, settings):
                self._done(self._writer.index(index).update_settings(settings))
                left = self._differing(index, settings)
                if left:
                    raise EngineUnavailable(
                        f"Meilisearch at {self.url} did not take the settings {', '.join(left)} of {index}"
                    )

    def put(self, index: str, documents: Sequence[JSON]) -> None:
        """Put the documents in, the last ones when all others are in. Up to 5,000 come in at once, all or none of them."""
        with self._answering():
            batches = [documents[at : at + _BATCH] for at in range(0, len(documents), _BATCH)]
            tasks = [self._writer.index(index).add_documents(list(batch), "id") for batch in batches[:-1]]
            for task in tasks:
                self._done(task)
            self._done(self._writer.index(index).add_documents(list(batches[-1]), "id"))

    def delete_where(self, index: str, expression: str) -> None:
        with self._answering():
            self._done(self._writer.index(index).delete_documents(filter=expression))

    def swap(self, one: str, other: str, *, is_swapped: Callable[[], bool]) -> None:
        """Swap two indexes. A key that is bound to indexes is not shown the task of a swap: then `is_swapped` is asked until it says so."""
        with self._answering():
            task = self._writer.swap_indexes([{"indexes": [one, other]}])
            try:
                self._done(task)
            except MeilisearchApiError as error:
                if error.code != "task_not_found":
                    raise
                self._wait(is_swapped, f"task {task.task_uid} did not swap {one} and {other}")

    def _wait(self, is_done: Callable[[], bool], otherwise: str) -> None:
        until = monotonic() + _WRITE_TIMEOUT_S
        while not is_done():
            if monotonic() > until:
                raise EngineUnavailable(f"Meilisearch at {self.url}: {otherwise} within {_WRITE_TIMEOUT_S} s")
            sleep(_TASK_INTERVAL_MS / 1000)

    def drop(self, index: str) -> None:
        """Delete the index if it is there."""
        with self._answering():
            if self._is_there(index):
                self._done(self._writer.delete_index(index))

    def _is_there(self, index: str) -> bool:
        try:
            self._writer.get_raw_index(index)
        except MeilisearchApiError as error:
            if error.code != "index_not_found":
                raise
            return False
        return True

    def _differing(self, index: str, settings: JSON) -> list[str]:
        found = self._writer.index(index).get_settings()
        return [name for name, value in settings.items() if not contains(found.get(name), value)]

    def _done(self, info: TaskInfo) -> None:
        task = self._writer.wait_for_task(info.task_uid, _TASK_TIMEOUT_MS, _TASK_INTERVAL_MS)
        if task.status != "succeeded":
            why = (task.error or {}).get("message", "no reason given")
            raise EngineUnavailable(
                f"Meilisearch at {self.url}: task {info.task_uid} ({task.type}) {task.status}: {why}"
            )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (MeilisearchError, RequestException) as error:
            raise EngineUnavailable(f"Meilisearch at {self.url}: {error}") from error


def contains(found: Any, asked: Any) -> bool:
    """Whether the server's setting is the one asked for; it adds defaults to objects, and sorts some lists."""
    if isinstance(asked, dict):
        return isinstance(found, dict) and all(contains(found.get(name), value) for name, value in asked.items())
    return bool(found == asked)
