"""What an offering says of those that were joined into it, and what it takes from a LIPAS twin: only what nobody stated, each value with its record. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.compose import Composed
from schemas.provenance import Derived
from schemas.record import Record
from schemas.service import CostClass, Feature, Form, Known, Offering, OpeningHours, Service, Text

LENDING_RULE = "matches.lipas_id"
_TEXTS = ("summary", "description", "equipment")


def with_twins(composed: Composed, twins: Sequence[tuple[Record, str]]) -> Composed:
    """The offering with its twins: (record, what joined it). Leans on their records too."""
    if not twins:
        return composed
    service = composed.service
    derived = list(service.derived)
    update: dict[str, Any] = {}
    for record, by in twins:
        derived.append(Derived(pointer="", by=by, evidence=str(record.identity())))
        if by == LENDING_RULE and record.offering is not None:
            lent = _lent(service.model_copy(update=update), record.offering)
            update |= lent
            derived += [_note(pointer, record) for pointer in _pointers(service, lent)]
    changed = service.model_copy(update=update | {"derived": derived})
    return Composed(changed, composed.leans | {record.identity() for record, _ in twins})


def _note(pointer: str, record: Record) -> Derived:
    return Derived(pointer=pointer, by="twins.lipas", evidence=str(record.identity()), confidence="likely")


def _lent(service: Service, twin: Offering) -> dict[str, Any]:
    """What the twin knows and the service does not: whole values, never parts of one that is stated."""
    found: dict[str, Any] = {}
    for name in _TEXTS:
        mine: Text = getattr(service, name)
        theirs: Text = getattr(twin, name)
        if not mine and theirs:
            found[name] = theirs
    if service.cost.cost_class is CostClass.UNKNOWN and not service.cost.text and twin.cost.cost_class != "unknown":
        found["cost"] = twin.cost
    if service.opening_hours == OpeningHours() and twin.opening_hours != OpeningHours():
        found["opening_hours"] = twin.opening_hours
    if service.form is Form.UNKNOWN and twin.form is not Form.UNKNOWN:
        found["form"] = twin.form
    learnt = _learnt(service, twin)
    access = service.accessibility
    if learnt:
        access = access.model_copy(update={"features": access.features | learnt})
    if not access.sentences and twin.accessibility.sentences:
        access = access.model_copy(update={"sentences": twin.accessibility.sentences})
    if access is not service.accessibility:
        found["accessibility"] = access
    return found


def _learnt(service: Service, twin: Offering) -> dict[Feature, Known]:
    """The features that only the twin knows."""
    mine = service.accessibility.features
    return {
        feature: known
        for feature, known in twin.accessibility.features.items()
        if known is not Known.UNKNOWN and mine.get(feature, Known.UNKNOWN) is Known.UNKNOWN
    }


def _pointers(service: Service, lent: dict[str, Any]) -> list[str]:
    pointers = [f"/{name}" for name in lent if name != "accessibility"]
    if "accessibility" in lent:
        theirs, mine = lent["accessibility"], service.accessibility
        pointers += [
            f"/accessibility/features/{f}" for f, known in theirs.features.items() if mine.features.get(f) != known
        ]
        pointers += ["/accessibility/sentences"] * (theirs.sentences != mine.sentences)
    return pointers
