"""`python -m benchmarks.engines [--records 20000,100000]`: the seven kinds of questions for ours, its peers and the machine's floor, in one run.

Ours has its language features on. Sets of questions without words are checked against brute force; what words match is each engine's own.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks import engines_meili as meili
from benchmarks import engines_postgres as postgres
from benchmarks.engines_city import NOW, Ground, services
from benchmarks.engines_http import body_of, measure_http, publish
from benchmarks.engines_queries import KINDS, Question, questions
from benchmarks.engines_rows import Oracle, Row, rows_of
from benchmarks.engines_sqlite import SQL as SQLITE_KINDS
from benchmarks.engines_sqlite import Sqlite
from benchmarks.load import resident_mb
from benchmarks.processes import family, memory_of
from benchmarks.relevance import Town
from indexer.engines.base import Engine, Entry
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import Analyser
from indexer.language.vocabulary import Vocabulary
from indexer.ledger import Ledger
from liiku.warming import rehearse, settle
from schemas.service import Service
from search_api.searching import asked
from search_api.understanding.city_names import city_names
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Reader

MANY = 150
UPDATED = 100
TITLE = "## Search, beside its peers"
RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(slots=True)
class Measured:
    """One engine's figures: (p50, p95) milliseconds by kind; seconds, bytes."""

    name: str
    by_kind: dict[str, tuple[float, float]] = field(default_factory=dict)
    build_s: float | None = None
    update_s: float | None = None
    disk_bytes: int | None = None
    memory_mb: float | None = None
    note: str = ""


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ask_all(
    ask: Callable[[Question], object], kinds: Iterable[str], ground: Ground, *, seed: int
) -> dict[str, tuple[float, float]]:
    """p50 and p95 of each kind, by questions that this process did not see; a few others go before."""
    found = {}
    for kind in kinds:
        *asked_now, _ = batch = questions(ground, kind, MANY + 1, seed=seed)
        ask(batch[-1])
        taken = [timed(lambda question=one: ask(question)) * 1000 for one in asked_now]  # type: ignore[misc]  # bound now
        cuts = statistics.quantiles(taken, n=20)
        found[kind] = (cuts[9], cuts[18])
    return found


class Ours:
    """One of our engines over one city, asked as the application asks it."""

    def __init__(self, engine: Engine, ground: Ground, analyser: Analyser) -> None:
        self.engine = engine
        names = city_names([{"places": [one.model_dump(mode="json") for one in ground.venues]}], analyser)
        self.town: Any = Town({}, self.engine, analyser, Reader(analyser, lexicon(analyser), names), NOW)

    def ask(self, question: Question) -> Any:
        if question.kind == "Q5":
            return self.engine.suggest(question.words, lang="fi", limit=10, now=NOW)
        request, _, _ = asked(self.town, question.query)
        return self.engine.pins(request, limit=5000) if question.kind == "Q7" else self.engine.search(request)

    def differences(self, oracle: Oracle, ground: Ground) -> list[str]:
        """Where the sets of questions without words are not the oracle's."""
        wrong = []
        for kind in ("Q3", "Q7"):
            for one in questions(ground, kind, 20, seed=99):
                expected = oracle.hits(one.query)
                if kind == "Q7":
                    total, pins = self.ask(one)
                    is_same = total == len(expected) and [pin.id for pin in pins] == expected[:5000]
                else:
                    answer = self.ask(one)
                    is_same = (
                        answer.total == len(expected) and [h.id for h in answer.hits] == expected[: len(answer.hits)]
                    )
                if not is_same:
                    wrong.append(f"{kind} {one.parameters()}")
        return wrong


def size_of(folder: Path) -> int:
    return sum({one.stat().st_ino: one.stat().st_size for one in folder.rglob("*") if one.is_file()}.values())


class City:
    """A city's offerings, made once: for our index, as rows for the peers, and into the ledger of the folder. Without peers the rows hold what the oracle reads."""

    def __init__(self, folder: Path, records: int, *, is_for_peers: bool = True) -> None:
        self._records, self._is_for_peers = records, is_for_peers
        self.ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
        self.ledger.migrate()
        self.rows: list[Row] = []
        self.spent_s = 0.0
        """Time that went into making them."""

    def entries(self) -> Iterator[Entry]:
        made = services(self._records)
        while True:
            started = time.perf_counter()
            if not (some := list(islice(made, 5000))):
                return
            rows = rows_of(some, NOW)
            if self._is_for_peers:
                publish(self.ledger, some, NOW)
            else:
                rows = [replace(row, text={}, categories=[], audiences=[], names=[]) for row in rows]
            self.rows += rows
            entries = [_entry(seq, one) for seq, one in enumerate(some, len(self.rows) - len(some) + 1)]
            self.spent_s += time.perf_counter() - started
            yield from entries


def _entry(seq: int, service: Service) -> Entry:
    """A service on its way into the engine, with its JSON as the ledger has it."""
    return Entry(seq, service, body_of(service))


def measure_ours(folder: Path, ground: Ground, city: City, records: int, analyser: Analyser) -> list[Measured]:
    ours, cold = Measured("ours, embedded"), Measured("ours, no word met before")
    engine = EmbeddedEngine(folder / "index", analyser)
    analyser.keep_in(folder / "index")
    ours.build_s = timed(lambda: engine.rebuild(city.entries(), position=records)) - city.spent_s
    oracle = Oracle(city.rows, NOW)
    ours.disk_bytes = size_of(folder / "index")
    asks = Ours(EmbeddedEngine(folder / "index", analyser), ground, analyser)
    settle()

    for kind in ("Q1", "Q4"):
        taken = []
        for one in questions(ground, kind, 60, seed=3):
            forget(analyser, asks.engine.vocabulary())
            taken.append(timed(lambda question=one: asks.ask(question)) * 1000)  # type: ignore[misc]  # bound now
        cold.by_kind[kind] = (statistics.median(taken), statistics.quantiles(taken, n=20)[18])
    rehearse(asks.town, records)
    settle()
    ours.by_kind = ask_all(asks.ask, KINDS, ground, seed=1)
    ours.memory_mb = resident_mb(os.getpid())
    wrong = asks.differences(oracle, ground)
    ours.note = "sets as the oracle's" if not wrong else f"{len(wrong)} sets differ, first {wrong[0]}"
    ours.update_s = seen_elsewhere_s(folder / "index", engine, records)
    return [ours, cold]


def forget(analyser: Analyser, vocabulary: Vocabulary) -> None:
    """Empty what analyser and vocabulary remember of words."""
    vocabulary._answers.clear()  # noqa: SLF001  # the benchmark empties what nobody else may
    words = analyser._words  # noqa: SLF001
    for memo in (words.stem, words.ways, words.pieces, words.forms, words.finnish.analyse, words.finnish.guess):
        memo.cache_clear()


_WATCH = """
import sys, time
from pathlib import Path
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import shared_analyser
engine = EmbeddedEngine(Path(sys.argv[1]), shared_analyser())
print(engine.position(), flush=True)
while engine.position() < int(sys.argv[2]):
    time.sleep(0.002)
print(time.time(), flush=True)
"""


def seen_elsewhere_s(index: Path, engine: EmbeddedEngine, records: int) -> float:
    """Seconds from the beginning of an update of 100 records until another process answers with it."""
    watcher = subprocess.Popen(  # ourselves
        [sys.executable, "-c", _WATCH, str(index), str(records + 1)], stdout=subprocess.PIPE, text=True
    )
    assert watcher.stdout is not None
    watcher.stdout.readline()
    changed = [_entry(records + 1, one) for one in islice(services(records), UPDATED)]
    started = time.time()
    engine.apply(changed, (), position=records + 1)
    seen = float(watcher.stdout.readline())
    watcher.wait(timeout=60)
    return seen - started


def measure_postgres(rows: Sequence[Row], ground: Ground, oracle: Oracle) -> Measured:
    found = Measured("PostgreSQL + PostGIS")
    with postgres.cluster() as (address, folder, postmaster):
        started = time.perf_counter()
        peer = postgres.Postgres(address, rows, NOW)
        found.build_s = time.perf_counter() - started
        found.by_kind = ask_all(peer.ask, KINDS, ground, seed=1)
        found.update_s = timed(lambda: peer.update([row.id for row in rows[:UPDATED]]))
        wrong = 0
        for kind in ("Q3", "Q7"):
            for one in questions(ground, kind, 10, seed=98):
                answer = peer.ask(one)
                expected = len(oracle.hits(one.query))
                changed = 0 if kind == "Q7" else UPDATED  # the update made some free
                wrong += abs((answer[0][-1] if answer else 0) - expected) > changed
        found.note = f"{wrong} of 20 totals differ from the oracle's"
        found.disk_bytes = sum(one.stat().st_size for one in (folder / "base").rglob("*") if one.is_file())
        found.memory_mb = memory_of(family(postmaster())).all_mb
        peer.close()
    return found


def measure_meili(server: meili.Server, records: int, ground: Ground, oracle: Oracle) -> Measured:
    """Our engine on Meilisearch, with an analyser that met no word yet."""
    found = Measured("ours, on Meilisearch")
    analyser = Analyser()
    engine, made = server.engine(analyser), meili.Making(services(records))
    found.build_s = timed(lambda: engine.rebuild(made, position=records)) - made.spent_s
    asks = Ours(server.engine(analyser), ground, analyser)
    found.by_kind = ask_all(asks.ask, KINDS, ground, seed=1)
    wrong = asks.differences(oracle, ground)
    found.note = "sets as the oracle's" if not wrong else f"{len(wrong)} sets differ, first {wrong[0]}"
    memory = server.memory()
    if memory is not None:
        found.memory_mb = memory.all_mb
        found.note += f"; of the server's memory {memory.of_files_mb:.0f} MB are pages of its files"
    found.disk_bytes = server.disk_bytes()
    found.update_s = meili.update_s(engine, asks.engine, list(islice(services(records), UPDATED)), records + 1)
    return found


def measure_sqlite(folder: Path, rows: Sequence[Row], ground: Ground) -> Measured:
    found = Measured("SQLite FTS5 + R*Tree")
    path = folder / "peer.sqlite"
    started = time.perf_counter()
    peer = Sqlite(path, rows, NOW)
    found.build_s = time.perf_counter() - started
    found.by_kind = ask_all(peer.ask, SQLITE_KINDS, ground, seed=1)
    found.disk_bytes = path.stat().st_size
    peer.close()
    return found


def floor_ms(records: int) -> tuple[float, float]:
    """(squared chords of every record to a point, a flag mask over every record) in NumPy, milliseconds."""
    x, y, z = np.random.default_rng(1).random((3, records))
    flags = x > 0.5
    chords = [timed(lambda: (x - 0.1) ** 2 + (y - 0.2) ** 2 + (z - 0.3) ** 2) for _ in range(31)]
    masks = [timed(lambda: np.flatnonzero(flags & flags)) for _ in range(31)]
    return statistics.median(chords) * 1000, statistics.median(masks) * 1000


def lines(records: int, analyser: Analyser) -> list[str]:
    """A city's section as Markdown."""
    load = os.getloadavg()[0]
    ground = Ground.of(records)
    with TemporaryDirectory() as name:
        folder = Path(name)
        city = City(folder, records)
        found = measure_ours(folder, ground, city, records, analyser)
        rows, oracle = city.rows, Oracle(city.rows, NOW)
        city.ledger.close()
        over_http = measure_http(folder, ground)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found.append(measure_sqlite(folder, rows, ground))
    if postgres.is_there():
        found.append(measure_postgres(rows, ground, oracle))
    with meili.server() as server:
        if server is not None:
            found.append(measure_meili(server, records, ground, oracle))
    chords, masks = floor_ms(records)
    return [
        f"### {records:,} records",
        "",
        (f"p50 / p95 ms in process; {MANY} questions of each kind, none seen before; load {load:.1f} before, {os.getloadavg()[0]:.1f} after; "
        f"this process at most {memory:,} MB (rows of the peers and the oracle included). Floor: squared chords {chords:.2f} ms, a mask {masks:.2f} ms."),
        "",
        *_table(found),
        "",
        over_http.line(),
        "",
    ]  # fmt: skip


def lines_alone(records: int, analyser: Analyser) -> list[str]:
    """Ours alone over a city that is too large for every day, as Markdown."""
    ground = Ground.of(records)
    with TemporaryDirectory() as name:
        city = City(Path(name), records, is_for_peers=False)
        ours, cold = measure_ours(Path(name), ground, city, records, analyser)
        city.ledger.close()
    chords, masks = floor_ms(records)
    return [
        f"### {records:,} records, ours alone",
        "",
        f"p50 / p95 ms in process; load {os.getloadavg()[0]:.1f} after. Floor: squared chords {chords:.2f} ms, a mask {masks:.2f} ms.",
        "",
        *_table([ours, cold]),
        "",
    ]


def _table(found: Iterable[Measured]) -> list[str]:
    return [
        f"| engine | {' | '.join(KINDS)} | build s | 100 updates seen s | disk MB | memory MB | sets |",
        "|---|" + "---|" * (len(KINDS) + 5),
        *(_line(one) for one in found),
    ]


def _line(one: Measured) -> str:
    def figure(value: float | None, form: str) -> str:
        return "–" if value is None else format(value, form)

    cells = [
        f"{one.by_kind[kind][0]:.2f} / {one.by_kind[kind][1]:.1f}" if kind in one.by_kind else "–" for kind in KINDS
    ]
    disk = None if one.disk_bytes is None else one.disk_bytes / 1e6
    return f"| {one.name} | {' | '.join(cells)} | {figure(one.build_s, '.0f')} | {figure(one.update_s, '.2f')} | {figure(disk, '.0f')} | {figure(one.memory_mb, '.0f')} | {one.note} |"


def section(sizes: Iterable[int], alone: Iterable[int] = ()) -> list[str]:
    """The benchmark's section of RESULTS.md. `alone`: sizes at which no peer is asked."""
    analyser = Analyser()
    kinds = "; ".join(f"{name} {words}" for name, words in KINDS.items())
    head = [TITLE, "", f"{kinds}. Made-up cities (`benchmarks/engines_city.py`).", ""]
    head += [line for records in sizes for line in lines(records, analyser)]
    return head + [line for records in alone for line in lines_alone(records, analyser)]


def with_section(results: str, found: Sequence[str]) -> str:
    """The results with this section in place of an older one, else at the end."""
    before, _, rest = results.partition(f"{TITLE}\n")
    _, heading, after = rest.partition("\n## ")
    return "\n".join([before.rstrip("\n"), "", *found]).rstrip("\n") + "\n" + heading + after


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.engines", description=__doc__)
    parser.add_argument("--records", default="20000,100000", help="sizes of cities, with commas between")
    parser.add_argument("--alone", default="", help="sizes at which ours is measured alone")
    parser.add_argument("--write", action="store_true", help="put the section into RESULTS.md")
    asked = parser.parse_args()
    sizes, alone = ([int(one) for one in some.split(",") if one] for some in (asked.records, asked.alone))
    found = section(sizes, alone)
    print("\n".join(found))
    if asked.write:
        RESULTS.write_text(with_section(RESULTS.read_text("utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
