"""The handout: what the sheet of paper says, what it costs in all, and what it does with ids that it cannot show."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from liiku.context import Context
from schemas.service import LANGS, Enrolment
from schemas.settings import HELSINKI
from search_api.facet_labels import LABELS
from search_api.web.handout import Entry, entry_of, share_words, span_words, total_words
from search_api.web.taking_part import share_of, total_of
from search_api.web.views import Page
from tests.conftest import client_of
from tests.search_api.paper_town import BARE, GONE, JOINED, KEPT, LONG, LONG_NAME, paper_town
from tests.search_api.stewards import words

NEVER = "00000000-0000-5000-8000-000000000000"
NO_ENROLMENT = Enrolment().model_dump(mode="json")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_of(paper_town(tmp_path_factory.mktemp("paper")).context)


@pytest.fixture(scope="module")
def bodies(sample: Context) -> list[dict[str, Any]]:
    return [orjson.loads(row.body) for row in sample.ledger.live_services()]


def sheet(client: TestClient, ids: list[str], lang: str = "en", status: int = 200) -> LexborHTMLParser:
    answer = client.get("/print", params={"ids": ",".join(ids), "lang": lang})
    assert answer.status_code == status, answer.text
    return LexborHTMLParser(answer.text)


def cost(cost_class: str, **told: Any) -> dict[str, Any]:
    empty = {"min_eur": None, "max_eur": None, "pay_up_front_eur": None, "unit": None}
    return {"cost": empty | {"class": cost_class} | told, "restricted_to": told.pop("restricted_to", [])}


# What it says


@pytest.mark.parametrize("lang", LANGS)
def test_each_entry_says_where_when_price_and_phone_in_the_clients_language(
    client: TestClient, bodies: list[dict[str, Any]], lang: str
) -> None:
    labels = {"fi": ("Missä", "Milloin", "Mitä maksaa", "Puhelin"), "sv": ("Var", "När", "Vad kostar det", "Telefon"),
              "en": ("Where", "When", "What it costs", "Phone")}[lang]  # fmt: skip
    entries = sheet(client, [one["id"] for one in bodies[::80]][:6], lang).css(".entry")
    assert len(entries) == 6
    for entry in entries:
        assert [label for label in labels if f"{label}:" not in entry.text()] == []
        assert entry.css_first("svg.qr")
        assert f"?lang={lang}" in str(entry.css("a")[-1].attributes["href"])


def test_sample_data_is_said_on_the_paper(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    assert sheet(client, [bodies[0]["id"]]).css_first("p.sample")


def test_the_order_is_the_one_asked_for_and_one_asked_for_twice_is_shown_once(
    client: TestClient, bodies: list[dict[str, Any]]
) -> None:
    ids = [bodies[n]["id"] for n in (9, 3, 9, 5)]
    shown = [str(one.attributes["data-note-for"]) for one in sheet(client, ids).css("[data-note-for]")]
    assert shown == [ids[0], ids[1], ids[3]]


def test_checkboxes_ask_as_well_as_one_list(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    answer = client.get("/print", params=[("ids", bodies[0]["id"]), ("ids", bodies[1]["id"])])
    assert len(LexborHTMLParser(answer.text).css(".entry")) == 2


def test_an_unknown_price_is_never_free_and_an_unknown_place_is_said(town: TestClient) -> None:
    said = words(sheet(town, [BARE]))
    assert "The price is not known" in said
    assert "The place is not known" in said
    assert "In all: not known" in said
    assert "Free of charge" not in said
    assert "0 €" not in said


def test_no_note_of_anybody_is_in_what_the_server_sends(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    found = sheet(client, [bodies[0]["id"]]).css("[data-note-for]")
    assert [one.css_first("span").text() for one in found] == [""]
    assert all("hidden" in one.attributes for one in found)


NOW = datetime(2026, 11, 24, 9, 0, tzinfo=HELSINKI)


def entry(body: dict[str, Any], lang: str = "fi", **told: Any) -> Entry:
    """What the sheet says at nine in the morning of 24 November 2026."""
    return entry_of(body | told, Page(lang=lang, is_sample=False, given={}), address="https://a.example", now=NOW)


@pytest.mark.parametrize(
    ("registration", "in_price", "sign_up"),
    [
        ("unknown", True, None),
        ("none", True, None),
        ("required", False, "ennakkoon"),
        ("referral", False, "lähetteellä"),
    ],
)
def test_that_the_price_needs_registration_is_said_wherever_the_sheet_does_not_tell_to_register(
    bodies: list[dict[str, Any]], registration: str, in_price: bool, sign_up: str | None
) -> None:
    cost = bodies[0]["cost"] | {"conditions": ["registration"]}
    found = entry(bodies[0], cost=cost, registration=registration, enrolment=NO_ENROLMENT)
    assert (LABELS["condition"]["registration"]["fi"] in found.price, found.sign_up) == (in_price, sign_up)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"closes": "2026-11-20T23:59:00+02:00"}, id="days ago"),
        pytest.param({"closes": "2026-11-24T08:00:00+02:00"}, id="this morning"),
        pytest.param({"closes": None, "state": "closed"}, id="the source says so"),
    ],
)
def test_nobody_is_told_to_register_once_enrolment_has_closed(
    bodies: list[dict[str, Any]], told: dict[str, Any], lang: str
) -> None:
    found = entry(bodies[0], lang, registration="required", enrolment=NO_ENROLMENT | told)
    assert (found.sign_up, found.enrolment_over) == (None, LABELS["enrolment"]["closed"][lang])


def test_the_last_day_to_register_is_said_until_it_has_passed(bodies: list[dict[str, Any]]) -> None:
    told = NO_ENROLMENT | {"closes": "2026-11-24T23:59:00+02:00"}
    found = entry(bodies[0], registration="required", enrolment=told)
    assert (found.sign_up, found.enrolment_over) == ("viimeistään 24.11.", None)


@pytest.mark.parametrize(("registration", "is_said"), [("unknown", True), ("optional", False), ("none", False)])
def test_that_enrolment_has_closed_is_not_said_where_one_may_come_without_it(
    bodies: list[dict[str, Any]], registration: str, is_said: bool
) -> None:
    told = NO_ENROLMENT | {"closes": "2026-11-20T23:59:00+02:00"}
    found = entry(bodies[0], registration=registration, enrolment=told)
    assert (found.sign_up, found.enrolment_over is not None) == (None, is_said)


def test_the_paper_of_the_sample_city_names_no_day_to_register_by_that_has_passed(
    client: TestClient, sample: Context, bodies: list[dict[str, Any]]
) -> None:
    now = sample.settings.clock()
    over = [
        one["id"]
        for one in bodies
        if one["registration"] in ("required", "referral")
        and one["enrolment"]["closes"]
        and datetime.fromisoformat(one["enrolment"]["closes"]) < now
    ]
    assert over
    said = [one.text() for one in sheet(client, over[:6], "fi").css(".sign-up")]
    assert said == ["Ilmoittautuminen on päättynyt"] * len(over[:6])


# Ids that cannot be shown


def test_the_seventh_is_left_off_and_named(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    page = sheet(client, [one["id"] for one in bodies[:7]], "fi")
    assert len(page.css(".entry")) == 6
    name = bodies[6]["name"].get("fi") or next(iter(bodies[6]["name"].values()))
    assert name in page.css_first(".notices").text()


def test_removed_joined_and_unknown_ones_are_each_said(town: TestClient) -> None:
    page = sheet(town, [GONE, JOINED, NEVER, "<script>", KEPT])
    said = page.css_first(".notices").text()
    assert [one in said for one in ("has been removed", "another code", NEVER, "<script>")] == [True] * 4
    assert len(page.css(".entry")) == 1
    assert [one.attributes["src"] for one in page.css("script")] == ["/static/return.js", "/static/shortlist.js"]


def test_a_sheet_of_nothing_says_so(town: TestClient) -> None:
    assert "No services are chosen" in words(sheet(town, []))
    assert sheet(town, [GONE], status=410).css(".entry") == []
    assert sheet(town, [NEVER], status=404).css(".entry") == []


def test_a_name_of_three_hundred_characters_is_whole(town: TestClient) -> None:
    page = sheet(town, [LONG])
    assert LONG_NAME in page.css_first("h2.long").text()


# What taking part costs


@pytest.mark.parametrize(
    ("told", "visits", "said"),
    [
        pytest.param(cost("free"), 0, "Free of charge", id="free"),
        pytest.param(cost("unknown"), 5, "Not known", id="unknown"),
        pytest.param(cost("paid"), 5, "Not known", id="paid, amount not known"),
        pytest.param(cost("low", min_eur=3.5, unit="visit"), 4, "3,50 € × 4 times = 14 €", id="visits"),
        pytest.param(cost("low", min_eur=3.5, unit="visit"), 0, "3,50 € a visit. The number of visits is not known.", id="visits not listed"),
        pytest.param(cost("low", min_eur=30, max_eur=45, unit="course"), 9, "30–45 € for the whole course", id="course"),
        pytest.param(cost("paid", min_eur=20), 9, "20 €. It is not known what that covers.", id="no unit"),
    ],
)  # fmt: skip
def test_the_cost_of_one_is_said_as_far_as_it_is_known(told: dict[str, Any], visits: int, said: str) -> None:
    assert share_words(share_of(told, visits), Page(lang="en", is_sample=False, given={})) == said


def test_a_sum_never_hides_what_is_not_known() -> None:
    page = Page(lang="en", is_sample=False, given={})
    course = share_of(cost("low", min_eur=30, max_eur=45, unit="course"), 0)
    visits = share_of(cost("low", min_eur=2, unit="visit"), 5)
    unknown = share_of(cost("unknown"), 5)
    assert total_words(total_of([course, visits, share_of(cost("free"), 1)]), page) == "In all 40–55 €"
    assert "The whole sum is not known" in total_words(total_of([course, unknown]), page)
    assert total_words(total_of([unknown]), page) == "In all: not known"
    assert span_words(2, 2, page) == "2 €"


def test_what_is_paid_first_is_in_the_sum() -> None:
    share = share_of(cost("paid", min_eur=3, pay_up_front_eur=40, unit="visit"), 5)
    assert share.span == (40, 40)
    assert "of which 40 € first" in share_words(share, Page(lang="en", is_sample=False, given={}))


def test_the_sheets_language_links_keep_the_services(client: TestClient, bodies: list[dict[str, Any]]) -> None:
    links = sheet(client, [bodies[0]["id"], bodies[1]["id"]]).css(".langs a")
    assert len(links) == 3
    assert all(re.search(rf"ids={bodies[0]['id']},{bodies[1]['id']}&", str(a.attributes["href"])) for a in links)
