"""The production engine: a Meilisearch server, with exactly the sets, counts, distances and orders of docs/search.md.

Filters, facets and counts are decided in the server; distances, `near`, `bbox` and the orders by distance and start are narrowed
down there and finished here (`meili_spots`, `meili_orders` say at what cost). A search takes two to seven round trips, more with
`unknown=include`. It refuses to hold a state of its own: the position is a document of the index, so that it moves in the same task
as the records and swaps with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from indexer.engines.base import Answer, Entry, Health, Pin, Request
from indexer.engines.meili_documents import MARKER, SETTINGS, document_of, marker, tombstone
from indexer.engines.meili_expressions import ALWAYS
from indexer.engines.meili_orders import JSON, count_of, counting, hits_of
from indexer.engines.meili_search import Search
from indexer.engines.meili_server import MeiliServer
from indexer.engines.meili_suggestions import suggestions
from indexer.language.analyser import Analyser
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from schemas.errors import EngineUnavailable

T = TypeVar("T")
_TRIES = 5
_MARKER_QUERY: JSON = {"q": "", "filter": f"id = {MARKER}", "limit": 1}


class _Moved(Exception):
    """The index changed between the round trips of one question."""


class _Reader:
    """Puts the queries of one question to the index, and notices when it is no longer the same."""

    def __init__(self, server: MeiliServer, index: str) -> None:
        self._server = server
        self._index = index
        self._marker: JSON | None = None

    def __call__(self, queries: Sequence[JSON]) -> list[JSON]:
        before, *results, after = self._server.search(self._index, [_MARKER_QUERY, *queries, _MARKER_QUERY])
        first, last = ((hits_of(one) or [{}])[0] for one in (before, after))
        if self._marker is None:
            self._marker = first
        if not self._marker == first == last:
            raise _Moved
        return results

    @property
    def marker(self) -> JSON:
        if self._marker is None:
            self([])
        return self._marker or {}

    @property
    def position(self) -> int:
        return int(self.marker.get("position", 0))


class MeiliEngine:
    """An index of a Meilisearch server as an Engine. Threads may share it for reading; one at a time writes."""

    name = "meilisearch"

    def __init__(self, url: str, *, key: str | None, index: str, analyser: Analyser) -> None:
        self._server = MeiliServer(url, key)
        self._index = index
        self._analyser = analyser

    def apply(self, adds: Iterable[Entry], removes: Iterable[str], *, position: int) -> None:
        """All or nothing up to 5,000 changes: they and the position are one task. Beyond, the position moves last, and doing it again mends."""
        documents = {id: tombstone(id) for id in removes}
        gone = bool(documents)
        documents |= {entry.service.id: document_of(entry, self._analyser) for entry in adds}
        if not documents and self.position() == position:
            return
        self._server.ensure(self._index, SETTINGS)
        self._server.put(self._index, [*documents.values(), marker(position, self._analyser)])
        if gone:
            self._server.delete_where(self._index, f"spot_count NOT EXISTS AND NOT id = {MARKER}")

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        building = f"{self._index}-next"
        documents = [document_of(entry, self._analyser) for entry in entries]
        self._server.drop(building)
        self._server.ensure(building, SETTINGS)
        self._server.put(building, [*documents, marker(position, self._analyser)])
        self._server.ensure(self._index, SETTINGS)
        self._server.swap(self._index, building)
        self._server.drop(building)

    def search(self, request: Request) -> Answer:
        return self._consistently(lambda read: Search(read, request).answer())

    def pins(self, request: Request, *, limit: int) -> tuple[int, list[Pin]]:
        """The point is the nearest one, else the first in the box, else the first."""
        return self._consistently(lambda read: Search(read, request).pins(limit))

    def suggest(self, prefix: str, *, lang: str, limit: int, now: datetime) -> list[str]:
        """Names in `lang` first, then in other languages; by the alphabet. Every word of the prefix must begin a word of the name."""
        return self._consistently(lambda read: suggestions(read, prefix, lang=lang, limit=limit, now=now))

    def vocabulary(self) -> Vocabulary:
        """Nothing yet: words are neither corrected nor widened by the index's own."""
        return NOTHING_SAID

    def position(self) -> int:
        return self._consistently(lambda read: read.position)

    def health(self) -> Health:
        try:
            return self._consistently(self._health)
        except EngineUnavailable as error:
            return Health(ok=False, engine=self.name, position=0, records=0, note=str(error))

    def _health(self, read: _Reader) -> Health:
        records = count_of(read([counting(ALWAYS)])[0])
        built_with = read.marker.get("analyser")
        note = "" if built_with in (None, self._analyser.version) else f"built with analyser {built_with}: rebuild"
        return Health(ok=True, engine=self.name, position=read.position, records=records, note=note)

    def _consistently(self, ask: Callable[[_Reader], T]) -> T:
        """The answer from one state of the index; asked again when a change came between."""
        for _ in range(_TRIES):
            try:
                return ask(_Reader(self._server, self._index))
            except _Moved:
                continue
        raise EngineUnavailable(f"Meilisearch: {self._index} changes faster than it can be read", retry_after_s=1)
