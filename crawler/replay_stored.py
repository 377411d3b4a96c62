"""Answers requests from a finished run's kept responses instead of the network: `liiku replay`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from indexer.run_folder import RunFolder


class StoredResponses:
    """A downloader middleware. What was not kept does not exist: nothing is fetched."""

    def __init__(self, folder: RunFolder) -> None:
        self._kept = folder.kept()

    @classmethod
    def from_crawler(cls, crawler: Any) -> StoredResponses:
        path = crawler.settings.get("LIIKU_REPLAY_OF")
        if not path:
            raise NotConfigured
        return cls(RunFolder(Path(path)))

    def process_request(self, request: Request) -> Response:
        kept = self._kept.get(request.url)
        if kept is None:
            raise IgnoreRequest(f"not in the kept responses: {request.url}")
        kind: type[Response] = responsetypes.from_args(headers={}, url=kept.url, body=kept.body)
        return kind(kept.url, status=kept.status, headers=kept.headers, body=kept.body, request=request)
