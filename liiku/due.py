"""Which sources are due, and a run of each: what cron's `liiku crawl --due` does, and the worker between a steward's requests."""

from __future__ import annotations

import threading
from datetime import datetime

from indexer import health
from liiku.context import Context
from liiku.crawl import TOLD_THE_UNITS, CrawlOptions, crawl
from schemas.errors import ConfigError, DirectoryError
from schemas.run import Run
from schemas.settings import HELSINKI
from schemas.source import Lifecycle, Source


def due_sources(context: Context, *, now: datetime) -> list[str]:
    """The names of the sources to crawl now, the longest overdue first, and last those that ask of the units that others publish.

    Retired ones that still have records are among them.
    """
    found = []
    for name, source in context.sources.items():
        at = _due_at(context, source, now)
        if at is not None and at <= now:
            found.append((source.spider in TOLD_THE_UNITS, at, name))
    return [name for *_, name in sorted(found)]


def _due_at(context: Context, source: Source, now: datetime) -> datetime | None:
    if source.lifecycle is Lifecycle.RETIRED:
        return now if context.ledger.record_states(source.name) else None
    if source.needs_key is not None and not context.settings.ilmonet_key:
        return None
    return health.look(context.ledger, source, now=now).next_due


def next_words(context: Context, *, now: datetime) -> str:
    """When something is due next, for whoever finds nothing to do."""
    found = [
        (at, name) for name, source in context.sources.items() if (at := _due_at(context, source, now)) is not None
    ]
    if not found:
        return "nothing is due, and nothing will be: no source is active"
    at, name = min(found)
    return f"nothing is due; next is {name} at {at.astimezone(HELSINKI):%Y-%m-%d %H:%M}"


def crawl_due(
    context: Context, *, shows_progress: bool = False, stop: threading.Event | None = None
) -> tuple[list[Run], list[str]]:
    """One run of each source that is due, and the sentences of those that could not begin."""
    runs, errors = [], []
    for name in due_sources(context, now=context.settings.clock()):
        try:
            runs.append(crawl(context, name, CrawlOptions(shows_progress=shows_progress, stop=stop)))
        except ConfigError:
            raise
        except DirectoryError as error:
            errors.append(str(error))
    return runs, errors
