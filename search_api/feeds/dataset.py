"""What the dataset is, in numbers and in JSON-LD: schema.org's Dataset with DCAT's terms where they fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indexer.completeness import Standing, completeness
from indexer.dumps import LICENCE
from indexer.ledger import Ledger
from schemas.service import Service
from schemas.source import Source
from search_api.deps import Deps
from search_api.feeds.freshness import Freshness, freshness, late
from search_api.feeds.say import tell

LOOKED_AT = 1000
"""Offerings of which the quality is counted; where there are more, a share of these."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Of `of` offerings: in how many a value is stated, worked out, or not known."""

    value: str
    of: int
    stated: int
    derived: int

    @property
    def unknown(self) -> int:
        return self.of - self.stated - self.derived


@dataclass(frozen=True, slots=True)
class Dataset:
    """What `/dataset` says. `shown`, `withheld`: offerings by source."""

    base: str
    change_number: int
    shown: dict[str, int]
    withheld: dict[str, int]
    freshness: list[Freshness]
    quality: tuple[Quality, ...]

    @property
    def late(self) -> list[str]:
        return late(self.freshness)


def look_at(deps: Deps) -> Dataset:
    """The dataset as it is now."""
    with deps.ledger.feed() as feed:
        number, counts = feed.newest(), feed.counts()
    return Dataset(
        base=deps.settings.public_url.rstrip("/"),
        change_number=number,
        shown={name: one["shown"] for name, one in counts.items() if one["shown"]},
        withheld={name: one["withheld"] for name, one in counts.items() if one["withheld"]},
        freshness=freshness(deps.ledger, deps.sources, now=deps.now()),
        quality=_quality(deps.ledger, number),
    )


@lru_cache(maxsize=2)
def _quality(ledger: Ledger, number: int) -> tuple[Quality, ...]:  # noqa: ARG001  # the number makes it fresh
    with ledger.feed() as feed:
        services = [Service.model_validate_json(body) for body in feed.some(LOOKED_AT)]
    return tuple(
        Quality(name, len(services), *_stated_and_derived(fill.counts)) for name, fill in completeness(services).items()
    )


def _stated_and_derived(counts: Counter[Standing]) -> tuple[int, int]:
    return counts[Standing.STATED], counts[Standing.DERIVED]


def credited_sources(deps: Deps) -> list[Source]:
    """The sources of which something is in the open data: offerings of their own, or what they say of others'."""
    return [one for name, one in deps.sources.items() if one.republish and deps.ledger.last_published(name) is not None]


def dataset_ld(found: Dataset, deps: Deps, lang: str) -> dict[str, Any]:
    """The JSON-LD of the dataset."""
    base = found.base
    files = (
        ("feed_name", "/feeds/services", "application/json"),
        ("jsonl_name", "/dump/services.jsonl", "application/jsonl"),
        ("geojson_name", "/dump/services.geojson", "application/geo+json"),
    )
    runs = [run for name in deps.sources if (run := deps.ledger.last_published(name))]
    newest = max((run.finished_at for run in runs if run.finished_at), default=None)
    credited = sorted({source.attribution for source in credited_sources(deps)})
    value: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/", "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": f"{base}/dataset",
        "url": f"{base}/dataset",
        "name": tell("dataset_title", lang),
        "description": tell("dataset_what", lang),
        "keywords": [tell(key, lang) for key in ("kw_sports", "kw_culture", "kw_learning", "kw_access")],
        "license": LICENCE,
        "dct:license": {"@id": LICENCE},
        "isAccessibleForFree": True,
        "inLanguage": ["fi", "sv", "en"],
        "spatialCoverage": {"@type": "Place", "name": "Helsinki"},
        "creator": {"@type": "Organization", "name": "LiiKu-tarjotin"},
        "publisher": {"@type": "Organization", "name": "LiiKu-tarjotin", "url": base, "legalName": "LiiKu-tarjotin"},
        "dcat:contactPoint": {"@type": "ContactPoint", "description": deps.settings.contact},
        "creditText": "; ".join(credited),
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/HOURLY"},
        "schemaVersion": f"{base}/schemas/service.json",
        "documentation": f"{base}/dataset",
        "version": str(found.change_number),
        "size": f"{sum(found.shown.values())}",
        "distribution": [
            {
                "@type": ["DataDownload", "dcat:Distribution"], "name": tell(key, lang), "contentUrl": base + path,
                "encodingFormat": media_type, "license": LICENCE, "dcat:mediaType": media_type,
            }
            for key, path, media_type in files
        ],
    }  # fmt: skip
    if newest is not None:
        value["dateModified"] = newest.isoformat()
    return value
