"""How a source is, from its runs and its schedule, with the reason in one sentence; and when it is due. `of` and `next_due` are pure.

A source that sends garbage keeps its last good records: its age grows, and from `stale` on everybody is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from indexer.ledger import Ledger
from schemas.run import Run, RunState
from schemas.service import Part
from schemas.settings import HELSINKI
from schemas.source import Lifecycle, Source
from schemas.timetable import NEVER, longest_gap, next_slot

BACK_OFF = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
"""How long after its end a failed run is tried again; the last one for ever."""
STALE_PERIODS = 3
STALE_AT_LEAST = timedelta(hours=26)
GRACE = timedelta(hours=1)
"""A run may begin so long after its slot, or one period where that is shorter, before it is late."""
RUNS_LOOKED_AT = 60
CLOCKS_DIFFER = timedelta(minutes=1)

State = Literal["ok", "late", "held", "failing", "stale", "paused", "retired", "never"]


class Health(Part):
    """A source's state and why. `code` stays the same while the cause does; `age_s` is of the last good run, in seconds."""

    state: State
    code: str
    cause: str
    since: datetime | None = None
    last_run: str | None = None
    last_good_run: str | None = None
    last_good_at: datetime | None = None
    age_s: int | None = None
    next_due: datetime | None = None


def look(ledger: Ledger, source: Source, *, now: datetime) -> Health:
    """The health of a source as the ledger knows it."""
    return of(source, ledger.runs(source.name, limit=RUNS_LOOKED_AT), ledger.last_complete(source.name), now=now)


def of(source: Source, runs: Sequence[Run], last_good: Run | None, *, now: datetime) -> Health:
    """The health of a source. `runs`: newest first; `last_good`: the newest that was complete and published, or found unchanged."""
    counted = [run for run in runs if not run.limited]
    age = max(timedelta(0), now - last_good.began) if last_good else None
    due = next_due(source, counted, now=now)
    state, code, cause, since = _state(source, counted, last_good, age, due, now)
    return Health(
        state=state,
        code=code,
        cause=cause,
        since=since,
        last_run=runs[0].id if runs else None,
        last_good_run=last_good and last_good.id,
        last_good_at=last_good and last_good.began,
        age_s=int(age.total_seconds()) if age is not None else None,
        next_due=due,
    )


def next_due(source: Source, runs: Sequence[Run], *, now: datetime) -> datetime | None:
    """When the source is to be crawled next; in the past: at once, and once only, however many slots were missed.

    After a failed run the back-off alone counts; after one that saw only part, whichever comes first. None: never by itself.
    """
    if source.lifecycle is not Lifecycle.ACTIVE or source.schedule == NEVER:
        return None
    last = next((run for run in runs if not run.limited), None)
    if last is None or last.began > now + CLOCKS_DIFFER:
        return now
    slot = next_slot(source.schedule, last.began)
    bad = _bad_runs(runs)
    if not bad:
        return slot
    retry = last.ended + BACK_OFF[min(len(bad), len(BACK_OFF)) - 1]
    return retry if last.state is RunState.FAILED else min(retry, slot)


def is_bad(run: Run) -> bool:
    """Whether a run failed, or saw only part though nobody asked for a part."""
    return run.state is RunState.FAILED or (
        run.state in (RunState.PUBLISHED, RunState.UNCHANGED) and not run.complete and not run.limited
    )


def _bad_runs(runs: Sequence[Run]) -> list[Run]:
    """The newest runs as far as they are bad, newest first."""
    return list(takewhile(is_bad, (run for run in runs if not run.limited)))


def _state(
    source: Source,
    runs: Sequence[Run],
    last_good: Run | None,
    age: timedelta | None,
    due: datetime | None,
    now: datetime,
) -> tuple[State, str, str, datetime | None]:
    if source.lifecycle is Lifecycle.PAUSED:
        return "paused", "paused", "paused in its YAML: it is not crawled, what was published stays", None
    if source.lifecycle is Lifecycle.RETIRED:
        into = f"; it is replaced by {source.replaced_by}" if source.replaced_by else ""
        return "retired", "retired", f"retired in its YAML: what was published leaves{into}", None
    trouble = _trouble(source, runs, due, now)
    limit = _stale_after(source, now)
    if last_good is not None and age is not None and limit is not None and age > limit:
        why = trouble[2] if trouble else "the runs since then were not complete"
        code = f"stale:{trouble[1]}" if trouble else "stale"
        return "stale", code, f"no good run for {words(age)} (limit {words(limit)}); {why}", last_good.began + limit
    if trouble is not None:
        return trouble
    if last_good is None or age is None:
        return "never", "never", "no complete run yet", None
    return "ok", "ok", f"the last good run began {words(age)} ago", last_good.began


def _trouble(
    source: Source, runs: Sequence[Run], due: datetime | None, now: datetime
) -> tuple[State, str, str, datetime | None] | None:
    bad = _bad_runs(runs)
    if bad:
        times = "the last run" if len(bad) == 1 else f"the last {len(bad)} runs"
        what = "failed" if bad[0].state is RunState.FAILED else "did not see everything"
        reason = "; ".join(dict.fromkeys(bad[0].faults[:2])) or bad[0].note or "no reason is known"
        return "failing", "failing", f"{times} {what}: {reason}", bad[-1].began
    if runs and runs[0].state is RunState.HELD:
        held = runs[0]
        codes = ",".join(sorted(guard.code for guard in held.guards if guard.holds))
        streak = list(takewhile(lambda run: run.state is RunState.HELD, runs))
        return "held", f"held:{codes}", f"run {held.id} waits for a person: {held.note}", streak[-1].began
    if runs and due is not None and now - due > min(GRACE, longest_gap(source.schedule, due)):
        at = f"{due.astimezone(HELSINKI):%Y-%m-%d %H:%M}"
        return "late", "late", f"a run was due at {at}, {words(now - due)} ago, and none began", due
    return None


def _stale_after(source: Source, now: datetime) -> timedelta | None:
    if source.schedule == NEVER:
        return None
    return max(STALE_AT_LEAST, STALE_PERIODS * longest_gap(source.schedule, now))


def words(span: timedelta) -> str:
    """A span of time in words, as coarse as it is long.

    >>> words(timedelta(hours=50)), words(timedelta(minutes=95)), words(timedelta(seconds=59))
    ('2 days 2 h', '1 h 35 min', '59 s')
    """
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    return f"{minutes} min" if minutes else f"{seconds} s"
