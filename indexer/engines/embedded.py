"""The embedded engine: tantivy for words beside memory-mapped columns for everything else. No server, exact by construction.

Writers make a new generation and switch to it; readers in this and other processes look at the pointer at each search and never see half.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from indexer.engines import columns as c
from indexer.engines.base import Answer, Entry, Health, Hit, Pin, Request
from indexer.engines.columns import Columns, build
from indexer.engines.facets import counts, others_allow, own_filter
from indexer.engines.filters import Mask, Verdict, current, metres, squared_chords, verdicts
from indexer.engines.generations import Generations
from indexer.engines.names import NameTable
from indexer.engines.text_index import TextIndex
from indexer.language.analyser import Analyser
from schemas.errors import EngineUnavailable
from schemas.query import Sort
from schemas.service import LANGS

SHAPE = 3
"""The layout of a generation; one of another shape, or of another analyser, counts as empty and is rebuilt."""
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open."""

    path: Path
    cols: Columns
    text: TextIndex | None
    names: NameTable
    position: int
    records: int


class EmbeddedEngine:
    """The engine over one folder."""

    name = "embedded"

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        self._generations = Generations(folder)
        self._analyser = analyser
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()
        self._write_lock = FileLock(f"{folder}.lock")

    # --- writing ------------------------------------------------------------------------------------------------

    def apply(self, adds: Iterable[Entry], removes: Iterable[str], *, position: int) -> None:
        """Take in changes as a new generation that shares the old one's text files."""
        entries = {entry.service.id: entry for entry in adds}
        gone = set(removes)
        with self._locked():
            old = self._open()
            if old is None:
                self._rebuild(list(entries.values()), position)
                return
            if position <= old.position and not entries and not gone:
                return
            dead = old.cols.rows_of([*entries, *gone])
            path = self._generations.begin(copy_text_of=old.path)
            fresh = [entries[one] for one in entries if one not in gone]
            cols = build(fresh, after=old.cols, dead=dead)
            text = TextIndex(path / "text")
            text.write(self._documents(fresh, old.cols.rows), dead=dead)
            self._finish(path, cols, position)

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        """Fill a new generation and switch to it."""
        with self._locked():
            self._rebuild(entries, position)

    def _rebuild(self, entries: Iterable[Entry], position: int) -> None:
        path = self._generations.begin()
        text = TextIndex(path / "text")
        cols: Columns | None = None
        rows = iter(entries)
        while chunk := list(islice(rows, _CHUNK)):
            start = cols.rows if cols else 0
            text.write(self._documents(chunk, start))
            cols = build(chunk, after=cols)
        if cols is None:
            text.write(())
            cols = build([])
        self._finish(path, cols, position)

    def _documents(self, entries: Sequence[Entry], start: int) -> Iterable[tuple[int, Any]]:
        return ((start + offset, self._analyser.document(entry.service)) for offset, entry in enumerate(entries))

    def _finish(self, path: Path, cols: Columns, position: int) -> None:
        cols.save(path)
        meta = {
            "shape": SHAPE,
            "analyser": self._analyser.version,
            "position": position,
            "vocabulary": cols.vocabulary,
            "records": int(cols["alive"].sum()),
        }
        self._generations.finish(path, meta)

    def _locked(self) -> Any:
        try:
            self._generations.folder.mkdir(parents=True, exist_ok=True)
            return self._write_lock.acquire(timeout=60)
        except (OSError, TimeoutError) as error:
            raise EngineUnavailable(f"the index in {self._generations.folder} cannot be written: {error}") from error

    # --- reading ------------------------------------------------------------------------------------------------

    def _open(self) -> Snapshot | None:
        """The current generation, opened once; None where there is none of our shape and analyser."""
        for _ in range(3):
            path = self._generations.current()
            if path is None:
                return None
            held = self._snapshot
            if held is not None and held.path == path:
                return held
            try:
                with self._opening:
                    meta = json.loads((path / "meta.json").read_bytes())
                    if meta["shape"] != SHAPE or meta["analyser"] != self._analyser.version:
                        return None
                    cols = Columns.load(path, meta["vocabulary"])
                    text, names = TextIndex(path / "text"), NameTable(cols.arrays)
                    snapshot = Snapshot(path, cols, text, names, meta["position"], meta["records"])
                    self._snapshot = snapshot
                    return snapshot
            except (OSError, ValueError, KeyError) as error:
                failure = error  # swept away between reading the pointer and opening it: look again
        raise EngineUnavailable(
            f"the index in {path} cannot be read: {failure}; `liiku index --rebuild` makes it again"
        )

    def _empty(self) -> Snapshot:
        """What an engine without an index answers from: nothing, at position 0."""
        cols = build([])
        return Snapshot(self._generations.folder, cols, None, NameTable(cols.arrays), 0, 0)

    def search(self, request: Request) -> Answer:
        snapshot = self._open() or self._empty()
        cols, query = snapshot.cols, request.query
        found = _Found(snapshot, request)
        hits = found.hits()
        rows = np.flatnonzero(hits)
        page = found.order(rows)[request.offset : request.offset + query.limit]
        include = query.unknown == "include"
        return Answer(
            total=len(rows),
            hits=[found.hit(int(row)) for row in page],
            as_of=snapshot.position,
            unknown=found.unknowns(),
            facets={
                name: counts(
                    cols,
                    name,
                    others_allow(found.matched, found.verdicts, own_filter(name), include_unknown=include),
                    query,
                    request.now,
                )
                for name in query.facet_names()
            },
        )

    def pins(self, request: Request, *, limit: int) -> tuple[int, list[Pin]]:
        snapshot = self._open() or self._empty()
        cols = snapshot.cols
        hits = _Found(snapshot, request).hits() & cols["has_point"]
        rows = np.flatnonzero(hits)
        total = len(rows)
        rows = rows[np.argsort(cols["id"][rows], kind="stable")][:limit]
        places = cols["place_row"]
        firsts = np.searchsorted(places, rows)
        ids = cols["id"][rows]
        lat, lon = cols["place_lat"][firsts], cols["place_lon"][firsts]
        return total, [Pin(i.decode(), float(a), float(o)) for i, a, o in zip(ids, lat, lon, strict=True)]

    def suggest(self, prefix: str, *, lang: str, limit: int, now: datetime) -> list[str]:
        """Different names of current offerings in which words begin so: those in `lang` first, the shortest first."""
        snapshot = self._open() or self._empty()
        allowed = current(snapshot.cols, now)
        found: dict[str, None] = {}
        for one in sorted(LANGS, key=lambda other: other != lang):
            found |= dict.fromkeys(snapshot.names.beginning_with(prefix, one, allowed, limit))
        return list(found)[:limit]

    def position(self) -> int:
        snapshot = self._open()
        return snapshot.position if snapshot else 0

    def health(self) -> Health:
        try:
            snapshot = self._open()
        except EngineUnavailable as error:
            return Health(False, self.name, 0, 0, str(error))
        if snapshot is None:
            return Health(False, self.name, 0, 0, "there is no index yet")
        return Health(True, self.name, snapshot.position, snapshot.records)


class _Found:
    """One search at work: the matching current rows, each filter's verdicts, and what follows from them."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.cols, self.query, self.now = snapshot.cols, request.query, request.now
        self.chords: NDArray[np.float64] | None = None
        if self.query.point is not None:
            self.chords = squared_chords(self.cols, *self.query.point)
        self.matched: Mask = current(self.cols, self.now)
        self.scores: NDArray[np.float64] | None = None
        if request.words:
            self.scores = np.zeros(self.cols.rows)
            words = np.zeros(self.cols.rows, bool)
            if snapshot.text is not None:
                rows, scores = snapshot.text.match(request.words)
                self.scores[rows] = scores
                words[rows] = True
            self.matched &= words
        self.verdicts: list[Verdict] = verdicts(self.cols, self.query, self.now, self.chords)

    def hits(self) -> Mask:
        return others_allow(self.matched, self.verdicts, "", include_unknown=self.query.unknown == "include")

    def unknowns(self) -> dict[str, int]:
        include = self.query.unknown == "include"
        return {
            v.name: int((others_allow(self.matched, self.verdicts, v.name, include_unknown=include) & v.unknown).sum())
            for v in self.verdicts
            if v.unknown is not None
        }

    def unknown_count(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        count = np.zeros(len(rows), np.int64)
        for verdict in self.verdicts:
            if verdict.unknown is not None:
                count += verdict.unknown[rows]
        return count

    def next_starts(self) -> NDArray[np.int64]:
        """Each row's next start in epoch seconds; FOREVER where there is none."""
        cols = self.cols
        moment = self.now.timestamp()
        out = np.full(cols.rows, c.FOREVER)
        coming = cols["session_start_s"] >= moment
        np.minimum.at(out, cols["session_row"][coming], cols["session_start_s"][coming])
        begins = ~cols["has_sessions"] & (cols["period_start"] >= moment) & cols["has_period"]
        out[begins] = cols["period_start"][begins]
        return out

    def order(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        cols, sort = self.cols, self.query.sort
        if sort is Sort.RELEVANCE and self.scores is None:
            sort = Sort.START if self.chords is None else Sort.DISTANCE
        key: NDArray[Any]
        match sort:
            case Sort.DISTANCE:
                assert self.chords is not None
                key = self.chords[rows]
            case Sort.START:
                key = self.next_starts()[rows]
            case Sort.NAME:
                key = cols[f"rank_{self.query.lang}"][rows]
            case Sort.RELEVANCE:
                assert self.scores is not None
                key = -self.scores[rows]
        picked: NDArray[np.int64] = rows[np.lexsort((cols["id"][rows], key, self.unknown_count(rows)))]
        return picked

    def hit(self, row: int) -> Hit:
        cols = self.cols
        distance = None
        place = None
        if self.chords is not None and np.isfinite(self.chords[row]):
            distance = float(metres(self.chords[row : row + 1])[0])
            first = int(np.searchsorted(cols["place_row"], row))
            last = int(np.searchsorted(cols["place_row"], row, side="right"))
            point = self.query.point
            assert point is not None
            near = (
                (cols["place_xyz"][first:last] - c.unit_vectors(np.array([point[0]]), np.array([point[1]]))[0]) ** 2
            ).sum(axis=1)
            place = int(cols["place_number"][first + int(np.argmin(near))])
        return Hit(
            id=cols["id"][row].decode(),
            score=round(float(self.scores[row]), 4) if self.scores is not None else 0.0,
            distance_m=None if distance is None else round(distance),
            next_start=self._next_start(row),
            unknowns=int(self.unknown_count(np.array([row]))[0]),
            place=place,
        )

    def _next_start(self, row: int) -> datetime | None:
        cols, moment = self.cols, self.now.timestamp()
        first = int(np.searchsorted(cols["session_row"], row))
        last = int(np.searchsorted(cols["session_row"], row, side="right"))
        coming = cols["session_start_s"][first:last]
        coming = coming[coming >= moment]
        if len(coming):
            return datetime.fromtimestamp(int(coming.min()), UTC)
        if cols["has_period"][row] and not cols["has_sessions"][row] and cols["period_start"][row] >= moment:
            return datetime.fromtimestamp(int(cols["period_start"][row]), UTC)
        return None
