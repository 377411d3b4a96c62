"""Hits in the exact order asked for, page by page. Meilisearch sorts by name and by id; the rest is narrowed down there and finished here.

* `distance`: the first k single points by the server's sort, all others at the distance of the last, and the records with several
  points that are no farther. Three round trips; k ids and points, k being offset + limit.
* `start`: `next_start` depends on now, so the server counts how many begin within some spans, and those of the shortest that
  holds k are fetched. Three round trips.
* relevance: `meili_ranking`.

Deep pages therefore cost more than first ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.engines.base import Hit, Request
from indexer.engines.meili_expressions import all_of, between, none_of
from indexer.engines.meili_ranking import Ranking
from indexer.engines.meili_reading import JSON, Reader, count_of, counting, fetching, hits_of
from indexer.engines.meili_spots import MANY, NOWHERE, SINGLE, SOME, around, at_distance, nearest, read_spots
from indexer.engines.meili_wishes import Met, Wished
from schemas.query import Sort

_HOUR_S = 3600
_SPANS_S = [hours * _HOUR_S for hours in (6, 24, 72, 168, 336, 672, 1344, 4032, 8760, 35_040)]
_STEPS = 12
_SPARE = 300
"""So many records too many are fetched rather than narrowed down in one more round trip."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of one request."""

    request: Request
    read: Reader
    wishes: tuple[Wished, ...] = ()

    def page(self, where: str, skip: int, count: int, *, unknowns: int = 0) -> list[Hit]:
        """The hits `skip` to `skip + count` of the records that `where` holds of."""
        ranking = Ranking(self.request, self.read, self.wishes, lambda *page: self._plain(self._tie_order(), *page))
        sort = self.request.query.sort
        if sort is Sort.RELEVANCE and (self.request.words or self.wishes):
            return [self._hit(one.raw, unknowns, one.score, one.met) for one in ranking.page(where, skip, count)]
        raws = self._plain(self._tie_order() if sort is Sort.RELEVANCE else sort, where, skip, count)
        met = ranking.met(raw["id"] for raw in raws)
        return [self._hit(raw, unknowns, 0.0, met[raw["id"]]) for raw in raws]

    def _tie_order(self) -> Sort:
        return Sort.DISTANCE if self.request.query.point else Sort.START

    def _plain(self, sort: Sort, where: str, skip: int, count: int) -> list[JSON]:
        query = self.request.query
        match sort:
            case Sort.NAME:
                return self._sorted(where, [f"order_{query.lang}_1:asc", f"order_{query.lang}_2:asc"], skip, count)
            case Sort.DISTANCE:
                return self._in_two(all_of([where, SOME]), all_of([where, NOWHERE]), self._by_distance, skip, count)
            case Sort.START:
                to_come = f"starts >= {self.request.now.timestamp():.6f}"
                return self._in_two(
                    all_of([where, to_come]), all_of([where, none_of(to_come)]), self._by_start, skip, count
                )
            case _:
                raise ValueError(f"no such order: {sort}")

    def _in_two(
        self, first: str, last: str, in_order: Callable[[str, int], list[JSON]], skip: int, count: int
    ) -> list[JSON]:
        """A page of the records that have what is sorted by, in that order, and after them of the others, by id."""
        have = count_of(self.read([counting(first)])[0])
        found = in_order(first, min(skip + count, have))[skip:] if skip < have else []
        if len(found) < count:
            found += self._sorted(last, [], max(0, skip - have), count - len(found))
        return found

    def _sorted(self, where: str, keys: list[str], skip: int, count: int) -> list[JSON]:
        return hits_of(self.read([fetching(where, sort=[*keys, "id:asc"], offset=skip, limit=count)])[0])

    def _by_distance(self, where: str, most: int) -> list[JSON]:
        point = self.request.query.point
        assert point is not None, "the query refuses sort=distance without a point"
        singles = all_of([where, SINGLE])
        by_distance = f"_geoPoint({point[0]:.12f}, {point[1]:.12f}):asc"
        found = {raw["id"]: raw for raw in hits_of(self.read([fetching(singles, sort=[by_distance], limit=most)])[0])}

        def distance_m(raw: JSON) -> float:
            near = nearest(read_spots(raw["spots"]), point)
            return near[0] if near else float("inf")

        reaching = [where, MANY]
        if len(found) == most:
            last_m = max(map(distance_m, found.values()))
            ties = all_of([where, at_distance(point, last_m)])
            reaching.append(around(point, last_m))
            found |= {raw["id"]: raw for raw in hits_of(self.read([fetching(ties)])[0])}
        found |= {raw["id"]: raw for raw in hits_of(self.read([fetching(all_of(reaching))])[0])}
        return sorted(found.values(), key=lambda raw: (distance_m(raw), raw["id"]))[:most]

    def _by_start(self, where: str, most: int) -> list[JSON]:
        now_s = self.request.now.timestamp()
        low_s, high_s, held = self._span(where, most, [0.0, *_SPANS_S])
        if high_s is not None and held > most + _SPARE:
            step_s = (high_s - low_s) / _STEPS
            _, high_s, _ = self._span(where, most, [low_s + n * step_s for n in range(_STEPS)] + [high_s])
        within = between("starts", now_s, None if high_s is None else now_s + high_s)
        found = hits_of(self.read([fetching(all_of([where, within]))])[0])
        return sorted(found, key=lambda raw: (min(s for s in raw["starts"] if s >= now_s), raw["id"]))[:most]

    def _span(self, where: str, most: int, spans_s: Sequence[float]) -> tuple[float, float | None, int]:
        """Of rising spans from now the first in which `most` records begin, after the one before it, and how many do; or None."""
        now_s = self.request.now.timestamp()
        counted = self.read([counting(all_of([where, between("starts", now_s, now_s + span)])) for span in spans_s[1:]])
        for shorter, span, result in zip(spans_s, spans_s[1:], counted, strict=False):
            if count_of(result) >= most:
                return shorter, span, count_of(result)
        return spans_s[-1], None, 0

    def _hit(self, raw: JSON, unknowns: int, score: float, met: Met) -> Hit:
        point, now_s = self.request.query.point, self.request.now.timestamp()
        near = nearest(read_spots(raw["spots"]), point) if point else None
        start_s = min((s for s in raw["starts"] if s >= now_s), default=None)
        return Hit(
            id=raw["id"],
            score=score,
            distance_m=round(near[0]) if near else None,
            next_start=None if start_s is None else datetime.fromtimestamp(start_s, UTC),
            unknowns=unknowns,
            place=near[1].index if near else None,
            met=met,
        )
