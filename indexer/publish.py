"""The only door into the ledger: a run folder in, one transaction, services with new change numbers out; or a held run and nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

import orjson

from indexer.diff import Diff, Key, compare, last_moment
from indexer.geocode import ask_wanted
from indexer.geocode_rows import address_key
from indexer.geocoders import AddressGeocoder
from indexer.guards import check, fill_rates
from indexer.ledger import Ledger, Publication, RecordState
from indexer.recompose import Recomposer
from indexer.report import Seen, leave_report
from indexer.retire import RETIRED, aliases_elsewhere
from indexer.reuse import reuse_guard, reused
from indexer.run_folder import RunFolder
from schemas.errors import RunUnknown, SampleMixed
from schemas.record import Item, RecordKey
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
) -> Run:
    """Publish a finished run, or hold it. The run as it stands afterwards.

    Before that `geocoder` is asked, in at most `budget` requests, where the addresses without a point are.

    Afterwards its report lies in the folder. A crashed crawl gives a failed run. Raises SampleMixed, LedgerLocked, and RunUnknown when
    a newer run is already published.
    """
    seen = Seen()
    run = _publish(ledger, folder, sources, seen, now=now, approved=approved, geocoder=geocoder, budget=budget)
    return leave_report(ledger, folder, sources, run, seen, at=now)


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
    source = sources[stats.source]
    if not approved and not stats.complete and stats.collections[stats.main_collection].rows == 0:
        return _failed(ledger, folder, _why_failed(stats), now)
    items = seen.items = list(folder.items())
    if geocoder is not None:
        refuse_mixing(ledger.meta("sample"), is_sample=stats.sample)
        ask_wanted(ledger, items, geocoder, budget=budget, now=now)
    with ledger.publishing() as publication:
        _check_sample(publication, stats)
        publication.settle_feed(sources, at=now)
        states = ledger.record_states(stats.source)
        _check_newest(ledger, stats)
        diff, counts = _diff(publication, folder, items, stats, states, source)
        seen.diff, seen.fill_before = diff, _fill_before(ledger, stats)
        main = (i.record for i in items if i.record and i.collection == stats.main_collection)
        fill = fill_rates(main, source.key_fields)
        guards = check(stats, diff, counts, source.guards, fill=fill, fill_before=seen.fill_before)
        guards += reuse_guard(reused(publication, diff, stats))
        left_out = dict(sorted(diff.of(stats.main_collection).left_out.items()))
        run = run_of(stats, counts).model_copy(update={"guards": guards, "fill": fill, "out_of_scope": left_out})
        if any(guard.holds for guard in guards) and not approved:
            held = run.model_copy(update={"state": RunState.HELD, "note": "; ".join(g.note for g in guards if g.holds)})
            publication.put_run(held)
            return held
        recomposer = Recomposer(publication, sources, source=stats.source, run=run.id, at=now)
        expired = _write_records(publication, diff, states, stats, now)
        arrived = [address_key(key) for key in publication.geocodes.pending()]
        recomposer.recompose(diff, states, expired, arrived=arrived)
        publication.geocodes.settle()
        publication.put_aliases(aliases_elsewhere(publication, items, stats.source))
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
    items: list[Item],
    stats: CrawlStats,
    states: Mapping[Key, RecordState],
    source: Source,
) -> tuple[Diff, Counts]:
    main = stats.main_collection
    hosted = publication.hosted([i.key for i in items if i.collection == "unit"]) if main == "unit" else set()
    refusals = list(folder.refusals())
    unread = frozenset((r.collection, r.source_id) for r in refusals if r.source_id)
    diff = compare(items, states, stats, hosted=frozenset(hosted), refused=unread, window=window_of(stats, source))
    part = diff.of(main)
    mine = [i.record for i in items if i.collection == main and i.record is not None]
    parents = {r.key: r for r in mine if r.is_series}
    series = {r.links.series for r in mine if r.links.series} - parents.keys()
    for record in publication.records(
        RecordKey(source=stats.source, collection=main, key=key) for key in series if key
    ).values():
        parents |= {record.key: record} if record.is_series else {}
    gathered = {r.key for r in mine if r.links.series in parents}
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
    if diff.back or any(record.in_scope for record in diff.records.values()):
        return True
    return any(
        p.absent or any((name, key) in states for key in [*p.gone, *p.dropped])
        for name, p in diff.by_collection.items()
    )


def _write_records(
    publication: Publication, diff: Diff, states: Mapping[Key, RecordState], stats: CrawlStats, now: datetime
) -> list[RecordKey]:
    """Write what the run says of records; the keys of those that expired."""

    def key_of(key: Key) -> RecordKey:
        return RecordKey(source=stats.source, collection=key[0], key=key[1])

    publication.put_records([_row(diff, key, stats.run) for key in diff.records])
    publication.set_missing((key_of(key) for key in diff.back), 0)
    for name, part in diff.by_collection.items():
        publication.set_missing((key_of((name, key)) for key in part.absent_once), 1)
        lost = {key for key in [*part.gone, *part.dropped, *part.absent_twice] if (name, key) in states}
        publication.delete_records(key_of((name, key)) for key in lost)
    expired = [key_of(key) for key in _expired(diff, states, now)]
    publication.delete_records(expired)
    return expired


def _expired(diff: Diff, states: Mapping[Key, RecordState], now: datetime) -> list[Key]:
    """Records that aged out of the window and whose whole programme ended long ago."""
    last: dict[tuple[str, str], str] = {}
    for (collection, key), state in states.items():
        owner = (collection, state.series or key)
        if state.ends_at:
            last[owner] = max(last.get(owner, ""), state.ends_at)
    for (collection, key), record in diff.records.items():
        ends = last_moment(record)
        if ends:
            owner = (collection, record.links.series or key)
            last[owner] = max(last.get(owner, ""), ends)
    found = []
    for name, part in diff.by_collection.items():
        for key in part.aged:
            ended = last.get((name, states[(name, key)].series or key))
            if ended and datetime.fromisoformat(ended) < now - EXPIRY:
                found.append((name, key))
    return found


def _row(diff: Diff, key: Key, run: str) -> dict[str, object]:
    record = diff.records[key]
    return {
        "source": record.source,
        "collection": record.collection,
        "key": record.key,
        "hash": diff.hashes[key],
        "in_scope": record.in_scope,
        "series": record.links.series,
        "ends_at": last_moment(record),
        "run": run,
        "body": diff.bodies[key].decode(),
    }
