"""Points of addresses at publish: asked for once, over real HTTP; failures forgotten, misses remembered, the rest asked for next time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from crawler.replay.server import Handler, ReplayServer, serving
from crawler.replay.upstream import Row, Upstream
from indexer.geocoders import AddressGeocoder, open_geocoder
from indexer.ledger import Ledger
from indexer.publish import publish
from indexer.run_folder import RunFolder
from liiku.context import BUNDLED_SOURCES
from schemas.identity import service_id
from schemas.record import Area, Item, Record
from schemas.run import CollectionStats, CrawlStats, Mode, Run, RunState
from schemas.service import Kind, Offering, Place, Precision, Service
from schemas.settings import Settings
from schemas.source import Source, read_yaml

SOURCES = {
    name: read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("ilmonet", "divisions", "palvelukartta")
}
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@dataclass
class Town:
    """A ledger to publish hand-made runs into, and a servicemap on loopback that can be out of order."""

    path: Path
    ledger: Ledger
    server: ReplayServer
    geocoder: AddressGeocoder
    broken: bool = False
    sees: list[bool] = field(default_factory=list)
    runs: int = 0

    def asked(self) -> list[str]:
        """The requests since the last look."""
        found, self.server.asked[:] = list(self.server.asked), []
        return found

    def publish(self, *records: Record, source: str = "ilmonet", days: int = 0, budget: int = 200) -> Run:
        """A complete run of a source in which these are all its records."""
        self.runs += 1
        now = NOW + timedelta(days=days, minutes=self.runs)
        main = SOURCES[source].main
        names = list(SOURCES[source].collections)
        folder = RunFolder(self.path / f"run{self.runs}")
        folder.create()
        for record in records:
            folder.put(Item(op="put", collection=record.collection, key=record.key, record=record))
        rows = {name: sum(record.collection == name for record in records) for name in names}
        stats = CrawlStats(
            run=folder.path.name, source=source, mode=Mode.FULL, base_url="", main_collection=main, clock=now,
            started_at=now, finished_at=now, complete=True, window=("2026-11-22", "2027-11-23"),
            collections={name: CollectionStats(complete=True, rows=rows[name]) for name in names},
        )  # fmt: skip
        folder.finish(stats)
        return publish(self.ledger, folder, SOURCES, now=now, approved=True, geocoder=self.geocoder, budget=budget)

    def service(self, key: str, source: str = "ilmonet") -> Service:
        number = service_id(source, key)
        return Service.model_validate_json(self.ledger.services([number])[number].body)

    def point(self, key: str) -> tuple[float | None, float | None, str]:
        place = self.service(key).places[0]
        return place.lat, place.lon, place.precision.value

    def answers(self) -> dict[str, float | None]:
        with self.ledger.geocodes() as rows:
            return {one.key: one.lat for one in rows.all()}


def house(street: str, number: int) -> Row:
    return {
        "street": {"name": {"fi": street}}, "number": str(number), "letter": None, "municipality": "helsinki",
        "location": {"type": "Point", "coordinates": [24.94, 60.18 + number / 10_000]},
    }  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.migrate()

    def fault(handler: Handler, path: str, _: dict[str, str]) -> bool:
        with FileLock(f"{tmp_path / 'ledger.sqlite'}.publishing.lock", timeout=0):
            made.sees.append(True)  # taken: no publication is open while the geocoder is asked
        if made.broken:
            handler.send_json(503, {"detail": "down"})
        return made.broken

    upstream = Upstream(addresses=[house("Testikatu", number) for number in range(1, 10)])
    with serving(upstream, fault=fault) as server:
        settings = Settings.model_validate(
            {"geocoder": "servicemap", "geocoder_url": server.base_url("servicemap"), "geocoder_private": True}
        )
        geocoder = open_geocoder(settings)
        assert geocoder is not None
        made = Town(tmp_path, ledger, server, geocoder)
        yield made
    ledger.close()


def course(key: str, address: str, **place: Any) -> Record:
    at = Place.model_validate(
        {"name": {"fi": "Opisto"}, "address": {"fi": address}, "municipality": "Helsinki"} | place
    )
    offering = Offering(kind=Kind.ACTIVITY, name={"fi": f"Kurssi {key}"}, description={"fi": key}, places=[at])
    return Record(
        source="ilmonet", collection="course", key=f"ilmonet:{key}", scope="adult_education", offering=offering
    )


def district(name: str = "Kallio", west: float = 24.9) -> Record:
    ring = [(west, 60.1), (west + 0.1, 60.1), (west + 0.1, 60.3), (west, 60.3), (west, 60.1)]
    outline = Area(name={"fi": name}, code="11", polygons=[[ring]])
    return Record(source="divisions", collection="district", key="11", scope="side", area=outline)


def test_a_course_with_only_an_address_gets_its_point_and_says_from_whose_answer(town: Town) -> None:
    town.publish(district(), source="divisions")
    run = town.publish(course("a", "Testikatu 4 B 12"))
    service = town.service("ilmonet:a")
    place = service.places[0]
    assert (place.lat, place.lon, place.precision) == (60.1804, 24.94, Precision.ADDRESS)
    assert place.district == {"fi": "Kallio"}
    notes = {note.pointer: (note.by, note.evidence, note.confidence) for note in service.derived}
    assert notes["/places/0/lat"] == (
        "geocode.servicemap", "Testikatu 4 b, Helsinki → Testikatu 4, Helsinki", "likely",
    )  # fmt: skip
    assert notes["/places/0/district"] == ("divisions.point_in_polygon", "divisions/district/11: Kallio", "likely")
    assert (run.state, run.counts.added) == (RunState.PUBLISHED, 1)


def test_a_stated_point_is_never_asked_for(town: Town) -> None:
    town.publish(course("a", "Testikatu 4", lat=60.2, lon=24.9, precision="exact"))
    assert town.asked() == []
    assert town.point("ilmonet:a") == (60.2, 24.9, "exact")


def test_no_transaction_is_open_while_the_geocoder_is_asked(town: Town) -> None:
    town.publish(course("a", "Testikatu 4"), course("b", "Testikatu 5"))
    assert town.sees == [True, True]


def test_the_same_again_asks_nothing_and_writes_nothing(town: Town) -> None:
    records = [course("a", "Testikatu 4"), course("b", "Testikatu 99"), course("c", "Testikatu 4")]
    town.publish(*records)
    before = (town.ledger.position(), town.answers())
    town.asked()
    run = town.publish(*records)
    assert (run.state, run.seq, town.asked()) == (RunState.UNCHANGED, None, [])
    assert (town.ledger.position(), town.answers()) == before


def test_one_address_of_many_courses_is_asked_for_once(town: Town) -> None:
    town.publish(*(course(str(number), "Testikatu 4") for number in range(5)))
    assert len(town.asked()) == 1
    assert {town.point(f"ilmonet:{number}")[0] for number in range(5)} == {60.1804}


def test_a_failure_is_never_remembered_and_three_in_a_row_end_the_asking(town: Town) -> None:
    town.broken = True
    town.publish(*(course(str(number), f"Testikatu {number}") for number in range(1, 7)))
    assert len(town.asked()) == 3
    assert town.answers() == {}
    assert town.point("ilmonet:1") == (None, None, "none")


def test_what_was_not_reached_is_asked_for_at_the_next_publish_of_any_source(town: Town) -> None:
    town.broken = True
    town.publish(course("a", "Testikatu 4"))
    town.broken = False
    run = town.publish(district(), source="divisions")
    assert town.point("ilmonet:a") == (60.1804, 24.94, "address")
    assert town.service("ilmonet:a").places[0].district == {"fi": "Kallio"}
    assert (run.state, run.counts.recomposed) == (RunState.PUBLISHED, 1)


def test_a_miss_is_remembered_for_thirty_days(town: Town) -> None:
    town.publish(course("a", "Olematonkatu 4"))
    assert town.answers() == {"Olematonkatu 4, Helsinki": None}
    assert len(town.asked()) == 2
    town.publish(course("a", "Olematonkatu 4"), days=29)
    assert town.asked() == []
    town.server.upstream.addresses.append(house("Olematonkatu", 4))
    town.publish(course("a", "Olematonkatu 4"), days=31)
    assert town.point("ilmonet:a") == (60.1804, 24.94, "address")


def test_the_budget_holds_and_the_second_publish_fills_the_rest(town: Town) -> None:
    records = [course(str(number), f"Testikatu {number}") for number in range(1, 6)]
    town.publish(*records, budget=2)
    assert len(town.asked()) == 2
    without = [one.key for one in records if town.point(one.key)[0] is None]
    assert len(without) == 3
    run = town.publish(*records, budget=200)
    assert len(town.asked()) == 3
    assert [one.key for one in records if town.point(one.key)[0] is None] == []
    assert (run.counts.unchanged, run.counts.recomposed, run.counts.changed) == (5, 3, 0)


@pytest.mark.parametrize("budget", [0, 1, 3])
def test_no_more_is_sent_than_the_budget_also_where_an_address_takes_two_requests(town: Town, budget: int) -> None:
    town.publish(*(course(str(number), f"Testikatu {number}") for number in range(40, 44)), budget=budget)
    assert len(town.asked()) <= budget


def test_a_changed_address_is_asked_for_anew(town: Town) -> None:
    town.publish(course("a", "Testikatu 4"))
    town.publish(course("a", "Testikatu 5"))
    assert town.point("ilmonet:a") == (60.1805, 24.94, "address")
    town.publish(course("a", "Eri puolilla Helsinkiä"))
    assert town.point("ilmonet:a") == (None, None, "none")


def test_points_stay_when_the_geocoder_is_taken_away(town: Town) -> None:
    town.publish(course("a", "Testikatu 4"))
    town.geocoder = None  # type: ignore[assignment]  # LIIKU_GEOCODER=none
    town.publish(course("a", "Testikatu 4"), course("b", "Testikatu 4"))
    assert town.point("ilmonet:a") == town.point("ilmonet:b") == (60.1804, 24.94, "address")


def test_moved_outlines_move_the_services_in_the_same_publication_and_unmoved_ones_write_nothing(town: Town) -> None:
    town.publish(course("a", "Testikatu 4"), course("b", "Testikatu 5", district={"fi": "Torkkelinmäki"}))
    first = town.publish(district(), source="divisions")
    assert (town.service("ilmonet:a").places[0].district, first.counts.recomposed) == ({"fi": "Kallio"}, 1)
    assert town.service("ilmonet:b").places[0].district == {"fi": "Torkkelinmäki"}
    position = town.ledger.position()
    assert town.publish(district(), source="divisions").state is RunState.UNCHANGED
    assert town.ledger.position() == position
    renamed = town.publish(district("Harju"), source="divisions")
    assert (town.service("ilmonet:a").places[0].district, renamed.counts.recomposed) == ({"fi": "Harju"}, 1)
    town.publish(district("Harju", west=25.1), source="divisions")
    assert town.service("ilmonet:a").places[0].district == {}
