"""The service description register: one whole array of descriptions, each with the units that give the service and the groups that it names."""

from __future__ import annotations

from crawler.rows import RowRefused, as_row, required_int_id
from crawler.sources.vpalvelurekisteri_rows import KNOWN_FIELDS, odd_in_description, read_description, units_of
from crawler.spiders import SourceSpider, Unreachable
from schemas.record import Item

NO_UNIT = "serves_no_unit"


class DescriptionsSpider(SourceSpider):
    """A description that no unit gives is out of scope: it says nothing of a place that one could go to."""

    name = "vpalvelurekisteri"

    async def walk(self) -> None:
        url = self.address(self.source.collections["description"])
        _, rows = await self.get_json(url)
        if not isinstance(rows, list):
            self.refuse_page("unexpected_shape", rows, url)
            raise Unreachable(f"{url} is not an array of descriptions")
        known = KNOWN_FIELDS | set(self.source.lookups.get("fields", {}).keys())
        for row in rows if self.job.limit is None else rows[: self.job.limit]:
            self.count_rows("description", 1)
            self.note_unmapped(row, known)
            try:
                self._take(row, url)
            except RowRefused as error:
                self.refuse(error, "description", url)
        seen = self.stats.collections["description"]
        seen.expected = len(rows)
        seen.complete = True

    def _take(self, value: object, url: str) -> None:
        row = as_row(value)
        if units_of(row):
            record = read_description(row, self.source)
            self.put(record, url)
            self.remark(odd_in_description(row, self.source), record, url)
            return
        key = str(required_int_id(row))
        self.put_item(Item(op="out_of_scope", collection="description", key=key, rule=NO_UNIT, url=url), url)
        self.stats.out_of_scope[NO_UNIT] = self.stats.out_of_scope.get(NO_UNIT, 0) + 1
