"""What is counted of one search: codes of closed lists, each by itself. Words, addresses, points and numbers have no code here, so they cannot be counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from indexer.language.tokens import split_words
from schemas.categories import CATEGORIES
from schemas.query import ACCESS_VALUES, Filters, SearchQuery
from schemas.service import Audience, CostClass
from search_api.understanding.reading import Chip
from search_api.web.themes import THEMES

SEARCHES: Final = ("all", "with_words", "with_point", "found_nothing")
_LISTS: Final[Mapping[str, Collection[str]]] = {
    "category": CATEGORIES,
    "cost": [one.value for one in CostClass],
    "audience": [one.value for one in Audience],
    "accessibility": ACCESS_VALUES,
}
DIMENSIONS: Final = ("searches", "need", *_LISTS, "district", "nothing_need", "nothing_category")
"""`need`: a starting point of the front page, whose filters the search has. `nothing_…`: of searches that found nothing."""


def codes_of(
    query: SearchQuery, chips: Sequence[Chip], total: int, *, districts: Callable[[], Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """(dimension, code) of one search, each once. `districts`: names of the tray's districts by their folded words; asked for only where it must be."""
    asked = [query, *(chip.query for chip in chips)]
    yield from (("searches", code) for code in _searches(query, total))
    needs = _needs(query)
    yield from (("need", code) for code in needs)
    given = frozenset().union(*(one.model_fields_set for one in asked))
    found = {name: sorted(_named(asked, name).intersection(_LISTS[name])) for name in _LISTS.keys() & given}
    yield from ((name, code) for name, codes in found.items() for code in codes)
    named = _named(asked, "district") | {chip.value for chip in chips if chip.facet == "near"}
    if named:
        known = districts()
        spelt = {" ".join(split_words(one)) for one in named}
        yield from (("district", one) for one in sorted({known[one] for one in spelt & known.keys()}))
    if total == 0:
        yield from (("nothing_need", code) for code in needs)
        yield from (("nothing_category", code) for code in found.get("category", ()))


def _searches(query: SearchQuery, total: int) -> Iterator[str]:
    said = (True, bool(query.q.strip()), query.point is not None, total == 0)
    return (code for code, is_so in zip(SEARCHES, said, strict=True) if is_so)


def _needs(query: SearchQuery) -> list[str]:
    """The starting points whose filters the search has."""
    asked = query.model_fields_set & Filters.model_fields.keys()
    likely = [theme for theme in THEMES.values() if theme.filters.keys() <= asked] if asked else []
    if not likely:
        return []
    given = query.model_dump(mode="json", exclude_defaults=True)
    return [theme.id for theme in likely if _has(given, theme.filters)]


def _named(asked: Iterable[SearchQuery], name: str) -> set[str]:
    """The values of one list parameter, those with commas by their parts."""
    return {part for one in asked for value in getattr(one, name) for part in str(value).split(",")}


def _has(given: Mapping[str, Any], filters: Mapping[str, list[str]]) -> bool:
    return all(_texts(given.get(name)) == set(values) for name, values in filters.items())


def _texts(value: object) -> set[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return {str(one).lower() if isinstance(one, bool) else str(one) for one in values}
