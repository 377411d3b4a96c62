"""Which languages a text says are used, in the wordings of the three languages and of the speakers themselves, and which it denies."""

from __future__ import annotations

import pytest

from schemas.normalise.language import languages_in, low_threshold_in, plain_language_in

_USED = """
Puhutaan suomea! | fi
Suomea vasta-alkajille | fi
Englantia senioreille | en
Espanjan jatkokurssi | es
Venäjän kurssi | ru
S2-ryhmä | fi
Suomi toisena kielenä | fi
Kielet: fi/en | en fi
Kielinä käytetään suomea ja arabiaa | ar fi
Työkielenä on englanti | en
Tulkkaus venäjäksi ja ukrainaksi | ru uk
Ohjaus suomeksi, tarvittaessa englanniksi | en fi
Suomenkielinen kurssi ei vaadi ennakkotietoja | fi
Ohjaus ei ole suomeksi vaan englanniksi | en
Opastus ei vain suomeksi vaan myös ruotsiksi | fi sv
Finska för nybörjare | fi
Lär dig svenska | sv
Kurs i finska | fi
Svensk sagostund | sv
Finskt-svenskt samtalscafé | fi sv
Inte på svenska utan på finska | fi
Finnish course | fi
Russian storytime | ru
Finnish-English language exchange | en fi
We speak English and Arabic | ar en
In English, no knowledge of Finnish needed | en
Not in Finnish but in Swedish | sv
Bilingual Finnish–Swedish choir | fi sv
Клуб на русском языке | ru
Cuentacuentos en español | es
Spielgruppe auf Deutsch | de
Eesti keele ring | et
"""
_NONE = """
Et tarvitse suomen kielen taitoa
Ei tarvitse osata suomea
Vaikka et osaisi suomea, tule mukaan!
Puutteellinen suomen kielen taito ei ole este
Tapahtumaa ei tulkata englanniksi
Ryhmän vetäjä ei puhu suomea
Ei-suomenkielisille
Muille kuin suomenkielisille
No Finnish skills required
You don't need to speak Finnish
The tour is not available in English
Non-Finnish speakers welcome
Inga kunskaper i finska krävs
Du behöver inte kunna svenska
Icke-finskspråkiga
Svensk-finsk vänskapsfest
Svensk design genom tiderna
Suomea kiertäen
Thai cooking class
Spanish guitar concert
English garden tour
French film week
Arabic calligraphy workshop
Ruotsi–Suomi-maaottelu
Turkin historia -luento
Somalia tänään -keskustelu
"""


@pytest.mark.parametrize("row", _USED.strip().splitlines())
def test_languages_that_are_used_are_found(row: str) -> None:
    text, _, codes = row.partition(" | ")
    assert languages_in({"fi": text}) == codes.split()


@pytest.mark.parametrize("text", _NONE.strip().splitlines())
def test_denied_languages_and_peoples_things_are_none(text: str) -> None:
    assert languages_in({"fi": text}) == []


@pytest.mark.parametrize(
    ("text", "is_plain", "is_low"),
    [
        ("Easy-to-read materials", True, False),
        ("Vi pratar lätt svenska", True, False),
        ("Lätt gymnastik", False, False),
        ("Kynnys osallistua on matala.", False, True),
        ("Lågtröskelgrupp", False, True),
        ("Tröskelfri entré", False, False),
    ],
)
def test_plain_language_and_low_threshold_in_other_words(text: str, is_plain: bool, is_low: bool) -> None:
    assert (plain_language_in({"fi": text}), low_threshold_in({"fi": text})) == (is_plain, is_low)


def test_a_long_line_of_names_is_read_in_time_linear_in_its_length() -> None:
    assert languages_in({"fi": "suomi, " * 20_000}) == []


@pytest.mark.parametrize(
    ("text", "is_low"),
    [
        ("Kynnys osallistua on pidetty matalana.", True),
        ("Osallistumiskynnys on matala.", True),
        ("Madallamme kynnystä lähteä liikkeelle.", True),
        ("Tröskeln för att delta ska vara så låg som möjligt.", True),
        ("We keep the threshold low for everyone.", True),
        ("The threshold for joining is low.", True),
        ("Wc:n kynnys on matala.", False),
        ("Tröskeln vid ingången är låg.", False),
        ("The threshold at the entrance is low.", False),
        ("Museon kynnyksellä.", False),
    ],
)
def test_a_threshold_of_taking_part_is_no_door_sill(text: str, is_low: bool) -> None:
    assert low_threshold_in({"fi": text}) is is_low
