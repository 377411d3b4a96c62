"""`liiku import` through the real command line: a steward's own list as a run like any other."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.replay.server import serving
from crawler.sources.filelist_columns import COLUMNS
from schemas.categories import CATEGORIES
from schemas.identity import service_id
from schemas.service import Feature
from search_api.facet_labels import LABELS
from tests.crawler.upstreams import CHECKOUT, Directory, Done, small_city, sources_with

KERHOT = """name: kerhot
title: Malliyhdistyksen kerhot
spider: file
licence: CC BY 4.0
attribution: Malliyhdistys ry
contact: info@example.org
"""
ROW = {
    "source_id": "jumppa", "kind": "activity", "name_fi": "Tuolijumppa", "name_sv": "Stolgympa", "price_text_fi": "4,50 €/kerta",
    "place_name_fi": "Kinaporin seniorikeskus", "address": "Kinaporinkatu 9", "postal_code": "00500", "municipality": "Helsinki",
    "lat": "60,1878", "lon": "24,9596", "weekday": "ti", "time": "10.00–10.45", "from": "24.11.2026", "to": "15.12.2026",
    "not_on": "8.12.2026", "registration_text_fi": "Ei ilmoittautumista.", "audience_text_fi": "Ikäihmisille", "age_text": "60+",
    "accessibility_text_fi": "Talossa on esteetön wc.", "phone": "09 310 12345", "email": "info@example.org",
    "url": "https://example.org/jumppa", "organisation": "Malliyhdistys ry",
}  # fmt: skip


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    """A directory whose sources hold a steward's list."""
    sources = sources_with(tmp_path / "sources", {})
    (sources / "kerhot.yaml").write_text(KERHOT, "utf-8")
    return Directory(tmp_path / "data", sources_dir=sources)


def sheet(rows: Iterable[Mapping[str, str]], *, separator: str = ";", columns: Iterable[str] | None = None) -> str:
    """Rows as a spreadsheet saves them."""
    rows = list(rows)
    out = io.StringIO()
    names = list(columns or dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def simple(number: int, **cells: str) -> dict[str, str]:
    return {
        "source_id": f"k{number}",
        "kind": "activity",
        "name_fi": f"Kerho {number}",
        "price_text_fi": "Maksuton",
    } | cells


def bring(
    directory: Directory,
    content: str | bytes,
    *options: str,
    name: str = "kerhot.csv",
    source: str = "kerhot",
    alone: bool = False,
) -> Done:
    """The content as a file, imported by the command line; `alone`: in a process of its own."""
    file = directory.path.parent / "Omat tiedostot" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    run = directory.process if alone else directory.liiku
    return run("import", str(file), "--source", source, *options)


def lines(*rows: Mapping[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def refused(directory: Directory, source: str = "kerhot") -> list[tuple[str, str, str]]:
    """(code, path, where) of what is in quarantine."""
    rows = json.loads(directory.liiku("quarantine", source, "--json").out)
    return [(row["code"], row["path"], row["url"]) for row in rows]


def newest(directory: Directory, source: str = "kerhot") -> Any:
    run = directory.context.ledger.newest_run(source)
    assert run is not None
    return run


def test_an_imported_row_is_found_with_its_cost_place_and_times(directory: Directory) -> None:
    done = bring(directory, sheet([ROW]), alone=True)
    assert done.code == 0, done.err
    assert "CSV in UTF-8, separated by semicolons" in done.out
    found = directory.search(
        q="tuolijumppa", cost="low", lat=60.1878, lon=24.9596, radius_m=200, weekday="tue", audience="seniors"
    )
    assert [hit.id for hit in found.hits] == [service_id("kerhot", "jumppa")]
    service = directory.service("kerhot", "jumppa")
    assert (service.cost.cost_class, service.cost.min_eur, service.cost.unit) == ("low", 4.5, "visit")
    assert service.places[0].model_dump(include={"name", "address", "postal_code", "precision"}) == {
        "name": {"fi": "Kinaporin seniorikeskus"}, "address": {"fi": "Kinaporinkatu 9"}, "postal_code": "00500", "precision": "exact",
    }  # fmt: skip
    assert [session.start.isoformat() for session in service.schedule.sessions] == [
        "2026-11-24T10:00:00+02:00", "2026-12-01T10:00:00+02:00", "2026-12-15T10:00:00+02:00",
    ]  # fmt: skip
    assert (service.registration, service.min_age, service.max_age) == ("none", 60, None)
    assert service.accessibility.features[Feature.ACCESSIBLE_TOILET] == "yes"
    assert service.accessibility.wheelchair.state == "unknown"
    assert {(one.kind, one.value) for one in service.contacts} == {
        ("phone", "09 310 12345"),
        ("email", "info@example.org"),
    }
    assert (service.provenance.licence, service.provenance.attribution) == ("CC BY 4.0", "Malliyhdistys ry")
    assert {"/cost", "/registration", "/min_age", "/audiences", "/schedule/sessions"} <= {
        one.pointer for one in service.derived
    }


def test_what_a_row_does_not_say_is_unknown(directory: Directory) -> None:
    assert (
        bring(directory, lines({"source_id": "a", "kind": "activity", "name": {"fi": "Kerho"}}), name="k.jsonl").code
        == 0
    )
    service = directory.service("kerhot", "a")
    assert (service.cost.cost_class, service.registration, service.gender) == ("unknown", "unknown", "unknown")
    assert (service.places, service.audiences, service.schedule.sessions, service.derived) == ([], [], [], [])


def test_the_same_list_again_writes_nothing(directory: Directory) -> None:
    bring(directory, sheet([simple(1), simple(2)]), alone=True)
    seq, state = directory.context.ledger.position(), directory.state()
    again = bring(directory, sheet([simple(2), simple(1)], separator=","), "--json")
    assert again.code == 0
    (run,) = json.loads(again.out)
    assert (run["state"], run["counts"]["unchanged"]) == ("unchanged", 2)
    assert (directory.context.ledger.position(), directory.state()) == (seq, state)


def test_a_list_that_lost_most_of_its_rows_is_held_and_can_be_approved(directory: Directory) -> None:
    bring(directory, sheet(simple(number) for number in range(20)), alone=True)
    done = bring(directory, sheet(simple(number) for number in range(8)))
    assert done.code == 3
    assert len(directory.live()) == 20
    run = newest(directory)
    assert [guard.code for guard in run.guards] == ["absent"]
    assert directory.liiku("approve", run.id).code == 0
    assert newest(directory).counts.missing == 12


def test_a_row_that_left_the_list_goes_missing_and_then_leaves(directory: Directory) -> None:
    bring(directory, sheet(simple(number) for number in range(5)))
    bring(directory, sheet(simple(number) for number in range(4)))
    assert len(directory.live()) == 5
    bring(directory, sheet(simple(number) for number in range(4)))
    assert directory.live() == {"k0", "k1", "k2", "k3"}


def test_a_partial_list_removes_nothing(directory: Directory) -> None:
    bring(directory, sheet(simple(number) for number in range(20)))
    done = bring(directory, sheet([simple(20), simple(3, price_text_fi="5 €")]), "--partial")
    assert done.code == 0
    run = newest(directory)
    assert (run.mode, run.counts.added, run.counts.changed, run.counts.missing) == ("incremental", 1, 1, 0)
    assert len(directory.live()) == 21


def test_bad_rows_are_quarantined_with_row_and_column_and_the_others_count(directory: Directory) -> None:
    rows = [
        simple(0),
        {},
        simple(1, kind="kerho"),
        simple(2, lat="kuusikymmentä", lon="24,9"),
        simple(3, lat="60,1"),
        simple(4, start="31.2.2027"),
        simple(5, weekday="usein", **{"from": "1.1.2027"}),
        simple(6, url="javascript:alert(1)"),
        simple(7, categories="sports/gymm"),
        simple(8, venue_id="8740"),
        simple(9, start="2.1.2027", end="1.1.2027"),
        simple(10, low_threshold="ehkä"),
        {"source_id": "k11", "kind": "event", "name_sv": "<p> </p>"},
        {"kind": "event", "name_fi": "Ilman tunnistetta"},
        *(simple(number) for number in range(100, 140)),
    ]
    assert bring(directory, sheet(rows)).code == 3  # 12 of 53 are too many to publish unseen
    assert refused(directory) == [
        ("bad_value", "/kind", "kerhot.csv#row=4"),
        ("bad_value", "/lat", "kerhot.csv#row=5"),
        ("missing_field", "/lon", "kerhot.csv#row=6"),
        ("bad_value", "/start", "kerhot.csv#row=7"),
        ("bad_value", "/weekday", "kerhot.csv#row=8"),
        ("bad_value", "/url", "kerhot.csv#row=9"),
        ("bad_value", "/categories/0", "kerhot.csv#row=10"),
        ("bad_value", "/venue_id", "kerhot.csv#row=11"),
        ("bad_value", "/end", "kerhot.csv#row=12"),
        ("bad_value", "/low_threshold", "kerhot.csv#row=13"),
        ("missing_field", "/name_fi", "kerhot.csv#row=14"),
        ("missing_field", "/source_id", "kerhot.csv#row=15"),
    ]
    assert directory.live() == set()


def test_a_second_row_with_an_id_is_a_duplicate_even_of_a_bad_one(directory: Directory) -> None:
    rows = [simple(1), simple(1, name_fi="Toinen"), simple(2, kind="?"), simple(2)]
    assert bring(directory, sheet(rows)).code == 0
    assert refused(directory) == [
        ("duplicate_id", "/source_id", "kerhot.csv#row=3"),
        ("bad_value", "/kind", "kerhot.csv#row=4"),
        ("duplicate_id", "/source_id", "kerhot.csv#row=5"),
    ]
    assert directory.service("kerhot", "k1").name == {"fi": "Kerho 1"}
    counts = newest(directory).counts
    assert (counts.fetched, counts.added, counts.quarantined) == (4, 1, 3)


def test_formulas_markup_and_line_breaks_are_plain_text(directory: Directory) -> None:
    row = simple(
        1,
        name_fi='=HYPERLINK("http://x")',
        description_fi='Rivi 1\nRivi "2"<script>alert(1)</script>',
        organisation="+1",
    )
    assert bring(directory, sheet([row, simple(2)])).code == 0
    service = directory.service("kerhot", "k1")
    assert service.name == {"fi": '=HYPERLINK("http://x")'}
    assert service.description == {"fi": 'Rivi 1\nRivi "2"'}
    assert service.organisation.name == {"fi": "+1"}
    assert directory.live() == {"k1", "k2"}


@pytest.mark.parametrize(
    ("separator", "encoding", "said"),
    [
        pytest.param(";", "utf-8-sig", "UTF-8, separated by semicolons", id="Excel in Finnish, UTF-8"),
        pytest.param(";", "cp1252", "Windows-1252, separated by semicolons", id="Excel in Finnish, old"),
        pytest.param(",", "utf-8", "UTF-8, separated by commas", id="comma"),
        pytest.param("\t", "utf-8", "UTF-8, separated by tabs", id="tab"),
    ],
)
def test_separator_and_encoding_are_found_out_and_said(
    directory: Directory, separator: str, encoding: str, said: str
) -> None:
    row = simple(1, name_fi="Äijäjumppa; miehille, 65+", price_text_fi="6,50 €")
    done = bring(directory, sheet([row], separator=separator).encode(encoding))
    assert done.code == 0, done.err
    assert said in done.out
    service = directory.service("kerhot", "k1")
    assert (service.name["fi"], service.cost.min_eur) == ("Äijäjumppa; miehille, 65+", 6.5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("source_id;kind;name_fi;price_txt_fi\n", ["column 4 'price_txt_fi'", "did you mean 'price_text_fi'?"], id="misspelt column"),
        pytest.param("source_id;name_fi\n", ["no column kind"], id="required column"),
        pytest.param("source_id;kind\n", ["no column name_fi or name_sv or name_en"], id="no name"),
        pytest.param("source_id;kind;name_fi;name_FI\n", ["'name_FI' comes twice"], id="a column twice"),
        pytest.param("source_id;kind;;name_fi\n", ["column 3 of the header has no name"], id="a column without name"),
        pytest.param(sheet([simple(1)]) + 'k2;event;"avoin\nkeskeneräinen', ["row 3", "line 3", "cannot be read"], id="a quote never closed"),
        pytest.param(sheet([simple(1, name_fi="ä")]).encode() + "k2;event;\xe4\n".encode("cp1252"), ["line 3 is not UTF-8"], id="two encodings"),
        pytest.param(b"source_id;kind;name_fi\nk1;event;\x81\n", ["line 2 is neither UTF-8 nor Windows-1252"], id="no encoding"),
        pytest.param(b"PK\x03\x04...", ["workbook"], id="a workbook"),
        pytest.param("source_id\n".encode("utf-16"), ["UTF-16"], id="UTF-16"),
        pytest.param(b"", ["is empty"], id="empty"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(
    directory: Directory, content: str | bytes, words: list[str]
) -> None:
    done = bring(directory, content)
    assert done.code == 1
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err
    assert directory.context.ledger.runs("kerhot") == []
    assert not list((directory.path / "runs").iterdir())


def test_a_cut_json_lines_file_is_refused_whole(directory: Directory) -> None:
    done = bring(
        directory,
        lines({"source_id": "a", "kind": "event", "name": {"fi": "A"}}) + '{"source_id": "b", "ki',
        name="k.jsonl",
    )
    assert (done.code, "line 2 is no JSON" in done.err) == (1, True)
    assert directory.context.ledger.runs("kerhot") == []


def test_json_lines_take_the_record_and_raw_texts_beside_it(directory: Directory) -> None:
    row = {
        "source_id": "konsertti", "id": service_id("kerhot", "konsertti"), "kind": "event", "name": {"fi": "Konsertti"},
        "price_text": "Vapaa pääsy", "address": {"fi": "Helsinginkatu 26", "sv": "Helsingegatan 26"}, "municipality": "Helsinki",
        "schedule": {"sessions": [{"start": "2026-12-08T18:00:00", "end": "2026-12-08T19:30:00+02:00"}]},
        "registration": "none", "languages": ["fi"],
    }  # fmt: skip
    assert bring(directory, lines(row), name="k.jsonl", alone=True).code == 0
    service = directory.service("kerhot", "konsertti")
    assert (service.cost.cost_class, service.registration) == ("free", "none")
    assert service.places[0].address == {"fi": "Helsinginkatu 26", "sv": "Helsingegatan 26"}
    assert service.schedule.sessions[0].start.isoformat() == "2026-12-08T18:00:00+02:00"
    assert service.weekdays == ["tue"]
    assert [one.pointer for one in service.derived] == ["/cost"]


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        pytest.param({"colour": "red"}, "unknown_field", "/colour", id="unknown field"),
        pytest.param({"name": {"fi": "A", "de": "B"}}, "unknown_field", "/name/de", id="unknown language"),
        pytest.param({"id": service_id("other", "a")}, "bad_value", "/id", id="an id that is not ours"),
        pytest.param({"provenance": {"source": "palvelukartta"}}, "bad_value", "/provenance/source", id="another's provenance"),
        pytest.param({"provenance": {"licence": "CC0"}}, "bad_value", "/provenance/licence", id="another licence"),
        pytest.param({"cost": {"class": "cheap"}}, "invalid_record", "/cost/class", id="no such class"),
        pytest.param({"cost": {"class": "free", "min_eur": 5}}, "bad_value", "/cost", id="free for five euros"),
        pytest.param({"urls": [{"kind": "info", "url": "javascript:x"}]}, "bad_value", "/urls/0/url", id="script address"),
        pytest.param({"opening_hours": {"rule": "joskus"}}, "bad_value", "/opening_hours/rule", id="no rule"),
        pytest.param({"places": [{"lat": 60.1}]}, "missing_field", "/places/0/lon", id="half a point"),
        pytest.param({"places": [{"lat": 0, "lon": 0}]}, "bad_value", "/places/0/lat", id="a point nowhere"),
        pytest.param({"schedule": {"sessions": [{"start": "pian"}]}}, "bad_value", "/schedule/sessions/0/start", id="no moment"),
        pytest.param({"min_age": "vanha"}, "invalid_record", "/min_age", id="no age"),
        pytest.param({"name": 7}, "wrong_type", "/name", id="name is a number"),
        pytest.param({"kind": "venue", "start": "2026-12-01"}, "unexpected_shape", "/start", id="a place with a start"),
    ],
)  # fmt: skip
def test_a_wrong_field_quarantines_its_line(directory: Directory, fields: dict[str, Any], code: str, path: str) -> None:
    good = {"source_id": "good", "kind": "event", "name": {"fi": "Hyvä"}}
    file = directory.path.parent / "k.jsonl"
    file.write_text(lines(good, {**good, "source_id": "a", **fields}), "utf-8")
    assert directory.liiku("import", str(file), "--source", "kerhot").code == 0
    assert refused(directory) == [(code, path, "k.jsonl#line=2")]
    assert directory.live() == {"good"}


def test_lines_that_are_no_objects_are_quarantined(directory: Directory) -> None:
    good = {"source_id": "good", "kind": "event", "name": {"fi": "Hyvä"}}
    assert bring(directory, lines(good) + '[1]\n\n"x"\n', name="k.jsonl").code == 0
    assert refused(directory) == [("wrong_type", "", "k.jsonl#line=2"), ("wrong_type", "", "k.jsonl#line=4")]


def test_a_row_at_a_venue_of_the_register_inherits_its_place_and_keeps_its_own_until_then(directory: Directory) -> None:
    bring(directory, sheet([simple(1, venue_id="tprek:1", place_name_fi="Alasali", address="Testikatu 1")]))
    assert [place.name for place in directory.service("kerhot", "k1").places] == [{"fi": "Alasali"}]
    with serving(small_city(units=5)) as server:
        directory.crawl(server, "palvelukartta")
    service = directory.service("kerhot", "k1")
    assert [place.source_id for place in service.places] == ["tprek:1"]
    assert service.accessibility.inherited_from == "tprek:1"


def test_a_removed_row_leaves_at_once(directory: Directory) -> None:
    bring(directory, sheet([simple(1), simple(2)]))
    assert bring(directory, sheet([simple(1), simple(2, state="removed")])).code == 0
    assert directory.live() == {"k1"}
    assert newest(directory).counts.removed_upstream == 1


def test_an_import_is_replayed_without_the_file(directory: Directory) -> None:
    bring(directory, sheet([simple(1), simple(2, kind="?")]))
    first = newest(directory)
    (directory.path.parent / "Omat tiedostot" / "kerhot.csv").unlink()
    done = directory.process("replay", first.id)
    assert done.code == 0, done.err
    again = newest(directory)
    assert again.id != first.id
    assert (again.state, again.counts.unchanged, again.counts.quarantined) == ("unchanged", 1, 1)


def test_a_run_folder_and_the_output_name_no_path_of_the_machine(directory: Directory) -> None:
    done = bring(directory, sheet([ROW, simple(1, kind="?")]), alone=True)
    folder = directory.path / "runs" / newest(directory).id
    kept = gzip.decompress((folder / "raw" / "list.gz").read_bytes())
    assert kept == (directory.path.parent / "Omat tiedostot" / "kerhot.csv").read_bytes()
    for place in (str(directory.path.parent), "Omat tiedostot"):
        assert place not in done.out + done.err
        for path in (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".gz"):
            assert place not in path.read_text("utf-8"), path.name
    assert (folder / "report.html").exists()


def test_sources_that_cannot_be_imported_into_are_named_with_what_to_do(directory: Directory) -> None:
    unknown = bring(directory, sheet([simple(1)]), source="harrastukset")
    assert unknown.code == 2
    for words in ("harrastukset.yaml", "spider: file", "licence:", "attribution:", "contact:"):
        assert words in unknown.err
    crawled = bring(directory, sheet([simple(1)]), source="linkedevents")
    assert (crawled.code, "is crawled" in crawled.err) == (2, True)
    assert directory.process("import", "missing.csv", "--source", "kerhot").code == 1


def test_a_list_is_not_crawled(directory: Directory) -> None:
    done = directory.liiku("crawl", "kerhot")
    assert (done.code, "liiku import FILE --source kerhot" in done.err) == (1, True)
    assert directory.context.source("kerhot").schedule == "never"


def test_a_list_is_not_imported_into_a_sample_ledger(directory: Directory) -> None:
    with directory.context.ledger.publishing() as publication:
        publication.set_meta("sample", "yes")
    done = bring(directory, sheet([simple(1)]))
    assert (done.code, "sample data" in done.err) == (1, True)
    assert directory.context.ledger.runs("kerhot") == []


@pytest.mark.parametrize("name", ["import-template.csv", "import-template.jsonl"])
def test_the_templates_can_be_imported_as_they_are(directory: Directory, name: str) -> None:
    done = directory.process("import", str(CHECKOUT / "examples" / name), "--source", "kerhot")
    assert done.code == 0, done.err
    assert refused(directory) == []
    assert newest(directory).counts.added >= 3


def test_template_and_page_name_every_column() -> None:
    header = (CHECKOUT / "examples" / "import-template.csv").read_text("utf-8-sig").splitlines()[0]
    assert tuple(header.split(";")) == COLUMNS
    page = (CHECKOUT / "docs" / "import.md").read_text("utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in page] == []


def test_the_tree_of_categories_is_the_one_that_pages_label() -> None:
    assert set(LABELS["category"]) == CATEGORIES
