"""Conditional requests by Scrapy's HTTP cache, without its kindness: a server's error is never papered over with an old page.

Scrapy's RFC 2616 policy answers a 5xx, and a failed connection, with the stored response. A crawl must see that something failed.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Response


class Revalidate(RFC2616Policy):
    """A stored response counts only while fresh, or when the server says 304."""

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        return response.status == 304


class ConditionalRequests(HttpCacheMiddleware):
    """The cache middleware, but a failed request stays failed."""

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> None:
        request.meta.pop("cached_response", None)
