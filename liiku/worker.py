"""`liiku worker`: runs what stewards ask for and what is due, one source at a time, until it is asked to end.

SIGTERM ends a crawl under way, which counts as failed and is tried again; a publication is never cut short.
"""

from __future__ import annotations

import logging
import signal
import threading
from datetime import datetime, timedelta

from indexer import jobs
from indexer.catch_up import catch_up
from indexer.jobs import JobRow
from indexer.publish import refuse_mixing
from liiku.context import Context
from liiku.crawl import CrawlOptions, crawl, exit_code, outcome
from liiku.due import due_sources
from liiku.locks import WORKER, only_one
from liiku.webhook import announce
from schemas.errors import ConfigError, DirectoryError, SourceLocked

log = logging.getLogger("liiku.worker")
TICK_S = 30.0
"""How long it waits when there was nothing to do."""
REFUSED_FOR = timedelta(minutes=15)
"""So long it leaves a source alone that could not even begin."""


class Worker:
    """One worker of a data directory. `stop` ends it at the next chance."""

    def __init__(self, context: Context, *, tick_s: float = TICK_S) -> None:
        self._context = context
        self._tick_s = tick_s
        self._refused: dict[str, datetime] = {}
        self.stop = threading.Event()

    def run(self) -> None:
        """Work until `stop` is set. Raises SourceLocked when another worker is at it, SampleMixed in a sample's ledger."""
        refuse_mixing(self._context.ledger.meta("sample"), is_sample=False)
        with only_one(self._context.locks_dir, WORKER, what="another worker"):
            lost = jobs.put_back(self._context.ledger)
            log.info("worker.begins: %s sources, %s requests waited for a worker", len(self._context.sources), lost)
            while not self.stop.is_set():
                if not self.step():
                    self.stop.wait(self._tick_s)
            log.info("worker.ends")

    def step(self) -> bool:
        """Do the next thing and tell what came of it; whether there was one."""
        self._read_sources()
        job = jobs.take(self._context.ledger)
        did = (job is not None and self._do(job)) or self._crawl_due()
        try:
            self._context.desk.expire()
            catch_up(self._context.ledger, self._context.engine)
            announce(self._context, now=self._context.settings.clock())
        except DirectoryError as error:
            log.warning("worker.trouble: %s", error)
        return did

    def _read_sources(self) -> None:
        try:
            self._context.read_sources_again()
        except ConfigError as error:
            log.warning("worker.trouble: %s; the sources stay as they were", error)

    def _do(self, job: JobRow) -> bool:
        """Do what a steward asked for. A source that somebody else crawls now is waited for."""
        ledger = self._context.ledger
        try:
            run = crawl(self._context, job.source, CrawlOptions(stop=self.stop))
        except SourceLocked as error:
            jobs.finish(ledger, job, "queued", note=str(error))
            return False
        except DirectoryError as error:
            log.warning("worker.trouble: %s", error)
            jobs.finish(ledger, job, "failed", note=str(error))
            return True
        log.info("%s", outcome(run))
        is_cut = self.stop.is_set() and exit_code(run) == 1
        jobs.finish(
            ledger, job, "queued" if is_cut else "failed" if exit_code(run) == 1 else "done", run=run.id, note=run.note
        )
        return True

    def _crawl_due(self) -> bool:
        """One run of the first due source that can begin; whether there was one."""
        now = self._context.settings.clock()
        for name in due_sources(self._context, now=now):
            if self._refused.get(name, now) > now:
                continue
            try:
                log.info("%s", outcome(crawl(self._context, name, CrawlOptions(stop=self.stop))))
            except SourceLocked:
                continue
            except DirectoryError as error:
                log.warning("worker.trouble: %s", error)
                self._refused[name] = now + REFUSED_FOR
                continue
            return True
        return False


def work(context: Context) -> None:
    """Run a worker until SIGTERM or Ctrl-C."""
    worker = Worker(context)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: worker.stop.set())
    worker.run()
