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
