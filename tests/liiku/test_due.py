"""`liiku crawl --due`, and the worker, over upstreams on this machine: what is due is crawled once, one source at a time, and a steward's request before it."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.replay.server import ReplayServer, serving
from indexer import jobs
from indexer.jobs import JobRow
from liiku.due import due_sources
from liiku.locks import only_one
from liiku.worker import Worker
from schemas.errors import SampleMixed, SourceLocked
from schemas.run import Mode, RunState
from tests.crawler.upstreams import CHECKOUT, NOW, Directory, only, small_city
from tests.liiku.worlds import sources_at


class City:
    """An upstream, and a data directory whose clock can be moved."""

    def __init__(self, path: Path, server: ReplayServer, changes: dict[str, str] | None = None) -> None:
        self.server = server
        self.path = path
        self.now = NOW
        self.sources = sources_at(path / "sources", server, changes)

    def at(self, moment: datetime) -> Directory:
        return Directory(self.path / "data", sources_dir=self.sources, now=moment)

    def due(self, moment: datetime) -> list[str]:
        return due_sources(self.at(moment).context, now=moment)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with serving(small_city(units=2, events=3)) as server:
        yield City(tmp_path, server)


def test_what_is_due_is_crawled_once_however_many_slots_were_missed(city: City) -> None:
    first = city.at(NOW).liiku("crawl", "--due", "--json")
    assert (first.code, {run["source"] for run in json.loads(first.out)}) == (0, {"palvelukartta", "linkedevents"})
    asked = len(city.server.asked)
    nothing = city.at(NOW).liiku("crawl", "--due")
    assert (nothing.code, len(city.server.asked)) == (0, asked)
    assert "nothing is due; next is linkedevents at 2026-11-23 08:10" in nothing.out
    later = NOW + timedelta(hours=5)
    again = json.loads(city.at(later).liiku("crawl", "--due", "--json").out)
    assert [(run["source"], run["mode"]) for run in again] == [("linkedevents", Mode.INCREMENTAL)]
    assert city.due(later) == []


def test_a_failed_source_waits_for_its_back_off_and_the_other_is_crawled(city: City) -> None:
    city.server.fault = only("/unit/", lambda handler: handler.send(500, b"oops", "text/plain"))
    done = city.at(NOW).liiku("crawl", "--due")
    assert (done.code, city.at(NOW).live()) == (1, {f"helsinki:e{n}" for n in range(3)})
    assert city.due(NOW + timedelta(minutes=10)) == ["linkedevents"]
    assert city.due(NOW + timedelta(minutes=20)) == ["linkedevents", "palvelukartta"]


def test_due_takes_no_other_wish(city: City) -> None:
    assert city.at(NOW).liiku("crawl", "palvelukartta", "--due").code == 2
    assert city.at(NOW).liiku("crawl", "--due", "--full").code == 2


@pytest.mark.parametrize("lifecycle", ["paused", "retired"])
def test_what_is_not_active_is_never_due(tmp_path: Path, lifecycle: str) -> None:
    with serving(small_city()) as server:
        city = City(tmp_path, server, {"linkedevents": f"lifecycle: {lifecycle}\n"})
        assert city.due(NOW) == ["palvelukartta"]


def test_a_retired_source_is_due_until_it_has_left(city: City) -> None:
    city.at(NOW).liiku("crawl", "--due")
    sources_at(city.sources, city.server, {"linkedevents": "lifecycle: retired\n"})
    assert city.due(NOW) == ["linkedevents"]
    done = city.at(NOW).liiku("crawl", "--due")
    assert (done.code, city.at(NOW).live()) == (0, {"tprek:1", "tprek:2"})
    assert city.due(NOW + timedelta(minutes=5)) == []


def test_a_broken_source_yaml_is_wrong_usage_and_a_missing_key_is_no_error(city: City) -> None:
    text = (city.sources / "linkedevents.yaml").read_text("utf-8")
    (city.sources / "linkedevents.yaml").write_text(text + "needs_key: ILMONET_KEY\n", "utf-8")
    assert city.due(NOW) == ["palvelukartta"]
    (city.sources / "linkedevents.yaml").write_text(text.replace('"10 * * * *"', '"hourly"'), "utf-8")
    done = city.at(NOW).liiku("crawl", "--due")
    assert done.code == 2
    assert "linkedevents.yaml: schedule: " in done.err


# The worker


def ask(directory: Directory, source: str) -> JobRow:
    return jobs.request(directory.context.ledger, source, "matti", at=NOW)


def states(directory: Directory) -> list[tuple[str, str]]:
    """The requests, newest first."""
    return [(job.source, job.state) for job in jobs.listed(directory.context.ledger)]


def test_the_worker_does_what_a_steward_asked_first_and_then_what_is_due_one_at_a_time(city: City) -> None:
    directory = city.at(NOW)
    first, again = ask(directory, "linkedevents"), ask(directory, "linkedevents")
    assert first == again
    worker = Worker(directory.context)
    assert worker.step()
    (job,) = jobs.listed(directory.context.ledger)
    run = directory.context.ledger.newest_run("linkedevents")
    assert run is not None
    assert (job.state, job.run, job.requested_by, run.state) == ("done", run.id, "matti", RunState.PUBLISHED)
    assert directory.context.ledger.runs("palvelukartta") == []
    assert worker.step()
    assert [run.source for run in directory.context.ledger.runs()] == ["palvelukartta", "linkedevents"]
    assert not worker.step()


def test_a_request_whose_run_fails_is_failed_and_says_why(city: City) -> None:
    directory = city.at(NOW)
    city.server.fault = only("/unit/", lambda handler: handler.send(500, b"oops", "text/plain"))
    ask(directory, "palvelukartta")
    Worker(directory.context).step()
    (job,) = jobs.listed(directory.context.ledger)
    assert job.state == "failed"
    assert "answered 500" in job.note


def test_a_request_for_a_source_that_somebody_crawls_waits_and_the_rest_goes_on(city: City) -> None:
    directory = city.at(NOW)
    ask(directory, "linkedevents")
    worker = Worker(directory.context)
    with only_one(directory.context.locks_dir, "linkedevents", what="a crawl"):
        assert worker.step()
    assert states(directory) == [("linkedevents", "queued")]
    assert [run.source for run in directory.context.ledger.runs()] == ["palvelukartta"]
    assert worker.step()
    assert states(directory) == [("linkedevents", "done")]


def test_what_a_worker_that_was_killed_had_begun_waits_again(city: City) -> None:
    directory = city.at(NOW)
    ask(directory, "linkedevents")
    taken = jobs.take(directory.context.ledger)
    assert (taken and taken.source, jobs.take(directory.context.ledger)) == ("linkedevents", None)
    worker = Worker(directory.context, tick_s=0.05)
    worker.stop.set()
    worker.run()
    assert states(directory) == [("linkedevents", "queued")]


def test_there_is_one_worker_a_directory_and_none_over_sample_data(city: City) -> None:
    directory = city.at(NOW)
    worker = Worker(directory.context)
    with only_one(directory.context.locks_dir, "worker", what="another worker"), pytest.raises(SourceLocked):
        worker.run()
    with directory.context.ledger.publishing() as publication:
        publication.set_meta("sample", "yes")
    with pytest.raises(SampleMixed):
        worker.run()


def test_a_source_paused_while_the_worker_runs_is_not_crawled_any_more(city: City) -> None:
    directory = city.at(NOW)
    worker = Worker(directory.context)
    for name in ("palvelukartta", "linkedevents"):
        changes = dict.fromkeys((name,), "lifecycle: paused\n")
        sources_at(city.sources, city.server, changes)
        assert due_after_reading(worker, directory) == [{"palvelukartta": "linkedevents"}.get(name, "palvelukartta")]
    (city.sources / "linkedevents.yaml").write_text("name: [", "utf-8")
    assert due_after_reading(worker, directory) == ["palvelukartta"]


def due_after_reading(worker: Worker, directory: Directory) -> list[str]:
    worker._read_sources()
    return due_sources(directory.context, now=NOW)


def test_sigterm_ends_a_worker_cleanly_in_the_middle_of_a_crawl(city: City) -> None:
    """Its crawl is a failed run that says so, the steward's request waits again, and the ledger is whole."""
    directory = city.at(NOW)
    reached = threading.Event()

    def hang(_: object) -> None:
        reached.set()
        time.sleep(20)

    city.server.fault = only("/unit/", hang)
    ask(directory, "palvelukartta")
    process = subprocess.Popen(
        directory.command("worker"), env=directory.environment(), cwd=CHECKOUT, stderr=subprocess.PIPE, text=True
    )
    try:
        assert reached.wait(60)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "worker.ends" in said
    (run,) = directory.context.ledger.runs("palvelukartta")
    assert (run.state, "asked to end" in run.note, states(directory)) == (
        RunState.FAILED,
        True,
        [("palvelukartta", "queued")],
    )
    assert directory.context.ledger.runs("linkedevents") == []
