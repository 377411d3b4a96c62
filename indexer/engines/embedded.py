"""The embedded engine: postings of words beside memory-mapped columns for everything else. No server, exact by construction.

Writers make a new generation and switch to it; readers in this and other processes look at the pointer at each search and never see half.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from indexer.engines import columns as c
from indexer.engines.base import (
    SUGGESTED,
    WISH_MISSED,
    WISH_UNKNOWN,
    Answer,
    Entry,
    Health,
    Hit,
    Pin,
    Request,
    Suggested,
    Suggestion,
    Wish,
)
from indexer.engines.columns import Columns, NameRanks, build
from indexer.engines.facets import counts, others_allow, own_filter
from indexer.engines.filters import Mask, Verdict, chords_to, metres, squared_chords, verdicts
from indexer.engines.generations import Generations, check_whole
from indexer.engines.moments import Moments
from indexer.engines.name_table import NameTable
from indexer.engines.names import asked_first, without_doubles
from indexer.engines.slices import Slices
from indexer.engines.space import Space
from indexer.engines.terms import Gathering
from indexer.engines.text_index import TextIndex
from indexer.language.analyser import Analyser
from indexer.language.tokens import DocumentWords
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from schemas.errors import EngineUnavailable
from schemas.query import Sort
from schemas.service import Lang

SHAPE = 8
"""The layout of a generation; one of another shape, or of another analyser, counts as empty and is rebuilt."""
_CHUNK = 5_000
_MANY = 5_000
"""From so many rows on it pays to ask first which of them may lie near."""
_HALF_WAY_M = 1500.0
"""At this distance the part of a score that nearness decides is halved."""


_PIN: Callable[[Iterable[Any]], Pin] = partial(tuple.__new__, Pin)
"""A pin of its three values, without a Python call for each of thousands."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open."""

    path: Path
    cols: Columns
    text: TextIndex | None
    names: NameTable
    position: int
    records: int
    moments: Moments
    space: Space
    slices: Slices
    ranks: NameRanks
    vocabulary: Vocabulary = NOTHING_SAID

    @classmethod
    def over(
        cls,
        path: Path,
        cols: Columns,
        text: TextIndex | None,
        meta: Mapping[str, Any],
        vocabulary: Vocabulary,
        held: Snapshot | None = None,
    ) -> Snapshot:
        """A generation's columns and words, with what is looked up in them; `held` is the one before."""
        names = NameTable(cols.arrays, held.names if held else None)
        moments, space, slices = Moments(cols), Space(cols), Slices(cols)
        position, records, ranks = meta["position"], meta["records"], NameRanks(cols)
        return cls(path, cols, text, names, position, records, moments, space, slices, ranks, vocabulary)


class EmbeddedEngine:
    """The engine over one folder."""

    name = "embedded"

    def __init__(self, folder: Path, analyser: Analyser) -> None:
        self._generations = Generations(folder)
        self._analyser = analyser
        self._snapshot: Snapshot | None = None
        self._refused: Path | None = None
        """The generation of another shape or analyser that was seen last: it stays what it is."""
        self._opening = threading.Lock()
        self._write_lock = FileLock(f"{folder}.lock")

    # --- writing ------------------------------------------------------------------------------------------------

    def apply(self, adds: Iterable[Entry], removes: Iterable[str], *, position: int) -> None:
        """Take in changes as a new generation that shares the old one's text files."""
        entries = {entry.service.id: entry for entry in adds}
        gone = set(removes)
        with self._locked():
            old = self._open(newest=True)
            if old is None:
                self._rebuild(list(entries.values()), position)
                return
            if position <= old.position and not entries and not gone:
                return
            dead = old.cols.rows_of([*entries, *gone])
            path = self._generations.begin(copy_text_of=old.path)
            fresh = [entries[one] for one in entries if one not in gone]
            cols = build(fresh, after=old.cols, dead=dead)
            vocabulary = old.vocabulary.copy()
            assert old.text is not None
            old.text.grow(path / "text", self._documents(fresh, vocabulary), old.cols.rows)
            self._finish(path, cols, vocabulary, position)

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        """Fill a new generation and switch to it."""
        with self._locked():
            self._rebuild(entries, position)

    def _rebuild(self, entries: Iterable[Entry], position: int) -> None:
        path = self._generations.begin()
        gathering = Gathering(0)
        cols: Columns | None = None
        vocabulary = Vocabulary()
        rows = iter(entries)
        while chunk := list(islice(rows, _CHUNK)):
            gathering.add(self._documents(chunk, vocabulary))
            cols = build(chunk, after=cols)
        TextIndex.make(path / "text", gathering.terms())
        self._finish(path, cols or build([]), vocabulary, position)

    def _documents(self, entries: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[DocumentWords]:
        """The entries' words, which are counted into the vocabulary on their way."""
        for entry in entries:
            words = self._analyser.document(entry.service)
            vocabulary.add(words)
            yield words

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

    def _open(self, *, newest: bool = False) -> Snapshot | None:
        """The current generation, opened by one thread alone; None where there is none of our shape and analyser.

        Who asks while another thread opens it gets the one before, unless it must be the `newest`.
        """
        for _ in range(3):
            path = self._generations.current()
            if path is None:
                return None
            held = self._snapshot
            if held is not None and held.path == path:
                return held
            if path == self._refused:
                return None
            if not self._opening.acquire(blocking=newest or held is None):
                return held
            try:
                held = self._snapshot
                return held if held is not None and held.path == path else self._read(path, held)
            except (OSError, ValueError, KeyError) as error:
                failure = error  # swept away between reading the pointer and opening it: look again
            finally:
                self._opening.release()
        raise EngineUnavailable(
            f"the index in {path} cannot be read: {failure}; `liiku index --rebuild` makes it again"
        )

    def _read(self, path: Path, held: Snapshot | None) -> Snapshot | None:
        meta = json.loads((path / "meta.json").read_bytes())
        if meta["shape"] != SHAPE or meta["analyser"] != self._analyser.version:
            self._refused = path
            return None
        check_whole(path, meta)
        cols = Columns.load(path, meta["vocabulary"])
        text = TextIndex.load(path / "text", held.text if held else None)
        vocabulary = Vocabulary.load(path)
        self._snapshot = snapshot = Snapshot.over(path, cols, text, meta, vocabulary, held)
        return snapshot

    def _empty(self) -> Snapshot:
        """What an engine without an index answers from: nothing, at position 0."""
        nothing = {"position": 0, "records": 0}
        return Snapshot.over(self._generations.folder, build([]), None, nothing, NOTHING_SAID)

    def search(self, request: Request) -> Answer:
        snapshot = self._open() or self._empty()
        query = request.query
        found = _Found(snapshot, request)
        cols, rows = found.cols, np.flatnonzero(found.hits())
        end = request.offset + query.limit
        page = found.order(rows, end)[request.offset : end]
        include = query.unknown == "include"
        return Answer(
            total=len(rows),
            hits=found.page(page),
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
        found = _Found(snapshot, request)
        rows = found.rows[found.hits() & found.cols["has_point"]]
        total, cols = len(rows), snapshot.cols
        rows = first_by_id(rows, cols["id"], snapshot.slices.id_heads, limit)
        firsts = snapshot.slices.starts("place")[rows]
        ids = cols["id"][rows].astype("U36").tolist()
        lats, lons = cols["place_lat"][firsts].tolist(), cols["place_lon"][firsts].tolist()
        return total, list(map(_PIN, zip(ids, lats, lons, strict=True)))

    def suggest(
        self, prefix: str, *, lang: Lang, limit: int, now: datetime, kinds: Sequence[Suggested] = SUGGESTED
    ) -> list[Suggestion]:
        snapshot = self._open() or self._empty()
        allowed = snapshot.moments.at(now).current
        found: list[Suggestion] = []
        for kind in kinds:
            each = (snapshot.names.beginning_with(prefix, kind, one, allowed, limit) for one in asked_first(lang))
            found += without_doubles(chain.from_iterable(each), limit)
        return found

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
            return Health(False, self.name, 0, 0, self._why_none())
        return Health(True, self.name, snapshot.position, snapshot.records)

    def _why_none(self) -> str:
        path = self._generations.current()
        if path is None:
            return "there is no index yet"
        return f"the index in {path} is of another version than this program and is made anew by `liiku index`"


def _nearness(chords: NDArray[np.float64]) -> NDArray[np.float64]:
    """By what a score is multiplied for distance: 1 here, towards a half far away, a half where no point is known."""
    factor = np.full(len(chords), 0.5)
    known = np.isfinite(chords)
    factor[known] += 0.5 / (1 + metres(chords[known]) / _HALF_WAY_M)
    return factor


def first_by_id(
    rows: NDArray[np.int64], ids: NDArray[np.bytes_], heads: NDArray[np.uint64], limit: int
) -> NDArray[np.int64]:
    """The rows of the first ids, in order. Most differ in their heads, which are quicker to compare; `ids` and `heads` are of all rows."""
    own = heads[rows]
    if len(rows) > limit:
        among = own <= np.partition(own, limit - 1)[limit - 1]
        rows, own = rows[among], own[among]
    order = np.argsort(own)
    if (np.diff(own[order]) == 0).any():
        order = np.argsort(ids[rows], kind="stable")
    return rows[order[:limit]]


def _first(key: NDArray[Any], second: Callable[[NDArray[np.int64]], NDArray[Any]], most: int) -> NDArray[np.int64]:
    """Where the first `most` by key, and by the second key where that is the same, are found: what lies behind them need not be sorted."""
    last = np.partition(key, most - 1)[most - 1]
    there = np.flatnonzero(key <= last)
    if len(there) > 2 * most:
        before = key[there] < last
        level, left = there[~before], most - int(before.sum())
        seconds = second(level)
        level = level[seconds <= np.partition(seconds, left - 1)[left - 1]]
        there = np.concatenate([there[before], level])
    return there


class _Found:
    """One search at work: the rows that may be hits, their columns, each filter's verdicts, and what follows from them.

    All arrays but `rows` and `ids` are over these rows, ascending: a row that says no by place, or that the words do not reach, is not among them.
    """

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self.query, self.now = request.query, request.now
        self.moment, self.ranks = snapshot.moments.at(self.now), snapshot.ranks
        self.ids = snapshot.cols["id"]
        self.scores: NDArray[np.float64] | None = None
        self.rows = self._candidates(snapshot, request)
        self.cols = snapshot.slices.of(self.rows)
        self.chords: NDArray[np.float64] | None = None
        if self.query.point is not None:
            self.chords = squared_chords(self.cols, *self.query.point)
            self._leave_out_the_far()
        if self.scores is not None and self.chords is not None:
            self.scores *= _nearness(self.chords)
        self.matched: Mask = np.ones(len(self.rows), bool)
        self.wishes = [self._wished(wish) for wish in request.wishes]
        if self.wishes:
            if self.scores is None:
                self.matched = np.logical_or.reduce([wish.yes for wish in self.wishes])
                self.scores = np.ones(len(self.rows))
                if snapshot.text is not None:
                    self.matched |= snapshot.text.naming(request.words, snapshot.cols.rows)[self.rows]
                    self.scores += snapshot.text.hint(request.words, snapshot.cols.rows)[self.rows]
            for wish in self.wishes:
                missed = WISH_UNKNOWN if wish.unknown is None else np.where(wish.unknown, WISH_UNKNOWN, WISH_MISSED)
                self.scores *= np.where(wish.yes, 1.0, missed)
        self.verdicts: list[Verdict] = verdicts(self.cols, self.query, self.now, self.chords)

    def _candidates(self, snapshot: Snapshot, request: Request) -> NDArray[np.int64]:
        """The current rows that the words reach, with their scores; without words those that place does not rule out."""
        allowed = self.moment.current
        if request.words:
            rows, scores = np.empty(0, np.int64), np.empty(0)
            if snapshot.text is not None:
                rows, scores = snapshot.text.match(request.words, allowed)
            here = snapshot.space.may_hit(self.query) if len(rows) > _MANY else None
            if here is not None:  # cheaper than the distance of each
                near = np.zeros(len(allowed), bool)
                near[here] = True
                kept = np.flatnonzero(near[rows])
                rows, scores = rows[kept], scores[kept]
            self.scores = scores
            return rows
        here = snapshot.space.may_hit(self.query)
        return self.moment.rows if here is None else here[allowed[here]]

    def _leave_out_the_far(self) -> None:
        """Drop the rows that lie out of reach: no facet has them back."""
        reach = self.query.reach_m()
        if reach is None or self.chords is None or self.scores is None:
            return
        among = np.flatnonzero((metres(self.chords) <= reach) | ~self.cols["has_point"])
        self.rows, self.chords, self.scores = self.rows[among], self.chords[among], self.scores[among]
        self.cols = self.cols.narrowed(among)

    def _wished(self, wish: Wish) -> Verdict:
        """The filters of a wish as one: yes where all say yes, no where one says no. What is online only is nowhere near."""
        point = wish.query.point
        chords = None if point is None else squared_chords(self.cols, *point)
        asked = verdicts(self.cols, wish.query, self.now, chords)
        yes, no = asked[0].yes, asked[0].no()
        for one in asked[1:]:
            yes, no = yes & one.yes, no | one.no()
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

    def next_starts(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows' next starts in epoch seconds; FOREVER where there is none."""
        return self.moment.next_starts[self.rows[rows]]

    def order(self, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        """The first `most` of the rows in the order asked for, and perhaps more."""
        sort = self.query.sort
        if sort is Sort.RELEVANCE and self.scores is None:
            sort = Sort.START if self.chords is None else Sort.DISTANCE
        key: NDArray[Any]
        match sort:
            case Sort.DISTANCE:
                assert self.chords is not None
                key = self.chords[rows]
            case Sort.START:
                key = self.next_starts(rows)
            case Sort.NAME:
                key = self.ranks.of(self.query.lang)[self.rows[rows]]
            case Sort.RELEVANCE:
                assert self.scores is not None
                key = -self.scores[rows].round(4)
        second = self._second(sort)
        unknown = self.unknown_count(rows)
        if len(rows) > most and not unknown.any():
            some = _first(key, lambda level: second(rows[level]), most)
            rows, key, unknown = rows[some], key[some], unknown[some]
        picked: NDArray[np.int64] = rows[np.lexsort((self.ids[self.rows[rows]], second(rows), key, unknown))]
        return picked

    def _second(self, sort: Sort) -> Callable[[NDArray[np.int64]], NDArray[Any]]:
        """What orders rows that the first key has alike."""
        chords = self.chords
        if sort is not Sort.RELEVANCE:
            return lambda rows: np.zeros(len(rows))
        return self.next_starts if chords is None else lambda rows: chords[rows]

    def page(self, rows: NDArray[np.int64]) -> list[Hit]:
        """The hits of some rows, in their order."""
        cols = self.cols
        scores = np.zeros(len(rows)) if self.scores is None else self.scores[rows].round(4)
        away: list[float] = [np.inf] * len(rows)
        if self.chords is not None:
            away = np.where(np.isfinite(self.chords[rows]), metres(self.chords[rows]), np.inf).tolist()
        unknowns = self.unknown_count(rows).tolist()
        starts = self.next_starts(rows).tolist()
        places = cols["place_row"].searchsorted(np.stack([rows, rows + 1], axis=1)).tolist() if self.query.point else []
        met = [tuple(w.of(row) for w in self.wishes) for row in rows] if self.wishes else repeat((), len(rows))
        return [
            Hit(
                id=one.decode(),
                score=score,
                distance_m=round(distance) if distance < np.inf else None,
                next_start=None if start == c.FOREVER else datetime.fromtimestamp(start, UTC),
                unknowns=few,
                place=self._nearest_place(*places[at]) if distance < np.inf else None,
                met=answers,
            )
            for at, (one, score, distance, start, few, answers) in enumerate(
                zip(self.ids[self.rows[rows]].tolist(), scores.tolist(), away, starts, unknowns, met, strict=True)
            )
        ]

    def _nearest_place(self, first: int, last: int) -> int:
        """Which of its record's places a row lies nearest by; the row's places are those from the first to before the last."""
        cols = self.cols
        if last - first > 1:
            assert self.query.point is not None
            first += int(np.argmin(chords_to(cols["place_xyz"][first:last], *self.query.point)))
        return int(cols["place_number"][first])
