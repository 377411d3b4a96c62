"""A Meilisearch server: searches in batches, tasks that are waited for, indexes with their settings. It knows nothing of services.

Whatever goes wrong there is EngineUnavailable, with the server's own words. An index that is not there is searched as an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import meilisearch
import requests
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task, TaskInfo
from requests.adapters import HTTPAdapter

from schemas.errors import EngineUnavailable

JSON = dict[str, Any]
_SEARCH_TIMEOUT_S = 30
_WRITE_TIMEOUT_S = 120
_TASK_TIMEOUT_S = 60 * 60
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.01, 0.25
_CONNECTIONS = 40
"""So many are kept for searches: one for each thread of a worker."""
BATCH = 5_000
"""Documents in one task: some 20 MB; the server takes 100."""
_AHEAD = 4
"""So many tasks may wait for the server while the next documents are made."""


class MeiliServer:
    """Searches keep their connections, which threads may share; the official client, which opens one for each request, writes."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url = url
        self._kept = _kept_connections(url, key)
        self._writer = meilisearch.Client(url, key, timeout=_WRITE_TIMEOUT_S)

    def search(self, index: str, queries: Sequence[JSON]) -> list[JSON]:
        """The results of the queries, in their order, from one request."""
        with self._answering():
            response = self._post("multi-search", {"queries": [{"indexUid": index, **query} for query in queries]})
            if not response.ok:
                error = MeilisearchApiError(response.reason, response)
                if error.code != "index_not_found":
                    raise error
                return [{"hits": [], "totalHits": 0, "facetDistribution": {}} for _ in queries]
            results: list[JSON] = response.json()["results"]
        return results

    def _post(self, path: str, body: JSON) -> requests.Response:
        """Asked again when the connection breaks: the server may just have closed one that was kept."""
        url = f"{self.url.rstrip('/')}/{path}"
        try:
            return self._kept.post(url, json=body, timeout=_SEARCH_TIMEOUT_S)
        except requests.ConnectTimeout:
            raise
        except requests.ConnectionError:
            return self._kept.post(url, json=body, timeout=_SEARCH_TIMEOUT_S)

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
        batches = [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]
        self.put_all(index, batches[:-1])
        self.put_all(index, batches[-1:])

    def put_all(self, index: str, batches: Iterable[Sequence[JSON]]) -> None:
        """Put in batches of at most 5,000 documents, in their order. The next ones are made while the server takes in those before."""
        with self._answering():
            waiting: list[TaskInfo] = []
            for batch in batches:
                waiting.append(self._writer.index(index).add_documents(list(batch), "id"))
                if len(waiting) > _AHEAD:
                    self._done(waiting.pop(0))
            for task in waiting:
                self._done(task)

    def delete_where(self, index: str, expression: str) -> None:
        with self._answering():
            self._done(self._writer.index(index).delete_documents(filter=expression))

    def swap(self, one: str, other: str, *, is_swapped: Callable[[], bool]) -> None:
        """Swap two indexes; when `one` is not there, the other gets its name.

        A key that is bound to indexes is not shown the task of a swap: then `is_swapped` is asked until it says so.
        """
        with self._answering():
            pair: JSON = {"indexes": [one, other]} if self._is_there(one) else {"indexes": [other, one], "rename": True}
            task = self._writer.swap_indexes([pair])
            try:
                self._done(task)
            except MeilisearchApiError as error:
                if error.code != "task_not_found":
                    raise
                self._wait(is_swapped, f"task {task.task_uid} did not swap {one} and {other}")

    def _wait(self, is_done: Callable[[], bool], otherwise: str, *, within_s: float = _WRITE_TIMEOUT_S) -> None:
        """Ask until it is done: often at first, then at most four times a second. Raises EngineUnavailable."""
        began = monotonic()
        while not is_done():
            spent_s = monotonic() - began
            if spent_s > within_s:
                raise EngineUnavailable(f"Meilisearch at {self.url}: {otherwise} within {within_s:.0f} s")
            sleep(min(max(_SHORTEST_PAUSE_S, spent_s / 10), _LONGEST_PAUSE_S))

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
        found: list[Task] = []

        def is_done() -> bool:
            found[:] = [self._writer.get_task(info.task_uid)]
            return found[0].status not in ("enqueued", "processing")

        self._wait(is_done, f"task {info.task_uid} ({info.type}) did not end", within_s=_TASK_TIMEOUT_S)
        task = found[0]
        if task.status != "succeeded":
            why = (task.error or {}).get("message", "no reason given")
            raise EngineUnavailable(
                f"Meilisearch at {self.url}: task {info.task_uid} ({task.type}) {task.status}: {why}"
            )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (MeilisearchError, requests.RequestException) as error:
            raise EngineUnavailable(f"Meilisearch at {self.url}: {error}") from error


def _kept_connections(url: str, key: str | None) -> requests.Session:
    """Connections for searches. Proxies and certificates of the environment are read once, not for each request.

    Answers are asked for uncompressed: the server sends compressed ones in pieces, of which the last comes 40 ms late over a kept connection.
    """
    session = requests.Session()
    of_environment = session.merge_environment_settings(url, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = of_environment["proxies"], of_environment["verify"], False
    session.headers.update({"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"})
    session.mount(url, HTTPAdapter(pool_connections=1, pool_maxsize=_CONNECTIONS))
    return session


def contains(found: Any, asked: Any) -> bool:
    """Whether the server's setting is the one asked for; it adds defaults to objects, and sorts some lists."""
    if isinstance(asked, dict):
        return isinstance(found, dict) and all(contains(found.get(name), value) for name, value in asked.items())
    return bool(found == asked)
