"""The report that every run leaves, runs compared, and the sheets for publishers: over real crawls of hand-made rows."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import indexer.report
from crawler.replay.server import ReplayServer, serving
from indexer.report import read_report
from indexer.run_folder import RunFolder
from schemas.report import Report
from schemas.run import Run, RunState
from tests.crawler.upstreams import API, NOW, Directory, event, moment, place, series, small_city, unit

EVIL = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt;"
UNITS, EVENTS = 30, 12


@dataclass(frozen=True)
class City:
    """A city that was crawled well, then with odd rows, then with most of its units gone, then not at all."""

    directory: Directory
    first: Run
    odd: Run
    units: Run
    held: Run
    failed: Run

    def report(self, run: Run) -> Report:
        found = read_report(self.folder(run))
        assert found is not None
        return found

    def page(self, run: Run) -> str:
        return self.folder(run).page_path.read_text("utf-8")

    def folder(self, run: Run) -> RunFolder:
        return self.directory.context.run_folder(run.id)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    directory = Directory(tmp_path_factory.mktemp("report"))
    with serving(small_city(units=UNITS, events=EVENTS)) as server:
        directory.crawl(server, "palvelukartta")
        first = directory.crawl(server, "linkedevents")
        odd = _odd_events(server, directory)
        units = _odd_units(server, directory)
        server.upstream.units = server.upstream.units[:5]
        held = directory.crawl(server, "palvelukartta")
    failed = directory.crawl(server, "linkedevents", full=True)
    return City(directory, first, odd, units, held, failed)


def _odd_events(server: ReplayServer, directory: Directory) -> Run:
    """One event with markup in its new name, one of another status, one that ends before it starts, one without a name, one new, one gone."""
    rows = server.upstream.events
    late = NOW + timedelta(days=3)
    rows[0] |= {"name": {"fi": EVIL}, "offers": [{"is_free": False, "price": {"fi": "8 €"}}]}
    rows[1] |= {"event_status": "EventWeird", "odd_field": 1}
    rows[2] |= {"start_time": moment(late), "end_time": moment(late - timedelta(hours=2))}
    rows[3] |= {"name": None, "provider": {"fi": "=Kulttuuri & co"}}
    rows[4:5] = [event(100, name={"fi": "Uusi kävely"})]
    server.upstream.places += [place(2, position={"type": "Point", "coordinates": [0.5, 0.5]})]
    return directory.crawl(server, "linkedevents", full=True)


def _odd_units(server: ReplayServer, directory: Directory) -> Run:
    """A unit of a tree node that is not there, one with a section that nobody knows, one in the sea off Africa."""
    server.upstream.units[0] |= {
        "ontologytree_ids": [684, 999],
        "connections": [{"section_type": "ODD", "name_fi": "x"}],
    }
    server.upstream.units[1] |= {"latitude": 0.5, "longitude": 0.5}
    return directory.crawl(server, "palvelukartta")


def test_every_way_in_which_a_run_ends_leaves_a_report_and_a_page(city: City) -> None:
    states = {run.state for run in (city.first, city.odd, city.units, city.held, city.failed)}
    assert states == {RunState.PUBLISHED, RunState.HELD, RunState.FAILED}
    for run in (city.first, city.odd, city.units, city.held, city.failed):
        assert (city.report(run).run, run.id in city.page(run)) == (run, True)
        assert list(city.folder(run).path.glob("*.partial")) == []


def test_an_unchanged_run_and_a_crashed_one_leave_a_report_too(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "data")
    with serving(small_city(units=3)) as server:
        directory.crawl(server, "palvelukartta")
        same = directory.crawl(server, "palvelukartta")
    crashed = RunFolder(directory.context.runs_dir / "20261120T120000Z-palvelukartta-dead")
    crashed.create()
    with serving(small_city(units=3)) as server:
        directory.crawl(server, "palvelukartta")
    found = read_report(directory.context.run_folder(same.id)), read_report(crashed)
    assert [report and report.run.state for report in found] == [RunState.UNCHANGED, RunState.FAILED]


def test_the_numbers_of_a_report_add_up(city: City) -> None:
    for run in (city.first, city.odd, city.units, city.held):
        report = city.report(run)
        (main,) = [one for one in report.collections if one.is_main]
        assert report.run.counts.fetched == report.run.counts.sum_of_parts() == main.rows
        assert sum(group.count for group in report.refused) == run.counts.quarantined
        points = report.points
        offerings = points.with_point + points.without_point + points.online
        assert offerings == sum(bar.count for bar in report.cost) == sum(b.count for b in report.access["wheelchair"])


def test_a_report_tells_what_changed_field_by_field(city: City) -> None:
    changes = city.report(city.odd).changes
    by_id = {one.source_id: {c.pointer: (c.old, c.new) for c in one.changes} for one in changes.changed.shown}
    assert by_id["helsinki:e0"]["/name/fi"] == ("Tapahtuma 0", "<script>alert(1)</script> <img src=x onerror=alert(2)>")
    assert by_id["helsinki:e0"]["/cost/class"] == ("free", "low")
    assert {entry.field: entry.count for entry in changes.fields}["name"] == 1
    assert [(one.source_id, one.name) for one in changes.added.shown] == [("helsinki:e100", "Uusi kävely")]
    assert [(one.source_id, one.name) for one in changes.missing.shown] == [("helsinki:e4", "Tapahtuma 4")]


def test_a_held_run_explains_itself_with_the_names_of_what_is_absent(city: City) -> None:
    report = city.report(city.held)
    (case,) = report.guards
    assert (case.guard.code, case.guard.about, case.rows.total, len(case.rows.shown)) == ("absent", "unit", 25, 25)
    assert {one.name for one in case.rows.shown} == {f"Uimahalli {n}" for n in range(6, UNITS + 1)}
    assert (report.changes.basis, report.changes.missing.total) == ("would_be", 25)
    page = city.page(city.held)
    assert "Uimahalli 30" in page
    assert f"liiku approve {city.held.id}" in page


def test_a_failed_run_says_why_and_that_nothing_was_changed(city: City) -> None:
    page = LexborHTMLParser(city.page(city.failed)).body
    assert page is not None
    assert "Epäonnistui" in page.text()
    assert "Mitään ei muutettu" in page.text()
    assert all(fault in page.text() for fault in city.failed.faults)
    assert city.failed.faults


def test_refused_rows_are_grouped_with_their_place_and_their_upstream_address(city: City) -> None:
    (group,) = city.report(city.odd).refused
    assert (group.code, group.path, group.count) == ("missing_field", "/name", 1)
    (example,) = group.examples
    assert (example.source_id, example.name) == ("helsinki:e3", "Tapahtuma 3")
    assert f'href="{example.url}"'.replace("&", "&amp;") in city.page(city.odd)


def test_unknown_codes_and_impossible_values_are_remarked_and_not_refused(city: City) -> None:
    events = {(g.code, g.path): [e.source_id for e in g.examples] for g in city.report(city.odd).remarks}
    assert events == {
        ("unknown_code", "/event_status"): ["helsinki:e1"],
        ("end_before_start", "/end_time"): ["helsinki:e2"],
        ("unusable_point", "/position/coordinates"): ["tprek:2"],
    }
    units = {(g.code, g.path): g.examples[0].value for g in city.report(city.units).remarks}
    assert units == {
        ("unknown_code", "/ontologytree_ids"): "999",
        ("unknown_code", "/connections/*/section_type"): "ODD",
        ("unusable_point", "/latitude"): "0.5, 0.5",
    }
    assert city.report(city.units).points.unusable == 1
    assert city.report(city.odd).unmapped == {"odd_field": 1}


def test_reviewed_lines_that_no_row_meets_are_listed_of_complete_runs_only(city: City, tmp_path: Path) -> None:
    unused = city.report(city.first).unused_lines
    assert unused is not None
    assert unused["lookups.place"] == ["helsinki:internet", "matko:732"]
    assert "yso:p916" not in unused["scope.categories_by_keyword"]
    assert "yso:p965" in unused["scope.categories_by_keyword"]
    tree = city.report(city.units).unused_lines
    assert tree is not None
    assert ("1403" in tree["scope.tree_include"], "823" in tree["scope.tree_include"]) == (False, True)
    directory = Directory(tmp_path / "limited")
    with serving(small_city(units=5)) as server:
        limited = directory.crawl(server, "palvelukartta", limit=2)
    found = read_report(directory.context.run_folder(limited.id))
    assert (found and found.unused_lines, found and found.limited) == (None, True)


def test_fill_rates_stand_beside_those_of_the_last_full_run(city: City) -> None:
    fill = {one.field: (one.percent, one.before) for one in city.report(city.odd).fill}
    assert fill["description"] == (100.0, 100.0)
    assert {one.before for one in city.report(city.first).fill} == {None}


def test_rows_of_one_series_that_are_absent_are_told_as_one(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "series")
    upstream = small_city(units=1, events=3)
    starts = [NOW + timedelta(days=7 * week) for week in range(1, 11)]
    upstream.events += series("helsinki:sarja", starts)
    with serving(upstream) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
        upstream.events[:] = upstream.events[:3]
        held = directory.crawl(server, "linkedevents", full=True)
    report = read_report(directory.context.run_folder(held.id))
    assert held.state is RunState.HELD
    assert report is not None
    assert [(one.name, one.rows) for one in report.guards[0].rows.shown] == [("Sarja helsinki:sarja", 11)]
    assert "11 riviä" in RunFolder(directory.context.runs_dir / held.id).page_path.read_text("utf-8")


def test_a_page_runs_nothing_asks_for_nothing_and_shows_markup_as_text(city: City) -> None:
    html = city.page(city.odd)
    tree = LexborHTMLParser(html)
    body = tree.body
    assert body is not None
    assert "<script>alert(1)</script> <img src=x onerror=alert(2)>" in body.text()
    assert tree.css("script, img, link, iframe, object, embed, form, base, use, image") == []
    assert re.findall(r"url\(|@import", html) == []
    assert [
        n.tag for n in tree.css("*") if any(name.startswith("on") or name == "style" for name in n.attributes)
    ] == []
    assert {(n.attributes["href"] or "").split(":")[0][:1] for n in tree.css("[href]")} <= {"#", "h"}
    style = tree.css_first("style")
    rules = tree.css_first("meta[http-equiv]")
    assert style is not None
    assert rules is not None
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    assert (rules.attributes["content"] or "").startswith(f"default-src 'none'; style-src 'sha256-{digest}'")


def test_a_page_has_headings_in_order_and_tables_with_headers(city: City) -> None:
    for run in (city.odd, city.units, city.held, city.failed):
        tree = LexborHTMLParser(city.page(run))
        levels = [int((node.tag or "h1")[1]) for node in tree.css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert [table.html for table in tree.css("table") if not table.css("th[scope]")] == []
        html = tree.css_first("html")
        assert html is not None
        assert html.attributes["lang"] == "fi"


def test_a_map_and_charts_are_drawn_in_the_page(city: City) -> None:
    tree = LexborHTMLParser(city.page(city.units))
    assert tree.css("svg .dot") != []
    assert len(tree.css("svg.bars rect")) == 4
    assert city.report(city.units).points.with_point == UNITS - 1


def test_a_report_that_cannot_be_made_does_not_undo_the_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise OSError("no room on the disk")

    monkeypatch.setattr(indexer.report, "render_report", broken)
    directory = Directory(tmp_path / "broken")
    with serving(small_city(units=3)) as server:
        run = directory.crawl(server, "palvelukartta")
    kept = directory.context.ledger.get_run(run.id)
    assert (kept.state, len(directory.live()), directory.search().total) == (RunState.PUBLISHED, 3, 3)
    assert "no room on the disk" in kept.note


def test_a_rejected_run_says_so_in_its_report(city: City, tmp_path: Path) -> None:
    copy = city.directory.copy(tmp_path / "copy")
    assert copy.liiku("reject", city.held.id, "--why", "upstream was being moved").code == 0
    folder = copy.context.run_folder(city.held.id)
    report = read_report(folder)
    assert report is not None
    assert (report.run.state, report.changes.missing.total) == (RunState.REJECTED, 25)
    assert "upstream was being moved" in folder.page_path.read_text("utf-8")


def test_a_replay_after_a_fix_says_what_the_fix_rescued(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "replay")
    upstream = small_city(units=4)
    upstream.units[2]["phone"] = 5
    with serving(upstream) as server:
        first = directory.crawl(server, "palvelukartta")
    kept = directory.context.run_folder(first.id).path / "raw"
    for path in kept.glob("*.gz"):  # as a mended reader would read the row
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b'"phone": 5', b'"phone": "09 5"')))
    done = directory.liiku("replay", first.id, "--json")
    again = json.loads(done.out)[0]
    report = read_report(directory.context.run_folder(again["id"]))
    assert (first.counts.quarantined, again["counts"]["quarantined"]) == (1, 0)
    assert report is not None
    assert report.replayed is not None
    assert [one.name for one in report.replayed.rescued.shown] == ["Uimahalli 3"]
    assert (report.replayed.lost.total, report.replayed.same, report.replayed.a.run) == (0, 4, first.id)
    assert "Uimahalli 3" in directory.context.run_folder(again["id"]).page_path.read_text("utf-8")


def test_two_runs_of_one_source_are_compared_row_by_row(city: City) -> None:
    done = city.directory.liiku("compare", city.first.id, city.odd.id, "--json")
    found = json.loads(done.out)
    assert (done.code, found["only_in_a"]["shown"][0]["source_id"]) == (0, "helsinki:e4")
    assert [one["source_id"] for one in found["only_in_b"]["shown"]] == ["tprek:2", "helsinki:e100"][::-1]
    assert [one["source_id"] for one in found["lost"]["shown"]] == ["helsinki:e3"]
    assert {entry["field"] for entry in found["fields"]} >= {"name", "cost"}
    assert (found["a"]["rows"], found["b"]["refused"]) == (EVENTS, 1)
    text = city.directory.liiku("compare", city.first.id, city.odd.id).out
    assert "/name/fi: Tapahtuma 0 → <script>" in text


def test_held_and_failed_runs_are_compared_too(city: City) -> None:
    held = json.loads(city.directory.liiku("compare", city.units.id, city.held.id, "--json").out)
    assert (held["only_in_a"]["total"], held["only_in_b"]["total"]) == (25, 0)
    failed = json.loads(city.directory.liiku("compare", city.first.id, city.failed.id, "--json").out)
    assert (failed["b"]["complete"], failed["b"]["taken"]) == (False, 0)


def test_runs_of_two_sources_are_not_compared(city: City) -> None:
    done = city.directory.liiku("compare", city.units.id, city.odd.id)
    assert (done.code, len(done.lines)) == (2, 1)
    assert "palvelukartta" in done.err
    assert "linkedevents" in done.err
    assert city.directory.liiku("compare", city.units.id, "20200101T000000Z-none-0000").code == 1


def test_show_says_where_the_report_is(city: City) -> None:
    assert str(city.folder(city.odd).page_path) in city.directory.liiku("show", city.odd.id).out


def _sheet(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_errors_are_a_sheet_by_publisher_that_excel_opens_and_does_not_run(city: City) -> None:
    done = city.directory.liiku("errors", "--publisher")
    rows = {(row["source_id"], row["what is wrong"]): row for row in _sheet(done.out)}
    refused = rows[("helsinki:e3", "Pakollinen kenttä puuttuu")]
    assert refused["publisher"] == "'=Kulttuuri & co (ahjo:u48040050)"
    assert (refused["field"], refused["name"]) == ("Nimi (/name)", "Tapahtuma 3")
    assert ("helsinki:e2", "Päättymisaika on ennen alkamisaikaa") in rows
    assert ("tprek:2", "Sijainnin koordinaatit eivät voi pitää paikkaansa") in rows
    assert [row["field"] for row in rows.values() if row["what is wrong"] == "Kenttää ei tunneta"] == ["odd_field"]
    cells = [cell for row in rows.values() for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")] == []
    assert {
        row["publisher"] for row in _sheet(city.directory.liiku("errors", "ahjo:u48040050", "--publisher").out)
    } == {refused["publisher"]}


def test_an_error_that_was_put_right_at_the_source_leaves_the_sheet(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "mended")
    upstream = small_city(units=1, events=3)
    upstream.events[1] |= {"event_status": "EventWeird"}
    with serving(upstream) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
        before = json.loads(directory.liiku("errors", "--json").out)
        upstream.events[1] |= {"event_status": "EventScheduled", "last_modified_time": "2030-01-01T00:00:00Z"}
        mended = directory.crawl(server, "linkedevents")
    after = json.loads(directory.liiku("errors", "--json").out)
    assert [row["source_id"] for row in before if row["code"] == "unknown_code"] == ["helsinki:e1"]
    assert mended.mode.value == "incremental"
    assert [row for row in after if row["code"] == "unknown_code"] == []


def test_a_place_without_a_point_is_named_once_however_much_is_held_there(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "address")
    upstream = small_city(units=1, events=4)
    nowhere = place(7, id="helsinki:olematon", position=None, street_address={"fi": "Olematonkatu 99"})
    upstream.places.append(nowhere)
    for row in upstream.events:
        row["location"] = {"@id": f"{API}/place/helsinki:olematon/"}
    with serving(upstream) as server:
        directory.crawl(server, "palvelukartta")
        directory.crawl(server, "linkedevents")
    rows = json.loads(directory.liiku("errors", "--json").out)
    assert [(row["source_id"], row["code"], row["value"]) for row in rows] == [
        ("helsinki:olematon", "no_point", "Olematonkatu 99")
    ]


def test_the_quarantine_is_a_sheet_too(city: City) -> None:
    done = city.directory.liiku("quarantine", "palvelukartta", "--csv")
    assert (done.code, _sheet(done.out)) == (0, [])
    assert done.out.removeprefix("\ufeff").strip() == "run;source;source_id;code;path;value;url"


def test_a_unit_that_is_new_to_the_sheet_of_the_register_has_its_owner(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "owner")
    upstream = small_city(units=2)
    upstream.units.append(unit(9, name_fi="", name_sv="", displayed_service_owner_fi="Liikuntapalvelut", org_id="abc"))
    with serving(upstream) as server:
        directory.crawl(server, "palvelukartta")
    rows = json.loads(directory.liiku("errors", "--json").out)
    assert [(row["source_id"], row["publisher"]) for row in rows] == [("tprek:9", "Liikuntapalvelut (abc)")]
