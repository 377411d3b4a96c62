"""The sample city, crawled, published and indexed once for all tests, at a fixed moment; and a client of the application over it.

Where several workers run the tests, the first that needs the city makes it, and each has a copy of its own.
"""

from __future__ import annotations

import os
import shutil
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from crawler import launch
from indexer.catch_up import catch_up
from indexer.publish import DONE
from liiku.context import Context
from liiku.serving import make_app
from liiku.up import crawl_sample
from schemas.settings import load_settings
from tests import nursery
from tests import postgres as database_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

settings.register_profile("liiku", deadline=None, derandomize=True)  # a busy machine is no failure
settings.load_profile("liiku")
SAMPLE_NOW = datetime.fromisoformat("2026-11-24T09:00:00+02:00")
"""A Tuesday morning in Helsinki."""
WORKER = "PYTEST_XDIST_WORKER"
"""Set in each of several processes that run the tests, whose temporary folders lie side by side."""


def client_of(context: Context, *, raises: bool = True) -> TestClient:
    """A client of the application over a context; redirects are shown, not followed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # starlette would like another HTTP client
        from starlette.testclient import TestClient
    return TestClient(make_app(context), follow_redirects=False, raise_server_exceptions=raises)


@pytest.fixture(scope="session", autouse=True)
def _nursery() -> Iterator[None]:
    with nursery.standing_in():
        yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The sample city, end to end through the real crawler. Read it; do not publish into it."""
    own = tmp_path_factory.getbasetemp()
    if WORKER not in os.environ:
        return _crawled(own / "sample")
    shared = own.parent / "sample"
    with FileLock(own.parent / "sample.lock"):
        if not shared.exists():
            made = _crawled(own / "sample-made")
            made.ledger.close()
            made.settings.data_dir.rename(shared)
    return _context(shutil.copytree(shared, own / "sample"))


def _crawled(folder: Path) -> Context:
    context = _context(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "start", nursery.OWN_PROCESS)
        runs = crawl_sample(context)
    assert [run.source for run in runs if run.state not in DONE] == []
    catch_up(context.ledger, context.engine)
    return context


def _context(folder: Path) -> Context:
    return Context(load_settings(data_dir=folder, now=SAMPLE_NOW, engine="embedded", ledger_url=None, sources_dir=None))


@pytest.fixture(scope="session")
def client(sample: Context) -> TestClient:
    return client_of(sample)


@pytest.fixture(scope="session")
def postgres() -> Iterator[database_server.Server]:
    """A PostgreSQL server of our own; skips where there is none to run."""
    with database_server.running() as server:
        yield server
