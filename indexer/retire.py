"""A retired source leaves: a run that we make ourselves, in which every record is gone, so that it goes through the one door as any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from indexer.ledger import Publication, RecordState
from indexer.run_folder import RunFolder
from schemas.identity import service_id
from schemas.record import Item
from schemas.run import CollectionStats, CrawlStats, Mode
from schemas.service import State
from schemas.source import Source

RETIRED = "retired"
"""The reason for which such a run ended."""


def write_retirement(
    folder: RunFolder,
    source: Source,
    states: Mapping[tuple[str, str], RecordState],
    *,
    now: datetime,
    started_at: datetime,
    sample: bool,
) -> None:
    """Write the run in which everything that a source has is gone."""
    collections = {name: CollectionStats(complete=True, expected=0) for name in source.collections}
    for collection, key in sorted(states):
        seen = collections.setdefault(collection, CollectionStats(complete=True))
        seen.rows += 1
        seen.expected = seen.rows
        item = {"op": "gone", "collection": collection, "key": key, "replaced_in": source.replaced_by}
        folder.put(Item.model_validate(item))
    folder.finish(
        CrawlStats(
            run=folder.path.name,
            source=source.name,
            mode=Mode.FULL,
            base_url=source.root,
            main_collection=source.main,
            sample=sample,
            clock=now,
            started_at=started_at,
            finished_at=started_at,
            complete=True,
            reason=RETIRED,
            collections=collections,
        )
    )


def aliases_elsewhere(publication: Publication, items: Iterable[Item], source: str) -> list[tuple[str, str, str]]:
    """(id, source id, target id) of what is gone here and is published by another source under the same upstream id."""
    wanted = {
        service_id(source, item.key): (item.key, service_id(item.replaced_in, item.key))
        for item in items
        if item.replaced_in
    }
    rows = publication.services([*wanted, *(target for _, target in wanted.values())])
    return [
        (one, key, target)
        for one, (key, target) in wanted.items()
        if one in rows and target in rows and rows[target].state != State.REMOVED
    ]
