"""Takes back an approved run: a run that we make ourselves, which says what stood before it, so that it goes through the one door as any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from indexer.ledger import Ledger, RecordState
from indexer.run_folder import RunFolder
from schemas.errors import DecisionRefused
from schemas.record import Item
from schemas.run import CollectionStats, CrawlStats, Mode, Run, RunState
from schemas.source import Source

RESTORED = "restored"
"""The reason for which such a run ended, and where it came from: no increment builds on it."""
DONE = (RunState.PUBLISHED, RunState.UNCHANGED)
ALL_RUNS = 10_000


def runs_before(ledger: Ledger, run: Run) -> list[Run]:
    """The published runs that made what stood before this one, the full one first. Raises DecisionRefused."""
    done = [one for one in ledger.runs(run.source, limit=ALL_RUNS) if one.state in DONE]
    if newer := [one for one in done if one.started_at > run.started_at]:
        raise DecisionRefused(
            f"run {newer[0].id} was published after it: taking this one back would lose what that one brought"
        )
    found: list[Run] = []
    for one in (one for one in done if one.started_at < run.started_at):
        found.append(one)
        if one.mode is Mode.FULL and one.complete:
            return found[::-1]
    raise DecisionRefused(
        f"nothing of {run.source} was published before run {run.id}, so there is nothing to go back to"
    )


def write_restoration(
    folder: RunFolder,
    source: Source,
    before: Sequence[Run],
    states: Mapping[tuple[str, str], RecordState],
    *,
    runs_dir: Path,
    started_at: datetime,
    sample: bool,
) -> None:
    """Write the run that says what these runs said, the later over the earlier; whatever came since is gone. Raises DecisionRefused."""
    items: dict[tuple[str, str], Item] = {}
    for run in before:
        kept = RunFolder(runs_dir / run.id)
        if not kept.items_path.exists():
            raise DecisionRefused(
                f"the folder of run {run.id} is gone, so what stood before cannot be read; crawl again instead"
            )
        for item in kept.items():
            items[(item.collection, item.key)] = item
    stays = {key: item for key, item in items.items() if item.op == "put"}
    leaves = [
        Item.model_validate({"op": "gone", "collection": c, "key": k}) for c, k in sorted(states.keys() - stays.keys())
    ]
    folder.create()
    collections = {name: CollectionStats(complete=True) for name in source.collections}
    for item in [*stays.values(), *leaves]:
        folder.put(item)
        seen = collections.setdefault(item.collection, CollectionStats(complete=True))
        seen.rows += 1
        seen.expected = seen.rows
    last = before[-1]
    folder.finish(
        CrawlStats(
            run=folder.path.name,
            source=source.name,
            mode=Mode.FULL,
            base_url=RESTORED,
            main_collection=source.main,
            sample=sample,
            clock=last.began,
            started_at=started_at,
            finished_at=started_at,
            complete=True,
            reason=RESTORED,
            collections=collections,
        )
    )
