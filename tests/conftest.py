"""The sample city, crawled, published and indexed once for all tests, at a fixed moment; and a client of the application over it."""

from __future__ import annotations

import warnings
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from indexer.catch_up import catch_up
from indexer.publish import DONE
from liiku.context import Context
from liiku.serving import make_app
from liiku.up import crawl_sample
from schemas.settings import load_settings
from tests import postgres as database_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

settings.register_profile("liiku", deadline=None, derandomize=True)  # a busy machine is no failure
settings.load_profile("liiku")
SAMPLE_NOW = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
"""A Tuesday morning in Helsinki."""


def client_of(context: Context, *, raises: bool = True) -> TestClient:
    """A client of the application over a context; redirects are shown, not followed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # starlette would like another HTTP client
        from starlette.testclient import TestClient
    return TestClient(make_app(context), follow_redirects=False, raise_server_exceptions=raises)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The sample city, end to end through the real crawler. Read it; do not publish into it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LIIKU_DATA_DIR", str(tmp_path_factory.mktemp("sample")))
        environment.setenv("LIIKU_NOW", SAMPLE_NOW.isoformat())
        context = Context(load_settings(engine="embedded", ledger_url=None, sources_dir=None))
        runs = crawl_sample(context)
    assert [run.source for run in runs if run.state not in DONE] == []
    catch_up(context.ledger, context.engine)
    return context


@pytest.fixture(scope="session")
def client(sample: Context) -> TestClient:
    return client_of(sample)


@pytest.fixture(scope="session")
def postgres() -> Iterator[database_server.Server]:
    """A PostgreSQL server of our own; skips where there is none to run."""
    with database_server.running() as server:
        yield server
