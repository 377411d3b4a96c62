"""The only door into the ledger: a run folder in, one transaction, services with new change numbers out; or a held run and nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import partial

import orjson

from indexer.address_geocoder import AddressGeocoder
from indexer.brought import Brought, Key
from indexer.diff import Diff, compare
from indexer.geocode import ask_wanted
from indexer.geocode_rows import address_key
from indexer.guards import check
from indexer.journal import Journal
from indexer.ledger import Ledger, Publication, RecordState
from indexer.recompose import Recomposer
from indexer.report import Seen, leave_report
from indexer.retire import RETIRED, aliases_elsewhere
from indexer.reuse import reuse_guard, reused
from indexer.run_folder import RunFolder
from indexer.tally import Tally
from schemas.errors import RunUnknown, SampleMixed
from schemas.record import RecordKey
from schemas.run import Counts, CrawlStats, Mode, Run, RunState
from schemas.settings import HELSINKI
from schemas.source import Source

EXPIRY = timedelta(days=90)
"""A programme leaves this long after its last session."""
DONE = (RunState.PUBLISHED, RunState.UNCHANGED)


def publish(
    ledger: Ledger,
    folder: RunFolder,
    sources: Mapping[str, Source],
    *,
    now: datetime,
    approved: bool = False,
    geocoder: AddressGeocoder | None = None,
    budget: int = 0,
    again: bool = False,
) -> Run:
    """Publish a finished run, or hold it. The run as it stands afterwards.

    Before that `geocoder` is asked, in at most `budget` requests, where the addresses without a point are.

    Afterwards its report lies in the folder, and the journal beside the runs tells of it; not so where an old run is published `again` to
    make a lost ledger anew. A crashed crawl, or a damaged folder, gives a failed run. Raises SampleMixed, LedgerLocked, and RunUnknown when
    a newer run is already published.
    """
    seen = Seen()
    run = _publish(ledger, folder, sources, seen, now=now, approved=approved, geocoder=geocoder, budget=budget)
    if again:
        return run
    run = leave_report(ledger, folder, sources, run, seen, at=now)
    Journal.beside(folder.path.parent).keep_up(ledger)
    return run


def _publish(
    ledger: Ledger,
    folder: RunFolder,
    sources: Mapping[str, Source],
    seen: Seen,
    *,
    now: datetime,
    approved: bool,
    geocoder: AddressGeocoder | None,
    budget: int,
) -> Run:
    """The run as it stands after publishing; what was seen on the way goes into `seen`."""
    stats = folder.stats()
    if stats is None:
        return _failed(ledger, folder, "the crawl ended before it was done; run it again", now)
    damage = folder.damage()
    if damage is not None:
        return _failed(ledger, folder, f"its folder is damaged: {damage}; run it again", now)
    source = sources[stats.source]
    if not approved and not stats.complete and stats.collections[stats.main_collection].rows == 0:
        return _failed(ledger, folder, _why_failed(stats), now)
    if geocoder is not None:
        refuse_mixing(ledger.meta("sample"), is_sample=stats.sample)
        ask_wanted(ledger, folder.items(), geocoder, budget=budget, now=now)
    with ledger.publishing() as publication:
        _check_sample(publication, stats)
        publication.settle_feed(sources, at=now)
        states = ledger.record_states(stats.source)
        _check_newest(ledger, stats)
        tally = seen.tally = Tally(stats.main_collection, source.key_fields)
        diff, counts = _diff(publication, folder, tally, stats, states, source)
        seen.diff, seen.fill_before = diff, _fill_before(ledger, stats)
        fill = tally.fill()
        expired = _expired(diff, states, now)
        guards = check(
            stats,
            diff,
            counts,
            source.guards,
            fill=fill,
            fill_before=seen.fill_before,
            expiring=sum(name == stats.main_collection and states[name, key].in_scope for name, key in expired),
            leap=_leap(ledger, stats, now),
        )
        guards += reuse_guard(reused(publication, diff, stats))
        left_out = dict(sorted(diff.of(stats.main_collection).left_out.items()))
        run = run_of(stats, counts).model_copy(update={"guards": guards, "fill": fill, "out_of_scope": left_out})
        if any(guard.holds for guard in guards) and not approved:
            held = run.model_copy(update={"state": RunState.HELD, "note": "; ".join(g.note for g in guards if g.holds)})
            publication.put_run(held)
            return held
        recomposer = Recomposer(publication, sources, source=stats.source, run=run.id, at=now)
        _write_records(publication, diff, states, stats, expired)
        arrived = [address_key(key) for key in publication.geocodes.pending()]
        recomposer.recompose(diff, states, [_key_of(stats, key) for key in expired], arrived=arrived)
        publication.geocodes.settle()
        publication.put_aliases(aliases_elsewhere(publication, tally.moved, stats.source))
        counts = counts.model_copy(update={"recomposed": recomposer.recomposed, "expired": len(expired)})
        is_changed = publication.last_seq is not None or _moved(diff, states)
        seq = (publication.first_seq, publication.last_seq) if publication.first_seq and publication.last_seq else None
        run = run.model_copy(
            update={
                "counts": counts,
                "state": RunState.PUBLISHED if is_changed else RunState.UNCHANGED,
                "seq": seq,
                "note": _note(stats),
            }
        )
        publication.put_run(run)
        publication.supersede(stats.source, run.id)
        return run


def _why_failed(stats: CrawlStats) -> str:
    """The faults of the main collection, which ended the run; others' only when there are none."""
    mine = stats.collections[stats.main_collection].faults or stats.faults
    return "; ".join(dict.fromkeys(mine)) or "nothing was fetched"


def _failed(ledger: Ledger, folder: RunFolder, note: str, now: datetime) -> Run:
    stats = folder.stats()
    run = run_of(stats, Counts()) if stats else _crashed(folder, now)
    run = run.model_copy(update={"state": RunState.FAILED, "note": note})
    ledger.put_run(run)
    return run


def _crashed(folder: RunFolder, now: datetime) -> Run:
    """The row of a run whose crawl left no numbers: what its job says of it, else its name."""
    job = orjson.loads(folder.job_path.read_bytes()) if folder.job_path.exists() else {}
    day, source = folder.path.name.split("-")[:2]
    named = datetime.strptime(day, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Run(
        id=folder.path.name,
        source=source,
        mode=Mode(job.get("mode", Mode.FULL)),
        state=RunState.FAILED,
        complete=False,
        base_url=job.get("base_url", ""),
        limited=job.get("limit") is not None,
        clock=datetime.fromisoformat(job["now"]) if "now" in job else now,
        started_at=datetime.fromisoformat(job["started_at"]) if job.get("started_at") else named,
    )


def run_of(stats: CrawlStats, counts: Counts) -> Run:
    """The row of a run that was crawled, with what the crawl saw."""
    return Run(
        id=stats.run,
        source=stats.source,
        mode=stats.mode,
        base_url=stats.base_url,
        limited=stats.limited,
        clock=stats.clock,
        state=RunState.CRAWLED,
        complete=stats.complete,
        started_at=stats.started_at,
        finished_at=stats.finished_at,
        counts=counts,
        requests=stats.requests,
        faults=stats.faults,
        out_of_scope=stats.out_of_scope,
        unmapped=stats.unmapped,
    )


def _note(stats: CrawlStats) -> str:
    if stats.reason == RETIRED:
        return "its YAML says that the source is retired: what it had published has left"
    if stats.complete:
        return ""
    return (
        "stopped at the limit asked for; nothing was removed"
        if stats.limited
        else "not seen to the end; nothing was removed"
    )


def _check_sample(publication: Publication, stats: CrawlStats) -> None:
    """A ledger is of the sample city or of the real one, for ever."""
    marked = publication.meta("sample")
    refuse_mixing(marked, is_sample=stats.sample)
    if marked is None:
        publication.set_meta("sample", "yes" if stats.sample else "no")


def refuse_mixing(marked: str | None, *, is_sample: bool) -> None:
    """Raises SampleMixed when a ledger with this mark would take in the other kind of data."""
    if marked is None or (marked == "yes") == is_sample:
        return
    holds, comes = ("sample data", "a real source") if marked == "yes" else ("real data", "the sample city")
    raise SampleMixed(
        f"this ledger holds {holds}; {comes} is not published into it. Set LIIKU_DATA_DIR to another folder"
    )


def _check_newest(ledger: Ledger, stats: CrawlStats) -> None:
    newer = [
        r
        for r in ledger.runs(stats.source)
        if r.state in DONE and r.started_at > stats.started_at and r.id != stats.run
    ]
    if newer:
        raise RunUnknown(f"run {stats.run} is older than {newer[0].id}, which is published; crawl again instead")


def _fill_before(ledger: Ledger, stats: CrawlStats) -> dict[str, float]:
    for run in ledger.runs(stats.source):
        if run.state in DONE and run.mode is Mode.FULL and run.complete and run.fill:
            return run.fill
    return {}


def _leap(ledger: Ledger, stats: CrawlStats, now: datetime) -> timedelta | None:
    """How far the clock went since this source was published before."""
    before = next((run.clock for run in ledger.runs(stats.source) if run.state in DONE and run.clock), None)
    return None if before is None else now - before


def window_of(stats: CrawlStats, source: Source) -> tuple[datetime, datetime] | None:
    """The first and last moment of the days that a source is asked for."""
    if source.window_days is None:
        return None
    today = stats.clock.astimezone(HELSINKI).date()
    first, last = (today + timedelta(days=days) for days in source.window_days)
    return datetime.combine(first, time.min, HELSINKI), datetime.combine(last, time.max, HELSINKI)


def _diff(
    publication: Publication,
    folder: RunFolder,
    tally: Tally,
    stats: CrawlStats,
    states: Mapping[Key, RecordState],
    source: Source,
) -> tuple[Diff, Counts]:
    main = stats.main_collection
    hosted = publication.hosted([key for name, key in folder.named() if name == "unit"]) if main == "unit" else set()
    refusals = list(folder.refusals())
    unread = frozenset((r.collection, r.source_id) for r in refusals if r.source_id)
    window = window_of(stats, source)
    rows = tally.watch(folder.placed_items())
    diff = compare(rows, Brought(folder), states, stats, hosted=frozenset(hosted), refused=unread, window=window)
    part = diff.of(main)
    mine = tally.offered
    parents = {key for key, row in mine.items() if row.is_series}
    series = {row.series for row in mine.values() if row.series} - parents
    for record in publication.records(
        RecordKey(source=stats.source, collection=main, key=key) for key in series if key
    ).values():
        parents |= {record.key} if record.is_series else set()
    gathered = {key for key, row in mine.items() if row.series in parents}
    refused = [r for r in refusals if r.collection == main]
    counts = Counts(
        fetched=stats.collections[main].rows,
        added=sum(key not in gathered for key in part.added),
        changed=sum(key not in gathered for key in part.changed),
        unchanged=sum(key not in gathered for key in part.unchanged),
        removed_upstream=len(part.gone),
        quarantined=len(refused),
        out_of_scope=part.out_of_scope,
        gathered=sum(key in gathered for keys in (part.added, part.changed, part.unchanged) for key in keys),
        missing=len(part.absent_once),
        removed_absent=len(part.absent_twice),
        joined=sum(
            len(p.added) + len(p.changed) + len(p.unchanged) for name, p in diff.by_collection.items() if name != main
        ),
    )
    return diff, counts


def _moved(diff: Diff, states: Mapping[Key, RecordState]) -> bool:
    """Whether what the ledger holds of the tray moved though no service changed: a record went missing, came back, or is told otherwise."""
    if diff.back or any(row.in_scope for row in diff.brought.rows.values()):
        return True
    return any(
        p.absent or any((name, key) in states for key in [*p.gone, *p.dropped])
        for name, p in diff.by_collection.items()
    )


def _write_records(
    publication: Publication,
    diff: Diff,
    states: Mapping[Key, RecordState],
    stats: CrawlStats,
    expired: Iterable[Key],
) -> None:
    """Write what the run says of records."""
    key_of = partial(_key_of, stats)
    publication.put_records(_rows(diff, stats))
    publication.set_missing((key_of(key) for key in diff.back), 0)
    for name, part in diff.by_collection.items():
        publication.set_missing((key_of((name, key)) for key in part.absent_once), 1)
        lost = {key for key in [*part.gone, *part.dropped, *part.absent_twice] if (name, key) in states}
        publication.delete_records(key_of((name, key)) for key in lost)
    publication.delete_records(map(key_of, expired))


def _key_of(stats: CrawlStats, key: Key) -> RecordKey:
    return RecordKey(source=stats.source, collection=key[0], key=key[1])


def _expired(diff: Diff, states: Mapping[Key, RecordState], now: datetime) -> list[Key]:
    """Records that aged out of the window and whose whole programme ended long ago."""
    last: dict[tuple[str, str], str] = {}
    for (collection, key), state in states.items():
        owner = (collection, state.series or key)
        if state.ends_at:
            last[owner] = max(last.get(owner, ""), state.ends_at)
    for (collection, key), row in diff.brought.rows.items():
        if row.ends_at:
            owner = (collection, row.series or key)
            last[owner] = max(last.get(owner, ""), row.ends_at)
    found = []
    for name, part in diff.by_collection.items():
        for key in part.aged:
            ended = last.get((name, states[(name, key)].series or key))
            if ended and datetime.fromisoformat(ended) < now - EXPIRY:
                found.append((name, key))
    return found


def _rows(diff: Diff, stats: CrawlStats) -> Iterator[dict[str, object]]:
    """The rows of the ledger's `record` table, one at a time."""
    for (collection, key), row, body in diff.brought.bodies():
        yield {
            "source": stats.source,
            "collection": collection,
            "key": key,
            "hash": row.hash,
            "in_scope": row.in_scope,
            "series": row.series,
            "ends_at": row.ends_at,
            "run": stats.run,
            "body": body,
        }
