"""In which of the shapes that we read does an address answer? One or two small requests a shape, robots.txt first. Nothing is crawled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request

from protego import Protego

from crawler.sources.webpage_links import Site, read_links, read_sitemap
from crawler.sources.webpage_things import kind_of, read_page
from indexer.outside import Server, open_outside
from liiku.source_lines import LINKED_EVENTS, LIPAS, LIPAS_V1, PATTERN_HINT, REGISTER, page_lines

TIMEOUT_S = 20
MAX_BYTES = 20_000_000
LOOKED_AT = 3
"""Pages of a sitemap that are looked into for JSON-LD."""


@dataclass(slots=True)
class Found:
    """The shape that an address answers in: the spider, the API's root, its lines of YAML, and why."""

    spider: str
    root: str
    lines: list[str]
    why: str


@dataclass(slots=True)
class Looker:
    """Asks, and remembers what was tried. Obeys robots.txt. `allowed`: the server that a person named, which may be on a private address."""

    user_agent: str
    allowed: Server | None = None
    tried: list[str] = field(default_factory=list)
    _robots: dict[str, Protego | None] = field(default_factory=dict)

    def get(self, url: str) -> bytes | None:
        """The body of an address that answers 200; None otherwise, with the reason among what was tried."""
        if any(line.startswith(f"{url} ") for line in self.tried):
            return None
        if not self._may(url):
            self.tried.append(f"{url} (robots.txt forbids it)")
            return None
        body, why = self._fetch(url)
        if body is None:
            self.tried.append(f"{url} ({why})")
        return body

    def json(self, url: str) -> Any:
        """The JSON of an address, or None."""
        body = self.get(url)
        if body is None:
            return None
        try:
            return json.loads(body)
        except ValueError:
            self.tried.append(f"{url} (no JSON)")
            return None

    def not_this(self, url: str, why: str) -> None:
        self.tried.append(f"{url} ({why})")

    def _may(self, url: str) -> bool:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            body, _ = self._fetch(f"{origin}/robots.txt")
            self._robots[origin] = Protego.parse(body.decode("utf-8", "replace")) if body else None
        rules = self._robots[origin]
        return rules is None or bool(rules.can_fetch(url, self.user_agent))

    def _fetch(self, url: str) -> tuple[bytes | None, str]:
        request = Request(  # noqa: S310  # open_outside takes http and https alone
            url, headers={"User-Agent": self.user_agent, "Accept": "application/json, text/html;q=0.9, */*;q=0.5"}
        )
        try:
            with open_outside(request, timeout_s=TIMEOUT_S, allowed=self.allowed) as response:
                return response.read(MAX_BYTES), ""
        except HTTPError as error:
            return None, f"answered {error.code}"
        except (HTTPException, OSError, ValueError) as error:
            return None, f"no answer: {getattr(error, 'reason', error)}"


def look(looker: Looker, url: str) -> Found | None:
    """The shape that an address answers in, the most telling first."""
    root = url.partition("?")[0].partition("#")[0]
    for probe in (_linked_events, _register, _lipas):
        for base in _roots(root):
            if found := probe(looker, base):
                return found
    return _website(looker, url)


def _roots(url: str) -> list[str]:
    """The address as an API's root, and the one above it, should it name a collection."""
    here = url.rstrip("/") + "/"
    above = here.rstrip("/").rpartition("/")[0] + "/"
    return [here, above] if urlsplit(above).netloc and urlsplit(here).path != "/" else [here]


def _linked_events(looker: Looker, base: str) -> Found | None:
    url = f"{base}event/?page_size=1"
    page = looker.json(url)
    if page is None:
        return None
    if (
        not isinstance(page, Mapping)
        or not isinstance(page.get("meta"), Mapping)
        or not isinstance(page.get("data"), list)
    ):
        looker.not_this(url, "no page with meta and data")
        return None
    count = page["meta"].get("count")
    return Found("linkedevents", base, LINKED_EVENTS, f"{url} answered as Linked Events does, with {count} events")


def _register(looker: Looker, base: str) -> Found | None:
    url = f"{base}ontologytree/"
    rows = looker.json(url)
    if rows is None:
        return None
    if not _is_rows(rows, {"id"}) or not any("parent_id" in row or "child_ids" in row for row in rows):
        looker.not_this(url, "no service tree")
        return None
    return Found("palvelukartta", base, REGISTER, f"{url} answered with a service tree of {len(rows)} nodes")


def _lipas(looker: Looker, base: str) -> Found | None:
    for path, query, lines in (("sports-sites", "page-size=1", LIPAS), ("sports-places", "pageSize=1", LIPAS_V1)):
        url = f"{base}{path}?page=1&{query}"
        page = looker.json(url)
        rows = page.get("items") if isinstance(page, Mapping) else page
        if page is not None and (_is_rows(rows, {"lipas-id"}) or _is_rows(rows, {"sportsPlaceId"})):
            return Found("lipas", base, lines, f"{url} answered with sports sites")
        if page is not None:
            looker.not_this(url, "no sports sites")
    return None


def _is_rows(value: object, fields: Iterable[str]) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, Mapping) and all(field in row for field in fields) for row in value)
    )


def _website(looker: Looker, url: str) -> Found | None:
    """A sitemap, or a page with things or with links to pages that have them."""
    origin = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/"
    body = looker.get(url)
    if body is not None and (found := _of_sitemap(looker, url, body, origin)):
        return found
    if body is not None and b"<" in body[:1000]:
        if _has_things(body):
            lines = [
                *page_lines(url, origin),
                "# every thing that this one page tells of; set page_pattern to follow its links instead",
            ]
            return Found("webpage", origin, lines, f"{url} carries JSON-LD of things to take part in")
        if found := _of_links(looker, url, body, origin):
            return found
    if url != urljoin(origin, "sitemap.xml"):
        sitemap = looker.get(urljoin(origin, "sitemap.xml"))
        if sitemap is not None:
            return _of_sitemap(looker, urljoin(origin, "sitemap.xml"), sitemap, origin)
    return None


def _of_sitemap(looker: Looker, url: str, body: bytes, origin: str) -> Found | None:
    try:
        sitemap = read_sitemap(body)
    except ValueError as error:
        looker.not_this(url, f"a broken sitemap: {error}")
        return None
    if sitemap is None:
        return None
    further, pages = sitemap
    if further and not pages:
        return Found(
            "webpage",
            origin,
            [*page_lines(url, origin), *PATTERN_HINT],
            f"{url} is an index of {len(further)} sitemaps",
        )
    site = Site(real=origin, asked=origin, pattern=None)
    for page in list(site.pages(pages, url).values())[-LOOKED_AT:]:
        content = looker.get(page)
        if content is not None and _has_things(content):
            return Found(
                "webpage", origin, [*page_lines(url, origin), *PATTERN_HINT], f"{url} lists {len(pages)} pages; {page} carries JSON-LD"
            )  # fmt: skip
        if content is not None:
            looker.not_this(page, "no JSON-LD of anything to take part in")
    return None


def _of_links(looker: Looker, url: str, body: bytes, origin: str) -> Found | None:
    links, _ = read_links(body.decode("utf-8", "replace"))
    site = Site(real=origin, asked=origin, pattern=None)
    folder = urlsplit(url).path.rstrip("/") + "/"
    pages = {
        name: page
        for name, page in site.pages(links, url).items()
        if urlsplit(name).path.startswith(folder) and urlsplit(name).path != folder
    }
    for page in list(pages.values())[:LOOKED_AT]:
        content = looker.get(page)
        if content is not None and _has_things(content):
            lines = [*page_lines(url, origin), f"page_pattern: '^{re.escape(folder)}.'  # which of its links to read"]
            return Found("webpage", origin, lines, f"{url} links to {len(pages)} pages; {page} carries JSON-LD")
        if content is not None:
            looker.not_this(page, "no JSON-LD of anything to take part in")
    looker.not_this(url, "no JSON-LD of anything to take part in, and no links to such pages")
    return None


def _has_things(body: bytes) -> bool:
    return any(kind_of(thing) for thing in read_page(body.decode("utf-8", "replace")).things)
