"""Politeness, seen from the server: robots.txt is obeyed for real, nobody is asked twice for what did not change, and errors stay errors."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from crawler.cache import WholeEntries
from crawler.replay.server import Fault, Handler, serving
from liiku.crawl import outcome
from schemas.run import RunState
from tests.crawler.upstreams import CHECKOUT, Directory, body, each, noticing, only, small_city


def answer_robots_slowly(text: str) -> Fault:
    """robots.txt after a while: requests pile up behind it, as on a cold host."""

    def answer(handler: Handler) -> None:
        time.sleep(0.4)
        handler.send(200, text.encode(), "text/plain")

    return only("/robots.txt", answer)


def ten_at_once(which: str) -> list[str]:
    """Which addresses a spider with ten requests in flight asked for, besides robots.txt."""
    with serving(small_city(), fault=answer_robots_slowly("User-agent: *\nDisallow: /forbidden/\n")) as server:
        command = [sys.executable, "-m", "tests.crawler.robot_spider", server.root, which]
        subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=60, check=True)
        return [path for path in server.asked if path != "/robots.txt"]


def test_none_of_ten_forbidden_requests_gets_through_on_a_cold_host() -> None:
    assert ten_at_once("ours") == ["/open"]


def test_scrapys_own_middleware_lets_some_through_so_ours_is_still_needed() -> None:
    if len(ten_at_once("scrapy")) == 1:
        pytest.fail("Scrapy obeys robots.txt on a cold host now: crawler/robots.py may shrink")


def test_a_forbidden_source_is_not_fetched_and_the_run_says_why(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(), robots="User-agent: *\nDisallow: /palvelukarttaws/\n") as server:
        run = directory.crawl(server, "palvelukartta")
        assert server.asked == ["/robots.txt"]
    assert run.state is RunState.FAILED
    assert "robots.txt" in outcome(run)


def test_a_robots_txt_that_answers_500_forbids_everything(tmp_path: Path) -> None:
    with serving(small_city(), fault=only("/robots.txt", body("oops", status=500))) as server:
        run = Directory(tmp_path).crawl(server, "palvelukartta")
        assert set(server.asked) == {"/robots.txt"}
    assert (run.state, run.complete) == (RunState.FAILED, False)


def test_a_robots_txt_that_has_moved_is_followed_and_obeyed(tmp_path: Path) -> None:
    moved = only("/robots.txt", lambda handler: handler.send(301, b"", "text/plain", {"Location": "/elsewhere.txt"}))
    there = only("/elsewhere.txt", body("User-agent: *\nDisallow: /palvelukarttaws/\n", kind="text/plain"))
    with serving(small_city(), fault=each(moved, there)) as server:
        run = Directory(tmp_path).crawl(server, "palvelukartta")
        assert server.asked == ["/robots.txt", "/elsewhere.txt"]
    assert run.state is RunState.FAILED


def test_a_robots_txt_that_is_not_there_allows_and_the_crawler_says_who_it_is(tmp_path: Path) -> None:
    agents: list[str] = []
    with serving(small_city(), fault=noticing(lambda handler: agents.append(handler.headers["User-Agent"]))) as server:
        run = Directory(tmp_path).crawl(server, "palvelukartta")
        assert len(agents) == len(server.asked) == 5
    assert (run.state, run.requests.by_status) == (RunState.PUBLISHED, {"200": 4, "404": 1})
    (agent,) = set(agents)
    assert agent.startswith("liiku-tarjotin/")
    assert "contact: test@example.org" in agent


def test_crawl_delay_keeps_requests_apart_even_where_our_own_delay_is_none(tmp_path: Path) -> None:
    moments: list[float] = []
    with serving(small_city(), robots="User-agent: *\nCrawl-delay: 0.7\n") as server:
        server.fault = noticing(lambda _: moments.append(time.monotonic()))
        Directory(tmp_path).crawl(server, "palvelukartta")
    gaps = [later - earlier for earlier, later in pairwise(moments[1:])]
    assert len(gaps) == 3
    assert min(gaps) > 0.6


def test_a_second_crawl_asks_only_whether_something_changed_and_an_error_then_is_not_masked(tmp_path: Path) -> None:
    directory, conditional = Directory(tmp_path), list[str]()
    with serving(small_city(units=3)) as server:
        directory.crawl(server, "palvelukartta")
        server.fault = noticing(lambda handler: conditional.append(handler.headers["If-None-Match"]))
        again = directory.crawl(server, "palvelukartta")
        assert len([etag for etag in conditional if etag]) == 4
        assert (again.state, again.requests.total, again.requests.not_modified) == (RunState.UNCHANGED, 5, 4)
        server.fault = only("/unit/", body("oops", status=500))
        broken = directory.crawl(server, "palvelukartta")
    assert (broken.state, broken.complete) == (RunState.FAILED, False)
    assert "answered 500" in outcome(broken)
    assert len(directory.live()) == 3


def test_a_cache_that_a_kill_left_in_pieces_costs_a_download_and_nothing_else(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(units=3)) as server:
        directory.crawl(server, "palvelukartta")
        entries = sorted((tmp_path / "httpcache").rglob("response_body"))
        assert len(entries) == 4
        entries[0].unlink()
        entries[1].write_bytes(entries[1].read_bytes()[:-5])
        (entries[2].parent / "pickled_meta").write_bytes(b"")
        run = directory.crawl(server, "palvelukartta")
    assert (run.state, run.complete, run.requests.not_modified) == (RunState.UNCHANGED, True, 1)


class KilledWhileWriting(TextResponse):
    """A response during whose writing the process ends."""

    @property
    def body(self) -> bytes:
        raise KeyboardInterrupt


def test_a_cache_entry_that_was_being_written_at_a_kill_is_the_old_one_or_none(tmp_path: Path) -> None:
    crawler = get_crawler(settings_dict={"HTTPCACHE_DIR": str(tmp_path), "HTTPCACHE_GZIP": True})
    spider = crawler.spidercls.from_crawler(crawler)
    storage, request = WholeEntries(crawler.settings), Request("http://127.0.0.1/unit/")
    storage.open_spider(spider)
    for before in (None, b"[1]"):
        if before:
            storage.store_response(spider, request, TextResponse(request.url, body=before))
        with pytest.raises(KeyboardInterrupt):
            storage.store_response(spider, request, KilledWhileWriting(request.url))
        kept = storage.retrieve_response(spider, request)
        assert (kept and kept.body) == before
