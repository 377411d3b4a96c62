"""Linked Events v1: pages by `meta.next`, places and keywords as collections of their own, what is missing by its own address.

A full run walks the window of days. An increment asks for what changed since the last good run, deleted rows included, and fetches
only the places, keywords and series that the ledger does not have.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

from crawler.paging import MAX_PAGES, SHRUNK, next_address
from crawler.rows import RowRefused, as_row, required_text_id
from crawler.sources.linkedevents_checks import KNOWN_FIELDS
from crawler.sources.linkedevents_references import replaced_by
from crawler.sources.linkedevents_remarks import odd_in_event, odd_in_place
from crawler.sources.linkedevents_rows import read_event, read_keyword, read_place
from crawler.spiders import SourceSpider, Unreachable
from schemas.record import Item, Record
from schemas.run import Mode
from schemas.settings import HELSINKI


class LinkedEventsSpider(SourceSpider):
    """Reads any instance of Linked Events."""

    name = "linkedevents"

    async def walk(self) -> None:
        self.wanted: dict[str, dict[str, None]] = {"place": {}, "keyword": {}, "event": {}}
        if self.job.mode is Mode.FULL:
            await self._walk_side("place", lambda row: read_place(row, self.source))
            await self._walk_side("keyword", lambda row: read_keyword(row, self.source))
        await self._walk_events()
        await self._fetch_missing("event", self._take_event_detail)
        await self._fetch_missing("place", lambda row: read_place(row, self.source))
        await self._fetch_missing("keyword", lambda row: read_keyword(row, self.source))

    async def _walk_side(self, collection: str, read: Callable[[Any], Record]) -> None:
        try:
            async for row, url in self._pages(collection, self.address(self.source.collections[collection])):
                try:
                    record = read(row)
                    self.put(record, url)
                    if collection == "place":
                        self.remark(odd_in_place(row, record), record, url)
                except RowRefused as error:
                    self.refuse(error, collection, url)
        except Unreachable as error:
            self.fault(collection, str(error))

    async def _walk_events(self) -> None:
        endpoint = self.source.collections["event"]
        if self.job.mode is Mode.INCREMENTAL and self.job.since:
            # a full moment with its zone: a bare date means the END of that day upstream
            url = self.address(
                endpoint, last_modified_since=f"{self.job.since:%Y-%m-%dT%H:%M:%SZ}", show_deleted="true"
            )
        else:
            first, last = self._window()
            self.stats.window = (first, last)
            url = self.address(endpoint, start=first, end=last)
        async for row, page in self._pages("event", url):
            self.note_unmapped(row, KNOWN_FIELDS)
            try:
                self._take_event(row, page)
            except RowRefused as error:
                self.refuse(error, "event", page)

    def _window(self) -> tuple[str, str]:
        today = self.job.now.astimezone(HELSINKI).date()
        before, after = self.source.window_days or (-1, 365)
        return str(today + timedelta(days=before)), str(today + timedelta(days=after))

    def _take_event(self, value: Any, url: str) -> None:
        row = as_row(value)
        if row.get("deleted") is True:
            key = required_text_id(row)
            self.put_item(Item(op="gone", collection="event", key=key, replaced_by=replaced_by(row), url=url), url)
            return
        reading = self.memory.read(row, lambda: read_event(row, self.source, self.rules))
        if not reading.in_scope:
            self.stats.out_of_scope[reading.scope] = self.stats.out_of_scope.get(reading.scope, 0) + 1
            item = Item(op="out_of_scope", collection="event", key=reading.key, rule=reading.scope, url=url)
            self.put_item(item, url)
            return
        self.put_reading(reading, url)
        self.remark(odd_in_event(row), reading, url)
        if reading.place:
            self.wanted["place"][reading.place] = None
        if reading.series:
            self.wanted["event"][reading.series] = None
        for keyword in reading.words:
            self.wanted["keyword"][keyword] = None

    def _take_event_detail(self, value: Any) -> Record:
        row = as_row(value)
        if row.get("deleted") is True:
            raise RowRefused("bad_value", "/deleted", True)
        return read_event(row, self.source, self.rules)

    async def _pages(self, collection: str, url: str) -> AsyncIterator[tuple[Any, str]]:
        """The rows of a collection with the address of their page. The walk is complete when it ends where the upstream says that it ends."""
        seen = self.stats.collections[collection]
        visited: set[str] = set()
        next_url: str | None = url
        while next_url:
            if next_url in visited or len(visited) >= MAX_PAGES:
                raise Unreachable(f"{next_url} comes again: `next` runs in a circle")
            visited.add(next_url)
            _, page = await self.get_json(next_url)
            meta, rows = (page.get("meta"), page.get("data")) if isinstance(page, dict) else (None, None)
            if not isinstance(meta, dict) or not isinstance(rows, list):
                self.refuse_page("unexpected_shape", page, next_url)
                raise Unreachable(f"{next_url} is not a page with meta and data")
            counted = meta.get("count")
            if isinstance(counted, int) and (seen.expected is None or counted >= SHRUNK * seen.expected):
                seen.expected = counted  # rows may go during the walk; a count that collapses is a fault, not news
            for row in rows:
                seen.rows += 1
                yield row, next_url
                if collection == self.source.main and self.reached_limit(collection):
                    return
            next_url = next_address(self, meta.get("next"), next_url)
        if seen.expected is not None and seen.rows < seen.expected:
            raise Unreachable(f"the walk of {collection} ended after {seen.rows} of {seen.expected} rows")
        seen.complete = True

    async def _fetch_missing(self, collection: str, read: Callable[[Any], Record]) -> None:
        """Fetch what events lean on and neither this run nor the ledger has. Gone ones stay unknown; a replaced one says by what."""
        have = self.seen[collection] | set(self.job.known.get(collection, ()))
        missing = [key for key in self.wanted[collection] if key not in have]
        faults = self.stats.collections[collection].faults
        if not missing or (faults and collection != "event"):
            return
        unreached = self.stats.collections[collection].unreached
        unreached += missing[self.source.limits.details :]
        for key in missing[: self.source.limits.details]:
            url = f"{self.root}{self.source.collections[collection].path}{key}/"
            try:
                _, row = await self.get_json(url, may_be_gone=True)
                if row is None:
                    continue
                record = read(row)
            except (Unreachable, RowRefused) as error:
                self.stats.faults.append(f"{collection} {key}: {error}")
                unreached.append(key)
                continue
            if record.key != key and record.collection == "event":
                continue
            if record.collection == "event":
                self.count_rows("event", 1)
            # a replaced place or keyword (301): what it became is kept under the id that events still use
            self.put(record.model_copy(update={"key": key}), url)
        if len(missing) > self.source.limits.details:
            self.stats.faults.append(
                f"{collection}: {len(missing) - self.source.limits.details} details over the limit were not fetched"
            )
