"""A crawl's requests, each judged before it is sent and again when it connects: redirects, robots.txt and retries pass here too.

The middleware says why in a sentence; the resolver is what holds, since every connection asks it and goes to the address that it gave.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from indexer.outside import AddressRefused, is_public, proxies, refuse_inner, refuse_server, server_of


class InnerAddress(DNSLookupError):
    """A name that leads into a network that strangers cannot reach."""


class OuterResolver(CachingThreadedResolver):
    """Scrapy's resolver, which gives no inner address but those of hosts that are exempt."""

    def __init__(self, reactor: Any, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.exempt: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> OuterResolver:
        found: OuterResolver = super().from_crawler(crawler, reactor)
        allowed = crawler.settings.get("LIIKU_ALLOWED_SERVER")
        found.exempt = frozenset(proxies() | ({allowed[0]} if allowed else set()))
        return found

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        """The address of a host. Fails with InnerAddress."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if name.rstrip(".").lower() in self.exempt else found.addCallback(self._judge, name)

    def _judge(self, address: str, name: str) -> str:
        try:
            refuse_inner(name, [address])
        except AddressRefused as error:
            raise InnerAddress(str(error)) from error
        return address


class OnlyOutside:
    """A downloader middleware: refuses schemes, ports, written addresses and names that lead inside."""

    def __init__(self, crawler: Any) -> None:
        allowed = crawler.settings.get("LIIKU_ALLOWED_SERVER")
        self._allowed = tuple(allowed) if allowed else None
        self._ports = crawler.settings.getlist("LIIKU_KNOWN_PORTS")

    @classmethod
    def from_crawler(cls, crawler: Any) -> OnlyOutside:
        return cls(crawler)

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002  # Scrapy gives it
        from twisted.internet import reactor

        try:
            server = server_of(request.url)
            refuse_server(server, allowed=self._allowed, known_ports=self._ports)
            if server == self._allowed:
                return
            try:
                address = await maybe_deferred_to_future(reactor.resolver.getHostByName(server[0]))
            except InnerAddress as error:
                raise AddressRefused(error.args[0]) from error
            except OSError:
                return  # no such name here: the download says so, or a proxy knows it
            if not is_public(address):
                refuse_inner(server[0], [address])
        except AddressRefused as error:
            raise IgnoreRequest(str(error)) from error
