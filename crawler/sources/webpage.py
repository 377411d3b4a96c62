"""A website whose pages carry schema.org JSON-LD: a sitemap or a listing page leads to pages, pages to things. Only the site's own host is asked.

A row is a thing, or a page on which there is none. The same thing on many pages is one row.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin

from scrapy.http import Response, TextResponse

from crawler.job import Job
from crawler.rows import RowRefused
from crawler.sources.webpage_links import Site, read_links, read_sitemap
from crawler.sources.webpage_rows import language_of, read_thing, scope_of
from crawler.sources.webpage_things import PageThings, Thing, kind_of, read_page, words
from crawler.spiders import SourceSpider, Unreachable
from indexer.diff import last_moment
from schemas.record import Item, Record
from schemas.service import Kind
from schemas.settings import HELSINKI

MAX_LISTS = 50
"""Sitemaps of an index, or pages of a list."""
MAX_HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
SHOWN_FAULTS = 3


class WebpageSpider(SourceSpider):
    """Reads a website that its YAML describes: `collections.page.path` is the sitemap or the listing page, `page_pattern` says which pages count."""

    name = "webpage"
    accepts = "text/html,application/xhtml+xml,application/xml;q=0.9"
    request_meta = {"dont_redirect": True, "handle_httpstatus_list": list(REDIRECTS)}

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.site = Site(real=self.source.root, asked=self.root, pattern=self.source.page_pattern)
        self._digests: set[str] = set()
        self._wanted: set[str] = set()
        self._unreached: list[str] = []

    async def walk(self) -> None:
        start = self.address(self.source.collections["page"])
        pages = await self._pages(start)
        wanted = list(pages.items())[: self.source.limits.details]
        self._wanted = {name for name, _ in wanted}
        for name, address in wanted:
            if self.reached_limit("page"):
                return
            await self._take_page(name, address)
        if len(pages) > len(wanted):
            raise Unreachable(f"{len(pages)} pages are listed; {len(pages) - len(wanted)} over the limit were not read")
        self._tell_unreached()
        seen = self.stats.collections["page"]
        seen.expected, seen.complete = seen.rows, True

    # --- which pages ----------------------------------------------------------------------------------------------

    async def _pages(self, start: str) -> dict[str, str]:
        """The wanted pages that a sitemap, or a list and its following pages, lead to."""
        found: dict[str, str] = {}
        queue, visited = [start], set[str]()
        while queue:
            url = queue.pop(0)
            if url in visited:
                continue
            if len(visited) >= MAX_LISTS:
                raise Unreachable(f"more than {MAX_LISTS} sitemaps or pages of a list")
            visited.add(url)
            response = await self._page(url)
            if response.status != 200:
                raise Unreachable(f"{url} answered {response.status}")
            try:
                sitemap = read_sitemap(response.body)
            except ValueError as error:
                self.refuse_page("unexpected_shape", str(error), url)
                self.count_rows("page", 1)
                raise Unreachable(f"{url} is no sitemap that can be read: {error}") from error
            if sitemap is None:
                following, links = await self._listing(response, url)
            else:
                following, links = sitemap
            found |= {name: address for name, address in self.site.pages(links, url).items() if name not in found}
            queue += [address for one in following if (address := self.site.address_of(urljoin(url, one)))]
        return found

    async def _listing(self, response: Response, url: str) -> tuple[list[str], list[str]]:
        """(the next page of the list, links); a list that stands alone, without a pattern, is read for its own things."""
        if not isinstance(response, TextResponse):
            raise Unreachable(f"{url} is neither a sitemap nor a page with links")
        links, following = read_links(response.text)
        if self.source.page_pattern is None:
            name = self.site.name_of(url)
            assert name is not None
            self._take_things(read_page(response.text), name)
            links = []
        return [following] if following else [], links

    # --- a page ---------------------------------------------------------------------------------------------------

    async def _page(self, url: str) -> Response:
        """A page, by redirects that stay on the site. Raises Unreachable."""
        for _ in range(MAX_HOPS):
            response = await self.get(url, may_be_gone=True, also=REDIRECTS)
            if response.status not in REDIRECTS:
                return response
            to = urljoin(url, (response.headers.get("Location") or b"").decode("latin-1"))
            address = self.site.address_of(to)
            if address is None:
                raise Unreachable(f"{url} leads to another site: {to[:120]}")
            url = address
        raise Unreachable(f"{url}: redirects run in a circle")

    async def _take_page(self, name: str, address: str) -> None:
        try:
            response = await self._page(address)
        except Unreachable as error:
            self._unreached.append(str(error))
            self.stats.collections["page"].unreached += self._known_of(name)
            return
        if response.status != 200:
            for key in self._known_of(name):
                self.count_rows("page", 1)
                self.put_item(Item(op="gone", collection="page", key=key, url=name), name)
            return
        if not isinstance(response, TextResponse):
            self._leave_out(name, "not_html", name)
            return
        page = read_page(response.text)
        name = self.site.name_of(response.url) or name
        own = self.site.name_of(urljoin(name, page.canonical)) if page.canonical else None
        self._take_things(page, own or name)

    def _take_things(self, page: PageThings, name: str) -> None:
        for snippet, why in page.broken:
            self.count_rows("page", 1)
            self.refuse_page("not_json", f"{why}: {snippet}", name)
        taken = False
        # what happens at a place comes first: where neither has an address of its own, the page is about the happening
        for thing in sorted(page.things, key=lambda one: kind_of(one) is Kind.VENUE):
            if self._key_of(thing, name) in self._wanted - {name}:
                continue  # told on its own page
            digest = hashlib.blake2b(json.dumps(thing, sort_keys=True, default=str).encode()).hexdigest()
            if digest in self._digests:
                continue
            self._digests.add(digest)
            taken = True
            self.count_rows("page", 1)
            try:
                self._take(thing, page, name)
            except RowRefused as error:
                self.refuse(error, "page", name)
        if not taken and not page.broken:
            rule = "no_json_ld" if not page.has_json_ld else "seen_elsewhere" if page.things else "no_offering"
            self._leave_out(name, rule, name)

    def _take(self, thing: Thing, page: PageThings, name: str) -> None:
        key = self._key_of(thing, name)
        lang = language_of(thing, page.lang)
        verdict = scope_of(thing, self.source, self.rules, lang=lang)
        if lang is None or not verdict.is_in:
            self._leave_out(key, verdict.rule, name, count=False)
            return
        record = read_thing(thing, self.source, key=key, page=key.partition("#")[0], lang=lang, verdict=verdict)
        if self._is_over(record):
            self._leave_out(key, "outside_window", name, count=False)
            return
        self.put(record, name)

    def _key_of(self, thing: Thing, name: str) -> str:
        """The thing's own address on the site, else the page's; a second thing of the same page by its name beside it."""
        own = next((u for part in ("url", "@id") if (u := self._own_address(thing.get(part), name))), name)
        if own not in self.seen["page"]:
            return own
        slug = re.sub(r"\W+", "-", f"{words(thing.get('name'))} {words(thing.get('startDate'))}".lower()).strip("-")
        return f"{own}#{slug}"[:190]

    def _own_address(self, value: Any, name: str) -> str | None:
        text = words(value)
        if not text or text.startswith(("#", "_:")):
            return None
        found = self.site.name_of(urljoin(name, text))
        return found if found != self.site.name_of(self.site.real) else None

    def _is_over(self, record: Record) -> bool:
        """Whether it ended before the window of days that the YAML asks for. What we have stays till it expires."""
        from indexer.publish import EXPIRY

        ends = last_moment(record)
        if ends is None or self.source.window_days is None:
            return False
        over = datetime.fromisoformat(ends)
        if record.key in self.job.known.get("page", ()):
            return over < self.job.now - EXPIRY
        first = self.job.now.astimezone(HELSINKI).date() + timedelta(days=self.source.window_days[0])
        return over < datetime.combine(first, time.min, HELSINKI)

    def _leave_out(self, key: str, rule: str, url: str, *, count: bool = True) -> None:
        if count:
            self.count_rows("page", 1)
        self.stats.out_of_scope[rule] = self.stats.out_of_scope.get(rule, 0) + 1
        self.put_item(Item(op="out_of_scope", collection="page", key=key, rule=rule, url=url), url)

    def _known_of(self, name: str) -> list[str]:
        """What the ledger has of a page."""
        return [key for key in self.job.known.get("page", ()) if key.partition("#")[0] == name]

    def _tell_unreached(self) -> None:
        if self._unreached:
            more = f" and {len(self._unreached) - SHOWN_FAULTS} more" if len(self._unreached) > SHOWN_FAULTS else ""
            sentence = (
                f"{len(self._unreached)} pages were not reached: {'; '.join(self._unreached[:SHOWN_FAULTS])}{more}"
            )
            self.stats.faults.append(f"page: {sentence}")
