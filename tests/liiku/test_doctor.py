"""The doctor names what is wrong, why it matters and what to do; it mends nothing."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import meilisearch
import pytest

from indexer.engines.meili import MeiliEngine
from indexer.engines.meili_rights import PUBLISHING, SEARCHING
from indexer.language.analyser import shared_analyser
from indexer.ledger import Ledger
from liiku.checks.finding import Finding
from liiku.context import Context
from liiku.doctor import as_data, as_words, examine, is_well
from schemas.settings import Settings

PATIENCE_MS = 60_000
"""A busy server takes its time."""


def settings_in(folder: Path, **more: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, **more})


def wrongs(settings: Settings) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for name, finding in examine(Context(settings)):
        if finding.level == "wrong":
            found.setdefault(name, []).append(finding)
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with an empty ledger."""
    made = settings_in(tmp_path)
    Ledger(made.ledger()).migrate()
    return made


def test_an_installation_in_order_is_well(settings: Settings) -> None:
    found = examine(Context(settings))
    assert is_well(found)
    assert {"data", "clock", "sources", "analyser", "ledger", "locks", "engine"} <= {name for name, _ in found}


def test_looking_makes_no_ledger(tmp_path: Path) -> None:
    assert is_well(examine(Context(settings_in(tmp_path))))
    assert not (tmp_path / "ledger.sqlite").exists()


def test_every_wrong_says_what_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    found = examine(Context(settings_in(tmp_path, now=datetime(2026, 11, 22, tzinfo=UTC))))
    bad = [finding for _, finding in found if finding.level == "wrong"]
    assert {name for name, finding in found if finding.level == "wrong"} >= {"ledger", "clock"}
    assert all(one.what and one.why and one.do for one in bad)
    assert json.loads(json.dumps(as_data(found)))[0]["check"] == "data"
    assert all(one.what in as_words(found) for one in bad)


def test_a_run_that_was_crawled_and_never_published_is_named(settings: Settings) -> None:
    finished, broken = (settings.data_dir / "runs" / f"20261122T120000Z-lipas-{n}" for n in ("1a2b", "3c4d"))
    for folder in (finished, broken):
        folder.mkdir(parents=True)
    (finished / "stats.json").write_text("{}", encoding="utf-8")
    texts = [(one.what, one.do) for one in wrongs(settings)["runs"]]
    assert any(finished.name in what and "publish" in do for what, do in texts)
    assert any(broken.name in what and "delete" in do for what, do in texts)


def test_a_lock_of_a_process_that_died_is_named(settings: Settings) -> None:
    locks = settings.data_dir / "locks"
    locks.mkdir()
    told = {"what": "a crawl", "pid": 2**22 + 1, "since": "2026-11-22T10:00:00+00:00"}
    (locks / "lipas.holder").write_text(json.dumps(told), encoding="utf-8")
    (locks / "alive.holder").write_text(json.dumps(told | {"pid": os.getpid()}), encoding="utf-8")
    (finding,) = wrongs(settings)["locks"]
    assert "lipas" in finding.what
    assert "alive" not in finding.what


def test_a_source_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "lipas.yaml").write_text("nam: lipas\n", encoding="utf-8")
    (finding,) = wrongs(settings_in(tmp_path / "data", sources_dir=sources))["sources"]
    assert "lipas" in finding.what


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    found = wrongs(settings_in(tmp_path, engine="meilisearch", meili_url="http://127.0.0.1:9"))
    assert "127.0.0.1:9" in found["meilisearch"][0].what


class Server:
    """A real server, and keys of it for one index."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.index = f"liiku-doctor-{uuid.uuid4().hex[:12]}"
        self.client = meilisearch.Client(url, key)
        self.made: list[str] = []

    def key_for(self, *actions: str) -> str:
        made = self.client.create_key(
            {"actions": list(actions), "indexes": [self.index, f"{self.index}-next"], "expiresAt": None}
        )
        self.made.append(made.uid)
        return str(made.key)

    def wrongs(self, folder: Path, key: str) -> list[str]:
        made = settings_in(folder, engine="meilisearch", meili_url=self.url, meili_key=key, meili_index=self.index)
        return [one.what for one in wrongs(made).get("meilisearch", [])]


@pytest.fixture
def server() -> Iterator[Server]:
    url, key = os.environ.get("LIIKU_MEILI_URL"), os.environ.get("LIIKU_MEILI_KEY", "")
    if not url:
        pytest.skip("needs a Meilisearch server: set LIIKU_MEILI_URL (and LIIKU_MEILI_KEY)")
    made = Server(url, key)
    yield made
    for uid in made.made:
        made.client.delete_key(uid)
    made.client.wait_for_task(made.client.delete_index(made.index).task_uid, timeout_in_ms=PATIENCE_MS)


def test_a_publishers_key_publishes_and_a_search_key_searches_and_both_are_well(server: Server, tmp_path: Path) -> None:
    publisher = MeiliEngine(server.url, key=server.key_for(*PUBLISHING), index=server.index, analyser=shared_analyser())
    publisher.rebuild([], position=7)
    reader = MeiliEngine(server.url, key=server.key_for(*SEARCHING), index=server.index, analyser=shared_analyser())
    assert (reader.position(), reader.health().ok) == (7, True)
    assert server.wrongs(tmp_path, server.key_for(*PUBLISHING)) == []
    assert server.wrongs(tmp_path, server.key_for(*SEARCHING)) == []


def test_a_key_with_too_many_or_too_few_rights_is_told_from_a_wrong_one(server: Server, tmp_path: Path) -> None:
    assert any("too much" in what for what in server.wrongs(tmp_path, server.key))
    assert any("lacks documents.add" in w for w in server.wrongs(tmp_path, server.key_for("search", "tasks.get")))
    assert any("may not search" in what for what in server.wrongs(tmp_path, "no key at all"))


def test_a_missing_index_and_changed_settings_are_named(server: Server, tmp_path: Path) -> None:
    key = server.key_for(*PUBLISHING)
    assert any("there is no index" in what for what in server.wrongs(tmp_path, key))
    MeiliEngine(server.url, key=key, index=server.index, analyser=shared_analyser()).rebuild([], position=1)
    task = server.client.index(server.index).update_pagination_settings({"maxTotalHits": 1000})
    server.client.wait_for_task(task.task_uid, timeout_in_ms=PATIENCE_MS)
    assert any("pagination" in what for what in server.wrongs(tmp_path, key))


def test_a_task_that_failed_since_is_named_with_the_servers_words(server: Server, tmp_path: Path) -> None:
    key = server.key_for(*PUBLISHING)
    MeiliEngine(server.url, key=key, index=server.index, analyser=shared_analyser()).rebuild([], position=1)
    task = server.client.index(server.index).add_documents([{"id": "not / an id"}])
    server.client.wait_for_task(task.task_uid, timeout_in_ms=PATIENCE_MS)
    assert any(f"task {task.task_uid}" in what for what in server.wrongs(tmp_path, key))
