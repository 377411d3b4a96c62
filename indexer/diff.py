"""What a run changes, row by row, before anything is written: new, changed, the same, gone upstream, absent, out of scope.

Pure. The rules of absence hold only for complete full runs and complete collections; rows that aged out of the window are not absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from indexer.brought import Brought, Key, Row
from indexer.ledger import RecordState
from indexer.run_folder import Placed, body_of
from schemas.canonical import canonical, digest_bytes
from schemas.record import Record
from schemas.run import CrawlStats, Mode

MISSING_TWICE = 2


@dataclass(slots=True)
class CollectionDiff:
    """The keys of one collection by what happened to them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    absent_once: list[str] = field(default_factory=list)
    absent_twice: list[str] = field(default_factory=list)
    absent_unpublished: int = 0
    aged: list[str] = field(default_factory=list)
    known: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def absent(self) -> int:
        """How many records of the tray are absent; out-of-scope ones, which nobody sees, do not hold a run."""
        return len(self.absent_once) + len(self.absent_twice) - self.absent_unpublished

    @property
    def out_of_scope(self) -> int:
        return sum(self.left_out.values())

    def leave_out(self, rule: str) -> None:
        self.left_out[rule] = self.left_out.get(rule, 0) + 1


@dataclass(slots=True)
class Diff:
    """A run against the ledger. `brought` is what is new or different; `back` were missing and are seen again."""

    by_collection: dict[str, CollectionDiff] = field(default_factory=dict)
    brought: Brought = field(default_factory=Brought)
    back: list[Key] = field(default_factory=list)
    replaced: dict[Key, str] = field(default_factory=dict)

    def of(self, collection: str) -> CollectionDiff:
        return self.by_collection.setdefault(collection, CollectionDiff())


def record_body(record: Record) -> bytes:
    """The canonical JSON of a record; nothing in it moves with the time of fetching."""
    return canonical(record.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def last_moment(record: Record) -> str | None:
    """When an offering is over, ISO in UTC: its last session or period. None: it has no end."""
    if record.offering is None:
        return None
    schedule = record.offering.schedule
    if schedule.ends:
        return f"{schedule.ends.isoformat()}T23:59:59+00:00"
    session = record.links.session
    if record.is_series and session is None:
        return None
    moments = [s.end or s.start for s in schedule.sessions] or ([session.end or session.start] if session else [])
    return max(moments).isoformat() if moments else None


def compare(
    rows: Iterable[Placed],
    brought: Brought,
    states: Mapping[Key, RecordState],
    stats: CrawlStats,
    *,
    hosted: frozenset[str] = frozenset(),
    refused: frozenset[Key] = frozenset(),
    window: tuple[datetime, datetime] | None = None,
) -> Diff:
    """The diff of a run's rows; what is new or different goes into `brought`. `hosted` are units that an offering is held at: they count as in scope.

    `refused` rows came but could not be read: like the ids that could not be reached, they are not absent.
    """
    diff = Diff(brought=brought)
    seen: set[Key] = set(refused)
    for name, collection in stats.collections.items():
        seen.update((name, one) for one in collection.unreached)
    for state_key in states:
        diff.of(state_key[0]).known += states[state_key].in_scope
    for row in rows:
        item = row.item
        key: Key = (item.collection, item.key)
        seen.add(key)
        part = diff.of(item.collection)
        match item.op:
            case "put":
                assert item.record is not None
                _put(diff, part, key, row, item.record, states.get(key), hosted, stats, window)
            case "gone":
                part.gone.append(item.key)
                if item.replaced_by:
                    diff.replaced[key] = item.replaced_by
            case "out_of_scope":
                part.leave_out(item.rule or "unnamed")
                if key in states:
                    part.dropped.append(item.key)
    if stats.mode is Mode.FULL and stats.complete:
        for key, state in states.items():
            seen_part = stats.collections.get(key[0])
            if key not in seen and seen_part is not None and seen_part.complete:
                _note_absent(diff.of(key[0]), key, state, window)
    return diff


def _put(
    diff: Diff,
    part: CollectionDiff,
    key: Key,
    row: Placed,
    record: Record,
    state: RecordState | None,
    hosted: frozenset[str],
    stats: CrawlStats,
    window: tuple[datetime, datetime] | None,
) -> None:
    if state is None and stats.mode is Mode.INCREMENTAL and _is_outside(record, window):
        part.leave_out("outside_window")
        return
    value = digest_bytes(body_of(row.line))
    counts = record.in_scope or record.key in hosted
    if state is None or state.hash != value:
        diff.brought.rows[key] = Row(row.at, value, record.in_scope, record.links.series, last_moment(record))
    elif state.missing:
        diff.back.append(key)
    if not counts:
        part.leave_out(record.scope)
    elif state is None:
        part.added.append(record.key)
    elif state.hash != value:
        part.changed.append(record.key)
    else:
        part.unchanged.append(record.key)


def _is_outside(record: Record, window: tuple[datetime, datetime] | None) -> bool:
    """Whether an offering that we never had lies outside the window of days."""
    ends = last_moment(record)
    if window is None or ends is None:
        return False
    session = record.links.session
    is_over = datetime.fromisoformat(ends).astimezone(window[0].tzinfo) < window[0]
    return is_over or (session is not None and session.start > window[1])


def _note_absent(part: CollectionDiff, key: Key, state: RecordState, window: tuple[datetime, datetime] | None) -> None:
    if (
        window is not None
        and state.ends_at
        and datetime.fromisoformat(state.ends_at).astimezone(window[0].tzinfo) < window[0]
    ):
        part.aged.append(key[1])
    elif state.missing + 1 >= MISSING_TWICE:
        part.absent_twice.append(key[1])
        part.absent_unpublished += not state.in_scope
    else:
        part.absent_once.append(key[1])
        part.absent_unpublished += not state.in_scope
