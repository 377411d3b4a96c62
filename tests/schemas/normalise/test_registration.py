"""Registration from prose and fields: "none" only where it is said outright."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.registration import registration_in
from schemas.normalise.registration_explain import explain

CASES = {
    "none": "Ei ennakkoilmoittautumista.|Ei ajanvarausta.|Osallistuminen ei edellytä ilmoittautumista.|Ingen förhandsanmälan krävs.|No need to book|Et tarvitse lähetettä etkä ilmoittautumista.",
    "required": "Ei ilmoittautumisia puhelimitse.|Ilman ilmoittautumista ei pääse mukaan.|Älä unohda ilmoittautua!|Glöm inte att anmäla dig!|Ei jälki-ilmoittautumista.|Without registration you cannot attend.|Aiemmin ilmoittautuneiden ei tarvitse ilmoittautua uudelleen.|Vain ajanvarauksella.|Utan anmälan kan du inte delta.|Emme ota vastaan ilman ajanvarausta.",
    "optional": "Suosittelemme ilmoittautumaan etukäteen.|Förhandsanmälan rekommenderas.|Registration recommended but not required.",
    "referral": "Vaatii lääkärin lähetteen.|Läkarremiss krävs.|Ryhmään pääsee sosiaalityöntekijän kautta.",
    "unknown": "Jumppaa ohjaa fysioterapeutti.|Ei ilmoittautumismaksua|Kenttävaraukset Varaamosta|Kurssi on täynnä.|Varaa liput ajoissa.|",
}


@pytest.mark.parametrize(("want", "text"), [(want, text) for want, texts in CASES.items() for text in texts.split("|")])
def test_what_a_sentence_says_of_registering(want: str, text: str) -> None:
    assert registration_in({"fi": text})[0].value == want


def test_languages_that_disagree_leave_it_unknown() -> None:
    assert registration_in({"fi": "Ei ilmoittautumista.", "en": "Registration required."})[0].value == "unknown"


def test_an_enrolment_period_is_a_duty_even_where_the_text_denies_it() -> None:
    row = {"shape": "linkedevents_event", "enrolment_end_time": "2026-01-01T10:00:00Z", "name": {"fi": "Drop-in"}}
    assert explain(row)[0] == {"registration": "required"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("shape", "text", "name", "registration", "extension_course", "enrolment_end_time", "description")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON | st.just("linkedevents_event")))
def test_any_row_gives_a_value(row: dict[str, object]) -> None:
    assert explain(row)[0]["registration"] in {"none", "optional", "required", "referral", "unknown"}
