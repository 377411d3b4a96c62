"""The oracle itself, held to docs/search.md by hand: one sentence of the page, one record, one answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from indexer.language.analyser import shared_analyser
from schemas.query import SearchQuery
from schemas.service import Service
from tests.engines.cities import HELSINKI, NOW, make_service
from tests.engines.oracle import Oracle, filters_of, is_current, name_key, nearest_m, next_start

KALLIO = {"lat": 60.18427, "lon": 24.95034, "district": {"fi": "Kallio", "sv": "Berghäll"}}
ESPOO = {"lat": 60.20520, "lon": 24.65220}
NOWHERE = {"name": {"fi": "Jossain"}}


def record(**parts: Any) -> dict[str, Any]:
    """A record of which nothing but these parts is known, as in the ledger."""
    known = make_service(Random(0), 0).model_dump(mode="json", by_alias=True)
    kept = {key: known[key] for key in ("id", "provenance")}
    service = Service.model_validate({"kind": "activity", "name": {"fi": "Jumppa"}, **kept, **parts})
    return service.model_dump(mode="json", by_alias=True)


def sessions(*sessions: dict[str, Any], **period: str) -> dict[str, Any]:
    return {"schedule": {"sessions": list(sessions), **period}}


def session(start: str, end: str | None = None, **parts: Any) -> dict[str, Any]:
    zone = "+02:00"
    return {"start": f"2026-11-{start}:00{zone}", "end": end and f"2026-11-{end}:00{zone}", **parts}


PAST = session("23T10:00", "23T11:00")
STARTING = session("24T10:00", "24T11:00")
TUESDAY_NIGHT = session("24T23:30", "25T00:30")
FRIDAY = session("27T00:00", all_day=True)
CANCELLED = session("26T12:00", state="cancelled")


@pytest.mark.parametrize(
    ("parts", "now", "current"),
    [
        pytest.param({}, NOW, True, id="no time at all"),
        pytest.param({"state": "cancelled"}, NOW, False, id="cancelled"),
        pytest.param(sessions(PAST, STARTING), NOW, True, id="one session is past, one is not"),
        pytest.param(sessions(PAST), NOW, False, id="all sessions are past"),
        pytest.param(sessions(PAST, CANCELLED), NOW, False, id="the only one to come is cancelled"),
        pytest.param(sessions(PAST, ends="2027-01-01"), NOW, False, id="sessions count before the period"),
        pytest.param(sessions(STARTING), NOW + timedelta(hours=1), True, id="it ends right now"),
        pytest.param(sessions(STARTING), NOW + timedelta(hours=1, microseconds=1), False, id="it has just ended"),
        pytest.param(sessions(session("24T10:00")), NOW, True, id="no end: the start counts"),
        pytest.param(sessions(ends="2026-11-24"), datetime(2026, 11, 24, 21, 59, tzinfo=UTC), True, id="last minute"),
        pytest.param(sessions(ends="2026-11-24"), datetime(2026, 11, 24, 22, 0, tzinfo=UTC), False, id="midnight"),
        pytest.param(sessions(ends="9999-12-31"), NOW, True, id="for ever"),
    ],
)
def test_a_record_is_current(parts: dict[str, Any], now: datetime, current: bool) -> None:
    assert is_current(record(**parts), now) is current


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            sessions(FRIDAY, TUESDAY_NIGHT, PAST), datetime(2026, 11, 24, 23, 30, tzinfo=HELSINKI), id="earliest"
        ),
        pytest.param(sessions(STARTING), NOW, id="right now"),
        pytest.param(sessions(CANCELLED), None, id="cancelled"),
        pytest.param(sessions(PAST, starts="2026-12-01"), None, id="sessions count before the period"),
        pytest.param(sessions(starts="2027-06-01"), datetime(2027, 5, 31, 21, 0, tzinfo=UTC), id="a summer's midnight"),
        pytest.param(sessions(starts="2026-11-24"), None, id="the period began this morning"),
    ],
)
def test_the_next_start_is_the_earliest_to_come(parts: dict[str, Any], expected: datetime | None) -> None:
    assert next_start(record(**parts), NOW) == expected


def access(**parts: str) -> dict[str, Any]:
    features = {name: value for name, value in parts.items() if name == "lift"}
    profiles = {name: {"state": value} for name, value in parts.items() if name != "lift"}
    return {"accessibility": {**profiles, "features": features}}


AT_KALLIO = {"lat": 60.18427, "lon": 24.95034}
OPENS_LATER = {"opens": "2026-12-01T08:00:00+02:00"}
CLOSES_NOW = {"closes": "2026-11-24T10:00:00+02:00"}


OPEN_ON_WEEKDAYS: dict[str, Any] = {"opening_hours": {"rule": "Mo-Fr 08:00-16:00; PH unknown"}}
ON_MONDAYS: dict[str, Any] = {**sessions(ends="2026-12-01"), "weekdays": ["mon"]}


@pytest.mark.parametrize(
    ("asked", "parts", "says"),
    [
        ({**AT_KALLIO, "radius_m": 0}, {"places": [ESPOO, KALLIO]}, "near yes"),
        ({**AT_KALLIO, "radius_m": 16_000}, {"places": [ESPOO]}, "near no"),
        ({**AT_KALLIO, "radius_m": 100_000, "max_walk_min": 60}, {"places": [ESPOO]}, "near no"),
        ({**AT_KALLIO, "max_walk_min": 600, "pace": "slow"}, {"places": [ESPOO]}, "near yes"),
        ({**AT_KALLIO, "radius_m": 5}, {"places": [NOWHERE]}, "near unknown"),
        ({"bbox": "24.95034,60.18427,24.95034,60.18427"}, {"places": [NOWHERE, KALLIO]}, "bbox yes"),
        ({"bbox": "24.0,60.0,24.1,60.1"}, {"places": []}, "bbox unknown"),
        ({"district": ["BERGHÄLL"]}, {"places": [KALLIO]}, "district yes"),
        ({"district": ["Töölö"]}, {"places": [KALLIO, NOWHERE]}, "district no"),
        ({"district": ["Kallio"]}, {"places": [NOWHERE]}, "district unknown"),
        ({"cost": ["free", "low"]}, {"cost": {"class": "unknown"}}, "cost unknown"),
        ({"cost": ["free", "unknown"]}, {"cost": {"class": "unknown"}}, "cost yes"),
        ({"cost": ["unknown"]}, {"cost": {"class": "free"}}, "cost no"),
        ({"max_price": 0}, {"cost": {"class": "free", "min_eur": 5}}, "max_price yes"),
        ({"max_price": 5}, {"cost": {"pay_up_front_eur": 50, "min_eur": 5}}, "max_price no"),
        ({"max_price": 5}, {"cost": {"class": "paid", "max_eur": 5}}, "max_price unknown"),
        ({"restricted": ["none"]}, {}, "restricted yes"),
        ({"restricted": ["none", "card"]}, {"restricted_to": ["members"]}, "restricted no"),
        ({"category": ["sports"]}, {"categories": ["sports/swimming"]}, "category yes"),
        ({"category": ["sport", "sports/swimming"]}, {"categories": ["sports"]}, "category no"),
        ({"audience": ["seniors"]}, {"audiences": ["everyone"]}, "audience yes"),
        ({"audience": ["everyone"]}, {"audiences": ["seniors"]}, "audience no"),
        ({"age": 65}, {"min_age": 65}, "age yes"),
        ({"age": 65}, {"max_age": 64}, "age no"),
        ({"age": 65}, {}, "age unknown"),
        ({"language": ["fse"]}, {}, "language unknown"),
        ({"accessibility": ["wheelchair"]}, access(wheelchair="partly"), "accessibility no"),
        ({"accessibility": ["wheelchair:partly"]}, access(wheelchair="partly"), "accessibility yes"),
        ({"accessibility": ["wheelchair,lift"]}, access(wheelchair="shortcomings"), "accessibility no"),
        ({"accessibility": ["wheelchair", "lift"]}, access(wheelchair="shortcomings"), "accessibility unknown"),
        ({"accessibility": ["wheelchair,lift"]}, access(lift="yes"), "accessibility unknown"),
        ({"accessibility": ["wheelchair", "lift"]}, access(lift="yes"), "accessibility yes"),
        ({"registration": ["none"]}, {}, "registration unknown"),
        ({"can_join": True}, {"registration": "none", "enrolment": {"state": "full"}}, "can_join no"),
        ({"can_join": True}, {"registration": "none", "enrolment": OPENS_LATER}, "can_join no"),
        ({"can_join": True}, {"enrolment": CLOSES_NOW}, "can_join yes"),
        ({"can_join": True}, {"registration": "none", "enrolment": {"state": "not_open"}}, "can_join no"),
        ({"can_join": True}, {"registration": "optional"}, "can_join yes"),
        ({"can_join": True}, {"registration": "required"}, "can_join unknown"),
        ({"companion": True}, {"companion": "free"}, "companion yes"),
        ({"companion": True}, {}, "companion unknown"),
        ({"online": False}, {}, "online yes"),
        ({"condition": ["student"]}, {"cost": {"conditions": ["child"]}}, "condition unknown"),
        ({"weekday": ["tue"], "daypart": ["evening"]}, sessions(TUESDAY_NIGHT), "when yes"),
        ({"weekday": ["tue"], "daypart": ["morning"]}, sessions(TUESDAY_NIGHT, FRIDAY), "when no"),
        ({"weekday": ["fri"], "daypart": ["morning"]}, sessions(TUESDAY_NIGHT, FRIDAY), "when unknown"),
        ({"weekday": ["fri"]}, sessions(FRIDAY), "when yes"),
        ({"weekday": ["mon"]}, sessions(PAST, TUESDAY_NIGHT), "when no"),
        ({"date_to": "2026-11-24"}, sessions(TUESDAY_NIGHT), "when yes"),
        ({"date_from": "2026-11-25"}, sessions(TUESDAY_NIGHT), "when no"),
        ({"date_from": "2026-12-01"}, sessions(ends="2026-11-30"), "when no"),
        ({"date_from": "2026-11-30"}, sessions(ends="2026-11-30"), "when yes"),
        ({"weekday": ["mon"]}, sessions(ends="2026-11-30"), "when unknown"),
        ({"weekday": ["mon"], "date_from": "2026-12-01"}, sessions(ends="2026-11-30"), "when no"),
        ({"date_from": "2026-12-01"}, {}, "when unknown"),
        ({"open_at": "2026-11-24T08:00:00Z"}, sessions(STARTING), "open_at yes"),
        ({"open_at": "2026-11-24T09:00:00Z"}, sessions(STARTING), "open_at no"),
        ({"open_at": "2026-11-24T09:00:00Z"}, {}, "open_at unknown"),
        ({"open_at": "2026-11-24T09:00:00Z"}, OPEN_ON_WEEKDAYS, "open_at yes"),
        ({"open_at": "2026-11-24T15:00:00Z"}, OPEN_ON_WEEKDAYS, "open_at no"),
        ({"open_at": "2026-12-24T09:00:00Z"}, OPEN_ON_WEEKDAYS, "open_at unknown"),
        ({"open_at": "2026-11-24T15:00:00Z"}, OPEN_ON_WEEKDAYS | sessions(TUESDAY_NIGHT), "open_at no"),
        ({"open_at": "2026-11-24T22:00:00Z"}, OPEN_ON_WEEKDAYS | sessions(TUESDAY_NIGHT), "open_at yes"),
        ({"weekday": ["mon"]}, ON_MONDAYS, "when yes"),
        ({"weekday": ["tue"]}, ON_MONDAYS, "when no"),
        ({"weekday": ["mon"], "date_from": "2026-11-26"}, ON_MONDAYS, "when unknown"),
        ({"weekday": ["mon"], "daypart": ["evening"]}, ON_MONDAYS, "when unknown"),
        ({"weekday": ["mon"], "daypart": ["evening"]}, ON_MONDAYS | {"dayparts": ["evening"]}, "when yes"),
        ({"daypart": ["morning"]}, ON_MONDAYS | {"dayparts": ["evening"]}, "when no"),
    ],
    ids=str,
)
def test_a_filter_says(asked: dict[str, Any], parts: dict[str, Any], says: str) -> None:
    filters = filters_of(SearchQuery.model_validate(asked), NOW)
    assert [f"{name} {ask(record(**parts))}" for name, ask in filters.items()] == [says]


def test_a_degree_of_latitude_is_111_195_metres() -> None:
    assert nearest_m(record(places=[{"lat": 61, "lon": 25}]), (60, 25)) == pytest.approx(111_195.08, abs=0.01)


def test_names_come_by_the_finnish_alphabet() -> None:
    names = ["Jooga 10", "jooga 2", "Zumba", "Åboland", "äijäjooga", "Öljyväri"]
    assert sorted(set(names), key=lambda name: name_key(record(name={"fi": name}), "sv")) == names


def test_unknown_is_counted_where_all_other_filters_hold_and_comes_last_when_included() -> None:
    costs = ["unknown", "free", "unknown", "paid"]
    ages: list[dict[str, int]] = [{"min_age": 60}, {"min_age": 60}, {}, {"min_age": 60}]
    services = [
        Service.model_validate(record(cost={"class": cost}, **age) | {"id": make_service(Random(0), number).id})
        for number, (cost, age) in enumerate(zip(costs, ages, strict=True))
    ]
    oracle = Oracle(services, shared_analyser())
    asked = {"cost": ["free"], "age": 65, "facets": ["cost"]}
    exclude = oracle.search(SearchQuery.model_validate(asked), NOW)
    include = oracle.search(SearchQuery.model_validate({**asked, "unknown": "include"}), NOW)
    assert (exclude.total, exclude.unknown) == (1, {"cost": 1, "age": 0})
    assert exclude.facets == {"cost": {"free": 1, "low": 0, "paid": 1, "unknown": 1}}
    assert (include.total, include.unknown) == (3, {"cost": 2, "age": 1})
    assert include.facets == {"cost": {"free": 1, "low": 0, "paid": 1, "unknown": 2}}
    assert include.ids_in_order == (services[1].id, services[0].id, services[2].id)
