"""The contract of every engine: it answers what the brute-force oracle answers, for any city, search and moment.

Both follow docs/search.md. Sets, counts, distances and orders are compared; ranking by words is the engine's own.
Meilisearch needs a server: LIIKU_MEILI_URL and LIIKU_MEILI_KEY; without one its tests are skipped. With one there are fewer examples of
each kind, for every search is a dozen round trips; LIIKU_EXAMPLES=150 asks for all of them.
"""

from __future__ import annotations

import itertools
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines.base import SUGGESTED, Answer, Engine, Entry, Hit, Request, Suggested, Suggestion, Wish
from indexer.language.analyser import Analyser, shared_analyser
from indexer.language.tokens import split_words
from indexer.language.vocabulary import Vocabulary
from schemas.query import SearchQuery
from schemas.service import LANGS, Lang, Service, State
from tests.engines.cities import NOW, WORDS, city, facets, moments, queries, small_cities
from tests.engines.oracle import OPEN_SETS, Oracle, OracleAnswer, is_current

OpenEngine = Callable[[str], Engine]
"""Opens the engine of that name; the same name again opens the same index again."""

MANY = int(os.environ.get("LIIKU_EXAMPLES") or (40 if os.environ.get("LIIKU_MEILI_URL") else 150))
EXAMPLES = settings(max_examples=MANY, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
FEW_EXAMPLES = settings(EXAMPLES, max_examples=max(1, MANY * 2 // 15))


def asking(**parameters: Any) -> SearchQuery:
    return SearchQuery.model_validate({"limit": 100, **parameters})


ALL = asking()
ALL_AND_FACETS = asking(facets=["all"])


# Engines, with a city in them


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return shared_analyser()


@pytest.fixture(scope="module", params=["embedded", "meilisearch"])
def open_engine(
    request: pytest.FixtureRequest, analyser: Analyser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenEngine]:
    if request.param == "embedded":
        from indexer.engines.embedded import EmbeddedEngine

        directory = tmp_path_factory.mktemp("engines")
        yield lambda name: EmbeddedEngine(directory / name, analyser)
        return
    url, key = os.environ.get("LIIKU_MEILI_URL"), os.environ.get("LIIKU_MEILI_KEY", "")
    if not url:
        pytest.skip("needs a Meilisearch server: set LIIKU_MEILI_URL (and LIIKU_MEILI_KEY)")
    from indexer.engines.meili import MeiliEngine

    prefix = f"liiku-test-{uuid.uuid4().hex[:12]}"
    yield lambda name: MeiliEngine(url, key=key, index=f"{prefix}-{name}", analyser=analyser)
    delete_indexes(url, key, prefix)


PATIENCE_MS = 60_000


def delete_indexes(url: str, key: str, prefix: str) -> None:
    import meilisearch

    client = meilisearch.Client(url, key)
    indexes = client.get_indexes({"limit": 1000})["results"]
    tasks = [client.delete_index(index.uid).task_uid for index in indexes if index.uid.startswith(prefix)]
    for task in tasks:
        client.wait_for_task(task, timeout_in_ms=PATIENCE_MS)


class Town:
    """An engine and the oracle that knows the same services."""

    def __init__(self, engine: Engine, oracle: Oracle, services: list[Service]) -> None:
        self.engine = engine
        self.oracle = oracle
        self.services = services

    def search(self, query: SearchQuery, now: datetime = NOW) -> Answer:
        return whole_answer(self.engine, self.request(query, now))

    def request(self, query: SearchQuery, now: datetime = NOW, *, offset: int = 0) -> Request:
        return Request(query, self.oracle.analyser.query(query.q, lang=query.lang), now, offset)

    def differences(self, query: SearchQuery, now: datetime = NOW, *, of: str = "") -> list[str]:
        return differences(self.oracle.search(query, now), self.search(query, now), of=of)


def entries(services: Iterable[Service], *, after: int = 0) -> list[Entry]:
    return [Entry(after + number, service) for number, service in enumerate(services, start=1)]


def active_city(seed: int, n: int) -> list[Service]:
    """A city without the cancelled and the removed, which an engine may count among its records or not."""
    return [service for service in city(seed, n) if service.state is State.ACTIVE]


def fill(engine: Engine, services: list[Service], analyser: Analyser) -> Town:
    engine.rebuild(entries(services), position=len(services))
    return Town(engine, Oracle(services, analyser), services)


@pytest.fixture(scope="module")
def oracle(analyser: Analyser) -> Oracle:
    return Oracle(city(1, 300), analyser)


@pytest.fixture(scope="module")
def town(open_engine: OpenEngine, oracle: Oracle) -> Town:
    """A city of three hundred services in an engine, and the oracle of it. Tests that use it change nothing."""
    engine = open_engine("town")
    engine.rebuild(entries(city(1, 300)), position=300)
    return Town(engine, oracle, city(1, 300))


@pytest.fixture(scope="module")
def changed_town(open_engine: OpenEngine, analyser: Analyser) -> Town:
    """A city that came to be by additions, changes and removals."""
    engine = open_engine("changed")
    engine.rebuild(entries(city(1, 150)), position=150)
    ledger = {service.id: service for service in city(1, 150)}
    for seed, first in ((2, 0), (3, 60), (4, 120)):
        adds = city(seed, first + 60)[first:]
        removes = [service.id for service in city(seed, 300) if service.id not in {add.id for add in adds}][:: seed * 3]
        engine.apply(entries(adds, after=seed * 1000), removes, position=seed * 1000 + 60)
        ledger |= {service.id: service for service in adds}
        ledger = {key: service for key, service in ledger.items() if key not in removes}
    return Town(engine, Oracle(ledger.values(), analyser), list(ledger.values()))


@pytest.fixture
def new_engine(open_engine: OpenEngine) -> Engine:
    """An engine in which nothing has been yet."""
    return open_engine(f"new-{uuid.uuid4().hex}")


# Comparing


def whole_answer(engine: Engine, request: Request) -> Answer:
    """The answer with the hits of all its pages, which agree on everything else."""
    first = engine.search(request)
    hits = list(first.hits)
    while len(hits) < first.total:
        page = engine.search(replace(request, offset=len(hits)))
        assert replace(page, hits=[]) == replace(first, hits=[])
        assert page.hits, f"{first.total} hits were promised, {len(hits)} came"
        hits += page.hits
    return replace(first, hits=hits)


def differences(expected: OracleAnswer, answer: Answer, *, of: str = "") -> list[str]:
    """What the engine says otherwise than the oracle, as sentences; `of` limits them to one aspect."""
    found = {hit.id: hit for hit in answer.hits}
    aspects = {
        "hits": _wrong_hits(expected, answer),
        "order": _wrong_order(expected, answer),
        "views": [line for one in sorted(expected.ids & found.keys()) for line in _wrong_views(expected, found[one])],
        "unknown": _unequal(expected.unknown, answer.unknown, "unknown of"),
        "facets": _wrong_facets(expected, answer),
    }
    return [line for aspect, lines in aspects.items() if of in ("", aspect) for line in lines]


def _unequal(expected: dict[str, int], found: dict[str, int], what: str) -> list[str]:
    return [
        f"{what} {name}: {found.get(name)}, not {expected.get(name)}"
        for name in sorted(expected.keys() | found.keys())
        if found.get(name) != expected.get(name)
    ]


def _wrong_hits(expected: OracleAnswer, answer: Answer) -> list[str]:
    ids = [hit.id for hit in answer.hits]
    lines = [f"total {answer.total}, not {expected.total}"] if answer.total != expected.total else []
    lines += [f"{len(ids) - len(set(ids))} hits come twice"] if len(ids) > len(set(ids)) else []
    lines += [f"missing {one}" for one in sorted(expected.ids - set(ids))]
    return lines + [f"no hit: {one}" for one in sorted(set(ids) - expected.ids)]


def _wrong_order(expected: OracleAnswer, answer: Answer) -> list[str]:
    """By words the order is the engine's own, but for fewer unknowns first, high scores first, and what is said of equal scores."""
    ids = tuple(hit.id for hit in answer.hits)
    if expected.ids_in_order is not None:
        pairs = enumerate(zip(ids, expected.ids_in_order, strict=False))
        return [f"place {place}: {one}, not {other}" for place, (one, other) in pairs if one != other][:1]
    keys = [
        (hit.unknowns, -round(hit.score, 4), expected.ties.get(hit.id, float("inf")), hit.id) for hit in answer.hits
    ]
    return [f"{one} before {other}" for one, other in itertools.pairwise(keys) if one > other]


def _wrong_views(expected: OracleAnswer, hit: Hit) -> list[str]:
    distance_m, next_start = expected.distances[hit.id], expected.next_starts[hit.id]
    lines = []
    if hit.distance_m != distance_m:
        lines.append(f"{hit.id}: distance_m {hit.distance_m}, not {distance_m}")
    if distance_m is not None and hit.place not in expected.nearest[hit.id]:
        lines.append(f"{hit.id}: nearest place {hit.place}, not {set(expected.nearest[hit.id])}")
    if hit.next_start != next_start or (hit.next_start is not None and hit.next_start.tzinfo is None):
        lines.append(f"{hit.id}: next_start {hit.next_start}, not {next_start}")
    if hit.unknowns != expected.unknowns[hit.id]:
        lines.append(f"{hit.id}: unknowns {hit.unknowns}, not {expected.unknowns[hit.id]}")
    return lines


def _wrong_facets(expected: OracleAnswer, answer: Answer) -> list[str]:
    """Values of open sets may be listed with zero or not at all; everything else is equal."""
    lines = [] if answer.facets.keys() == expected.facets.keys() else [f"facets {sorted(answer.facets)}"]
    for facet in sorted(expected.facets.keys() & answer.facets.keys()):
        is_open = facet in OPEN_SETS
        counts, found = (
            {value: n for value, n in one[facet].items() if n or value == "unknown" or not is_open}
            for one in (expected.facets, answer.facets)
        )
        lines += _unequal(counts, found, f"facet {facet}")
    return lines


# Searches: the engine and the oracle agree


@EXAMPLES
@given(query=queries())
def test_hits_are_the_records_of_which_the_filters_say_so(town: Town, query: SearchQuery) -> None:
    assert town.differences(query, of="hits") == []


@EXAMPLES
@given(query=queries())
def test_every_filter_says_how_many_records_it_knows_nothing_of(town: Town, query: SearchQuery) -> None:
    assert town.differences(query, of="unknown") == []


@EXAMPLES
@given(query=queries(), names=facets())
def test_facets_count_what_each_value_alone_would_give(town: Town, query: SearchQuery, names: list[str]) -> None:
    assert town.differences(query.model_copy(update={"facets": names}), of="facets") == []


@pytest.mark.parametrize("sort", ["relevance", "distance", "start", "name"])
@EXAMPLES
@given(data=st.data())
def test_hits_come_in_the_order_asked_for_and_ties_by_id(town: Town, sort: str, data: st.DataObject) -> None:
    assert town.differences(data.draw(queries(sorts=(sort,))), of="order") == []


@EXAMPLES
@given(query=queries())
def test_hits_carry_their_distance_next_start_and_number_of_unknowns(town: Town, query: SearchQuery) -> None:
    assert town.differences(query, of="views") == []


@EXAMPLES
@given(query=queries(), names=facets(), now=moments())
def test_the_same_search_at_another_moment_is_answered_for_that_moment(
    town: Town, query: SearchQuery, names: list[str], now: datetime
) -> None:
    assert town.differences(query.model_copy(update={"facets": names}), now) == []


@EXAMPLES
@given(query=queries(words=True), names=facets())
def test_one_word_narrows_hits_and_counts_and_leaves_every_other_order_alone(
    town: Town, query: SearchQuery, names: list[str]
) -> None:
    assert town.differences(query.model_copy(update={"facets": names})) == []


@pytest.fixture(scope="module")
def weeks_town(open_engine: OpenEngine, analyser: Analyser) -> Town:
    """Periods only, with weekdays and dayparts of their own: every pair of both, ending now, in less than a week, or later."""
    days = [[], ["mon"], ["tue"], ["mon", "tue"], ["tue", "wed", "thu"]]
    parts: list[list[str]] = [[], ["morning"], ["evening"], ["morning", "evening"]]
    periods = [
        {"ends": "2026-11-24"},
        {"ends": "2026-11-30"},
        {"ends": "2026-12-01"},
        {"starts": "2026-11-27", "ends": "2026-12-03"},
        {"starts": "2026-11-20"},
    ]
    made = itertools.product(days, parts, periods)
    base = [one.model_dump(mode="json", by_alias=True) for one in city(5, len(days) * len(parts) * len(periods))]
    services = [
        Service.model_validate(one | {"state": "active", "weekdays": week, "dayparts": day, "schedule": period})
        for one, (week, day, period) in zip(base, made, strict=True)
    ]
    return fill(open_engine("weeks"), services, analyser)


@pytest.mark.parametrize(
    "days", [{}, {"weekday": ["tue"]}, {"weekday": ["mon", "tue"]}, {"weekday": ["wed", "sun"]}], ids=str
)
@pytest.mark.parametrize("parts", [{}, {"daypart": ["morning"]}, {"daypart": ["afternoon", "evening"]}], ids=str)
def test_a_period_with_weekdays_and_dayparts_of_its_own_is_held_as_defined(
    weeks_town: Town, days: dict[str, Any], parts: dict[str, Any]
) -> None:
    """A week has seven days, from tomorrow on: six are too few to know that a weekday is among them."""
    dates = [
        {},
        {"date_from": "2026-12-01"},
        {"date_to": "2026-12-01"},
        {"date_to": "2026-11-30"},
        {"date_from": "2026-11-27", "date_to": "2026-12-03"},
    ]
    assert [weeks_town.differences(asking(**days, **parts, **one)) for one in dates] == [[] for _ in dates]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_alone_finds_the_records_that_have_it(town: Town, word: str) -> None:
    assert town.differences(asking(q=word)) == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("kallion uimahalli", id="one record has both"),
        pytest.param("tuolijumppa senioreille", id="every word is in a name"),
        pytest.param("kirjasto kallio", id="a name and a place"),
        pytest.param("zumba olematonta", id="no record has both: one is enough"),
        pytest.param("olematonta taikka", id="no record has either"),
        pytest.param("ja on", id="nothing but stop words: no words at all"),
    ],
)
def test_records_with_all_the_words_are_found_or_else_those_with_any(town: Town, words: str) -> None:
    assert town.differences(asking(q=words)) == []


@EXAMPLES
@given(query=queries(), limit=st.integers(1, 9))
def test_pages_of_any_size_are_pieces_of_the_same_answer(town: Town, query: SearchQuery, limit: int) -> None:
    whole = [hit.id for hit in town.search(query).hits]
    small = query.model_copy(update={"limit": limit})
    for offset in (0, limit, len(whole) // 2, max(0, len(whole) - 1), len(whole), len(whole) + 5):
        page = town.engine.search(town.request(small, offset=offset))
        assert page.total == len(whole)
        assert [hit.id for hit in page.hits] == whole[offset : offset + limit]


@EXAMPLES
@given(query=queries() | queries(words=True), limit=st.integers(1, 50) | st.just(5000))
def test_pins_are_the_hits_with_a_point(town: Town, query: SearchQuery, limit: int) -> None:
    expected = town.oracle.search(query, NOW)
    total, pins = town.engine.pins(town.request(query), limit=limit)
    assert total == len(expected.pinned)
    assert tuple(pin.id for pin in pins) == expected.pinned[:limit]
    points = {service.id: {(place.lat, place.lon) for place in service.places} for service in town.services}
    assert all((pin.lat, pin.lon) in points[pin.id] for pin in pins)


@FEW_EXAMPLES
@given(cities=small_cities(), query=queries(), names=facets())
def test_any_small_city_is_searched_as_defined(
    open_engine: OpenEngine, analyser: Analyser, cities: list[Service], query: SearchQuery, names: list[str]
) -> None:
    town = fill(open_engine(f"small-{uuid.uuid4().hex}"), cities, analyser)
    assert town.differences(query.model_copy(update={"facets": names})) == []


# Wishes


WISHES: list[list[dict[str, Any]]] = [
    [{"cost": ["free"]}],
    [{"cost": ["free"]}, {"audience": ["seniors"]}],
    [{"district": ["Kallio"]}, {"accessibility": ["wheelchair"]}, {"daypart": ["evening"]}],
    [{"lat": 60.18, "lon": 24.95, "radius_m": 1500}, {"age": 65}],
    [
        {"weekday": ["tue"], "daypart": ["evening"]},
        {"registration": ["none"]},
        {"cost": ["free", "low"]},
        {"online": True},
    ],
]


def wishing(town: Town, query: SearchQuery, wishes: list[dict[str, Any]], read: str) -> Request:
    words = town.oracle.analyser.query(query.q, lang=query.lang, understood=read)
    return Request(query, words, NOW, wishes=tuple(Wish(SearchQuery.model_validate(one)) for one in wishes))


@pytest.mark.parametrize("wishes", WISHES, ids=str)
@pytest.mark.parametrize("read", ["", "ilmainen kallio", "jumppa"], ids=lambda text: text or "nothing named")
@FEW_EXAMPLES
@given(query=queries(sorts=("relevance",)))
def test_with_no_words_left_a_hit_meets_a_wish_or_names_what_was_understood(
    town: Town, wishes: list[dict[str, Any]], read: str, query: SearchQuery
) -> None:
    request = wishing(town, query, wishes, read)
    assert not request.words
    expected = town.oracle.search(query, NOW)
    answers = [town.oracle.wished(wish.query, NOW) for wish in request.wishes]
    met = {key: tuple(answer[key] for answer in answers) for key in expected.ids}
    named = town.oracle.naming(request.words.hints)
    wanted = {key for key in expected.ids if True in met[key] or key in named}
    answer = whole_answer(town.engine, request)
    assert (answer.total, {hit.id: hit.met for hit in answer.hits}) == (len(wanted), {key: met[key] for key in wanted})
    assert _wrong_order(replace(expected, ids_in_order=None), answer) == []
    assert _wrong_levels(answer) == []


@pytest.mark.parametrize("wishes", WISHES, ids=str)
@pytest.mark.parametrize("q", ["jumppa", "kallio", "kirjasto kallio"])
@FEW_EXAMPLES
@given(query=queries(sorts=("relevance",)))
def test_with_words_left_wishes_change_no_set_and_no_count(
    town: Town, wishes: list[dict[str, Any]], q: str, query: SearchQuery
) -> None:
    query = query.model_copy(update={"q": q, "facets": ["cost"]})
    expected = town.oracle.search(query, NOW)
    answers = [town.oracle.wished(SearchQuery.model_validate(one), NOW) for one in wishes]
    answer = whole_answer(town.engine, wishing(town, query, wishes, ""))
    assert differences(expected, answer) == []
    assert {hit.id: hit.met for hit in answer.hits} == {key: tuple(one[key] for one in answers) for key in expected.ids}


@pytest.mark.parametrize("q", ["jumppa", "kirjasto"])
def test_of_records_alike_the_one_that_meets_a_wish_comes_before_the_one_that_does_not(
    open_engine: OpenEngine, analyser: Analyser, q: str
) -> None:
    base = active_city(5, 1)[0].model_dump(mode="json", by_alias=True)
    same = base | {"name": {"fi": q}, "summary": {}, "description": {}, "keywords": [], "schedule": {}, "places": []}
    classes = ["paid", "unknown", "free"]
    services = [
        Service.model_validate(
            same
            | {
                "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, str(n))),
                "cost": {**same["cost"], "class": one, "min_eur": None, "max_eur": None, "pay_up_front_eur": None},
            }
        )
        for n, one in enumerate(classes)
    ]
    town = fill(open_engine(f"alike-{q}"), services, analyser)
    answer = town.engine.search(wishing(town, asking(q=q), [{"cost": ["free"]}], ""))
    assert [hit.met for hit in answer.hits] == [(True,), (None,), (False,)]
    assert [round(hit.score / answer.hits[0].score, 2) for hit in answer.hits] == [1.0, 0.5, 0.25]


def _wrong_levels(answer: Answer) -> list[str]:
    """Each step away from meeting all the wishes halves a score; words that only rank at most double it."""
    return [
        f"{hit.id}: score {hit.score} for {hit.met}"
        for hit in answer.hits
        if not 0.5 ** level_of(hit) - 0.0001 <= hit.score <= 2 * 0.5 ** level_of(hit) + 0.0001
    ]


def level_of(hit: Hit) -> int:
    """Two for a wish that is not met, one for one of which nobody knows."""
    return sum({True: 0, None: 1, False: 2}[one] for one in hit.met)


# Vocabulary


def test_the_vocabulary_is_of_the_records_that_came_and_corrects_by_their_words(
    new_engine: Engine, analyser: Analyser
) -> None:
    assert not new_engine.vocabulary()
    services = active_city(5, 80)
    new_engine.rebuild(entries(services[:40]), position=40)
    new_engine.apply(entries(services[40:60], after=40), [], position=60)
    new_engine.apply(entries(services[60:], after=60), [services[0].id], position=81)
    whole = Vocabulary()
    for service in services:
        whole.add(analyser.document(service))
    found = new_engine.vocabulary()
    assert found.records == whole.records
    assert found.said.keys() == whole.said.keys()
    assert found.places == whole.places


def test_a_word_that_no_record_has_is_taken_for_a_near_one_of_the_index(town: Town, analyser: Analyser) -> None:
    corrected = analyser.corrections("kirajsto", lang="fi", vocabulary=town.engine.vocabulary())
    assert corrected == (("kirajsto", "kirjasto"),)


def test_the_vocabulary_outlives_many_small_changes(new_engine: Engine, analyser: Analyser) -> None:
    services = active_city(5, 60)
    new_engine.rebuild(entries(services[:10]), position=10)
    for number, service in enumerate(services[10:35], start=11):
        new_engine.apply([Entry(number, service)], [], position=number)
    whole = Vocabulary()
    for service in services[:35]:
        whole.add(analyser.document(service))
    assert new_engine.vocabulary().records == whole.records
    assert Town(new_engine, Oracle(services[:35], analyser), services[:35]).differences(ALL) == []


# Versions


def test_an_index_of_another_version_counts_as_none_until_it_is_made_anew(
    open_engine: OpenEngine, analyser: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"version-{uuid.uuid4().hex}"
    fill(open_engine(name), active_city(5, 20), analyser)
    monkeypatch.setattr(analyser, "version", "a newer one")
    newer = open_engine(name)
    health = newer.health()
    assert (health.ok, health.position, newer.position(), bool(newer.vocabulary())) == (False, 0, 0, False)
    assert "version" in health.note
    town = fill(newer, active_city(5, 20), analyser)
    assert town.differences(ALL) == []
    assert newer.health().ok


# Suggestions


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "prefix", ["j", "jump", "Kir", "TÖÖ", "dans", "senior", "sw", "Gym", "kuntosali sen", "kunto sen", "zzz"]
)
def test_suggestions_are_names_of_current_offerings_and_those_in_the_language_come_first(
    town: Town, prefix: str, lang: Lang
) -> None:
    names = [one["name"] for one in town.oracle.services if is_current(one, NOW)]
    fitting = {name for texts in names for name in texts.values() if begins_words(name, prefix)}
    in_lang = {texts[lang] for texts in names if lang in texts} & fitting
    found = town.engine.suggest(prefix, lang=lang, limit=3, now=NOW, kinds=["offering"])
    suggested = [one.text for one in found]
    assert set(suggested) <= fitting
    assert min(3, len({name.casefold() for name in fitting})) <= len(set(suggested)) == len(suggested) <= 3
    assert [name in in_lang for name in suggested] == sorted((name in in_lang for name in suggested), reverse=True)
    assert sum(name in in_lang for name in suggested) >= min(3, len({name.casefold() for name in in_lang}))


def begins_words(name: str, prefix: str) -> bool:
    return all(any(word.startswith(begin) for word in split_words(name)) for begin in split_words(prefix))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("prefix", ["ka", "Be", "ui", "kir", "TÖÖ", "lii", "sen", "kirjasto ka", "zzz"])
@pytest.mark.parametrize("is_changed", [False, True])
def test_suggestions_of_every_kind_come_by_how_many_current_records_they_lead_to(
    town: Town, changed_town: Town, is_changed: bool, prefix: str, lang: Lang
) -> None:
    town = changed_town if is_changed else town
    current = [one for one in town.oracle.services if is_current(one, NOW)]
    expected = []
    for kind in SUGGESTED:
        ranked: list[Suggestion] = []
        for tongue in sorted(LANGS, key=lambda one: one != lang):
            counts = Counter(text for one in current for text in {names.get(tongue) for names in texts_of(one, kind)})
            fitting = [(text, hits) for text, hits in counts.items() if text and begins_words(text, prefix)]
            fitting.sort(key=lambda one: (-one[1], len(one[0].encode()), one[0]))
            ranked += [Suggestion(text, kind, tongue, hits) for text, hits in fitting]
        first = {one.text: n for n, one in reversed(list(enumerate(ranked)))}
        expected += [ranked[n] for n in sorted(first.values())][:4]
    assert town.engine.suggest(prefix, lang=lang, limit=4, now=NOW) == expected


def texts_of(service: dict[str, Any], kind: Suggested) -> list[dict[str, str]]:
    """The texts of a record by which it may be suggested as something of that kind."""
    match kind:
        case "offering":
            return [service["name"]]
        case "venue":
            return [place["name"] for place in service["places"]]
        case "district":
            return [place["district"] for place in service["places"]]
        case "word":
            return [keyword["label"] for keyword in service["keywords"]]


# Changes


@EXAMPLES
@given(query=queries() | queries(words=True), names=facets())
def test_after_additions_changes_and_removals_nothing_of_the_old_is_left(
    changed_town: Town, query: SearchQuery, names: list[str]
) -> None:
    assert changed_town.differences(query.model_copy(update={"facets": names})) == []


@FEW_EXAMPLES
@given(batches=st.lists(st.tuples(small_cities(4), small_cities(3)), min_size=1, max_size=4), query=queries())
def test_any_batches_of_changes_lead_to_what_the_ledger_says(
    open_engine: OpenEngine,
    analyser: Analyser,
    batches: list[tuple[list[Service], list[Service]]],
    query: SearchQuery,
) -> None:
    engine = open_engine(f"batches-{uuid.uuid4().hex}")
    ledger: dict[str, Service] = {}
    for position, (adds, gone) in enumerate(batches, start=1):
        removes = {service.id for service in gone} - {service.id for service in adds}
        engine.apply(entries(adds), removes, position=position)
        ledger = {key: one for key, one in ledger.items() if key not in removes} | {one.id: one for one in adds}
    town = Town(engine, Oracle(ledger.values(), analyser), list(ledger.values()))
    assert town.differences(ALL) == []
    assert town.differences(query) == []
    assert engine.position() == len(batches)


def test_the_same_batch_twice_changes_nothing_more(new_engine: Engine, analyser: Analyser) -> None:
    services = active_city(5, 40)
    gone = [service.id for service in services[20:]]
    new_engine.apply(entries(services), [], position=40)
    for _ in range(2):
        new_engine.apply(entries(services[:10], after=40), gone, position=50)
    assert Town(new_engine, Oracle(services[:20], analyser), services[:20]).differences(ALL_AND_FACETS) == []
    assert (new_engine.position(), new_engine.health().records) == (50, 20)


def test_a_batch_that_breaks_off_leaves_everything_as_it_was(new_engine: Engine, analyser: Analyser) -> None:
    town = fill(new_engine, city(5, 20), analyser)

    def broken_off() -> Iterator[Entry]:
        yield from entries(city(6, 40), after=20)
        raise OSError("the ledger went away")

    with pytest.raises(OSError, match="the ledger went away"):
        new_engine.apply(broken_off(), [town.services[0].id], position=60)
    assert new_engine.position() == 20
    assert town.differences(ALL) == []


def test_removing_what_was_never_there_is_no_error(new_engine: Engine, analyser: Analyser) -> None:
    town = fill(new_engine, city(5, 20), analyser)
    new_engine.apply([], [city(5, 99)[-1].id], position=21)
    assert new_engine.position() == 21
    assert town.differences(ALL) == []


def test_a_rebuild_leaves_only_what_it_was_given(new_engine: Engine, analyser: Analyser) -> None:
    fill(new_engine, city(5, 60), analyser)
    new_engine.apply(entries(city(6, 80)[60:], after=60), [], position=80)
    town = fill(new_engine, active_city(7, 40)[20:30], analyser)
    assert town.differences(ALL_AND_FACETS) == []
    assert (new_engine.position(), new_engine.health().records) == (10, 10)


def test_changes_after_a_rebuild_are_taken_in(new_engine: Engine, analyser: Analyser) -> None:
    fill(new_engine, city(5, 30), analyser)
    new_engine.apply(entries(city(6, 30), after=30), [], position=60)
    assert Town(new_engine, Oracle(city(6, 30), analyser), city(6, 30)).differences(ALL) == []


def test_searches_go_on_during_a_rebuild_and_see_the_old_city_or_the_new(
    new_engine: Engine, analyser: Analyser
) -> None:
    old = fill(new_engine, city(5, 50), analyser)
    new = Town(new_engine, Oracle(city(6, 200), analyser), city(6, 200))
    right = [(town.oracle.search(ALL, NOW).total, len(town.services)) for town in (old, new)]
    with ThreadPoolExecutor(1) as pool:
        rebuilding = pool.submit(new_engine.rebuild, entries(new.services), position=200)
        while not rebuilding.done():
            answer = new_engine.search(old.request(ALL))
            assert (answer.total, answer.as_of) in right
    rebuilding.result()
    assert new.differences(ALL) == []


def test_an_engine_that_is_opened_again_answers_as_before(open_engine: OpenEngine, analyser: Analyser) -> None:
    services = active_city(5, 60)
    engine = open_engine("again")
    engine.rebuild(entries(services[:40]), position=40)
    engine.apply(entries(services[40:], after=40), [services[0].id], position=61)
    town = Town(open_engine("again"), Oracle(services[1:], analyser), services[1:])
    assert town.differences(asking(q="jumppa", facets=["all"])) == []
    assert (town.engine.position(), town.engine.health().records) == (61, len(services) - 1)


# Position and health


def test_a_new_engine_is_at_the_ledgers_beginning(new_engine: Engine) -> None:
    assert (new_engine.position(), new_engine.health().position, new_engine.health().records) == (0, 0, 0)


def test_an_engine_filled_with_nothing_answers_that_there_is_nothing(new_engine: Engine, analyser: Analyser) -> None:
    town = fill(new_engine, [], analyser)
    assert town.differences(asking(facets=["all"], q="jumppa", cost=["free"])) == []
    assert new_engine.suggest("jumppa", lang="fi", limit=5, now=NOW) == []
    assert new_engine.pins(town.request(ALL), limit=5) == (0, [])


def test_position_is_the_last_one_taken_in_and_answers_say_so(new_engine: Engine, analyser: Analyser) -> None:
    town = fill(new_engine, city(5, 20), analyser)
    new_engine.apply([], [], position=4711)
    assert new_engine.position() == new_engine.health().position == 4711
    assert town.search(ALL).as_of == 4711


def test_health_names_the_engine_and_counts_its_records(new_engine: Engine, analyser: Analyser) -> None:
    town = fill(new_engine, active_city(5, 60), analyser)
    health = new_engine.health()
    assert (health.ok, health.engine, health.records) == (True, new_engine.name, len(town.services))


# The comparison itself notices what is wrong

SEARCH_WITH_EVERYTHING = asking(
    lat=60.18, lon=24.95, cost=["free"], age=65, unknown="include", sort="distance", facets=["all"]
)


def _with_hit(answer: Answer, index: int, **changes: object) -> Answer:
    hits = list(answer.hits)
    hits[index] = hits[index]._replace(**changes)  # type: ignore[arg-type]
    return replace(answer, hits=hits)


@pytest.mark.parametrize(
    ("spoil", "aspect"),
    [
        pytest.param(lambda a: replace(a, total=a.total + 1), "hits", id="one too many in the total"),
        pytest.param(lambda a: replace(a, hits=a.hits[:-1]), "hits", id="a lost hit"),
        pytest.param(lambda a: replace(a, hits=[*a.hits, a.hits[0]]), "hits", id="a hit twice"),
        pytest.param(lambda a: _with_hit(a, 0, id=city(1, 301)[-1].id), "hits", id="a record that is no hit"),
        pytest.param(lambda a: replace(a, hits=[a.hits[1], a.hits[0], *a.hits[2:]]), "order", id="two hits swapped"),
        pytest.param(lambda a: _with_hit(a, 0, distance_m=a.hits[0].distance_m + 1), "views", id="one metre more"),
        pytest.param(lambda a: _with_hit(a, 0, place=9), "views", id="another place"),
        pytest.param(lambda a: _with_hit(a, 0, unknowns=9), "views", id="other unknowns of a hit"),
        pytest.param(lambda a: _with_hit(a, 0, next_start=NOW - timedelta(days=1)), "views", id="a start that is past"),
        pytest.param(lambda a: replace(a, unknown={**a.unknown, "cost": 0}), "unknown", id="another count of unknowns"),
        pytest.param(lambda a: replace(a, unknown={}), "unknown", id="no counts of unknowns"),
        pytest.param(lambda a: replace(a, unknown={**a.unknown, "kind": 0}), "unknown", id="a filter too many"),
        pytest.param(lambda a: replace(a, facets={**a.facets, "kind": {}}), "facets", id="a facet without values"),
        pytest.param(
            lambda a: replace(a, facets={**a.facets, "district": {**a.facets["district"], "Kallio": 1}}),
            "facets",
            id="another count in a facet",
        ),
    ],
)
def test_the_comparison_notices_a_wrong_answer(oracle: Oracle, spoil: Callable[[Answer], Answer], aspect: str) -> None:
    expected, right = oracle.search(SEARCH_WITH_EVERYTHING, NOW), right_answer(oracle, SEARCH_WITH_EVERYTHING)
    assert differences(expected, right) == []
    assert differences(expected, spoil(right), of=aspect) != []


def right_answer(oracle: Oracle, query: SearchQuery) -> Answer:
    """The oracle's answer in the engines' words: the self-check needs no engine to be right."""
    expected = oracle.search(query, NOW)
    assert expected.ids_in_order is not None
    hits = [
        Hit(
            id=key,
            score=0.0,
            distance_m=expected.distances[key],
            next_start=expected.next_starts[key],
            unknowns=expected.unknowns[key],
            place=min(expected.nearest[key], default=None),
        )
        for key in expected.ids_in_order
    ]
    return Answer(total=expected.total, hits=hits, as_of=300, unknown=expected.unknown, facets=expected.facets)


def test_the_comparison_notices_an_engine_that_missed_one_change(oracle: Oracle, analyser: Analyser) -> None:
    first, *others = sorted(city(1, 300), key=lambda one: one.id not in oracle.search(ALL, NOW).ids)
    newer = Oracle([first.model_copy(update={"state": State.CANCELLED}), *others], analyser)
    stale = right_answer(oracle, ALL)
    assert differences(newer.search(ALL, NOW), stale, of="hits") == [
        f"total {stale.total}, not {stale.total - 1}",
        f"no hit: {first.id}",
    ]
