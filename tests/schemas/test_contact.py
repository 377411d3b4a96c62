"""Contacts: addresses on the web, telephones and role mailboxes; never a private person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.contact import read_email, read_phones, read_url


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://www.hel.fi/uimahallit", "https://www.hel.fi/uimahallit"),
        (" http://hel.fi ", "http://hel.fi"),
        ("www.hel.fi/a?b=c", "https://www.hel.fi/a?b=c"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://hel.fi", None),
        ("//hel.fi", None),
        ("https://", None),
        ("https://localhost/x", None),
        ("https://hel.fi/a b", None),
        ("http://[::1", None),
        ("hel.fi", None),
        ("ks. nettisivut", None),
        (None, None),
        (5, None),
    ],
)
def test_an_address_on_the_web_is_http_with_a_host_or_none(value: object, expected: str | None) -> None:
    assert read_url(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("+358 9 310 87401, 09 310 12345", ["+358 9 310 87401", "09 310 12345"]),
        ("09 310 1234 tai 040 123 4567", ["09 310 1234", "040 123 4567"]),
        ("(09) 310-1234", ["(09) 310-1234"]),
        ("Maija Meikäläinen 040 1234567", []),
        ("112", []),
        ("", []),
        (None, []),
    ],
)
def test_telephone_numbers_are_split_and_what_is_more_than_a_number_is_left_out(
    value: object, expected: list[str]
) -> None:
    assert read_phones(value) == expected


@pytest.mark.parametrize(
    "value", ["palvelukeskus@hel.fi", "kirjasto.kallio@hel.fi", "info@example.org", "liikunta.varaukset@hel.fi"]
)
def test_a_role_mailbox_is_kept(value: str) -> None:
    assert read_email(value) == value


@pytest.mark.parametrize(
    "value", ["maija.meikalainen@hel.fi", "Mäija.Åkerström@hel.fi", "ei sähköpostia", "a@b", "x@hel.fi y", None, 5]
)
def test_a_persons_mailbox_and_what_is_none_are_not(value: object) -> None:
    assert read_email(value) is None


@given(st.one_of(st.text(), st.integers(), st.none(), st.text(alphabet="htps:/.@[]%ab ", max_size=30)))
def test_no_value_breaks_them(value: object) -> None:
    url = read_url(value)
    assert url is None or url.startswith(("http://", "https://"))
    read_phones(value)
    read_email(value)
