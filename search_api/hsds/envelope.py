"""A list of HSDS: a page with its place among the others, or everything as lines of JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from search_api.problems import Refused

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
DEFAULT_PER_PAGE = 50
MAX_PER_PAGE = 500
Made = Callable[[Sequence[str]], list[dict[str, Any]]]
"""The objects of some ids, in their order."""


@dataclass(frozen=True, slots=True)
class Paging:
    """`is_lines`: the whole list, an object a line, instead of a page."""

    page: int
    per_page: int
    is_lines: bool


def root_json(base: str) -> bytes:
    """What `/hsds/` says. `base`: the public address."""
    return orjson.dumps({"version": VERSION, "profile": PROFILE, "openapi_url": f"{base}/openapi.json"})


def page_json(ids: Sequence[str], paging: Paging, made: Made) -> bytes:
    """A page of these. Raises Refused (404) for one after the last."""
    total = max(1, -(-len(ids) // paging.per_page))
    if paging.page > total:
        raise Refused(404, f"page: there is no page {paging.page}; the last one is {total}", parameter="page")
    start = (paging.page - 1) * paging.per_page
    contents = made(ids[start : start + paging.per_page])
    return orjson.dumps({
        "total_items": len(ids), "total_pages": total, "page_number": paging.page, "size": len(contents),
        "first_page": paging.page == 1, "last_page": paging.page == total, "empty": not contents, "contents": contents,
    })  # fmt: skip


def lines(ids: Sequence[str], made: Made, at_once: int = MAX_PER_PAGE) -> Iterator[bytes]:
    """All of these, an object a line."""
    for start in range(0, len(ids), at_once):
        yield b"".join(
            orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in made(ids[start : start + at_once])
        )
