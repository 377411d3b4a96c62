"""The production engine: a Meilisearch server, with exactly the sets, counts, distances and orders of docs/search.md.

Filters, facets and counts are decided in the server; distances, `near`, `bbox` and the orders by distance and start are narrowed
down there and finished here (`meili_spots`, `meili_orders` say at what cost). A search takes two to seven round trips, more with
`unknown=include`. It refuses to hold a state of its own: the position is a document of the index, so that it moves in the same task
as the records and swaps with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from indexer.engines.base import SUGGESTED, Answer, Entry, Health, Pin, Request, Suggested, Suggestion
from indexer.engines.meili_documents import MARKER, SETTINGS, built_by, document_of, marker, tombstone
from indexer.engines.meili_expressions import ALWAYS, one_of
from indexer.engines.meili_reading import JSON, count_of, counting, fetching, hits_of
from indexer.engines.meili_search import Search
from indexer.engines.meili_server import BATCH, MeiliServer
from indexer.engines.meili_suggestions import suggestions
from indexer.engines.meili_vocabulary import MOST_PARTS, HeldVocabulary, part_document, together
from indexer.language.analyser import Analyser
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from schemas.errors import EngineUnavailable
from schemas.service import Lang

T = TypeVar("T")
_TRIES = 5
_MARKER_QUERY: JSON = {"q": "", "filter": f"id = {MARKER}", "limit": 1}


class _Moved(Exception):
    """The index changed between the round trips of one question."""


class _Reader:
    """Puts the queries of one question to the index, and notices when it is no longer the same, or not the one that is expected."""

    def __init__(self, server: MeiliServer, index: str, built: str, expected: JSON | None = None) -> None:
        self._server = server
        self._index = index
        self._built = built
        self._marker = expected

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
        return int(self.marker.get("position", 0)) if self.is_ours else 0

    @property
    def is_ours(self) -> bool:
        """Whether this version of the program made the index; so for one that is not there."""
        return not self.marker or self.marker.get("built") == self._built

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of the vocabulary's parts."""
        return tuple(self.marker.get("parts", ())) if self.is_ours else ()


class MeiliEngine:
    """An index of a Meilisearch server as an Engine. Threads may share it for reading; one at a time writes."""

    name = "meilisearch"

    def __init__(self, url: str, *, key: str | None, index: str, analyser: Analyser) -> None:
        self._server = MeiliServer(url, key)
        self._index = index
        self._analyser = analyser
        self._built = built_by(analyser)
        self._held = HeldVocabulary()
        self._seen: JSON | None = None

    def apply(self, adds: Iterable[Entry], removes: Iterable[str], *, position: int) -> None:
        """All or nothing up to 5,000 changes: they and the position are one task. Beyond, the position moves last, and doing it again mends.

        An index that another version made is left for one of these additions alone, as if there had been none.
        """
        documents = {id: tombstone(id) for id in removes}
        vocabulary = Vocabulary()
        documents |= {document["id"]: document for document in self._documents(adds, vocabulary)}
        is_ours, is_there, before, parts = self._consistently(
            lambda read: (read.is_ours, bool(read.marker), read.position, read.parts)
        )
        if not documents and is_ours and before == position:
            return
        if not (is_ours and is_there):
            self._fill(documents.values(), vocabulary, position)
            return
        self._server.ensure(self._index, SETTINGS)
        if vocabulary:
            if len(parts) >= MOST_PARTS:
                vocabulary = together([self.vocabulary(), vocabulary])
                documents |= {one: tombstone(one) for one in parts}
                parts = ()
            part = part_document(vocabulary)
            documents[part["id"]] = part
            parts = (*parts, part["id"])
        self._server.put(self._index, [*documents.values(), marker(position, self._analyser, parts)])
        if any(len(document) == 1 for document in documents.values()):
            self._server.delete_where(self._index, f"spot_count NOT EXISTS AND part NOT EXISTS AND NOT id = {MARKER}")

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        vocabulary = Vocabulary()
        self._fill(self._documents(entries, vocabulary), vocabulary, position)

    def _fill(self, documents: Iterable[JSON], vocabulary: Vocabulary, position: int) -> None:
        """Fill the index beside ours and put it in its place. The vocabulary is whole when the documents are through."""
        stamps: list[str] = []

        def batches() -> Iterator[list[JSON]]:
            alive = (one for one in documents if len(one) > 1)
            yield from iter(lambda: list(islice(alive, BATCH)), [])
            part = part_document(vocabulary)
            newest = marker(position, self._analyser, [part["id"]])
            stamps.append(newest["stamp"])
            yield [part, newest]

        building = f"{self._index}-next"
        self._server.drop(building)
        self._server.ensure(building, SETTINGS)
        self._server.put_all(building, batches())
        self._server.swap(self._index, building, is_swapped=lambda: self._stamp() in stamps)
        self._server.drop(building)

    def _stamp(self) -> str | None:
        hits = hits_of(self._server.search(self._index, [_MARKER_QUERY])[0])
        return str(hits[0]["stamp"]) if hits else None

    def _documents(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> Iterator[JSON]:
        """The documents of entries, whose words are counted into the vocabulary on their way."""
        for entry in entries:
            words = self._analyser.document(entry.service)
            vocabulary.add(words)
            yield document_of(entry, words)
        self._analyser.save()

    def search(self, request: Request) -> Answer:
        return self._answered(lambda read: Search(read, request).answer())

    def pins(self, request: Request, *, limit: int) -> tuple[int, list[Pin]]:
        """The point is the nearest one, else the first in the box, else the first."""
        return self._answered(lambda read: Search(read, request).pins(limit))

    def suggest(
        self, prefix: str, *, lang: Lang, limit: int, now: datetime, kinds: Sequence[Suggested] = SUGGESTED
    ) -> list[Suggestion]:
        return self._answered(lambda read: suggestions(read, prefix, lang=lang, limit=limit, now=now, kinds=kinds))

    def vocabulary(self) -> Vocabulary:
        """What the index says. One round trip to see whether it is still the one that is held."""
        return self._consistently(self._vocabulary)

    def _vocabulary(self, read: _Reader) -> Vocabulary:
        ids = read.parts
        if not ids:
            return NOTHING_SAID
        lacking = self._held.lacks(ids)
        fetched = hits_of(read([fetching(one_of("id", lacking), shown=["id", "words"])])[0]) if lacking else []
        return self._held.whole(ids, fetched)

    def position(self) -> int:
        return self._consistently(lambda read: read.position)

    def is_at_hand(self) -> bool:
        return False

    def health(self) -> Health:
        try:
            return self._consistently(self._health)
        except EngineUnavailable as error:
            return Health(ok=False, engine=self.name, position=0, records=0, note=str(error))

    def _health(self, read: _Reader) -> Health:
        if not read.marker:
            return Health(ok=False, engine=self.name, position=0, records=0, note="there is no index yet")
        if not read.is_ours:
            return Health(ok=False, engine=self.name, position=0, records=0, note=self._other_version())
        records = count_of(read([counting(ALWAYS)])[0])
        return Health(ok=True, engine=self.name, position=read.position, records=records)

    def _other_version(self) -> str:
        return f"the index {self._index} is of another version than this program and is made anew by `liiku index`"

    def _answered(self, ask: Callable[[_Reader], T]) -> T:
        """The answer of an index that this version made. Raises EngineUnavailable for another one."""

        def asking(read: _Reader) -> T:
            if not read.is_ours:
                raise EngineUnavailable(f"Meilisearch: {self._other_version()}", retry_after_s=10)
            found = ask(read)
            self._seen = read.marker
            return found

        try:
            return self._consistently(asking, self._seen)
        except EngineUnavailable:
            self._seen = None
            raise

    def _consistently(self, ask: Callable[[_Reader], T], expected: JSON | None = None) -> T:
        """The answer from one state of the index, if possible that of the last answer; asked again when a change came between."""
        for _ in range(_TRIES):
            try:
                return ask(_Reader(self._server, self._index, self._built, expected))
            except _Moved:
                expected = None
        raise EngineUnavailable(f"Meilisearch: {self._index} changes faster than it can be read", retry_after_s=1)
