"""One search put to Meilisearch: its filters settled, its counts asked for, its page gathered. It writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indexer.engines.base import Answer, Hit, Pin, Request
from indexer.engines.meili_documents import NO_HOURS
from indexer.engines.meili_expressions import NEVER, Question, all_of, any_of, exactly, none_of, one_of, passing
from indexer.engines.meili_facets import plan_facets
from indexer.engines.meili_filters import current, matching, questions_of
from indexer.engines.meili_orders import Orders
from indexer.engines.meili_reading import JSON, Reader, count_of, counting, fetching, hits_of
from indexer.engines.meili_spots import SOME, Region, Spot, box, circle, nearest, read_spots, spot_key
from indexer.engines.meili_wishes import Wished, wished
from indexer.language.tokens import ENOUGH
from schemas.query import SearchQuery

_MOST_SPELT_OUT = 5
"""So many filters that may be unknown are counted by expressions; for more these would grow too long."""


class Search:
    """One search under way."""

    def __init__(self, read: Reader, request: Request) -> None:
        self._read = read
        self._request = request
        self._query = request.query
        self._include = request.query.unknown == "include"
        self._base, self._questions, self._wishes = self._settle()
        self._hits = all_of([self._base, passing(self._questions, include_unknown=self._include)])

    def answer(self) -> Answer:
        """Fewer unknowns first: the page is gathered from one stratum after the other."""
        asked = [one for one in self._questions if one.can_be_unknown]
        strata = self._strata() if self._include else [self._hits]
        unknown = [self._unknown(one) for one in asked]
        facets = plan_facets(self._query, self._base, self._questions, self._request.now)
        results = self._read([*(counting(where) for where in (*strata, *unknown)), *facets.queries])
        sizes = [count_of(one) for one in results[: len(strata)]]
        counts = results[len(strata) :]
        return Answer(
            total=sum(sizes),
            hits=self._page(strata, sizes),
            as_of=self._read.position,
            unknown={one.name: count_of(result) for one, result in zip(asked, counts, strict=False)},
            facets=facets.read(counts[len(asked) :]),
        )

    def pins(self, limit: int) -> tuple[int, list[Pin]]:
        where = all_of([self._hits, SOME])
        counted, found = self._read([counting(where), fetching(where, sort=["id:asc"], limit=limit)])
        return count_of(counted), [self._pin(raw) for raw in hits_of(found)]

    def _settle(self) -> tuple[str, list[Question], tuple[Wished, ...]]:
        """The current, matching records, the filters and the wishes. Asks whether a record has all the words, for doubtful places and the rules of opening hours."""
        is_current = current(self._request.now)
        words = self._request.words
        queries = [self._query, *(wish.query for wish in self._request.wishes)]
        regions = [(n, *one) for n, query in enumerate(queries) for one in _regions(query).items()]
        steps = [all_of([is_current, matching(step.words, all_words=step.every)]) for step in words.steps()]
        doubtful = [fetching(all_of([is_current, region.doubtful]), shown=["spots"]) for _, _, region in regions]
        asks_hours = any(query.open_at for query in queries)
        hours = [all_of([is_current, none_of(f"hours = {NO_HOURS}")])] if asks_hours else []
        distinct = [fetching(where, shown=["rule"]) | {"distinct": "hours"} for where in hours]
        asked = [*map(counting, steps), *doubtful, *distinct]
        results = self._read(asked) if asked else []
        counted, fetched = results[: len(steps)], results[len(steps) :]
        enough = (step for step, count in zip(steps, counted, strict=True) if count_of(count) >= ENOUGH)
        base = next(enough, steps[-1] if steps else is_current)
        decided: list[dict[str, str]] = [{} for _ in queries]
        for (n, name, region), result in zip(regions, fetched, strict=False):
            inside = [text for text in {raw["spots"] for raw in hits_of(result)} if region.holds(read_spots(text))]
            decided[n][name] = any_of([region.surely, one_of("spot_key", map(spot_key, inside))])
        rules = [raw["rule"] for result in fetched[len(regions) :] for raw in hits_of(result)]
        own, *others = [questions_of(q, self._request.now, d, rules) for q, d in zip(queries, decided, strict=True)]
        wishes = tuple(wished(query, one) for query, one in zip(queries[1:], others, strict=True))
        if wishes and not words:
            named = matching(words.hints, all_words=True) if words.hints else NEVER
            base = all_of([base, any_of([*(wish.yes for wish in wishes), named])])
        return base, own, wishes

    def _strata(self) -> list[str]:
        """The hits with no unknown answer, with one, with two …

        Of more than five filters the ids of which each says unknown are fetched and counted here: some 50 µs an id.
        """
        maybe = [one for one in self._questions if one.unknown != NEVER]
        if len(maybe) <= _MOST_SPELT_OUT:
            sure = passing([one for one in self._questions if one.unknown == NEVER], include_unknown=False)
            return [all_of([self._base, sure, exactly(n, maybe)]) for n in range(len(maybe) + 1)]
        asked = [fetching(all_of([self._hits, one.unknown]), shown=["id"]) for one in maybe]
        unknowns = Counter(raw["id"] for result in self._read(asked) for raw in hits_of(result))
        known = all_of([self._base, passing(self._questions, include_unknown=False)])
        return [known, *(one_of("id", [id for id, n in unknowns.items() if n == m]) for m in range(1, len(maybe) + 1))]

    def _unknown(self, question: Question) -> str:
        others = passing(self._questions, include_unknown=self._include, but=question.name)
        return all_of([self._base, others, question.unknown])

    def _page(self, strata: Sequence[str], sizes: Sequence[int]) -> list[Hit]:
        orders = Orders(self._request, self._read, self._wishes)
        skip, left = self._request.offset, self._query.limit
        hits: list[Hit] = []
        for unknowns, (where, size) in enumerate(zip(strata, sizes, strict=True)):
            count = min(left, size - skip)
            if count > 0:
                hits += orders.page(where, skip, count, unknowns=unknowns)
                left -= count
            skip = max(0, skip - size)
        return hits

    def _pin(self, raw: JSON) -> Pin:
        lat, lon = self._shown_spot(read_spots(raw["spots"])).point
        return Pin(raw["id"], lat, lon)

    def _shown_spot(self, spots: list[Spot]) -> Spot:
        found = nearest(spots, self._query.point) if self._query.point else None
        if found:
            return found[1]
        region = _regions(self._query).get("bbox")
        return next((spot for spot in spots if region and region.holds([spot])), spots[0])


def _regions(query: SearchQuery) -> dict[str, Region]:
    found = {}
    reach_m = query.reach_m()
    if query.point and reach_m is not None:
        found["near"] = circle(query.point, reach_m)
    if query.bbox:
        found["bbox"] = box(*query.bbox)
    return found
