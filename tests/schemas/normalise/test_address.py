"""Addresses as people write them: their parts, in Finnish and Swedish; what is no address of the capital region stays none."""

from __future__ import annotations

import pytest

from schemas.normalise.address import address_in_name, read_address

HELSINKI = "Helsinki"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Mäkelänkatu 45 B 12, 00550 Helsinki", "Mäkelänkatu 45 b, 00550, Helsinki", id="staircase and flat"
        ),
        pytest.param("Mannerheimvägen 13 b, 00100 Helsingfors", "Mannerheimvägen 13 b, 00100, Helsinki", id="Swedish"),
        pytest.param("Mannerheimintie 13b", "Mannerheimintie 13 b, Helsinki", id="letter without a space"),
        pytest.param("Kinaporinkatu 7-9", "Kinaporinkatu 7, Helsinki", id="a range of numbers"),
        pytest.param("Kaasutehtaankatu 1/4, rakennus 8", "Kaasutehtaankatu 1, Helsinki", id="lot and building"),
        pytest.param("Paavo Nurmen kuja 1 C", "Paavo Nurmen kuja 1 c, Helsinki", id="name of three words"),
        pytest.param("Malmitalo, Ala-Malmin tori 1", "Ala-Malmin tori 1, Helsinki", id="venue before the street"),
        pytest.param("Sali 3, Helsinginkatu 26", "Helsinginkatu 26, Helsinki", id="room before the street"),
        pytest.param("Rauhankatu 17 (sisäpiha), 00170 HELSINKI", "Rauhankatu 17, 00170, Helsinki", id="in brackets"),
        pytest.param("Uutelantie", "Uutelantie, Helsinki", id="street without a number"),
        pytest.param("3. linja 21", "Kolmas linja 21, Helsinki", id="street that begins with a digit"),
        pytest.param("4:e linjen 2", "Fjärde linjen 2, Helsinki", id="the same in Swedish"),
        pytest.param("Hämeentie 31, Espoo", "Hämeentie 31, Espoo", id="the text's own municipality first"),
        pytest.param("Isonnevantie 28, FI-00320", "Isonnevantie 28, 00320, Helsinki", id="code with its country"),
    ],
)
def test_an_address_is_read_into_one_spelling_and_read_back(text: str, expected: str) -> None:
    found = read_address(text, municipality=HELSINKI)
    assert str(found) == expected
    assert read_address(expected) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Helsinki",
        "PL 123, 00099 Helsingin kaupunki",
        "Töölönlahden puisto",
        "Eri puolilla Helsinkiä",
        "Zoom",
        "x" * 300,
    ],
)
def test_what_names_no_street_is_no_address(text: str) -> None:
    assert read_address(text, municipality=HELSINKI) is None


@pytest.mark.parametrize(
    ("text", "municipality"),
    [("Linnankatu 3", "Turku"), ("Blombergin aukio 12, 20720 Turku", HELSINKI), ("Asematie 3", None)],
    ids=["stated elsewhere", "its own text says elsewhere", "nobody says where"],
)
def test_a_street_outside_the_capital_region_or_of_no_municipality_is_not_asked_for(
    text: str, municipality: str | None
) -> None:
    assert read_address(text, municipality=municipality) is None


def test_a_code_of_helsinki_says_the_municipality() -> None:
    found = read_address("Mäkelänkatu 45", postal_code="00550")
    assert found is not None
    assert (found.municipality, found.postal_code) == ("Helsinki", "00550")
    assert read_address("Asematie 3", postal_code="01300") is None


@pytest.mark.parametrize(
    ("street", "lang"),
    [("Mäkelänkatu", "fi"), ("Backasgatan", "sv"), ("Norra esplanaden", "sv"), ("Kasarmitori", "fi")],
)
def test_the_language_of_a_street_is_told_by_its_name(street: str, lang: str) -> None:
    found = read_address(f"{street} 3", municipality=HELSINKI)
    assert found is not None
    assert found.lang == lang


def test_a_name_counts_as_an_address_only_as_a_street_with_a_house_number() -> None:
    assert str(address_in_name({"fi": "Hämeentie 31, Helsinki"}, municipality=None)) == "Hämeentie 31, Helsinki"
    for name in ("Sali 2", "Uutelantie", "Kokoontuminen Mäkelänkadun ja Sturenkadun kulmassa", "Leikkipuisto 3"):
        assert address_in_name({"fi": name}, municipality=HELSINKI) is None
