"""`kill -9` of a whole crawl, its process group at once, at any moment: the ledger holds one version whole, and the next run makes it good."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.replay.server import ReplayServer, serving
from crawler.replay.upstream import Row
from schemas.run import RunState
from schemas.service import Service
from tests.crawler.upstreams import CHECKOUT, Directory, event, small_city

EVENTS = 300
KILLS = 10
SECONDS = 45
"""No new kill is begun after so long; on a machine at rest all ten take half of it."""
FIXED = random.Random(20261123)


def version(number: int) -> list[Row]:
    """The events after `number` changes upstream: two of five have another name each time."""
    return [
        event(n, name={"fi": f"Tapahtuma {n} v{number}"} if n % 5 < 2 else {"fi": f"Tapahtuma {n}"})
        for n in range(EVENTS)
    ]


def start(directory: Directory, server: ReplayServer) -> subprocess.Popen[bytes]:
    command = directory.command("crawl", "linkedevents", "--full", "--base-url", server.base_url("linkedevents"))
    return subprocess.Popen(
        command,
        env=directory.environment(),
        cwd=CHECKOUT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(process: subprocess.Popen[bytes], happened: Callable[[], bool], delay: float) -> None:
    """Until it happened, and `delay` seconds on, or until the process is done."""
    while process.poll() is None and not happened():
        time.sleep(0.01)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(delay)


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill the process and all that it started; whether it was still at work."""
    at_work = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return at_work


def published_version(directory: Directory) -> int:
    """The one version that the ledger holds whole; anything else fails."""
    with contextlib.closing(sqlite3.connect(directory.path / "ledger.sqlite")) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    services = [Service.model_validate_json(row.body) for row in directory.context.ledger.live_services()]
    assert len({service.id for service in services}) == EVENTS
    versions = {service.name["fi"].partition(" v")[2] for service in services} - {""}
    assert len(versions) == 1
    return int(versions.pop())


@pytest.mark.timeout(180)
def test_ten_kills_at_any_moment_leave_the_ledger_whole_and_one_clean_run_makes_it_good(tmp_path: Path) -> None:
    directory, undisturbed = Directory(tmp_path / "killed"), Directory(tmp_path / "undisturbed")
    begun = time.monotonic()
    with serving(small_city()) as server:
        server.upstream.events = version(0)
        assert directory.crawl(server, "linkedevents").state is RunState.PUBLISHED
        took, seen, hits = 1.5, 0, 0
        for number in range(1, KILLS + 1):
            if time.monotonic() - begun > SECONDS:
                break
            server.upstream.events = version(number)
            runs = set(directory.context.runs_dir.iterdir())
            process = start(directory, server)
            # every other time while it crawls, else once the crawl has ended: publishing and indexing
            mark = ("*/stats.json", "*")[number % 2]

            def happened(mark: str = mark, runs: set[Path] = runs) -> bool:
                return any(not {path, path.parent} & runs for path in directory.context.runs_dir.glob(mark))

            wait_for(process, happened, FIXED.uniform(0, took if mark == "*" else took / 3))
            hits += kill(process)
            now = published_version(directory)
            assert seen <= now <= number
            assert directory.search(limit=1).total == EVENTS
            seen = now
        last = directory.crawl(server, "linkedevents", full=True)
        assert (last.complete, last.state in (RunState.PUBLISHED, RunState.UNCHANGED)) == (True, True)
        undisturbed.crawl(server, "linkedevents")
    assert hits >= 3
    assert directory.state() == undisturbed.state()
    assert directory.context.engine.position() == directory.context.ledger.position()
    assert RunState.FAILED in {run.state for run in directory.context.ledger.runs("linkedevents")}
