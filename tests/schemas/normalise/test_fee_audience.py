"""Free for those whom a group is meant for; free for some with a price for the others; free beside what else is priced."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_offers, cost_of_price_text, cost_of_text

CLASSES = (
    ("Työttömille suunnattu kurssi on maksuton.", "free"),
    ("Nuorille tarkoitettu kerho on ilmainen.", "free"),
    ("Kursen avsedd för arbetslösa är gratis.", "free"),
    ("Gruppen för pensionärer är avgiftsfri.", "free"),
    ("The group for unemployed people is free of charge.", "free"),
    ("Toiminta on eläkeläisille maksutonta. Toimintaan tarvitaan palvelukeskuskortti.", "free"),
    ("Toiminta on eläkeläisille maksutonta.", "unknown"),
    ("Osallistuminen on eläkeläisille maksutonta.", "unknown"),
    ("Jäsenille tarkoitettu kerho on maksuton.", "unknown"),
    ("Pääsy työttömille on maksuton.", "unknown"),
    ("Entry for children is free.", "unknown"),
    ("Inträdet för barn är gratis.", "unknown"),
    ("Lapset ilmaiseksi, muut 12 €.", "paid"),
    ("Maanantaina ilmaiseksi, muulloin 14 €.", "paid"),
    ("Jäsenet eivät maksa mitään, muut 5 €.", "low"),
    ("Medlemmar betalar inget, övriga 15 €.", "paid"),
    ("Members pay nothing, others €6.", "low"),
    ("Näyttely on ilmainen, opastukset 6 €.", "free"),
    ("Admission is free, guided tours cost €8.", "free"),
    ("Entry is complimentary; lockers cost €1.", "free"),
    ("Opastettu kierros 12 €. Museoon on vapaa pääsy.", "unknown"),
    ("Kirpputorille on vapaa pääsy, myyntipöytä 15 €.", "free"),
    ("Loppis: fritt inträde, försäljningsbord 20 €.", "free"),
    ("Kirpputori: ostajilta ei peritä pääsymaksua, myyjän paikka 25 €.", "free"),
    ("Free entry for visitors, stalls 25 €.", "free"),
    ("Myyntipöydän hinta 15 €.", "unknown"),
    ("Kurssimaksu 80 € eli vain 8 € kerralta.", "paid"),
    ("Kurssi maksaa 90 €, jolloin kerralle jää hintaa 9 €.", "paid"),
    ("Kursavgift 70 €, det blir bara 7 € per gång.", "paid"),
    ("Course fee €75, which works out at only €7.50 per session.", "paid"),
)


@pytest.mark.parametrize(("text", "expected"), CLASSES)
def test_who_and_what_is_free_decides_the_class(text: str, expected: str) -> None:
    assert cost_of_text(text).cost_class == expected


@pytest.mark.parametrize(
    ("price", "eur"), [("Hinta 15,– €", 15.0), ("Pris 8,- €", 8.0), ("Maksu 5:-", 5.0), ("12,–", 12.0)]
)
def test_a_dash_for_no_cents_is_a_price(price: str, eur: float) -> None:
    assert cost_of_offers([{"is_free": False, "price": {"fi": price}}]).max_eur == eur


def test_a_turn_in_the_sauna_is_beside_a_free_beach_and_a_price_where_it_stands_alone() -> None:
    assert cost_of_price_text({"fi": "Uimarannan käyttö ei maksa mitään. Saunavuoro 6 €/hlö."}).cost_class == "free"
    assert cost_of_price_text({"fi": "Saunavuoro 6 €/hlö"}).max_eur == 6.0


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Maksuton, ilm. viimeistään 3.5.", "registration"),
        ("Gratis, anm. senast 3.5.", "registration"),
        ("12 €, eläkeläiset –10 %", "pensioner"),
        ("10 €, avustaja mukaan ilman lippua", "companion_free"),
        ("10 €, en assistent betalar inget", "companion_free"),
    ],
)
def test_abbreviations_percents_and_companions_are_conditions(text: str, condition: str) -> None:
    assert condition in [c.value for c in cost_of_price_text({"fi": text}).conditions]
