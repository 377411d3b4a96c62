"""Records put together: what a venue gives to what is held there, what it never gives, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from indexer.compose import Composed, compose, owner_key
from liiku.context import BUNDLED_SOURCES
from schemas.identity import service_id
from schemas.record import Label, Links, Record, RecordKey
from schemas.service import (
    Accessibility,
    AccessState,
    CostClass,
    Kind,
    Offering,
    Place,
    Precision,
    Profile,
    Session,
    Text,
)
from schemas.source import Source, read_yaml

SOURCES: Mapping[str, Source] = {
    name: read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("palvelukartta", "linkedevents", "ilmonet")
}
GREEN = dict.fromkeys(("11", "12", "13", "21", "22", "23", "31", "32", "33", "41", "51", "52", "61"), "green")


def venue(
    key: str = "tprek:1", *, viewpoints: dict[str, str] | None = None, name: str = "Halli", **place: Any
) -> Record:
    at = Place(name={"fi": name}, source_id=key, **place)
    offering = Offering(kind=Kind.VENUE, name={"fi": name}, places=[at])
    return Record(
        source="palvelukartta",
        collection="unit",
        key=key,
        scope="tree:551",
        offering=offering,
        viewpoints=viewpoints or {},
    )


def event(
    key: str = "helsinki:e", *, place: str | None = "tprek:1", links: dict[str, Any] | None = None, **parts: Any
) -> Record:
    offering = Offering.model_validate({"kind": Kind.EVENT, "name": {"fi": "Jumppa"}} | parts)
    more = Links.model_validate({"place": place} | (links or {}))
    return Record(
        source="linkedevents", collection="event", key=key, scope="public_programme", offering=offering, links=more
    )


def place_row(
    key: str = "tprek:1", *, source_id: str | None = None, district: Text | None = None, **place: Any
) -> Record:
    at = Place(source_id=source_id or key, district=district or {}, **place)
    return Record(source="linkedevents", collection="place", key=key, scope="side", place=at)


def shortage(key: str = "tprek:1", **texts: list[str]) -> Record:
    shortages = {number.removeprefix("v"): some for number, some in texts.items()}
    return Record(source="palvelukartta", collection="shortage", key=key, scope="side", shortages=shortages)


def composed(main: Record, *others: Record, children: tuple[Record, ...] = ()) -> Composed:
    return compose(main, children, {record.identity(): record for record in others}, SOURCES)


def why(result: Composed, pointer: str) -> str:
    return next(one.evidence for one in result.service.derived if one.pointer == pointer)


# What a venue gives


def test_an_event_takes_its_venues_place_and_says_from_which_record() -> None:
    result = composed(event(), venue(lat=60.18, lon=24.95, precision=Precision.EXACT, address={"fi": "Katu 1"}))
    (place,) = result.service.places
    assert (place.lat, place.lon, place.address, place.source_id) == (60.18, 24.95, {"fi": "Katu 1"}, "tprek:1")
    assert why(result, "/places/0") == "palvelukartta/unit/tprek:1"


def test_an_event_takes_its_venues_accessibility_and_names_the_venue() -> None:
    access = composed(
        event(), venue(viewpoints=GREEN | {"11": "red"}), shortage(v11=["Ovi on raskas."])
    ).service.accessibility
    assert access.inherited_from == "tprek:1"
    assert (access.wheelchair.state, access.wheelchair.shortcomings) == (AccessState.PARTLY, 1)
    assert access.stroller.state is AccessState.NO_KNOWN_SHORTCOMINGS


def test_what_is_said_of_accessibility_says_from_which_records() -> None:
    evidence = why(composed(event(), venue(viewpoints=GREEN), shortage()), "/accessibility")
    assert "palvelukartta/unit/tprek:1 viewpoints" in evidence
    assert "palvelukartta/shortage/tprek:1" in evidence
    assert "inherited from the venue" in evidence


def test_a_venues_own_accessibility_is_not_inherited() -> None:
    assert composed(venue(viewpoints=GREEN)).service.accessibility.inherited_from is None


def test_the_district_comes_from_the_place_record_of_the_same_venue() -> None:
    for main in (event(), venue()):
        result = composed(main, venue(), place_row(district={"fi": "Kallio"}))
        assert result.service.places[0].district == {"fi": "Kallio"}
        assert why(result, "/places/0/district") == "linkedevents/place/tprek:1"


def test_a_point_that_the_register_lacks_comes_from_the_place_record() -> None:
    result = composed(event(), venue(), place_row(lat=60.1, lon=24.9, precision=Precision.EXACT))
    assert (result.service.places[0].lat, why(result, "/places/0/lat")) == (60.1, "linkedevents/place/tprek:1")


def test_a_place_that_is_no_venue_is_taken_as_it_is() -> None:
    result = composed(event(place="osoite:9"), place_row("osoite:9", lat=60.1, lon=24.9, precision=Precision.ADDRESS))
    assert (result.service.places[0].precision, result.service.accessibility) == (Precision.ADDRESS, Accessibility())


def test_a_place_that_was_replaced_leads_to_the_venue_that_it_became() -> None:
    result = composed(
        event(place="tprek:7"), place_row("tprek:7", source_id="tprek:1"), venue(viewpoints=GREEN, name="Uusi halli")
    )
    assert result.service.places[0].name == {"fi": "Uusi halli"}
    assert result.service.accessibility.inherited_from == "tprek:1"


# What stays unknown


def test_a_venue_that_nobody_knows_yet_leaves_everything_unknown_and_is_waited_for() -> None:
    result = composed(event())
    (place,) = result.service.places
    assert (place.lat, place.precision, place.source_id) == (None, Precision.NONE, "tprek:1")
    assert result.service.accessibility == Accessibility()
    assert RecordKey(source="palvelukartta", collection="unit", key="tprek:1") in result.leans


def test_a_venue_without_viewpoints_gives_no_accessibility() -> None:
    result = composed(event(), venue())
    assert {result.service.accessibility.of(profile).state for profile in Profile} == {AccessState.UNKNOWN}
    assert [one.pointer for one in result.service.derived if one.pointer == "/accessibility"] == []


def test_a_venue_gives_neither_its_price_nor_its_registration() -> None:
    hall = venue()
    assert hall.offering is not None
    hall.offering.cost.cost_class = CostClass.FREE
    service = composed(event(), hall).service
    assert (service.cost.cost_class, service.registration.value) == (CostClass.UNKNOWN, "unknown")


def test_another_venues_accessibility_never_leaks() -> None:
    others = (
        venue("tprek:2", viewpoints=GREEN),
        shortage("tprek:2", v11=["Porras"]),
        place_row("tprek:2", district={"fi": "Vallila"}),
    )
    service = composed(event(), venue(), *others).service
    assert {service.accessibility.of(profile).state for profile in Profile} == {AccessState.UNKNOWN}
    assert (service.accessibility.inherited_from, service.places[0].district) == ("tprek:1", {})


def test_an_event_without_a_place_has_none_and_no_accessibility() -> None:
    service = composed(event(place=None), venue(viewpoints=GREEN)).service
    assert (service.places, service.accessibility) == ([], Accessibility())


def test_an_event_that_leans_on_no_place_is_nowhere() -> None:
    service = composed(event(place=None, online=True), place_row("helsinki:internet", lat=60.1, lon=24.9)).service
    assert (service.places, service.accessibility) == ([], Accessibility())


def test_an_event_both_online_and_at_a_place_keeps_the_place() -> None:
    service = composed(
        event(place="helsinki:talo", online=True), place_row("helsinki:talo", lat=60.1, lon=24.9)
    ).service
    assert service.online
    assert service.places[0].lat == 60.1


# Times, keywords, identity


def at(day: int, *, state: str = "scheduled") -> Session:
    start = datetime.fromisoformat(f"2026-12-{day:02}T18:00:00+02:00")
    return Session.model_validate({"start": start, "end": start.replace(hour=19), "state": state})


def child(number: int, session: Session) -> Record:
    return event(f"helsinki:e_{number}", links={"series": "helsinki:e", "session": session})


def test_a_series_has_the_sessions_of_its_children_in_order_once_each() -> None:
    children = (child(1, at(8)), child(2, at(1, state="cancelled")), child(3, at(8)))
    service = composed(event().model_copy(update={"is_series": True}), children=children).service
    assert [(s.start.day, s.state) for s in service.schedule.sessions] == [(1, "cancelled"), (8, "scheduled")]
    assert ([d.value for d in service.weekdays], [p.value for p in service.dayparts]) == (["tue"], ["evening"])


@pytest.mark.parametrize(("is_series", "owner"), [(True, "helsinki:e"), (False, "helsinki:e_1")])
def test_a_session_belongs_to_a_recurring_series_but_not_to_a_festival(is_series: bool, owner: str) -> None:
    parent = event().model_copy(update={"is_series": is_series})
    assert owner_key(child(1, at(1)), {"helsinki:e": parent}) == owner


def test_a_keyword_has_its_label_when_it_is_known_and_its_id_when_not() -> None:
    known = Record(
        source="linkedevents", collection="keyword", key="yso:p1", scope="side", label=Label(label={"fi": "liikunta"})
    )
    service = composed(event(links={"keywords": ["yso:p1", "yso:p2"], "audiences": ["yso:p1"]}), known).service
    assert [(one.id, one.label) for one in service.keywords] == [("yso:p1", {"fi": "liikunta"}), ("yso:p2", {})]


def test_an_offering_says_who_says_it_and_under_what_licence() -> None:
    service = composed(event()).service
    assert service.id == service_id("linkedevents", "helsinki:e")
    assert (service.provenance.source, service.provenance.source_id) == ("linkedevents", "helsinki:e")
    assert service.provenance.licence == SOURCES["linkedevents"].licence
    assert service.provenance.run is None


def test_composing_again_gives_the_same_and_changes_no_record() -> None:
    records = (event(), venue(viewpoints=GREEN, lat=60.1, lon=24.9), place_row(district={"fi": "Kallio"}))
    before = [record.model_dump_json() for record in records]
    assert composed(*records) == composed(*records)
    assert [record.model_dump_json() for record in records] == before
