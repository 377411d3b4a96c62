"""By how much this machine's clock and a source's differ, as far as its answers say (`Date`, RFC 9110)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

CLOCK_OFF = "liiku/clock_off_s"
"""The name of what was found, among Scrapy's figures of a crawl."""


class Clocks:
    """A downloader middleware: notes the smallest difference of a crawl. It sees answers as they come, before a stored one stands in for a 304."""

    def __init__(self, crawler: Any) -> None:
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> Clocks:
        return cls(crawler)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Response:  # noqa: ARG002  # Scrapy gives them
        found = nearer(self._stats.get_value(CLOCK_OFF), clock_off_s(response, now=datetime.now(UTC)))
        self._stats.set_value(CLOCK_OFF, found)
        return response


def clock_off_s(response: Response, *, now: datetime) -> int | None:
    """The seconds by which `now` is ahead of an answer's clock; None where it does not say, or was kept by a cache on the way."""
    said = response.headers.get(b"Date")
    if said is None or b"Age" in response.headers:
        return None
    try:
        theirs = parsedate_to_datetime(said.decode("latin-1"))
    except (ValueError, OverflowError):
        return None
    return round((now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds())


def nearer(one: int | None, other: int | None) -> int | None:
    """Of two differences the smaller: one answer whose clock agrees with ours is enough.

    >>> nearer(-40, 90_000), nearer(None, 5), nearer(None, None)
    (-40, 5, None)
    """
    return min((found for found in (one, other) if found is not None), key=abs, default=None)
