"""One search from query to answer: words analysed, engine asked, hits hydrated from the ledger, what would widen it counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indexer.engines.base import Answer, Hit, Request, Wish
from indexer.language.tokens import split_words
from schemas.errors import EngineUnavailable
from schemas.query import MAX_RADIUS_M, MAX_WALK_MIN, SearchQuery
from schemas.settings import HELSINKI
from search_api.cursor import read_cursor, write_cursor
from search_api.deps import Deps
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Chip

FEW = 3
_NARROWING = ("bbox", "district", "cost", "max_price", "category", "kind", "audience", "age", "language",
              "accessibility", "registration", "can_join", "form", "gender", "condition", "weekday", "daypart", "date_from", "date_to",
              "restricted", "companion", "low_threshold", "plain_language", "online", "open_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """An answer; `hits` have their services' JSON, and those whose service is gone meanwhile are left out."""

    query: SearchQuery
    answer: Answer
    hits: list[Hit]
    widen: list[dict[str, Any]]
    next_cursor: str | None
    chips: tuple[Chip, ...] = ()
    text: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    position: int | None = None
    """The ledger's change number when it was asked."""


def asked(deps: Deps, query: SearchQuery, position: int | None = None) -> tuple[Request, tuple[Chip, ...], str]:
    """The request of a query: what is understood becomes wishes, or filters with `match=exact`; with the chips and the words that are left."""
    chips: tuple[Chip, ...] = ()
    vocabulary = deps.engine.vocabulary()
    text = query.q
    corrections = deps.analyser.corrections(
        text, lang=query.lang, vocabulary=vocabulary, known=lexicon(deps.analyser).words
    )
    literal = {word for one in query.as_words for word in split_words(one)}
    corrections = tuple((typed, meant) for typed, meant in corrections if typed not in literal)
    if corrections:
        text = " ".join(dict(corrections).get(word, word) for word in split_words(text))
    if query.understand and query.q.strip():
        understood = deps.reader(position).read(
            text, lang=query.lang, today=deps.now().astimezone(HELSINKI).date(), as_words=query.as_words
        )
        chips, text = understood.chips, understood.text
    wishes = tuple(Wish(chip.query) for chip in chips)
    if query.match == "exact" and chips:
        query, wishes = _with_filters(query, chips), ()
    read = " ".join(chip.words for chip in chips)
    words = deps.analyser.query(text, lang=query.lang, vocabulary=vocabulary, correct=False, understood=read)
    if corrections:
        words = replace(words, corrections=corrections)
    return Request(query, words, deps.now(), read_cursor(query), wishes), chips, text


def _with_filters(query: SearchQuery, chips: tuple[Chip, ...]) -> SearchQuery:
    """The query narrowed by the chips; a filter that was asked for by name stays as it was asked."""
    empty = SearchQuery()
    added: dict[str, Any] = {}
    for chip in chips:
        names = ("lat", "lon", "radius_m") if "lat" in chip.parameters else tuple(chip.parameters)
        if any(getattr(query, name) != getattr(empty, name) for name in names):
            continue
        for name in names:
            value = chip.parameters[name]
            added[name] = [*added.get(name, []), *value] if isinstance(value, list) else value
    given = query.model_dump(mode="json", exclude_defaults=True)
    return SearchQuery.model_validate(given | added)


def run_search(deps: Deps, query: SearchQuery, position: int | None = None) -> Result:
    """Search; `position` is the ledger's change number where that is known. Raises QueryError for a bad cursor and EngineUnavailable when the index is not there."""
    if position is None:
        position = deps.ledger.position()
    request, chips, text = asked(deps, query, position)
    answer = deps.engine.search(request)
    if answer.as_of == 0 and position > 0:
        raise EngineUnavailable("the search index is being made; nothing was lost", retry_after_s=10)
    after = request.offset + len(answer.hits)
    more = answer.hits and after < answer.total
    return Result(
        query=query,
        answer=answer,
        hits=_with_bodies(deps, answer, position),
        widen=list(_widen(deps, request, answer.total)) if answer.total < FEW and request.offset == 0 else [],
        next_cursor=write_cursor(query, after) if more else None,
        chips=chips,
        text=text,
        corrections=request.words.corrections,
        position=position,
    )


def _with_bodies(deps: Deps, answer: Answer, position: int) -> list[Hit]:
    """The hits with their services' JSON: the engine's where it is as new as the ledger, else the ledger's, which may know that one is gone."""
    if answer.as_of >= position and all(hit.body for hit in answer.hits):
        return answer.hits
    rows = deps.ledger.services(hit.id for hit in answer.hits)
    return [
        hit._replace(body=rows[hit.id].body.encode())
        for hit in answer.hits
        if hit.id in rows and rows[hit.id].state == "active"
    ]


def _widen(deps: Deps, request: Request, total: int) -> Iterator[dict[str, Any]]:
    """What would give more: a wider reach, one filter less, unknown ones too; only what really gives more, with its total."""
    for change in _changes(request.query):
        wider = request.query.model_copy(update={**change, "limit": 1, "cursor": None, "facets": []})
        found = deps.engine.search(replace(request, query=wider)).total
        if found > total:
            yield {"change": change, "total": found}


def _changes(query: SearchQuery) -> Iterator[dict[str, Any]]:
    empty = SearchQuery()
    if query.radius_m is not None:
        yield {"radius_m": min(max(query.radius_m * 3, 1000), MAX_RADIUS_M)}
    if query.max_walk_min is not None:
        yield {"max_walk_min": min(max(query.max_walk_min * 2, 15), MAX_WALK_MIN)}
    if query.unknown == "exclude":
        yield {"unknown": "include"}
    for name in _NARROWING:
        if getattr(query, name) != getattr(empty, name):
            yield {name: getattr(empty, name)}
