"""What an organiser wrote under "contact": an office's landlines, mailboxes and pages are read; a person's, and every mobile number, never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.contact_office import office_contacts


def values(text: str, lang: str = "fi") -> list[str]:
    return [one["value"] for one in office_contacts({lang: text})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Caisan info, +358 9 310 37500", ["+358 9 310 37500"], id="an information desk"),
        pytest.param("Kinaporin seniorikeskuksen neuvonta, +358 9 310 44101", ["+358 9 310 44101"], id="advice"),
        pytest.param("+358 9 310 71988", ["+358 9 310 71988"], id="a number alone"),
        pytest.param("(09) 310 71988", ["(09) 310 71988"], id="an area code in brackets"),
        pytest.param("Neuvonta +358 (0)9 310 44101", ["+358 (0)9 310 44101"], id="both codes"),
        pytest.param("Kallion kirjasto, puh. 09 310 85300", ["09 310 85300"], id="a library"),
        pytest.param("Asiakaspalvelu 029 123 4567, 0800 12345", ["029 123 4567", "0800 12345"], id="service numbers"),
        pytest.param("Lisätietoja: toimisto, 013 123 456", ["013 123 456"], id="an area code of three"),
        pytest.param("Info: 09 310 37500, 040 123 4567", ["09 310 37500"], id="the mobile beside it is left out"),
        pytest.param("liikuntaneuvonta@example.org", ["liikuntaneuvonta@example.org"], id="a role's mailbox"),
        pytest.param("vuosaaren.kirjasto@example.org", ["vuosaaren.kirjasto@example.org"], id="a library's mailbox"),
        pytest.param("Lisätietoja: https://www.example.org/ryhmat.", ["https://www.example.org/ryhmat"], id="a page"),
        pytest.param("Toimisto www.example.org", ["https://www.example.org"], id="a page without a scheme"),
        pytest.param("https://www.example.org/ryhmat", ["https://www.example.org/ryhmat"], id="a page alone"),
        pytest.param("Kallion kirjasto\npuh. 09 310 85300", ["09 310 85300"], id="a number under its office"),
        pytest.param("Helsingin kaupungin liikuntapalvelut 09 310 44510", ["09 310 44510"], id="words before it"),
        pytest.param("Lisätietoja antaa Töölön kirjasto, 09 310 85300", ["09 310 85300"], id="an office that tells"),
        pytest.param("Toimisto 09 310 37500 / 09 310 37501", ["09 310 37500", "09 310 37501"], id="two numbers"),
        pytest.param("toolon.kirjasto@example.org", ["toolon.kirjasto@example.org"], id="a place without its dots"),
        pytest.param("info.helsinki@example.org", ["info.helsinki@example.org"], id="a mailbox of a city"),
        pytest.param("Info 010 123 4567, 0201 2345", ["010 123 4567", "0201 2345"], id="nationwide numbers"),
    ],
)
def test_an_offices_contacts_are_read(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Maija Meikäläinen, 09 310 12345",
        "maija meikäläinen 09 310 12345",
        "Maija, 09 310 12345",
        "Liikunnanohjaaja Maija Meikäläinen, p. 09 310 12345, info@example.org",
        "Kallion kirjasto, Maija, p. 09 310 12345",
        "Info Maija Meikäläinen 09 310 12345",
        "Tiedustelut: Maija Meikäläinen 09 310 12345",
        "Neuvonta 040 123 4567",
        "0501234567",
        "+358 50 123 4567",
        "+358 (0)45 123 4567",
        "00358 40 123 4567",
        "045-123 4567",
        "0600 12345",
        "+46 8 123 456",
        "maija.meikalainen@example.org",
        "maija@example.org",
        "https://www.facebook.com/maija.meikalainen",
        "Toimisto avoinna 09.12.2026 klo 09-15",
        "Kysy ryhmästä paikan päällä",
        "",
    ],
)
def test_a_persons_contacts_a_mobile_and_what_is_none_are_not(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Maija Meikäläinen\n09 310 37500",
        "Maija Meikäläinen; 09 310 37500",
        "Maija Meikäläinen\nPuh. 09 310 37500\ninfo@example.org\nhttps://www.example.org",
        "Lisätietoja antaa Maija Virtanen. Puh. 09 123 4567",
        "Ohjaaja Maija Virtanen<br>09 310 37500",
        "09 310 37500\nMaija Virtanen",
        "Toimisto\nMaija Virtanen\n09 310 37500",
        "maija.virtanen@example.org\n09 310 37500",
        "040 123 4567\n09 310 37500",
        "09 310 37500, 040 123 4567",
        "09 310 37500, https://www.facebook.com/maija.virtanen",
    ],
)
def test_a_contact_without_words_is_dropped_where_another_line_may_be_a_persons(text: str) -> None:
    assert values(text) == []


def test_a_person_in_one_language_withholds_the_number_in_another() -> None:
    named = "Maija Virtanen, 09 310 37500"
    assert office_contacts({"fi": named, "sv": "09 310 37500"}) == []
    assert office_contacts({"fi": "Info 09 310 37500", "en": named}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Paula Virtanen, 09 310 37500",
        "Paula 09 310 37500",
        "maija virtanen toimisto 09 123 4567",
        "TOIMISTO MAIJA VIRTANEN 09 1234567",
        "Info Virtanen 09 1234567",
        "Virtanen info 09 1234567",
        "Karin toimisto 09 1234567",
        "Toimisto / Maija 09 1234567",
        "Toimisto Kallion 09 1234567",
        "Virtanen_toimisto 09 1234567",
        "Seurakunta pastori Virtanen 09 1234567",
        "Toimisto 09 310 37500 https://www.example.org,Maija",
    ],
)
def test_a_name_beside_an_office_is_a_name(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "box",
    ["maija.virtanen.kirjasto", "toimisto.maija", "info.maija", "maija.virtanen-info", "maija.kirjasto", "karin.info",
     "virtanen-toimisto", "info_maija", "info+maija"],
)  # fmt: skip
def test_a_mailbox_with_a_name_is_a_persons(box: str) -> None:
    assert values(f"{box}@example.org") == values(f"Toimisto {box}@example.org, 09 310 37500") == []


@pytest.mark.parametrize(
    "url",
    ["https://www.example.org/ryhma?ohjaaja=maija", "https://www.example.org/~maija", "https://www.example.org/%7Emaija",
     "https://video.example.org/@maija", "https://www.example.org/0401234567", "https://www.example.org/040-123-4567",
     "https://www.example.org/#maija", "https://api.whatsapp.com/maija", "https://www.youtube.com/maija",
     "https://youtu.be/maija", "https://www.threads.net/maija", "https://signal.me/maija", "https://m.me/maija",
     "https://www.messenger.com/maija", "https://t.me/maija", "https://wa.me/maija", "https://INSTAGRAM.com/maija",
     "https://x.com/maija", "https://mobile.twitter.com/maija", "https://www.tiktok.com/maija", "https://facebook.com./maija"],
)  # fmt: skip
def test_a_page_that_may_be_a_persons_is_not_published_beside_an_office_either(url: str) -> None:
    assert values(url) == []
    assert values(f"Kallion kirjasto {url}, 09 310 85300") == ["09 310 85300"]


@pytest.mark.parametrize(
    "text",
    [
        "Registration by 09/12/2026",
        "Registration 09/12/2026",
        "Info 09-12-2026",
        "Info 09-15 10-14",
        "Kirjasto 0201256-6",
        "Info 0100100100",
        "Info 0200 16100",
        "Info 0300 12345",
        "Info 09 310 8991 16",
        "Info 09 3103/7500",
    ],
)
def test_dates_ids_and_numbers_that_cost_extra_are_no_phones(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("after", ["1.12.2026", "1. 12. 2026", "16:00", "16.00", "15-17"])
def test_a_time_behind_a_number_makes_no_longer_number(after: str) -> None:
    assert values(f"Info 09 310 8991 {after}") in ([], ["09 310 8991"])


def test_a_line_with_a_person_spoils_no_other_line() -> None:
    assert values("Maija Meikäläinen 09 310 11111\nKirjaston asiakaspalvelu 09 310 22222") == ["09 310 22222"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Biblioteket, tfn 09 310 85300", "sv"), ("Kundtjänst: 09 310 85300", "sv"), ("Library office, tel. 09 310 85300", "en"),
     ("Customer service 09 310 85300", "en")],
)  # fmt: skip
def test_offices_are_known_in_three_languages(text: str, lang: str) -> None:
    assert values(text, lang) == ["09 310 85300"]


def test_the_same_number_in_two_languages_is_said_once() -> None:
    told = office_contacts({"fi": "Neuvonta +358 9 310 44101", "sv": "Rådgivning 09 310 44101"})
    assert told == [{"kind": "phone", "value": "+358 9 310 44101"}]


@given(st.text(alphabet="Maij Infop.,:+()-0123456789@/w\n", max_size=60))
def test_no_text_breaks_it_and_no_mobile_number_comes_out(text: str) -> None:
    for one in office_contacts({"fi": text}):
        if one["kind"] == "phone":
            assert not one["value"].replace(" ", "").startswith(("04", "050", "+3584", "+35850"))
