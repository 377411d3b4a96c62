"""What upstreams send when something is wrong with them: rows go to quarantine, faults end a walk, and what was published stays."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import Fault, Handler, ReplayServer, serving
from crawler.replay.upstream import Row
from crawler.rows import RowRefused, read_json
from crawler.scope import ScopeRules
from crawler.sources.linkedevents_rows import read_event, read_keyword, read_place
from crawler.sources.palvelukartta_rows import read_shortages, read_tree, read_unit
from indexer.diff import last_moment, record_body
from liiku.context import BUNDLED_SOURCES
from liiku.crawl import exit_code, outcome
from schemas.record import Item, Record
from schemas.run import Run, RunState
from schemas.source import Source, read_yaml
from tests.crawler.upstreams import (
    API,
    LONG_AGO,
    TREE,
    Directory,
    adds_up,
    body,
    each,
    event,
    keyword,
    only,
    place,
    small_city,
    sources_with,
    unit,
)

EVENTS = 130
"""Two pages of events."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReplayServer, Directory]]:
    """A server without faults, and what it was published as; tests copy the directory."""
    sources = sources_with(
        tmp_path_factory.mktemp("sources"), {"linkedevents": "limits: {timeout_seconds: 2, retries: 0}\n"}
    )
    directory = Directory(tmp_path_factory.mktemp("published"), sources_dir=sources)
    with serving(small_city(units=8, events=EVENTS)) as server:
        assert directory.crawl(server, "palvelukartta").counts.added == 8
        assert directory.crawl(server, "linkedevents").counts.added == EVENTS
        yield server, directory


@pytest.fixture
def again(published: tuple[ReplayServer, Directory], tmp_path: Path) -> Iterator[tuple[ReplayServer, Directory]]:
    """The same server, to break, and a copy of what it was published as."""
    server, directory = published
    whole = server.upstream
    server.upstream = small_city(units=8, events=EVENTS)
    yield server, directory.copy(tmp_path / "copy")
    server.upstream, server.fault = whole, None


def crawled_with(server: ReplayServer, directory: Directory, source: str, fault: Fault | None) -> Run:
    """A full run against the server's fault, after which what was published must be as it was."""
    ledger = directory.context.ledger
    before, server.fault = (directory.state(), ledger.record_states(source)), fault
    run = directory.crawl(server, source, full=True)
    assert (directory.state(), ledger.record_states(source)) == before
    assert len(directory.search(kind=["event"], limit=1).hits) == 1
    return run


def assert_seen_in_part(run: Run, reason: str) -> None:
    """An incomplete run: it says so, removes nothing, ends with 1 and with one line that names the reason."""
    line = outcome(run)
    assert (run.complete, exit_code(run), line.count("\n")) == (False, 1, 0)
    assert (run.counts.missing, run.counts.removed_absent, run.counts.removed_upstream) == (0, 0, 0)
    assert reason in line
    assert adds_up(run)


# Rows

BAD_EVENTS: list[tuple[Any, str | None, str, str, str]] = [
    ("not an object", None, "wrong_type", "", "not an object"),
    (event(1, id=5), "5", "wrong_type", "/id", "5"),
    (event(1, id="helsinki: e1"), None, "bad_value", "/id", "helsinki: e1"),
    ({k: v for k, v in event(1).items() if k != "id"}, None, "missing_field", "/id", "audience"),
    (event(0), "helsinki:e0", "duplicate_id", "/id", "helsinki:e0"),
    (event(900, name=None), "helsinki:e900", "missing_field", "/name", "None"),
    (event(901, start_time=20261124), "helsinki:e901", "wrong_type", "/start_time", "20261124"),
    (event(902, offers={"is_free": True}), "helsinki:e902", "wrong_type", "/offers", "is_free"),
]
BAD_UNITS: list[tuple[Any, str | None, str, str, str]] = [
    ([unit(1)], None, "wrong_type", "", "Uimahalli 1"),
    (unit(1, id="x"), None, "wrong_type", "/id", "x"),
    (unit(1, id=0), None, "bad_value", "/id", "0"),
    ({"name_fi": "Uimahalli"}, None, "missing_field", "/id", "name_fi"),
    (unit(2), "tprek:2", "duplicate_id", "/id", "tprek:2"),
    (unit(90, name_fi=" ", name_sv=""), "tprek:90", "missing_field", "/name_fi", " "),
    (unit(91, connections={"PRICE": "5 e"}), "tprek:91", "wrong_type", "/connections", "PRICE"),
    (unit(92, latitude={"lat": 60}), "tprek:92", "wrong_type", "/latitude", "lat"),
]


def page(rows: list[Any], count: int | None = None, after: str | None = None) -> str:
    return json.dumps({"meta": {"count": len(rows) if count is None else count, "next": after}, "data": rows})


@pytest.mark.parametrize("source", ["linkedevents", "palvelukartta"])
def test_each_bad_row_is_quarantined_with_its_reason_path_value_and_page(
    again: tuple[ReplayServer, Directory], tmp_path: Path, source: str
) -> None:
    server, directory = again
    bad = BAD_EVENTS if source == "linkedevents" else BAD_UNITS
    good = server.upstream.events if source == "linkedevents" else [unit(number) for number in range(1, 101)]
    rows = [*good, *(row for row, *_ in bad)]
    asked = "/event/" if source == "linkedevents" else "/unit/"
    server.fault = only(asked, body(page(rows) if source == "linkedevents" else json.dumps(rows)))
    directory = directory if source == "linkedevents" else Directory(tmp_path / "new")
    done = directory.liiku("crawl", source, "--full", "--json", "--base-url", server.base_url(source))
    run = Run.model_validate(json.loads(done.out)[0])
    assert (done.code, run.complete, run.counts.fetched, run.counts.quarantined) == (0, True, len(rows), 8)
    assert run.counts.added + run.counts.unchanged == len(good)
    quarantined = json.loads(directory.liiku("quarantine", source, "--json").out)
    for row, (_, source_id, code, path, value) in zip(quarantined, bad, strict=True):
        assert (row["source_id"], row["code"], row["path"], row["run"], row["source"]) == (
            source_id,
            code,
            path,
            run.id,
            source,
        )
        assert value in row["value"]
        assert row["url"].startswith(server.base_url(source))


def test_a_source_that_suddenly_sends_mostly_bad_rows_is_held(again: tuple[ReplayServer, Directory]) -> None:
    server, directory = again
    broken = [row | {"name": None} for row in server.upstream.events]
    run = crawled_with(server, directory, "linkedevents", only("/event/", body(page(broken))))
    assert (run.state, exit_code(run), run.counts.quarantined) == (RunState.HELD, 3, EVENTS)
    assert "quarantined" in {guard.code for guard in run.guards}


ODD: list[Any] = [
    None, True, 0, -1, 3.5, float("nan"), float("inf"), 10**400, "", " ", "x", "\x00", "\ufffd", "9999-99-99", "0026-09-23",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "a" * 100_000, "http://[::1", "http://x/%zz", "11:red,12", [], [None],
    [1], ["x"], [[]], [{}], {}, {"fi": 1}, {"fi": None}, {"fi": ["x"]}, {"@id": 5}, {"@id": "http://[x/"}, {"id": {}}, {"id": "a b"},
    [{"@id": "http://[x/"}], [{"is_free": "x", "price": 5}], [{"price": {"fi": {}}}], [{"section_type": "PRICE", "name_fi": 5}],
    {"type": "Point", "coordinates": ["a", "b"]}, {"type": "Point", "coordinates": [None]}, {"type": "Point", "coordinates": [float("nan"), 1]},
]  # fmt: skip
RULES = ScopeRules.read(BUNDLED_SOURCES / "scope.yaml")
REGISTER, EVENTS_API = (
    read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("palvelukartta", "linkedevents")
)
FULL_UNIT = unit(1) | {
    "connections": [{"section_type": "PRICE", "name_fi": "5 e"}], "accessibility_sentences": [{"sentence_fi": "Ovi.", "sentence_group_fi": "Sisään"}],
    "provided_languages": ["fi"], "email": "a@example.org", "www_fi": "https://example.org", "manual_coordinates": True, "org_id": "x",
}  # fmt: skip
FULL_EVENT = event(1) | {
    "audience_min_age": 3, "audience_max_age": 9, "enrolment_start_time": LONG_AGO, "enrolment_end_time": LONG_AGO, "provider": {"fi": "x"},
    "remaining_attendee_capacity": 1, "info_url": {"fi": "https://example.org"}, "location_extra_info": {"fi": "x"}, "registration": None,
    "images": [{"url": "https://example.org/a.jpg", "license": "cc_by", "photographer_name": "x"}], "extension_course": None,
}  # fmt: skip
SHORTAGE = {"unit_id": 1, "viewpoint_id": 11, "shortage_fi": "Ovi on raskas."}
READERS: dict[str, tuple[Row, Callable[[Any], Record]]] = {
    "unit": (FULL_UNIT, lambda row: read_unit(row, REGISTER, RULES, read_tree(TREE), {})),
    "event": (FULL_EVENT, lambda row: read_event(row, EVENTS_API, RULES)),
    "place": (place(1), lambda row: read_place(row, EVENTS_API)),
    "keyword": (keyword(), lambda row: read_keyword(row, EVENTS_API)),
    "shortage": (SHORTAGE, lambda row: next(iter(read_shortages([row, SHORTAGE | {"unit_id": 2}], REGISTER, print)))),
}


def with_odd_values(row: Row) -> Iterator[Any]:
    """The row with each odd value in the place of each of its fields, and of each field of the objects in it."""
    for odd in ODD:
        yield odd
        for name, value in row.items():
            yield row | {name: odd}
            inner = value[0] if isinstance(value, list) and value else value
            for key in inner if isinstance(inner, dict) else ():
                changed = inner | {key: odd}
                yield row | {name: [changed] if isinstance(value, list) else changed}


@pytest.mark.parametrize(
    ("collection", "change", "code", "path"),
    [
        ("event", {"start_time": "soon"}, "bad_value", "/start_time"),
        ("event", {"offers": [{"is_free": "yes"}]}, "wrong_type", "/offers/0/is_free"),
        ("event", {"location": {"@id": 17}}, "wrong_type", "/location"),
        ("event", {"audience_min_age": -5}, "bad_value", "/audience_min_age"),
        ("event", {"audience_max_age": "seven"}, "wrong_type", "/audience_max_age"),
        ("event", {"name": "plain"}, "wrong_type", "/name"),
        ("event", {"description": {"fi": 123}}, "wrong_type", "/description/fi"),
        ("unit", {"latitude": "60.1x"}, "bad_value", "/latitude"),
        ("unit", {"name_fi": 5}, "wrong_type", "/name_fi"),
        ("unit", {"connections": [5]}, "wrong_type", "/connections/0"),
        ("unit", {"street_address_fi": {}}, "wrong_type", "/street_address_fi"),
        ("unit", {"modified_time": "yesterday"}, "bad_value", "/modified_time"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_where_it_stands(
    collection: str, change: Row, code: str, path: str
) -> None:
    row, read = READERS[collection]
    with pytest.raises(RowRefused) as refused:
        read(row | change)
    assert (refused.value.code, refused.value.path) == (code, path)


def test_an_absurd_year_is_not_known_and_not_refused() -> None:
    record = READERS["event"][1](FULL_EVENT | {"start_time": "0026-09-23"})
    assert record.offering is not None
    assert record.offering.schedule.sessions == []


@pytest.mark.parametrize("collection", READERS)
def test_any_odd_value_in_any_field_is_read_or_refused_and_can_be_written(collection: str) -> None:
    row, read = READERS[collection]
    for odd in with_odd_values(row):
        try:
            record = read(odd)
        except RowRefused as refused:
            refused.refusal(collection, "https://example.org").model_dump_json()
            continue
        Item(op="put", collection=record.collection, key=record.key, record=record).model_dump_json().encode()
        assert record_body(record)
        last_moment(record)


@pytest.mark.parametrize("content", [b"", b"{", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_is_refused_with_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # its sentence is the parser's own
        read_json(content)


def test_half_a_surrogate_pair_becomes_the_replacement_character_and_a_whole_one_stays() -> None:
    assert read_json(b'{"a\\ud800": ["\\uDC00x", "\\ud83d\\ude00"]}') == {"a\ufffd": ["\ufffdx", "\U0001f600"]}


# Pages


def sleeping(_: Handler) -> None:
    time.sleep(2.5)


def looping(handler: Handler) -> None:
    handler.send_json(200, {"meta": {"count": EVENTS, "next": f"{handler.server.root}{handler.path}"}, "data": []})


def to_another_server(handler: Handler) -> None:
    handler.send_json(200, {"meta": {"count": EVENTS, "next": f"https://example.org{handler.path}"}, "data": []})


SECOND_PAGES: dict[str, tuple[Callable[[Handler], None], str]] = {
    "is cut off": (body('{"meta": {"count": 130, "next": null}, "data": [{"id": "hels'), "is not JSON"),
    "is HTML": (body("<!doctype html><h1>Huoltokatko</h1>", kind="text/html"), "is not JSON"),
    "answers 500": (body("oops", status=500), "answered 500"),
    "never comes": (sleeping, "TimeoutError"),
    "is an empty array": (body("[]"), "is not a page with meta and data"),
    "has an object for rows": (body('{"meta": {"count": 130}, "data": {"0": {}}}'), "is not a page with meta and data"),
    "leads to itself": (looping, "runs in a circle"),
    "leads to another server": (to_another_server, "leads to another server"),
    "ends the walk too early": (body(page([], count=EVENTS)), f"ended after 100 of {EVENTS} rows"),
}


@pytest.mark.parametrize("wrong", SECOND_PAGES)
def test_a_walk_whose_second_page_is_wrong_removes_nothing(again: tuple[ReplayServer, Directory], wrong: str) -> None:
    answer, reason = SECOND_PAGES[wrong]
    run = crawled_with(*again, "linkedevents", only("/event/", answer, page="2"))
    assert run.counts.fetched == 100
    assert_seen_in_part(run, reason)


def test_a_walk_that_breaks_off_removes_no_side_records_either(again: tuple[ReplayServer, Directory]) -> None:
    broken = each(only("/place/", body(page([]))), only("/event/", body("oops", status=500), page="2"))
    assert_seen_in_part(crawled_with(*again, "linkedevents", broken), "answered 500")


def test_an_empty_first_page_is_held_for_a_person(again: tuple[ReplayServer, Directory]) -> None:
    run = crawled_with(*again, "linkedevents", only("/event/", body(page([]))))
    assert (run.state, run.complete, exit_code(run)) == (RunState.HELD, True, 3)
    assert {"zero_items", "absent"} <= {guard.code for guard in run.guards}


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        ('{"units": []}', "unexpected_shape", "is not an array of units"),
        ('[{"id": 1, "name_fi": "Uima', "not_json", "is not JSON"),
    ],
)
def test_a_unit_array_that_is_none_fails_the_run_with_one_line(
    again: tuple[ReplayServer, Directory], content: str, code: str, reason: str
) -> None:
    server, directory = again
    before, server.fault = directory.state(), only("/unit/", body(content))
    done = directory.liiku("crawl", "palvelukartta", "--base-url", server.base_url("palvelukartta"))
    assert (done.code, len(done.lines), directory.state()) == (1, 1, before)
    assert "FAILED, nothing was changed" in done.lines[0]
    assert reason in done.lines[0]
    (row,) = json.loads(directory.liiku("quarantine", "palvelukartta", "--json").out)
    assert (row["source_id"], row["code"], row["url"]) == (
        None,
        code,
        f"{server.base_url('palvelukartta')}unit/?newfeatures=yes",
    )


def test_an_empty_unit_array_is_held_and_the_command_ends_with_3(again: tuple[ReplayServer, Directory]) -> None:
    server, directory = again
    before, server.fault = directory.state(), only("/unit/", body("[]"))
    done = directory.liiku("crawl", "palvelukartta", "--base-url", server.base_url("palvelukartta"))
    assert (done.code, len(done.lines), directory.state()) == (3, 1, before)
    assert "HELD, nothing was changed" in done.lines[0]


# Side collections


def test_broken_side_collections_of_events_blank_no_field(again: tuple[ReplayServer, Directory]) -> None:
    broken = each(only("/keyword/", body("{}", status=404)), only("/place/", body("oops", status=500)))
    run = crawled_with(*again, "linkedevents", broken)
    assert (run.state, run.complete, exit_code(run)) == (RunState.UNCHANGED, True, 0)
    assert [fault.split(":")[0] for fault in run.faults] == ["place", "keyword"]
    assert "With faults" in outcome(run)


@pytest.mark.parametrize("content", ["[]", '[{"viewpoint_id": 11}]'])
def test_broken_shortages_blank_no_venues_accessibility(again: tuple[ReplayServer, Directory], content: str) -> None:
    run = crawled_with(*again, "palvelukartta", only("/accessibility_shortage/", body(content)))
    assert (run.state, run.complete, len(run.faults)) == (RunState.UNCHANGED, True, 1)


def test_what_came_unreadable_or_did_not_answer_twice_is_not_absent(tmp_path: Path) -> None:
    directory = Directory(
        tmp_path / "data", sources_dir=sources_with(tmp_path / "sources", {"linkedevents": "limits: {retries: 0}\n"})
    )
    far = event(1, location={"@id": f"{API}/place/tprek:77/"})
    city = replace(small_city(), events=[event(0), far, event(2)], places=[place(77, has_upcoming_events=False)])
    with serving(city) as server:
        directory.crawl(server, "linkedevents")
        before = directory.state()
        assert directory.service("linkedevents", "helsinki:e1").places[0].district == {"fi": "Kamppi", "sv": "Kampen"}
        server.fault = only("/place/tprek:77/", body("oops", status=500))
        city.events[2] = event(2, name={})
        for _ in range(2):
            run = directory.crawl(server, "linkedevents", full=True)
            assert (run.complete, run.counts.quarantined, run.counts.missing, run.counts.removed_absent) == (
                True,
                1,
                0,
                0,
            )
    assert directory.state() == before
