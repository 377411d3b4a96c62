"""A town with three publishers: runs of theirs published into a real ledger, the application over it, and readers of its feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from starlette.testclient import TestClient

from indexer.dumps import JSONL, Dump, dump_folder, ready_dump, write_dump
from indexer.ledger import Ledger
from indexer.publish import publish
from indexer.run_folder import RunFolder
from liiku.context import BUNDLED_SOURCES, Context
from schemas.record import Item, Record
from schemas.run import CollectionStats, CrawlStats, Mode, RunState
from schemas.settings import Settings
from schemas.source import Source, read_yaml
from search_api.feeds.rpde import page_json, read_position
from tests.conftest import client_of

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
PUBLIC_URL = "http://tarjotin.test"
LINKEDEVENTS = read_yaml(BUNDLED_SOURCES / "linkedevents.yaml", Source)
PUBLISHERS = ("kulke", "opisto", "seura")
COLLECTION = "event"
TITLES = ("Satutuokio", "Lukupiiri", "Tanssi")


def offering(source: str, number: int, title: str = "Satutuokio") -> Record:
    """An event of a publisher. Those with the same number and title are held at the same time and place, so that they may be one."""
    return Record.model_validate({
        "source": source, "collection": COLLECTION, "key": f"{source}:{number}", "scope": "public_programme",
        "links": {"place": f"tprek:{number}"},
        "offering": {
            "kind": "event", "name": {"fi": title}, "organisation": {"id": f"ahjo:{number}"},
            "places": [{"name": {"fi": f"Talo {number}"}, "lat": 60.17 + number / 1000, "lon": 24.94, "precision": "exact"}],
            "schedule": {"sessions": [{"start": (NOW + timedelta(days=number)).isoformat()}]},
        },
    })  # fmt: skip


@dataclass
class Town:
    """`republishes`: what the YAML of each publisher says of that."""

    folder: Path
    republishes: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PUBLISHERS, True))
    runs: int = 0

    def __post_init__(self) -> None:
        settings = Settings(data_dir=self.folder, ledger_url=None, public_url=PUBLIC_URL, now=NOW)
        self.context = Context(settings)
        self.ledger: Ledger = self.context.ledger

    def client(self) -> TestClient:
        return client_of(self.context)

    def page(self, url: str) -> Any:
        """A page of the feed as the application makes it, without HTTP around it."""
        parts = urlsplit(url)
        base = f"{PUBLIC_URL}/feeds/services"
        position = read_position(parse_qs(parts.query), base=base, query=parts.query)
        with self.ledger.feed() as feed:
            rows = feed.page(position.after, position.limit)
        return orjson.loads(page_json(rows, following=position.following(rows), is_sample=False))

    @property
    def sources(self) -> Mapping[str, Source]:
        return {
            name: LINKEDEVENTS.model_copy(update={"name": name, "republish": republish})
            for name, republish in self.republishes.items()
        }

    def publish(
        self, source: str, *records: Record, gone: Iterable[str] = (), mode: Mode = Mode.INCREMENTAL
    ) -> RunState:
        """One run of a publisher, with what it says is gone; a full one says of the rest that it is absent."""
        leaving = list(gone)
        self.runs += 1
        at = NOW + timedelta(minutes=self.runs)
        folder = RunFolder(self.context.runs_dir / f"{at:%Y%m%dT%H%M%SZ}-{source}-{self.runs:04}")
        folder.create()
        for record in records:
            folder.put(Item(op="put", collection=record.collection, key=record.key, record=record))
        for key in leaving:
            folder.put(Item(op="gone", collection=COLLECTION, key=key))
        seen = CollectionStats(complete=True, rows=len(records) + len(leaving), expected=len(records) + len(leaving))
        folder.finish(CrawlStats(
            run=folder.path.name, source=source, mode=mode, base_url="http://127.0.0.1/", main_collection=COLLECTION,
            clock=NOW, started_at=at, finished_at=at, complete=True, collections={COLLECTION: seen},
        ))  # fmt: skip
        return publish(self.ledger, folder, self.sources, now=NOW).state

    def settle(self) -> None:
        with self.ledger.publishing() as publication:
            publication.settle_feed(self.sources, at=NOW)

    def dump(self) -> Dump:
        return write_dump(self.ledger, dump_folder(self.folder), public_url=PUBLIC_URL, now=NOW)

    def open_data(self) -> dict[str, Any]:
        """What a reader in step holds: what is in the tray and may be republished."""
        rows = self.ledger.live_services()
        return {row.id: orjson.loads(row.body) for row in rows if self.republishes[row.source]}


@dataclass
class Reader:
    """Somebody else's copy, kept by following the feed in pages of `limit`."""

    get: Callable[[str], Any]
    limit: int
    url: str = ""
    copy: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.url = self.url or f"{PUBLIC_URL}/feeds/services?limit={self.limit}"

    def read_page(self) -> bool:
        """Read one page; whether there is another."""
        page = self.get(self.url)
        places = [item["modified"] for item in page["items"]]
        assert places == sorted(set(places))
        is_last = page["next"] == self.url
        assert not (is_last and places)
        for item in page["items"]:
            if item["state"] == "deleted":
                assert "data" not in item
                self.copy.pop(item["id"], None)
            else:
                self.copy[item["id"]] = item["data"]
        self.url = page["next"]
        return not is_last

    def catch_up(self) -> dict[str, Any]:
        while self.read_page():
            pass
        return self.copy

    def seen_from_here(self) -> dict[str, Any]:
        """What this copy would be if it caught up now; it stays where it is."""
        return Reader(self.get, self.limit, self.url, dict(self.copy)).catch_up()


def reader_of_dump(town: Town, limit: int = 3) -> Reader:
    """A reader that begins with the dump in force."""
    folder = dump_folder(town.folder)
    dump = ready_dump(town.ledger, folder, public_url=PUBLIC_URL, now=NOW)
    rows = [orjson.loads(line) for line in (folder / dump.folder / JSONL).read_bytes().splitlines()]
    url = f"{PUBLIC_URL}/feeds/services?afterChangeNumber={dump.number}&limit={limit}"
    return Reader(town.page, limit, url, {row["id"]: row["data"] for row in rows})
