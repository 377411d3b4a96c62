"""How much is known: stated, worked out, or unknown and why."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.completeness import VALUES, Standing, completeness, standing_of
from liiku.completeness import completeness_rows, completeness_table
from liiku.context import Context
from schemas.identity import service_id
from schemas.service import Service


def service(**parts: Any) -> Service:
    given = {
        "id": service_id("linkedevents", "helsinki:a"), "kind": "event", "name": {"fi": "Jumppa"},
        "provenance": {"source": "linkedevents", "source_id": "helsinki:a", "licence": "CC BY 4.0", "attribution": "x"},
    }  # fmt: skip
    return Service.model_validate(given | parts)


def standing(name: str, **parts: Any) -> Standing:
    value = next(v for v in VALUES if v.name == name)
    made = service(**parts)
    words = "\n".join([*made.name.values(), *made.description.values(), *made.cost.text.values()])
    return standing_of(value, made, words)


def note(pointer: str, by: str) -> dict[str, str]:
    return {"pointer": pointer, "by": by, "from": "x"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"cost": {"class": "free"}}, Standing.STATED),
        ({"cost": {"class": "free"}, "derived": [note("/cost", "cost.offers")]}, Standing.DERIVED),
        ({}, Standing.NOT_STATED),
        ({"description": {"fi": "Osallistumismaksu peritään paikan päällä."}}, Standing.NOT_READ),
        ({"derived": [note("/cost", "cost.contradiction")]}, Standing.CONTRADICTORY),
        ({"derived": [note("/costs", "cost.contradiction")]}, Standing.NOT_STATED),
    ],
)
def test_a_values_standing_is_by_what_the_record_and_its_texts_say(parts: dict[str, Any], expected: Standing) -> None:
    assert standing("cost", **parts) is expected


def test_each_value_of_each_offering_is_counted_once_and_what_was_not_read_is_named() -> None:
    made = [service(), service(description={"sv": "Avgift 5 €"})]
    table = completeness(made)
    assert {name: sum(fill.counts.values()) for name, fill in table.items()} == {v.name: 2 for v in VALUES}
    assert table["cost"].not_read == ["helsinki:a"]


def test_the_table_of_the_sample_city_adds_up_for_each_source(sample: Context) -> None:
    whole = completeness_rows(sample, None)
    parts = [completeness_rows(sample, name) for name in sample.sources]
    for number, row in enumerate(whole):
        for column in Standing:
            assert row[column.value] == sum(part[number][column.value] for part in parts)
    assert completeness_table(whole).count("\n") == len(VALUES) + 1
