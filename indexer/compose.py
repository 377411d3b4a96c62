"""Puts records together into a service, by rule: sessions into their series, place and accessibility from the venue, labels from keywords.

Pure: records in, a service out, with the keys of every record that it leans on (those that are not there yet, too, so that their arrival
composes it again). What was worked out here says from which record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from indexer.places import NOTHING_KNOWN, PlaceBook
from indexer.venues import (
    NOTHING_DESCRIBED,
    REGISTER,
    Descriptions,
    access_keys,
    access_notes,
    access_of,
    described,
    hours_key,
    hours_of,
)
from schemas.identity import service_id
from schemas.normalise.schedule import period_of, weekdays_and_dayparts
from schemas.provenance import Derived, Provenance
from schemas.record import Record, RecordKey
from schemas.service import Keyword, Offering, Place, Precision, Schedule, Service, Session, State
from schemas.source import Source

PLACES = "linkedevents"
"""The source whose place records name the district of a `tprek:` venue."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A service before its change number, and the records that it leans on."""

    service: Service
    leans: frozenset[RecordKey]


def owner_key(record: Record, parents: Mapping[str, Record]) -> str:
    """The upstream id of the offering that a main record belongs to: its series when that is a recurring one, else itself."""
    series = record.links.series
    if series and (parent := parents.get(series)) is not None and parent.is_series:
        return series
    return record.key


def wanted_keys(record: Record) -> frozenset[RecordKey]:
    """The records of other collections that an offering leans on."""
    keys = {
        RecordKey(source=record.source, collection="keyword", key=k)
        for k in [*record.links.keywords, *record.links.audiences]
    }
    if record.collection == "unit":
        keys.add(RecordKey(source=PLACES, collection="place", key=record.key))
        if record.source == REGISTER:
            keys |= {*access_keys(record.key), hours_key(record.key)}
    if record.links.place:
        keys |= place_keys(record.source, record.links.place)
    return frozenset(keys)


def place_keys(source: str, place: str) -> set[RecordKey]:
    """The records that may say where a place is."""
    keys = {RecordKey(source=source, collection="place", key=place)}
    if place.startswith("tprek:"):
        keys.add(RecordKey(source=REGISTER, collection="unit", key=place))
        keys |= access_keys(place)
        keys.add(RecordKey(source=PLACES, collection="place", key=place))
    return keys


def compose(
    main: Record,
    children: Sequence[Record],
    found: Mapping[RecordKey, Record],
    sources: Mapping[str, Source],
    *,
    hosts: bool = False,
    book: PlaceBook = NOTHING_KNOWN,
    descriptions: Descriptions = NOTHING_DESCRIBED,
) -> Composed:
    """The service of a main record. `hosts`: the unit is in the tray because an offering is held there.

    `book` knows the points of addresses, and the districts and postal codes of points; `descriptions` what services a venue gives.
    """
    source = sources[main.source]
    offering = main.offering
    assert offering is not None
    derived = list(offering.derived)
    leans = set(wanted_keys(main)) | {main.identity()} | {child.identity() for child in children}
    update: dict[str, object] = {}
    if main.collection == "unit":
        update["accessibility"] = access_of(main, found, inherited=False)
        update["places"] = [_with_district(place, main.key, found, derived) for place in offering.places]
        derived.extend(access_notes(main, found, "from the unit's own register entry"))
        if main.source == REGISTER:
            update |= hours_of(main, found, derived)
            told = descriptions.of(main.key)
            update |= described(offering, told, derived)
            leans |= {record.identity() for record in told}
        if main.links.keywords:
            update["keywords"] = _keywords(main, found)
        if hosts and not main.in_scope:
            derived.append(Derived(pointer="", by="scope.hosts_an_offering", evidence=main.scope))
    else:
        update |= _venue_of(main, found, derived)
        update |= _times_of(main, children, offering, derived)
        update["keywords"] = [*offering.keywords, *_keywords(main, found)]
    completed = book.complete(cast("list[Place]", update.get("places", offering.places)))
    update["places"] = completed.places
    derived.extend(completed.notes)
    leans |= completed.leans
    update["derived"] = derived
    service = Service.model_validate(
        offering.model_dump(by_alias=True)
        | {
            name: value.model_dump(by_alias=True) if hasattr(value, "model_dump") else value
            for name, value in update.items()
        }
        | {
            "id": service_id(main.source, main.key),
            "provenance": Provenance(
                source=main.source,
                source_id=main.key,
                source_url=main.source_url,
                licence=source.licence,
                attribution=source.attribution,
                source_modified=main.source_modified,
            ),
        }
    )
    return Composed(service, frozenset(leans))


def _keywords(main: Record, found: Mapping[RecordKey, Record]) -> list[Keyword]:
    out = []
    for key in dict.fromkeys([*main.links.keywords, *main.links.audiences]):
        record = found.get(RecordKey(source=main.source, collection="keyword", key=key))
        out.append(Keyword(id=key, label=record.label.label if record and record.label else {}))
    return out


def _with_district(place: Place, key: str, found: Mapping[RecordKey, Record], derived: list[Derived]) -> Place:
    """The unit's place with the district that the place record of the same venue names; the register has none."""
    record = found.get(RecordKey(source=PLACES, collection="place", key=key))
    if record is None or record.place is None or not record.place.district or place.district:
        return place
    derived.append(Derived(pointer="/places/0/district", by="compose.place_record", evidence=str(record.identity())))
    return place.model_copy(update={"district": record.place.district})


def _venue_of(main: Record, found: Mapping[RecordKey, Record], derived: list[Derived]) -> dict[str, object]:
    """Place, district and accessibility by inheritance from the venue's records; what the event itself says of its place stays first."""
    key = main.links.place
    if not key:
        return {}
    record = found.get(RecordKey(source=main.source, collection="place", key=key))
    if key.startswith("tprek:") and record is None:
        record = found.get(RecordKey(source=PLACES, collection="place", key=key))
    real = record.place.source_id if record and record.place and record.place.source_id else key
    unit = found.get(RecordKey(source=REGISTER, collection="unit", key=real))
    if unit is None or unit.offering is None or not unit.offering.places:
        if record is None or record.place is None:
            own = main.offering.places if main.offering else []
            return {"places": own or [Place(source_id=key, precision=Precision.NONE)]}
        derived.append(Derived(pointer="/places/0", by="compose.place_record", evidence=str(record.identity())))
        return {"places": [record.place]}
    place = unit.offering.places[0]
    derived.append(Derived(pointer="/places/0", by="compose.venue_record", evidence=str(unit.identity())))
    if record is not None and record.place is not None:
        if record.place.district and not place.district:
            place = place.model_copy(update={"district": record.place.district})
            derived.append(
                Derived(pointer="/places/0/district", by="compose.place_record", evidence=str(record.identity()))
            )
        if place.lat is None and record.place.lat is not None:
            place = place.model_copy(
                update={"lat": record.place.lat, "lon": record.place.lon, "precision": record.place.precision}
            )
            derived.append(Derived(pointer="/places/0/lat", by="compose.place_record", evidence=str(record.identity())))
    derived.extend(access_notes(unit, found, "inherited from the venue"))
    derived.extend(
        note.model_copy(update={"evidence": f"{unit.identity()}: {note.evidence}"})
        for note in unit.offering.derived
        if note.pointer.startswith("/accessibility/")
    )
    return {"places": [place], "accessibility": access_of(unit, found, inherited=True)}


def _times_of(
    main: Record, children: Sequence[Record], offering: Offering, derived: list[Derived]
) -> dict[str, object]:
    """The schedule of an offering: the sessions of its children, or its own; weekdays and dayparts from the sessions, else as told.

    A series of which every session is cancelled is cancelled itself.
    """
    sessions: list[Session] = list(offering.schedule.sessions)
    schedule = offering.schedule
    update: dict[str, object] = {}
    if children:
        sessions = _sessions_of(children)
        schedule = Schedule(sessions=sessions)
        if sessions and offering.state is State.ACTIVE and all(one.state == "cancelled" for one in sessions):
            update["state"] = State.CANCELLED
            derived.append(
                Derived(pointer="/state", by="compose.sessions", evidence=f"all {len(sessions)} sessions are cancelled")
            )
        ages = [(c.offering.min_age, c.offering.max_age) for c in children if c.offering]
        if offering.min_age is None and offering.max_age is None and len(set(ages)) == 1:
            update |= {"min_age": ages[0][0], "max_age": ages[0][1]}
    elif main.is_series and main.links.session is not None and not schedule.starts:
        schedule = period_of(main.links.session)
    weekdays, dayparts = weekdays_and_dayparts(sessions)
    if not sessions and not children:
        weekdays, dayparts = offering.weekdays, offering.dayparts
    return update | {"schedule": schedule, "weekdays": weekdays, "dayparts": dayparts}


def _sessions_of(children: Sequence[Record]) -> list[Session]:
    """The sessions of a series by time, each once. Of two rows for the same time one that cancels it counts: better missed than in vain."""
    by_time: dict[tuple[float, float], Session] = {}
    for child in children:
        session = child.links.session
        if session is None:
            continue
        key = (session.start.timestamp(), (session.end or session.start).timestamp())
        if key not in by_time or session.state == "cancelled":
            by_time[key] = session
    return [by_time[key] for key in sorted(by_time)]
