"""One source from crawl to search: lock, run folder, Scrapy's process, publish, index. What happened, in one line a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from crawler.job import Job
from crawler.launch import is_loopback, launch
from indexer.catch_up import catch_up
from indexer.publish import DONE, publish, refuse_mixing, run_of
from indexer.run_folder import RunFolder
from liiku.context import Context
from schemas.errors import ConfigError, EngineUnavailable, SourceError, SourceLocked
from schemas.run import Counts, Mode, Run, RunState
from schemas.source import Lifecycle, Source

OVERLAP = timedelta(minutes=5)
"""An increment asks from this long before the last good run began: clocks differ."""
FULL_EVERY = timedelta(days=7)
LIMITED = "stopped at the limit"


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    base_url: str | None = None
    limit: int | None = None
    full: bool = False
    no_publish: bool = False
    sample: bool = False
    replay_of: Path | None = None


def crawl(context: Context, name: str, options: CrawlOptions) -> Run:
    """One run of one source. Raises SourceLocked, SourceError (paused, without its key), ConfigError."""
    source = context.source(name)
    if source.lifecycle is not Lifecycle.ACTIVE:
        raise SourceError(f"{name} is {source.lifecycle.value}: set `lifecycle: active` in {name}.yaml to crawl it")
    key = _key(context, source, sample=options.sample)
    lock = FileLock(_lock_path(context, name))
    try:
        with lock.acquire(timeout=0):
            return _crawl(context, source, options, key)
    except Timeout as error:
        raise SourceLocked(
            f"{name}: another run is under way; wait for it, or look with `liiku runs {name}`"
        ) from error


def _lock_path(context: Context, name: str) -> str:
    folder = context.settings.data_dir / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{name}.lock")


def _key(context: Context, source: Source, *, sample: bool) -> str | None:
    if source.needs_key is None:
        return None
    key = "sample" if sample else context.settings.ilmonet_key
    if not key:
        raise SourceError(f"{source.name} needs LIIKU_{source.needs_key}; without it nothing is fetched")
    return key


def _crawl(context: Context, source: Source, options: CrawlOptions, key: str | None) -> Run:
    settings = context.settings
    _note_crashed(context, source.name)
    if urlsplit(options.base_url or source.root).scheme not in ("http", "https"):
        raise ConfigError(
            f"--base-url: {options.base_url!r} is not an http(s) address such as http://127.0.0.1:9000/rest/v4/"
        )
    refuse_mixing(context.ledger.meta("sample"), is_sample=options.sample)
    now = settings.clock()
    base_url = options.base_url or source.root
    last = _last_good(context, source.name, base_url)
    mode, since = Mode.FULL, None
    if source.incremental and last is not None and not options.full and not options.replay_of:
        mode, since = Mode.INCREMENTAL, last.started_at - OVERLAP
    states = context.ledger.record_states(source.name) if mode is Mode.INCREMENTAL else {}
    known: dict[str, list[str]] = {}
    for collection, upstream_id in states:
        known.setdefault(collection, []).append(upstream_id)
    run = RunFolder.new_id(source.name, datetime.now(UTC))
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
        since=since,
        known=known,
        limit=options.limit,
        replay_of=options.replay_of,
        cache_dir=settings.data_dir / "httpcache" / source.name,
        user_agent=f"liiku-tarjotin/0.1 (+{settings.public_url}; contact: {settings.contact})",
        delay_seconds=0.0 if is_loopback(base_url) or options.replay_of else source.politeness.delay_seconds,
        sample=options.sample,
        key=key,
    )
    code = launch(job)
    if folder.stats() is None:
        return publish(context.ledger, folder, context.sources, now=now)
    if options.no_publish:
        stats = folder.stats()
        assert stats is not None
        run_row = Run(
            id=run, source=source.name, mode=mode, state=RunState.CRAWLED, complete=stats.complete, base_url=base_url,
            started_at=stats.started_at, finished_at=stats.finished_at, requests=stats.requests, faults=stats.faults,
            note=f"not published; `liiku publish {run}` does it" + (f" (the crawl's process ended with {code})" if code else ""),
        )  # fmt: skip
        context.ledger.put_run(run_row)
        return run_row
    return publish_and_index(context, folder)


def publish_and_index(context: Context, folder: RunFolder, *, approved: bool = False) -> Run:
    """Publish a run folder and bring the index up to date."""
    done = publish(context.ledger, folder, context.sources, now=context.settings.clock(), approved=approved)
    if done.state in DONE:
        try:
            catch_up(context.ledger, context.engine)
        except EngineUnavailable as error:
            raise EngineUnavailable(
                f"{done.source}: run {done.id} is published, but the search does not show it yet: {error}. "
                "`liiku index` brings the search up to date"
            ) from error
    return done


def _last_good(context: Context, name: str, base_url: str) -> Run | None:
    """The last complete published run from the same server, when a full one is young enough for an increment to build on."""
    done = [r for r in context.ledger.runs(name) if r.state in DONE and r.complete and r.base_url == base_url]
    full = next((run for run in done if run.mode is Mode.FULL), None)
    if full is None or done[0].started_at - full.started_at > FULL_EVERY:
        return None
    return done[0]


def _note_crashed(context: Context, name: str) -> None:
    """Run folders that no row tells of: their crawl, or its publishing, was killed."""
    known = {run.id for run in context.ledger.runs(name, limit=10_000)}
    for path in sorted(context.runs_dir.glob(f"*-{name}-*")):
        if path.name in known:
            continue
        folder = RunFolder(path)
        stats = folder.stats()
        if stats is None:
            publish(context.ledger, folder, context.sources, now=context.settings.clock())
        else:
            note = "its publishing was cut short; the run after it made that good"
            context.ledger.put_run(run_of(stats, Counts()).model_copy(update={"note": note}))


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
