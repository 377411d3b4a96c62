"""One search that was answered, counted: its first page alone, and nothing where the settings say so."""

from __future__ import annotations

from search_api.deps import Deps
from search_api.searching import Result
from search_api.usage.codes import codes_of


def count_search(deps: Deps, result: Result) -> None:
    """Count an answered search. The next pages of a list are the same search."""
    if not deps.settings.usage or result.query.cursor is not None:
        return
    codes = codes_of(
        result.query, result.chips, result.answer.total, districts=lambda: deps.reader(result.position).districts()
    )
    deps.usage.count(codes, at=deps.now())
