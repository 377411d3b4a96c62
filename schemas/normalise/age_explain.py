"""What `liiku explain age` answers: the crawl's own reading of a title and of the age fields beside it."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.normalise.age import ages_of
from schemas.normalise.text import plain_text


def explain(given: object) -> tuple[dict[str, object], list[str]]:
    """min_age and max_age of a row, and what they were read from.

    >>> explain({"shape": "title", "text": "Vesijumppa Naiset 75+"})
    ({'min_age': 75, 'max_age': None}, ['Vesijumppa Naiset 75+'])
    """
    row: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    title = plain_text(row.get("text"))
    fields = {name: row.get(name) for name in ("audience_min_age", "audience_max_age") if row.get(name) is not None}
    low, high = ages_of(row.get("audience_min_age"), row.get("audience_max_age"), title)
    evidence = [f"{name} {value}" for name, value in fields.items()] or [title]
    return {"min_age": low, "max_age": high}, evidence if (low, high) != (None, None) else []
