"""How far a crawl has come: lines in a pipe, JSON where logs are JSON, a bar on a terminal that leaves nothing behind."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from crawler.replay.server import serving
from liiku.progress import progress_of
from schemas.settings import Settings
from tests.crawler.upstreams import Directory, small_city


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, log_format: str = "text") -> list[str]:
    """What is written of a crawl of 2,500 rows, told in steps of 100."""
    with progress_of("events", Settings(log_format=log_format), stream) as see:
        for rows in range(0, 2501, 100):
            see(rows, rows // 100)
    return stream.getvalue().splitlines()


def test_in_a_pipe_there_is_a_line_for_each_thousand_rows() -> None:
    assert [line.rsplit(",", 1)[0] for line in told(io.StringIO())] == [
        "events: 1,000 rows, 10 requests",
        "events: 2,000 rows, 20 requests",
    ]


def test_json_logs_have_json_lines_even_on_a_terminal() -> None:
    lines = [json.loads(line) for line in told(Terminal(), "json")]
    assert [(line["event"], line["source"], line["rows"]) for line in lines] == [
        ("crawl.progress", "events", 1000),
        ("crawl.progress", "events", 2000),
    ]


def test_a_terminal_shows_a_bar_with_rows_and_requests() -> None:
    assert "events: 2,500 rows, 25 requests" in "".join(told(Terminal()))


def test_a_crawl_in_a_pipe_tells_its_progress_on_stderr_and_its_outcome_on_stdout(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    with serving(small_city(events=1100)) as server:
        done = directory.liiku("crawl", "linkedevents", "--base-url", server.base_url("linkedevents"))
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    lines = done.err.splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"linkedevents: [\d,]+ rows, \d+ requests, \d+ s", line)] == []
