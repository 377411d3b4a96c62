"""Queries to tokens with the words of an index: what is taken for what, what widens a search, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.language.analyser import Analyser, shared_analyser
from indexer.language.spelling import Spelling, edits_between
from indexer.language.tokens import QueryWord, QueryWords
from indexer.language.vocabulary import Vocabulary
from schemas.provenance import Provenance
from schemas.service import Kind, Place, Service, Text

NAMES: tuple[Text, ...] = (
    {"fi": "Malmin uimahalli", "sv": "Malms simhall", "en": "Malmi Swimming Hall"},
    {"fi": "Tuolijumppa senioreille", "sv": "Stolgymnastik för seniorer"},
    {"fi": "Vesijumppa", "sv": "Vattengympa"},
    {"fi": "Lukupiiri", "sv": "Läsecirkel", "en": "Book club"},
    {"fi": "Kallion kirjasto", "sv": "Berghälls bibliotek", "en": "Kallio Library"},
    {"fi": "Keramiikan alkeet"},
    {"fi": "Äänikirjapiiri"},
    {"fi": "Jalkapalloa tytöille"},
)
MYLLYPURO = Place(name={"fi": "Myllypuron liikuntapuisto"}, district={"fi": "Myllypuro"})


def service(name: Text, *, place: Place | None = None) -> Service:
    return Service(
        id="00000000-0000-5000-8000-000000000000", kind=Kind.VENUE, name=name, places=[place] if place else [],
        provenance=Provenance(source="s", source_id="s:1", licence="CC0", attribution="s"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return shared_analyser()


@pytest.fixture(scope="module")
def vocabulary(analyser: Analyser) -> Vocabulary:
    """The words of a small index."""
    found = Vocabulary()
    for name in NAMES:
        found.add(analyser.document(service(name)))
    found.add(analyser.document(service({"fi": "Ulkokuntosali"}, place=MYLLYPURO)))
    return found


def word(analyser: Analyser, typed: str, vocabulary: Vocabulary) -> QueryWord:
    (found,) = analyser.query(typed, lang="fi", vocabulary=vocabulary).words
    return found


def names(some: tuple[tuple[str, float], ...]) -> set[str]:
    return {token for token, _ in some}


# Corrections


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("uimahali", "uimahalli", id="a letter left out of a word that could be Finnish"),
        pytest.param("uimahlali", "uimahalli", id="two letters swapped"),
        pytest.param("uimahallliin", "uimahalli", id="an inflected form"),
        pytest.param("lukupirii", "lukupiiri", id="a compound"),
        pytest.param("kirjasotssa", "kirjasto", id="inflected, and its letters swapped"),
        pytest.param("keramikka", "keramiikka", id="a base form that no record has as it is"),
        pytest.param("aanikirjapiiri", "äänikirjapiiri", id="no dots on the keyboard"),
        pytest.param("bibliotkek", "bibliotek", id="Swedish"),
        pytest.param("swiming", "swimming", id="English"),
        pytest.param("Kalion", "kallion", id="a place"),
    ],
)
def test_a_misspelt_word_is_taken_for_a_near_one_of_the_index(
    analyser: Analyser, vocabulary: Vocabulary, typed: str, meant: str
) -> None:
    found = analyser.query(typed, lang="fi", vocabulary=vocabulary)
    assert found.corrections == ((typed.lower(), meant),)
    assert meant in names(found.words[0].tokens)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("uimahallissa", id="said"),
        pytest.param("jumppa", id="said as a part"),
        pytest.param("simhallen", id="a form of what is said"),
        pytest.param("shakki", id="not said, but listed among the concepts"),
        pytest.param("sauna", id="Finnish and short"),
        pytest.param("jumppaopettaja", id="a Finnish compound"),
        pytest.param("padelkirjasto", id="an unknown word before a known one"),
        pytest.param("joo", id="too short"),
        pytest.param("b1-taso", id="not only letters"),
        pytest.param("xylofonisti", id="nothing is near"),
    ],
)
def test_a_word_that_may_well_be_meant_is_left_alone(analyser: Analyser, vocabulary: Vocabulary, typed: str) -> None:
    assert analyser.query(typed, lang="fi", vocabulary=vocabulary).corrections == ()


@pytest.mark.parametrize("typed", ['"uimahali"', "”uimahali”", "«uimahali»"])
def test_a_word_in_quotation_marks_is_left_alone(analyser: Analyser, vocabulary: Vocabulary, typed: str) -> None:
    assert analyser.query(typed, lang="fi", vocabulary=vocabulary).corrections == ()
    (left, other) = analyser.query(f"{typed} lukupirii", lang="fi", vocabulary=vocabulary).words
    assert (left.surface, other.surface) == ("uimahali", "lukupiiri")


def test_corrections_can_be_turned_off_and_need_an_index(analyser: Analyser, vocabulary: Vocabulary) -> None:
    assert analyser.query("lukupirii", lang="fi", vocabulary=vocabulary, correct=False).corrections == ()
    assert analyser.query("lukupirii", lang="fi").corrections == ()
    assert analyser.corrections("lukupirii", lang="fi", vocabulary=vocabulary, known={"lukupirii"}) == ()


def test_the_word_of_more_records_is_the_likelier_one() -> None:
    counts = {"jooga": 40, "joogi": 1, "jolla": 3}
    assert [guess.word for guess in Spelling.make(counts).nearest("joogo")][:2] == ["jooga", "joogi"]


def test_edits_are_counted_up_to_a_limit() -> None:
    assert edits_between("jumppa", "jumppa", 2) == 0
    assert edits_between("jupmpa", "jumppa", 2) == 1
    assert edits_between("kirja", "kirjasto", 2) == 3
    assert edits_between("abcdef", "ghijkl", 2) == 3


# What widens a search


@pytest.mark.parametrize(
    ("typed", "weaker", "not_weaker"),
    [
        pytest.param("tanssikurssi", {"tanssi"}, {"kurssi"}, id="a last part that says only the form"),
        pytest.param("ulkojumppa", {"jumppa"}, {"ulko"}, id="a first part that says little"),
        pytest.param("seniorikuntosali", {"seniori", "kuntosali"}, set(), id="a compound within a compound"),
        pytest.param("kävely", {"kävellä"}, set(), id="a root"),
        pytest.param("padelkenttä", {"padel", "kenttä"}, set(), id="an unknown first part"),
        pytest.param("handarbetsklubb", {"zsvhandarbet"}, {"zsvklubb"}, id="a Swedish compound"),
    ],
)  # fmt: skip
def test_the_parts_of_a_compound_are_weaker_than_itself(
    analyser: Analyser, typed: str, weaker: set[str], not_weaker: set[str]
) -> None:
    (found,) = analyser.query(typed, lang="fi").words
    assert weaker <= names(found.weaker)
    assert not not_weaker & names((*found.tokens, *found.weaker))
    assert all(weight < 1 for _, weight in found.weaker)


def test_names_of_places_are_not_split_nor_taken_for_others(analyser: Analyser, vocabulary: Vocabulary) -> None:
    assert names(word(analyser, "Myllypurossa", Vocabulary()).weaker) == {"mylly", "puro"}
    assert word(analyser, "Myllypurossa", vocabulary).weaker == ()


def test_a_rare_word_has_what_begins_so_and_what_is_alike(analyser: Analyser, vocabulary: Vocabulary) -> None:
    assert "vesijumppa" in names(word(analyser, "vesij", vocabulary).weaker)
    assert "jalkapalloa" in names(word(analyser, "jalkapalloilu", vocabulary).weaker)
    assert word(analyser, "xyzzy", vocabulary).weaker == ()


def test_two_words_that_make_a_compound_of_the_index_stand_for_it(analyser: Analyser, vocabulary: Vocabulary) -> None:
    found = analyser.query("vesi jumppa", lang="fi", vocabulary=vocabulary)
    assert all("vesijumppa" in names(one.tokens) for one in found.words)


def test_words_of_form_are_asked_for_only_where_there_is_nothing_else(analyser: Analyser) -> None:
    def asked(typed: str) -> list[str]:
        return [one.surface for one in analyser.query(typed, lang="fi").asked()]

    assert asked("keramiikka kurssi") == ["keramiikka"]
    assert asked("ryhmä kurssi") == ["ryhmä", "kurssi"]
    assert asked("iltaharrastus keramiikka") == ["keramiikka"]
    assert asked("iltapäivätanssi kerho") == ["iltapäivätanssi"]
    assert asked("crafts group") == ["crafts"]


def test_who_asks_for_a_course_asks_for_an_activity(analyser: Analyser) -> None:
    for typed, asks in (("tanssikurssi", True), ("art classes", True), ("bokcirkel", True), ("uimahalli", False)):
        assert ("kind+activity" in analyser.query(typed, lang="fi").exact) is asks, typed


def test_words_that_were_understood_only_rank(analyser: Analyser) -> None:
    found = analyser.query("jumppa", lang="fi", understood="senioreille")
    assert [one.surface for one in found.asked()] == ["jumppa"]
    assert [one.surface for one in found.hints] == ["senioreille"]
    assert not analyser.query("kurssit", lang="fi", understood="senioreille").words


def test_each_step_of_a_search_holds_the_one_before() -> None:
    one, two = QueryWord("a", (("a", 1.0),), (("b", 0.5),)), QueryWord("c", (("c", 1.0),))
    steps = list(QueryWords((one, two)).steps())
    assert [(step.every, len(step.words[0].tokens)) for step in steps] == [(True, 1), (True, 2), (False, 2)]
    assert len(list(QueryWords((two,)).steps())) == 1
    assert list(QueryWords().steps()) == []


def test_a_vocabulary_read_back_knows_the_same(analyser: Analyser, vocabulary: Vocabulary, tmp_path: Path) -> None:
    vocabulary.save(tmp_path)
    again = Vocabulary.load(tmp_path)
    assert (again.records, again.said, again.places) == (vocabulary.records, vocabulary.said, vocabulary.places)
    for typed in ("uimahlali", "jalkapalloilu", "vesi jumppa"):
        expected = analyser.query(typed, lang="fi", vocabulary=vocabulary)
        assert analyser.query(typed, lang="fi", vocabulary=again) == expected
