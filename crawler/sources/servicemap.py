"""servicemap v2: how many accessibility shortcomings of each profile a unit has. Pages of a thousand units, only the field that is needed."""

from __future__ import annotations

from crawler.paging import result_pages
from crawler.rows import RowRefused
from crawler.sources.servicemap_rows import KNOWN_FIELDS, odd_in_counts, read_counts
from crawler.spiders import SourceSpider


class ServicemapSpider(SourceSpider):
    """One record a unit, also where nothing is counted: that nothing is counted any more is news too."""

    name = "servicemap"

    async def walk(self) -> None:
        seen = self.stats.collections["shortcomings"]
        async for rows, url, expected in result_pages(self, self.address(self.source.collections["shortcomings"])):
            seen.expected = expected
            for row in rows:
                self.count_rows("shortcomings", 1)
                self.note_unmapped(row, KNOWN_FIELDS)
                try:
                    record = read_counts(row, self.source)
                    self.put(record, url)
                    self.remark(odd_in_counts(row), record, url)
                except RowRefused as error:
                    self.refuse(error, "shortcomings", url)
                if self.reached_limit("shortcomings"):
                    return
        seen.complete = True
