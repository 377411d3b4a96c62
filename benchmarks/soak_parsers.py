"""`python -m benchmarks.soak_parsers [--minutes 10]`: hypothesis at every reader that meets bytes from outside. A refusal is an answer; any other error is a crash.

`LIIKU_SOAK_MINUTES` shortens it. Each reader gets an equal share of the time, and goes on from what hypothesis found last.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

MINUTES = 10.0
BATCH = 300
"""Examples between two looks at the clock."""
LETTERS = st.text(st.characters(codec="utf-8"), max_size=300)
PROSE = st.lists(
    st.sampled_from(
        "maksuton 5 € 12,50 kello klo 10-12 ma–pe ti ikä 65+ 7–9-vuotiaille ilmoittaudu ei esteetön hissi pyörätuoli Hämeentie 5 00500 Helsinki gratis avgift "
        "free closed every Tuesday 31.12.2026 2026-11-24T10:00 omaishoitajille\n • <b> &amp; kaikukortti -- ½ ２５ ٣".split(
            " "
        )
    )
    | st.text(max_size=12),
    max_size=25,
).map(" ".join)
TEXTS = PROSE | LETTERS
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
BYTES = st.binary(max_size=400) | TEXTS.map(lambda text: text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader: what it is fed, and the errors by which it refuses."""

    name: str
    read: Callable[[Any], object]
    fed: st.SearchStrategy[Any]
    refuses: tuple[type[Exception], ...] = ()


@dataclass(slots=True)
class Fuzzed:
    minutes: float
    examples: dict[str, int] = field(default_factory=dict)
    crashes: dict[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return not self.crashes and all(self.examples.values())

    def line(self) -> str:
        return (
            f"| hypothesis at {len(self.examples)} readers for {self.minutes:g} minutes | {sum(self.examples.values()):,} examples,"
            f" {len(self.crashes)} crashes |"
        )


def readers() -> list[Reader]:
    """Every reader that meets bytes from outside: upstreams, lists, addresses, bodies, headers, cookies."""
    from crawler.rows import read_json
    from crawler.sources.webpage_links import read_links, read_sitemap
    from crawler.sources.webpage_things import read_page
    from schemas.errors import DirectoryError
    from schemas.normalise.accessibility import read_viewpoints
    from schemas.normalise.address import read_address
    from schemas.normalise.contact import read_email, read_phones, read_url
    from schemas.normalise.cost_texts import read_cost
    from schemas.normalise.location import read_geojson_point, read_number
    from schemas.normalise.schedule import read_last_day, read_moment
    from schemas.normalise.text import read_text
    from schemas.normalise.written_times import read_clocks, read_weekdays, read_written_moment
    from schemas.query import SearchQuery, read_json_query, read_query
    from search_api.cursor import read_cursor
    from search_api.limits import Clients
    from search_api.middleware import accepts_json

    known = list(SearchQuery.model_fields)
    asked = st.dictionaries(st.sampled_from(known) | st.text(max_size=10), st.lists(TEXTS, max_size=3), max_size=5)
    bodies = st.dictionaries(st.sampled_from(known) | st.text(max_size=10), JSON, max_size=5)
    clients = Clients("127.0.0.1")
    return [
        Reader("query of an address", read_query, asked, (DirectoryError,)),
        Reader("query of a body", read_json_query, bodies, (DirectoryError,)),
        Reader("cursor", lambda text: read_cursor(SearchQuery(cursor=text[:400])), TEXTS, (DirectoryError,)),
        Reader("accept header", lambda text: accepts_json({"accept": text}), TEXTS),
        Reader("forwarded-for header", lambda text: clients.of({"client": ("127.0.0.1", 1)}, _headers(text)), TEXTS),
        Reader("json of an upstream", read_json, BYTES, (DirectoryError, ValueError)),
        Reader("sitemap", read_sitemap, BYTES, (DirectoryError, ValueError)),
        Reader("links of a page", read_links, TEXTS),
        Reader(
            "things of a page", lambda text: read_page(f'<script type="application/ld+json">{text}</script>'), TEXTS
        ),
        Reader("text in three languages", read_text, JSON),
        Reader("viewpoints", read_viewpoints, JSON),
        Reader("url", read_url, JSON),
        Reader("phones", read_phones, JSON),
        Reader("e-mail", read_email, JSON),
        Reader("number", read_number, JSON),
        Reader("point", read_geojson_point, JSON),
        Reader("moment", read_moment, JSON),
        Reader("last day", read_last_day, JSON),
        Reader("price", read_cost, TEXTS),
        Reader("address", read_address, TEXTS),
        Reader("written moment", read_written_moment, TEXTS),
        Reader("weekdays", read_weekdays, TEXTS),
        Reader("clocks", read_clocks, TEXTS),
        *_explained(),
    ]


def _explained() -> list[Reader]:
    """The normalisers, by the words of `liiku explain`."""
    from liiku.explain import KINDS
    from schemas.errors import DirectoryError

    shapes = {
        "shape": st.sampled_from(["text", "offers", "phrase", "sentences", "address"]) | st.text(max_size=8),
        "text": TEXTS | JSON,
        "fi": TEXTS,
        "name": TEXTS | JSON,
        "offers": JSON,
    }
    fed = st.fixed_dictionaries({}, optional=shapes)
    return [Reader(f"explain {kind}", explain, fed, (DirectoryError, KeyError)) for kind, explain in KINDS.items()]


def _headers(text: str) -> Any:
    from starlette.datastructures import Headers

    return Headers(raw=[(b"x-forwarded-for", text.encode("utf-8", "replace"))])


def fuzz(minutes: float, *, seed: int = 1) -> Fuzzed:
    """Feed each reader for its share of the time."""
    found, all_of_them = Fuzzed(minutes), readers()
    share_s = minutes * 60 / len(all_of_them)
    for number, reader in enumerate(all_of_them):
        ends, count = time.monotonic() + share_s, 0
        while count == 0 or time.monotonic() < ends:
            crash = _batch(reader, seed + number + count)
            count += BATCH
            if crash:
                found.crashes[reader.name] = crash
                break
        found.examples[reader.name] = count
    return found


def _batch(reader: Reader, seed: int) -> str | None:
    """Feed one batch; what crashed it, or None."""
    from hypothesis import seed as seeded

    last: list[str] = []

    @seeded(seed)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(reader.fed)
    def feed(value: Any) -> None:
        last[:] = [repr(value)[:300]]
        try:
            reader.read(value)
        except reader.refuses:
            return

    try:
        feed()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error} from {last[0]}"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.soak_parsers", description=__doc__)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("LIIKU_SOAK_MINUTES", MINUTES)))
    found = fuzz(parser.parse_args().minutes)
    print(found.line())
    for name, crash in found.crashes.items():
        print(name, crash, sep=": ")
    sys.exit(0 if found.is_right else 1)


if __name__ == "__main__":
    main()
