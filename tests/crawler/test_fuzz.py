"""Any JSON value at any place of any sample row: a record, or a refusal that says where; never another exception, never markup."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replay.sample import load_city
from crawler.replay.upstream import Row, Upstream
from crawler.rows import RowRefused
from crawler.scope import ScopeRules
from crawler.sources.divisions_rows import read_area
from crawler.sources.ilmonet_rows import read_course
from crawler.sources.linkedevents_rows import read_event, read_keyword, read_place
from crawler.sources.palvelukartta_rows import read_tree, read_unit, read_words
from indexer.compose import compose
from indexer.diff import last_moment, record_body
from liiku.context import BUNDLED_SOURCES
from schemas.record import Item, Record
from schemas.service import LANGS
from schemas.source import Source, read_yaml
from tests.conftest import SAMPLE_NOW
from tests.crawler.upstreams import real_city

RULES = ScopeRules.read(BUNDLED_SOURCES / "scope.yaml")
SOURCES = {path.stem: read_yaml(path, Source) for path in BUNDLED_SOURCES.glob("*.yaml") if path.stem != "scope"}
NOISE = ["", " ", "\x00", "<script>alert(1)</script>", "a" * 5000, "maksuton 5 € ilmoittaudu", "9999-12-31T23:59:59Z", "٣٤ v", "１２–１５ v"]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.sampled_from(NOISE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["fi", "sv", "id", "@id", "name", "x"]), inner),
    max_leaves=8,
)  # fmt: skip
Reader = Callable[[Any], Record]


def readers_of(city: Upstream) -> list[tuple[list[Row], Reader]]:
    tree, words = read_tree(city.ontologytree), read_words(city.ontologyword)
    register, events = SOURCES["palvelukartta"], SOURCES["linkedevents"]
    districts = city.layers.get("avoindata:Kaupunginosajako", {}).get("features", [])
    return [
        (city.units, lambda row: read_unit(row, register, RULES, tree, words)),
        (city.events, lambda row: read_event(row, events, RULES)),
        (city.places, lambda row: read_place(row, events)),
        (city.keywords, lambda row: read_keyword(row, events)),
        (city.courses.get("fi", []), lambda row: read_course(row, SOURCES["ilmonet"], lang="fi")),
        (districts, lambda row: read_area(row, SOURCES["divisions"], "district", system=3879)),
    ]


SAMPLE = readers_of(load_city(SAMPLE_NOW))


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a value, the value itself first."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from paths_of(one, (*path, key))


def replaced(row: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = copy.deepcopy(row)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = odd
    return changed


def texts_of(value: Any) -> Iterator[str]:
    """All texts by language in a value; ids and addresses are no texts."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name in LANGS and isinstance(one, str):
                yield one
            else:
                yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


def assert_read_or_refused(row: Any, read: Reader) -> None:
    try:
        record = read(row)
    except RowRefused as refused:
        refused.refusal("event", "https://example.org").model_dump_json().encode()
        return
    Item(op="put", collection=record.collection, key=record.key, record=record).model_dump_json().encode()
    assert record_body(record)
    last_moment(record)
    if record.offering is not None:
        service = compose(record, (), {}, SOURCES).service
        assert not [text for text in texts_of(service.model_dump()) if "<script" in text]


@settings(max_examples=400)
@given(st.data())
def test_any_json_at_any_place_of_a_sample_row_is_read_or_refused(data: st.DataObject) -> None:
    rows, read = SAMPLE[data.draw(st.integers(0, len(SAMPLE) - 1))]
    row = rows[data.draw(st.integers(0, len(rows) - 1))]
    places = list(paths_of(row))
    where = places[data.draw(st.integers(0, len(places) - 1))]
    assert_read_or_refused(replaced(row, where, data.draw(JSON)), read)


def test_every_place_of_real_rows_takes_each_kind_of_odd_value() -> None:
    odd: list[Any] = [
        None,
        True,
        -1,
        1e308,
        "",
        "x",
        "<b>x</b><script>alert(1)</script>",
        [],
        [[]],
        {},
        {"fi": {}},
        [None, 5],
    ]
    chosen = random.Random(20261122)
    for rows, read in readers_of(real_city()):
        for row in rows[:25]:
            assert_read_or_refused(row, read)
            for where in chosen.choices(list(paths_of(row)), k=6):
                for value in odd:
                    assert_read_or_refused(replaced(row, where, value), read)


def test_a_script_in_any_text_of_a_row_is_not_in_the_offering() -> None:
    for rows, read in SAMPLE:
        row = json.loads(json.dumps(rows[0]))
        for where in list(paths_of(row)):
            found = row
            for key in where:
                found = found[key]
            if isinstance(found, str):
                assert_read_or_refused(replaced(row, where, f"{found}<script>alert(1)</script>"), read)
