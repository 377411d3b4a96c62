"""Hauki: the opening hours of the units that the ledger publishes, asked for a hundred at a time, first the resources, then their periods.

Periods, not days: what holds in the days to come would be another answer every day. Units that Hauki does not know are not in its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crawler.paging import result_pages
from crawler.rows import RowRefused
from crawler.sources.hauki_rows import KNOWN_FIELDS, Resource, odd_in_periods, read_hours, read_resource, resource_of
from crawler.spiders import SourceSpider, Unreachable
from schemas.record import Item, Record

BATCH = 100
"""Ids in one address: as unified-search does."""
SURELY_SOME = 5
"""So many resources with periods of their own do not all have none at once: then it is the answer that is wrong."""


class HaukiSpider(SourceSpider):
    """A row is a unit that has a resource in Hauki."""

    name = "hauki"

    async def walk(self) -> None:
        units = sorted(self.job.known.get("unit", ()), key=lambda key: (len(key), key))
        if not units:
            raise Unreachable("no unit is published, so there is nothing to ask of; crawl palvelukartta first")
        for start in range(0, len(units), BATCH):
            await self._walk_batch(units[start : start + BATCH])
            if self.reached_limit("hours"):
                return
        seen = self.stats.collections["hours"]
        seen.expected = seen.rows
        seen.complete = self.stats.collections["date_period"].complete = True

    async def _walk_batch(self, units: list[str]) -> None:
        resources: list[tuple[Resource | RowRefused, str]] = []
        asked = frozenset(units)
        url = self.address(self.source.collections["hours"], resource_ids=",".join(units))
        async for rows, page, _ in result_pages(self, url):
            for row in rows:
                self.note_unmapped(row, KNOWN_FIELDS)
                try:
                    resources += [(one, page) for one in read_resource(row, asked)]
                except RowRefused as error:
                    resources.append((error, page))
        numbers = [one.number for one, _ in resources if isinstance(one, Resource)]
        periods = await self._periods(numbers) if numbers else {}
        said = [one for one, _ in resources if isinstance(one, Resource) and one.has_periods]
        if len(said) >= SURELY_SOME and not any(periods.get(one.number) for one in said):
            raise Unreachable(f"{len(said)} resources have periods, and the answer holds none of them: {url}")
        for one, page in resources:
            self.count_rows("hours", 1)
            if isinstance(one, RowRefused):
                self.refuse(one, "hours", page)
            else:
                self._take(one, periods.get(one.number, []), page)

    def _take(self, resource: Resource, periods: list[Mapping[str, object]], url: str) -> None:
        try:
            record = read_hours(resource, periods, self.source)
        except RowRefused as error:
            self.refuse(error, "hours", url)
            return
        if isinstance(record, str):
            rule = record
            record = Record(source=self.source.name, collection="hours", key=resource.unit, scope=rule, in_scope=False)
            self.put_item(Item(op="out_of_scope", collection="hours", key=resource.unit, rule=rule, url=url), url)
            self.stats.out_of_scope[rule] = self.stats.out_of_scope.get(rule, 0) + 1
        else:
            self.put(record, url)
        self.remark(odd_in_periods(periods), record, url)

    async def _periods(self, numbers: Iterable[int]) -> dict[int, list[Mapping[str, object]]]:
        """The periods of resources, by resource. The list comes whole today; were it paged, it would be followed."""
        url = self.address(
            self.source.collections["date_period"], resource=",".join(str(number) for number in sorted(set(numbers)))
        )
        rows = await self._all_periods(url)
        self.count_rows("date_period", len(rows))
        found: dict[int, list[Mapping[str, object]]] = {}
        for row in rows:
            number = resource_of(row)
            if number is None:
                self.refuse_page("unexpected_shape", row, url)
                raise Unreachable(f"{url}: a period names no resource")
            found.setdefault(number, []).append(row)
        return found

    async def _all_periods(self, url: str) -> list[Any]:
        _, body = await self.get_json(url)
        if isinstance(body, list):
            return body
        return [row async for rows, _, _ in result_pages(self, url) for row in rows]
