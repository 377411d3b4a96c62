"""What a record's words bring beside themselves: concepts in three languages, and readings that are kept for the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.language.analyser import Analyser, shared_analyser
from indexer.language.analyses import KeptAnalyses
from indexer.language.concepts import read_concepts
from indexer.language.finnish import FinnishAnalyser, read_fst
from schemas.provenance import Provenance
from schemas.service import Audience, Condition, Cost, Kind, Service, Text


def service(name: Text, **parts: object) -> Service:
    return Service(
        id="00000000-0000-5000-8000-000000000000", kind=Kind.ACTIVITY, name=name, **parts,  # type: ignore[arg-type]
        provenance=Provenance(source="s", source_id="s:1", licence="CC0", attribution="s"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return shared_analyser()


def fields(analyser: Analyser, name: Text, **parts: object) -> dict[str, set[str]]:
    return {field: set(tokens) for field, tokens in analyser.document(service(name, **parts)).fields.items()}


# Concepts


@pytest.mark.parametrize(
    ("named", "typed", "lang"),
    [
        pytest.param({"fi": "Vesijumppaa altaassa"}, "vattengympa", "sv", id="Swedish for Finnish"),
        pytest.param({"fi": "Lukupiirit"}, "book club", "en", id="a phrase, word by word"),
        pytest.param({"sv": "Stickcafé"}, "neulonta", "fi", id="Finnish for Swedish"),
        pytest.param({"fi": "Seniorikuntosali"}, "punttisali", "fi", id="the last parts of a compound"),
        pytest.param({"fi": "Keskustellaan suomen kielellä: suomen kieli arjessa"}, "s2", "fi", id="a phrase named"),
        pytest.param({"en": "Choirs sing"}, "kuoro", "fi", id="Finnish for English"),
    ],
)
def test_a_record_is_found_by_the_other_words_of_what_it_names(
    analyser: Analyser, named: Text, typed: str, lang: str
) -> None:
    found = fields(analyser, named)["synonym"]
    for word in analyser.query(typed, lang=lang).asked():
        assert found & {token for token, _ in word.tokens}, word.surface


def test_wider_words_find_the_narrower_and_never_the_other_way_round(analyser: Analyser) -> None:
    assert "liikunta" in fields(analyser, {"fi": "Tuolijumppa"})["topic"]
    everything = set().union(*fields(analyser, {"fi": "Liikunta"}).values())
    assert "tuolijumppa" not in everything


def test_a_word_that_is_meant_alone_does_not_count_within_a_compound(analyser: Analyser) -> None:
    assert "kielikurssi" in fields(analyser, {"fi": "Kieli"})["synonym"]
    assert "kielikurssi" not in fields(analyser, {"fi": "Selkokieli"})["synonym"]


def test_words_of_descriptions_and_values_count_less_than_those_of_names(analyser: Analyser) -> None:
    found = fields(
        analyser,
        {"fi": "Tuokio"},
        description={"fi": "Neulotaan yhdessä."},
        audiences=[Audience.SENIORS],
        cost=Cost(conditions=[Condition.KAIKUKORTTI]),
    )
    assert {"neulonta", "eläkeläinen", "kaikukortti"} <= found["topic"]
    assert not found["synonym"] & {"neulonta", "eläkeläinen", "kaikukortti"}


def test_every_concept_says_why_it_is_there_and_lies_under_concepts_that_are() -> None:
    import yaml

    from indexer.language.concepts import SYNONYMS

    concepts = read_concepts()
    rows = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))
    assert len(concepts) >= 250
    assert [name for name, row in rows.items() if not row.get("why")] == []
    assert [(one.name, wide) for one in concepts.values() for wide in one.under if wide not in concepts] == []
    assert [name for name, row in rows.items() if not {"fi", "sv", "en"} <= set(row)] == []
    known = {"fi", "sv", "en", "under", "why", "category", "audience", "condition"}
    assert [name for name, row in rows.items() if set(row) - known] == []


# Names


def test_a_name_is_one_token_too_in_whatever_form(analyser: Analyser) -> None:
    whole = fields(analyser, {"fi": "Kallion kirjasto – lukusali", "sv": "Berghälls bibliotek"})["whole"]
    for typed, lang in (("kallion kirjastossa", "fi"), ("Berghälls biblioteket", "sv")):
        assert whole & set(analyser.query(typed, lang=lang).exact), typed


def test_swedish_compounds_have_their_parts(analyser: Analyser) -> None:
    parts = fields(analyser, {"sv": "Handarbetsklubben"})["name_part"]
    assert parts == {"zsvhandarbet", "zsvklubb"}
    assert fields(analyser, {"sv": "Konserten"})["name_part"] == set()


# Readings


class Counting:
    """A Voikko that knows one word and counts how often it is asked."""

    def __init__(self, version: str = "counting-1") -> None:
        self.version = version
        self.asked: list[str] = []

    def outputs(self, word: str) -> list[str]:
        self.asked.append(word)
        return ["[Ln][Xp]jumppa[X]jump[Sg][Ny]an"] if word == "jumpan" else []


def test_readings_of_records_are_kept_for_the_next_start(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    one = FinnishAnalyser(first)
    one.keep_in(tmp_path / "analyses.tsv")
    one.learn(["jumpan", "zumba"])
    one.save()
    other = FinnishAnalyser(second)
    other.keep_in(tmp_path / "analyses.tsv")
    assert [reading.lemma for reading in other.analyse("jumpan")] == ["jumppa"]
    assert other.analyse("zumba") == ()
    assert (first.asked, second.asked) == (["jumpan", "zumba"], [])


def test_only_words_that_nobody_knows_are_learnt_with_their_ends(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    one = FinnishAnalyser(first, heads=["jumppa"])
    one.keep_in(tmp_path / "analyses.tsv")
    one.learn(["jumpan", "abcjumpan"])
    one.save()
    assert first.asked[:2] == ["jumpan", "abcjumpan"]
    other = FinnishAnalyser(second, heads=["jumppa"])
    other.keep_in(tmp_path / "analyses.tsv")
    assert [reading.parts for reading in other.guess("abcjumpan")] == [("abc", "jumppa")]
    assert second.asked == []


def test_what_is_searched_for_is_never_written(tmp_path: Path) -> None:
    one = FinnishAnalyser(Counting())
    one.keep_in(tmp_path / "analyses.tsv")
    one.learn(["jumpan"])
    one.analyse("salaisuus")
    one.save()
    assert "salaisuus" not in (tmp_path / "analyses.tsv").read_text("utf-8")


def test_the_readings_of_another_analyser_are_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "analyses.tsv"
    for version in ("counting-1", "counting-2"):
        voikko = Counting(version)
        one = FinnishAnalyser(voikko)
        one.keep_in(path)
        one.learn(["jumpan"])
        one.save()
        assert voikko.asked == ["jumpan"]
    assert path.read_text("utf-8").splitlines()[0] == "counting-2"


def test_a_line_that_was_not_written_whole_is_no_reading(tmp_path: Path) -> None:
    path = tmp_path / "analyses.tsv"
    path.write_text("v1\njumpan\tx\nlukupii", encoding="utf-8")
    kept = KeptAnalyses("v1", path)
    assert (kept.get("jumpan"), kept.get("lukupii")) == (["x"], None)


@pytest.mark.parametrize(
    ("output", "lemma", "parts"),
    [
        ("[Lem][Xp]Itäkeskus[X]itäkeskuksen", "itäkeskus", ()),
        ("[Lt][Xp]kohdata[X]kohtaa[Tn4]mis[Bh][Bc][Ln][Xp]paikka[X]paikk[Sn][Ny]a", "kohtaamispaikka", ("kohtaaminen", "paikka")),
        ("[Lep][Xp]Haka=niemi[X]haka[Bm]nie[Sn][Ny]mi", "hakaniemi", ("haka", "niemi")),
        (
            "[Lp]ulko[Bh][Bc][Ln][Xp]kunto[X]kunto[Sn][Ny][Bh][Bc][Ln][Xp]sali[X]sal[Sn][Ny]i",
            "ulkokuntosali",
            ("ulko", "kunto", "ulkokunto", "kuntosali", "sali"),
        ),
    ],
)  # fmt: skip
def test_a_tagged_reading_gives_lemma_and_parts(output: str, lemma: str, parts: tuple[str, ...]) -> None:
    found = read_fst(output)
    assert found is not None
    assert (found.lemma, found.parts) == (lemma, parts)
