"""The base of every source's spider: one linear walk over HTTP, its limits, its faults, and the lines it writes.

A spider never decides what is published. It says what it saw, and whether it saw everything.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import scrapy
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawler.clocks import CLOCK_OFF
from crawler.job import Job
from crawler.lines import CountedTable
from crawler.memory import Reading, RowMemory, fingerprint
from crawler.remarks import Odd
from crawler.rows import RowRefused, read_json
from crawler.scope import ScopeRules
from indexer.run_folder import RawResponse, RunFolder
from schemas.errors import SourceError
from schemas.normalise.text import shorten
from schemas.record import Item, Record, Refusal, Remark
from schemas.run import CollectionStats, CrawlStats, Mode
from schemas.source import Endpoint, Source, read_yaml

MAX_RETRY_AFTER_S = 120
KEPT_HEADERS = (b"Content-Type", b"Location", b"X-Total-Count")
"""What a replay needs beside the body."""
PROGRESS_EVERY_S = 0.5


class Unreachable(SourceError):
    """An address that did not answer as it should: the walk of its collection ends there."""


class SourceSpider(scrapy.Spider):
    """Walks one source. Subclasses write `walk`."""

    name = "source"
    accepts = "application/json"
    request_meta: Mapping[str, object] = {"handle_httpstatus_all": False}

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self.source: Source = read_yaml(job.sources_dir / f"{job.source}.yaml", Source)
        self.rules = ScopeRules.read(job.sources_dir / "scope.yaml")
        self.source.lookups = {
            name: CountedTable(f"lookups.{name}", lines, self.rules.counts)
            for name, lines in self.source.lookups.items()
        }
        self.folder = RunFolder(job.run_dir)
        self.root = job.base_url.rstrip("/") + "/"
        self.bytes = 0
        self._begun = time.monotonic()
        self._told = 0.0
        self.seen: dict[str, set[str]] = {name: set() for name in self.source.collections}
        yamls = [job.sources_dir / f"{job.source}.yaml", job.sources_dir / "scope.yaml"]
        path = None if job.replay_of else job.cache_dir / "rows.sqlite"
        self.memory = RowMemory(path, fingerprint(yamls) if path else "", self.rules.counts)
        self.stats = CrawlStats(
            run=job.run,
            source=job.source,
            mode=job.mode,
            base_url=job.base_url,
            main_collection=self.source.main,
            sample=job.sample,
            clock=job.now,
            started_at=job.started_at,
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
            self.fault(
                self.source.main, f"stopped at limits.seconds: the walk took more than {self.source.limits.seconds} s"
            )
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
        stats.finished_at = stats.started_at + timedelta(seconds=time.monotonic() - self._begun)
        stats.reason = reason
        stats.complete = reason == "finished" and main.complete and not main.faults and not stats.limited
        values = self.crawler.stats.get_stats() if self.crawler.stats else {}
        stats.requests.not_modified = values.get("httpcache/revalidate", 0)
        stats.requests.total = values.get("downloader/request_count", 0)
        stats.clock_off_s = values.get(CLOCK_OFF)
        prefix = "downloader/response_status_count/"
        stats.requests.by_status = {
            k.removeprefix(prefix): v for k, v in sorted(values.items()) if k.startswith(prefix)
        }
        stats.lines = self.rules.counts.all()
        self.memory.close(is_whole=stats.complete and stats.mode is Mode.FULL)
        self.folder.finish(stats)
        self.tell(at_once=True)

    # --- asking -------------------------------------------------------------------------------------------------

    def address(self, endpoint: Endpoint, **query: str) -> str:
        """The address of a collection under the root, with its query."""
        asked = urlencode(endpoint.query | query, safe=",:+")
        return self.root + endpoint.path.lstrip("/") + (f"?{asked}" if asked else "")

    async def get(self, url: str, *, may_be_gone: bool = False, also: Iterable[int] = ()) -> Response:
        """The response of an address. Raises Unreachable with a sentence for anything but 200 (and 404, 410 where they may come, and `also`)."""
        for attempt in range(3):
            response = await self._ask(url)
            if response.status != 429 and not (response.status == 503 and b"Retry-After" in response.headers):
                break
            wait_s = _retry_after(response)
            if attempt == 2 or wait_s is None or wait_s > MAX_RETRY_AFTER_S:
                break
            await asyncio.sleep(wait_s)
        if response.status in (200, *also) or (may_be_gone and response.status in (404, 410)):
            return response
        raise Unreachable(f"{url} answered {response.status}{_asked_to_wait(response)}")

    async def _ask(self, url: str) -> Response:
        requests = (self.crawler.stats.get_value("downloader/request_count") or 0) if self.crawler.stats else 0
        if requests >= self.source.limits.requests:
            raise Unreachable(f"stopped at limits.requests: {requests} were made")
        self.tell()
        headers = {"Accept": self.accepts}
        if self.job.key:
            headers["apikey"] = self.job.key
        request = scrapy.Request(url, headers=headers, dont_filter=True, meta=dict(self.request_meta))
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            limit = "limits.response_bytes: " if "DOWNLOAD_MAXSIZE" in str(error) else ""
            raise Unreachable(f"{url} was not fetched: {limit}{error or 'forbidden'}") from error
        except Exception as error:
            limits = self.source.limits
            if isinstance(error, DownloadCancelledError):
                raise Unreachable(
                    f"{url} stopped at limits.response_bytes: more than {limits.response_bytes} bytes"
                ) from error
            raise Unreachable(f"{url} failed: {type(error).__name__}: {shorten(str(error))}") from error
        self.bytes += len(response.body)
        if self.bytes > self.source.limits.total_bytes:
            raise Unreachable(f"stopped at limits.total_bytes: {self.bytes} came, {self.source.limits.total_bytes} may")
        kept_headers = {
            k.decode(): v[0].decode("latin-1") for k, v in response.headers.items() if v and k in KEPT_HEADERS
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

    def put_reading(self, reading: Reading, url: str) -> None:
        """The same of a row that may not have been read again."""
        if self._is_new(reading.collection, reading.key, url):
            self.folder.put_line(reading.line_from(url))

    def put_item(self, item: Item, url: str) -> None:
        if self._is_new(item.collection, item.key, url):
            self.folder.put(item)

    def _is_new(self, collection: str, key: str, url: str) -> bool:
        if key in self.seen[collection]:
            self.refuse(RowRefused("duplicate_id", "/id", key, source_id=key), collection, url)
            return False
        self.seen[collection].add(key)
        self.tell()
        return True

    def remark(self, found: Iterable[Odd], record: Record | Reading, url: str) -> None:
        """Write down what is odd in a row that was taken."""
        for odd in found:
            told = {"code": odd.code, "path": odd.path, "value": shorten(odd.value), "url": url}
            self.folder.remark(Remark(collection=record.collection, source_id=record.key, **told))

    def tell(self, *, at_once: bool = False) -> None:
        """A line of progress for whoever launched this process, at most two a second."""
        now = time.monotonic()
        if not at_once and now - self._told < PROGRESS_EVERY_S:
            return
        self._told = now
        requests = (self.crawler.stats.get_value("downloader/request_count") or 0) if self.crawler.stats else 0
        rows = sum(seen.rows for seen in self.stats.collections.values())
        print(json.dumps({"rows": rows, "requests": requests}), flush=True)

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
    """How many seconds a response asks to wait; its date counts from its own `Date`, or from our clock."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        sent = (response.headers.get("Date") or b"").decode("latin-1")
        since = parsedate_to_datetime(sent) if sent else datetime.now(UTC)
        return max(0.0, (until - since).total_seconds())
    except (ValueError, TypeError):
        return None


def _asked_to_wait(response: Response) -> str:
    wait_s = _retry_after(response)
    if wait_s is None:
        return ""
    too_long = f", more than the {MAX_RETRY_AFTER_S} s that we do" if wait_s > MAX_RETRY_AFTER_S else ""
    return f" and asks to wait {wait_s:.0f} s{too_long}"
