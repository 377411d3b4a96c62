"""Puts records together into a service, by rule: sessions into their series, place and accessibility from the venue, labels from keywords.

Pure: records in, a service out, with the keys of every record that it leans on (those that are not there yet, too, so that their arrival
composes it again). What was worked out here says from which record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.identity import service_id
from schemas.normalise.accessibility import reconcile
from schemas.normalise.schedule import weekdays_and_dayparts
from schemas.provenance import Derived, Provenance
from schemas.record import Record, RecordKey
from schemas.service import Accessibility, Keyword, Offering, Place, Precision, Schedule, Service, Session
from schemas.source import Source

REGISTER = "palvelukartta"
"""The source whose units are the venues (`tprek:` ids)."""
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
        keys.add(RecordKey(source=record.source, collection="shortage", key=record.key))
        keys.add(RecordKey(source=PLACES, collection="place", key=record.key))
    if record.links.place:
        keys |= place_keys(record.source, record.links.place)
    return frozenset(keys)


def place_keys(source: str, place: str) -> set[RecordKey]:
    """The records that may say where a place is."""
    keys = {RecordKey(source=source, collection="place", key=place)}
    if place.startswith("tprek:"):
        keys.add(RecordKey(source=REGISTER, collection="unit", key=place))
        keys.add(RecordKey(source=REGISTER, collection="shortage", key=place))
        keys.add(RecordKey(source=PLACES, collection="place", key=place))
    return keys


def compose(
    main: Record,
    children: Sequence[Record],
    found: Mapping[RecordKey, Record],
    sources: Mapping[str, Source],
    *,
    hosts: bool = False,
) -> Composed:
    """The service of a main record. `hosts`: the unit is in the tray because an offering is held there."""
    source = sources[main.source]
    offering = main.offering
    assert offering is not None
    derived = list(offering.derived)
    leans = set(wanted_keys(main)) | {main.identity()} | {child.identity() for child in children}
    update: dict[str, object] = {}
    if main.collection == "unit":
        update["accessibility"] = _access_of_unit(main, found, inherited=False)
        update["places"] = [_with_district(place, main.key, found, derived) for place in offering.places]
        derived.extend(_access_notes(main, found, "from the unit's own register entry"))
        if hosts and not main.in_scope:
            derived.append(Derived(pointer="", by="scope.hosts_an_offering", evidence=main.scope))
    else:
        update |= _venue_of(main, found, derived)
        update |= _times_of(main, children, offering)
        labels = _keywords(main, found)
        update["keywords"] = labels
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


def _access_of_unit(unit: Record, found: Mapping[RecordKey, Record], *, inherited: bool) -> Accessibility:
    shortage = found.get(RecordKey(source=unit.source, collection="shortage", key=unit.key))
    profiles = reconcile(unit.viewpoints, shortage.shortages if shortage else {})
    own = unit.offering.accessibility if unit.offering else Accessibility()
    return own.model_copy(
        update={profile.value: state for profile, state in profiles.items()}
        | {"inherited_from": unit.key if inherited else None}
    )


def _access_notes(unit: Record, found: Mapping[RecordKey, Record], how: str) -> Iterable[Derived]:
    if not unit.viewpoints:
        return
    shortage = RecordKey(source=unit.source, collection="shortage", key=unit.key)
    evidence = f"{unit.identity()} viewpoints" + (f"; {shortage}" if shortage in found else "")
    yield Derived(pointer="/accessibility", by="accessibility.reconcile", evidence=f"{evidence} ({how})")


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
            return {"places": [Place(source_id=key, precision=Precision.NONE)]}
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
    derived.extend(_access_notes(unit, found, "inherited from the venue"))
    derived.extend(
        note.model_copy(update={"evidence": f"{unit.identity()}: {note.evidence}"})
        for note in unit.offering.derived
        if note.pointer.startswith("/accessibility/")
    )
    return {"places": [place], "accessibility": _access_of_unit(unit, found, inherited=True)}


def _times_of(main: Record, children: Sequence[Record], offering: Offering) -> dict[str, object]:
    """The schedule of an offering: the sessions of its children, or its own; weekdays and dayparts from the sessions."""
    sessions: list[Session] = list(offering.schedule.sessions)
    schedule = offering.schedule
    update: dict[str, object] = {}
    if children:
        by_start: dict[tuple[datetime, datetime | None], Session] = {}
        for child in children:
            if child.links.session is not None:
                by_start.setdefault((child.links.session.start, child.links.session.end), child.links.session)
        sessions = [by_start[key] for key in sorted(by_start, key=lambda k: (k[0], k[1] or k[0]))]
        schedule = Schedule(sessions=sessions)
        ages = [(c.offering.min_age, c.offering.max_age) for c in children if c.offering]
        if offering.min_age is None and offering.max_age is None and len(set(ages)) == 1:
            update |= {"min_age": ages[0][0], "max_age": ages[0][1]}
    elif main.is_series and main.links.session is not None and not schedule.starts:
        schedule = Schedule(
            starts=main.links.session.start.date(), ends=(main.links.session.end or main.links.session.start).date()
        )
    weekdays, dayparts = weekdays_and_dayparts(sessions)
    return update | {"schedule": schedule, "weekdays": weekdays, "dayparts": dayparts}
