"""palvelukarttaws v4: whole arrays without paging. The tree and the words first, then the register's shortages, then the units."""

from __future__ import annotations

from crawler.rows import RowRefused
from crawler.sources.palvelukartta_remarks import odd_in_unit
from crawler.sources.palvelukartta_rows import KNOWN_FIELDS, read_shortages, read_tree, read_unit, read_words
from crawler.spiders import SourceSpider, Unreachable


class PalvelukarttaSpider(SourceSpider):
    """One complete array a collection. The tree is needed to know what is in scope: without it there is no run."""

    name = "palvelukartta"

    async def walk(self) -> None:
        endpoints = self.source.collections
        tree_rows = await self.side("ontologytree", self.address(endpoints["ontologytree"]))
        tree = read_tree(tree_rows)
        if not tree.parents:
            why = next(iter(self.stats.collections["ontologytree"].faults), "it came empty")
            raise Unreachable(f"without the service tree nothing is known to be in scope; no unit was read: {why}")
        self._seen_whole("ontologytree", tree_rows)
        word_rows = await self.side("ontologyword", self.address(endpoints["ontologyword"]))
        words = read_words(word_rows)
        self._seen_whole("ontologyword", word_rows)
        await self._walk_shortages()
        url = self.address(endpoints["unit"])
        _, rows = await self.get_json(url)
        if not isinstance(rows, list):
            self.refuse_page("unexpected_shape", rows, url)
            raise Unreachable(f"{url} is not an array of units")
        for row in rows if self.job.limit is None else rows[: self.job.limit]:
            self.count_rows("unit", 1)
            self.note_unmapped(row, KNOWN_FIELDS)
            try:
                record = read_unit(row, self.source, self.rules, tree, words)
                self.put(record, url)
                self.remark(odd_in_unit(row, record, tree, words), record, url)
            except RowRefused as error:
                self.refuse(error, "unit", url)
        self._finish("unit", len(rows))

    async def _walk_shortages(self) -> None:
        url = self.address(self.source.collections["shortage"])
        rows = await self.side("shortage", url)
        if rows is None:
            return
        if not isinstance(rows, list) or not rows:
            self.fault("shortage", f"{url} is not an array with rows; what was known stays")
            return
        refused: list[RowRefused] = []
        records = list(read_shortages(rows, self.source, refused.append))
        for error in refused:
            self.refuse(error, "shortage", url)
        if any(error.source_id is None for error in refused):
            self.fault("shortage", f"{url}: a row names no unit: {refused[0]}; what was known stays")
            return
        for record in records:
            self.put(record, url)
        self._finish("shortage", len(rows))

    def _seen_whole(self, collection: str, rows: object) -> None:
        if isinstance(rows, list):
            self._finish(collection, len(rows))

    def _finish(self, collection: str, expected: int) -> None:
        seen = self.stats.collections[collection]
        seen.expected = expected
        seen.complete = True
        if collection != "unit":
            seen.rows = expected
