"""What taking part costs: every trap of the upstreams' prices. Nothing is free by default, and doubt is unknown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.cost import classify, conditions_in, cost_of_offers, cost_of_price_text, one_price, says_money
from schemas.service import Condition, Cost, CostClass

FREE, LOW, PAID, UNKNOWN = CostClass.FREE, CostClass.LOW, CostClass.PAID, CostClass.UNKNOWN


def offer(*, is_free: object = False, price: object = None, **more: Any) -> dict[str, Any]:
    return {"is_free": is_free, "price": {"fi": price} if isinstance(price, str) else price, "description": None} | more


@pytest.mark.parametrize("offers", [None, [], {}, "ilmainen", 0, [None], ["ilmainen"], [[]], [{}]])
def test_without_a_readable_offer_the_cost_is_unknown(offers: object) -> None:
    assert cost_of_offers(offers) == Cost()


@pytest.mark.parametrize(
    ("row", "texts", "expected"),
    [
        pytest.param(offer(is_free=True), [], FREE, id="a ticked box that nothing contradicts"),
        pytest.param(offer(is_free=True), ["Maksullinen, 7 €/kerta"], LOW, id="ticked, but the text says Maksullinen"),
        pytest.param(offer(is_free=True, price="Maksullinen, 7 €/kerta"), [], LOW, id="ticked, but the price says Maksullinen"),
        pytest.param(offer(is_free=True), ["<p>Osallistumismaksu peritään paikan päällä.</p>"], UNKNOWN, id="ticked, but there is a fee"),
        pytest.param(offer(is_free=True), ["Materiaalimaksu 5 €"], LOW, id="ticked, but materials cost"),
        pytest.param(offer(is_free=True, price="7 €"), [], LOW, id="ticked, but there is one price"),
        pytest.param(offer(is_free=True), ["Maksuton, vaatii ilmoittautumisen"], FREE, id="free with registration"),
        pytest.param(offer(is_free=False), [], UNKNOWN, id="false and no price: nobody ticked the box"),
        pytest.param(offer(is_free="true"), [], UNKNOWN, id="a word is no tick"),
        pytest.param(offer(is_free=1), [], UNKNOWN, id="one is no tick"),
        pytest.param(offer(is_free=None), [], UNKNOWN, id="no tick at all"),
        pytest.param(offer(price="0 €"), [], FREE, id="0 € with is_free false"),
        pytest.param(offer(price="0 €"), ["Kurssimaksu 20 €"], UNKNOWN, id="0 € but a fee in the text"),
        pytest.param(offer(price="vapaa pääsy"), [], FREE, id="vapaa pääsy"),
        pytest.param(offer(price="5,80 e"), [], LOW, id="decimal comma and e"),
        pytest.param(offer(price="30.00€"), [], PAID, id="Enkora's dot"),
        pytest.param(offer(price="8 euroa"), [], LOW, id="euroa"),
        pytest.param(offer(price="7 €/ kerta"), [], LOW, id="a visit"),
        pytest.param(offer(price="49,99 €/hlö"), [], PAID, id="a person"),
        pytest.param(offer(price="10 €"), [], LOW, id="the limit of low is low"),
        pytest.param(offer(price="10,01 €"), [], PAID, id="just over the limit"),
        pytest.param(offer(price="6,50-18€"), [], PAID, id="a range"),
        pytest.param(offer(price="105–195€"), [], PAID, id="a range with a dash"),
        pytest.param(offer(price="20/10/5€"), [], PAID, id="a list without labels"),
        pytest.param(offer(price="12€/20€"), [], PAID, id="two prices"),
        pytest.param(offer(price="alk. 10 €"), [], LOW, id="from 10 €"),
        pytest.param(offer(price="kk-kortti (30 pv) 46 e"), [], PAID, id="days are not euros"),
        pytest.param(offer(price="https://lippu.example"), [], PAID, id="an address"),
        pytest.param(offer(price="Tarkista hinta lippupalvelusta"), [], PAID, id="a ticket seller"),
        pytest.param(offer(price="<p>Sisäänpääsymaksu + ohjausmaksu 2,50 €</p>"), [], PAID, id="a sum in HTML"),
        pytest.param(offer(price="<p>5 €</p>"), [], LOW, id="one price in HTML"),
        pytest.param(offer(price={"fi": "5 €", "en": "€5"}), [], LOW, id="languages agree"),
        pytest.param(offer(price={"fi": "5 €", "en": "7 €"}), [], UNKNOWN, id="languages disagree"),
    ],
)  # fmt: skip
def test_one_offer(row: dict[str, Any], texts: list[str], expected: CostClass) -> None:
    assert cost_of_offers([row], texts=texts).cost_class is expected


def test_an_enkora_tick_without_a_price_says_nothing_but_its_words_do() -> None:
    tick = [offer(is_free=True)]
    assert cost_of_offers(tick, blank_means_unknown=True).cost_class is UNKNOWN
    assert cost_of_offers(tick, texts=["Kurssi on maksuton."], blank_means_unknown=True).cost_class is FREE
    assert (
        cost_of_offers(tick, texts=["Ilmainen kokeilukerta kaikille"], blank_means_unknown=True).cost_class is UNKNOWN
    )


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([offer(is_free=True), offer(is_free=True)], FREE),
        ([offer(is_free=True), offer(price="5 €")], LOW),
        ([offer(price="5 €"), offer(price="5 €")], LOW),
        ([offer(price="5 €"), offer(price="18 €")], PAID),
        ([offer(price="5 €"), offer()], LOW),
    ],
)
def test_several_offers_are_free_only_when_all_are_and_else_as_dear_as_the_dearest(
    offers: list[dict[str, Any]], expected: CostClass
) -> None:
    assert cost_of_offers(offers).cost_class is expected


def test_a_course_is_low_up_to_fifty_euros_and_a_visit_up_to_ten() -> None:
    assert [classify(eur, is_course=True) for eur in (0, 0.01, 50, 50.01)] == [FREE, LOW, LOW, PAID]
    assert [classify(eur, is_course=False) for eur in (0, 0.01, 10, 10.01)] == [FREE, LOW, LOW, PAID]


def test_a_known_price_is_given_in_euros_with_its_unit_and_its_text_is_kept() -> None:
    cost = cost_of_offers([offer(price="27,00 €")], is_course=True)
    assert (cost.min_eur, cost.max_eur, cost.pay_up_front_eur, cost.unit) == (27.0, 27.0, 27.0, "course")
    assert cost.text == {"fi": "27,00 €"}


def test_an_unknown_cost_has_no_amount_and_keeps_its_text() -> None:
    cost = cost_of_offers([offer(is_free=True)], texts=["Maksullinen"])
    assert (cost.cost_class, cost.min_eur, cost.max_eur, cost.pay_up_front_eur) == (UNKNOWN, None, None, None)
    assert cost_of_offers([offer(price="Kysy ohjaajalta")]).text == {"fi": "Kysy ohjaajalta"}


REAL_POOL = (
    "1. krs kaappi\n\nAikuiset \n- kertamaksu 5,80 e \n- 10 kerran sarjakortti tai kk-kortti (30 pv) 46 e\n"
    "Lapset (7-17 v.) ja muut (opiskelijat, työttömät, eläkeläiset)\n- kertamaksu 3,20 e"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({}, UNKNOWN),
        ({"fi": "Vapaa pääsy."}, FREE),
        ({"fi": "Maksuton", "sv": "Avgiftsfri", "en": "Free of charge"}, FREE),
        ({"fi": "Maksuton alle 18-vuotiaille"}, UNKNOWN),
        ({"fi": "Ei ilmainen"}, PAID),
        ({"fi": "Maksuton", "en": "5 €"}, UNKNOWN),
        ({"fi": "5,80 e", "en": "€5.80"}, LOW),
        ({"fi": REAL_POOL}, LOW),
    ],
)
def test_a_registers_price_text_is_read_for_an_adult_without_concessions(
    text: dict[str, str], expected: CostClass
) -> None:
    cost = cost_of_price_text(text)  # type: ignore[arg-type]  # languages as plain strings
    assert (cost.cost_class, cost.text) == (expected, text)


@pytest.mark.parametrize("text", ["5,80 e", "€5.80", "5.80€", " 5,80 euroa ", "5,80 € / hlö."])
def test_one_price_is_read_however_it_is_written(text: str) -> None:
    assert one_price(text) == 5.8


@pytest.mark.parametrize(
    "text", ["", "€", "5 pv", "12€/20€", "6,50-18€", "5,80 e ja 7 e", "10 kertaa", "12345 €", "5.800 €"]
)
def test_what_is_not_one_price_is_none(text: str) -> None:
    assert one_price(text) is None


@pytest.mark.parametrize("text", ["5 €", "€3,20", "Maksullinen", "avgiftsbelagd", "entrance fee", "5 euroa"])
def test_a_text_that_asks_for_money_is_seen(text: str) -> None:
    assert says_money(text)


@pytest.mark.parametrize("text", ["", "Maksuton", "klo 10-12", "10 e-kirjaa"[:2], "Ilmainen tapahtuma 5-vuotiaille"])
def test_a_text_that_asks_for_none_is_not(text: str) -> None:
    assert not says_money(text)


def test_cards_are_named_as_conditions() -> None:
    assert conditions_in("Kaikukortilla maksutta") == [Condition.KAIKUKORTTI]
    assert conditions_in("edellyttää maksutonta palvelukeskuskorttia") == [Condition.PALVELUKESKUSKORTTI]
    assert conditions_in("kirjastokortti") == []


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["is_free", "price", "description", "fi", "sv"]), inner, max_size=4), max_leaves=12)  # fmt: skip


@given(JSON, st.booleans())
def test_no_offers_break_it_and_none_is_free_without_a_tick_or_a_word(value: Any, blank: bool) -> None:
    cost = cost_of_offers(value, blank_means_unknown=blank)
    assert cost.cost_class in CostClass
    if cost.cost_class is FREE:
        assert "True" in repr(value) or cost.text
