"""A page of the feed in RPDE 1.0, by change number: spliced from the ledger's stored bodies, its `next` from the same rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from indexer.dumps import LICENCE
from indexer.feed_rows import FeedRow
from schemas.errors import QueryError

KIND = "Service"
"""One kind for all, so that an id names one thing whatever its own kind becomes."""
LAST_NUMBER = 2**53 - 1
DEFAULT_LIMIT = 500
MAX_LIMIT = 1000
KNOWN = ("afterChangeNumber", "limit")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reader stands. `asked` is the page's own address; `limit` goes on into the next one where it was asked for."""

    asked: str
    base: str
    after: int
    limit: int
    says_limit: bool

    def following(self, rows: Sequence[FeedRow]) -> str:
        """The address of the page after these rows; the page's own where there are none."""
        if not rows:
            return self.asked
        return f"{self.base}?afterChangeNumber={rows[-1].seq}" + (f"&limit={self.limit}" if self.says_limit else "")


def read_position(given: Mapping[str, list[str]], *, base: str, query: str) -> Position:
    """The position of an address `base?query`. Raises QueryError."""
    for name, values in given.items():
        if name not in KNOWN:
            raise QueryError(name, values, f"no such parameter; known: {', '.join(KNOWN)}")
        if len(values) > 1:
            raise QueryError(name, values, "once")
    after = _number(given, "afterChangeNumber", 0, least=0, most=LAST_NUMBER)
    limit = _number(given, "limit", DEFAULT_LIMIT, least=1, most=MAX_LIMIT)
    return Position(f"{base}?{query}" if query else base, base, after, limit, "limit" in given)


def _number(given: Mapping[str, list[str]], name: str, default: int, *, least: int, most: int) -> int:
    if name not in given:
        return default
    (came,) = given[name]
    if _NUMBER.fullmatch(came) is None or not least <= int(came) <= most:
        raise QueryError(name, came, f"a whole number from {least} to {most}")
    return int(came)


def page_tag(position: Position, *, count: int, last: int, is_sample: bool) -> str:
    """The weak tag of a page, known before its bodies are read."""
    facts = f"{position.asked} {position.after} {position.limit} {count} {last} {is_sample}"
    return f'W/"{hashlib.blake2b(facts.encode(), digest_size=12).hexdigest()}"'


def page_json(rows: Sequence[FeedRow], *, following: str, is_sample: bool) -> bytes:
    """The page. `following`: the address of the next one."""
    sample = b',"sampleData":true' if is_sample else b""
    parts = [b'{"next":%s,"license":"%s"%s,"items":[' % (orjson.dumps(following), LICENCE.encode(), sample)]
    before = ""
    for row in rows:
        state = "deleted" if row.body is None else "updated"
        parts.append(f'{before}{{"state":"{state}","kind":"{KIND}","id":"{row.id}","modified":{row.seq}'.encode())
        if row.body is not None:
            parts += (b',"data":', row.body)
        before = "},"
    parts.append(b"}]}" if rows else b"]}")
    return b"".join(parts)
