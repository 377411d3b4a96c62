"""A row that comes as it came is not read again, and nobody can tell from the run: lines, counts, remarks and reviewed lines are the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.lines import CountedTable, LineCounts
from crawler.memory import RowMemory
from crawler.replay.sample import load_city
from crawler.replay.server import ReplayServer, serving
from indexer.run_folder import RunFolder
from schemas.record import Record
from schemas.run import Run, RunState
from tests.crawler.upstreams import NOW, Directory, sources_with


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplayServer, Directory, Run]]:
    """The sample city's events and courses, crawled once."""
    directory = Directory(tmp_path_factory.mktemp("memory"))
    with serving(load_city(NOW)) as server:
        yield server, directory, directory.crawl(server, "linkedevents", sample=True, full=True)


def left(directory: Directory, run: Run) -> tuple[object, ...]:
    """All that a crawl says of what it saw."""
    folder = RunFolder(directory.context.runs_dir / run.id)
    stats = folder.stats()
    assert stats is not None
    lines = [
        sorted(path.read_text("utf-8").splitlines() if path.exists() else [])
        for path in (folder.items_path, folder.quarantine_path, folder.remarks_path)
    ]
    return *lines, stats.lines, stats.out_of_scope, stats.unmapped, stats.collections, run.counts.fetched


def remembered(directory: Directory) -> Path:
    return directory.path / "httpcache" / "linkedevents" / "rows.sqlite"


def test_a_run_that_reads_nothing_again_says_the_same_as_the_one_that_read_everything(
    city: tuple[ReplayServer, Directory, Run], tmp_path: Path
) -> None:
    server, directory, first = city
    copy = directory.copy(tmp_path / "data")
    again = copy.crawl(server, "linkedevents", sample=True, full=True)
    remembered(copy).unlink()
    afresh = copy.crawl(server, "linkedevents", sample=True, full=True)
    assert (again.state, afresh.state) == (RunState.UNCHANGED, RunState.UNCHANGED)
    assert left(copy, again) == left(copy, afresh) == left(directory, first)


def test_a_changed_row_is_read_and_another_scope_makes_every_row_read_again(
    city: tuple[ReplayServer, Directory, Run], tmp_path: Path
) -> None:
    server, directory, first = city
    sources = sources_with(tmp_path / "sources", {})
    scope = (sources / "scope.yaml").read_text("utf-8")
    more = "not_public_words:\n  - match: '.'\n    why: for this test nothing at all is public\n"
    (sources / "scope.yaml").write_text(scope.replace("not_public_words:\n", more), "utf-8")
    copy = directory.copy(tmp_path / "data", sources_dir=sources)
    run = copy.crawl(server, "linkedevents", sample=True, full=True)
    assert first.counts.unchanged + first.counts.added > 0
    assert run.counts.out_of_scope > first.counts.out_of_scope


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 and then nothing", b"\x00" * 5000])
def test_a_broken_memory_costs_only_the_reading(
    city: tuple[ReplayServer, Directory, Run], tmp_path: Path, content: bytes
) -> None:
    server, directory, _ = city
    copy = directory.copy(tmp_path / "data")
    remembered(copy).write_bytes(content)
    again = copy.crawl(server, "linkedevents", sample=True, full=True)
    assert (again.state, again.complete) == (RunState.UNCHANGED, True)


def record(key: str) -> Record:
    return Record.model_validate({"source": "events", "collection": "event", "key": key, "scope": "home"})


def opened(path: Path, mark: str = "code 1") -> tuple[RowMemory, LineCounts]:
    counts = LineCounts()
    return RowMemory(path, mark, counts), counts


def test_a_row_is_read_once_for_the_same_code_and_its_reviewed_lines_count_each_time(tmp_path: Path) -> None:
    read: list[str] = []

    def go(mark: str, *keys: str, is_whole: bool = True) -> dict[str, dict[str, int]]:
        memory, counts = opened(tmp_path / "rows.sqlite", mark)
        table = CountedTable("lookups.place", {"a": "online", "b": "area"}, counts)

        def reading(key: str) -> Record:
            read.append(key)
            assert "a" in table
            return record(key)

        for key in keys:
            found = memory.read({"id": key}, lambda key=key: reading(key))  # type: ignore[misc]
            assert json.loads(found.line_from("http://x/"))["url"] == "http://x/"
        memory.close(is_whole=is_whole)
        return counts.all()

    assert go("code 1", "1", "2") == {"lookups.place": {"a": 2, "b": 0}}
    assert go("code 1", "1", "2") == {"lookups.place": {"a": 2, "b": 0}}
    assert read == ["1", "2"]
    go("code 1", "2")
    go("code 1", "1", "2", is_whole=False)
    assert read == ["1", "2", "1"]
    go("code 2", "1", "2")
    assert read == ["1", "2", "1", "1", "2"]


def test_what_is_refused_is_refused_again(tmp_path: Path) -> None:
    for _ in range(2):
        memory, _counts = opened(tmp_path / "rows.sqlite")
        with pytest.raises(ZeroDivisionError):
            memory.read({"id": "1"}, lambda: record(str(1 / 0)))
        memory.close(is_whole=True)


@pytest.mark.parametrize("row", [{"id": 2**70}, {"id": "\ud800"}], ids=["a huge number", "half a pair"])
def test_a_row_that_cannot_be_written_down_is_simply_read(tmp_path: Path, row: dict[str, object]) -> None:
    memory, _ = opened(tmp_path / "rows.sqlite")
    assert memory.read(row, lambda: record("1")).key == "1"
    memory.close(is_whole=True)
