"""robots.txt, obeyed for real.

Scrapy 2.14–2.19 lets requests through while robots.txt is in flight: its waiters share one Deferred, the second one gets None, and None
means "allowed" (of ten disallowed addresses, eight were fetched). Here each waiter has a Deferred of its own. Crawl-delay, which Scrapy
parses and nobody applies, sets the least delay of the host. A robots.txt that has moved is followed to where it is (RFC 9309, 2.3.1.2:
api.hel.fi answers 301); one that cannot be read forbids (2.3.1.4).
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

MAX_CRAWL_DELAY_S = 60.0
FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class ObeyRobots(RobotsTxtMiddleware):
    """Drop-in for Scrapy's middleware."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._known: dict[str, RobotParser] = {}
        self._waiting: dict[str, list[Deferred[RobotParser]]] = {}
        self._delays: dict[str, float] = {}
        self._unread: dict[str, str] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:
        try:
            await super().process_request(request)
        except IgnoreRequest:
            why = self._unread.get(urlparse_cached(request).netloc)
            raise IgnoreRequest(why or "forbidden by robots.txt") from None
        self._slow_down(request)

    async def robot_parser(self, request: Request) -> RobotParser:
        """The host's rules; every caller waits for them."""
        netloc = urlparse_cached(request).netloc
        if netloc in self._known:
            return self._known[netloc]
        if netloc in self._waiting:
            waiter: Deferred[RobotParser] = Deferred()
            self._waiting[netloc].append(waiter)
            return await maybe_deferred_to_future(waiter)
        self._waiting[netloc] = []
        parser = await self._fetch(request)
        self._known[netloc] = parser
        for waiter in self._waiting.pop(netloc):
            waiter.callback(parser)
        return parser

    async def _fetch(self, request: Request) -> RobotParser:
        parts = urlparse_cached(request)
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True, "dont_redirect": True, "handle_httpstatus_list": list(range(300, 400))},
            dont_filter=True,
        )
        self._stats.inc_value("robotstxt/request_count")
        body = await self._rules_at(asked, parts.netloc)
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        agent = self._robotstxt_useragent or self._default_useragent
        delay = parser.crawl_delay(agent)
        if delay:
            self._delays[parts.netloc] = min(float(delay), MAX_CRAWL_DELAY_S)
        return parser

    async def _rules_at(self, asked: Request, netloc: str) -> bytes:
        """The rules that the host gives; everything forbidden when they cannot be read, nothing when there are none.

        A redirect is followed. When it leaves the host and ends nowhere, the host itself gave no rules (api.hel.fi sends robots.txt
        to another site's front page).
        """
        try:
            response: Response = await self.crawler.engine.download_async(asked)
            self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if 300 <= response.status < 400 and response.headers.get("Location"):
                return await self._rules_after_redirect(response, netloc)
        except Exception as error:  # noqa: BLE001  # whatever it was, robots.txt was not read
            self._stats.inc_value(f"robotstxt/exception_count/{type(error).__name__}")
            self._unread[netloc] = (
                f"the server's robots.txt cannot be read ({type(error).__name__}), which forbids everything"
            )
            return FORBID_ALL
        if 200 <= response.status < 300:
            return response.body
        if 400 <= response.status < 500:
            return b""
        self._unread[netloc] = f"the server's robots.txt answers {response.status}, which forbids everything"
        return FORBID_ALL

    async def _rules_after_redirect(self, response: Response, netloc: str) -> bytes:
        target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
        followed = Request(
            target, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, dont_filter=True
        )
        if urlparse_cached(followed).netloc == netloc:
            final: Response = await self.crawler.engine.download_async(followed)
            return final.body if 200 <= final.status < 300 else b"" if final.status < 500 else FORBID_ALL
        try:
            final = await self.crawler.engine.download_async(followed)
        except Exception as error:  # noqa: BLE001  # another host's trouble is not this host's rule
            self._stats.inc_value(f"robotstxt/exception_count/{type(error).__name__}")
            return b""
        return final.body if 200 <= final.status < 300 else b""

    def _slow_down(self, request: Request) -> None:
        """Hold the host's slot at its Crawl-delay; AutoThrottle, which would shorten it, keeps its hands off."""
        delay = self._delays.get(urlparse_cached(request).netloc)
        if not delay:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        key = request.meta.get("download_slot") or downloader.get_slot_key(request)
        request.meta["download_slot"] = key
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.delay = max(slot.delay, delay)
            slot.jitter = 0.0
