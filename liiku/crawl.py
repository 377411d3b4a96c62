"""One source from crawl to search: lock, run folder, Scrapy's process, publish, index. What happened, in one line a person can act on."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.job import Job
from crawler.launch import is_loopback, launch
from indexer.address_geocoder import AddressGeocoder
from indexer.catch_up import catch_up
from indexer.dumps import dump_folder, write_dump
from indexer.faults import told_plainly
from indexer.ledger import Ledger
from indexer.publish import DONE, publish, refuse_mixing, run_of
from indexer.retire import write_retirement
from indexer.run_folder import RunFolder
from indexer.venues import REGISTER
from liiku.context import Context
from liiku.locks import only_one
from liiku.progress import progress_of
from schemas.errors import ConfigError, EngineUnavailable, SourceError
from schemas.run import Counts, Mode, Run, RunState
from schemas.source import Lifecycle, Source

log = logging.getLogger("liiku.crawl")
OVERLAP = timedelta(minutes=5)
"""An increment asks from this long before the last good run began: clocks differ."""
QUICK_RUNS = timedelta(minutes=1)
"""Runs that follow each other within a second begin a second apart, so the newest may lie so far ahead; it is less than OVERLAP."""
FULL_EVERY = timedelta(days=7)
LIMITED = "stopped at the limit"
TOLD_WHAT_IS_KNOWN = ("lipas", "webpage")
"""Spiders that need the ids of the ledger in full runs too: which tombstones are of ours, which offerings a page that failed may hold."""
TOLD_THE_UNITS = ("hauki",)
"""Spiders that ask an upstream of the units that are published."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """`geocoder`: asked instead of the settings' own. `shows_progress`: on stderr. `stop`: ends the crawl when it is set."""

    base_url: str | None = None
    limit: int | None = None
    full: bool = False
    no_publish: bool = False
    sample: bool = False
    replay_of: Path | None = None
    geocoder: AddressGeocoder | None = None
    shows_progress: bool = False
    stop: threading.Event | None = None


def crawl(context: Context, name: str, options: CrawlOptions) -> Run:
    """One run of one source; of a retired one that still has records, the run in which they leave.

    Raises SourceLocked, SourceError (paused, retired and left, without its key), ConfigError; DiskTrouble and LedgerError for the machine's faults.
    """
    source = context.source(name)
    if source.lifecycle is Lifecycle.PAUSED:
        raise SourceError(f"{name} is paused: set `lifecycle: active` in {name}.yaml to crawl it")
    if source.lifecycle is Lifecycle.RETIRED:
        with only_one(context.locks_dir, name, what="retiring"):
            return _retire(context, source)
    context.refuse_to_crawl_lists(source)
    key = _key(context, source, sample=options.sample)
    with told_plainly(), only_one(context.locks_dir, name, what="a crawl"):
        return _crawl(context, source, options, key)


def next_start(ledger: Ledger, name: str) -> datetime:
    """When the next run of a source starts: now, but always after its newest run, also when the clock was set back."""
    now = datetime.now(UTC)
    newest = ledger.newest_run(name)
    return now if newest is None or newest.started_at < now else newest.started_at + timedelta(seconds=1)


def _retire(context: Context, source: Source) -> Run:
    states = context.ledger.record_states(source.name)
    if not states:
        raise SourceError(
            f"{source.name} is retired and nothing of it is left; remove {source.name}.yaml, or activate it"
        )
    started_at = next_start(context.ledger, source.name)
    folder = RunFolder(context.runs_dir / RunFolder.new_id(source.name, started_at))
    folder.create()
    is_sample = context.ledger.meta("sample") == "yes"
    write_retirement(folder, source, states, now=context.settings.clock(), started_at=started_at, sample=is_sample)
    return publish_and_index(context, folder, approved=True)


def _key(context: Context, source: Source, *, sample: bool) -> str | None:
    if source.needs_key is None:
        return None
    key = "sample" if sample else context.settings.ilmonet_key
    if not key:
        other = f", or bring a course list: `liiku import FILE --source {source.name}`" if source.course_list else ""
        raise SourceError(f"{source.name} needs LIIKU_{source.needs_key}; without it nothing is fetched{other}")
    return key


def _crawl(context: Context, source: Source, options: CrawlOptions, key: str | None) -> Run:
    settings = context.settings
    for lost in note_crashed(context, source.name):
        log.warning("%s: run %s before this one did not end by itself: %s", source.name, lost.id, lost.note)
    if urlsplit(options.base_url or source.root).scheme not in ("http", "https"):
        raise ConfigError(
            f"--base-url: {options.base_url!r} is not an http(s) address such as http://127.0.0.1:9000/rest/v4/"
        )
    refuse_mixing(context.ledger.meta("sample"), is_sample=options.sample)
    geocoder = options.geocoder or context.geocoder
    now = settings.clock()
    base_url = options.base_url or source.root
    started_at = next_start(context.ledger, source.name)
    is_set_back = started_at > datetime.now(UTC) + QUICK_RUNS
    last = None if is_set_back else _last_good(context, source.name, base_url)
    mode, since = Mode.FULL, None
    if source.incremental and last is not None and not options.full and not options.replay_of:
        mode, since = Mode.INCREMENTAL, last.started_at - OVERLAP
    run = RunFolder.new_id(source.name, started_at)
    folder = RunFolder(context.runs_dir / run)
    folder.create()
    job = Job(
        run=run,
        run_dir=folder.path,
        sources_dir=context.sources_dir,
        source=source.name,
        base_url=base_url,
        mode=mode,
        now=now,
        started_at=started_at,
        since=since,
        known=_known(context, source, mode, replay_of=options.replay_of),
        limit=options.limit,
        replay_of=options.replay_of,
        cache_dir=settings.data_dir / "httpcache" / source.name,
        user_agent=f"liiku-tarjotin/0.1 (+{settings.public_url}; contact: {settings.contact})",
        delay_seconds=0.0 if is_loopback(base_url) or options.replay_of else source.politeness.delay_seconds,
        sample=options.sample,
        allow_private=options.base_url is not None or source.private,
        key=key,
    )
    with progress_of(source.name, settings) if options.shows_progress else nullcontext(unseen) as see:
        code = launch(job, see=see, stop=options.stop)
    if folder.stats() is None:
        failed = publish(context.ledger, folder, context.sources, now=now)
        if options.stop is not None and options.stop.is_set():
            failed = failed.model_copy(update={"note": "stopped before its end because the worker was asked to end"})
            context.ledger.put_run(failed)
        return failed
    if options.no_publish:
        stats = folder.stats()
        assert stats is not None
        run_row = Run(
            id=run, source=source.name, mode=mode, state=RunState.CRAWLED, complete=stats.complete, base_url=base_url,
            limited=stats.limited, clock=stats.clock, started_at=stats.started_at, finished_at=stats.finished_at, requests=stats.requests, faults=stats.faults,
            note=f"not published; `liiku publish {run}` does it" + (f" (the crawl's process ended with {code})" if code else ""),
        )  # fmt: skip
        context.ledger.put_run(run_row)
        return run_row
    return publish_and_index(context, folder, geocoder=geocoder)


def publish_and_index(
    context: Context, folder: RunFolder, *, approved: bool = False, geocoder: AddressGeocoder | None = None
) -> Run:
    """Publish a run folder and bring the index up to date. `geocoder`: asked instead of the settings' own."""
    with _without_looking_for_cycles():
        return _publish_and_index(context, folder, approved=approved, geocoder=geocoder)


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """A publication makes millions of objects and hardly a cycle; Python's search for cycles took a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _publish_and_index(context: Context, folder: RunFolder, *, approved: bool, geocoder: AddressGeocoder | None) -> Run:
    done = publish(
        context.ledger,
        folder,
        context.sources,
        now=context.settings.clock(),
        approved=approved,
        geocoder=geocoder or context.geocoder,
        budget=context.settings.geocoder_budget,
    )
    if done.state in DONE:
        renew_dump(context)
        try:
            catch_up(context.ledger, context.engine)
        except EngineUnavailable as error:
            raise EngineUnavailable(
                f"{done.source}: run {done.id} is published, but the search does not show it yet: {error}. "
                "`liiku index` brings the search up to date"
            ) from error
    return done


def renew_dump(context: Context) -> None:
    """Write the open feed's dump where the ledger has moved on from it."""
    settings = context.settings
    folder = dump_folder(settings.data_dir)
    write_dump(context.ledger, folder, public_url=settings.public_url.rstrip("/"), now=settings.clock())


def _known(context: Context, source: Source, mode: Mode, *, replay_of: Path | None) -> dict[str, list[str]]:
    """The upstream ids that the crawl is told, by collection. What is asked for by these ids is replayed as it was asked for."""
    if source.spider in TOLD_THE_UNITS:
        if replay_of is not None:
            return Job.model_validate_json(RunFolder(replay_of).job_path.read_bytes()).known
        return {"unit": sorted(key for name, key in context.ledger.live_source_ids() if name == REGISTER)}
    known: dict[str, list[str]] = {}
    if mode is Mode.INCREMENTAL or source.spider in TOLD_WHAT_IS_KNOWN:
        for collection, upstream_id in context.ledger.record_states(source.name):
            known.setdefault(collection, []).append(upstream_id)
    return known


def _last_good(context: Context, name: str, base_url: str) -> Run | None:
    """The last complete published run from the same server, when a full one is young enough for an increment to build on."""
    done = [r for r in context.ledger.runs(name) if r.state in DONE and r.complete and r.base_url == base_url]
    full = next((run for run in done if run.mode is Mode.FULL), None)
    if full is None or done[0].started_at - full.started_at > FULL_EVERY:
        return None
    return done[0]


def unseen(rows: int, requests: int) -> None:
    """Nobody looks."""


def note_crashed(context: Context, name: str) -> list[Run]:
    """The rows, written now, of run folders that no row told of: their crawl, or its publishing, was killed."""
    noted = []
    known = {run.id for run in context.ledger.runs(name, limit=10_000)}
    for path in sorted(context.runs_dir.glob(f"*-{name}-*")):
        if path.name in known:
            continue
        folder = RunFolder(path)
        stats = folder.stats()
        if stats is None:
            noted.append(publish(context.ledger, folder, context.sources, now=context.settings.clock()))
        else:
            note = "its publishing was cut short; the run after it made that good"
            cut = run_of(stats, Counts()).model_copy(update={"note": note})
            context.ledger.put_run(cut)
            noted.append(cut)
    return noted


def outcome(run: Run) -> str:
    """One line: what happened, and what to do."""
    c = run.counts
    numbers = (
        f"{c.fetched} rows: {c.added} added, {c.changed} changed, {c.unchanged} unchanged, {c.gathered} gathered, "
        f"{c.removed_upstream} deleted upstream, {c.missing} missing, {c.removed_absent} removed, {c.quarantined} quarantined, {c.out_of_scope} out of scope"
    )
    match run.state:
        case RunState.HELD:
            return (
                f"{run.source}: HELD, nothing was changed: {run.note}. Look with `liiku show {run.id}`, "
                f"then `liiku approve {run.id}` or `liiku reject {run.id} --why …`"
            )
        case RunState.FAILED:
            return (
                f"{run.source}: FAILED, nothing was changed: {run.note}. What was published stays; run it again later"
            )
        case RunState.CRAWLED:
            return f"{run.source}: crawled; {run.note}"
        case _ if run.note.startswith(LIMITED):
            return f"{run.source}: {run.state.value}; {run.note}. {numbers}"
        case _ if not run.complete:
            why = f" ({'; '.join(run.faults[:2])})" if run.faults else ""
            return f"{run.source}: {run.state.value}, INCOMPLETE: {run.note}{why}. {numbers}. Run it again later"
        case _:
            faults = (
                f". With faults, look with `liiku show {run.id}`: {'; '.join(run.faults[:2])}" if run.faults else ""
            )
            return f"{run.source}: {run.state.value}. {numbers}{faults}"


def exit_code(run: Run) -> int:
    """0 done, 1 failed or not seen to the end (save by an asked limit), 3 held."""
    if run.state is RunState.HELD:
        return 3
    if run.state is RunState.FAILED:
        return 1
    return 0 if run.complete or run.note.startswith(LIMITED) else 1
