"""What is known of a venue: its entry in the service register, with what side sources say of it. Pure: records in, values out.

Shortages and counts tell how accessible it is, also for what is held there; opening hours and descriptions are of the venue alone.
A side source that says nothing leaves what the register says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schemas.normalise.accessibility import reconcile
from schemas.normalise.hours_agreement import differ_in
from schemas.normalise.text import shorten
from schemas.provenance import Derived
from schemas.record import Collection, Record, RecordKey
from schemas.service import Accessibility, Audience, CostClass, Offering, OpeningHours, Registration

REGISTER = "palvelukartta"
"""The source whose units are the venues (`tprek:` ids)."""
COUNTS, HOURS, DESCRIPTIONS = "servicemap", "hauki", "vpalvelurekisteri"
"""The side sources: counts of shortcomings, opening hours, descriptions of services."""
BY_UNIT: tuple[Collection, ...] = ("shortcomings", "hours")
"""Collections of side sources whose records have the key of their unit."""
DESCRIPTION: Collection = "description"


def access_keys(unit: str) -> set[RecordKey]:
    """The records that tell how accessible a venue is, beside its own."""
    return {
        RecordKey(source=REGISTER, collection="shortage", key=unit),
        RecordKey(source=COUNTS, collection="shortcomings", key=unit),
    }


def hours_key(unit: str) -> RecordKey:
    """The record that tells when a venue is open."""
    return RecordKey(source=HOURS, collection="hours", key=unit)


def units_told_of(touched: Iterable[RecordKey], records: Mapping[tuple[str, str], Record]) -> set[RecordKey]:
    """The units that touched records of side sources speak of. `records` are those that are new or different."""
    keys: set[str] = set()
    for key in touched:
        if key.collection in BY_UNIT:
            keys.add(key.key)
        elif key.collection == DESCRIPTION:
            record = records.get((key.collection, key.key))
            keys.update(record.description.units if record and record.description else ())
    return {RecordKey(source=REGISTER, collection="unit", key=key) for key in keys}


class Descriptions:
    """The descriptions that the ledger holds, by the units that give their services."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._by_unit: dict[str, list[Record]] = {}
        for record in sorted(records, key=lambda one: (len(one.key), one.key)):
            for unit in record.description.units if record.description else ():
                self._by_unit.setdefault(unit, []).append(record)

    def of(self, unit: str) -> list[Record]:
        return self._by_unit.get(unit, [])


NOTHING_DESCRIBED = Descriptions()


def access_of(unit: Record, found: Mapping[RecordKey, Record], *, inherited: bool) -> Accessibility:
    """How accessible a venue is. `inherited`: for something that is held there."""
    own = unit.offering.accessibility if unit.offering else Accessibility()
    if unit.source != REGISTER:
        return own  # only the register has traffic lights; another source's record says what is known itself
    shortages, counts = _access_records(unit, found)
    profiles = reconcile(
        unit.viewpoints, shortages.shortages if shortages else {}, counts.shortcomings if counts else {}
    )
    return own.model_copy(
        update={profile.value: state for profile, state in profiles.items()}
        | {"inherited_from": unit.key if inherited else None}
    )


def access_notes(unit: Record, found: Mapping[RecordKey, Record], how: str) -> Iterator[Derived]:
    """From which records a venue's accessibility comes."""
    if unit.source != REGISTER:
        return
    shortages, counts = _access_records(unit, found)
    said = [f"{unit.identity()} viewpoints"] if unit.viewpoints else []
    said += [str(shortages.identity())] if shortages and unit.viewpoints else []
    said += [str(counts.identity())] if counts and counts.shortcomings else []
    if said:
        yield Derived(pointer="/accessibility", by="accessibility.reconcile", evidence=f"{'; '.join(said)} ({how})")


def _access_records(unit: Record, found: Mapping[RecordKey, Record]) -> tuple[Record | None, Record | None]:
    shortages = found.get(RecordKey(source=REGISTER, collection="shortage", key=unit.key))
    return shortages, found.get(RecordKey(source=COUNTS, collection="shortcomings", key=unit.key))


def hours_of(unit: Record, found: Mapping[RecordKey, Record], derived: list[Derived]) -> dict[str, object]:
    """The opening hours that the hours' own source tells, in the place of the register's text; what the register says else is noted."""
    record = found.get(hours_key(unit.key))
    if record is None or record.hours is None or unit.offering is None:
        return {}
    theirs, own = record.hours.opening_hours, unit.offering.opening_hours
    derived[:] = [note for note in derived if not note.pointer.startswith("/opening_hours")]
    derived.append(Derived(pointer="/opening_hours", by="hauki.date_periods", evidence=str(record.identity())))
    if own.text and _may_differ(theirs, own, record):
        written = shorten(own.text.get("fi") or next(iter(own.text.values())))
        derived.append(
            Derived(
                pointer="/opening_hours",
                by="hauki.register_says_else",
                evidence=f"{unit.identity()}: {written}",
                confidence="likely",
            )
        )
    return {"opening_hours": theirs}


def _may_differ(theirs: OpeningHours, own: OpeningHours, record: Record) -> bool:
    """Whether the register's text tells other hours of a usual week, or cannot be compared."""
    week = record.hours.usual_week if record.hours else None
    if theirs.rule is None or own.rule is None or week is None:
        return True
    return differ_in(week, theirs.rule, own.rule)


def described(offering: Offering, descriptions: list[Record], derived: list[Derived]) -> dict[str, object]:
    """What the descriptions of a venue's services say of it: whom they name, added to what it says itself, where every one of
    them names somebody: a library's story hours do not make it a place for children only.

    What they ask and cost only where there is one description, and the venue itself says nothing: of several nobody knows which one comes for.
    """
    update: dict[str, object] = {}
    named: set[Audience] = set()
    told_of = [record.description for record in descriptions]
    is_for_groups = all(one is not None and one.audiences for one in told_of)
    for record in descriptions if is_for_groups else ():
        told = record.description
        if told is not None:
            named.update(told.audiences)
            groups = ", ".join(told.target_groups)
            evidence = f"{_naming(record)} ({groups})"
            derived.append(Derived(pointer="/audiences", by="descriptions.target_groups", evidence=evidence))
    if named:
        update["audiences"] = [one for one in Audience if one in named or one in offering.audiences]
    only = descriptions[0].description if len(descriptions) == 1 else None
    if only is None:
        return update
    if only.cost.cost_class is not CostClass.UNKNOWN and not _says_cost(offering):
        update["cost"] = only.cost
        derived.append(_likely("/cost", "descriptions.price", descriptions[0], only.words.get("cost", "")))
    if only.registration is not Registration.UNKNOWN and offering.registration is Registration.UNKNOWN:
        update["registration"] = only.registration
        words = only.words.get("registration", "")
        derived.append(_likely("/registration", "descriptions.requirements", descriptions[0], words))
    return update


def _says_cost(offering: Offering) -> bool:
    return offering.cost.cost_class is not CostClass.UNKNOWN or bool(offering.cost.text)


def _naming(record: Record) -> str:
    title = record.description.title.get("fi", "") if record.description else ""
    return f"{record.identity()}: {title}"


def _likely(pointer: str, by: str, record: Record, words: str) -> Derived:
    evidence = f"{_naming(record)}: {shorten(words)}"
    return Derived(pointer=pointer, by=by, evidence=evidence, confidence="likely")
