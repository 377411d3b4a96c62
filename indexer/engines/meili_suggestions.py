"""Names to suggest while one types. It suggests what is there, and corrects nothing."""

from __future__ import annotations

from datetime import datetime

from indexer.engines.meili_expressions import all_of
from indexer.engines.meili_filters import current
from indexer.engines.meili_orders import Reader, fetching, hits_of
from indexer.engines.meili_values import encode
from indexer.language.tokens import split_words
from schemas.service import LANGS

_PAGE = 200


def suggestions(read: Reader, prefix: str, *, lang: str, limit: int, now: datetime) -> list[str]:
    """Different names, those in `lang` first; pages on past the many offerings of one name."""
    begins = split_words(prefix)
    found: dict[str, None] = {}
    for one in sorted(LANGS, key=lambda other: other != lang) if begins else ():
        where = all_of([current(now), *(f"words_{one} STARTS WITH {encode(word)}" for word in begins)])
        sort = [f"order_{one}_1:asc", f"order_{one}_2:asc", "id:asc"]
        offset = 0
        while len(found) < limit:
            query = fetching(where, sort=sort, offset=offset, limit=_PAGE, shown=[f"name_{one}"])
            hits = hits_of(read([query])[0])
            found |= dict.fromkeys(str(raw[f"name_{one}"]) for raw in hits)
            offset += len(hits)
            if len(hits) < _PAGE:
                break
    return list(found)[:limit]
