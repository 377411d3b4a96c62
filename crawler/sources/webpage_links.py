"""Addresses on a website: one spelling for each page, what a sitemap or a listing page leads to, and nothing outside the site's own host."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

_TRACKING = re.compile(r"^(?:utm_\w+|gclid|fbclid|mc_[ce]id|_ga|igshid)$", re.IGNORECASE)
MAX_UNPACKED = 50_000_000
"""Bytes of an unpacked sitemap: the protocol's own limit."""


def canonical_url(url: str) -> str | None:
    """The one spelling of a page's address: no fragment, no tracking, no slash at the end; None for what is no http(s) address.

    >>> canonical_url("HTTPS://Www.Example.org:443/Kurssit/?utm_source=x&id=3#top")
    'https://www.example.org/Kurssit?id=3'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    scheme = parts.scheme.lower()
    is_default = port is None or (scheme, port) in (("http", 80), ("https", 443))
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    return urlunsplit((scheme, host if is_default else f"{host}:{port}", path or "/", urlencode(asked), ""))


class Site:
    """A website at its real root, read from the server that we were pointed to."""

    def __init__(self, *, real: str, asked: str, pattern: str | None) -> None:
        self.real = real.rstrip("/") + "/"
        self.asked = asked.rstrip("/") + "/"
        self._pattern = re.compile(pattern) if pattern else None

    def name_of(self, url: str) -> str | None:
        """The page's address on the real site, in its one spelling; None outside the site's own host."""
        for root in (self.asked, self.real):
            if f"{url}/".startswith(root):
                url = self.real + url[len(root) :]
                break
        found = canonical_url(url)
        return found if found and urlsplit(found).netloc == urlsplit(canonical_url(self.real) or "").netloc else None

    def address_of(self, url: str) -> str | None:
        """Where a page is fetched; None outside the site's own host."""
        if url.startswith(self.real):
            url = self.asked + url[len(self.real) :]
        try:
            here, there = urlsplit(self.asked), urlsplit(url)
        except ValueError:
            return None
        is_own = (here.scheme, here.netloc) == (there.scheme, there.netloc) and there.path.startswith(here.path)
        return urlunsplit((*there[:4], "")) if is_own else None

    def is_wanted(self, name: str) -> bool:
        """Whether a page's path is one to read."""
        parts = urlsplit(name)
        return self._pattern is None or bool(
            self._pattern.search(parts.path + (f"?{parts.query}" if parts.query else ""))
        )

    def pages(self, found: Iterable[str], base: str) -> dict[str, str]:
        """The wanted pages among addresses: their names, and where each is fetched."""
        pages: dict[str, str] = {}
        for value in found:
            try:
                url = urljoin(base, value.strip())
            except ValueError:
                continue
            name, address = self.name_of(url), self.address_of(url)
            if name and address and self.is_wanted(name):
                pages.setdefault(name, address)
        return pages


def unpacked(body: bytes) -> bytes:
    """A sitemap that may be packed as `.xml.gz`. Raises ValueError for one that is too large or broken."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            content = stream.read(MAX_UNPACKED + 1)
    except (OSError, EOFError) as error:
        raise ValueError(f"a broken gzip: {error}") from error
    if len(content) > MAX_UNPACKED:
        raise ValueError(f"more than {MAX_UNPACKED} bytes unpacked")
    return content


def read_sitemap(body: bytes) -> tuple[list[str], list[str]] | None:
    """(further sitemaps, pages) that a sitemap lists; None when the body is no sitemap. Raises ValueError for one that is broken."""
    content = unpacked(body)
    if not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", content[:5000]):
        return None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("it declares entities, which a sitemap has no use for")
    try:
        root = ET.fromstring(content)  # noqa: S314  # no entities, see above
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    found = {
        kind: [(one.text or "").strip() for one in root.findall(f"{{*}}{kind}/{{*}}loc")] for kind in ("sitemap", "url")
    }
    return found["sitemap"], found["url"]


def read_links(html: str) -> tuple[list[str], str | None]:
    """The addresses that a page's links lead to, in order, and that of the next page of a list."""
    tree = LexborHTMLParser(html)
    links = [href for one in tree.css("a[href]") if (href := one.attributes.get("href"))]
    following = tree.css_first('link[rel~="next"][href], a[rel~="next"][href]')
    return links, following.attributes.get("href") if following else None
