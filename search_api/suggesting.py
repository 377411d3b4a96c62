"""What may be meant while one types: offerings, venues, districts, categories and words, by how many current records they lead to.

Each comes with what choosing it does: the parameters of a search. Nothing that leads nowhere is suggested, and nothing typed is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from indexer.engines.base import Request, Suggested
from indexer.engines.names import asked_first, begins_words
from indexer.language.tokens import QueryWords, fold, split_words
from schemas.query import SearchQuery
from schemas.service import Lang
from search_api.deps import Deps
from search_api.facet_labels import LABELS

LIMIT = 10
FROM_LETTERS = 2
Kind = Literal["category"] | Suggested
_MOST: dict[Kind, int] = {"category": 2, "district": 2, "venue": 4, "word": 2, "offering": LIMIT}
"""So many of each kind, in which order a text that is of several kinds is taken; there are more only where there is room."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One suggestion; `parameters` are those of the search that choosing it makes."""

    text: str
    kind: Kind
    lang: Lang
    hits: int
    parameters: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "kind": self.kind,
            "lang": self.lang,
            "hits": self.hits,
            "parameters": self.parameters,
        }


def suggest(deps: Deps, q: str, *, lang: Lang) -> list[Meant]:
    """At most ten, from the second letter on: the very text first, then those in `lang`, then by hits. Raises EngineUnavailable."""
    if len("".join(split_words(q))) < FROM_LETTERS:
        return []
    names = deps.engine.suggest(q, lang=lang, limit=LIMIT, now=deps.now())
    found = _categories(deps, q, lang)
    found += [Meant(one.text, one.kind, one.lang, one.hits, _search_for(one.kind, one.text)) for one in names]
    chosen: dict[str, Meant] = {}
    spare: list[Meant] = []
    for kind, most in _MOST.items():
        of_kind = [one for one in found if one.kind == kind and fold(one.text) not in chosen]
        chosen |= {fold(one.text): one for one in of_kind[:most]}
        spare += of_kind[most:]
    for one in _ordered(spare, q, lang):
        if len(chosen) >= LIMIT:
            break
        chosen.setdefault(fold(one.text), one)
    return _ordered(list(chosen.values()), q, lang)[:LIMIT]


def _ordered(found: list[Meant], q: str, lang: Lang) -> list[Meant]:
    return sorted(
        found, key=lambda one: (fold(one.text) != fold(q.strip()), one.lang != lang, -one.hits, len(one.text), one.text)
    )


def _search_for(kind: Kind, text: str) -> dict[str, Any]:
    return {"district": [text]} if kind == "district" else {"q": text}


def _categories(deps: Deps, q: str, lang: Lang) -> list[Meant]:
    """The categories of whose labels words begin so, the ones with most current records first."""
    begins = split_words(q)
    named: dict[str, Lang] = {}
    for one in asked_first(lang):
        for category, labels in LABELS["category"].items():
            if begins_words(labels.get(one, ""), begins):
                named.setdefault(category, one)
    if not named:
        return []
    counting = Request(SearchQuery(facets=["category"], limit=1), QueryWords(), deps.now())
    counts = deps.engine.search(counting).facets["category"]
    found = [
        Meant(LABELS["category"][category][tongue], "category", tongue, counts[category], {"category": [category]})
        for category, tongue in named.items()
        if counts.get(category)
    ]
    return _ordered(found, q, lang)
