"""A worker that got ready answers its first questions from memory; one that cannot get ready starts all the same."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.meili import MeiliEngine
from indexer.feed_rows import FeedRows
from indexer.language.analyser import shared_analyser
from indexer.ledger import Ledger
from liiku.context import Context
from liiku.serving import deps_of
from liiku.warming import warm, warm_in_background
from search_api.usage.counting import Usage
from tests.conftest import client_of
from tests.liiku.towns import Town

FIRST_QUESTIONS = ("/v1/search?q=satutuokio+kalliossa", "/v1/search?q=satutoukio", "/hsds/services")
"""A district, a typo, and a list that needs the catalogue."""
READS_ALL = {"services_after", "dated"}


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What a test froze is collected again."""
    yield
    gc.unfreeze()


@pytest.fixture
def here(tmp_path: Path) -> Context:
    """A worker that has just started over a town of thirty offerings."""
    town = Town(tmp_path / "town")
    town.publish("kulke", *range(1, 31))
    return Context(town.context.settings)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Readings of the whole ledger, and searches that were counted, as they come."""
    found: list[str] = []

    def recorded(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def called(*given: Any, **more: Any) -> Any:
            found.append(name)
            return original(*given, **more)

        monkeypatch.setattr(owner, name, called)

    recorded(Ledger, "services_after")
    recorded(FeedRows, "dated")
    recorded(Usage, "count")
    return found


def answers(context: Context) -> list[int]:
    client = client_of(context)
    return [client.get(path).status_code for path in FIRST_QUESTIONS]


def test_without_getting_ready_the_first_questions_read_the_whole_ledger(here: Context, calls: list[str]) -> None:
    assert answers(here) == [200, 200, 200]
    assert set(calls) >= READS_ALL


def test_a_worker_that_got_ready_answers_them_without(here: Context, calls: list[str]) -> None:
    warm(deps_of(here))
    assert set(calls) >= READS_ALL
    calls.clear()
    assert answers(here) == [200, 200, 200]
    assert not READS_ALL & set(calls)


def test_its_own_questions_are_not_counted_among_the_searches(here: Context, calls: list[str]) -> None:
    warm(deps_of(here))
    assert "count" not in calls
    answers(here)
    assert "count" in calls


def test_the_table_of_spellings_is_there_before_anybody_mistypes(here: Context) -> None:
    assert "spelling" not in vars(here.engine.vocabulary())
    warm(deps_of(here))
    assert "spelling" in vars(here.engine.vocabulary())


def test_what_was_read_is_left_out_of_garbage_collection(here: Context) -> None:
    before = gc.get_freeze_count()
    warm(deps_of(here))
    assert gc.get_freeze_count() > before + 1000


def test_an_engine_that_is_away_is_said_in_the_log_and_stops_nothing(
    here: Context, caplog: pytest.LogCaptureFixture
) -> None:
    here.engine = MeiliEngine("http://127.0.0.1:9", key=None, index="services", analyser=shared_analyser())
    with caplog.at_level(logging.WARNING, logger="liiku.serving"):
        warm(deps_of(here))
    (said,) = [one.getMessage() for one in caplog.records if one.name == "liiku.serving"]
    assert "127.0.0.1:9" in said
    client = client_of(here)
    assert [client.get(path).status_code for path in ("/health", "/v1/search", "/hsds/services")] == [200, 503, 200]


def test_in_the_background_it_keeps_nobody_waiting(here: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on, vocabulary = threading.Event(), here.engine.vocabulary

    def held_up() -> Any:
        if threading.current_thread().name == "warming":
            may_go_on.wait(60)
        return vocabulary()

    monkeypatch.setattr(here.engine, "vocabulary", held_up)
    warm_in_background(deps_of(here))
    (thread,) = [one for one in threading.enumerate() if one.name == "warming"]
    try:
        assert answers(here) == [200, 200, 200]
        assert thread.is_alive()
        assert thread.daemon, "a server that ends does not wait for it"
    finally:
        may_go_on.set()
        thread.join(60)
    assert not thread.is_alive()
