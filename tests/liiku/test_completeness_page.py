"""docs/completeness.md says how much is known as it is now. `LIIKU_DOCS=write` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import serving
from liiku.completeness import completeness_rows, completeness_table
from liiku.context import Context
from tests.crawler.upstreams import Directory, real_city

PAGE = Path(__file__).parents[2] / "docs" / "completeness.md"
GAP = "\n"
STATES = ("stated", "derived", "not_stated", "contradictory", "not_read")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The real rows at hand, crawled."""
    directory = Directory(tmp_path_factory.mktemp("real"))
    with serving(real_city()) as server:
        for source in ("palvelukartta", "linkedevents"):
            directory.crawl(server, source)
    return directory.context


def offerings(rows: list[dict[str, Any]]) -> int:
    return sum(rows[0][state] for state in STATES)


def of_sample(rows: list[dict[str, Any]]) -> str:
    return f"## The sample city ({offerings(rows)} offerings)\n{completeness_table(rows)}\n"


def of_real(rows: list[dict[str, Any]]) -> str:
    work = [f"* {row['value']}: {', '.join(row['not_read_examples'])}" for row in rows if row["not_read"]]
    return "\n".join(
        [
            f"## The real rows at hand (13 units, 45 events and courses of 2020–2024; {offerings(rows)} offerings in scope)",
            f"{completeness_table(rows)}\n",
            "Not read, the first of each:",
            *work,
            "",
        ]
    )


def check(part: str, start: str, end: str | None) -> None:
    """Holds one part of the page against what it is now, or puts it there."""
    said = PAGE.read_text("utf-8")
    first = said.index(start)
    last = said.index(end) if end else len(said)
    if os.environ.get("LIIKU_DOCS") == "write":
        PAGE.write_text(f"{said[:first]}{part}{GAP if end else ''}{said[last:]}", "utf-8")
        return
    assert said[first:last].strip() == part.strip(), "docs/completeness.md is old: LIIKU_DOCS=write pytest this test"


def test_the_page_says_of_the_sample_city_what_is_known_now(sample: Context) -> None:
    check(of_sample(completeness_rows(sample, None)), "## The sample city", "## The real rows")


def test_the_page_says_of_the_real_rows_what_is_known_now(real: Context) -> None:
    check(of_real(completeness_rows(real, None)), "## The real rows", None)
