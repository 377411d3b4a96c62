"""Accessibility from rows and prose: what is not stated is unknown, and nothing is called accessible that is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.normalise.access_profiles import profiles_in
from schemas.normalise.access_sentences import features_of
from schemas.normalise.accessibility_explain import explain
from schemas.service import AccessState, Feature, Known, Profile

STEP, WC, LIFT, LOOP, CARS = (
    Feature.STEP_FREE_ENTRANCE,
    Feature.ACCESSIBLE_TOILET,
    Feature.LIFT,
    Feature.INDUCTION_LOOP,
    Feature.ACCESSIBLE_PARKING,
)
YES, NO, UNKNOWN = Known.YES, Known.NO, Known.UNKNOWN


def of(*texts: str) -> dict[Feature, Known]:
    """What the sentences state, without what they leave unknown."""
    read = features_of([{"fi": text} for text in texts])
    assert set(read.evidence) == {f for f, known in read.features.items() if known is not UNKNOWN}
    return {feature: known for feature, known in read.features.items() if known is not UNKNOWN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tilassa on esteetön wc kerroksessa 2.", {WC: YES}),
        ("Inva-WC", {WC: YES}),
        ("Handikapptoalett finns.", {WC: YES}),
        ("There is an accessible toilet in the lobby or nearby public area.", {WC: YES}),
        ("Wc ei ole esteetön.", {WC: NO}),
        ("Pihalla on esteetöntä tilaa, esteetöntä sisäänkäyntiä ei ole.", {STEP: NO}),
        ("Pääovella on 12 cm tasoero.", {STEP: NO}),
        ("Rinteessä on kolme hissiä.", {}),
        ("Esteettömäksi merkityssä wc:ssä on liian kapea ovi.", {WC: NO}),
        ("No accessible toilet.", {WC: NO}),
        ("Det finns hiss men handikapptoalett saknas.", {LIFT: YES, WC: NO}),
        ("Rakennuksessa ei ole hissiä, mutta siellä on inva-wc", {LIFT: NO, WC: YES}),
        ("Esteetöntä wc:tä, hissiä tai induktiosilmukkaa ei ole.", {WC: NO, LIFT: NO, LOOP: NO}),
        ("Kattobaariin on kulku hotellin hisseillä.", {LIFT: YES}),
        ("Sisätiloissa on hissi, jonka sisällä on liian vähän tilaa pyörätuolille.", {LIFT: YES}),
        ("I salen finns hörslinga.", {LOOP: YES}),
        ("Salissa IR-järjestelmä, ei induktiosilmukkaa.", {LOOP: NO}),
        ("2 invapaikkaa sisäänkäynnin edessä.", {CARS: YES}),
        ("Inga p-platser för personer med rörelsehinder.", {CARS: NO}),
        ("Sisäänkäynti on portaaton.", {STEP: YES}),
        ("Pääsy tiloihin on esteetön.", {STEP: YES}),
        ("No step-free access.", {STEP: NO}),
        ("Vid #2ngången#3 finns en över 2 cm hög tröskel.", {STEP: NO}),
        ("The #2ntrance#3 has stairs with no handrail.", {STEP: NO}),
    ],
)
def test_a_sentence_states_its_features(text: str, expected: dict[Feature, Known]) -> None:
    assert of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Toinen esteettömäksi merkitty wc on kerroksessa 0.", id="only marked as accessible"),
        pytest.param("Esteetön wc on remontissa.", id="under repair"),
        pytest.param("Onko teillä esteetön wc?", id="a question"),
        pytest.param("Ei tietoa esteettömästä wc:stä.", id="no information"),
        pytest.param("Lähin esteetön wc on viereisessä kirjastossa.", id="elsewhere"),
        pytest.param("Toilets are accessible from the lobby.", id="reachable is not accessible"),
        pytest.param("Det finns en toalett tillgänglig dygnet runt.", id="available is not accessible"),
        pytest.param("Hissi on rikki.", id="broken lift"),
        pytest.param("Elämykset ovat vain hissimatkan päässä.", id="a figure of speech"),
        pytest.param("Talmassa on lastenrinnealue kolmella hissillä.", id="ski lift"),
        pytest.param("You can lift weights at the gym.", id="lifting"),
        pytest.param("Induktioliesi keittiössä", id="induction hob"),
        pytest.param("Valtavista ikkunoista avautuu esteetön näkymä.", id="an open view"),
        pytest.param("Matalan kynnyksen kohtaamispaikka.", id="low threshold as a principle"),
        pytest.param("Isoon altaaseen ei ole esteetöntä pääsyä (jyrkät portaat).", id="the pool's steps"),
        pytest.param("Kulkureitillä sisäänkäynnille on porrasaskelmia.", id="steps on the route"),
        pytest.param("Sisäänkäynnissä on 1,5 cm kynnys.", id="a low threshold"),
        pytest.param("Sisäänkäynnin edessä on 2 porrasta ja luiska.", id="steps and a ramp"),
        pytest.param("Esteettömät parkkipaikat ovat yksityisellä parkkialueella.", id="private parking"),
        pytest.param("Vammaisten pysäköintiluvalla saa pysäköidä ilmaiseksi.", id="a parking permit"),
        pytest.param("The parking hall has a lift with a heavy door.", id="the parking hall's lift"),
        pytest.param("Esteetön sisäänkäynti pihan puolelta, pääsisäänkäynnissä portaita.", id="two entrances"),
    ],
)
def test_what_is_not_clearly_stated_stays_unknown(text: str) -> None:
    assert of(text) == {}


def test_contradiction_is_unknown_but_a_parts_no_does_not_deny_the_house() -> None:
    assert of("Talossa on hissi.", "Talossa ei ole hissiä.") == {}
    assert of("Tilassa on esteetön wc.", "Allastiloissa ei ole esteetöntä wc:tä.") == {WC: YES}
    assert of("Allastiloissa ei ole esteetöntä wc:tä.") == {WC: NO}


def test_the_headings_entrance_gives_a_bare_threshold_its_place() -> None:
    text = {"fi": "Yli 2 cm korkea kynnys on."}
    assert features_of([text]).features[STEP] is UNKNOWN
    assert features_of([{"group": {"fi": "Pääsisäänkäynti"}, "text": text}]).features[STEP] is NO


W, R, P = Profile.WHEELCHAIR, Profile.REDUCED_MOBILITY, Profile.STROLLER
GOOD, PARTLY, SHORT = AccessState.NO_KNOWN_SHORTCOMINGS, AccessState.PARTLY, AccessState.SHORTCOMINGS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torniin pääsevät myös liikuntarajoitteiset pyörätuoliliuskaa pitkin.", {W: GOOD, R: GOOD}),
        ("Tila ei valitettavasti sovellu pyörätuolilla liikkuville.", {W: SHORT}),
        ("Tilaan ei pääse pyörätuolilla.", {W: SHORT}),
        ("Sopii lastenvaunuille, mutta ei pyörätuoleille.", {P: GOOD, W: SHORT}),
        ("Tornin ensimmäiselle tasolle pääsee pyörätuolilla.", {W: PARTLY}),
        ("Lokalen är inte tillgänglig för rullstolsburna.", {W: SHORT}),
        ("Not easily accessible for wheelchair users.", {W: SHORT}),
        pytest.param("Tila on esteetön.", {}, id="bare"),
        pytest.param("Elokuvateatterissa on 2 pyörätuolipaikkaa", {}, id="seats"),
        pytest.param("Vesijumppa, kuulovammaiset ja huonokuuloiset", {}, id="a group's class"),
        pytest.param("Kurssi sopii myös liikuntarajoitteisille.", {}, id="the course, not the place"),
        pytest.param("Wheelchair users get in free.", {}, id="a price"),
        pytest.param("Wheelchair accessible toilet on the first floor.", {}, id="the toilet"),
        pytest.param("Ruokailutilassa ei ole pöytää, jonka ääreen pääsee pyörätuolilla.", {}, id="denied table"),
        pytest.param("Jos tulet pyörätuolilla, pääsetkö sisään?", {}, id="question"),
    ],
)
def test_prose_judges_only_the_groups_it_names(text: str, expected: dict[Profile, AccessState]) -> None:
    states, _ = profiles_in([text])
    assert {p: s for p, s in states.items() if s is not AccessState.UNKNOWN} == expected


def test_a_lipas_toilet_is_no_accessible_toilet() -> None:
    got, _ = explain({"shape": "lipas_site", "site": {"properties": {"toilet": True, "infoFi": "WC ja keittokatos."}}})
    assert got["features"] == {feature.value: "unknown" for feature in Feature}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["accessibility_viewpoints", "accessibility_sentences", "accessibility_shortage", "accessibility_shortcoming_count",
     "text", "site", "properties", "activities"]
)  # fmt: skip


@given(st.sampled_from(["tpr_unit", "sentence", "lipas_site", "other"]), st.dictionaries(FIELDS, JSON))
def test_any_json_gives_known_words_or_unknown(shape: str, fields: dict[str, object]) -> None:
    got, evidence = explain({"shape": shape, **fields})
    assert set(got) == {profile.value for profile in Profile} | {"features"}
    assert all(isinstance(sentence, str) for sentence in evidence)


WORDS = st.sampled_from(
    "ei ole on hissi hissiä inva-wc wc esteetön esteetöntä sisäänkäynti portaita ja mutta , . ? pääsee pyörätuolilla ingen hiss no lift an accessible toilet 3 2 cm kynnys"
    .split()
)  # fmt: skip


@given(st.lists(WORDS, max_size=14))
def test_any_words_are_read_without_failing(words: list[str]) -> None:
    explain({"shape": "sentence", "text": " ".join(words)})


@given(JSON)
def test_anything_at_all_is_explained(value: object) -> None:
    explain(value)
