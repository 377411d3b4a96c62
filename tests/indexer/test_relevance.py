"""How good the first hits are, held by judged queries put through the application's own search. Which queries, and how: benchmarks/relevance.py."""

from __future__ import annotations

from statistics import mean

import pytest
from starlette.testclient import TestClient

from benchmarks.relevance import SHARED, Judged, Scores, Town, dev_queries, own_queries, research_services, score
from indexer.catch_up import entry_of
from indexer.language.analyser import shared_analyser
from liiku.context import Context
from schemas.query import SearchQuery
from search_api.searching import asked
from tests.conftest import SAMPLE_NOW

needs_research = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the research folder ../shared/search")


def asked_of(town: Town, queries: list[Judged]) -> list[tuple[Judged, Scores]]:
    known = town.services.keys()
    return [
        (one, score(town.search(one), {record: grade for record, grade in one.grades.items() if record in known}))
        for one in queries
    ]


@pytest.fixture(scope="module")
def city(sample: Context, tmp_path_factory: pytest.TempPathFactory) -> Town:
    services = [entry_of(row).service for row in sample.ledger.live_services()]
    by_source = {one.provenance.source_id: one for one in services}
    return Town.of(by_source, tmp_path_factory.mktemp("city") / "index", shared_analyser(), moment=SAMPLE_NOW)


@pytest.fixture(scope="module")
def research(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town.of(research_services(), tmp_path_factory.mktemp("research") / "index", shared_analyser())


def test_the_sample_city_is_found_in_three_languages(city: Town) -> None:
    found = asked_of(city, [one for one in own_queries() if one.collection == "city"])
    assert [one.words for one, scores in found if scores.zero] == []
    assert mean(scores.ndcg for _, scores in found) >= 0.8


@needs_research
@pytest.mark.parametrize(("part", "ndcg", "recall"), [("dev", 0.82, 0.80), ("open", 0.88, 0.90), ("held", 0.88, 0.82)])
def test_judged_queries_find_what_is_relevant_first(research: Town, part: str, ndcg: float, recall: float) -> None:
    judged = [one for one in (*dev_queries(), *own_queries()) if one.part == part and one.collection == "research"]
    found = asked_of(research, judged)
    assert [one.words for one, scores in found if scores.zero] == []
    assert mean(scores.ndcg for _, scores in found) >= ndcg
    assert mean(scores.recall for _, scores in found) >= recall


def test_a_search_for_a_venue_by_its_name_finds_it_first(city: Town) -> None:
    for name in ("Kallion kirjasto", "Malmin uimahalli", "Ateneumin taidemuseo", "Stoa"):
        first = city.search(Judged("", "", "fi", name, "city", {}))[0]
        assert city.services[first].name["fi"] == name


def test_the_best_order_scores_one_and_a_worse_one_less() -> None:
    grades = {"a": 2, "b": 1, "c": 1}
    assert score(["a", "b", "c"], grades) == Scores(1.0, 1.0, 1.0, zero=False)
    assert score(["x", "b", "a"], grades).ndcg < 1
    assert score(["x", "y"], grades) == Scores(0.0, 0.0, 0.0, zero=True)


def test_every_judged_query_of_ours_has_a_relevant_record_and_a_place_in_the_file() -> None:
    queries = own_queries()
    assert len(queries) >= 80
    assert {one.part for one in queries} == {"open", "held"}
    assert {one.kind for one in queries} == {"infl", "comp", "syn", "typo", "lang"}
    assert [one.words for one in queries if 2 not in one.grades.values()] == []


def test_a_hit_nearer_by_comes_first_among_equals(city: Town) -> None:
    here = {"lat": 60.2509, "lon": 25.0107}  # Malmi
    request, _, _ = asked(city, SearchQuery(q="kirjasto", limit=5, **here))  # type: ignore[arg-type]  # the parts that it uses
    near = [hit.distance_m for hit in city.engine.search(request).hits]
    assert near[0] is not None
    assert near[0] < 1500


def test_what_a_word_was_taken_for_is_said_and_can_be_undone(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "tuolijummpa"}).json()
    assert answer["corrections"] == [{"from": "tuolijummpa", "to": "tuolijumppa"}]
    assert "tuolijumppa" in answer["hits"][0]["service"]["name"]["fi"].lower()
    for left_alone in ({"q": '"tuolijummpa"'}, {"q": "tuolijummpa", "as_words": "tuolijummpa"}):
        assert client.get("/v1/search", params=left_alone).json()["corrections"] == []
