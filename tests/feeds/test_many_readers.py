"""Readers that go away in mid-page, and a thousand questions at once: everybody else gets the page, and it is the right one."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from schemas.identity import service_id
from tests.feeds.servers import Server
from tests.feeds.towns import PUBLISHERS, Reader, Town, offering, reader_of_dump

REQUESTS, CONNECTIONS = 1000, 64
SERVICES = 300


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = Town(tmp_path_factory.mktemp("town"))
    for source in PUBLISHERS:
        town.publish(source, *(offering(source, n, f"{source} {n}") for n in range(SERVICES // 3)))
    return town


@pytest.fixture(scope="module")
def server(town: Town) -> Iterator[Server]:
    server = Server(town.context)
    yield server
    server.stop()


def leave_in_mid_page(url: str, path: str) -> int:
    """Ask for a page, take its first bytes, and cut the line; how many bytes came."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        found = len(line.recv(100))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    return found


@pytest.mark.parametrize(
    "path", ["/feeds/services?limit=1000", "/dump/services.jsonl", "/hsds/services?format=ndjson&full=true"]
)
def test_a_reader_that_goes_away_in_mid_page_harms_nobody(server: Server, path: str) -> None:
    assert all(leave_in_mid_page(server.url, path) for _ in range(20))
    parts = urlsplit(server.url)
    line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    assert answer.status == 200
    rows = json.loads(body)["items"] if path.startswith("/feeds") else [json.loads(one) for one in body.splitlines()]
    assert len({row["id"] for row in rows}) == SERVICES


def test_a_thousand_questions_at_once_are_all_answered_and_answered_right(town: Town, server: Server) -> None:
    parts = urlsplit(server.url)
    paths = ["/feeds/services?limit=50", "/feeds/services?afterChangeNumber=150&limit=20", "/hsds/services?per_page=20&page=2", "/feeds/services?limit=x"]  # fmt: skip

    def ask(share: range) -> list[tuple[str, int, bytes]]:
        line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)
        found = []
        for number in share:
            path = paths[number % len(paths)]
            line.request("GET", path)
            answer = line.getresponse()
            found.append((path, answer.status, answer.read()))
        line.close()
        return found

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = [
            one
            for found in pool.map(ask, (range(n, REQUESTS, CONNECTIONS) for n in range(CONNECTIONS)))
            for one in found
        ]
    assert len(answers) == REQUESTS
    for path in paths:
        said = {(status, body) for asked, status, body in answers if asked == path}
        assert len(said) == 1, path
        assert next(iter(said))[0] == (400 if path.endswith("x") else 200)


def test_a_stewards_correction_is_in_feed_and_dump_at_once_and_dump_and_changes_stay_the_ledger(
    tmp_path: Path,
) -> None:
    town = Town(tmp_path)
    town.publish("kulke", *(offering("kulke", n) for n in range(1, 5)))
    old = reader_of_dump(town)
    key = service_id("kulke", "kulke:2")
    desk = replace(town.context.desk, sources=town.sources)
    made = desk.correct(key, "/name/fi", "Oikea nimi", who="Maija", why="kysytty", until=date(2027, 6, 30))
    for expected in ("Oikea nimi", "Satutuokio"):
        fresh = reader_of_dump(town)
        assert fresh.copy[key]["name"]["fi"] == expected
        assert fresh.copy == town.open_data()
        assert old.catch_up() == fresh.catch_up() == Reader(town.page, 3).catch_up() == town.open_data()
        if expected == "Oikea nimi":
            desk.end(made.id, who="Maija", why="lähde korjasi")
