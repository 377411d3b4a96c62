"""Reports of mistakes: codes and public facts alone, nothing of who reports, and a steward who corrects or dismisses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import text
from starlette.testclient import TestClient

import search_api
from indexer.mistake_rows import Mistake
from indexer.mistakes import FACTS, MOST_OF_ONE
from search_api.steward import door
from tests.conftest import client_of
from tests.search_api.stewards import HALL, Office, town_with_a_held_run, words

PATH = f"/services/{HALL}/mistake"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(town_with_a_held_run(tmp_path_factory.mktemp("town")), tmp_path_factory.mktemp("stewards"))


@pytest.fixture
def office(town: Office) -> Office:
    """The town, with nothing reported yet."""
    with town.directory.context.ledger.writing() as connection:
        connection.execute(text("delete from mistake"))
    return town


def reports(office: Office) -> list[Mistake]:
    with office.directory.context.ledger.mistakes() as rows:
        return rows.open()


def send(client: TestClient, path: str = PATH, **form: str) -> Any:
    return client.post(path, data={"lang": "fi"} | form)


def test_a_report_is_codes_a_public_value_and_a_day(office: Office) -> None:
    client = client_of(office.directory.context)
    answer = send(client, fact="price", kind="wrong", choice="low", number="3,50")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?sent=1&lang=fi")
    assert "Kiitos" in client.get(answer.headers["location"]).text
    [one] = reports(office)
    assert (one.service, one.fact, one.kind, one.value["class"], one.value["min_eur"]) == (
        HALL,
        "price",
        "wrong",
        "low",
        3.5,
    )
    assert one.first_day == one.last_day
    send(client, fact="price", kind="wrong", choice="low", number="3,50")
    assert [again.times for again in reports(office)] == [2]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        pytest.param({"fact": "price", "kind": "wrong", "choice": "Matti Meikäläinen"}, 400, id="words for a choice"),
        pytest.param({"fact": "min_age", "kind": "wrong", "number": "Matti"}, 400, id="words for a number"),
        pytest.param({"fact": "times", "kind": "cancelled", "day": "soon"}, 400, id="words for a day"),
        pytest.param({"fact": "times", "kind": "cancelled", "day": "1950-02-03"}, 400, id="a day of birth"),
        pytest.param({"fact": "place", "kind": "wrong", "code": "Testikatu 1 A 5"}, 400, id="words for a code"),
        pytest.param({"fact": "price", "kind": "Matti"}, 400, id="words for a kind"),
        pytest.param({"fact": "/provenance", "kind": "wrong"}, 400, id="a fact that is not on the list"),
        pytest.param({"fact": "name", "kind": "wrong", "comment": "Matti Meikäläinen"}, 303, id="a field that is not there"),
    ],
)  # fmt: skip
def test_no_words_of_anybody_get_into_the_ledger(office: Office, form: dict[str, str], status: int) -> None:
    assert send(client_of(office.directory.context), **form).status_code == status
    assert "Matti" not in repr(reports(office))
    assert len(reports(office)) == (status == 303)


def test_no_page_of_it_has_a_field_for_free_words(office: Office) -> None:
    client = client_of(office.directory.context)
    for fact in FACTS:
        page = LexborHTMLParser(client.get(f"{PATH}?fact={fact}").text)
        assert page.css("textarea") == []
        typed = page.css("input[type=text]")
        assert all(int(str(one.attributes["maxlength"])) <= 8 for one in typed)


def test_every_fact_kind_and_choice_has_words() -> None:
    folder = Path(search_api.__file__).parent / "web"
    said = yaml.safe_load((folder / "words_paper.yaml").read_text("utf-8"))
    told = yaml.safe_load((folder / "steward_words.yaml").read_text("utf-8"))["tables"]["mistake"]
    kinds = {kind for fact in FACTS.values() for kind in fact.kinds}
    assert {f"fact_{code}" for code in FACTS} | {f"mistake_{kind}" for kind in kinds} <= set(said)
    assert kinds == set(told)


def test_too_many_from_one_address_wait_and_the_address_is_nowhere_kept(office: Office) -> None:
    client = client_of(office.directory.context)
    answers = [send(client, fact="name", kind="wrong").status_code for _ in range(door.TRIES + 1)]
    assert answers == [303] * door.TRIES + [429]
    assert "testclient" not in repr(reports(office))


def test_one_service_has_only_so_many_open_reports(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TRIES", 100)
    client = client_of(office.directory.context)
    answers = [send(client, fact="min_age", kind="wrong", number=str(n)).status_code for n in range(MOST_OF_ONE + 1)]
    assert answers == [303] * MOST_OF_ONE + [409]


def test_a_form_of_another_site_is_not_taken(office: Office) -> None:
    client = client_of(office.directory.context)
    answer = client.post(PATH, data={"fact": "name", "kind": "wrong"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert reports(office) == []


def test_there_is_nothing_to_report_of_what_is_not_there(office: Office) -> None:
    client = client_of(office.directory.context)
    assert client.get("/services/x/mistake").status_code == 404
    assert send(client, "/services/x/mistake", fact="name", kind="wrong").status_code == 404


def test_a_steward_dismisses_a_report_and_takes_it_back(office: Office) -> None:
    send(client_of(office.directory.context), fact="whole", kind="ended")
    assert "Ilmoitettuja virheitä: 1" in words(office.steward.page("/steward?lang=fi"))
    [one] = reports(office)
    assert "Palvelu on loppunut" in words(office.steward.page("/steward/mistakes?lang=fi"))
    assert "Ilmoitus on käsitelty" in words(office.steward.do("/steward/mistakes", id=str(one.id), lang="fi"))
    assert reports(office) == []
    office.undo_newest()
    assert [found.id for found in reports(office)] == [one.id]


def test_a_steward_turns_a_report_into_a_correction(office: Office) -> None:
    send(client_of(office.directory.context), fact="min_age", kind="missing", number="65")
    [one] = reports(office)
    page = office.steward.page("/steward/mistakes?lang=fi")
    [link] = [str(a.attributes["href"]) for a in page.css("section a") if "/correct" in str(a.attributes["href"])]
    form = office.steward.page(link)
    assert form.css_first("input#value").attributes["value"] == "65"
    office.steward.do(
        f"/steward/services/{HALL}/correct",
        pointer="/min_age",
        value="65",
        why="kysytty",
        until="2027-01-31",
        mistake=str(one.id),
    )
    assert reports(office) == []
    with office.directory.context.ledger.mistakes() as rows:
        assert [found.state for found in rows.settled()] == ["corrected"]
        assert rows.settled()[0].settled_by == "Maija"


def test_without_a_steward_nobody_sees_the_reports(office: Office) -> None:
    assert client_of(office.directory.context).get("/steward/mistakes").status_code == 404
    assert client_of(office.steward.context).get("/steward/mistakes").status_code == 401
