"""A PostgreSQL server of our own for one session of tests: Debian's, in a temporary folder, reached through its socket there, gone afterwards.

`standing_in` puts it under every ledger that a test would keep in a file of SQLite, so that the same tests run on both.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from indexer.ledger import Ledger

QUICK = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "listen_addresses": "''",
    "max_connections": "300", "shared_buffers": "64MB", "timezone": "'America/New_York'",
}  # fmt: skip
"""No care for a power cut, which ends the tests anyway; and a zone in which nothing here happens."""
LIKE_PEOPLE = ("--locale", "C", "--locale-provider", "icu", "--icu-locale", "fi")
"""The order of letters of a city's server, in which å comes after z: the ledger must not lean on it."""
MEMORY = "/dev/shm"
"""A folder in memory, where this machine has one: databases are made and dropped a hundred times quicker there."""
ROOM_BYTES = 2_000_000_000
BLANK = "blank"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = str(found[-1]) if found else shutil.which("initdb")
    if named is None:
        pytest.skip("PostgreSQL is not on this machine: apt-get install postgresql")
    return Path(named).parent


def _as_somebody() -> list[str]:
    """How to run a program as a user that is not root, which PostgreSQL asks for."""
    if os.getuid() != 0:
        return []
    names = {one.pw_name for one in pwd.getpwall()}
    name = next((one for one in ("postgres", "nobody") if one in names), None)
    if name is None or shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no other user to run it as")
    return ["runuser", "-u", name, "--"]


@dataclass
class Server:
    """A running server. `folder` holds its socket; its only user is `liiku`, without a password."""

    folder: Path
    made: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://liiku@/{database}?host={self.folder}"

    def run(self, statement: str) -> list[Any]:
        """One statement of the server's own, outside of the databases."""
        with psycopg.connect(f"host={self.folder} user=liiku dbname=postgres", autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def empty(self) -> str:
        """A new database with nothing in it: its name."""
        return self._new("template1")

    def new(self) -> str:
        """A new database with the ledger's tables and nothing in them: its name."""
        if not self.run(f"select 1 from pg_database where datname = '{BLANK}'"):
            self.run(f"create database {BLANK}")
            ledger = Ledger(self.url(BLANK))
            ledger.migrate()
            ledger.close()
        return self._new(BLANK)

    def copy(self, database: str) -> str:
        """A new database that holds what this one does: its name. Whoever is connected to it must connect again."""
        self.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'")
        return self._new(database)

    def _new(self, model: str) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        self.run(f"create database {name} template {model}")
        self.made.append(name)
        return name

    def drop_all(self) -> None:
        while self.made:
            self.run(f"drop database if exists {self.made.pop()} with (force)")


@contextmanager
def running() -> Iterator[Server]:
    """A server; skips where there is none to run."""
    programs, somebody = _programs(), _as_somebody()
    is_roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    folder = Path(tempfile.mkdtemp(prefix="liiku-pg-", dir=MEMORY if is_roomy else None))
    folder.chmod(0o755)
    try:
        if somebody:
            shutil.chown(folder, somebody[2])
        made = _tool([*somebody, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "liiku", "-A", "trust",
                      "-E", "UTF8", *LIKE_PEOPLE, "--no-sync"], folder)  # fmt: skip
        assert made.returncode == 0, made.stderr
        with (folder / "data" / "postgresql.auto.conf").open("a") as settings:
            wishes = QUICK | {"unix_socket_directories": f"'{folder}'"}
            settings.write("".join(f"{name} = {value}\n" for name, value in wishes.items()))
        control = [*somebody, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w"]
        started = _tool([*control, "start"], folder)
        assert started.returncode == 0, (folder / "log").read_text("utf-8")
        try:
            yield Server(folder)
        finally:
            _tool([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tool(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program; into a file and not a pipe, which the server would keep open."""
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
            timeout=120,
            check=False,
        )
        out.seek(0)
        told = out.read()
    return subprocess.CompletedProcess(arguments, done.returncode, told, told)


@contextmanager
def standing_in(server: Server) -> Iterator[None]:
    """Meanwhile a ledger asked for as a file of SQLite is a database of the server.

    The file holds its name; a copy of the file becomes a copy of the database.
    """
    keep_in_a_file = Ledger.__init__
    opened: list[Ledger] = []

    def keep_on_the_server(ledger: Ledger, url: str, **_: float) -> None:
        file = url.removeprefix("sqlite:///")
        keep_in_a_file(ledger, url if file == url else server.url(_database_at(server, Path(file))))
        opened.append(ledger)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "__init__", keep_on_the_server)
        yield
    for ledger in opened:
        ledger.close()
    server.drop_all()


def _database_at(server: Server, path: Path) -> str:
    told = path.read_text("utf-8").split("\n") if path.exists() else None
    if told and told[0] == str(path):
        return told[1]
    database = server.copy(told[1]) if told else server.new()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{path}\n{database}", "utf-8")
    return database
