"""Ranking by words and wishes: the server ranks a window of the best by words; here they get what nearness and wishes say.

Behind the window come the other records, all alike but for their wishes, in the order of equal scores. The window does not depend on the
page, so that pages are pieces of one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.engines.base import Request
from indexer.engines.meili_expressions import all_of, none_of, one_of
from indexer.engines.meili_reading import JSON, SHOWN, Reader, count_of, counting, fetching, hits_of
from indexer.engines.meili_spots import nearest, read_spots
from indexer.engines.meili_values import encode
from indexer.engines.meili_wishes import Met, Wished, at_level, factor, level
from indexer.language.queries import KIND
from indexer.language.tokens import QueryWord

WINDOW = 1_000
"""So many records that the server ranks best are ranked again here, of each reading of the words."""
_MOST_READINGS = 8
_NAMED, _HINT = 0.5, 0.25
"""What a score gains by a whole name, and at most by words that only rank."""
_MOST_HINTED = 0.9
_LEAST = 0.0001
_HALF_WAY_M = 1500.0
InOrder = Callable[[str, int, int], list[JSON]]
"""A page (where, skip, count) in the order of equal scores."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record with its score, to four decimals."""

    score: float
    raw: JSON
    met: Met = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of one request."""

    request: Request
    read: Reader
    wishes: tuple[Wished, ...]
    in_order: InOrder

    def page(self, where: str, skip: int, count: int) -> list[Ranked]:
        """The records `skip` to `skip + count` of those that `where` holds of."""
        window = self._window(where)
        rest = all_of([where, none_of(one_of("id", (one.raw["id"] for one in window)))])
        found: list[Ranked] = []
        for group in self._groups(window, rest):
            if len(found) == count:
                break
            if isinstance(group, list):
                found += group[skip:][: count - len(found)]
                skip = max(0, skip - len(group))
                continue
            expression, score = group
            there = count_of(self.read([counting(expression)])[0])
            if skip < there:
                raws = self.in_order(expression, skip, min(count - len(found), there - skip))
                met = self.met(raw["id"] for raw in raws)
                found += [Ranked(score, raw, met[raw["id"]]) for raw in raws]
            skip = max(0, skip - there)
        return found

    def met(self, ids: Iterable[str]) -> dict[str, Met]:
        """How each wish is answered by each of the records."""
        listed = list(ids)
        if not self.wishes or not listed:
            return dict.fromkeys(listed, ())
        among = one_of("id", listed)
        asked = [all_of([among, where]) for wish in self.wishes for where in (wish.yes, wish.unknown)]
        results = self.read([fetching(where, shown=["id"]) for where in asked])
        sets = [{raw["id"] for raw in hits_of(result)} for result in results]
        pairs = list(zip(sets[::2], sets[1::2], strict=True))
        return {
            one: tuple(True if one in yes else None if one in unknown else False for yes, unknown in pairs)
            for one in listed
        }

    def _groups(self, window: list[Ranked], rest: str) -> Iterator[list[Ranked] | tuple[str, float]]:
        """Groups in their order: ranked records, or where others are and what score they have."""
        if self.request.words:
            yield window
            yield rest, 0.0
            return
        for steps in range(2 * len(self.wishes) + 1):
            yield [one for one in window if level(one.met) == steps]
            yield all_of([rest, at_level(steps, self.wishes)]), max(round(0.5**steps, 4), _LEAST)

    def _window(self, where: str) -> list[Ranked]:
        words = self.request.words
        asked, hints = readings(words.words), readings(words.hints)
        queries = [_ranked_by(where, text) for text, _ in (*asked, *hints)]
        named = [fetching(all_of([where, one_of("tokens", [encode(name)])]), limit=WINDOW) for name in words.exact]
        results = self.read([*queries, *named]) if queries or named else []
        raws: dict[str, JSON] = {}
        by_words: dict[str, float] = {}
        by_hints: dict[str, float] = {}
        for scores, listed, found in (
            (by_words, asked, results[: len(asked)]),
            (by_hints, hints, results[len(asked) : len(queries)]),
        ):
            for (_, weight), result in zip(listed, found, strict=True):
                for raw in hits_of(result):
                    raws[raw["id"]] = raw
                    scores[raw["id"]] = max(scores.get(raw["id"], 0.0), weight * float(raw["_rankingScore"]))
        names: dict[str, float] = {}
        for name, result in zip(words.exact, results[len(queries) :], strict=True):
            for raw in hits_of(result):
                if words and raw["id"] not in by_words:
                    continue
                raws.setdefault(raw["id"], raw)
                names[raw["id"]] = max(names.get(raw["id"], 0.0), _gain(name))
        if words:
            raws = {one: raw for one, raw in raws.items() if one in by_words}
        met = self.met(raws)
        ranked = []
        for one, raw in raws.items():
            gained = names.get(one, 0.0) + _HINT * by_hints.get(one, 0.0)
            score = (by_words[one] + gained) * self._nearness(raw) if words else 1 + min(gained, _MOST_HINTED)
            ranked.append(Ranked(max(round(score * factor(met[one]), 4), _LEAST), raw, met[one]))
        return sorted(ranked, key=lambda one: (-one.score, self._tie(one.raw), one.raw["id"]))

    def _distance_m(self, raw: JSON) -> float:
        assert self.request.query.point is not None
        found = nearest(read_spots(raw["spots"]), self.request.query.point)
        return found[0] if found else float("inf")

    def _nearness(self, raw: JSON) -> float:
        if self.request.query.point is None:
            return 1.0
        return 0.5 + 0.5 / (1 + self._distance_m(raw) / _HALF_WAY_M)

    def _tie(self, raw: JSON) -> float:
        """Equal scores: the nearest first when there is a point, else what starts next."""
        if self.request.query.point is not None:
            return self._distance_m(raw)
        now_s = self.request.now.timestamp()
        return min((float(start) for start in raw["starts"] if start >= now_s), default=float("inf"))


def readings(words: Sequence[QueryWord]) -> list[tuple[str, float]]:
    """Queries of one token a word: the n-th of each, or its last; with the mean weight. Meilisearch reads ten words of them."""
    choices = [word.widened().tokens for word in words]
    found: dict[str, float] = {}
    for n in range(min(_MOST_READINGS, max(map(len, choices), default=0))):
        chosen = [tokens[min(n, len(tokens) - 1)] for tokens in choices if tokens]
        text = " ".join(encode(token) for token, _ in chosen)
        found.setdefault(text, sum(weight for _, weight in chosen) / len(chosen))
    return list(found.items())


def _ranked_by(where: str, text: str) -> JSON:
    query = fetching(where, sort=["id:asc"], limit=WINDOW, shown=SHOWN)
    return query | {"q": text, "matchingStrategy": "frequency", "showRankingScore": True}


def _gain(token: str) -> float:
    """A whole name says more than the kind of a record."""
    return _HINT / 2 if token.startswith(KIND) else _NAMED
