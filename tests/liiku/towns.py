"""A small town in a data directory: two publishers, three runs, a held one, a pair, a correction, decisions; and what can be seen of it from outside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from indexer.catch_up import catch_up, rebuild
from indexer.publish import publish
from indexer.run_folder import RunFolder
from indexer.usage_rows import Cell, UsageRows
from liiku.context import BUNDLED_SOURCES, Context
from schemas.identity import service_id
from schemas.record import Item
from schemas.run import CollectionStats, CrawlStats, Mode, Run
from schemas.settings import Settings
from tests.conftest import client_of
from tests.feeds.towns import COLLECTION, NOW, offering

PUBLISHERS = ("kulke", "opisto")
WHO = "Maija Esimerkki"
PATHS = (
    "/v1/search?limit=50",
    "/v1/search?q=lukupiiri&limit=50",
    "/v1/search?q=satutuokio&limit=50",
)
"""What a search is compared by."""


def settings_of(folder: Path, **more: Any) -> Settings:
    """The settings of a town in this folder; its sources lie beside it."""
    wishes = {
        "data_dir": folder, "sources_dir": folder.parent / "sources", "ledger_url": None, "now": NOW,
        "public_url": "http://tarjotin.test", "engine": "embedded", "rate_limits": 0,
    }  # fmt: skip
    return Settings.model_validate(wishes | more)


def write_sources(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    mould = yaml.safe_load((BUNDLED_SOURCES / "linkedevents.yaml").read_text("utf-8"))
    for name in PUBLISHERS:
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(mould | {"name": name}), "utf-8")


class Town:
    """Runs are written by hand and published through the one door."""

    def __init__(self, folder: Path, **more: Any) -> None:
        write_sources(folder.parent / "sources")
        self.folder = folder
        self.context = Context(settings_of(folder, **more))
        self.runs = 0

    def crawled(self, source: str, *items: Item, complete: bool = True) -> RunFolder:
        """The folder of a full run that saw these items."""
        self.runs += 1
        at = self.context.settings.clock() + timedelta(minutes=self.runs)
        newest = self.context.ledger.newest_run(source)
        if newest is not None and newest.started_at >= at:  # as the crawler does when the clock was set back
            at = newest.started_at + timedelta(seconds=1)
        folder = RunFolder(self.context.runs_dir / f"{at:%Y%m%dT%H%M%SZ}-{source}-{self.runs:04}")
        folder.create()
        for item in items:
            folder.put(item)
        seen = CollectionStats(complete=complete, rows=len(items), expected=len(items))
        folder.finish(CrawlStats(
            run=folder.path.name, source=source, mode=Mode.FULL, base_url="http://127.0.0.1/", main_collection=COLLECTION,
            clock=self.context.settings.clock(), started_at=at, finished_at=at, complete=complete, collections={COLLECTION: seen},
        ))  # fmt: skip
        return folder

    def publish(self, source: str, *numbers: int, title: str = "Satutuokio") -> Run:
        """A full run of a publisher with these offerings, published and indexed."""
        items = [offers(source, number, title) for number in numbers]
        run = publish(
            self.context.ledger, self.crawled(source, *items), self.context.sources, now=self.context.settings.clock()
        )
        catch_up(self.context.ledger, self.context.engine)
        return run

    def fill(self) -> None:
        """All that a ledger holds: joined and parted offerings, one corrected, one missing, a rejected and a held run."""
        self.publish("kulke", *range(1, 9))
        self.publish("opisto", 1, 2, *range(21, 28), title="Lukupiiri")
        self.publish("kulke", *range(1, 8))
        desk = self.context.desk
        one, other = service_id("kulke", "kulke:1"), service_id("opisto", "opisto:1")
        desk.settle_pair((one, other), "joined", who=WHO, why="the same evening")
        two = (service_id("kulke", "kulke:2"), service_id("opisto", "opisto:2"))
        desk.settle_pair(two, "separate", who=WHO, why="two rooms")
        until = (NOW + timedelta(days=30)).date()
        desk.correct(service_id("kulke", "kulke:3"), "/cost", {"class": "free"}, who=WHO, why="asked", until=until)
        ended = desk.correct(
            service_id("kulke", "kulke:4"), "/cost", {"class": "free"}, who=WHO, why="asked", until=until
        )
        desk.end(ended.id, who=WHO, why="no longer")
        refused = self.publish("opisto", 1)
        desk.reject(refused.id, who=WHO, why="half of it is gone")
        self.publish("opisto", 2)

    def count_searches(self) -> None:
        """Counted searches of two months."""
        with self.context.ledger.writing() as connection:
            rows = UsageRows(connection)
            for month, times in (("2026-10", 41), ("2026-11", 12)):
                rows.add(Cell(month, "category", "swimming"), times)

    def bodies(self) -> dict[str, tuple[str, str]]:
        """What is in the tray: id → (upstream id, body)."""
        return bodies(self.context)


def offers(source: str, number: int, title: str = "Satutuokio") -> Item:
    record = offering(source, number, title)
    return Item(op="put", collection=record.collection, key=record.key, record=record)


def bodies(context: Context) -> dict[str, tuple[str, str]]:
    return {row.id: (row.source_id, row.body) for row in context.ledger.live_services()}


def seen_from_outside(context: Context) -> dict[str, bytes]:
    """The feed and some searches, as bytes; by an index that is made anew, because one that grew scores otherwise."""
    rebuild(context.ledger, context.engine)
    client = client_of(context)
    found = {}
    url = "/feeds/services?afterChangeNumber=0&limit=500"
    for path in (url, *PATHS):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        found[path] = answer.content
    return found


def counted(context: Context) -> dict[str, int]:
    """How often searches were counted, by month."""
    with context.ledger.usage() as usage:
        return {cell.month: times for cell, times in usage.all().items()}
