"""What a steward does on the pages, and what follows in the ledger, in the search and in the log: runs, pairs, corrections, requests; and undoing each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.replay.server import ReplayServer, serving
from indexer import jobs
from indexer.publish import DONE
from indexer.run_folder import RunFolder
from liiku.crawl import OVERLAP
from schemas.errors import DecisionRefused, RunUnknown
from schemas.identity import service_id
from schemas.run import Mode, RunState
from search_api.steward import room as rooms
from search_api.steward.slow import Slow
from tests.crawler.upstreams import Directory, event
from tests.search_api.stewards import GONE, HALL, TWINS, Office, rows, town_with_a_held_run, words


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    return town_with_a_held_run(tmp_path_factory.mktemp("town"))


@pytest.fixture
def office(crawled: Directory, tmp_path: Path) -> Office:
    return Office(crawled.copy(tmp_path / "data"), tmp_path)


@pytest.fixture(scope="module")
def still(crawled: Directory, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """For tests after which nothing is otherwise."""
    path = tmp_path_factory.mktemp("still")
    return Office(crawled.copy(path / "data"), path)


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    with serving(rows()) as found:
        yield found


# Runs


def test_a_held_run_explains_itself_by_name(still: Office) -> None:
    home = words(still.steward.page("/steward"))
    page = words(still.steward.page(f"/steward/runs/{still.held().id}"))
    assert "Päätöstä odottavat ajot" in home
    assert "Liian moni rivi puuttuu" in page
    assert [name for name in (f"Tapahtuma {n}" for n in range(GONE)) if name not in page] == []
    assert "6, raja 5" in page


def test_approving_publishes_the_run_and_is_in_the_log(office: Office) -> None:
    run = office.held()
    assert office.missing() == 0
    page = office.steward.do(f"/steward/runs/{run.id}", what="approve", why="kausi on ohi")
    assert "Ajo on julkaistu." in words(page)
    assert (office.run(run.id).state, office.missing()) == (RunState.PUBLISHED, GONE)
    [row] = office.decisions()
    assert (row.what, row.object, row.who, row.why) == ("approve", run.id, "Maija", "kausi on ohi")
    assert "kausi on ohi" in words(office.steward.page("/steward/decisions"))


def test_rejecting_changes_nothing_and_can_be_undone(office: Office) -> None:
    run = office.held()
    before = office.directory.state()
    office.steward.do(f"/steward/runs/{run.id}", what="reject", why="lähde on rikki")
    assert (office.run(run.id).state, office.directory.state()) == (RunState.REJECTED, before)
    assert "lähde on rikki" in office.run(run.id).note
    assert "Päätös on kumottu." in office.undo_newest()
    assert (office.run(run.id).state, office.run(run.id).note) == (RunState.HELD, run.note)
    assert office.decisions()[0].undone_by == "Maija"


def test_undoing_an_approval_brings_back_what_stood_before(office: Office, server: ReplayServer) -> None:
    before, searched = office.directory.state(), office.in_search()
    server.upstream.events = [event(0, name={"fi": "Uusi nimi"}), event(50, name={"fi": "Aivan uusi"})]
    held = office.directory.crawl(server, "linkedevents", full=True)
    assert held.state is RunState.HELD
    office.steward.do(f"/steward/runs/{held.id}", what="approve", why="sovittu")
    assert service_id("linkedevents", "helsinki:e50") in office.in_search()
    assert office.directory.service("linkedevents", "helsinki:e0").name["fi"] == "Uusi nimi"
    office.undo_newest()
    after = office.directory.state()
    assert {one: told for one, told in after.items() if told[1] != "removed"} == before
    assert office.in_search() == searched
    assert office.missing() == 0
    newest = office.directory.context.ledger.newest_run("linkedevents")
    assert newest is not None
    assert (newest.state, office.run(held.id).state) == (RunState.PUBLISHED, RunState.REJECTED)
    assert f"what stood before run {held.id}" in newest.note


def test_after_an_undone_approval_the_next_increment_builds_on_what_came_before_it(
    office: Office, server: ReplayServer
) -> None:
    all_events = list(server.upstream.events)
    base = office.directory.crawl(server, "linkedevents", full=True)
    server.upstream.events = all_events[GONE:]
    held = office.directory.crawl(server, "linkedevents", full=True)
    office.steward.do(f"/steward/runs/{held.id}", what="approve", why="sovittu")
    office.undo_newest()
    server.upstream.events = all_events
    next_run = office.directory.crawl(server, "linkedevents")
    job = json.loads(office.directory.context.run_folder(next_run.id).job_path.read_bytes())
    assert (base.state in DONE, held.state, next_run.mode) == (True, RunState.HELD, Mode.INCREMENTAL)
    assert datetime.fromisoformat(job["since"]) == base.started_at - OVERLAP


def test_an_approval_after_which_more_was_published_stays(office: Office, server: ReplayServer) -> None:
    office.steward.do(f"/steward/runs/{office.held().id}", what="approve", why="sovittu")
    number = office.decisions()[0].id
    assert office.directory.crawl(server, "linkedevents", full=True).state is RunState.PUBLISHED
    answer = office.steward.post("/steward/decisions", id=str(number))
    assert (answer.status_code, "was published after it" in answer.text) == (409, True)


@pytest.mark.parametrize("form", [{"what": "approve", "why": " "}, {"what": "reject"}, {"what": "fly", "why": "x"}])
def test_a_run_is_not_decided_on_without_a_reason(still: Office, form: dict[str, str]) -> None:
    assert still.steward.post(f"/steward/runs/{still.held().id}", **form).status_code == 409
    assert (still.held().state, still.decisions()) == (RunState.HELD, [])


def test_a_run_is_decided_on_once(office: Office) -> None:
    run = office.held().id
    office.steward.do(f"/steward/runs/{run}", what="reject", why="x")
    assert office.steward.post(f"/steward/runs/{run}", what="approve", why="x").status_code == 409
    with pytest.raises(RunUnknown, match="not held"):
        office.desk.approve(run, who="Maija", why="")


def test_the_command_line_writes_into_the_same_log(office: Office) -> None:
    run = office.held().id
    assert office.directory.liiku("approve", run, "--why", "ok", "--by", "Pekka").code == 0
    assert [(row.what, row.who, row.why) for row in office.decisions()] == [("approve", "Pekka", "ok")]


def test_the_report_of_a_run_is_shown_and_nothing_in_it_runs(still: Office) -> None:
    answer = still.steward.get(f"/steward/runs/{still.held().id}/report")
    assert "Ajoraportti" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_what_takes_long_is_waited_for_on_a_page_of_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    run = office.held().id
    patient = Slow.is_done
    monkeypatch.setattr(Slow, "is_done", lambda self, key, patience_s=0.0: False)
    answer = office.steward.post(f"/steward/runs/{run}", what="approve", why="kausi on ohi")
    assert (answer.status_code, 'http-equiv="refresh"' in answer.text) == (202, True)
    monkeypatch.setattr(Slow, "is_done", patient)
    again = office.steward.get(f"/steward/working?key=decide+{run}&then=/steward/runs/{run}&done=approved")
    assert again.headers["location"].startswith(f"/steward/runs/{run}?done=approved")
    assert office.run(run).state is RunState.PUBLISHED
    assert office.steward.get("/steward/working?key=x").status_code == 404


# Requests


def test_a_request_to_crawl_waits_for_the_worker_and_can_be_taken_back(office: Office) -> None:
    page = office.steward.do("/steward/sources", source="linkedevents")
    assert "Maija" in words(page)
    assert "odottaa vuoroaan" in words(page)
    office.steward.do("/steward/sources", source="linkedevents")
    [job] = jobs.listed(office.directory.context.ledger)
    assert (job.source, job.requested_by, job.state) == ("linkedevents", "Maija", "queued")
    assert [row.what for row in office.decisions()] == ["crawl"]
    office.undo_newest()
    assert jobs.take(office.directory.context.ledger) is None
    assert office.steward.post("/steward/sources", source="nobody").status_code == 409


def test_a_request_that_the_worker_has_begun_stays(office: Office) -> None:
    office.steward.do("/steward/sources", source="linkedevents")
    assert jobs.take(office.directory.context.ledger) is not None
    assert office.steward.post("/steward/decisions", id=str(office.decisions()[0].id)).status_code == 409
    assert office.decisions()[0].undone_at is None


# Pairs


def pair(office: Office) -> dict[str, str]:
    one, other = sorted(service_id("linkedevents", key) for key in TWINS)
    return {"one": one, "other": other}


def test_a_question_is_shown_side_by_side_with_its_reasons(still: Office) -> None:
    page = still.steward.page("/steward/duplicates")
    shown = words(page)
    assert len(page.css(".side")) == 2
    assert [
        said for said in ("Tuolijumppa", *TWINS, "Sama nimi", "Eri järjestäjä", "Samankaltaisuus") if said not in shown
    ] == []


def test_joining_leads_one_to_the_other_and_undoing_brings_it_back(office: Office) -> None:
    before = office.in_search()
    office.steward.do("/steward/duplicates", decision="joined", why="sama jumppa", **pair(office))
    assert len(before - office.in_search()) == 1
    [gone] = before - office.in_search()
    assert office.steward.get(f"/v1/services/{gone}").status_code == 301
    joined = words(office.steward.page("/steward/duplicates?state=joined"))
    assert [said for said in ("sama jumppa", "Maija", "Tämä jää näkyviin") if said not in joined] == []
    assert office.decisions()[0].what == "joined"
    office.undo_newest()
    assert office.in_search() == before
    assert words(office.steward.page("/steward/duplicates")).count("Tuolijumppa") >= 2


def test_separating_takes_the_question_away_and_undoing_asks_again(office: Office) -> None:
    office.steward.do("/steward/duplicates", decision="separate", why="eri salit", **pair(office))
    assert "Tuolijumppa" not in words(office.steward.page("/steward/duplicates"))
    assert "eri salit" in words(office.steward.page("/steward/duplicates?state=separate"))
    office.steward.do("/steward/duplicates", decision="undone", **pair(office))
    assert "Tuolijumppa" in words(office.steward.page("/steward/duplicates"))
    assert [(row.what, row.undone_by) for row in office.decisions()] == [("separate", "Maija")]


def test_another_word_on_a_pair_takes_the_place_of_the_first(office: Office) -> None:
    office.steward.do("/steward/duplicates", decision="separate", why="eri salit", **pair(office))
    office.steward.do("/steward/duplicates", decision="joined", why="kysytty: sama", **pair(office))
    assert [(row.what, row.undone_at is None) for row in office.decisions()] == [("joined", True), ("separate", False)]


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "joined", "why": ""},
        {"decision": "fly", "why": "x"},
        {"decision": "joined", "why": "x", "other": "y"},
    ],
)
def test_a_pair_is_not_settled_without_a_reason_or_without_two(still: Office, form: dict[str, str]) -> None:
    assert still.steward.post("/steward/duplicates", **(pair(still) | form)).status_code == 409
    assert still.decisions() == []


# Corrections


def correct(pointer: str, **form: str) -> dict[str, str]:
    """The fields of a form that corrects."""
    return {"pointer": pointer, "why": "kysytty hallista", "until": "2027-05-31"} | form


def test_a_record_is_found_by_name_id_and_address(still: Office) -> None:
    for asked in ("uimahalli", "tprek:1", HALL, f"https://liiku.example/services/{HALL}?lang=fi"):
        assert HALL in still.steward.get(f"/steward/services?q={asked}").text
    assert "Mitään ei löytynyt" in words(still.steward.page("/steward/services?q=qqqqq"))


@pytest.mark.parametrize(
    ("pointer", "form", "shown"),
    [
        ("/cost", {"value_class": "paid", "value_min_eur": "7,50", "value_unit": "visit"}, "7,50"),
        ("/audiences", {"value": "seniors"}, "korjattu"),
        ("/low_threshold", {"value": "true"}, "korjattu"),
        ("/min_age", {"value": "65"}, "65"),
        ("/summary/fi", {"value": "Lämmin allas"}, "Lämmin allas"),
        ("/places/0", {"value_lat": "60,2", "value_lon": "24.95"}, "60.20000"),
        ("/accessibility/wheelchair", {"value_state": "partly", "value_shortcomings": "2"}, "(2)"),
        ("/registration", {"value": "none"}, "Ei ilmoittautumista"),
        ("/registration_url", {"value": "https://example.org/"}, "https://example.org/"),
        ("/places/0/postal_code", {"value": "00530"}, "00530"),
    ],
)
def test_every_kind_of_field_can_be_corrected_by_its_form(
    office: Office, pointer: str, form: dict[str, str], shown: str
) -> None:
    asked = office.steward.page(f"/steward/services/{HALL}/correct?pointer={pointer}")
    fields = {str(one.attributes.get("name")) for one in asked.css("main [name]")}
    assert set(form) | {"why", "until", "pointer", "csrf"} <= fields
    page = words(office.steward.do(f"/steward/services/{HALL}/correct", **correct(pointer, **form)))
    assert [said for said in (shown, "korjattu 31.5.2027 asti", "Korjaus on voimassa.") if said not in page] == []


def test_a_correction_is_shown_on_the_public_page_with_its_reason_and_ended_on_ours(office: Office) -> None:
    public = f"/services/{HALL}"
    assert "Maksuton" not in office.steward.get(public).text
    office.steward.do(f"/steward/services/{HALL}/correct", **correct("/cost", value_class="free"))
    shown = office.steward.get(public).text
    assert [said for said in ("Maksuton", "Aineiston hoitajan korjaus", "kysytty hallista") if said not in shown] == []
    assert "Maija" not in shown
    with office.directory.context.ledger.corrections() as found:
        [one] = found.listed()
    listed = words(office.steward.page("/steward/corrections"))
    assert [said for said in ("Uimahalli 1", "Maksuton", "kysytty hallista", "31.5.2027") if said not in listed] == []
    office.steward.do("/steward/corrections", id=str(one.id))
    assert "Maksuton" not in office.steward.get(public).text
    assert [row.what for row in office.decisions()] == ["end", "correct"]
    office.undo_newest()
    assert "Maksuton" in office.steward.get(public).text
    office.steward.do("/steward/decisions", id=str(office.decisions()[1].id))
    assert "Maksuton" not in office.steward.get(public).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"value_class": "free", "value_min_eur": "8"}, "Maksuttomalla ei voi olla hintaa."),
        ({"value_class": "paid", "value_min_eur": "paljon"}, "”paljon” ei ole luku."),
        ({"value_class": "free", "why": " "}, "Kirjoita perustelu."),
        ({"value_class": "free", "until": "2029-01-01"}, "enintään 23.11.2027"),
        ({"value_class": "free", "until": "huomenna"}, "Viimeisen päivän"),
        ({"value_class": "halpa"}, "Sallittu"),
    ],
)
def test_a_wrong_correction_comes_back_with_what_was_typed_and_why_not(
    still: Office, form: dict[str, str], said: str
) -> None:
    answer = still.steward.post(f"/steward/services/{HALL}/correct", **correct("/cost", **form))
    assert (answer.status_code, said in answer.text) == (400, True)
    assert form.get("value_min_eur", "") in answer.text
    assert still.decisions() == []


def test_what_a_steward_types_stays_text(office: Office) -> None:
    attack = "<script>alert(1)</script><b>x</b>"
    office.steward.do(f"/steward/services/{HALL}/correct", **correct("/name/sv", value=f"Simhall {attack}", why=attack))
    for path in (f"/steward/services/{HALL}", "/steward/corrections", "/steward/decisions", f"/services/{HALL}"):
        assert "<script>alert" not in office.steward.get(path).text
    assert office.directory.service("palvelukartta", "tprek:1").name["sv"] == "Simhall x"


@pytest.mark.parametrize("pointer", ["/id", "/provenance/licence", "", "/places/7/postal_code"])
def test_only_the_closed_list_can_be_corrected(still: Office, pointer: str) -> None:
    assert still.steward.get(f"/steward/services/{HALL}/correct?pointer={pointer}").status_code == 404
    sent = still.steward.post(f"/steward/services/{HALL}/correct", **correct(pointer, value="x"))
    assert sent.status_code == 404


def test_an_end_cannot_be_undone_when_its_day_has_passed(office: Office) -> None:
    made = office.desk.correct(HALL, "/min_age", 65, who="Maija", why="x", until=date(2026, 11, 23))
    office.desk.end(made.id, who="Maija")
    number = office.decisions()[0].id
    later = Directory(office.directory.path, now=office.directory.now + timedelta(days=1))
    with pytest.raises(DecisionRefused, match="was to hold until"):
        later.context.desk.undo(number, who="Maija")


# What is looked through


def test_records_that_their_source_no_longer_has_are_listed(office: Office) -> None:
    office.steward.do(f"/steward/runs/{office.held().id}", what="approve", why="sovittu")
    assert "Tapahtuma 3" in words(office.steward.page("/steward/stale"))


def test_contradictions_are_listed_with_a_way_to_correct_them(office: Office, server: ReplayServer) -> None:
    server.upstream.events[0] = event(
        0, offers=[{"is_free": True, "price": None}], description={"fi": "Liput 12 €. Vapaa pääsy, ei pääsymaksua."}
    )
    office.directory.crawl(server, "linkedevents", full=True)
    if office.directory.service("linkedevents", "helsinki:e0").cost.cost_class.value != "unknown":
        pytest.skip("this wording is read as one thing")
    page = office.steward.page("/steward/contradictions")
    assert any("pointer=%2Fcost" in str(link.attributes.get("href")) for link in page.css("main a"))


def test_rows_in_quarantine_are_grouped_by_cause_and_place(office: Office, server: ReplayServer) -> None:
    server.upstream.events += [event(n, start_time="huomenna") for n in (30, 31)]
    run = office.directory.crawl(server, "linkedevents", full=True)
    assert run.counts.quarantined == 2
    page = words(office.steward.page("/steward/quarantine"))
    assert [said for said in ("2 riviä", "huomenna", "helsinki:e30") if said not in page] == []


def test_a_run_whose_folder_is_gone_is_shown_and_cannot_be_approved(office: Office) -> None:
    run = office.held()
    folder = RunFolder(office.directory.context.runs_dir / run.id).path
    folder.rename(folder.with_name("elsewhere"))
    assert "ei ole raporttia" in words(office.steward.page(f"/steward/runs/{run.id}"))
    assert office.steward.post(f"/steward/runs/{run.id}", what="approve", why="x").status_code == 409


def test_an_act_waits_for_a_publication_under_way_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from schemas.errors import LedgerLocked

    def locked(*_: object, **__: object) -> None:
        raise LedgerLocked("another publisher is at work; try again when it is done")

    monkeypatch.setattr(rooms.Desk, "correct", locked)
    sent = office.steward.post(f"/steward/services/{HALL}/correct", **correct("/cost", value_class="free"))
    assert (sent.status_code, "another publisher is at work" in sent.text) == (503, True)
