"""The sample city brought up straight into PostgreSQL by the command that `make up` runs, asked, looked at and read from the feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from liiku.cli import main
from liiku.context import Context
from liiku.up import SAMPLE_SOURCES
from schemas.settings import load_settings
from tests.conftest import SAMPLE_NOW, client_of
from tests.postgres import Server


def test_the_sample_city_comes_up_in_an_empty_database_and_is_found_there(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"DATA_DIR": tmp_path, "LEDGER_URL": postgres.url(postgres.empty()), "NOW": SAMPLE_NOW.isoformat()}
    for name, value in told.items():
        monkeypatch.setenv(f"LIIKU_{name}", str(value))
    assert main(["up", "--no-serve"]) == 0
    assert "It is sample data" in capsys.readouterr().out
    assert main(["index"]) == 0
    assert main(["sources"]) == 0
    listed = capsys.readouterr().out
    assert [name for name in SAMPLE_SOURCES if name not in listed] == []
    assert list(tmp_path.glob("*.sqlite")) == []

    context = Context(load_settings())
    client = client_of(context)
    found = client.get("/v1/search?q=jumppa&cost=free&limit=5").json()
    assert found["total"] > 0
    assert {hit["service"]["cost"]["class"] for hit in found["hits"]} == {"free"}
    page = client.get("/feeds/services?afterChangeNumber=0&limit=500").json()
    assert page["items"]
    assert client.get("/ready").json()["sample_data"] is True
    context.ledger.close()
