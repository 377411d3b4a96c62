"""The outside witness: `examples/consumer.py`, as a stranger runs it, against the application over a real server."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.upstreams import CHECKOUT
from tests.feeds.servers import Server
from tests.feeds.towns import Town, offering

CONSUMER = CHECKOUT / "examples" / "consumer.py"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path / "town")
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 8)))
    return town


@pytest.fixture
def server(town: Town) -> Iterator[Server]:
    server = Server(town.context)
    yield server
    server.stop()


def run_consumer(url: str, copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, CONSUMER, url, copy], check=False, capture_output=True, text=True, timeout=60
    )


def held(copy: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(copy)) as connection:
        return {row[0]: json.loads(row[1]) for row in connection.execute("select id, data from service")}


def test_a_strangers_copy_stays_in_step_through_changes_removals_and_returns(
    town: Town, server: Server, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    steps = (
        lambda: None,
        lambda: town.publish("kulke", offering("kulke", 1, "Tanssi"), gone=["kulke:2", "kulke:3"]),
        lambda: town.publish("opisto", offering("opisto", 9, "Kurssi")),
        lambda: town.publish("kulke", offering("kulke", 3, "Paluu")),
    )
    for step in steps:
        step()
        done = run_consumer(server.url, copy)
        assert done.returncode == 0, done.stderr
        assert held(copy) == town.open_data()


def test_a_consumer_that_is_killed_after_any_statement_goes_on_where_it_was(
    town: Town, server: Server, tmp_path: Path
) -> None:
    town.dump()
    town.publish("kulke", *(offering("kulke", n, "Tanssi") for n in (1, 2)), gone=["kulke:3"])
    died = 0
    for calls in range(4, 40, 4):
        copy = tmp_path / f"{calls}.sqlite"
        dying = f"""
import os, runpy, sqlite3, sys
left = {calls}
class Mortal(sqlite3.Connection):
    def execute(self, *given):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return super().execute(*given)
connect = sqlite3.connect
sqlite3.connect = lambda path: connect(path, factory=Mortal)
sys.argv = ["consumer.py", {server.url!r}, {str(copy)!r}]
runpy.run_path({str(CONSUMER)!r}, run_name="__main__")
"""
        died += (
            subprocess.run([sys.executable, "-c", dying], check=False, capture_output=True, timeout=60).returncode == 9
        )
        done = run_consumer(server.url, copy)
        assert done.returncode == 0, done.stderr
        assert held(copy) == town.open_data(), calls
    assert died >= 4


def test_it_is_fifty_readable_lines_that_import_nothing_of_ours() -> None:
    lines = CONSUMER.read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith(("#", '"""'))]) <= 60
    imported = set(re.findall(r"^(?:import|from) (\w+)", "\n".join(lines), re.MULTILINE))
    assert imported <= sys.stdlib_module_names
    assert "CC0-1.0" in lines[0]
