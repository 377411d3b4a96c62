"""The embedded engine: postings of words beside memory-mapped columns for everything else. No server, exact by construction.

Writers make a new generation and switch to it; readers in this and other processes look at the pointer at each search and never see half.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from indexer.engines.base import (
    SUGGESTED,
    Answer,
    Entry,
    Health,
    Pin,
    Request,
    Suggested,
    Suggestion,
)
from indexer.engines.bodies import Bodies, BodyWriter
from indexer.engines.columns import Columns, build
from indexer.engines.facets import counts, others_allow, own_filter
from indexer.engines.found import Found, first_by_id
from indexer.engines.generations import BODIES, TEXT, Generations, check_whole
from indexer.engines.names import asked_first, without_doubles
from indexer.engines.snapshot import Snapshot
from indexer.engines.terms import Gathering
from indexer.engines.text_index import TextIndex
from indexer.language.analyser import Analyser
from indexer.language.tokens import DocumentWords
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary
from schemas.errors import EngineUnavailable
from schemas.service import Lang

SHAPE = 9
"""The layout of a generation; one of another shape, or of another analyser, counts as empty and is rebuilt."""
_CHUNK = 5_000


_PIN: Callable[[Iterable[Any]], Pin] = partial(tuple.__new__, Pin)
"""A pin of its three values, without a Python call for each of thousands."""


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
            path = self._generations.begin(after=old.path)
            fresh = [entries[one] for one in entries if one not in gone]
            cols = build(fresh, after=old.cols, dead=dead)
            with BodyWriter(path / BODIES) as bodies:
                bodies.add(entry.body for entry in fresh)
            vocabulary = old.vocabulary.copy()
            assert old.text is not None
            old.text.grow(path / TEXT, self._documents(fresh, vocabulary), old.cols.rows)
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
        with BodyWriter(path / BODIES) as bodies:
            while chunk := list(islice(rows, _CHUNK)):
                gathering.add(self._documents(chunk, vocabulary))
                cols = build(chunk, after=cols)
                bodies.add(entry.body for entry in chunk)
        TextIndex.make(path / TEXT, gathering.terms())
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
        text = TextIndex.load(path / TEXT, held.text if held else None)
        vocabulary = Vocabulary.load(path)
        bodies = Bodies.load(path / BODIES, cols["body_size"])
        self._snapshot = snapshot = Snapshot.over(path, cols, text, bodies, meta, vocabulary, held)
        return snapshot

    def _empty(self) -> Snapshot:
        """What an engine without an index answers from: nothing, at position 0."""
        nothing = {"position": 0, "records": 0}
        cols = build([])
        return Snapshot.over(self._generations.folder, cols, None, Bodies((), cols["body_size"]), nothing, NOTHING_SAID)

    def search(self, request: Request) -> Answer:
        snapshot = self._open() or self._empty()
        query = request.query
        found = Found(snapshot, request)
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
        found = Found(snapshot, request)
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

    def is_at_hand(self) -> bool:
        held = self._snapshot
        return held is not None and held.path == self._generations.current()

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
