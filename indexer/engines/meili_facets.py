"""Facets: how many hits each value alone would give. One query for all facets whose own filter is not asked, one for each that is.

Values of closed sets are listed from their enums, those of open sets from the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from indexer.engines.meili_documents import UNKNOWN
from indexer.engines.meili_expressions import ALWAYS, Question, all_of, passing
from indexer.engines.meili_filters import when
from indexer.engines.meili_reading import JSON, count_of, counting
from indexer.engines.meili_values import decode, encode
from schemas.query import SearchQuery
from schemas.service import (
    AccessState,
    Audience,
    Condition,
    CostClass,
    Daypart,
    Form,
    Gender,
    Kind,
    Profile,
    Registration,
    Weekday,
)

Counts = dict[str, int]
_CLOSED: dict[str, type[StrEnum]] = {
    "cost": CostClass,
    "kind": Kind,
    "audience": Audience,
    "registration": Registration,
    "form": Form,
    "gender": Gender,
    "condition": Condition,
}
_OPEN = {"category": "category_name", "district": "district_name", "language": "language"}
"""Facets whose values are those that occur, and the attribute that lists them."""
_NEVER_UNKNOWN = ("condition", "kind")
_TIMES: dict[str, type[StrEnum]] = {"weekday": Weekday, "daypart": Daypart}


@dataclass(frozen=True, slots=True)
class FacetPlan:
    """Queries, and how their results are read as the counts of facets."""

    queries: list[JSON]
    read: Callable[[Sequence[JSON]], dict[str, Counts]]


def plan_facets(query: SearchQuery, base: str, questions: Sequence[Question], now: datetime) -> FacetPlan:
    """What to ask for the facets of a search whose current, matching records are `base`."""
    names = query.facet_names()
    queries: list[JSON] = []
    places: dict[str, int] = {}
    include = query.unknown == "include"

    def without(own: str) -> str:
        return all_of([base, passing(questions, include_unknown=include, but=own)])

    wheres: dict[str, list[str]] = {}
    for name in [one for one in names if one not in _TIMES]:
        wheres.setdefault(without(_own(name)), []).append(name)
    for where, together in wheres.items():
        places |= {name: len(queries) for name in together}
        queries.append(counting(where, [_attribute(name) for name in together]))
    listed = [_OPEN[name] for name in names if name in _OPEN]
    if listed:
        places["values"] = len(queries)
        queries.append(counting(ALWAYS, listed))
    for name in [one for one in names if one in _TIMES]:
        places[name] = len(queries)
        queries += [counting(all_of([without("when"), one])) for one in _time_questions(query, name, now)]

    def read(results: Sequence[JSON]) -> dict[str, Counts]:
        values = results[places["values"]].get("facetDistribution", {}) if listed else {}
        return {
            name: _read_times(name, results[places[name] :])
            if name in _TIMES
            else _read_values(
                name, results[places[name]].get("facetDistribution", {}).get(_attribute(name), {}), values
            )
            for name in names
        }

    return FacetPlan(queries, read)


def _own(facet: str) -> str:
    return "accessibility" if facet in tuple(Profile) else facet


def _attribute(facet: str) -> str:
    return f"access_{facet}" if facet in tuple(Profile) else facet


def _time_questions(query: SearchQuery, name: str, now: datetime) -> list[str]:
    """Yes for each value alone, and unknown for all of them; of what was asked of time only the dates stay."""
    dates = query.model_copy(update={"weekday": [], "daypart": []})
    values = list(_TIMES[name])
    each = [when(dates.model_copy(update={name: [value]}), now).yes for value in values]
    return [*each, when(dates.model_copy(update={name: values}), now).unknown]


def _read_times(name: str, results: Sequence[JSON]) -> Counts:
    keys: Iterable[str] = [*(str(value) for value in _TIMES[name]), UNKNOWN]
    return {key: count_of(result) for key, result in zip(keys, results, strict=False)}


def _read_values(name: str, counts: Counts, values: dict[str, Counts]) -> Counts:
    if name in tuple(Profile):
        return {str(state): counts.get(state, 0) for state in AccessState}
    if name in _CLOSED:
        found = {str(value): counts.get(value, 0) for value in _CLOSED[name]}
        return found if name in _NEVER_UNKNOWN else found | {UNKNOWN: counts.get(UNKNOWN, 0)}
    shown = [decode(code) for code in values.get(_OPEN[name], {}) if code != UNKNOWN]
    keys = {value: encode(value.casefold() if name == "district" else value) for value in sorted(shown)}
    return {value: counts.get(key, 0) for value, key in keys.items()} | {UNKNOWN: counts.get(UNKNOWN, 0)}
