"""A process that has read Scrapy and the sources once; each crawl that a test launches is forked from it.

A crawl's process of its own spends more than a second on reading its modules, and the tests launch hundreds. The sample city and the
commands that tests start as processes keep to `crawler.launch.start`. Nothing else differs: a process a crawl, with its own streams,
environment and folder, which can be killed and crash. `python -m tests.nursery` is the process: its standard input is a socket.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from crawler import launch

OWN_PROCESS = launch.start
"""How a crawl starts outside of the tests."""
CHECKOUT = Path(__file__).parents[1]
MOST_BYTES = 1_000_000
"""Of one request: a job's path, the folder and the environment, in one message."""


class Crawl:
    """What `launch` asks of a process: its streams, its end and a way to kill it."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], told: IO[bytes]) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None
        self._told = told
        self._ends = select.poll()
        self._ends.register(told, select.POLLIN)
        self.pid = _number(told)

    def poll(self) -> int | None:
        return self._end(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises TimeoutExpired after so many seconds."""
        code = self._end(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("a crawl", timeout or 0)
        return code

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _end(self, timeout: float | None) -> int | None:
        if self.returncode is None and self._ends.poll(None if timeout is None else timeout * 1000):
            self.returncode = _number(self._told)
            self._told.close()
        return self.returncode


def _number(told: IO[bytes]) -> int:
    """The next that the nursery tells. Raises RuntimeError when it ended."""
    line = told.readline()
    if not line:
        raise RuntimeError("the nursery of crawls ended; its stderr says why")
    return int(line)


class Nursery:
    """The other end of the socket; its process starts with the first crawl."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, job_path: Path, log: IO[bytes]) -> Crawl:
        """Stands in for `crawler.launch.start`."""
        own_in, stdin = os.pipe()
        stdout, own_out = os.pipe()
        told, own_told = os.pipe()
        wish = json.dumps({"job": str(job_path), "folder": str(Path.cwd()), "environment": dict(os.environ)}).encode()
        with self._lock:
            theirs = [own_in, own_out, log.fileno(), own_told]
            socket.send_fds(self._open(), [wish], theirs)
        for one in (own_in, own_out, own_told):
            os.close(one)
        return Crawl(os.fdopen(stdin, "wb", 0), os.fdopen(stdout, "rb"), os.fdopen(told, "rb", 0))

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.nursery"], stdin=theirs, stdout=subprocess.DEVNULL, cwd=CHECKOUT
                )
        return self._socket

    def close(self) -> None:
        if self._socket is not None and self._process is not None:
            self._socket.close()
            self._process.wait(30)


@contextmanager
def standing_in() -> Iterator[None]:
    """Meanwhile the crawls that this process launches are forked from a nursery."""
    nursery = Nursery()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "start", nursery.start)
        yield
    nursery.close()


def _read_modules() -> None:
    """All that a crawl reads, but for what starts when it is read: the reactor."""
    from scrapy.crawler import CrawlerProcess  # noqa: F401
    from scrapy.settings import Settings
    from scrapy.utils.misc import load_object

    settings = Settings()
    parts = [*launch.SPIDERS.values(), settings["DOWNLOAD_HANDLERS_BASE"]["http"], "crawler.replay_stored.StoredResponses",
             "crawler.guarding.OnlyOutside", "crawler.robots.ObeyRobots", "crawler.cache.ConditionalRequests"]  # fmt: skip
    for name in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE"):
        parts += [part for part in settings[name] if part not in launch.DOORS]
    parts += [
        settings[name]
        for name in ("SCHEDULER", "DUPEFILTER_CLASS", "DOWNLOADER", "STATS_CLASS", "SCHEDULER_MEMORY_QUEUE")
    ]
    for part in parts:
        load_object(part)
    assert "twisted.internet.reactor" not in sys.modules


def _keep(told: int) -> None:
    """Fork the crawl, say its number, and how it ended when it has. Only the crawl's process returns."""
    crawl = os.fork()
    if crawl == 0:
        os.close(told)
        return
    for stream in (0, 1, 2):
        os.close(stream)
    os.write(told, f"{crawl}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(crawl, 0)[1])
    os.write(told, f"{code}\n".encode())
    os._exit(0)


def _wait_for_a_job() -> Path | None:
    """The job of a forked process, whose streams are the crawl's; None at the end of the tests."""
    own = socket.socket(fileno=os.dup(0))
    while True:
        told, streams, _, _ = socket.recv_fds(own, MOST_BYTES, 4)
        if not told:
            return None
        if os.fork() == 0:
            break
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        for one in streams:
            os.close(one)
    own.close()
    for target, one in enumerate(streams[:3]):
        os.dup2(one, target)
        os.close(one)
    _keep(streams[3])
    wish = json.loads(told)
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.chdir(wish["folder"])
    return Path(wish["job"])


if __name__ == "__main__":
    _read_modules()
    gc.freeze()
    job_path = _wait_for_a_job()
    if job_path is not None:
        launch.main(job_path, sys.stdin.buffer.readline().decode().strip())
