"""Queries to one state of an index, and what comes back. It knows what a query looks like, and nothing of what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from indexer.engines.meili_documents import MOST_HITS

JSON = dict[str, Any]
SHOWN = ("id", "spots", "starts")


class Reader(Protocol):
    """Puts queries to one state of the index, that at `position`; the results come in their order."""

    def __call__(self, queries: Sequence[JSON]) -> list[JSON]: ...

    @property
    def position(self) -> int: ...


def counting(where: str, facets: Iterable[str] = ()) -> JSON:
    """A query for the number of records alone, and of each value of the facets."""
    return {"q": "", "filter": where, "hitsPerPage": 0, "page": 1, "facets": list(facets)}


def fetching(
    where: str, *, sort: Sequence[str] = (), offset: int = 0, limit: int = MOST_HITS, shown: Sequence[str] = SHOWN
) -> JSON:
    query: JSON = {"q": "", "filter": where, "offset": offset, "limit": limit, "attributesToRetrieve": list(shown)}
    return query | ({"sort": list(sort)} if sort else {})


def count_of(result: JSON) -> int:
    return int(result["totalHits"])


def hits_of(result: JSON) -> list[JSON]:
    hits: list[JSON] = result["hits"]
    return hits
