"""Which offerings are one: never against a steward, never by half, and the same whatever came first."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.decisions import decide, open_pairs, views
from indexer.joins import Joins, Pair, joins_of
from indexer.ledger import Ledger
from indexer.publish import publish
from indexer.run_folder import RunFolder
from liiku.context import BUNDLED_SOURCES
from schemas.errors import DecisionRefused
from schemas.identity import service_id
from schemas.record import Item, Record
from schemas.run import CollectionStats, CrawlStats, Mode, RunState
from schemas.service import Precision
from schemas.source import Source, read_yaml

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
IDS = "abcdef"

# From pairs to joins


def certain(a: str, b: str) -> Pair:
    return Pair(a, b, "certain", 1.0, "same_session", (), first_seen="run")


def decided(a: str, b: str, state: Any) -> Pair:
    return Pair(
        a, b, "candidate", 0.8, None, (), first_seen="run", state=state, decided_by="s", decided_at="t", why="w"
    )


def joined(*pairs: Pair) -> Joins:
    return joins_of(pairs, lambda one: (0, one, one))


def test_the_first_stays_and_the_others_lead_to_it() -> None:
    joins = joined(certain("a", "b"), certain("b", "c"), certain("a", "c"))
    assert joins.target == {"b": "a", "c": "a"}
    assert joins.twins == {"a": (("b", "matches.same_session"), ("c", "matches.same_session"))}


def test_one_that_is_certainly_two_different_ones_is_neither() -> None:
    assert joined(certain("a", "b"), certain("b", "c")).target == {}


def test_a_stewards_separation_wins_over_the_rule() -> None:
    assert joined(replace(certain("a", "b"), decided_by="s", state="separate")).target == {}


def test_a_stewards_join_needs_no_rule_and_says_that_it_was_a_steward() -> None:
    joins = joined(decided("a", "b", "joined"), certain("b", "c"))
    assert joins.target == {"b": "a", "c": "a"}
    assert joins.twins["a"] == (("b", "matches.steward"), ("c", "matches.same_session"))


def test_what_was_kept_apart_is_not_joined_by_way_of_a_third() -> None:
    joins = joined(decided("a", "b", "separate"), decided("a", "c", "joined"), decided("b", "c", "joined"))
    assert joins.target.get("b", "b") != joins.target.get("a", "a")


pairs_of_six = st.dictionaries(
    st.sampled_from(list(combinations(IDS, 2))), st.sampled_from(["certain", "joined", "separate"]), max_size=12
).map(lambda found: [certain(*k) if v == "certain" else decided(*k, v) for k, v in found.items()])


@given(pairs_of_six, st.randoms())
def test_joins_do_not_depend_on_the_order_of_pairs_and_keep_every_separation(pairs: list[Pair], random: Any) -> None:
    joins = joined(*pairs)
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert joined(*shuffled) == joins
    at = {one: joins.target.get(one, one) for one in IDS}
    assert all(at[target] == target for target in joins.target.values())
    assert all(at[p.a] != at[p.b] for p in pairs if p.state == "separate")
    assert {one for twins in joins.twins.values() for one, _ in twins} == joins.target.keys()


# In the ledger

SOURCES: Mapping[str, Source] = {
    name: read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("palvelukartta", "linkedevents", "ilmonet")
} | {
    "lipas": read_yaml(BUNDLED_SOURCES / "palvelukartta.yaml", Source).model_copy(update={"name": "lipas"}),
}  # fmt: skip


def event(key: str, title: str = "Satutuokio", **offering: Any) -> Record:
    start = (NOW + timedelta(days=3)).isoformat()
    said = {
        "kind": "event", "name": {"fi": title}, "organisation": {"id": "ahjo:1"},
        "schedule": {"sessions": [{"start": start}]},
    } | offering  # fmt: skip
    return Record.model_validate({
        "source": "linkedevents", "collection": "event", "key": key, "scope": "public_programme", "offering": said,
        "links": {"place": "tprek:1"},
    })  # fmt: skip


def unit(key: str, name: str, *, source: str = "palvelukartta", same_as: Iterable[str] = (), **offering: Any) -> Record:
    said = {"kind": "venue", "name": {"fi": name}, "places": [{"name": {"fi": name}, "source_id": key}]} | offering
    return Record.model_validate({
        "source": source, "collection": "unit", "key": key, "scope": "tree:551", "offering": said, "links": {"same_as": list(same_as)},
    })  # fmt: skip


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with its tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "ledger.sqlite"
    ledger = Ledger(f"sqlite:///{path}")
    ledger.migrate()
    ledger.close()
    return path


class City:
    """A ledger that is published into in this process, run by run."""

    def __init__(self, blank: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        shutil.copy(blank, folder / "ledger.sqlite")
        self.folder = folder
        self.ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
        self.runs = 0

    def publish(self, *records: Record, gone: Iterable[Record] = ()) -> RunState:
        """One increment of the source of these records."""
        gone = list(gone)
        main = [*records, *gone][0]
        self.runs += 1
        at = NOW + timedelta(minutes=self.runs)
        folder = RunFolder(self.folder / f"{at:%Y%m%dT%H%M%SZ}-{main.source}-{self.runs:04}")
        folder.create()
        for record in records:
            folder.put(Item(op="put", collection=record.collection, key=record.key, record=record))
        for record in gone:
            folder.put(Item(op="gone", collection=record.collection, key=record.key))
        count = CollectionStats(complete=True, rows=len(records) + len(gone))
        folder.finish(CrawlStats(
            run=folder.path.name, source=main.source, mode=Mode.INCREMENTAL, base_url="http://127.0.0.1/", main_collection=main.collection,
            clock=NOW, started_at=at, finished_at=at, complete=True, collections={main.collection: count},
        ))  # fmt: skip
        return publish(self.ledger, folder, SOURCES, now=NOW).state

    def live(self) -> set[str]:
        return {row.source_id for row in self.ledger.live_services()}

    def leads_to(self, record: Record) -> str | None:
        target = self.ledger.target_of(service_id(record.source, record.key))
        return target and self.ledger.services([target])[target].source_id

    def outcome(self) -> tuple[set[str], dict[str, str]]:
        """What is in the tray, and what leads where: all that strangers can see of the joins."""
        rows = self.ledger.services_after(0, 1000)
        leads = {row.source_id: self.ledger.target_of(row.id) for row in rows}
        return self.live(), {key: target for key, target in leads.items() if target}

    def body(self, record: Record) -> dict[str, Any]:
        key = service_id(record.source, record.key)
        found: dict[str, Any] = orjson.loads(self.ledger.services([key])[key].body)
        return found

    def decide(self, a: Record, b: Record, decision: Any) -> Pair | None:
        ids = (service_id(a.source, a.key), service_id(b.source, b.key))
        return decide(self.ledger, SOURCES, ids, decision, who="testi", when=NOW, why="koska")


@pytest.fixture
def city(blank: Path, tmp_path: Path) -> City:
    return City(blank, tmp_path / "city")


A, B, C = (event(f"helsinki:{letter}") for letter in "abc")
MIRROR = event("espoo_le:m", organisation={"id": "espoo:1"})
FREE = event("helsinki:free", "Satutuokio", cost={"class": "free"})
PAID = event("helsinki:paid", "Satutuokio", cost={"class": "paid"})
OTHER = event("helsinki:x", "Lukupiiri")
ALL = (A, B, C, MIRROR, FREE, PAID, OTHER)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(ALL), unique_by=lambda r: r.key, min_size=1), st.randoms(), st.integers(1, 4))
def test_the_outcome_does_not_depend_on_what_was_published_first(
    blank: Path, tmp_path_factory: pytest.TempPathFactory, records: list[Record], random: Any, step: int
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    at_once, bit_by_bit = City(blank, folder / "once"), City(blank, folder / "bits")
    at_once.publish(*records)
    for record in ALL:
        if record not in records:  # comes and goes again
            bit_by_bit.publish(record)
            bit_by_bit.publish(gone=[record])
    shuffled = list(records)
    random.shuffle(shuffled)
    for start in range(0, len(shuffled), step):
        bit_by_bit.publish(*shuffled[start : start + step])
    live, leads = bit_by_bit.outcome()
    assert (live, {k: v for k, v in leads.items() if k in {r.key for r in records}}) == at_once.outcome()


def test_the_same_again_writes_nothing(city: City) -> None:
    city.publish(A, B, MIRROR, OTHER)
    before = (city.ledger.position(), city.outcome())
    assert city.publish(A, B, MIRROR, OTHER) is RunState.UNCHANGED
    assert (city.ledger.position(), city.outcome()) == before


def test_the_survivor_says_who_was_joined_into_it_and_the_records_stay_as_they_are(city: City) -> None:
    city.publish(A, B, OTHER)
    assert city.live() == {A.key, OTHER.key}
    assert city.leads_to(B) == A.key
    (note,) = [one for one in city.body(A)["derived"] if one["by"].startswith("matches.")]
    assert note == {
        "pointer": "", "by": "matches.same_session", "from": "linkedevents/event/helsinki:b", "confidence": "certain",
    }  # fmt: skip
    with city.ledger.publishing() as publication:
        assert publication.records([A.identity(), B.identity()]) == {A.identity(): A, B.identity(): B}


def test_a_joined_one_that_changes_so_that_it_is_another_comes_back(city: City) -> None:
    city.publish(A, B)
    city.publish(event(B.key, "Lukupiiri"))
    assert (city.live(), city.leads_to(B)) == ({A.key, B.key}, None)
    assert not [one for one in city.body(A)["derived"] if one["by"].startswith("matches.")]


def test_the_twin_comes_back_when_the_survivor_is_deleted_upstream(city: City) -> None:
    city.publish(A, B)
    city.publish(gone=[A])
    assert (city.live(), city.leads_to(B)) == ({B.key}, None)


def test_a_joined_one_that_is_deleted_upstream_still_leads_to_the_survivor(city: City) -> None:
    city.publish(A, B)
    city.publish(gone=[B])
    assert (city.live(), city.leads_to(B)) == ({A.key}, A.key)
    assert not [one for one in city.body(A)["derived"] if one["by"].startswith("matches.")]


def test_an_original_that_comes_after_its_copy_takes_its_place(city: City) -> None:
    city.publish(MIRROR)
    assert city.live() == {MIRROR.key}
    city.publish(A)
    assert (city.live(), city.leads_to(MIRROR)) == ({A.key}, A.key)


def test_one_that_may_be_either_of_two_is_joined_to_neither(city: City) -> None:
    city.publish(FREE, PAID, A)
    assert city.live() == {FREE.key, PAID.key, A.key}
    assert {view.pair.verdict for view in open_pairs(city.ledger)} == {"certain", "candidate"}


def place_row(key: str, lat: float) -> Record:
    return Record.model_validate({
        "source": "linkedevents", "collection": "place", "key": key, "scope": "side",
        "place": {"name": {"fi": key}, "lat": lat, "lon": 24.9, "precision": "exact", "source_id": key},
    })  # fmt: skip


def test_a_joined_copy_comes_back_when_its_place_turns_out_to_be_elsewhere(city: City) -> None:
    here, copy = A.model_copy(deep=True), MIRROR.model_copy(deep=True)
    here.links.place, copy.links.place = "osoite:1", "espoo_le:p"
    city.publish(place_row("osoite:1", 60.2), place_row("espoo_le:p", 60.2001))
    city.publish(here, copy)
    assert city.live() == {A.key}
    city.publish(place_row("espoo_le:p", 60.3))
    assert city.live() == {A.key, MIRROR.key}


@pytest.mark.parametrize("place", ["matko:732", "helsinki:somewhere"])
def test_the_middle_of_an_area_is_no_place_to_be_the_same_at(city: City, place: str) -> None:
    here, there = (event(key, organisation={"id": "ahjo:1"}) for key in ("helsinki:a", "helsinki:b"))
    here.links.place = there.links.place = place
    row = place_row(place, 60.2)
    assert row.place is not None
    row.place.precision = Precision.EXACT if place == "matko:732" else Precision.AREA
    city.publish(row)
    city.publish(here, there)
    assert city.live() == {"helsinki:a", "helsinki:b"}
    assert [view.pair.verdict for view in open_pairs(city.ledger)] == ["candidate"]


# A steward


def test_a_separation_survives_reruns_and_changes_and_can_be_undone(city: City) -> None:
    city.publish(A, B)
    city.decide(A, B, "separate")
    assert (city.live(), city.leads_to(B)) == ({A.key, B.key}, None)
    position = city.ledger.position()
    city.publish(A, B)
    assert city.ledger.position() == position
    city.publish(event(B.key, description={"fi": "Uusi kuvaus"}))
    assert city.live() == {A.key, B.key}
    city.decide(A, B, "undone")
    assert (city.live(), city.leads_to(B)) == ({A.key}, A.key)


def test_a_join_by_hand_survives_that_one_goes_and_comes_again(city: City) -> None:
    city.publish(A, OTHER)
    city.decide(A, OTHER, "joined")
    assert (city.live(), city.leads_to(OTHER)) == ({A.key}, A.key)
    city.publish(gone=[A])
    assert city.live() == {OTHER.key}
    city.publish(A)
    assert city.live() == {A.key}
    (note,) = [one for one in city.body(A)["derived"] if one["by"].startswith("matches.")]
    assert (note["by"], note["from"]) == ("matches.steward", "linkedevents/event/helsinki:x")
    assert city.decide(A, OTHER, "undone") is None
    assert city.live() == {A.key, OTHER.key}


def test_who_decided_when_and_why_is_kept_and_never_published(city: City) -> None:
    city.publish(A, OTHER)
    city.decide(A, OTHER, "joined")
    (view,) = [view for view in views(city.ledger) if view.pair.is_decided]
    assert (view.pair.decided_by, view.pair.why, view.stays) == ("testi", "koska", service_id(A.source, A.key))
    assert "testi" not in str(city.body(A))
    assert "koska" not in str(city.body(A))


def test_a_decision_says_what_the_pair_looks_like_now(city: City) -> None:
    city.publish(A, B)
    city.decide(A, B, "joined")
    city.publish(event(B.key, "Lukupiiri"))
    (view,) = views(city.ledger)
    assert (view.pair.state, view.pair.verdict, view.pair.decided_by) == ("joined", "none", "testi")


def test_a_decision_about_what_is_not_there_or_can_never_be_one_is_refused(city: City) -> None:
    city.publish(unit("tprek:1", "Halli"))
    city.publish(A, B)
    for one, other in ((A, A), (A, C), (A, unit("tprek:1", "Halli"))):
        with pytest.raises(DecisionRefused):
            city.decide(one, other, "joined")
    with pytest.raises(DecisionRefused):
        city.decide(A, B, "undone")
    assert city.live() == {A.key, "tprek:1"}


def test_open_pairs_come_with_both_bodies(city: City) -> None:
    city.publish(FREE, PAID)
    (view,) = open_pairs(city.ledger)
    assert {orjson.loads(row.body)["cost"]["class"] for row in view.rows.values()} == {"free", "paid"}


# The LIPAS twin of a unit

SITE = unit(
    "lipas:5", "Kenttä", source="lipas", summary={"fi": "Tekonurmi"}, description={"fi": "Toisen"}, cost={"class": "free"},
    accessibility={"features": {"accessible_toilet": "yes", "lift": "no"}},
)  # fmt: skip


def test_a_unit_takes_from_its_lipas_twin_only_what_nobody_stated_and_says_so(city: City) -> None:
    stated = {"features": {"lift": "yes"}}
    city.publish(SITE)
    city.publish(unit("tprek:1", "Urheilukenttä", same_as=["lipas:5"], description={"fi": "Oma"}, accessibility=stated))
    assert (city.live(), city.leads_to(SITE)) == ({"tprek:1"}, "tprek:1")
    body = city.body(unit("tprek:1", "x"))
    assert (body["summary"], body["description"], body["cost"]["class"]) == ({"fi": "Tekonurmi"}, {"fi": "Oma"}, "free")
    features = body["accessibility"]["features"]
    assert (features["lift"], features["accessible_toilet"]) == ("yes", "yes")
    lent = {one["pointer"]: (one["by"], one["from"]) for one in body["derived"] if one["from"].startswith("lipas/")}
    note = ("twins.lipas", "lipas/unit/lipas:5")
    assert lent == {
        "": ("matches.lipas_id", "lipas/unit/lipas:5"), "/summary": note, "/cost": note,
        "/accessibility/features/accessible_toilet": note,
    }  # fmt: skip


def test_what_changes_in_the_twin_changes_in_the_unit_and_what_was_stated_stays(city: City) -> None:
    city.publish(unit("tprek:1", "Urheilukenttä", same_as=["lipas:5"], cost={"class": "paid"}))
    city.publish(SITE)
    assert city.body(unit("tprek:1", "x"))["cost"]["class"] == "paid"
    city.publish(unit("lipas:5", "Kenttä", source="lipas", summary={"fi": "Hiekka"}))
    assert city.body(unit("tprek:1", "x"))["summary"] == {"fi": "Hiekka"}
    city.publish(gone=[SITE])
    assert city.body(unit("tprek:1", "x"))["summary"] == {}


def test_a_site_that_two_units_name_is_joined_to_neither_until_one_of_them_does_not(city: City) -> None:
    one, other = (unit(f"tprek:{n}", f"Kenttä {n}", same_as=["lipas:5"]) for n in (1, 2))
    city.publish(SITE)
    city.publish(one)
    assert city.live() == {"tprek:1"}
    city.publish(other)
    assert city.live() == {"tprek:1", "tprek:2", "lipas:5"}
    city.publish(gone=[other])
    assert city.live() == {"tprek:1"}


def test_another_kind_of_join_takes_nothing_from_the_twin(city: City) -> None:
    told = event(B.key, description={"fi": "Kuvaus"}, cost={"class": "free"})
    city.publish(A, told)
    body = city.body(A)
    assert (body["description"], body["cost"]["class"], city.leads_to(told)) == ({}, "unknown", A.key)


def test_a_ledger_from_before_pairs_is_compared_whole_at_its_next_publication(city: City) -> None:
    city.publish(A, B, OTHER)
    with city.ledger.publishing() as publication:
        publication.set_meta("likeness", "0")
    city.publish(event(OTHER.key, "Lukupiiri illalla"))
    assert (city.live(), city.leads_to(B)) == ({A.key, OTHER.key}, A.key)
