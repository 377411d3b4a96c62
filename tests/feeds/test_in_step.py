"""Whatever three publishers do, and wherever a reader stands: once it has caught up it holds what the ledger holds, no more and no less."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from indexer.decisions import decide
from schemas.identity import service_id
from schemas.run import Mode, RunState
from tests.feeds.towns import NOW, PUBLISHERS, TITLES, Reader, Town, offering, reader_of_dump

NUMBERS = range(1, 8)
sources = st.sampled_from(PUBLISHERS)
numbers = st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=4)
titles = st.sampled_from(TITLES)


class ThreePublishersFiveReaders(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.town = Town(Path(self.folder.name))
        self.readers = [Reader(self.town.page, limit) for limit in (1, 2, 3, 5, 1000)]
        self.steady = Reader(self.town.page, 2)
        self.published: dict[str, set[int]] = {name: set() for name in PUBLISHERS}

    @rule(source=sources, some=numbers, title=titles)
    def add_or_change(self, source: str, some: set[int], title: str) -> None:
        self.town.publish(source, *(offering(source, n, title) for n in sorted(some)))
        self.published[source] |= some

    @rule(source=sources, some=numbers)
    def remove(self, source: str, some: set[int]) -> None:
        gone = some & self.published[source]
        if gone:
            self.town.publish(source, gone=[f"{source}:{n}" for n in sorted(gone)])
            self.published[source] -= gone

    @rule(source=sources, title=titles, lost=numbers)
    def crawl_in_full_twice_without_some(self, source: str, title: str, lost: set[int]) -> None:
        stays = self.published[source] - lost
        if stays:
            for _ in range(2):
                self.town.publish(source, *(offering(source, n, title) for n in sorted(stays)), mode=Mode.FULL)
            self.published[source] = stays

    @rule(source=sources)
    def hold(self, source: str) -> None:
        if self.published[source]:
            newest = self.town.ledger.position()
            assert self.town.publish(source, mode=Mode.FULL) is RunState.HELD
            assert self.town.ledger.position() == newest

    @rule(source=sources, may=st.booleans(), at_once=st.booleans())
    def decide_about_republishing(self, source: str, may: bool, at_once: bool) -> None:
        self.town.republishes[source] = may
        if at_once:
            self.town.settle()
        else:
            self.town.publish("kulke", offering("kulke", 1))
            self.published["kulke"] |= {1}

    @rule(which=st.integers(0, 4), pages=st.integers(1, 4))
    def read_some_pages(self, which: int, pages: int) -> None:
        for _ in range(pages):
            self.readers[which].read_page()

    @rule(which=st.integers(0, 4), renewed=st.booleans())
    def begin_again_from_a_dump(self, which: int, renewed: bool) -> None:
        if renewed:
            self.town.dump()
        self.readers[which] = reader_of_dump(self.town, limit=self.readers[which].limit)

    @invariant()
    def everybody_who_catches_up_holds_what_the_ledger_holds(self) -> None:
        held = self.town.open_data()
        assert self.steady.catch_up() == held
        for reader in [*self.readers, Reader(self.town.page, 4), reader_of_dump(self.town)]:
            assert reader.seen_from_here() == held

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.town.ledger.close()
            self.folder.cleanup()


TestThreePublishersFiveReaders = ThreePublishersFiveReaders.TestCase
TestThreePublishersFiveReaders.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, phases=[Phase.generate]
)
"""Without shrinking: publishing again and again until an example is short takes longer than a test may."""


def test_readers_that_read_while_others_publish_lose_nothing(tmp_path: Path) -> None:
    town = Town(tmp_path)
    done = threading.Event()
    copies: list[dict[str, Any]] = []
    wrongs: list[BaseException] = []

    def follow(limit: int) -> None:
        reader = Reader(town.page, limit)
        try:
            while not done.is_set():
                reader.read_page()
            copies.append(reader.catch_up())
        except BaseException as error:
            wrongs.append(error)

    readers = [threading.Thread(target=follow, args=(limit,)) for limit in (1, 2, 7)]
    for thread in readers:
        thread.start()
    for turn in range(12):
        source = PUBLISHERS[turn % 3]
        stays = [offering(source, n, TITLES[(turn + n) % 3]) for n in NUMBERS if (n + turn) % 4]
        town.publish(source, *stays, gone=[f"{source}:{n}" for n in NUMBERS if not (n + turn) % 4])
    done.set()
    for thread in readers:
        thread.join(60)
    assert wrongs == []
    assert copies == [town.open_data()] * 3


def test_what_is_joined_into_another_leaves_the_feed_and_comes_back_when_that_is_undone(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.publish("kulke", offering("kulke", 1))
    town.publish("opisto", offering("opisto", 1))
    reader = Reader(town.page, 10)
    ids = (service_id("kulke", "kulke:1"), service_id("opisto", "opisto:1"))
    found = [len(reader.catch_up())]
    for decision in ("joined", "undone"):
        decide(town.ledger, town.sources, ids, decision, who="testi", when=NOW, why="koska")  # type: ignore[arg-type]
        assert reader.catch_up() == town.open_data()
        found.append(len(reader.copy))
    assert found == [2, 1, 2]
