"""The city's divisions from its map server (WFS, GeoServer): whole layers as GeoJSON, districts first, then postal areas."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.rows import RowRefused
from crawler.sources.divisions_rows import KNOWN_FIELDS, declared_system, read_area
from crawler.spiders import SourceSpider, Unreachable


class DivisionsSpider(SourceSpider):
    """One request a layer. A layer that came in part is not seen to its end: nothing of it is absent."""

    name = "divisions"

    async def walk(self) -> None:
        await self._walk_layer("district")
        try:
            await self._walk_layer("postal_area")
        except Unreachable as error:
            self.fault("postal_area", str(error))

    async def _walk_layer(self, layer: str) -> None:
        url = self.address(self.source.collections[layer])
        _, body = await self.get_json(url)
        features = body.get("features") if isinstance(body, Mapping) else None
        if not isinstance(features, list):
            self.refuse_page("unexpected_shape", body, url)
            raise Unreachable(f"{url} is not a feature collection")
        system = declared_system(body)
        for feature in features if self.job.limit is None else features[: self.job.limit]:
            self.count_rows(layer, 1)
            if isinstance(feature, Mapping):
                self.note_unmapped(feature.get("properties"), KNOWN_FIELDS)
            try:
                self.put(read_area(feature, self.source, layer, system=system), url)
            except RowRefused as error:
                self.refuse(error, layer, url)
        seen = self.stats.collections[layer]
        matched = body.get("numberMatched", body.get("totalFeatures"))
        seen.expected = matched if isinstance(matched, int) else len(features)
        if len(features) < seen.expected:
            raise Unreachable(f"{url} gave {len(features)} of {seen.expected} features")
        seen.complete = True
