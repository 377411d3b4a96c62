"""How often one client may ask: a token bucket for each kind of route, in the memory of one process.

A client is known by a hash of its address under a key that this process made for itself: nothing that could name it is kept or logged. Whoever
asks from this machine without `X-Forwarded-For` is no stranger and is not limited.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from schemas.errors import ConfigError
from search_api.too_often import too_often

REMEMBERED = 20_000
"""Buckets of one process; the one that was used longest ago is forgotten."""
MAX_HOPS = 20
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Rate:
    """`a_second` in the long run, `burst` at once."""

    name: str
    a_second: float
    burst: int


SEARCH = Rate("search", 20, 100)
FEED = Rate("feed", 50, 500)
PAGES = Rate("pages", 50, 500)
LOGIN = Rate("login", 0.2, 20)
NOTES = Rate("notes", 0.2, 10)
"""What strangers send for stewards to read: mistakes that they found."""
_COSTLY = ("/v1/search", "/v1/pins", "/v1/suggest", "/v1/places", "/hsds")
_READ = ("/feeds/", "/dump/", "/v1/services")
_FREE = ("/static/", "/health")


def rate_of(method: str, path: str) -> Rate | None:
    """The rate of a route; None where asking costs nothing.

    >>> rate_of("GET", "/v1/search"), rate_of("GET", "/static/site.css")
    (Rate(name='search', a_second=20, burst=100), None)
    """
    if path.startswith(_FREE):
        return None
    if path.startswith(_COSTLY) or path == "/":
        return SEARCH
    if path.startswith(_READ):
        return FEED
    if method == "POST" and path == "/steward/login":
        return LOGIN
    return NOTES if method == "POST" and "mistake" in path else PAGES


class Buckets:
    """Tokens by kind and client. `factor` makes every rate more generous; 0 switches all off."""

    def __init__(self, factor: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._factor = factor
        self._clock = clock
        self._known: OrderedDict[tuple[str, bytes], tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def wait_s(self, rate: Rate, client: bytes) -> int:
        """Take a token; 0, or in how many seconds there is one."""
        if not self._factor:
            return 0
        now, full, a_second = self._clock(), max(1.0, rate.burst * self._factor), rate.a_second * self._factor
        left, at = self._known.pop((rate.name, client), (full, now))
        left = min(full, left + (now - at) * a_second)
        wait = 0 if left >= 1 else ceil((1 - left) / a_second)
        self._known[rate.name, client] = (left if wait else left - 1, now)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return wait


class Clients:
    """Who asks, as far as it must be known."""

    def __init__(self, trusted: str) -> None:
        try:
            self._trusted: list[IPv4Network | IPv6Network] = [
                ip_network(one.strip()) for one in trusted.split(",") if one.strip()
            ]
        except ValueError as error:
            raise ConfigError(f"LIIKU_TRUSTED_PROXIES: {error}; allowed: addresses and networks, by commas") from error
        self._key = os.urandom(32)

    def is_proxy(self, scope: Scope) -> bool:
        """Whether the peer is a proxy whose word counts."""
        peer = _address((scope.get("client") or ("",))[0])
        return peer is not None and self._trusts(peer)

    def of(self, scope: Scope, headers: Headers) -> bytes | None:
        """The keyed hash of whoever asks; None for this machine itself.

        Of `X-Forwarded-For` counts the last address that no proxy of ours has: what stands before it, anybody can have written.
        """
        peer = _address((scope.get("client") or ("",))[0])
        found = peer
        if peer is None or self._trusts(peer):
            hops = ",".join(headers.getlist("x-forwarded-for")).split(",")[-MAX_HOPS:]
            for hop in reversed(hops):
                address = _address(hop.strip())
                if address is None:
                    break
                found = address
                if not self._trusts(address):
                    break
        return None if found is None or found.is_loopback else self._hashed(found)

    def _trusts(self, address: Address) -> bool:
        return any(address in one for one in self._trusted)

    def _hashed(self, address: Address) -> bytes:
        """Whoever has an IPv6 address has 2⁶⁴ of them."""
        network = address.packed[:8] if isinstance(address, IPv6Address) else address.packed
        return hashlib.blake2b(network, key=self._key, digest_size=16).digest()


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


class Limits:
    """Wraps the application: 429 for who asks too often, and https where a proxy of ours says that it was."""

    def __init__(self, app: ASGIApp, *, trusted_proxies: str, factor: float) -> None:
        self._app = app
        self._clients = Clients(trusted_proxies)
        self._buckets = Buckets(factor)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("x-forwarded-proto") == "https" and self._clients.is_proxy(scope):
            scope["scheme"] = "https"
        rate = rate_of(scope["method"], scope["path"])
        client = self._clients.of(scope, headers) if rate else None
        scope["liiku.client"] = client
        wait_s = self._buckets.wait_s(rate, client) if rate and client else 0
        if not wait_s:
            await self._app(scope, receive, send)
            return
        await too_often(wait_s, headers)(scope, receive, send)
