"""How staff write prices: parentheses, plus signs, floors, sessions, slang, staircases. Class, lowest, highest, conditions."""

from __future__ import annotations

import pytest

from schemas.normalise.cost import cost_of_price_text, cost_of_text
from schemas.service import Cost

FIELDS = [
    ("9 € (työttömät 4 €)", "low", 9, 9, "unemployed"),
    ("9 € (studerande och arbetslösa 4 €)", "low", 9, 9, "student unemployed"),
    ("€15 (students €10)", "paid", 15, 15, "student"),
    ("16 € (opisk./eläk. 8 €)", "paid", 16, 16, "student pensioner"),
    ("Liput 14 € (eläkeläiset, opiskelijat 9 €)", "paid", 14, 14, "student pensioner"),
    ("12 € (alle 18-v. 6 €, alle 7-v. maksutta)", "paid", 12, 12, "child"),
    ("5 € (eläkeläiset ja työttömät maksutta)", "low", 5, 5, "unemployed pensioner"),
    ("Vuxna 1 vån. 6 e, 2 vån. 14 e", "low", 6, 14, ""),
    ("Adults 1st floor €6, 2nd floor €14", "low", 6, 14, ""),
    ("Bottenvåningen 6,50 e\nÖvre våningen 16 e", "low", 6.5, 16, ""),
    ("Sauna 7 e, pyyhe 3 e", "low", 7, 7, ""),
    ("Kuntosali 4 €\nPyyhe 3 €\nUima-asu 5 €", "low", 4, 4, ""),
    ("Kertamaksu 6 e, kympinkortti 50 e", "low", 6, 6, "card_product"),
    ("Kertamaksu 6 e, kymmenen kerran kortti 50 e", "low", 6, 6, "card_product"),
    ("Engångsavgift 6 e, tiokort 50 e", "low", 6, 6, "card_product"),
    ("Single visit 6 e, ten-visit card 50 e", "low", 6, 6, "card_product"),
    ("18 € tai Museokortti", "paid", 18, 18, "card_product"),
    ("15 € + toimitusmaksu", "paid", 15, 15, ""),
    ("Vapaa pääsy.\nRyhmäopastus 80 €", "free", 0, 0, ""),
    ("Fritt inträde.\nGuidning för grupper 90 €", "free", 0, 0, ""),
    ("Åkning i spåren är gratis. Skidhyra 12 €, stavar 4 €.", "free", 0, 0, ""),
    ("Kenttä on maksuton, valot 5 €", "free", 0, 0, ""),
    ("Simhallens inträdesavgift + handledning 3 e", "paid", None, None, ""),
]
PROSE = [
    ("Pääsymaksu 6 € + narikka 2 €", "low", 6, 6, ""),
    ("Deltagaravgift 8 € + pant 10 €", "low", 8, 8, ""),
    ("Pääsylippu 12 € + opastus 3 €", "paid", 15, 15, ""),
    ("Padelkentän vuokra 20 €/h", "paid", 20, 20, ""),
    ("Hyra för tennisbana 18 €/timme", "paid", 18, 18, ""),
    ("75 €, 8 x 1,5 h", "paid", 75, 75, ""),
    ("Kurssin hinta 45 € (5 x 2 t).", "low", 45, 45, ""),
    ("Kurssi, 8 kertaa yht. 48 €", "low", 48, 48, ""),
    ("9 € per gång, 8 gånger, hela terminen betalas på förhand.", "paid", 72, 72, ""),
    ("€7 per session, 10 sessions, paid in advance for the whole term.", "paid", 70, 70, ""),
    ("5 €/kerta, 8 kertaa. Koko kausi maksetaan kerralla.", "low", 40, 40, ""),
    ("8 €/kerta, maksetaan etukäteen.", "low", 8, 8, ""),
    ("Kursen är gratis, materialavgift 15 €.", "low", 15, 15, ""),
    ("Tilaisuus on maksuton, materiaalimaksu 12 €.", "paid", 12, 12, ""),
    ("Hinta vitonen.", "low", 5, 5, ""),
    ("Maksaa vain kympin.", "low", 10, 10, ""),
    ("Kahvi ja pulla sisältyvät osallistumismaksuun 2 €.", "low", 2, 2, ""),
    ("Maksuton kierros, varaathan paikkasi.", "free", 0, 0, "registration"),
    ("Maksuton, paikkaa ei tarvitse varata.", "free", 0, 0, ""),
    ("Raitiovaunu kymppi vie perille.", "unknown", None, None, ""),
    ("Käyntiosoite Hämeentie 5 e.", "unknown", None, None, ""),
    ("Vi träffas på Tavastvägen 5 e.", "unknown", None, None, ""),
    ("Uimaranta 5 e", "low", 5, 5, ""),
    ("Kolmen euron osallistumismaksu.", "low", 3, 3, ""),
    ("Bussilippu 3,20 €.", "unknown", None, None, ""),
    ("Postikulut 6 €.", "unknown", None, None, ""),
    ("Yhdistys keräsi 3000 euroa hyväntekeväisyyteen.", "unknown", None, None, ""),
]


def _told(cost: Cost) -> tuple[str, float | None, float | None, set[str]]:
    return cost.cost_class.value, cost.min_eur, cost.max_eur, {one.value for one in cost.conditions}


@pytest.mark.parametrize(("text", "known", "low", "high", "conditions"), FIELDS)
def test_a_price_field_is_read_as_it_is_written(
    text: str, known: str, low: float | None, high: float | None, conditions: str
) -> None:
    assert _told(cost_of_price_text({"fi": text})) == (known, low, high, set(conditions.split()))


@pytest.mark.parametrize(("text", "known", "low", "high", "conditions"), PROSE)
def test_a_sentence_with_a_price_is_read_as_it_is_written(
    text: str, known: str, low: float | None, high: float | None, conditions: str
) -> None:
    assert _told(cost_of_text(text)) == (known, low, high, set(conditions.split()))
