"""Texts to suggest while one types, with the number of current records behind each, counted by the server. It corrects nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from indexer.engines.base import Suggested, Suggestion
from indexer.engines.meili_expressions import all_of
from indexer.engines.meili_filters import current
from indexer.engines.meili_reading import JSON, Reader, counting
from indexer.engines.meili_values import decode, encode, is_whole
from indexer.engines.names import asked_first, begins_words, best_first, without_doubles
from indexer.language.tokens import split_words
from schemas.service import Lang


def suggestions(
    read: Reader, prefix: str, *, lang: Lang, limit: int, now: datetime, kinds: Sequence[Suggested]
) -> list[Suggestion]:
    """Kind by kind, those in `lang` first. One round trip; a text of which the code was cut is not suggested."""
    begins = split_words(prefix)
    if not begins:
        return []
    pairs = [(kind, one) for kind in kinds for one in asked_first(lang)]
    results = read(
        [
            counting(
                all_of([current(now), *(f"begins_{kind}_{one} STARTS WITH {encode(word)}" for word in begins)]),
                facets=[f"texts_{kind}_{one}"],
            )
            for kind, one in pairs
        ]
    )
    found: dict[Suggested, list[Suggestion]] = {kind: [] for kind in kinds}
    for (kind, one), result in zip(pairs, results, strict=True):
        found[kind] += _fitting(result, kind, one, begins)
    return [one for kind in kinds for one in without_doubles(found[kind], limit)]


def _fitting(result: JSON, kind: Suggested, lang: Lang, begins: Sequence[str]) -> list[Suggestion]:
    """A record has several venues and words, of which not all begin so."""
    counts: dict[str, int] = result["facetDistribution"].get(f"texts_{kind}_{lang}", {})
    texts = ((decode(code), hits) for code, hits in counts.items() if is_whole(code))
    return best_first([Suggestion(text, kind, lang, hits) for text, hits in texts if begins_words(text, begins)])
