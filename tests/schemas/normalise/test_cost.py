"""What a text says of the cost: tables of how city staff write, and above all of what is not free."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.conditions import restrictions_in
from schemas.normalise.cost import cost_of_lipas, cost_of_offers, cost_of_price_text, cost_of_text, explain
from schemas.service import Cost

FREE = """Vapaa pääsy!|Tilaisuuteen on vapaa pääsy.|Maksuton.|Tapahtuma on maksuton ja kaikille avoin.|Toiminta on ilmaista.
Fritt inträde.|Kostnadsfri föreläsning.|Deltagandet är avgiftsfritt.|Free entry for all.|The event is free and open to everyone.
Palvelukeskuskortilla maksuton.|Osallistumismaksua ei ole.|Ingen deltagaravgift.|There is no admission fee.|Det kostar inget att delta.
Pääsymaksua ei peritä.|Maksuton tapahtuma, kahvi 2 €.|Vapaa pääsy. Käsiohjelma 10 €.|Tervetuloa maksuttomaan jumppaan!
Kuoro on jäsenille ja ei-jäsenille maksuton.|Emme peri osallistumismaksua.|Kurssimaksu 0,00 €|Pääsymaksu: 0 e|Maksuttomassa valokuvakerhossa kuvataan puistoa.
Toimintamme on kaikille maksutonta.|Alla aktiviteter är gratis.|Laulamme yhdessä, maksutta tietenkin!|Det är gratis att dansa med, men kaffet kostar 2 €.
Maksa mitä haluat.|Betala vad du vill.|Vapaa pääsy, kolehti.|Maksuton neuvonta ikäihmisille.|Ilmainen jumppatunti puistossa joka tiistai klo 17."""

NOT_FREE = """Maksuton pysäköinti.|Ilmainen wifi.|Ilmainen kahvi kaikille!|Free coffee.|Free parking.|Feel free to join!|Gluten-free snacks.
Barrier-free access.|Vapaa-ajan toimintaa.|Vapaauintia.|Opimme ilmaisemaan tunteita.|Opettelemme kurssilla ilmaista itseämme.|Rökfri tillställning.
Free dance session.|Free time activities for youth.|Käytössä on maksuton säilytyslokero.|Maksutavat: kortti ja käteinen.|Gratis kaffe.
Alle 18-vuotiaille vapaa pääsy.|Torstaisin vapaa pääsy.|Torstaisin 0 €.|Ensimmäinen kerta 0 €.|Museokortilla 0 €.|Ensimmäinen kerta ilmainen.
Kaikukortilla ilmaiseksi.|Fritt för medlemmar.|Gratis för barn.|Children under 7 free.|Free for members.|Ilmainen Helsinki Cardilla.
Free admission on the last Tuesday of every month.|Gratis inträde till Tekniska museet på torsdagar.|Työttömille maksuton.|Saattaja ilmaiseksi.
Tapahtumassa jaetaan ilmaisia ämpäreitä.|Välineet saa lainata maksutta.|Useimmat tapahtumat ovat maksuttomia.|Onko osallistuminen maksutonta?
Toiminta on kävijöille maksutonta tai omakustannushintaista.|Kurssi ei ole ilmainen.|Evenemanget är inte gratis.|The event is not free.
Opastus sisältyy lipun hintaan.|Museoon vapaa pääsy museolipulla.|Voit peruuttaa maksutta.|Vapaa pääsy vain kutsuvieraille.|Fri entré före kl 22.|Maksuton lastenhoito kurssin aikana.
Alle 12-v. ja yli 65 v. vapaa pääsy.|Laivaretki on ilmainen Kesä Cardilla.|Jäsenkortilla vapaa pääsy.|Fri entré med armband.|Vapaa pääsy klo 10–12.|Free guided tours on Saturdays.
Pääpalkinto on 300 €.|Konserttiin vapaa pääsy vain passilla.
Maksuton osallistujille, jotka ovat ostaneet lipun.|1. kerta 0 €|Varausmaksu 0 €|Maksuttomat lainavälineet käytössä."""

PRICES = [
    ("Osallistumismaksu 5 €.", "low", 5, 5),
    ("Maksuton, materiaalimaksu 5 €.", "low", 5, 5),
    ("Ensimmäinen kerta maksuton, sen jälkeen 7 €.", "low", 7, 7),
    ("Alle 7-vuotiaat ilmaiseksi, muut 4 €.", "low", 4, 4),
    ("Jäsenet 8 €, ei-jäsenet 12 €.", "paid", 12, 12),
    ("Kurssimaksu 50 €.", "low", 50, 50),
    ("12 kertaa, hinta 96 € (8 €/kerta).", "paid", 96, 96),
    ("Sisäänpääsy 16 €, torstaisin klo 17 alkaen vapaa pääsy.", "paid", 16, 16),
    ("Osallistuminen 10 €. Peruuttamattomasta poisjäännistä veloitetaan 20 €.", "low", 10, 10),
    ("Entrance fee 5 €, children free.", "low", 5, 5),
    ("Pääsylippu 10 € + opastus 5 €", "paid", 15, 15),
    ("6 kertaa, 48 €.", "low", 48, 48),
    ("Aikuiset arkisin 8 €, viikonloppuna 11 €.", "low", 8, 11),
    ("Lapset ma–to 5 €, pe–su 6 €, aikuiset 14 €.", "paid", 14, 14),
]

PRICE_TEXTS = [
    ("12€/20€", "paid", 12, 20),
    ("8/4 € (opiskelijat, eläkeläiset)", "low", 8, 8),
    ("24 / 18 / 10 € (normaali / alennus / alle 12 v.)", "paid", 24, 24),
    ("1. krs 5,80 e\n2. krs 16 e", "low", 5.8, 16),
    (
        "Aikuiset\n- kertamaksu 5,80 e\n- 10 kertaa 46 e\nLapset 7–17 v.\n- kertamaksu 3,20 e\n- pyyhe 7 e",
        "low",
        5.8,
        5.8,
    ),
    ("Liput 5–22 €\nLastenesitykset 5 €", "paid", 5, 22),
    ("Aikuiset 16 €\nMuistikierros 0 €\nKuukauden ensimmäinen perjantai: vapaa pääsy kaikille", "paid", 16, 16),
    ("Reitit maksuttomia, frisbeegolf 5 €", "low", 0, 5),
    ("Sisäänpääsymaksu + ohjausmaksu 2,50 €", "paid", None, None),
    ("Ulkokentät maksuttomia, halli 20 e/h", "unknown", None, None),
    ("price fi 1", "unknown", None, None),
    (
        "Ryhmät maksuttomia. Lounas 7,20 €, kortilla 5,90 €. Materiaalimaksu joissain ryhmissä 2–5 €.",
        "unknown",
        None,
        None,
    ),
    ("Toiminta on maksutonta. Lounas 7,20 €, muut 8,70 €.", "free", 0, 0),
]


def _lines(table: str) -> list[str]:
    return [part for part in table.replace("\n", "|").split("|") if part]


@pytest.mark.parametrize("text", _lines(FREE))
def test_what_is_free_to_take_part_in_is_free(text: str) -> None:
    assert cost_of_text(text).cost_class == "free"


@pytest.mark.parametrize("text", _lines(NOT_FREE))
def test_what_is_free_for_some_in_part_or_beside_is_not_called_free(text: str) -> None:
    assert cost_of_text(text).cost_class != "free"
    assert cost_of_price_text({"fi": text}).cost_class != "free"


@pytest.mark.parametrize("text", ["Jäsenille", "Kaikukortilla", "Avustaja"])
def test_a_ticked_box_for_some_people_is_not_free_for_all(text: str) -> None:
    assert cost_of_offers([{"is_free": True, "price": None, "description": {"fi": text}}]).cost_class == "unknown"


@pytest.mark.parametrize(("text", "known", "low", "high"), PRICES)
def test_prose_gives_the_adult_price(text: str, known: str, low: float | None, high: float | None) -> None:
    cost = cost_of_text(text)
    assert (cost.cost_class.value, cost.min_eur, cost.max_eur) == (known, low, high)


@pytest.mark.parametrize(("text", "known", "low", "high"), PRICE_TEXTS)
def test_a_price_text_gives_what_an_adult_pays(text: str, known: str, low: float | None, high: float | None) -> None:
    cost = cost_of_price_text({"fi": text})
    assert (cost.cost_class.value, cost.min_eur, cost.max_eur) == (known, low, high)


@pytest.mark.parametrize(
    "text",
    [
        {"fi": "Maksuton", "en": "Adults €5"},
        {"fi": "10 €", "sv": "Gratis"},
        {"fi": "12 €", "en": "15 €"},
    ],
)
def test_languages_that_disagree_give_unknown(text: dict[str, str]) -> None:
    assert cost_of_price_text(text).cost_class == "unknown"  # type: ignore[arg-type]


def test_enkora_without_a_fare_is_unknown_until_its_words_say_free() -> None:
    bare = [{"is_free": True, "price": None, "description": None}]
    assert cost_of_offers(bare, is_course=True, blank_means_unknown=True).cost_class == "unknown"
    told = cost_of_offers(bare, texts=["Kurssi on maksuton."], is_course=True, blank_means_unknown=True)
    assert told.cost_class == "free"


def test_an_amount_in_the_description_beats_the_ticked_box() -> None:
    bare = [{"is_free": True, "price": None, "description": None}]
    assert cost_of_offers(bare, texts=["Osallistumismaksu 5 €."]).min_eur == 5
    assert cost_of_offers(bare, texts=["Kurssi on maksullinen."]).cost_class == "unknown"
    assert cost_of_offers(bare, texts=["Kahviosta saa kahvia 2 €."]).cost_class == "free"


def test_a_site_without_a_word_of_free_use_is_unknown() -> None:
    assert cost_of_lipas({"properties": {}}).cost_class == "unknown"
    assert cost_of_lipas({"properties": {"free-use?": True}}).cost_class == "free"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ryhmä on tarkoitettu palvelukeskuskortin haltijoille.", ["card"]),
        ("Maksuton palvelukeskuskortilla", ["card"]),
        ("Suljettu ryhmä, vain jäsenille.", ["members", "closed_group"]),
        ("Endast för medlemmar.", ["members"]),
        ("Vain talon asukkaille", ["residents"]),
        ("Ryhmään tullaan lähetteellä.", ["referral"]),
        ("Lähetettä ei tarvita. Kaikille avoin.", []),
        ("Jäsenille maksuton, muille 5 €", []),
    ],
)
def test_only_a_stated_restriction_restricts(text: str, found: list[str]) -> None:
    assert [r.value for r in restrictions_in(text)] == found


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
PIECES = st.lists(
    st.sampled_from(
        ["5", "€", "e", " ", "/", "-", "–", "(", ")", ".", ",", "\n- ", "maksuton", "aikuiset", "lapset", "alle 18 v", "+", "alk.", "kk-kortti", "gratis", "free", "ei", "0 €", "12 500,50 euroa", "10 kertaa", "tai", ":"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(ANYTHING)
def test_any_json_value_gives_a_cost(value: object) -> None:
    keys = ("is_free", "price", "description", "info_url")
    for offers in (value, [value], [dict.fromkeys(keys, value)]):
        assert cost_of_offers(offers).cost_class
    cost_of_lipas(value)
    cost_of_text(value)
    for shape in ("linkedevents_offers", "tpr_price_text", "lipas_free_use", "plain_text"):
        explain({"shape": shape, "offers": value, "text": value, "site": value, "description": value})


@given(PIECES)
def test_any_mixture_of_price_words_gives_a_valid_cost(text: str) -> None:
    for cost in (cost_of_text(text), cost_of_price_text({"fi": text})):
        Cost.model_validate(cost.model_dump(by_alias=True))
        assert cost.cost_class != "free" or not cost.min_eur


@pytest.mark.parametrize(
    ("text", "want", "low"),
    [
        ("Ohjatut ryhmät 3,80 €/kerta, palvelukeskuskortilla maksutta", "low", 3.8),
        ("Taitoryhmät 6 €/kerta", "low", 6.0),
        ("Syksy 42 €, kevät 46 €", "low", 42.0),
        ("Tilavuokra 18 €/h.", "paid", 18.0),
        ("Kurssimaksu 42 €, tarvikkeet n. 12 €.", "paid", 54.0),
        ("Puhe: elä 6 € päivässä", "unknown", None),
        ("Kokkaa 25 eurolla viikossa", "unknown", None),
        ("Leirin hinta 9 € päivässä", "low", 9.0),
        ("Liput salkoon!", "unknown", None),
        ("Liput myynnissä ovella.", "paid", None),
        ("Sisäänpääsymaksu: ei ole", "free", 0.0),
        ("Sisäänpääsy: vapaa", "free", 0.0),
        ("Inträdesavgift: ingen", "free", 0.0),
        ("It is free to take part.", "free", 0.0),
        ("Seats are free to rent.", "unknown", None),
        ("Maksullisia autopaikkoja pihalla.", "unknown", None),
    ],
)
def test_groups_hire_seasons_living_costs_and_flags(text: str, want: str, low: float | None) -> None:
    cost = cost_of_text(text)
    assert (cost.cost_class.value, cost.min_eur) == (want, low)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Opiskelijakortilla ilmainen sisäänpääsy.", "student"),
        ("Maksuttomia vesivuoroja yli 68-vuotiaille, muut 5 €.", "pensioner"),
        ("8 € / 5 €, alennus: työttömät", "unemployed"),
        ("Kuntosali 3 e/kerta tai 24 e/10 kertaa", "card_product"),
    ],
)
def test_a_concession_told_by_a_card_an_age_or_a_discount_is_named(text: str, condition: str) -> None:
    assert condition in [one.value for one in cost_of_text(text).conditions]
