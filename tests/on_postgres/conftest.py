"""The tests in this folder are tests of other folders, run again over PostgreSQL instead of SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, standing_in


@pytest.fixture(scope="module", autouse=True)
def _on_postgres(postgres: Server) -> Iterator[None]:
    with standing_in(postgres):
        yield
