"""When two offerings are one, may be one, belong to one centre, or are two: judged from what is stated, the same from either side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from indexer.likeness import Likeness, Spot, title_words
from indexer.matches import Match, judge
from indexer.title_marks import marks_of
from schemas.identity import service_id

TEN = 29_000_000
HALL = Spot("tprek:1", 60.1, 24.9, "testikatu 1, helsinki", "halli")


def programme(key: str, title: str = "Satutuokio", **fields: Any) -> Likeness:
    source = "linkedevents"
    plain = Likeness(
        id=service_id(source, key), source=source, collection="event", key=key, role="original", kind="event", titles={"fi": title},
        times=[(TEN, TEN + 60)], off=[], period=[], spots=[HALL], online=False, organiser="ahjo:1", state="active",
        cost=["unknown", None, None], ages=[None, None], languages=[], gender="unknown", registration="unknown", enrolment="unknown", seats=None,
        restricted=[], room={}, groups=[], books=False, same_as=[],
    )  # fmt: skip
    return replace(plain, **fields)


def venue(key: str, name: str, spot: Spot | None = None, **fields: Any) -> Likeness:
    at = replace(spot or HALL, id=key)
    more = {
        "source": "palvelukartta",
        "collection": "unit",
        "role": "register",
        "kind": "venue",
        "times": [],
        "spots": [at],
    }
    return programme(key, name, **more | {"id": service_id("palvelukartta", key)} | fields)


def both(one: Likeness, other: Likeness, **how: Any) -> Match:
    """The match, which must be the same from either side."""
    match = judge(one, other, **how)
    assert judge(other, one, **how) == match
    assert 0 <= match.score <= 1
    return match


def codes(match: Match) -> set[str]:
    return {reason.code for reason in match.reasons}


# Certain


def test_the_same_session_of_one_publisher_under_two_ids_is_one() -> None:
    match = both(programme("helsinki:a"), programme("helsinki:b", "Satutuokio!"))
    assert (match.verdict, match.rule, match.score) == ("certain", "same_session", 1.0)
    assert codes(match) == {"same_title", "same_times", "same_place", "same_publisher"}


def test_a_copy_from_another_citys_calendar_is_one_with_what_it_copies_though_it_lacks_an_end() -> None:
    copy = programme("espoo_le:a", role="mirror", organiser="espoo:1", times=[(TEN, None)])
    match = both(programme("helsinki:a"), copy)
    assert (match.verdict, match.rule) == ("certain", "mirror")


def test_a_place_that_the_register_names_by_its_lipas_id_is_one_with_it_whatever_they_are_called() -> None:
    unit = venue("tprek:1", "Oulunkylän liikuntapuisto", same_as=["lipas:5"])
    site = venue("lipas:5", "Oulunkylän urheilukenttä", Spot(None, 60.3, 25.0), source="lipas", role="site")
    match = both(unit, site)
    assert (match.verdict, match.rule, match.score) == ("certain", "lipas_id", 1.0)


def test_a_lipas_id_that_two_units_name_is_a_question() -> None:
    unit, site = (
        venue("tprek:1", "Kenttä", same_as=["lipas:5"]),
        venue("lipas:5", "Kenttä", source="lipas", role="site"),
    )
    assert both(unit, site, named_once=False).verdict == "candidate"


# Candidates: alike, and something keeps the rule from saying so

DOUBTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "other_publisher": ({}, {"organiser": "others:lippupiste"}),
    "other_ends": ({}, {"times": [(TEN, TEN + 90)]}),
    "other_cancellations": ({}, {"off": [TEN]}),
    "other_state": ({}, {"state": "cancelled"}),
    "other_price": ({"cost": ["free", 0.0, 0.0]}, {"cost": ["low", 5.0, 5.0]}),
    "own_bookings": ({"books": True}, {"books": True}),
    "own_registration": ({"registration": "required"}, {"registration": "required"}),
    "other_seats": ({"seats": 4}, {"seats": 9}),
    "other_registration": ({"registration": "none"}, {"registration": "optional"}),
    "other_enrolment": ({"enrolment": "full"}, {"enrolment": "open"}),
    "other_restriction": ({"restricted": ["card"]}, {"restricted": ["members"]}),
    "other_room": ({"room": {"fi": "Sali 1"}}, {"room": {"fi": "Sali 2"}}),
    "other_group_in_text": ({"groups": ["1"]}, {"groups": ["2"]}),
    "other_kind": ({}, {"kind": "activity"}),
}


@pytest.mark.parametrize("code", DOUBTS)
def test_what_looks_the_same_but_for_one_thing_is_a_question_for_a_person(code: str) -> None:
    mine, yours = DOUBTS[code]
    match = both(programme("helsinki:a", **mine), programme("helsinki:b", **yours))
    assert (match.verdict, match.rule) == ("candidate", None)
    assert code in codes(match)


@pytest.mark.parametrize(
    "code", sorted(DOUBTS.keys() - {"other_publisher", "own_bookings", "own_registration", "other_seats"})
)
def test_a_copy_that_says_otherwise_than_its_original_is_a_question_too(code: str) -> None:
    mine, yours = DOUBTS[code]
    match = both(programme("helsinki:a", **mine), programme("espoo_le:b", role="mirror", **yours))
    assert match.verdict == "candidate"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            {"cost": ["free", 0.0, 0.0]}, {"cost": ["unknown", None, None]}, id="a price that only one states"
        ),
        pytest.param({"registration": "required"}, {}, id="a registration that only one asks for"),
        pytest.param({"ages": [3, 6]}, {}, id="ages that only one states"),
        pytest.param({"languages": ["fi", "sv"]}, {"languages": ["fi"]}, id="a language that both state"),
    ],
)
def test_what_only_one_of_them_says_contradicts_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert both(programme("helsinki:a", **one), programme("helsinki:b", **other)).verdict == "certain"


@pytest.mark.parametrize("said", [{"enrolment": "full"}, {"restricted": ["card"]}])
def test_what_keeps_people_out_is_not_hidden_behind_a_twin_that_does_not_say_it(said: dict[str, Any]) -> None:
    assert both(programme("helsinki:a"), programme("helsinki:b", **said)).verdict == "candidate"
    assert both(programme("helsinki:a"), programme("espoo_le:b", role="mirror", **said)).verdict == "candidate"
    assert both(programme("helsinki:a", **said), programme("espoo_le:b", role="mirror")).verdict == "certain"


def test_one_session_of_a_series_published_by_itself_is_a_question() -> None:
    weekly = programme("helsinki:a", kind="activity", times=[(TEN, TEN + 60), (TEN + 10_080, TEN + 10_140)])
    match = both(weekly, programme("helsinki:b"))
    assert (match.verdict, "shared_sessions" in codes(match)) == ("candidate", True)


def test_a_title_that_holds_the_other_is_a_question() -> None:
    match = both(
        programme("kulke:a", "Tangon naiset"), programme("lippupiste:b", "Tangon naiset -konsertti", organiser="x")
    )
    assert match.verdict == "candidate"


def test_the_middle_of_the_city_is_no_place_to_be_the_same_at() -> None:
    nowhere = [Spot()]
    match = both(programme("helsinki:a", spots=nowhere), programme("helsinki:b", spots=nowhere))
    assert (match.verdict, "same_place" in codes(match)) == ("candidate", False)


# Never


NEVER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "same title and time at another place": ({}, {"spots": [Spot("tprek:2", 60.2, 24.9)]}),
    "at another hall of the same centre": ({}, {"spots": [replace(HALL, id="tprek:2")]}),
    "same place and time, another title": ({}, {"titles": {"fi": "Aikuisten lukupiiri"}}),
    "another week": ({}, {"times": [(TEN + 10_080, TEN + 10_140)]}),
    "parallel groups": ({"titles": {"fi": "Jumppa, Ryhmä 1"}}, {"titles": {"fi": "Jumppa, Ryhmä 2"}}),
    "lettered groups": ({"titles": {"fi": "Uimakoulu A"}}, {"titles": {"fi": "Uimakoulu B"}}),
    "Roman groups": ({"titles": {"fi": "Uimakoulu I"}}, {"titles": {"fi": "Uimakoulu II"}}),
    "beginners and continuing": ({"titles": {"fi": "Jooga, alkeet"}}, {"titles": {"fi": "Jooga, jatko"}}),
    "beginners and continuing in Swedish": ({"titles": {"sv": "Yoga för nybörjare"}}, {"titles": {"sv": "Yoga, fortsättning"}}),
    "beginners and advanced in English": ({"titles": {"en": "Yoga for beginners"}}, {"titles": {"en": "Yoga for advanced"}}),
    "ages in the title": ({"titles": {"fi": "Temppukoulu 3–4-v."}}, {"titles": {"fi": "Temppukoulu 5–6-v."}}),
    "ages in the fields": ({"ages": [3, 4]}, {"ages": [5, 6]}),
    "levels of a language": ({"titles": {"fi": "Suomen kurssi A1"}}, {"titles": {"fi": "Suomen kurssi A2"}}),
    "women and men": ({"titles": {"fi": "Kuntosali naisille"}}, {"titles": {"fi": "Kuntosali miehille"}}),
    "gender in the fields": ({"gender": "women"}, {"gender": "men"}),
    "the Finnish and the Swedish group": ({"languages": ["fi"]}, {"languages": ["sv"]}),
    "titles in two languages": ({"titles": {"fi": "Pilates"}}, {"titles": {"sv": "Pilates"}}),
    "one language alike, another not": (
        {"titles": {"fi": "Tuolijumppa", "sv": "Gymnastik"}}, {"titles": {"fi": "Puistojumppa", "sv": "Gymnastik"}},
    ),
    "at a place and online": ({}, {"spots": [], "online": True}),
}  # fmt: skip


@pytest.mark.parametrize("case", NEVER)
@pytest.mark.parametrize("role", ["original", "mirror"])
def test_these_are_two_and_nobody_is_asked(case: str, role: Any) -> None:
    mine, yours = NEVER[case]
    assert both(programme("helsinki:a", **mine), programme("espoo_le:b", role=role, **yours)).verdict == "none"


def test_a_place_and_what_is_held_there_are_never_one() -> None:
    assert both(venue("tprek:1", "Halli"), programme("helsinki:a", "Halli")).verdict == "none"


# Venues


def test_the_hall_of_a_centre_is_related_to_it_and_no_more() -> None:
    centre, hall = venue("tprek:1", "Töölön kisahalli"), venue("tprek:2", "Töölön kisahalli / A-halli")
    match = both(centre, hall)
    assert (match.verdict, match.rule) == ("related", None)
    assert {"same_address", "name_contains"} <= codes(match)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(venue("tprek:1", "Stoa"), venue("tprek:2", "Itäkeskuksen kirjasto"), id="neighbours under one roof"),
        pytest.param(
            venue("tprek:1", "Kisahalli / A"), venue("tprek:2", "Kisahalli / B"), id="two halls of one centre"
        ),
        pytest.param(
            venue("tprek:1", "Leikkipuisto"), venue("tprek:2", "Leikkipuisto Linja", Spot(None, 60.2, 25.0, "muu 1, helsinki")),
            id="far from each other",
        ),
    ],
)  # fmt: skip
def test_venues_that_only_stand_together_or_are_only_named_alike_are_not_linked(one: Likeness, other: Likeness) -> None:
    assert both(one, other).verdict == "none"


def test_two_units_of_one_name_at_one_address_are_a_question() -> None:
    assert both(venue("tprek:1", "Kallion kirjasto"), venue("tprek:2", "Kallion kirjasto")).verdict == "candidate"


# Where they meet


def test_what_is_certain_or_a_question_meets_in_a_block() -> None:
    one = programme("helsinki:a")
    for other in (
        programme("helsinki:b"),
        programme("kulke:b", "Satutuokio lapsille"),
        programme("x:b", spots=[Spot()]),
    ):
        assert one.blocks() & other.blocks()


def test_other_weeks_and_other_things_do_not_meet() -> None:
    one = programme("helsinki:a")
    assert not one.blocks() & programme("helsinki:b", times=[(TEN + 10_080, None)]).blocks()
    assert (
        not one.blocks() & programme("helsinki:b", "Konsertti", spots=[replace(HALL, id="tprek:2", lat=60.3)]).blocks()
    )


def test_a_likeness_is_read_back_as_it_was_written() -> None:
    one = programme("helsinki:a", room={"fi": "Sali"}, seats=3)
    assert Likeness.from_json(one.to_json()) == one


@pytest.mark.parametrize(
    ("title", "marks"),
    [
        ("Vesijumppa", set()),
        ("Espanja A1.1", {"a1", "1"}),
        ("Yoga för damer", {"women"}),
        ("Damaskuksen tie", set()),
        ("Perhejumppa, ryhmä II", {"families", "2"}),
        ("Menneen ajan tanssit", set()),
    ],
)
def test_only_what_tells_groups_apart_is_a_mark(title: str, marks: set[str]) -> None:
    assert marks_of(title_words(title)) == marks
