"""The base of every source's spider: one linear walk over HTTP, its limits, its faults, and the lines it writes.

A spider never decides what is published. It says what it saw, and whether it saw everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.job import Job
from crawler.rows import RowRefused, read_json
from crawler.scope import ScopeRules
from indexer.run_folder import RawResponse, RunFolder
from schemas.errors import SourceError
from schemas.normalise.text import shorten
from schemas.record import Item, Record, Refusal
from schemas.run import CollectionStats, CrawlStats
from schemas.source import Endpoint, Source, read_yaml

MAX_RETRY_AFTER_S = 120


class Unreachable(SourceError):
    """An address that did not answer as it should: the walk of its collection ends there."""


class SourceSpider(scrapy.Spider):
    """Walks one source. Subclasses write `walk`."""

    name = "source"

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self.source: Source = read_yaml(job.sources_dir / f"{job.source}.yaml", Source)
        self.rules = ScopeRules.read(job.sources_dir / "scope.yaml")
        self.folder = RunFolder(job.run_dir)
        self.root = job.base_url.rstrip("/") + "/"
        self.seen: dict[str, set[str]] = {name: set() for name in self.source.collections}
        self.stats = CrawlStats(
            run=job.run,
            source=job.source,
            mode=job.mode,
            base_url=job.base_url,
            main_collection=self.source.main,
            sample=job.sample,
            clock=job.now,
            started_at=datetime.now(UTC),
            since=job.since,
            limited=job.limit is not None,
            collections={name: CollectionStats() for name in self.source.collections},
        )

    async def walk(self) -> None:
        """Read the source from end to end. Faults go to `fault`."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        try:
            await asyncio.wait_for(self.walk(), timeout=self.source.limits.seconds)
        except TimeoutError:
            self.fault(self.source.main, f"stopped after {self.source.limits.seconds} seconds")
        except Unreachable as error:
            self.fault(self.source.main, str(error))
        except Exception as error:  # whatever it is, the run says so and counts as not seen to the end
            self.logger.exception("the walk broke off")
            self.fault(self.source.main, f"the walk broke off: {type(error).__name__}: {shorten(str(error), 80)}")
        return
        yield  # an async generator without items: records go to the run folder

    def closed(self, reason: str) -> None:
        stats = self.stats
        main = stats.collections[self.source.main]
        stats.finished_at = datetime.now(UTC)
        stats.reason = reason
        stats.complete = reason == "finished" and main.complete and not main.faults and not stats.limited
        values = self.crawler.stats.get_stats() if self.crawler.stats else {}
        stats.requests.not_modified = values.get("httpcache/revalidate", 0)
        stats.requests.total = values.get("downloader/request_count", 0)
        prefix = "downloader/response_status_count/"
        stats.requests.by_status = {
            k.removeprefix(prefix): v for k, v in sorted(values.items()) if k.startswith(prefix)
        }
        self.folder.finish(stats)

    # --- asking -------------------------------------------------------------------------------------------------

    def address(self, endpoint: Endpoint, **query: str) -> str:
        """The address of a collection under the root, with its query."""
        asked = urlencode(endpoint.query | query, safe=",:+")
        return self.root + endpoint.path.lstrip("/") + (f"?{asked}" if asked else "")

    async def get(self, url: str, *, may_be_gone: bool = False) -> Response:
        """The response of an address. Raises Unreachable with a sentence for anything but 200 (and 404, 410 where they may come)."""
        for attempt in range(3):
            response = await self._ask(url)
            if response.status != 429 and not (response.status == 503 and b"Retry-After" in response.headers):
                break
            wait_s = _retry_after(response)
            if attempt == 2 or wait_s is None or wait_s > MAX_RETRY_AFTER_S:
                break
            await asyncio.sleep(wait_s)
        if response.status == 200 or (may_be_gone and response.status in (404, 410)):
            return response
        raise Unreachable(f"{url} answered {response.status}")

    async def _ask(self, url: str) -> Response:
        requests = (self.crawler.stats.get_value("downloader/request_count") or 0) if self.crawler.stats else 0
        if requests >= self.source.limits.requests:
            raise Unreachable(f"stopped after {requests} requests")
        headers = {"Accept": "application/json"}
        if self.job.key:
            headers["apikey"] = self.job.key
        request = scrapy.Request(url, headers=headers, dont_filter=True, meta={"handle_httpstatus_all": False})
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            raise Unreachable(f"{url} was not fetched: {error or 'forbidden'}") from error
        except Exception as error:
            raise Unreachable(f"{url} failed: {type(error).__name__}: {shorten(str(error))}") from error
        kept_headers = {
            k.decode(): v[0].decode("latin-1") for k, v in response.headers.items() if v and k == b"Content-Type"
        }
        self.folder.keep(RawResponse(url, response.status, kept_headers, response.body))
        return response

    async def get_json(self, url: str, *, may_be_gone: bool = False) -> tuple[Response, Any]:
        """The response and its JSON (None for 404 and 410). A body that is no JSON is refused and ends the walk of its collection."""
        response = await self.get(url, may_be_gone=may_be_gone)
        if response.status != 200:
            return response, None
        try:
            return response, read_json(response.body)
        except ValueError as error:
            self.refuse_page("not_json", response.body[:300].decode("utf-8", "replace"), url)
            raise Unreachable(f"{url} is not JSON: {shorten(str(error), 80)}") from error

    async def side(self, collection: str, url: str) -> Any | None:
        """The JSON of a side collection, or None: its fault leaves the run complete and its old records in place."""
        try:
            return (await self.get_json(url))[1]
        except Unreachable as error:
            self.fault(collection, str(error))
            return None

    # --- saying -------------------------------------------------------------------------------------------------

    def fault(self, collection: str, sentence: str) -> None:
        self.stats.collections[collection].faults.append(sentence)
        self.stats.faults.append(f"{collection}: {sentence}")
        self.logger.warning("%s: %s", collection, sentence)

    def refuse_page(self, code: str, value: object, url: str) -> None:
        self.folder.refuse(
            Refusal.model_validate(
                {"collection": "page", "code": code, "path": "", "value": shorten(value), "url": url}
            )
        )

    def refuse(self, error: RowRefused, collection: str, url: str) -> None:
        self.folder.refuse(error.refusal(collection, url))

    def put(self, record: Record, url: str) -> None:
        """Write a record, unless its id came before: then it is refused as a duplicate."""
        if self._is_new(record.collection, record.key, url):
            self.folder.put(Item(op="put", collection=record.collection, key=record.key, record=record, url=url))

    def put_item(self, item: Item, url: str) -> None:
        if self._is_new(item.collection, item.key, url):
            self.folder.put(item)

    def _is_new(self, collection: str, key: str, url: str) -> bool:
        if key in self.seen[collection]:
            self.refuse(RowRefused("duplicate_id", "/id", key, source_id=key), collection, url)
            return False
        self.seen[collection].add(key)
        return True

    def count_rows(self, collection: str, rows: int) -> None:
        self.stats.collections[collection].rows += rows

    def note_unmapped(self, row: object, known: Iterable[str]) -> None:
        if isinstance(row, dict):
            for name in row.keys() - known:
                self.stats.unmapped[str(name)[:60]] = self.stats.unmapped.get(str(name)[:60], 0) + 1

    def reached_limit(self, collection: str) -> bool:
        return self.job.limit is not None and self.stats.collections[collection].rows >= self.job.limit

    def is_under_root(self, url: str) -> bool:
        """Whether an address that the upstream gave lies under the source's own root."""
        try:
            here, there = urlsplit(self.root), urlsplit(url)
        except ValueError:
            return False
        return (here.scheme, here.netloc) == (there.scheme, there.netloc) and there.path.startswith(here.path)


def _retry_after(response: Response) -> float | None:
    value = response.headers.get("Retry-After", b"") or b""
    return float(value) if value.isdigit() else None
