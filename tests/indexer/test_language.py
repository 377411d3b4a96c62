"""Words to tokens: what somebody types meets what a record says, in whichever form and language either is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.analyser import MAX_QUERY_WORDS, Analyser, shared_analyser
from indexer.language.tokens import DocumentWords, fold, split_words
from schemas.provenance import Provenance
from schemas.service import Kind, Place, Service, Text


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return shared_analyser()


def document(analyser: Analyser, name: Text, **parts: object) -> DocumentWords:
    service = Service(
        id="00000000-0000-5000-8000-000000000000", kind=Kind.VENUE, name=name, **parts,  # type: ignore[arg-type]
        provenance=Provenance(source="s", source_id="s:1", licence="CC0", attribution="s"),
    )  # fmt: skip
    return analyser.document(service)


def tokens(analyser: Analyser, word: str, lang: str = "fi") -> set[str]:
    (found,) = analyser.query(word, lang=lang).words
    return {token for token, _ in found.tokens}


def meets(analyser: Analyser, typed: str, written: Text, lang: str = "fi") -> bool:
    """Whether every word typed has a token of a record with this name."""
    fields = document(analyser, written).fields
    known = {token for some in fields.values() for token in some}
    return all(known & {token for token, _ in word.tokens} for word in analyser.query(typed, lang=lang).words)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("uimahalleja", "uimahalli"),
        ("uimahallissa", "uimahalli"),
        ("Uimahallit", "uimahalli"),
        ("jumpalla", "jumppa"),
        ("lukupiirejä", "lukupiiri"),
        ("senioreiden", "seniori"),
        ("eläkeläisille", "eläkeläinen"),
        ("kuntosalille", "kuntosali"),
        ("maahanmuuttajille", "maahanmuuttaja"),
        ("Kalliossa", "kallio"),
        ("Töölöön", "töölö"),
        ("Hakaniemessä", "hakaniemi"),
        ("vesi-jumppaan", "vesijumppa"),
        ("tv-saleissa", "tvsali"),
    ],
)
def test_an_inflected_finnish_word_has_its_base_form(analyser: Analyser, word: str, lemma: str) -> None:
    assert lemma in tokens(analyser, word)


def test_a_word_always_stands_for_itself_too(analyser: Analyser) -> None:
    for word in ("uimahalleja", "asdfgh", "10", "simhallar", "שלום"):
        assert word in tokens(analyser, word)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("vesijumppaan", {"vesi", "jumppa"}),
        ("tuolijumpassa", {"tuoli", "jumppa"}),
        ("uimahalleja", {"uinti", "halli"}),
        ("vesi-jumppa", {"vesi", "jumppa"}),
        ("kävelyryhmä", {"kävely", "ryhmä", "kävellä"}),
        ("jumppa", set()),
        ("asdfgh", set()),
    ],
)
def test_a_finnish_compound_has_its_parts(analyser: Analyser, word: str, parts: set[str]) -> None:
    assert set(analyser.parts(word)) == parts


@pytest.mark.parametrize(
    ("typed", "written", "lang"),
    [
        pytest.param("uimahalleja", {"fi": "Malmin uimahalli"}, "fi", id="inflected to base"),
        pytest.param("uimahalli", {"fi": "Avoimet vuorot uimahallissa"}, "fi", id="base to inflected"),
        pytest.param("jumppa", {"fi": "Vesijumppaa eläkeläisille"}, "fi", id="the head of a compound"),
        pytest.param("vesijumppa", {"fi": "Vesi-jumppa"}, "fi", id="with and without a hyphen"),
        pytest.param("vesi-jumppa", {"fi": "Vesijumppa"}, "fi", id="a hyphen typed"),
        pytest.param("JUMPPA", {"fi": "jumppa"}, "fi", id="upper case"),
        pytest.param("simhallar", {"sv": "Malms simhall"}, "sv", id="Swedish plural"),
        pytest.param("simhallen", {"sv": "Simhallar i Helsingfors"}, "sv", id="Swedish definite"),
        pytest.param("swimming halls", {"en": "Malmi Swimming Hall"}, "en", id="English plural"),
        pytest.param("swim", {"en": "Swimming for adults"}, "en", id="English -ing"),
        pytest.param("simhallar", {"sv": "Malms simhall"}, "fi", id="Swedish words on a Finnish page"),
        pytest.param("cafe", {"fi": "Café Ympyrätalo"}, "fi", id="an accent"),
        pytest.param("jumppa ja vesi", {"fi": "Vesijumppa"}, "fi", id="a small word in between"),
    ],
)
def test_what_is_typed_meets_what_is_written(analyser: Analyser, typed: str, written: Text, lang: str) -> None:
    assert meets(analyser, typed, written, lang)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        pytest.param("jooga", {"fi": "Vesijumppa"}, id="another word"),
        pytest.param("halli", {"fi": "Hallitus"}, id="a beginning is no part"),
        pytest.param("näytös", {"fi": "naytos"}, id="ä is a letter of its own"),
    ],
)
def test_what_only_looks_alike_does_not_meet(analyser: Analyser, typed: str, written: Text) -> None:
    assert not meets(analyser, typed, written)


def test_a_stem_never_meets_a_finnish_word_by_accident(analyser: Analyser) -> None:
    stems = [token for token in tokens(analyser, "halls") if token.startswith("z")]
    assert {stem[:3] for stem in stems} == {"zsv", "zen"}


def test_names_of_places_are_not_split_into_parts(analyser: Analyser) -> None:
    fields = document(
        analyser, {"fi": "Jumppa"}, places=[Place(name={"fi": "Itäkeskuksen kirjasto"}, address={"fi": "Itäkatu 1"})]
    ).fields
    assert "itäkeskus" in fields["place"]
    assert not {"itä", "keskus"} & {token for some in fields.values() for token in some}


def test_small_words_are_in_no_query_and_no_record(analyser: Analyser) -> None:
    assert not analyser.query("ja tai och the of", lang="fi")
    assert "ja" not in document(analyser, {"fi": "Vesi ja jumppa"}).fields["name"]


def test_a_long_query_is_cut_to_its_first_words(analyser: Analyser) -> None:
    assert len(analyser.query("jumppa vesi " * 200, lang="fi").words) == MAX_QUERY_WORDS


def test_stems_of_the_language_asked_in_come_first(analyser: Analyser) -> None:
    for lang, first in (("sv", "zsv"), ("en", "zen")):
        (word,) = analyser.query("halls", lang=lang).words
        assert next(token for token, _ in word.tokens if token.startswith("z")).startswith(first)


def test_finnish_letters_stay_and_other_accents_go() -> None:
    assert fold("Ääkköset ÅÄÖ é ñ ﬁ Ⅷ") == "ääkköset åäö e n fi viii"
    assert fold("a\u0308") == "ä"
    assert split_words("Vesi-jumppaa, klo 10–12! (ti)") == ["vesi-jumppaa", "klo", "10–12", "ti"]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_text_has_words_without_spaces_and_the_same_ones_again(text: str) -> None:
    words = shared_analyser().query(text, lang="fi").words
    assert words == shared_analyser().query(text, lang="fi").words
    assert all(token and not any(c.isspace() for c in token) for word in words for token, _ in word.tokens)
