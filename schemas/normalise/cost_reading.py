"""What a text says of the cost, and whether several texts agree. Contradiction gives unknown, never free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.service import Condition, CostClass

LOW_VISIT_EUR = 10.0
LOW_COURSE_EUR = 50.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text in one language says of the cost."""

    cost_class: CostClass = CostClass.UNKNOWN
    low: float | None = None
    high: float | None = None
    up_front: float | None = None
    is_course: bool = False
    amounts: frozenset[float] = frozenset()
    is_partly_free: bool = False
    has_vague: bool = False
    is_contradictory: bool = False
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        return self.cost_class is not CostClass.UNKNOWN


NOTHING: Final = Reading()


def classify(eur: float, *, is_course: bool) -> CostClass:
    """The class of one price: low is at most 10 € a visit or 50 € for a whole course.

    >>> classify(27, is_course=True).value, classify(27, is_course=False).value
    ('low', 'paid')
    """
    if eur == 0:
        return CostClass.FREE
    return CostClass.LOW if eur <= (LOW_COURSE_EUR if is_course else LOW_VISIT_EUR) else CostClass.PAID


def reworded(
    reading: Reading, *, conditions: tuple[Condition, ...], evidence: tuple[str, ...], partly: bool
) -> Reading:
    return Reading(
        reading.cost_class, reading.low, reading.high, reading.up_front, reading.is_course, reading.amounts, partly,
        reading.has_vague, reading.is_contradictory, conditions, evidence,
    )  # fmt: skip


def agree(readings: Sequence[Reading]) -> Reading:
    """One reading of several languages: those that say something must not contradict each other."""
    known = [r for r in readings if r.is_known]
    conditions = tuple(sorted({c for r in readings for c in r.conditions}, key=list(Condition).index))
    evidence = tuple(line for r in readings for line in r.evidence)
    partly = any(r.is_partly_free for r in readings)
    if not known or any(r.is_contradictory for r in readings):
        return Reading(
            is_contradictory=any(r.is_contradictory for r in readings), has_vague=any(r.has_vague for r in readings),
            is_partly_free=partly, conditions=conditions, evidence=evidence,
        )  # fmt: skip
    stated = [r for r in known if r.amounts]
    widest = max(stated, key=lambda r: len(r.amounts), default=known[0])
    classes = {r.cost_class for r in stated} or {known[0].cost_class}
    is_split = len(classes) > 1 or any(not r.amounts <= widest.amounts for r in stated)
    is_split = is_split or (
        CostClass.FREE in classes
        and any(r.cost_class is not CostClass.FREE or r.has_vague for r in readings if r.is_known)
    )
    if is_split:
        return Reading(is_contradictory=True, is_partly_free=partly, conditions=conditions, evidence=evidence)
    return reworded(widest, conditions=conditions, evidence=evidence, partly=partly)
