"""Generations of an index: half of one is never read, a switch is seen by who is already reading, and an old one stays as it was."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from indexer.engines.base import Entry, Request
from indexer.engines.embedded import EmbeddedEngine
from indexer.engines.generations import Generations
from indexer.language.analyser import shared_analyser
from schemas.query import SearchQuery
from schemas.service import Schedule, Service, State
from tests.engines.cities import NOW, make_service

CHECKOUT = Path(__file__).parents[2]
READER = """
import sys
from pathlib import Path
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import shared_analyser
engine = EmbeddedEngine(Path(sys.argv[1]), shared_analyser())
for line in sys.stdin:
    print(engine.position(), engine.health().records, flush=True)
"""
"""A process that says the position whenever it is asked."""


def service(number: int, name: str = "Jumppa") -> Service:
    made = make_service(Random(number), number)
    return made.model_copy(
        update={
            "name": {"fi": name},
            "summary": {},
            "description": {},
            "keywords": [],
            "state": State.ACTIVE,
            "schedule": Schedule(),
        }
    )


def entries(*numbers: int, name: str = "Jumppa") -> list[Entry]:
    return [Entry(number, service(number, name)) for number in numbers]


def engine_at(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder, shared_analyser())


def found(engine: EmbeddedEngine, q: str = "") -> set[str]:
    query = SearchQuery(q=q, limit=100)
    return {hit.id for hit in engine.search(Request(query, shared_analyser().query(q, lang="fi"), NOW)).hits}


def ids(*numbers: int) -> set[str]:
    return {service(number).id for number in numbers}


def contents(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.blake2b(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of three offerings at position 3."""
    engine_at(tmp_path / "index").rebuild(entries(1, 2, 3), position=3)
    return tmp_path / "index"


def test_before_the_first_generation_there_is_none(tmp_path: Path) -> None:
    engine = engine_at(tmp_path / "index")
    assert Generations(tmp_path / "index").current() is None
    assert (engine.position(), found(engine), engine.health().ok) == (0, set(), False)


def test_a_half_written_generation_is_never_read(folder: Path) -> None:
    generations = Generations(folder)
    before = generations.current()
    half = generations.begin(after=before)
    (half / "meta.json").write_text('{"shape": 2, "posi')
    for engine in (engine_at(folder), engine_at(folder)):
        assert (generations.current(), engine.position(), found(engine)) == (before, 3, ids(1, 2, 3))


def test_a_half_written_generation_is_swept_away_by_the_next_writer(folder: Path) -> None:
    half = Generations(folder).begin()
    (half / "left.npy").write_bytes(b"half")
    engine_at(folder).apply(entries(4), [], position=4)
    assert not (half / "left.npy").exists()
    assert found(engine_at(folder)) == ids(1, 2, 3, 4)


def test_a_pointer_that_was_not_switched_yet_points_to_the_old_generation(folder: Path) -> None:
    (folder / "CURRENT.new").write_text("gen-99999999")
    assert (engine_at(folder).position(), found(engine_at(folder))) == (3, ids(1, 2, 3))


def test_a_reader_in_the_same_process_sees_a_switch_at_its_next_search(folder: Path) -> None:
    reader, writer = engine_at(folder), engine_at(folder)
    assert found(reader) == ids(1, 2, 3)
    writer.apply(entries(4), ids(1), position=4)
    assert (reader.position(), found(reader)) == (4, ids(2, 3, 4))


def test_a_second_process_sees_each_switch_without_a_restart(folder: Path) -> None:
    command = [sys.executable, "-c", READER, str(folder)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin
        assert reader.stdout

        def asked() -> str:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write("?\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert asked() == "3 3"
        engine_at(folder).apply(entries(4), [], position=4)
        assert asked() == "4 4"
        engine_at(folder).rebuild(entries(1), position=5)
        assert asked() == "5 1"
        reader.stdin.close()


def test_a_hard_linked_copy_leaves_the_old_generation_as_it_was(folder: Path) -> None:
    old = Generations(folder).current()
    assert old is not None
    before = contents(old)
    engine_at(folder).apply(entries(1, name="Jooga"), ids(2), position=4)
    new = Generations(folder).current()
    assert new is not None
    assert new != old
    assert any(path.stat().st_nlink > 1 for path in (new / "text").iterdir())
    assert contents(old) == before


def test_a_search_under_way_in_the_old_generation_ends_in_it(folder: Path) -> None:
    reader = engine_at(folder)
    held = reader._open()
    assert held is not None
    assert held.text is not None
    words = shared_analyser().query("jumppa", lang="fi")
    alive = held.cols["alive"]
    before = held.text.match(words, alive)[0].tolist()
    for number in range(4, 8):
        engine_at(folder).apply(entries(number, name="Jooga"), ids(number - 3), position=number)
    assert held.text.match(words, alive)[0].tolist() == before
    assert (len(before), held.position, int(held.cols["alive"].sum())) == (3, 3, 3)
    assert found(reader, "jumppa") == set()


def test_only_the_last_two_generations_are_kept(folder: Path) -> None:
    for number in range(4, 9):
        engine_at(folder).apply(entries(number), [], position=number)
    assert len(list(folder.glob("gen-*"))) == 2


def test_the_same_changes_again_change_nothing(folder: Path) -> None:
    for _ in range(2):
        engine_at(folder).apply(entries(3, 4), ids(1), position=4)
    assert (engine_at(folder).position(), found(engine_at(folder))) == (4, ids(2, 3, 4))
