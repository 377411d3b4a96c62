"""Bodies of records beside the index: hits bring them along, updates take their place, and few files hold them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.engines.base import Entry, Request
from indexer.engines.bodies import Bodies, BodyWriter
from indexer.engines.embedded import EmbeddedEngine
from indexer.engines.generations import BODIES, Generations
from indexer.language.analyser import shared_analyser
from indexer.language.tokens import QueryWords
from schemas.query import SearchQuery
from schemas.service import Schedule, State
from tests.engines.cities import NOW, make_service

EVERYTHING = Request(SearchQuery(limit=100), QueryWords(), NOW)


def entry(number: int, body: str) -> Entry:
    made = make_service(Random(number), number)
    service = made.model_copy(update={"state": State.ACTIVE, "schedule": Schedule()})
    return Entry(number, service, body.encode())


def bodies(engine: EmbeddedEngine) -> list[str]:
    return sorted(hit.body.decode() for hit in engine.search(EVERYTHING).hits)


def written(folder: Path, *pieces: list[bytes]) -> Bodies:
    for piece in pieces:
        with BodyWriter(folder) as writer:
            writer.add(piece)
    sizes = [len(body) for piece in pieces for body in piece]
    return Bodies.load(folder, np.array(sizes, np.uint32))


def test_hits_bring_the_bodies_that_the_engine_was_given_last(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, shared_analyser())
    engine.rebuild([entry(1, "uinti"), entry(2, "")], position=2)
    reader = EmbeddedEngine(tmp_path, shared_analyser())
    assert bodies(reader) == ["", "uinti"]
    engine.apply([entry(2, "jooga"), entry(3, "kuoro å")], [entry(1, "").service.id], position=4)
    assert bodies(reader) == bodies(engine) == ["jooga", "kuoro å"]


def test_many_updates_leave_few_files_and_every_body_in_its_place(tmp_path: Path) -> None:
    random = Random(7)
    pieces = [[f"{at}.{n} ".encode() * random.randint(0, 9) for n in range(random.randint(0, 20))] for at in range(60)]
    found = written(tmp_path, *pieces)
    expected = [body for piece in pieces for body in piece]
    order = list(range(len(expected)))
    random.shuffle(order)
    assert found.of(np.array(order)) == [expected[row] for row in order]
    assert len(list(tmp_path.iterdir())) < 10


def test_nothing_written_is_nothing_to_read(tmp_path: Path) -> None:
    assert written(tmp_path).of(np.empty(0, np.int64)) == []
    assert written(tmp_path, [b"", b""]).of(np.array([1, 0])) == [b"", b""]


def test_a_generation_keeps_its_bodies_while_the_next_one_is_made(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, shared_analyser())
    engine.rebuild([entry(1, "uinti")], position=1)
    before = Generations(tmp_path).current()
    assert before is not None
    held = {path.name: path.read_bytes() for path in (before / BODIES).iterdir()}
    for number in range(2, 6):
        engine.apply([entry(number, "jooga" * number)], [], position=number)
        if before.exists():
            assert {path.name: path.read_bytes() for path in (before / BODIES).iterdir()} == held
    assert len(bodies(engine)) == 5


def test_a_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    written(tmp_path, [b"uinti", b"jooga"])
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"uinti")
    with pytest.raises(ValueError, match="5 bytes, the rows speak of 10"):
        Bodies.load(tmp_path, np.array([5, 5], np.uint32))
