"""`liiku explain KIND`: why does it say that? One snippet a line through the very normalisers that the crawl uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from schemas.errors import ConfigError
from schemas.normalise import (
    accessibility_explain,
    age_explain,
    audience_language_explain,
    cost,
    location_explain,
    registration_explain,
)
from schemas.normalise.text import shorten

Explain = Callable[[Any], tuple[dict[str, Any], list[str]]]
KINDS: dict[str, Explain] = {
    "accessibility": accessibility_explain.explain,
    "age": age_explain.explain,
    "audience_language": audience_language_explain.explain,
    "cost": cost.explain,
    "location": location_explain.explain,
    "registration": registration_explain.explain,
}


def explain_lines(kind: str, lines: Iterable[str]) -> Iterator[str]:
    """JSON Lines `{"id","in"}` to JSON Lines `{"id","got","evidence"}`. Raises ConfigError for an unknown kind or a line that is not one."""
    explain = KINDS.get(kind)
    if explain is None:
        raise ConfigError(f"explain: there is no kind {kind!r}; there are {', '.join(KINDS)}")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key, given = row["id"], row["in"]
        except (ValueError, KeyError, TypeError):
            raise ConfigError(f'explain: line {number} is not {{"id": …, "in": …}}: {shorten(line, 80)}') from None
        if not isinstance(given, dict):
            raise ConfigError(f"explain: line {number}: `in` must be an object with a `shape`")
        got, evidence = explain(given)
        yield json.dumps({"id": key, "got": got, "evidence": evidence}, ensure_ascii=False, default=str)
