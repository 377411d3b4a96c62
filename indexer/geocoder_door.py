"""How the geocoders' questions leave: through the one door for strangers' servers, with a limit to what is read of an answer."""

from __future__ import annotations

from http.client import HTTPResponse
from io import BytesIO
from typing import Any
from urllib.request import Request
from urllib.response import addinfourl

from geopy.adapters import URLLibAdapter

from indexer.outside import AddressRefused, Server, open_outside

MAX_BYTES = 4_000_000
"""More than a street's thousand houses take."""


class OutsideAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy is untyped
    """geopy's own adapter, which may ask `server` alone of all that is within: where `is_private`, wherever it lies."""

    def __init__(self, *, proxies: Any, ssl_context: Any, server: Server, is_private: bool) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._allowed = server if is_private else None
        self._ports = (server[1],)
        self.urlopen = self._open

    def _open(self, request: Request, *, timeout: float) -> addinfourl:
        """Raises AddressRefused, and what `open_outside` raises."""
        answer: HTTPResponse
        with open_outside(request, timeout_s=timeout, allowed=self._allowed, known_ports=self._ports) as answer:
            body = answer.read(MAX_BYTES + 1)
            if len(body) > MAX_BYTES:
                raise AddressRefused(f"the answer is larger than {MAX_BYTES} bytes")
            return addinfourl(BytesIO(body), answer.headers, answer.url, answer.status)
