"""The embedded engine: tantivy for words beside memory-mapped columns for everything else. No server, exact by construction.

Writers make a new generation and switch to it; readers in this and other processes look at the pointer at each search and never see half.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from indexer.engines import columns as c
from indexer.engines.base import WISH_MISSED, WISH_UNKNOWN, Answer, Entry, Health, Hit, Pin, Request, Wish
from indexer.engines.columns import Columns, build
from indexer.engines.facets import counts, others_allow, own_filter
from indexer.engines.filters import Mask, Verdict, current, metres, squared_chords, verdicts
from indexer.engines.generations import Generations
from indexer.engines.names import NameTable
from indexer.engines.text_index import TextIndex
from indexer.language.analyser import Analyser
from indexer.language.tokens import DocumentWords
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from schemas.errors import EngineUnavailable
from schemas.query import Sort
from schemas.service import LANGS

SHAPE = 5
"""The layout of a generation; one of another shape, or of another analyser, counts as empty and is rebuilt."""
_CHUNK = 20_000
_HALF_WAY_M = 1500.0
"""At this distance the part of a score that nearness decides is halved."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open."""

    path: Path
    cols: Columns
    text: TextIndex | None
    names: NameTable
    position: int
    records: int
    vocabulary: Vocabulary = NOTHING_SAID


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
            vocabulary = old.vocabulary.copy()
            text.write(self._documents(fresh, old.cols.rows, vocabulary), dead=dead)
            self._finish(path, cols, vocabulary, position)

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        """Fill a new generation and switch to it."""
        with self._locked():
            self._rebuild(entries, position)

    def _rebuild(self, entries: Iterable[Entry], position: int) -> None:
        path = self._generations.begin()
        text = TextIndex(path / "text")
        cols: Columns | None = None
        vocabulary = Vocabulary()
        rows = iter(entries)
        while chunk := list(islice(rows, _CHUNK)):
            start = cols.rows if cols else 0
            text.write(self._documents(chunk, start, vocabulary))
            cols = build(chunk, after=cols)
        if cols is None:
            text.write(())
            cols = build([])
        self._finish(path, cols, vocabulary, position)

    def _documents(
        self, entries: Sequence[Entry], start: int, vocabulary: Vocabulary
    ) -> Iterator[tuple[int, DocumentWords]]:
        """The rows' words, which are counted into the vocabulary on their way."""
        for offset, entry in enumerate(entries):
            words = self._analyser.document(entry.service)
            vocabulary.add(words)
            yield start + offset, words

    def _finish(self, path: Path, cols: Columns, vocabulary: Vocabulary, position: int) -> None:
        cols.save(path)
        vocabulary.save(path)
        self._analyser.save()
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
                    vocabulary = Vocabulary.load(path)
                    snapshot = Snapshot(path, cols, text, names, meta["position"], meta["records"], vocabulary)
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
        end = request.offset + query.limit
        page = found.order(rows, end)[request.offset : end]
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

    def vocabulary(self) -> Vocabulary:
        """What the index says, to correct and widen the words of a query by."""
        snapshot = self._open()
        return snapshot.vocabulary if snapshot else NOTHING_SAID

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


def _nearness(chords: NDArray[np.float64]) -> NDArray[np.float64]:
    """By what a score is multiplied for distance: 1 here, towards a half far away, a half where no point is known."""
    factor = np.full(len(chords), 0.5)
    known = np.isfinite(chords)
    factor[known] += 0.5 / (1 + metres(chords[known]) / _HALF_WAY_M)
    return factor


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
                rows, scores = snapshot.text.match(request.words, self.matched)
                self.scores[rows] = scores
                words[rows] = True
            self.matched &= words
            if self.chords is not None:
                self.scores *= _nearness(self.chords)
        self.wishes = [self._wished(wish) for wish in request.wishes]
        if self.wishes:
            if self.scores is None:
                met = np.logical_or.reduce([wish.yes for wish in self.wishes])
                self.scores = np.ones(self.cols.rows)
                if snapshot.text is not None:
                    met |= snapshot.text.naming(request.words, self.cols.rows)
                    self.scores += snapshot.text.hint(request.words, self.cols.rows)
                self.matched &= met
            for wish in self.wishes:
                self.scores *= np.select([wish.yes, wish.no()], [1.0, WISH_MISSED], WISH_UNKNOWN)
        self.verdicts: list[Verdict] = verdicts(self.cols, self.query, self.now, self.chords)

    def _wished(self, wish: Wish) -> Verdict:
        """The filters of a wish as one: yes where all say yes, no where one says no. What is online only is nowhere near."""
        point = wish.query.point
        chords = None if point is None else squared_chords(self.cols, *point)
        asked = verdicts(self.cols, wish.query, self.now, chords)
        yes = np.logical_and.reduce([one.yes for one in asked])
        no = np.logical_or.reduce([one.no() for one in asked])
        if point is not None or wish.query.district:
            no = no | (self.cols["online"] & ~self.cols["has_point"])
        return Verdict("wish", yes, ~yes & ~no)

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

    def order(self, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        """The first `most` of the rows in the order asked for, and perhaps more."""
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
                key = -self.scores[rows].round(4)
        unknown = self.unknown_count(rows)
        if len(rows) > most and not unknown.any():  # what lies behind the last one of the page need not be sorted
            first = key <= np.partition(key, most - 1)[most - 1]
            rows, key, unknown = rows[first], key[first], unknown[first]
        second: NDArray[Any] = np.zeros(len(rows))
        if sort is Sort.RELEVANCE and len(np.unique(key)) < len(key):
            second = self.next_starts()[rows] if self.chords is None else self.chords[rows]
        picked: NDArray[np.int64] = rows[np.lexsort((cols["id"][rows], second, key, unknown))]
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
            met=tuple(True if w.yes[row] else False if w.no()[row] else None for w in self.wishes),
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
