"""`liiku up`: the sample city through the real crawler, published, indexed and served. Again is quick and harmless."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from crawler.replay.moments import monday_of
from crawler.replay.sample import load_city
from crawler.replay.server import serving
from indexer.catch_up import catch_up
from indexer.publish import DONE
from liiku.context import Context
from liiku.crawl import CrawlOptions, crawl, outcome, publish_and_index
from schemas.run import Run, RunState
from schemas.settings import Settings, load_settings

SAMPLE_DIR = ".liiku-sample"
SAMPLE_SOURCES = (
    "divisions", "servicemap", "vpalvelurekisteri", "palvelukartta", "lipas", "linkedevents", "ilmonet", "hauki",
)  # fmt: skip


def sample_settings() -> Settings:
    """The settings of the sample city: its own folder in the checkout, unless LIIKU_DATA_DIR names another."""
    if os.environ.get("LIIKU_DATA_DIR"):
        return load_settings()
    return load_settings(data_dir=Path.cwd() / SAMPLE_DIR, ledger_url=None)


def bring_up(*, port: int, serve: bool) -> int:
    """Crawl, publish, index and serve the sample city; the exit code."""
    context = Context(sample_settings())
    runs = crawl_sample(context)
    for run in runs:
        print(outcome(run))
    catch_up(context.ledger, context.engine)
    counts = context.ledger.counts()
    print(
        f"The sample city holds {sum(n for state, n in counts.items() if state != 'removed')} services. It is sample data."
    )
    if any(run.state not in DONE for run in runs):
        print("The sample city did not come up whole; see the lines above.", file=sys.stderr)
        return 1
    if serve:
        from liiku.serving import run_server

        print(f"Serving on http://127.0.0.1:{port} (Ctrl-C ends it)")
        run_server(context, host="127.0.0.1", port=port, workers=1)
    return 0


def crawl_sample(context: Context) -> list[Run]:
    """One run of each source of the sample city. Its dates follow the week: a new week is crawled in full, and approved by itself."""
    from indexer.geocoders import open_geocoder

    now = context.settings.clock()
    week = f"sample week of {monday_of(now)}"
    runs = []
    with serving(load_city(now)) as server:
        geocoder = open_geocoder(
            context.settings.model_copy(
                update={
                    "geocoder": "servicemap",
                    "geocoder_url": server.base_url("servicemap"),
                    "geocoder_private": True,
                    "geocoder_key": None,
                }
            )
        )
        for name in SAMPLE_SOURCES:
            is_new_week = not any(week in run.note for run in context.ledger.runs(name))
            options = CrawlOptions(base_url=server.base_url(name), full=is_new_week, sample=True, geocoder=geocoder)
            run = crawl(context, name, options)
            if run.state is RunState.HELD:
                run = publish_and_index(context, context.run_folder(run.id), approved=True, geocoder=geocoder)
            if run.state in DONE and is_new_week:
                context.ledger.put_run(run.model_copy(update={"note": f"{run.note} {week}".strip()}))
            runs.append(run)
    return runs
