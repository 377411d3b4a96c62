"""Pages as Django REST framework gives them: `{count, next, previous, results}`, followed by `next` under the source's own root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urljoin

from crawler.spiders import SourceSpider, Unreachable

MAX_PAGES = 2000
SHRUNK = 0.9
"""A count that falls below this share of what it was during a walk is a fault, not news."""


async def result_pages(spider: SourceSpider, url: str) -> AsyncIterator[tuple[list[Any], str, int | None]]:
    """Each page: its rows, its address, and how many rows there are in all, where that is said.

    Raises Unreachable for a page of another shape, a `next` that runs in a circle or to another server, and a walk that ends early.
    """
    visited: set[str] = set()
    expected: int | None = None
    rows_seen = 0
    next_url: str | None = url
    while next_url:
        if next_url in visited or len(visited) >= MAX_PAGES:
            raise Unreachable(f"{next_url} comes again: `next` runs in a circle")
        visited.add(next_url)
        _, page = await spider.get_json(next_url)
        rows = page.get("results") if isinstance(page, Mapping) else None
        if not isinstance(rows, list):
            spider.refuse_page("unexpected_shape", page, next_url)
            raise Unreachable(f"{next_url} is not a page with results")
        counted = page.get("count")
        if isinstance(counted, int) and (expected is None or counted >= SHRUNK * expected):
            expected = counted
        rows_seen += len(rows)
        yield rows, next_url, expected
        next_url = next_address(spider, page.get("next"), next_url)
    if expected is not None and rows_seen < expected:
        raise Unreachable(f"the walk of {url} ended after {rows_seen} of {expected} rows")


def next_address(spider: SourceSpider, value: object, page: str) -> str | None:
    """The next page's address; one on the source's real root is taken to the server that we were pointed to."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unreachable(f"`next` is not an address: {value!r:.80}")
    try:
        value = urljoin(page, value)
    except ValueError:
        raise Unreachable(f"`next` is not an address: {value[:80]}") from None
    real = spider.source.root.rstrip("/") + "/"
    if not spider.is_under_root(value) and value.startswith(real):
        value = spider.root + value.removeprefix(real)
    if not spider.is_under_root(value):
        raise Unreachable(f"`next` leads to another server: {value[:120]}")
    return value
