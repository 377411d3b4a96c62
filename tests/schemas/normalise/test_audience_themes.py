"""Whom a text names in its many forms, and who is only its theme: one row a wording, near-misses beside them."""

from __future__ import annotations

import pytest

from schemas.normalise.audience_themes import of_participants
from schemas.normalise.audience_words import audiences_in

_NAMED = """
Naistenkerho keskiviikkoisin | women
Miesten aamukahvi | men
Damgymnastik | women
Herrgympa för pensionärer | seniors men
Nuorisokuoron harjoitukset | youth
Lapsikuoro Sävel | children
Aikuisbaletti, alkeet | adults
Vuxengympa | adults
Barngymnastik | children
Perhepuuhaa puistossa | families
Familjesöndag i biblioteket | families
Adoptioperheille | families
Yhden vanhemman perheille | families
Yksinhuoltajien vertaisryhmä | families
Murrosikäisten vanhemmille | families
Föräldragrupp | families
Anhöriggrupp | carers
Näkö- ja kuulovammaisille | disabled
Päihde- ja mielenterveysasiakkaille | mental_health substance_recovery
Nais- ja mieskuoro | women men
Pitkäaikaistyöttömille | unemployed
Långtidsarbetslösa | unemployed
Eläkeikäisille | seniors
Maahanmuuttajanaisille | immigrants women
Invandrarkvinnor | immigrants women
Migrant women's group | immigrants women
Kaikenikäisille lapsille | children
Barn i åldern 7-9 | children
Avoin kaikille omaishoitajille | carers
Open to all women | women
Open to all ages | everyone
Sokeiden shakkikerho | disabled
Personer med hörselnedsättning | disabled
For people with visual impairments | disabled
Anpassad gymnastik | disabled
Mielenterveystoipujien klubi | mental_health
Teini-ikäisille | youth
Mimmijumppa | women
Vauva- ja taaperoperheille | families
Lastenkonsertti: Fröbelin Palikat | children
Luento omaishoitajille | carers
Naiset tiistaina, miehet torstaina | women men
Kotoutumisasiakkaille | immigrants
"""
_NOBODY = """
Nuorisotalo Hapen avajaiset
Aikuisopiston infotilaisuus
Perheneuvola suljettu kesällä
Perheravintola satamassa
Talin perhepuisto
Familjerådgivning
Family history workshop
Not suitable for children
Inte för barn under skolåldern
Ei lapsille eikä nuorille
Lapset eivät pääse mukaan
Tapahtuma ei ole avoin kaikille
Naiset musiikissa
Miehet sodassa
Kvinnor i konsten
Women in Science seminar
Films about children
En utställning om barn i krig
Naisten jalkapallon EM-karsinta
Damernas landskamp
Elokuva: Naisten saari
Konsert: Flickorna på Backen
Nuorille tuttuja kappaleita
Music familiar to children
Maahanmuuttajista tehty dokumentti
Punaiset posket -talviretki
Muinaiset maalaukset
Senior lecturer Anna Nieminen
Helsingin yrittäjänaisten sali
Naistenpäivän juhla
Äitienpäiväkonsertti
Perhonen-näyttely
"""


def _rows(table: str) -> list[tuple[str, set[str]]]:
    rows = [line.partition(" | ") for line in table.strip().splitlines()]
    return [(text, set(names.split())) for text, _, names in rows]


@pytest.mark.parametrize(("text", "audiences"), _rows(_NAMED))
def test_compounds_and_phrases_name_their_audience(text: str, audiences: set[str]) -> None:
    assert {audience.value for audience in audiences_in({"fi": text})} == audiences


@pytest.mark.parametrize("text", [text for text, _ in _rows(_NOBODY)])
def test_themes_places_and_those_kept_out_are_no_audience(text: str) -> None:
    assert audiences_in({"fi": text}) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("syn- och hörselskadade", "synskadade och hörselskadade"),
        ("liikunta- ja kulttuuri", "liikunta- ja kulttuuri"),
        ("erityislasten vanhemmille", "perheille"),
        ("muistisairaiden omaisille", "  omaisille"),
        ("7-vuotiaat ja vanhemmat", "7-vuotiaat ja vanhemmat"),
    ],
)
def test_half_compounds_are_written_out_and_relatives_stand_for_themselves(text: str, kept: str) -> None:
    assert of_participants(text) == kept


def test_a_word_without_end_is_read_in_time_linear_in_its_length() -> None:
    assert audiences_in({"fi": "x" * 40_000}) == []
