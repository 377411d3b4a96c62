"""LIPAS, the national register of sports sites: pages of sites (v2, or v1 where the YAML names `sports-places`), the types' names, the tombstones.

Nothing sorts the pages: a site that is edited during the walk may come twice while another does not come at all. Then nothing is absent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

from crawler.job import Job
from crawler.rows import RowRefused, list_of_rows, read_json
from crawler.sources.lipas_rows import KNOWN_FIELDS, read_site, read_type, scope_of, site_key
from crawler.spiders import SourceSpider, Unreachable
from schemas.normalise.text import shorten
from schemas.record import Item

MAX_PAGES = 700
"""Of a hundred sites: more than all of Finland has."""
VERSIONS = ("v2/", "v1/")
EVER = "1984-01-01 00:00:00.000"
"""Tombstones since the register began: the ledger may be older than any window."""


class LipasSpider(SourceSpider):
    """Reads the sites of the municipalities that the YAML asks for. Tombstones count only for sites that the ledger has."""

    name = "lipas"

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        if not self.root.endswith(VERSIONS):
            self.root += VERSIONS[0]

    async def walk(self) -> None:
        await self._walk_types()
        async for row, url in self._sites():
            self.note_unmapped(row, KNOWN_FIELDS)
            try:
                self._take(row, url)
            except RowRefused as error:
                self.refuse(error, "unit", url)
        if self.job.limit is None:
            await self._walk_deleted()

    def _take(self, row: Any, url: str) -> None:
        verdict = scope_of(row, self.source, self.rules)
        if verdict.is_in:
            self.put(read_site(row, self.source, verdict), url)
            return
        item = Item(op="out_of_scope", collection="unit", key=site_key(row), rule=verdict.rule, url=url)
        self.put_item(item, url)
        self.stats.out_of_scope[verdict.rule] = self.stats.out_of_scope.get(verdict.rule, 0) + 1

    async def _walk_types(self) -> None:
        """The names of the types: a side collection, whose fault leaves what was known."""
        endpoint = self.source.collections.get("keyword")
        if endpoint is None:
            return
        url = self.address(endpoint)
        rows = await self.side("keyword", url)
        if rows is None:
            return
        if not isinstance(rows, list) or not rows:
            self.fault("keyword", f"{url} is not an array of types; what was known stays")
            return
        for row in rows:
            try:
                self.put(read_type(row, self.source), url)
            except RowRefused as error:
                self.refuse(error, "keyword", url)
        seen = self.stats.collections["keyword"]
        seen.rows = seen.expected = len(rows)
        seen.complete = True

    async def _sites(self) -> AsyncIterator[tuple[Any, str]]:
        """Every row with the address of its page, from both versions of the API."""
        endpoint = self.source.collections["unit"]
        seen = self.stats.collections["unit"]
        ids: set[str] = set()
        for page in range(1, MAX_PAGES + 1):
            url = self.address(endpoint, page=str(page))
            rows, expected, is_last = await self._page(url, page, seen.rows)
            if expected is not None:
                seen.expected = expected
            for row in rows:
                seen.rows += 1
                ids.add(_id_of(row) or f"row {seen.rows}")
                yield row, url
                if self.reached_limit("unit"):
                    return
            if is_last:
                break
            if not rows:
                raise Unreachable(f"{url} is empty, after {seen.rows} of {seen.expected} sites")
        else:
            raise Unreachable(f"more than {MAX_PAGES} pages of sites")
        if seen.expected is not None and len(ids) < seen.expected:
            raise Unreachable(f"the walk gave {len(ids)} different sites of {seen.expected}: pages shifted under it")
        seen.complete = True

    async def _page(self, url: str, page: int, before: int) -> tuple[list[Any], int | None, bool]:
        """The rows of a page, how many sites there are in all, and whether it is the last page."""
        response = await self.get(url, also=(206,))  # v1 answers 206 while there are more pages
        try:
            body = read_json(response.body)
        except ValueError as error:
            self.refuse_page("not_json", response.body[:300].decode("utf-8", "replace"), url)
            raise Unreachable(f"{url} is not JSON: {shorten(str(error), 80)}") from error
        if isinstance(body, list):
            total = response.headers.get("X-Total-Count", b"") or b""
            expected = int(total) if total.isdigit() else None
            is_last = before + len(body) >= expected if expected is not None else response.status == 200 or not body
            return body, expected, is_last
        items, paging = (body.get("items"), body.get("pagination")) if isinstance(body, Mapping) else (None, None)
        pages, total_items = (
            (paging.get("total-pages"), paging.get("total-items")) if isinstance(paging, Mapping) else (None, None)
        )
        if not isinstance(items, list) or not isinstance(pages, int) or not isinstance(total_items, int):
            self.refuse_page("unexpected_shape", body, url)
            raise Unreachable(f"{url} is not a page with items and pagination")
        return items, total_items, page >= pages

    async def _walk_deleted(self) -> None:
        """What the register itself deleted, of what we have. A site that is listed again is not deleted."""
        endpoint = self.source.collections.get("deleted")
        if endpoint is None:
            return
        ours = set(self.job.known.get("unit", ())) - self.seen["unit"]
        server = self.root.removesuffix("v2/").removesuffix("v1/")
        url = f"{server}{endpoint.path.lstrip('/')}?{urlencode(endpoint.query | {'since': EVER})}"
        rows = await self.side("deleted", url)
        if rows is None:
            return
        if not isinstance(rows, list):
            self.fault("deleted", f"{url} is not an array of tombstones")
            return
        seen = self.stats.collections["deleted"]
        seen.rows = seen.expected = len(rows)
        seen.complete = True
        for row in list_of_rows(rows):
            number = row.get("sportsPlaceId")
            key = f"lipas:{number}"
            if key in ours:
                ours.discard(key)
                self.count_rows("unit", 1)
                self.put_item(Item(op="gone", collection="unit", key=key, url=url), url)


def _id_of(row: Any) -> str | None:
    try:
        return site_key(row)
    except RowRefused:
        return None
