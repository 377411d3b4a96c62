"""Keeps the pairs of the ledger true while offerings change, and says which of them must be composed again. Works inside one publication.

`note` and `forget` what a recomposition sees; `keep` writes it down after each batch; `settle` judges the pairs that these touch, and gives the records whose place in the tray, or
whose twins, came out different. Nothing is judged twice, and what did not change is not written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from indexer.joins import Joins, Pair, State, joins_of, stays_first
from indexer.likeness import Likeness
from indexer.match_rows import MatchRows
from indexer.matches import Match, judge
from schemas.record import RecordKey

One = TypeVar("One")
PIECE = 4000
"""Offerings or pairs that are held in memory at a time."""
NAMING = "i|"
"""Blocks of ids: whether a name is one to one shows only in all who meet there."""
CROWDED = 40
"""A place at one start, a title at one start, an address or a cell of the map that more than so many offerings share says nothing of sameness:
a fair, a mall, a list that gives one address for all. Pairs meet in their other blocks, or not at all; judging all would be quadratic."""


class Joiner:
    """The joins in force, and the changes to them that one publication makes."""

    def __init__(self, rows: MatchRows, *, run: str) -> None:
        self._rows = rows
        self._run = run
        self._noted: dict[str, Likeness] = {}
        self._forgotten: set[str] = set()
        self._touched: set[str] = set()
        self._changed: set[str] = set()
        self._names: set[str] = set()
        self._left: dict[str, RecordKey] = {}
        self._records: dict[str, RecordKey] = {}
        self._is_current = rows.is_current()
        self._joins = self._in_force() if self._is_current else Joins()

    def is_current(self) -> bool:
        """Whether every offering of the ledger has its likeness, in the shape of today."""
        return self._is_current

    def target_of(self, service: str) -> str | None:
        """The offering that this one is joined into."""
        return self._joins.target.get(service)

    def twins_of(self, service: str) -> list[tuple[RecordKey, str]]:
        """The records of what is joined into this one, and what joined each."""
        return [(self._records[one], by) for one, by in self._joins.twins.get(service, ())]

    def note(self, likeness: Likeness) -> None:
        """This offering is in the tray, or would be if it were not joined."""
        self._noted[likeness.id] = likeness

    def forget(self, service: str) -> None:
        """This offering has left the tray by itself."""
        self._forgotten.add(service)

    def keep(self) -> None:
        """Write what was noted and forgotten since the last time; what must be judged by it is remembered by id alone."""
        old = self._rows.likenesses({*self._noted, *self._forgotten})
        changed = [one for one in self._noted.values() if old.get(one.id) != one]
        gone = [one for one in self._forgotten - self._noted.keys() if one in old]
        self._noted.clear()
        self._forgotten.clear()
        self._rows.delete_likenesses([*gone, *(one.id for one in changed if one.id in old)])
        self._rows.put_likenesses(changed)
        touched = {*gone, *(one.id for one in changed)}
        self._touched |= touched
        self._changed = (self._changed - set(gone)) | {one.id for one in changed}
        self._left |= {one.id: one.record() for one in old.values()}
        self._names |= {
            block for one in old.values() if one.id in touched for block in one.blocks() if block.startswith(NAMING)
        }

    def settle(self) -> set[RecordKey]:
        """Judge what was noted since the last time; the main records to compose again, with the joins that are now in force."""
        self.keep()
        touched, changed, names, left = self._touched, self._changed, self._names, self._left
        self._touched, self._changed, self._names, self._left = set(), set(), set(), {}
        if not touched:
            return set()
        self._judge(changed, touched, names)
        return self.refresh(left)

    def refresh(self, left: dict[str, RecordKey] | None = None) -> set[RecordKey]:
        """The joins anew from the pairs; the main records whose place or twins that moves. `left`: records of offerings that may be gone."""
        before, records = self._joins, dict(self._records) | (left or {})
        self._joins = after = self._in_force()
        records |= self._records
        moved = {one for one in {*before.target, *after.target} if before.target.get(one) != after.target.get(one)}
        moved |= {one for one in {*before.twins, *after.twins} if before.twins.get(one) != after.twins.get(one)}
        return {records[one] for one in moved}

    def _in_force(self) -> Joins:
        pairs = self._rows.standing_pairs()
        likenesses = self._rows.likenesses({one for pair in pairs for one in pair.key})
        self._records = {one.id: one.record() for one in likenesses.values()}
        joins = joins_of(pairs, lambda one: stays_first(likenesses[one]))
        stale = [
            replace(pair, state=state)
            for pair in pairs
            if not pair.is_decided and pair.state != (state := _state(pair, joins))
        ]
        self._rows.put_pairs(stale)
        return joins

    def _judge(self, changed: set[str], touched: set[str], names: set[str]) -> None:
        """Judge every pair that a changed offering may be in; a pair that is none any more goes, unless a steward decided it."""
        members = self._rows.members(names)
        for ids in _pieces(sorted(changed)):
            members |= self._rows.members_around(ids)
        naming = {one for block, ids in members.items() if block.startswith(NAMING) for one in ids}
        known = self._rows.pairs_of(touched | naming)
        keys = {key for key, pair in known.items() if pair.is_decided}
        for block, ids in members.items():
            is_naming = block.startswith(NAMING)
            if len(ids) > CROWDED and not is_naming:
                continue
            keys |= {(a, b) for a, b in combinations(ids, 2) if is_naming or a in changed or b in changed}
        rejudged = {key for key in known if touched & {*key} or key in keys}
        for piece in _pieces(sorted(keys)):
            likenesses = self._rows.likenesses({one for key in piece for one in key})
            found: list[Pair] = []
            for a, b in piece:
                old = known.get((a, b))
                if a in likenesses and b in likenesses:
                    is_named_once = _is_named_once(likenesses[a], likenesses[b], members)
                    match = judge(likenesses[a], likenesses[b], named_once=is_named_once)
                    new = _pair(a, b, match, old, run=self._run)
                else:
                    new = old if old is not None and old.is_decided else None
                if new is not None:
                    rejudged.discard((a, b))
                if new is not None and new != old:
                    found.append(new)
            self._rows.put_pairs(found)
        self._rows.delete_pairs(known[key] for key in sorted(rejudged))


def _pieces(values: Sequence[One]) -> Iterator[Sequence[One]]:
    return (values[start : start + PIECE] for start in range(0, len(values), PIECE))


def _is_named_once(one: Likeness, other: Likeness, members: Mapping[str, list[str]]) -> bool:
    """Whether the one names the other and nothing else, and nobody else names it."""
    for namer, twin in ((one, other), (other, one)):
        if twin.key in namer.same_as:
            return namer.same_as == [twin.key] and len(members.get(f"{NAMING}{twin.key}", ())) == 2
    return True


def _pair(a: str, b: str, match: Match, old: Pair | None, *, run: str) -> Pair | None:
    """The pair as it stands now; None when it is none and nobody decided anything about it."""
    new = Pair(a, b, match.verdict, match.score, match.rule, tuple(match.reasons), first_seen=run)
    if old is None:
        return new if match.verdict != "none" else None
    if old.is_decided:
        return replace(old, verdict=match.verdict, score=match.score, rule=match.rule, reasons=new.reasons)
    state = old.state if match.verdict == "certain" else "open"
    return replace(new, first_seen=old.first_seen, state=state) if match.verdict != "none" else None


def _state(pair: Pair, joins: Joins) -> State:
    a, b = (joins.target.get(one, one) for one in pair.key)
    return "joined" if a == b else "open"
