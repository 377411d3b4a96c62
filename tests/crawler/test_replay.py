"""`liiku replay`: a run's kept responses normalised again, without fetching."""

from __future__ import annotations

from pathlib import Path

from crawler.replay.server import serving
from crawler.replay.upstream import Upstream
from liiku.context import Context
from liiku.crawl import CrawlOptions, crawl
from schemas.run import RunState
from schemas.settings import Settings

TREE = [{"id": 1403, "name_fi": "Kulttuuri", "child_ids": []}]
UNITS = [{"id": n, "name_fi": f"Halli {n}", "ontologytree_ids": [1403], "arealcity_id": 91} for n in (1, 2, 3)]


def test_a_replayed_run_reads_the_kept_responses_and_asks_nobody(tmp_path: Path) -> None:
    context = Context(Settings(data_dir=tmp_path, ledger_url=None, engine="embedded"))
    with serving(Upstream(units=UNITS, ontologytree=TREE)) as server:
        first = crawl(context, "palvelukartta", CrawlOptions(base_url=server.base_url("palvelukartta")))
        asked = len(server.asked)
    again = crawl(
        context,
        "palvelukartta",
        CrawlOptions(base_url=first.base_url, full=True, replay_of=context.runs_dir / first.id),
    )
    assert first.counts.added == 3
    assert (again.state, again.counts.unchanged, again.complete) == (RunState.UNCHANGED, 3, True)
    assert len(server.asked) == asked
    context.ledger.close()
