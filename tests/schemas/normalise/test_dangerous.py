"""The errors that send a client to a closed door: full or closed read as open, a card's or a closed group's place as everyone's, a wrong age or gender."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from schemas.normalise.age import ages_in
from schemas.normalise.audience_words import gender_in
from schemas.normalise.conditions import restrictions_in
from schemas.normalise.enrolment import enrolment_in, enrolment_of, together
from schemas.normalise.schedule import is_cancelled_in_title
from schemas.service import Enrolment, EnrolmentState, Lang
from schemas.settings import HELSINKI

STARTS = date(2026, 12, 14)
SHUT = (EnrolmentState.FULL, EnrolmentState.WAITING_LIST, EnrolmentState.CLOSED)
SAYS_SHUT: list[tuple[Lang, str]] = [
    ("fi", "Kurssi on täynnä."),
    ("fi", "Tämä ryhmä on jo täynnä, kiitos kiinnostuksesta!"),
    ("fi", "HUOM! Leiri on täynnä."),
    ("fi", "Valitettavasti kaikki paikat on jo varattu."),
    ("fi", "Paikkoja ei ole enää jäljellä."),
    ("fi", "Retki on loppuunvarattu."),
    ("fi", "Ilmoittautuminen on päättynyt, mutta voit kysyä peruutuspaikkoja."),
    ("fi", "Ilmoittautumisaika on umpeutunut."),
    ("fi", "Jos mietit ilmoittautumista, huomaathan, että kurssi on täynnä."),
    ("fi", "Ilmoittautuminen ei ole enää mahdollista."),
    ("sv", "Kursen är fullbokad."),
    ("sv", "Tyvärr är gruppen redan full."),
    ("sv", "Alla platser är bokade."),
    ("sv", "Anmälningen är stängd."),
    ("sv", "Anmälningstiden gick ut i går."),
    ("sv", "Det finns inga lediga platser kvar."),
    ("en", "The course is already fully booked."),
    ("en", "Sorry, this class is full."),
    ("en", "All places have been taken."),
    ("en", "There are no places left."),
    ("en", "Registration is closed."),
    ("en", "Enrolment has ended."),
]
OPEN_TOO: dict[Lang, str] = {
    "fi": "Ilmoittautuminen käynnissä!",
    "sv": "Anmälan är öppen.",
    "en": "Registration is open.",
}


@pytest.mark.parametrize(("lang", "text"), SAYS_SHUT)
def test_what_says_full_or_closed_is_never_open_whatever_else_it_says(lang: Lang, text: str) -> None:
    told = enrolment_in({}, {lang: f"{OPEN_TOO[lang]} {text}"}, starts=STARTS).enrolment
    assert told.state in SHUT


@pytest.mark.parametrize("other", ["fi", "sv", "en"])
def test_full_in_one_language_wins_over_open_in_another(other: Lang) -> None:
    texts: dict[Lang, str] = {"fi": "Ryhmä on täynnä."} if other != "fi" else {"sv": "Gruppen är full."}
    assert enrolment_in({}, OPEN_TOO | texts, starts=STARTS).enrolment.state is EnrolmentState.FULL


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fi", "Ilmoittautuminen auki 1.8. alkaen."),
        ("fi", "Ilmoittautuminen on avoinna elokuussa."),
        ("fi", "Ilmoittautuminen on auki vain jäsenille."),
        ("fi", "Ilmoittautuminen avoinna arkisin klo 9–15."),
        ("fi", "Onko ilmoittautuminen auki?"),
        ("fi", "Kun ilmoittautuminen on auki, löydät linkin tältä sivulta."),
        ("fi", "Kirjasto on auki ja avoinna kaikille."),
        ("fi", "Tervetuloa!"),
        ("sv", "När anmälan är öppen hittar du länken här."),
        ("sv", "Anmälan är öppen i augusti."),
        ("en", "Registration is open only to members."),
        ("en", "Once registration is open, a link will appear here."),
    ],
)
def test_open_is_said_only_where_it_is_stated_for_now_and_for_all(lang: Lang, text: str) -> None:
    assert enrolment_in({}, {lang: text}, starts=None).enrolment.state is not EnrolmentState.OPEN


@pytest.mark.parametrize(("seats", "queue"), [(0, None), (0, 0), (-3, None), (0, 4)])
def test_no_seats_left_is_full_though_enrolling_has_a_period(seats: int, queue: int | None) -> None:
    found = enrolment_of("2026-11-01", "2026-12-10", seats_left=seats, queue_left=queue)
    assert (found.state, found.seats_left) == (
        EnrolmentState.WAITING_LIST if queue else EnrolmentState.FULL,
        0,
    )


def test_seats_of_a_field_do_not_open_what_the_text_calls_full() -> None:
    told = enrolment_in({"sv": "Simskola – FULLBOKAD"}, {}, starts=STARTS)
    found = together(Enrolment(seats_left=5), told)
    assert (found.state, found.seats_left) == (EnrolmentState.FULL, None)


def test_a_last_day_without_a_clock_lasts_to_its_end() -> None:
    assert enrolment_of(None, "2026-12-10").closes == datetime(2026, 12, 10, 23, 59, tzinfo=HELSINKI)


def test_a_forms_default_end_decades_away_is_no_end() -> None:
    assert enrolment_of("2019-11-15", "2079-06-05", ends=datetime(2020, 5, 1, tzinfo=HELSINKI)).closes is None


@pytest.mark.parametrize(
    ("starts", "ends", "text", "want"),
    [
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 20.12. mennessä.", date(2026, 12, 20), id="last year"),
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 5.1. mennessä.", date(2027, 1, 5), id="this year"),
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 11.1. mennessä.", date(2027, 1, 11), id="the day itself"),
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 20.12.2025 mennessä.", date(2025, 12, 20), id="stated"),
        pytest.param(None, None, "Ilmoittaudu 20.12. mennessä.", None, id="no start to take it from"),
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 12.1. mennessä.", None, id="almost a year before"),
        pytest.param(date(2026, 9, 7), date(2027, 5, 3), "Ilmoittaudu 10.1. mennessä.", None, id="may be either term"),
        pytest.param(date(2027, 1, 11), None, "Ilmoittaudu 31.2. mennessä.", None, id="no such day"),
    ],
)
def test_a_day_without_a_year_takes_it_from_the_offerings_own_start(
    starts: date | None, ends: date | None, text: str, want: date | None
) -> None:
    closes = enrolment_in({}, {"fi": text}, starts=starts, ends=ends).enrolment.closes
    assert (closes and closes.date()) == want


def test_two_different_last_days_are_none() -> None:
    texts: dict[Lang, str] = {"fi": "Ilmoittaudu viimeistään 1.12.", "sv": "Anmälan senast 3.12."}
    assert enrolment_in({}, texts, starts=STARTS).enrolment.closes is None


@pytest.mark.parametrize(
    ("title", "is_cancelled"),
    [
        ("PERUTTU: Tuolijumppa", True),
        ("Tuolijumppa (peruttu)", True),
        ("INSTÄLLT: Stolgympa", True),
        ("Chair gymnastics – CANCELLED", True),
        ("Peruuttamaton päätös", False),
        ("Peruutuspaikkoja vapaana", False),
    ],
)
def test_a_cancelled_title_is_cancelled_and_a_look_alike_is_not(title: str, is_cancelled: bool) -> None:
    assert is_cancelled_in_title(title) is is_cancelled


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Ryhmä on tarkoitettu palvelukeskuskortin haltijoille.", "card"),
        ("Edellyttää palvelukeskuskorttia.", "card"),
        ("Endast för innehavare av servicecentralkort: kräver servicecentralkort.", "card"),
        ("Requires a service centre card.", "card"),
        ("Suljettu ryhmä.", "closed_group"),
        ("Gruppen är sluten.", "closed_group"),
        ("This is a closed group.", "closed_group"),
        ("Vain jäsenille.", "members"),
        ("Endast för medlemmar.", "members"),
        ("Members only.", "members"),
    ],
)
def test_what_is_for_some_alone_is_not_for_all(text: str, want: str) -> None:
    assert want in [one.value for one in restrictions_in(text)]


@pytest.mark.parametrize(
    ("title", "want"),
    [
        ("Vesijumppa 65+", (65, None)),
        ("Taaperomuskari 1–2 v", (1, 2)),
        ("Nuorten ilta 13-17-vuotiaille", (13, 17)),
        ("Simskola 5–6 år", (5, 6)),
        ("Art club, ages 7 to 12", (7, 12)),
        ("Kirjasto 60 vuotta", (None, None)),
        ("Jumppa klo 9–10", (None, None)),
    ],
)
def test_an_age_is_what_the_title_states_and_nothing_else(title: str, want: tuple[int | None, int | None]) -> None:
    assert ages_in(title) == want


@pytest.mark.parametrize(
    ("lang", "title", "want"),
    [
        ("fi", "Vesijumppa, naiset", "women"),
        ("fi", "Miesten vertaisryhmä", "men"),
        ("fi", "Kuntosali M + N", "unknown"),
        ("fi", "Naistenklinikan historia", "unknown"),
        ("sv", "Simning för damer", "women"),
        ("sv", "Gymnastik för herrar", "men"),
        ("en", "Women's swimming", "women"),
        ("en", "Dance for women and men", "unknown"),
    ],
)
def test_a_gender_is_the_one_that_the_title_names(lang: Lang, title: str, want: str) -> None:
    assert gender_in({lang: title}).value == want
