"""Where a search is worked at, and whose records it shows: at once and the index's while that is as new as the ledger."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from indexer.engines.base import Answer
from indexer.engines.embedded import EmbeddedEngine
from liiku.context import Context
from liiku.serving import deps_of
from schemas.query import SearchQuery
from search_api.deps import Deps
from search_api.searching import run_search


def answers_as(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let the engine's answers be changed ones."""
    search = EmbeddedEngine.search
    monkeypatch.setattr(EmbeddedEngine, "search", lambda engine, request: change(search(engine, request)))


def stale(answer: Answer) -> Answer:
    """The answer of an index that is behind: another body, and a hit that is gone meanwhile."""
    hits = [hit._replace(body=b'{"stale":true}') for hit in answer.hits]
    return replace(answer, as_of=answer.as_of - 1, hits=[hits[0]._replace(id="gone"), *hits[1:]])


def test_services_are_the_ledgers_own_bytes(client: TestClient, sample: Context) -> None:
    hits = client.get("/v1/search", params={"q": "uinti"}).json()["hits"]
    rows = sample.ledger.services([hit["id"] for hit in hits])
    assert hits
    assert [hit["service"] for hit in hits] == [orjson.loads(rows[hit["id"]].body) for hit in hits]


def test_an_index_that_is_behind_shows_what_the_ledger_has(
    client: TestClient, sample: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/v1/search", params={"q": "uinti"}).json()["hits"]
    answers_as(monkeypatch, stale)
    assert client.get("/v1/search", params={"q": "uinti"}).json()["hits"] == before[1:]


def test_an_engine_that_keeps_no_bodies_has_them_from_the_ledger(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/v1/search", params={"q": "uinti"}).json()["hits"]
    answers_as(monkeypatch, lambda answer: replace(answer, hits=[hit._replace(body=b"") for hit in answer.hits]))
    assert client.get("/v1/search", params={"q": "uinti"}).json()["hits"] == before


def where(deps: Deps) -> str:
    """The name of the thread in which a search is worked at."""

    async def asked() -> str:
        return await deps.at_desk(lambda _: threading.current_thread().name)

    return asyncio.run(asked())


def test_a_search_is_worked_at_at_once_only_where_nothing_must_be_read_first(
    sample: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    deps = deps_of(sample)
    run_search(deps, SearchQuery(q="uinti"))
    assert where(deps) == threading.main_thread().name
    monkeypatch.setattr(EmbeddedEngine, "is_at_hand", lambda engine: False)
    assert where(deps) != threading.main_thread().name


def test_after_a_publication_the_first_search_is_worked_at_in_a_thread(
    sample: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    deps = deps_of(sample)
    run_search(deps, SearchQuery(q="uinti"))
    position = sample.ledger.position()
    monkeypatch.setattr(type(sample.ledger), "position", lambda ledger: position + 1)
    assert where(deps) != threading.main_thread().name
