"""Conditional requests by Scrapy's HTTP cache, without its kindness: a server's error is never papered over with an old page.

Scrapy's RFC 2616 policy answers a 5xx, and a failed connection, with the stored response. A crawl must see that something failed.
Its storage writes an entry file by file: a kill in the middle leaves an entry that reads as an empty page for ever. Ours is put in place whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import FilesystemCacheStorage, RFC2616Policy
from scrapy.http import Response


class Revalidate(RFC2616Policy):
    """A stored response counts only while fresh, or when the server says 304."""

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        return response.status == 304


class ConditionalRequests(HttpCacheMiddleware):
    """The cache middleware, but a failed request stays failed."""

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> None:
        request.meta.pop("cached_response", None)


class WholeEntries(FilesystemCacheStorage):
    """The cache's files. An entry is written beside its place and moved there: a kill costs the entry, never half of it."""

    _writing = False

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        place = Path(self._get_request_path(spider, request))
        self._writing = True
        try:
            written = Path(self._get_request_path(spider, request))
            shutil.rmtree(written, ignore_errors=True)
            super().store_response(spider, request, response)
        finally:
            self._writing = False
        shutil.rmtree(place, ignore_errors=True)
        written.rename(place)

    def _get_request_path(self, spider: Spider, request: Request) -> str:
        path: str = super()._get_request_path(spider, request)
        return f"{path}.partial" if self._writing else path
