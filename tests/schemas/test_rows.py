"""Whatever JSON an upstream sends in a row's place, its reader makes a record of it or refuses it; it never breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.rows import RowRefused
from crawler.scope import ScopeRules, ServiceTree
from crawler.sources.filelist_fields import FIELDS as ENTRY_FIELDS
from crawler.sources.filelist_rows import read_entry
from crawler.sources.ilmonet_rows import KNOWN_FIELDS as COURSE_FIELDS
from crawler.sources.ilmonet_rows import read_course
from crawler.sources.linkedevents_checks import KNOWN_FIELDS as EVENT_FIELDS
from crawler.sources.linkedevents_rows import read_event, read_keyword, read_place
from crawler.sources.palvelukartta_rows import KNOWN_FIELDS as UNIT_FIELDS
from crawler.sources.palvelukartta_rows import read_unit
from liiku.context import BUNDLED_SOURCES
from schemas.record import Item, Record
from schemas.source import Source, read_yaml

RULES = ScopeRules.read(BUNDLED_SOURCES / "scope.yaml")
EVENTS, UNITS, COURSES = (
    read_yaml(BUNDLED_SOURCES / f"{n}.yaml", Source) for n in ("linkedevents", "palvelukartta", "ilmonet")
)
LIST = Source.model_validate(
    {"name": "kerhot", "title": "K", "spider": "file", "licence": "CC0", "attribution": "K", "contact": "a@example.org"}
)
TREE = ServiceTree({551: 1403, 684: 551})
READERS: dict[str, tuple[Callable[[Any], Record], dict[str, Any], list[str]]] = {
    "event": (lambda v: read_event(v, EVENTS, RULES), {"id": "helsinki:a", "name": {"fi": "Jumppa"}, "start_time": None}, sorted(EVENT_FIELDS)),
    "place": (lambda v: read_place(v, EVENTS), {"id": "tprek:1"}, ["name", "position", "divisions", "street_address", "address_locality", "postal_code"]),
    "keyword": (lambda v: read_keyword(v, EVENTS), {"id": "yso:p1"}, ["name", "alt_labels", "deprecated", "replaced_by"]),
    "unit": (lambda v: read_unit(v, UNITS, RULES, TREE, {684: {"fi": "uinti"}}), {"id": 1, "name_fi": "Halli"}, sorted(UNIT_FIELDS)),
    "course": (lambda v: read_course(v, COURSES, lang="fi"), {"code": "A1", "name": "Kurssi"}, sorted(COURSE_FIELDS)),
    "entry": (lambda v: read_entry(v, LIST), {"source_id": "a", "kind": "event", "name": {"fi": "Konsertti"}}, sorted(ENTRY_FIELDS)),
}  # fmt: skip
INNER_KEYS = [
    "@id",
    "id",
    "fi",
    "sv",
    "name",
    "name_fi",
    "coordinates",
    "type",
    "is_free",
    "price",
    "section_type",
    "url",
    "license",
    "city",
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.sampled_from(["2026-11-24", "0026-09-23", "2026-11-24T10:00:00Z", "http://[::1", "11:red", "PRICE", "cc_by", "tprek:1", "0", "1e999", "\x00", "5 €"]),
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(INNER_KEYS), one, max_size=4),
    max_leaves=8,
)
MANY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", READERS)
def test_a_row_with_the_least_that_it_needs_is_read(name: str) -> None:
    read, least, _ = READERS[name]
    assert read(least).collection == name


@pytest.mark.parametrize("name", READERS)
def test_any_json_value_is_read_or_refused(name: str) -> None:
    read, least, fields = READERS[name]

    @MANY
    @given(JSON | st.dictionaries(st.sampled_from([*fields, *least]), JSON, max_size=6).map(lambda some: least | some))
    def holds(value: Any) -> None:
        try:
            record = read(value)
        except RowRefused as refused:
            refused.refusal(name, "https://example.org").model_dump_json()  # type: ignore[arg-type]
        else:
            written = Item(op="put", collection=record.collection, key=record.key, record=record).model_dump_json()
            assert Item.model_validate_json(written).record == record

    holds()


def test_a_course_has_its_own_name_and_not_that_of_its_room() -> None:
    row = {
        "code": "A1",
        "name": "Kuorolaulu",
        "locations": [{"name": "Luokka 5", "address": "Testikatu 1", "city": "HELSINKI"}],
    }
    course = read_course(row, COURSES, lang="fi").offering
    assert course is not None
    assert (course.name, course.places[0].name) == ({"fi": "Kuorolaulu"}, {"fi": "Luokka 5"})
