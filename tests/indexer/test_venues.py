"""What side sources say of a venue: counts, opening hours, descriptions; what it hands on, and what it keeps for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from indexer.compose import compose
from indexer.venues import NOTHING_DESCRIBED, Descriptions, hours_key, units_told_of
from liiku.context import BUNDLED_SOURCES
from schemas.record import Links, Record, RecordKey, ServiceDescription, UnitHours
from schemas.service import (
    AccessState,
    Audience,
    CostClass,
    Kind,
    Offering,
    OpeningHours,
    Profile,
    Registration,
    Service,
)
from schemas.source import Source, read_yaml

SOURCES: Mapping[str, Source] = {
    name: read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("palvelukartta", "linkedevents")
}
WHEELCHAIR = ("11", "12", "13")
RULE = "unknown; 2026 Jan 01+ off; 2026 Jan 01+ Mo-Fr 08:00-20:00"


def lights(*wheelchair: str) -> dict[str, str]:
    return dict(zip(WHEELCHAIR, wheelchair, strict=True))


def unit(viewpoints: dict[str, str] | None = None, **parts: Any) -> Record:
    offering = Offering.model_validate({"kind": Kind.VENUE, "name": {"fi": "Halli"}, "places": [{"source_id": "tprek:1"}]} | parts)  # fmt: skip
    return Record(
        source="palvelukartta", collection="unit", key="tprek:1", scope="tree:551", offering=offering, viewpoints=viewpoints or {},
    )  # fmt: skip


def event() -> Record:
    offering = Offering(kind=Kind.EVENT, name={"fi": "Jumppa"})
    return Record(
        source="linkedevents", collection="event", key="helsinki:e", scope="public_programme", offering=offering,
        links=Links(place="tprek:1"),
    )  # fmt: skip


def counts(**by_profile: int) -> Record:
    return Record(source="servicemap", collection="shortcomings", key="tprek:1", scope="side", shortcomings=by_profile)


def shortage(**texts: list[str]) -> Record:
    by_viewpoint = {number.removeprefix("v"): said for number, said in texts.items()}
    return Record(source="palvelukartta", collection="shortage", key="tprek:1", scope="side", shortages=by_viewpoint)


def hours(rule: str | None = RULE, text: str = "ma–pe 8–20") -> Record:
    told = UnitHours(opening_hours=OpeningHours(text={"fi": text}, rule=rule), usual_week=date(2026, 1, 12))
    return Record(source="hauki", collection="hours", key="tprek:1", scope="side", hours=told)


def description(key: str = "7", **parts: Any) -> Record:
    told = ServiceDescription.model_validate({"title": {"fi": "Palvelu"}, "units": ["tprek:1"]} | parts)
    return Record(source="vpalvelurekisteri", collection="description", key=key, scope="side", description=told)


def service(main: Record, *found: Record, told: Descriptions = NOTHING_DESCRIBED) -> Service:
    return compose(main, (), {one.identity(): one for one in found}, SOURCES, descriptions=told).service


def notes(of: Service, pointer: str) -> list[tuple[str, str]]:
    return [(note.by, note.evidence) for note in of.derived if note.pointer == pointer]


@pytest.mark.parametrize(
    ("colours", "side", "state", "number"),
    [
        pytest.param(("red", "red", "red"), [counts(wheelchair=5)], AccessState.SHORTCOMINGS, 5, id="a count stays"),
        pytest.param(("red", "green", "red"), [counts(wheelchair=5)], AccessState.PARTLY, 5, id="partly, with a count"),
        pytest.param(("green", "green", "green"), [counts(wheelchair=0)], AccessState.NO_KNOWN_SHORTCOMINGS, 0, id="all green"),
        pytest.param(("green", "green", "green"), [], AccessState.NO_KNOWN_SHORTCOMINGS, 0, id="all green, not counted"),
        pytest.param(("unknown",) * 3, [counts(wheelchair=0)], AccessState.UNKNOWN, None, id="zero of the unknown is unknown"),
        pytest.param(("green", "unknown", "green"), [counts(wheelchair=0)], AccessState.UNKNOWN, None, id="zero, one unknown"),
        pytest.param(("red",) * 3, [counts(wheelchair=0)], AccessState.SHORTCOMINGS, None, id="zero with red, no texts"),
        pytest.param(("red",) * 3, [counts(wheelchair=0), shortage(v11=["Kynnys.", "Ovi."], v12=["Ovi."])], AccessState.SHORTCOMINGS, 2, id="zero with red: unique texts"),
        pytest.param(("red",) * 3, [counts(rollator=3)], AccessState.SHORTCOMINGS, None, id="a missing profile is not zero"),
    ],
)  # fmt: skip
def test_counts_are_weighed_with_the_lights(
    colours: tuple[str, ...], side: list[Record], state: AccessState, number: int | None
) -> None:
    venue = unit(lights(*colours))
    for made in (service(venue, *side), service(event(), venue, *side)):
        access = made.accessibility.of(Profile.WHEELCHAIR)
        assert (access.state, access.shortcomings) == (state, number)


def test_a_count_without_lights_still_counts_and_zero_without_lights_says_nothing() -> None:
    access = service(unit(), counts(wheelchair=4, rollator=0)).accessibility
    assert (access.wheelchair.state, access.wheelchair.shortcomings) == (AccessState.SHORTCOMINGS, 4)
    assert (access.rollator.state, access.rollator.shortcomings) == (AccessState.UNKNOWN, None)


def test_accessibility_says_that_it_comes_from_the_counts_too_also_in_what_is_held_there() -> None:
    venue, counted = unit(lights("red", "red", "red")), counts(wheelchair=5)
    ((_, own),) = notes(service(venue, counted), "/accessibility")
    ((_, inherited),) = notes(service(event(), venue, counted), "/accessibility")
    assert "servicemap/shortcomings/tprek:1" in own
    assert "servicemap/shortcomings/tprek:1 (inherited from the venue)" in inherited
    assert "servicemap" not in notes(service(venue, counts()), "/accessibility")[0][1]


def test_hauki_takes_the_place_of_the_registers_text_and_of_what_was_read_from_it() -> None:
    read = {"pointer": "/opening_hours/rule", "by": "opening_hours.text", "from": "ma-pe 8-20"}
    venue = unit(opening_hours={"text": {"fi": "ma-pe 8-20"}, "rule": "Mo-Fr 08:00-20:00; PH unknown"}, derived=[read])
    made = service(venue, hours())
    assert (made.opening_hours.rule, made.opening_hours.text) == (RULE, {"fi": "ma–pe 8–20"})
    assert notes(made, "/opening_hours") == [("hauki.date_periods", "hauki/hours/tprek:1")]
    assert notes(made, "/opening_hours/rule") == []


@pytest.mark.parametrize("rule", ["Mo-Fr 08:00-18:00", None], ids=["other hours", "a text that nobody can read"])
def test_what_the_register_says_else_is_noted(rule: str | None) -> None:
    made = service(unit(opening_hours={"text": {"fi": "ma-pe 8-18"}, "rule": rule}), hours())
    assert made.opening_hours.rule == RULE
    assert notes(made, "/opening_hours")[1] == ("hauki.register_says_else", "palvelukartta/unit/tprek:1: ma-pe 8-18")


def test_hours_that_can_be_said_but_not_ruled_leave_no_rule_of_the_register_beside_them() -> None:
    made = service(unit(opening_hours={"text": {"fi": "ma-pe 8-18"}, "rule": "Mo-Fr 08:00-18:00"}), hours(rule=None))
    assert (made.opening_hours.rule, made.opening_hours.text) == (None, {"fi": "ma–pe 8–20"})


def test_without_hauki_the_registers_hours_stay_and_an_event_has_neither() -> None:
    own = {"text": {"fi": "ma-pe 8-18"}, "rule": "Mo-Fr 08:00-18:00"}
    assert service(unit(opening_hours=own)).opening_hours.rule == "Mo-Fr 08:00-18:00"
    assert service(event(), unit(opening_hours=own), hours()).opening_hours == OpeningHours()


def test_audiences_are_those_that_all_descriptions_name_with_what_the_unit_says_itself() -> None:
    told = Descriptions(
        [
            description("8", audiences=["seniors"], target_groups=["ELDERLY_PEOPLE", "INDIVIDUALS"]),
            description("10", audiences=["children", "families"], target_groups=["CHILDREN_AND_FAMILIES"]),
        ]
    )
    made = service(unit(audiences=["women"]), told=told)
    assert made.audiences == [Audience.CHILDREN, Audience.SENIORS, Audience.FAMILIES, Audience.WOMEN]
    assert notes(made, "/audiences") == [
        ("descriptions.target_groups", "vpalvelurekisteri/description/8: Palvelu (ELDERLY_PEOPLE, INDIVIDUALS)"),
        ("descriptions.target_groups", "vpalvelurekisteri/description/10: Palvelu (CHILDREN_AND_FAMILIES)"),
    ]


def test_a_venue_with_a_service_for_nobody_in_particular_is_not_only_for_the_groups_that_its_others_name() -> None:
    told = Descriptions(
        [
            description("8", audiences=["children"], target_groups=["CHILDREN_AND_FAMILIES"]),
            description("9", audiences=[], target_groups=["INDIVIDUALS"]),
        ]
    )
    made = service(unit(), told=told)
    assert (made.audiences, notes(made, "/audiences")) == ([], [])


def test_an_event_does_not_inherit_whom_its_venue_serves() -> None:
    told = Descriptions([description(audiences=["seniors"], target_groups=["ELDERLY_PEOPLE"], registration="none")])
    made = service(event(), unit(), told=told)
    assert (made.audiences, made.registration) == ([], Registration.UNKNOWN)


PRICED: dict[str, Any] = {"cost": {"class": "paid", "min_eur": 12}, "registration": "none", "words": {"cost": "12 €", "registration": "Ei ilmoittautumista."}}  # fmt: skip


def test_one_description_tells_cost_and_registration_of_a_unit_that_says_nothing() -> None:
    made = service(unit(), told=Descriptions([description(**PRICED)]))
    assert (made.cost.cost_class, made.cost.min_eur, made.registration) == (CostClass.PAID, 12, Registration.NONE)
    assert notes(made, "/cost") == [("descriptions.price", "vpalvelurekisteri/description/7: Palvelu: 12 €")]
    assert [note.confidence for note in made.derived if note.pointer == "/registration"] == ["likely"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        pytest.param({}, [description(**PRICED), description("8")], id="another description"),
        pytest.param({"cost": {"text": {"fi": "Hinnat ovella"}}, "registration": "optional"}, [description(**PRICED)], id="the unit says it"),
        pytest.param({}, [description(**PRICED | {"units": ["tprek:2"]})], id="another unit"),
    ],
)  # fmt: skip
def test_otherwise_cost_and_registration_are_the_units_own(parts: dict[str, Any], told: list[Record]) -> None:
    venue = unit(**parts)
    made = service(venue, told=Descriptions(told))
    assert venue.offering is not None
    assert (made.cost, made.registration) == (venue.offering.cost, venue.offering.registration)


def test_a_unit_leans_on_its_sides_and_its_descriptions_also_before_they_come() -> None:
    leans = compose(unit(), (), {}, SOURCES, descriptions=Descriptions([description()])).leans
    side = RecordKey(source="servicemap", collection="shortcomings", key="tprek:1")
    assert {hours_key("tprek:1"), side, description().identity()} <= leans


def test_records_of_side_sources_name_the_units_that_they_tell_of() -> None:
    told = description(units=["tprek:3", "tprek:4"])
    touched = [told.identity(), hours().identity(), RecordKey(source="linkedevents", collection="event", key="e")]
    units = units_told_of(touched, {("description", "7"): told})
    assert {key.key for key in units} == {"tprek:1", "tprek:3", "tprek:4"}
