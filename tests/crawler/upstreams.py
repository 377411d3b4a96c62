"""Upstreams to crawl in tests, of hand-made or of real rows, a data directory to crawl them into, and the faults that servers have."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from crawler.replay.server import Fault, Handler, ReplayServer
from crawler.replay.upstream import Row, Upstream
from indexer.engines.base import Answer, Request
from indexer.language.analyser import shared_analyser
from indexer.ledger import ServiceRow
from liiku.cli import main
from liiku.context import BUNDLED_SOURCES, Context
from liiku.crawl import CrawlOptions, crawl
from schemas.identity import service_id
from schemas.query import read_query
from schemas.run import Run
from schemas.service import Service
from schemas.settings import Settings

CHECKOUT = Path(__file__).parents[2]
REAL_DATA = CHECKOUT.parent / "shared" / "sources" / "data"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""Monday morning in Helsinki: the clock of every crawl here."""
LONG_AGO = "2026-01-05T08:00:00Z"
JUST_NOW = (datetime.now(UTC) + timedelta(hours=12)).isoformat(timespec="seconds")
"""When an upstream changes a row, so that the next incremental run asks for it: those go by the machine's own clock, whatever day it is."""
API = "https://api.hel.fi/linkedevents/v1"
POOL, HOSPITAL = 684, 900
TREE: list[Row] = [
    {"id": 1403, "name_fi": "Kulttuuri, liikunta ja vapaa-aika", "child_ids": [551]},
    {"id": 551, "parent_id": 1403, "name_fi": "Liikunta", "child_ids": [POOL]},
    {"id": POOL, "parent_id": 551, "name_fi": "Vesiliikuntapaikat", "child_ids": []},
    {"id": HOSPITAL, "name_fi": "Sairaalat", "child_ids": []},
]


# Rows made by hand


def unit(number: int, **fields: Any) -> Row:
    """A swimming hall as the service register sends one, without what it may leave out."""
    return {
        "id": number, "name_fi": f"Uimahalli {number}", "name_sv": f"Simhall {number}", "desc_fi": f"Halli numero {number}.",
        "arealcity_id": 91, "street_address_fi": f"Testikatu {number}", "address_zip": "00100", "address_city_fi": "Helsinki",
        "latitude": 60.17 + number / 100_000, "longitude": 24.94, "ontologytree_ids": [POOL], "ontologyword_ids": [334],
        "accessibility_viewpoints": "00:unknown,11:red,12:green", "phone": "09 310 1234", "modified_time": "2026-01-05T08:00:00",
    } | fields  # fmt: skip


def event(number: int, **fields: Any) -> Row:
    """An event as Linked Events sends one; one a day from Tuesday on."""
    start = NOW + timedelta(days=1 + number % 200, hours=8)
    return {
        "id": f"helsinki:e{number}", "data_source": "helsinki", "publisher": "ahjo:u48040050", "type_id": "General",
        "event_status": "EventScheduled", "super_event": None, "super_event_type": None, "sub_events": [], "deleted": False,
        "name": {"fi": f"Tapahtuma {number}"}, "description": {"fi": f"<p>Kuvaus {number}</p>"}, "short_description": None,
        "start_time": moment(start), "end_time": moment(start + timedelta(hours=1)), "last_modified_time": LONG_AGO,
        "location": {"@id": f"{API}/place/tprek:1/"}, "keywords": [{"@id": f"{API}/keyword/yso:p916/"}], "audience": [],
        "offers": [{"is_free": True, "price": None}], "in_language": [{"@id": f"{API}/language/fi/"}], "images": [],
    } | fields  # fmt: skip


def place(number: int, **fields: Any) -> Row:
    """The place that Linked Events imports of a unit."""
    return {
        "id": f"tprek:{number}", "data_source": "tprek", "name": {"fi": f"Uimahalli {number}"}, "postal_code": "00100",
        "street_address": {"fi": f"Testikatu {number}"}, "address_locality": {"fi": "Helsinki"}, "deleted": False,
        "position": {"type": "Point", "coordinates": [24.94, 60.17 + number / 100_000]}, "has_upcoming_events": True,
        "divisions": [{"type": "neighborhood", "name": {"fi": "Kamppi", "sv": "Kampen"}}],
    } | fields  # fmt: skip


def keyword(key: str = "yso:p916", name: str = "liikunta") -> Row:
    return {"id": key, "name": {"fi": name}, "alt_labels": [], "deprecated": False, "has_upcoming_events": True}


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def series(
    key: str, starts: Iterable[datetime], *, cancelled: Iterable[int] = (), kind: str = "recurring"
) -> list[Row]:
    """A parent and its children, as upstream: each child with its own id, its `super_event` pointing to the parent."""
    times, off = list(starts), set(cancelled)
    shared = {"name": {"fi": f"Sarja {key}"}, "type_id": "Course"}
    children = [
        event(0, **shared)
        | {
            "id": f"{key}_{number}", "start_time": moment(start), "end_time": moment(start + timedelta(hours=1)),
            "super_event": {"@id": f"{API}/event/{key}/"}, "event_status": "EventCancelled" if number in off else "EventScheduled",
        }
        for number, start in enumerate(times)
    ]  # fmt: skip
    parent = event(0, **shared) | {
        "id": key, "super_event_type": kind, "start_time": moment(times[0]), "end_time": moment(times[-1] + timedelta(hours=1)),
        "sub_events": [{"@id": f"{API}/event/{child['id']}/"} for child in children],
    }  # fmt: skip
    return [parent, *children]


def small_city(units: int = 1, events: int = 0) -> Upstream:
    """n units, of which unit 1 has shortages, and n events at unit 1."""
    return Upstream(
        units=[unit(number) for number in range(1, units + 1)],
        ontologytree=list(TREE),
        ontologyword=[{"id": 334, "ontologyword_fi": "uimahallit"}],
        shortages=[{"unit_id": 1, "viewpoint_id": 11, "shortage_fi": "Ovi on raskas."}],
        events=[event(number) for number in range(events)],
        places=[place(1)],
        keywords=[keyword()],
    )


# Rows as the real upstreams sent them


def _real(path: str) -> Any:
    return json.loads((REAL_DATA / path).read_bytes())


def _snake(value: Any) -> Any:
    """A GraphQL answer's names as the API itself writes them."""
    if isinstance(value, list):
        return [_snake(one) for one in value]
    if not isinstance(value, dict):
        return value
    renamed = {"internalId": "@id", "internalContext": "@context", "internalType": "@type"}
    names = {k: renamed.get(k) or re.sub(r"[A-Z]", lambda m: f"_{m[0].lower()}", k) for k in value if k != "__typename"}
    return {names[k]: _snake(value[k]) for k in names}


def real_units() -> list[Row]:
    """The 12 real units that we have, and the synthetic one that stands among them."""
    register = "palvelukarttaws_v4"
    return [
        _real(f"{register}/unit-41102.json"),
        _real(f"{register}/unit-42284.json"),
        *_real(f"{register}/drupal_tpr_fixture_Unit.json"),
        _real(f"{register}/unit_mock_liikunta-helsinki.json"),
        *_real("servicemap_v2/palvelutarjotin_servicemap_mock_data.json")["SCHOOL_AND_KINDERGARTEN_NAMES_DATA"],
        *_real("hauki/test_import_tprek_units.json"),
    ]


def real_events() -> list[Row]:
    """Courses and events of 2020 and 2024, in the forms that each consumer kept."""
    rows = [*_real("linkedevents/linkedcourses_v1_events_2020.json")]
    rows += _real("linkedevents/palvelutarjotin_mock_data.json")["EVENTS_DATA"]["data"]
    for name in ("eventSearchResponse", "eventSearchLoadMoreResponse"):
        rows += _snake(_real(f"linkedevents/graphql_camelcase_{name}.json")["data"]["eventList"]["data"])
    return [*rows, *_real("linkedevents/helfi_react_search_fixture-linked-events.json")["data"]]


def _embedded(rows: list[Row], field: str, known: Iterable[Row] = ()) -> list[Row]:
    """The objects that stand whole in a field of the rows, once each: the collections of their own that they came from."""
    found = [one for row in rows for one in (row[field] if isinstance(row.get(field), list) else [row.get(field)])]
    whole = {
        one["id"]: one | {"has_upcoming_events": True} for one in found if isinstance(one, dict) and one.get("name")
    }
    return [*({row["id"]: row for row in known} | whole).values()]


def real_city() -> Upstream:
    """The real rows of `../shared` as an upstream; skips the test where they are not beside the checkout."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real upstream records of ../shared do not lie beside this checkout")
    events = real_events()
    comments = _real("linkedevents/keyword_labels_from_comments.json")
    return Upstream(
        units=real_units(),
        ontologytree=_real("palvelukarttaws_v4/ontology_tree.json"),
        ontologyword=_real("palvelukarttaws_v4/ontology_words.json"),
        shortages=[{"unit_id": 41102, "viewpoint_id": 11, "shortage_fi": "Pääsisäänkäynnin ovi on raskas."}],
        events=events,
        places=_embedded(events, "location", _real("linkedevents/places_maccee_selectedPlaces.json")),
        keywords=_embedded(events, "keywords", [keyword(key, labels[0]["label"]) for key, labels in comments.items()]),
        ignores_window=True,
    )


# Where to crawl to


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [line for line in (self.out + self.err).splitlines() if line.strip()]


class Directory:
    """A data directory: crawled into in this process or by the real command line, and read."""

    def __init__(self, path: Path, *, sources_dir: Path | None = None, now: datetime = NOW) -> None:
        self.path = path
        self.sources_dir = sources_dir
        self.now = now

    def copy(self, path: Path, *, sources_dir: Path | None = None) -> Directory:
        """The same, to go another way from here."""
        shutil.copytree(self.path, path, ignore=shutil.ignore_patterns("raw"))
        return Directory(path, sources_dir=sources_dir or self.sources_dir, now=self.now)

    @cached_property
    def context(self) -> Context:
        settings = Settings(
            data_dir=self.path,
            sources_dir=self.sources_dir,
            now=self.now,
            contact="test@example.org",
            engine="embedded",
            ledger_url=None,
        )
        return Context(settings)

    def crawl(self, server: ReplayServer, source: str, **options: Any) -> Run:
        return crawl(self.context, source, CrawlOptions(base_url=server.base_url(source), **options))

    def environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("LIIKU_")}
        own |= {
            "LIIKU_DATA_DIR": str(self.path),
            "LIIKU_NOW": self.now.isoformat(),
            "LIIKU_CONTACT": "test@example.org",
        }
        return own | ({"LIIKU_SOURCES_DIR": str(self.sources_dir)} if self.sources_dir else {})

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "liiku.cli", *arguments]

    def liiku(self, *arguments: str) -> Done:
        """The command line, in this process: starting one costs more than most crawls."""
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ, self.environment(), clear=True), redirect_stdout(out), redirect_stderr(err):
            code = main(list(arguments))
        return Done(code, out.getvalue(), err.getvalue())

    def process(self, *arguments: str) -> Done:
        """The command line in a process of its own."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment(),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def state(self) -> dict[str, tuple[str, str, str]]:
        """Everything that is published: id → (upstream id, state, hash)."""
        return {row.id: (row.source_id, row.state, row.hash) for row in self.context.ledger.services_after(0, 100_000)}

    def live(self) -> set[str]:
        """The upstream ids of what is published and not removed."""
        return {source_id for source_id, state, _ in self.state().values() if state != "removed"}

    def row(self, source: str, source_id: str) -> ServiceRow:
        key = service_id(source, source_id)
        return self.context.ledger.services([key])[key]

    def service(self, source: str, source_id: str) -> Service:
        return Service.model_validate_json(self.row(source, source_id).body)

    def search(self, **parameters: Any) -> Answer:
        query = read_query({"limit": 100} | parameters)
        return self.context.engine.search(Request(query, shared_analyser().query(query.q, lang=query.lang), self.now))


def adds_up(run: Run) -> bool:
    """The law of the contract: every row that was fetched is in one of the counts."""
    return run.counts.fetched == run.counts.sum_of_parts()


def sources_with(folder: Path, changes: dict[str, str]) -> Path:
    """A copy of the sources with a block of YAML added to each named one."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in BUNDLED_SOURCES.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text("utf-8") + changes.get(path.stem, ""), "utf-8")
    return folder


# What servers do wrong


def only(path: str, answer: Callable[[Handler], None], **query: str) -> Fault:
    """A fault on the requests whose path contains `path` and whose query has these values."""

    def fault(handler: Handler, asked: str, values: dict[str, str]) -> bool:
        if path in asked and all(values.get(name) == value for name, value in query.items()):
            answer(handler)
            return True
        return False

    return fault


def body(content: bytes | str, *, status: int = 200, kind: str = "application/json") -> Callable[[Handler], None]:
    raw = content.encode() if isinstance(content, str) else content
    return lambda handler: handler.send(status, raw, kind)


def each(*faults: Fault) -> Fault:
    """Several faults, the first that answers."""
    return lambda handler, path, query: any(one(handler, path, query) for one in faults)


def noticing(see: Callable[[Handler], object]) -> Fault:
    """No fault: sees each request and lets it pass."""

    def fault(handler: Handler, _: str, __: dict[str, str]) -> bool:
        see(handler)
        return False

    return fault
