"""Where we send requests: to the open internet, by http and https, and nowhere within a network that strangers cannot reach themselves.

An address is judged after its name is resolved, and the connection goes to the very address that was judged. The one exception is named when
it is made: the server that a person pointed us to (`--base-url`, the sample, a webhook of one's own network).
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
    getproxies,
)

OUTER_PORTS = (80, 443)
DEFAULT_PORTS = {"http": 80, "https": 443}
_WRAPPED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""In whose last 32 bits an IPv4 address stands (RFC 6052, RFC 4291)."""
_LOCAL = (IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"))
"""Of a network's own use (RFC 8215, RFC 3879), which Python's `is_global` passes."""


class AddressRefused(OSError):
    """An address that nothing is sent to; says why."""


Server = tuple[str, int]
"""Host, in lower case, and port."""


def server_of(url: str) -> Server:
    """The server of an http(s) address. Raises AddressRefused for any other address, and for one with a password in it."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError as error:
        raise AddressRefused(f"not an address: {error}") from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise AddressRefused(f"only http and https are spoken (came: {parts.scheme[:20] or 'no scheme'})")
    if parts.username is not None:
        raise AddressRefused("an address with a user name or a password in it")
    return host, port or DEFAULT_PORTS[parts.scheme]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; what IPv6 wraps around an IPv4 address is judged by that one.

    >>> is_public("93.184.215.14"), is_public("10.1.2.3"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is not None:
            return is_public(str(inner))
        if any(found in one for one in _LOCAL):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _inner(found: IPv6Address) -> IPv4Address | None:
    wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
    is_wrapped = any(found in one for one in _WRAPPED)
    return wrapped or (IPv4Address(int(found) & 0xFFFFFFFF) if is_wrapped else None)


def written_address(host: str) -> str | None:
    """The IP address that a host is written as, in any form that a resolver takes; None for a name.

    >>> written_address("127.1"), written_address("0x7f000001"), written_address("017700000001"), written_address("hel.fi")
    ('127.0.0.1', '127.0.0.1', '127.0.0.1', None)
    """
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def refuse_inner(host: str, addresses: Iterable[str]) -> None:
    """Raises AddressRefused when one of a host's addresses is not of the open internet."""
    for one in addresses:
        if not is_public(one):
            raise AddressRefused(f"{host[:100]} is at {one}, which is not an address of the open internet")


def refuse_server(server: Server, *, allowed: Server | None, known_ports: Iterable[int] = ()) -> None:
    """What can be said of a server without asking for its name. Raises AddressRefused."""
    host, port = server
    if server == allowed:
        return
    if port not in {*OUTER_PORTS, *known_ports}:
        raise AddressRefused(f"port {port} of {host[:100]}: only 80, 443 and the source's own are asked")
    written = written_address(host)
    if written is not None:
        refuse_inner(host, [written])
    if host == "localhost" or host.endswith(".localhost"):
        raise AddressRefused(f"{host[:100]} is this machine")


def proxies() -> set[str]:
    """The hosts of the proxies that the environment names: they may lie within, and they judge for themselves where they go."""
    named = (urlsplit(url if "//" in url else f"//{url}").hostname for url in getproxies().values())
    return {host for host in named if host}


# By urllib


def connect(server: Server, *, allowed: Server | None, timeout_s: float) -> socket.socket:
    """A connection to an address of a server that was judged before. Raises AddressRefused, OSError."""
    host, port = server
    found = [one[4] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if server != allowed and host not in proxies():
        refuse_inner(host, [str(one[0]) for one in found])
    last: OSError | None = None
    for place in found:
        try:
            return socket.create_connection((str(place[0]), port), timeout_s)
        except OSError as error:
            last = error
    raise last or OSError(f"{host} has no address")


class _Checked(HTTPConnection):
    """Connects to what was judged."""

    def __init__(self, host: str, *places: Any, allowed: Server | None = None, **options: Any) -> None:
        super().__init__(host, *places, **options)  # HTTPSConnection hands its own on by place
        self._allowed = allowed

    def connect(self) -> None:
        server = (self.host.strip("[]").rstrip(".").lower(), self.port)
        self.sock = connect(server, allowed=self._allowed, timeout_s=float(self.timeout or 10))
        if self._tunnel_host:  # type: ignore[attr-defined]  # set by set_tunnel
            self._tunnel()  # type: ignore[attr-defined]


class _CheckedTls(HTTPSConnection, _Checked):
    """The same by TLS."""

    def __init__(self, host: str, *, allowed: Server | None = None, **options: Any) -> None:
        super().__init__(host, **options)
        self._allowed = allowed


class _OnlyCheckedRedirects(HTTPRedirectHandler):
    """Follows to what would have been asked by itself."""

    max_redirections = 5

    def __init__(self, allowed: Server | None) -> None:
        self._allowed = allowed

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        refuse_server(server_of(newurl), allowed=self._allowed)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Handler(HTTPHandler):
    """http over checked connections."""

    allowed: Server | None = None

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Checked, allowed=self.allowed), req)


class _TlsHandler(HTTPSHandler):
    """https over checked connections."""

    allowed: Server | None = None

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_CheckedTls, allowed=self.allowed), req)


def open_outside(
    request: Request,
    *,
    timeout_s: float,
    allowed: Server | None = None,
    known_ports: Iterable[int] = (),
    redirects: HTTPRedirectHandler | None = None,
) -> HTTPResponse:
    """The answer of an http(s) server outside. Raises AddressRefused, HTTPError, URLError, OSError; nothing else is spoken."""
    refuse_server(server_of(request.full_url), allowed=allowed, known_ports=known_ports)
    plain, tls = _Handler(), _TlsHandler()
    plain.allowed = tls.allowed = allowed
    opener = OpenerDirector()
    for one in (
        ProxyHandler(), plain, tls, redirects or _OnlyCheckedRedirects(allowed), HTTPDefaultErrorHandler(), HTTPErrorProcessor(), UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(one)
    try:
        answer: HTTPResponse = opener.open(request, timeout=timeout_s)
    except URLError as error:
        if isinstance(error.reason, AddressRefused):
            raise error.reason from error
        raise
    return answer
