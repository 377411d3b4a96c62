"""Ilmonet without a key: the institutes' course list comes in as a run of the same source, and every page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.replay.server import serving
from crawler.replay.upstream import Row, Upstream
from crawler.sources.ilmonet_list import read_listed_course
from liiku.context import BUNDLED_SOURCES
from schemas.errors import ConfigError
from schemas.identity import service_id
from schemas.source import Source, read_yaml
from tests.conftest import client_of
from tests.crawler.test_import import bring, refused
from tests.crawler.upstreams import CHECKOUT, Directory, sources_with

HEADER = "Kurssikoodi;Kurssin nimi;Oppilaitos;Opetuspaikka;Osoite;Kaupunki;Alkaa;Päättyy;Viikonpäivä;Kellonaika;Oppitunnit;Hinta;Tila;Opettaja"
COURSE = "H1;Niska kuntoon;Helsingin suomenkielinen työväenopisto;Opistotalo;Helsinginkatu 26;Helsinki;13.1.2027;31.3.2027;ke;17.30–19.00;24;50,00;Ilmoittautuminen käynnissä;Maija Malli"
ILMONET = read_yaml(BUNDLED_SOURCES / "ilmonet.yaml", Source)


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "data")


def course_list(*rows: str) -> str:
    return "\r\n".join([HEADER, *rows]) + "\r\n"


def api_course(**fields: object) -> Row:
    """A course as the interface sends it."""
    return {
        "id": "1", "code": "H1", "name": "Niska kuntoon", "firstSession": "2027-01-13 17:30", "firstSessionEND": "2027-01-13 19:00",
        "lastSession": "2027-03-31 17:30", "price": "50,00", "description": "", "link": "", "image": "",
        "locations": [{"name": "Opistotalo", "address": "Helsinginkatu 26", "city": "Helsinki"}],
    } | fields  # fmt: skip


def page(directory: Directory, path: str) -> str:
    """A page as it is served from the directory, its quotes plain."""
    found: str = client_of(directory.context).get(path).text
    return found.replace("&#39;", "'")


def test_a_course_of_the_list_is_found_with_cost_place_times_and_enrolment(directory: Directory) -> None:
    done = bring(directory, course_list(COURSE).encode("cp1252"), source="ilmonet", name="kurssit.csv", alone=True)
    assert done.code == 0, done.err
    assert "Windows-1252" in done.out
    found = directory.search(q="niska", cost="low", weekday="wed", daypart="evening", can_join=True)
    assert [hit.id for hit in found.hits] == [service_id("ilmonet", "ilmonet:H1")]
    service = directory.service("ilmonet", "ilmonet:H1")
    assert (service.cost.min_eur, service.cost.unit, service.registration, service.enrolment.state) == (
        50,
        "course",
        "required",
        "open",
    )
    assert len(service.schedule.sessions) == 12
    assert service.places[0].address == {"fi": "Helsinginkatu 26"}
    assert service.organisation.name == {"fi": "Helsingin suomenkielinen työväenopisto"}
    assert "Malli" not in service.model_dump_json()


def test_sessions_are_listed_only_where_the_lessons_leave_no_room_for_a_break(directory: Directory) -> None:
    cells = {
        "code": "H1",
        "name": "Kurssi",
        "start": "13.1.2027",
        "end": "31.3.2027",
        "weekday": "ke",
        "time": "17.30–19.00",
    }
    for lessons, sessions in (("24", 12), ("22", 0), ("", 0)):
        record = read_listed_course({**cells, "lessons": lessons}, ILMONET)
        assert record.offering is not None
        assert len(record.offering.schedule.sessions) == sessions
        assert (record.offering.weekdays, record.offering.dayparts) == (["wed"], ["evening"])
        assert str(record.offering.schedule.ends) == "2027-03-31"


@pytest.mark.parametrize(
    ("status", "state", "enrolment"),
    [
        ("Täynnä", "active", "full"),
        ("ILMOITTAUTUMINEN JONOON", "active", "waiting_list"),
        ("Peruttu", "cancelled", "unknown"),
        ("Ei vielä alkanut", "active", "not_open"),
        ("Kysy toimistosta", "active", "unknown"),
        ("", "active", "unknown"),
    ],
)
def test_a_status_means_what_the_yaml_says(status: str, state: str, enrolment: str) -> None:
    record = read_listed_course({"code": "H1", "name": "Kurssi", "status": status}, ILMONET)
    assert record.offering is not None
    assert (record.offering.state, record.offering.enrolment.state) == (state, enrolment)
    known = enrolment != "unknown"
    assert record.offering.registration == ("required" if known else "unknown")


def test_a_status_that_nobody_named_is_reported_as_odd(directory: Directory) -> None:
    bring(directory, course_list(COURSE.replace("Ilmoittautuminen käynnissä", "Kysy toimistosta")), source="ilmonet")
    run = directory.context.ledger.newest_run("ilmonet")
    assert run is not None
    (remark,) = directory.context.run_folder(run.id).remarks()
    assert (remark.code, remark.path, remark.value) == ("unknown_code", "/status", "Kysy toimistosta")


def test_a_column_that_nobody_named_is_refused_until_the_yaml_names_it(directory: Directory, tmp_path: Path) -> None:
    content = course_list(COURSE).replace("Kurssin nimi", "Kurssin otsikko")
    done = bring(directory, content, source="ilmonet")
    assert done.code == 1
    assert "column 2 'Kurssin otsikko' is not known" in done.err
    assert "`course_list` in ilmonet.yaml" in done.err
    sources = sources_with(tmp_path / "sources", {})
    yaml = sources / "ilmonet.yaml"
    yaml.write_text(
        yaml.read_text("utf-8").replace("name: [Kurssin nimi,", "name: [Kurssin otsikko, Kurssin nimi,"), "utf-8"
    )
    mended = Directory(directory.path, sources_dir=sources)
    assert bring(mended, content, source="ilmonet").code == 0
    assert mended.live() == {"ilmonet:H1"}


def test_a_name_of_a_column_stands_in_the_yaml_once(tmp_path: Path) -> None:
    path = sources_with(tmp_path, {}) / "ilmonet.yaml"
    path.write_text(path.read_text("utf-8").replace("Opettaja, Opettajat", "Hinta, Opettajat"), "utf-8")
    with pytest.raises(ConfigError, match="'hinta' stands there twice"):
        read_yaml(path, Source)


def test_bad_courses_are_quarantined_by_field(directory: Directory) -> None:
    wrong = COURSE.replace("24;50,00", "monta;50,00")
    bring(directory, course_list(COURSE, wrong.replace("H1;", "H2;"), COURSE, ";Nimi"), source="ilmonet", name="k.csv")
    assert refused(directory, "ilmonet") == [
        ("bad_value", "/lessons", "k.csv#row=3"),
        ("duplicate_id", "/source_id", "k.csv#row=4"),
        ("missing_field", "/code", "k.csv#row=5"),
    ]


def test_both_legs_give_one_course_under_one_id_and_pages_say_which_leg(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.context.settings.ilmonet_key = "k"
    at = f"/services/{service_id('ilmonet', 'ilmonet:H1')}?lang=en"
    with serving(Upstream(courses={"fi": [api_course()], "sv": []})) as server:
        directory.crawl(server, "ilmonet")
    for path in (at, "/about?lang=en", "/?lang=en"):
        assert "23.11.2026, from the course system's interface" in page(directory, path)
    bring(directory, course_list(COURSE), source="ilmonet")
    assert directory.live() == {"ilmonet:H1"}
    for path in (at, "/about?lang=en", "/?lang=en", "/?lang=en&cost=low"):
        assert "23.11.2026, from the institutes' course list" in page(directory, path)
        assert "course system's interface" not in page(directory, path)


def test_a_partial_list_beside_the_interface_is_told_apart_by_course(directory: Directory) -> None:
    directory.context.settings.ilmonet_key = "k"
    with serving(Upstream(courses={"fi": [api_course(), api_course(code="H2", id="2")], "sv": []})) as server:
        directory.crawl(server, "ilmonet")
    bring(directory, course_list(COURSE), "--partial", source="ilmonet")
    pages = {
        code: page(directory, f"/services/{service_id('ilmonet', f'ilmonet:{code}')}?lang=en") for code in ("H1", "H2")
    }
    assert "course list" in pages["H1"]
    assert "interface" in pages["H2"]
    about = page(directory, "/about?lang=en")
    assert "23.11.2026, from the institutes' course list" in about
    assert "23.11.2026, from the course system's interface" in about


def test_without_a_key_the_crawl_says_that_a_list_can_be_brought(directory: Directory) -> None:
    done = directory.liiku("crawl", "ilmonet")
    assert (done.code, "liiku import FILE --source ilmonet" in done.err) == (1, True)


def test_the_example_can_be_imported_as_it_is(directory: Directory) -> None:
    done = directory.liiku("import", str(CHECKOUT / "examples" / "course-list.csv"), "--source", "ilmonet")
    assert done.code == 0, done.err
    assert refused(directory, "ilmonet") == []
    assert directory.service("ilmonet", "ilmonet:R270103").name == {"sv": "Målning för pensionärer"}
