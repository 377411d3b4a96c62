"""A crawl is a client alone: while it runs, its process waits for nobody's connection."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO

import pytest

from crawler import launch
from crawler.replay.server import Handler, serving
from schemas.run import RunState
from tests import nursery
from tests.crawler.upstreams import Directory, small_city

LISTENS = "0A"


def listening(pid: int) -> set[str]:
    """The addresses at which a process waits for connections over TCP, as Linux tells them."""
    sockets = {one.readlink().name for one in Path(f"/proc/{pid}/fd").iterdir() if "socket:" in str(one.readlink())}
    rows = [
        row.split()
        for table in ("tcp", "tcp6")
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {row[1] for row in rows if row[3] == LISTENS and f"socket:[{row[9]}]" in sockets}


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="only Linux tells who listens")
def test_a_crawls_process_opens_no_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    found: list[set[str]] = []

    def start(job_path: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
        started.append(nursery.OWN_PROCESS(job_path, log))
        return started[-1]

    def look(_handler: Handler, _path: str, _query: dict[str, str]) -> bool:
        found.append(listening(started[-1].pid))
        return False

    monkeypatch.setattr(launch, "start", start)
    with serving(small_city(events=3), fault=look) as server:
        run = Directory(tmp_path).crawl(server, "linkedevents")
    assert run.state is RunState.PUBLISHED
    assert found
    assert set.union(*found) == set()
