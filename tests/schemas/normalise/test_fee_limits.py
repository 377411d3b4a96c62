"""Free for some people, at some hours, for a first try or besides another fee is not free."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_offers, cost_of_text


@pytest.mark.parametrize(
    "text",
    [
        "Palomiehet pääsevät halliin maksutta.",
        "Kissat pääsevät maksutta.",
        "Viisikymmentä ensimmäistä tulijaa pääsee ilmaiseksi.",
        "Poliser kommer in gratis.",
        "Firefighters get in for free.",
        "Tule kokeilemaan melontaa ilmaiseksi!",
        "Kom och prova gratis på torsdag!",
        "Try three classes for free.",
        "Fri entré mellan kl. 10 och 12.",
        "Tiistai-iltaisin vapaa pääsy.",
        "Syyslomalla ilmainen uinti.",
        "Free in August.",
        "Vapaa pääsy avajaispäivänä.",
        "Valtaosa konserteista on maksuttomia.",
        "En del av konserterna är gratis.",
        "Opastus on maksuton, normaali sisäänpääsy.",
        "Guidningen är gratis, men museibiljett krävs.",
        "The tour is free, admission to the castle applies.",
        "Kurssi on maksuton, mutta tarvikkeista peritään maksu.",
        "Katsojille vapaa pääsy.",
        "Vapaa pääsy kielletty.",
        "Ilmaisliput ovat loppuneet.",
    ],
)
def test_what_is_free_within_limits_is_not_called_free(text: str) -> None:
    assert cost_of_text(text).cost_class.value != "free"


@pytest.mark.parametrize(
    "text",
    [
        "Kaikki pääsevät maksutta.",
        "Alla kommer in gratis.",
        "Everyone can get in for free.",
        "Osallistujat pääsevät mukaan ilmaiseksi.",
        "Syyslomalla maksuton leiri.",
        "Näyttelyyn voi tutustua maksutta.",
        "Vapaa pääsy, ei hallimaksua.",
    ],
)
def test_what_is_free_for_everybody_stays_free(text: str) -> None:
    assert cost_of_text(text).cost_class.value == "free"


@pytest.mark.parametrize(
    ("price", "label"),
    [(None, "Lapset"), (None, "Yli 65-vuotiaat"), (None, "Tiistaisin"), ("Kausikortti", None), ("Hinnasto", None)],
)
def test_a_tick_for_some_or_beside_words_of_a_price_is_not_free(price: str | None, label: str | None) -> None:
    offer = {"is_free": True, "price": price and {"fi": price}, "description": label and {"fi": label}}
    assert cost_of_offers([offer]).cost_class.value == "unknown"


def test_a_free_offer_beside_another_without_a_price_is_unknown() -> None:
    offers = [{"is_free": True, "description": {"fi": "Pihalla"}}, {"is_free": False, "description": {"fi": "Salissa"}}]
    assert cost_of_offers(offers).cost_class.value == "unknown"
