"""Facet counts over columns, as `docs/search.md` defines them: of each value, how many hits it would give in place of its filter's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from indexer.engines import columns as c
from indexer.engines.columns import Columns
from indexer.engines.filters import Mask, Verdict, when
from indexer.engines.traits import DAYPARTS, WEEKDAYS
from schemas.query import SearchQuery
from schemas.service import AccessState, Audience, Profile

OWN = {profile.value: "accessibility" for profile in Profile} | {"weekday": "when", "daypart": "when"}
_CODED: dict[str, list[Any]] = {
    "cost": c.COST,
    "kind": c.KIND,
    "registration": c.REGISTRATION,
    "form": c.FORM,
    "gender": c.GENDER,
}


def counts(cols: Columns, facet: str, base: Mask, query: SearchQuery, now: datetime) -> dict[str, int]:
    """The counts of one facet over the rows that all other filters leave."""
    if facet in _CODED:
        totals = np.bincount(cols[facet][base], minlength=len(_CODED[facet]))
        return {value.value: int(totals[code]) for code, value in enumerate(_CODED[facet])}
    if facet in OWN and facet not in ("weekday", "daypart"):
        states = cols.access(facet)[base]
        return {s.value: int((states == c.ACCESS_VALUES.index(s.value)).sum()) for s in AccessState}
    match facet:
        case "audience":
            masks = cols["audience"][base]
            everyone = (masks & (1 << c.AUDIENCE.index(Audience.EVERYONE))) != 0
            found = {a.value: int((everyone | ((masks & (1 << code)) != 0)).sum()) for code, a in enumerate(c.AUDIENCE)}
            return found | {"unknown": int((masks == 0).sum())}
        case "condition":
            masks = cols["condition"][base]
            return {one.value: int(((masks & (1 << code)) != 0).sum()) for code, one in enumerate(c.CONDITION)}
        case "category" | "district" | "language":
            return _open_set(cols, facet, base)
        case "weekday":
            asks: list[tuple[list[str], list[str]]] = [([day.value], []) for day in WEEKDAYS]
            return _times(cols, base, dict(zip(WEEKDAYS, asks, strict=True)), (list(WEEKDAYS), []), query, now)
        case "daypart":
            asks = [([], [part.value]) for part in DAYPARTS]
            return _times(cols, base, dict(zip(DAYPARTS, asks, strict=True)), ([], list(DAYPARTS)), query, now)
        case _:
            raise ValueError(f"no such facet: {facet}")


def _open_set(cols: Columns, facet: str, base: Mask) -> dict[str, int]:
    inside = base[cols[f"{facet}_row"]]
    totals = np.bincount(
        cols[f"{facet}_code"][inside], minlength=len(cols.vocabulary[facet])
    )  # no row has a word twice
    found = {cols.vocabulary[facet][code]: int(totals[code]) for code in np.flatnonzero(totals)}
    return found | {"unknown": int((base & ~cols[f"has_{facet}"]).sum())}


def _times(
    cols: Columns,
    base: Mask,
    asks: Mapping[str, tuple[list[str], list[str]]],
    everything: tuple[list[str], list[str]],
    query: SearchQuery,
    now: datetime,
) -> dict[str, int]:
    found = {}
    for value, (days, parts) in asks.items():
        verdict = when(cols, days, parts, query.date_from, query.date_to, now)
        assert verdict is not None
        found[str(value)] = int((base & verdict.yes).sum())
    verdict = when(cols, *everything, query.date_from, query.date_to, now)
    assert verdict is not None
    assert verdict.unknown is not None
    return found | {"unknown": int((base & verdict.unknown).sum())}


def own_filter(facet: str) -> str:
    return OWN.get(facet, facet)


def others_allow(matched: Mask, found: list[Verdict], own: str, *, include_unknown: bool) -> Mask:
    """The rows that the words and every other filter leave."""
    base = matched.copy()
    for verdict in found:
        if verdict.name != own:
            base &= ~verdict.no() if include_unknown else verdict.yes
    return base
