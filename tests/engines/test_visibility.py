"""What other processes see of an index that changes: updates, and searches that go on while it is rebuilt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from indexer.engines.base import Entry, Request
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import shared_analyser
from indexer.language.tokens import QueryWords
from schemas.query import SearchQuery
from schemas.service import Service, State
from tests.engines.cities import NOW, city

ROUNDS = 4
READER = """
import sys
from datetime import datetime
from pathlib import Path
from indexer.engines.base import Request
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import shared_analyser
from schemas.query import SearchQuery

engine, now = EmbeddedEngine(Path(sys.argv[1]), shared_analyser()), datetime.fromisoformat(sys.argv[2])
for line in sys.stdin:
    query = SearchQuery(q=line.strip())
    words = shared_analyser().query(query.q, lang="fi", vocabulary=engine.vocabulary())
    answer = engine.search(Request(query, words, now))
    print(answer.as_of, answer.total, flush=True)
"""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that searches the same folder: a line in is a search, a line out its position and total."""
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path / "index"), NOW.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def ask(reader: subprocess.Popen[str], word: str) -> tuple[int, int]:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(f"{word}\n")
    reader.stdin.flush()
    position, total = reader.stdout.readline().split()
    return int(position), int(total)


def always(services: list[Service], name: str) -> list[Service]:
    """The services as current ones of one name."""
    schedule = type(services[0].schedule)()
    return [
        one.model_copy(update={"name": {"fi": name}, "state": State.ACTIVE, "schedule": schedule}) for one in services
    ]


def entries(services: list[Service], start: int = 1) -> list[Entry]:
    return [Entry(seq, one) for seq, one in enumerate(services, start)]


def test_a_hundred_updates_are_seen_by_another_processs_search(tmp_path: Path, reader: subprocess.Popen[str]) -> None:
    services = always(city(1, 300), "Keramiikka")
    writer = EmbeddedEngine(tmp_path / "index", shared_analyser())
    writer.rebuild(entries(services), position=300)
    assert ask(reader, "keramiikka") == (300, 300)
    writer.apply(entries(always(services[:100], "Melonta"), 301), (), position=400)
    assert ask(reader, "melonta") == (400, 100)
    assert ask(reader, "keramiikka") == (400, 200)


def test_searches_during_rebuilds_never_fail_and_never_see_half_an_index(tmp_path: Path) -> None:
    analyser = shared_analyser()
    sizes = {1: 40, 2: 90}  # by the position's parity: each index has as many records as its position says
    cities = {odd: entries(always(city(odd, many), "Keramiikka")) for odd, many in sizes.items()}
    writer = EmbeddedEngine(tmp_path / "index", analyser)
    writer.rebuild(cities[1], position=1)
    seen: list[tuple[int, int]] = []
    failures: list[Exception] = []
    done = Event()

    def search() -> None:
        engine = EmbeddedEngine(tmp_path / "index", analyser)
        request = Request(SearchQuery(), QueryWords(), NOW)
        while not done.is_set() or not seen:
            try:
                answer = engine.search(request)
            except Exception as error:  # whatever it is, the test fails of it
                failures.append(error)
                return
            seen.append((answer.as_of, answer.total))

    readers = [Thread(target=search) for _ in range(2)]
    for one in readers:
        one.start()
    for position in range(2, 2 + ROUNDS):
        writer.rebuild(cities[2 - position % 2], position=position)
    done.set()
    for one in readers:
        one.join()
    assert failures == []
    assert {total == sizes[2 - position % 2] for position, total in seen} == {True}


def test_while_one_thread_opens_a_new_generation_the_others_answer_from_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = EmbeddedEngine(tmp_path / "index", shared_analyser())
    reader = EmbeddedEngine(tmp_path / "index", shared_analyser())
    services = [one for one in city(3, 20) if one.state is State.ACTIVE]
    writer.rebuild([Entry(1, one) for one in services], position=1)
    assert reader.position() == 1
    writer.apply([Entry(2, services[0])], (), position=2)
    read, begun, may_end = reader._read, Event(), Event()
    times: list[Path] = []

    def slowly(path: Path, held: object) -> object:
        times.append(path)
        begun.set()
        assert may_end.wait(20)
        return read(path, held)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(reader, "_read", slowly)
    opener = Thread(target=reader.position)
    opener.start()
    assert begun.wait(20)
    assert [reader.position() for _ in range(3)] == [1, 1, 1]
    late = Thread(target=reader.apply, args=([Entry(3, services[1])], ()), kwargs={"position": 3})
    late.start()  # a writer begins from the newest, so it waits
    may_end.set()
    opener.join(20)
    late.join(20)
    assert reader.position() == 3
    assert len(times) == len(set(times))
    assert EmbeddedEngine(tmp_path / "index", shared_analyser()).position() == 3


def test_an_index_of_another_version_is_refused_by_every_thread_alike(tmp_path: Path) -> None:
    services = [one for one in city(3, 20) if one.state is State.ACTIVE]
    ours = EmbeddedEngine(tmp_path / "index", shared_analyser())
    ours.rebuild([Entry(1, one) for one in services], position=1)
    assert ours.health().ok
    meta = tmp_path / "index" / "gen-00000002" / "meta.json"
    EmbeddedEngine(tmp_path / "index", shared_analyser()).rebuild([Entry(2, one) for one in services], position=2)
    meta.write_text(meta.read_text().replace(shared_analyser().version, "another"))
    assert not ours.health().ok
    with ours._opening:  # another thread looks just now
        assert ours._open() is None


@pytest.mark.parametrize("radius_m", [300, 2000, 20_000])
@pytest.mark.parametrize("unknown", ["exclude", "include"])
def test_asking_first_what_lies_near_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, radius_m: int, unknown: str
) -> None:
    engine = EmbeddedEngine(tmp_path / "index", shared_analyser())
    engine.rebuild([Entry(1, one) for one in city(5, 400)], position=1)
    query = SearchQuery.model_validate(
        {
            "q": "jumppa",
            "lat": 60.184,
            "lon": 24.95,
            "radius_m": radius_m,
            "unknown": unknown,
            "facets": ["cost"],
            "limit": 100,
        }
    )
    words = shared_analyser().query(query.q, lang="fi", vocabulary=engine.vocabulary())
    found = []
    for many in (0, 5000):
        monkeypatch.setattr("indexer.engines.found._MANY", many)
        found.append(engine.search(Request(query, words, NOW)))
    assert found[0] == found[1]
    assert found[0].total > 0 or radius_m == 300
