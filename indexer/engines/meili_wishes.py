"""Wishes as Meilisearch can say them: where each is met, where nobody knows, and how far a record is from meeting all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.engines.base import WISH_MISSED, WISH_UNKNOWN
from indexer.engines.meili_expressions import ALWAYS, NEVER, Question, all_of, any_of, none_of, passing
from indexer.engines.meili_spots import NOWHERE
from schemas.query import Filters

Met = tuple[bool | None, ...]
_FACTORS: dict[bool | None, float] = {True: 1.0, None: WISH_UNKNOWN, False: WISH_MISSED}
_STEPS: dict[bool | None, int] = {True: 0, None: 1, False: 2}


@dataclass(frozen=True, slots=True)
class Wished:
    """One wish: `yes` where all its filters say yes, `unknown` where none says no and not all say yes; no is the rest."""

    yes: str
    unknown: str


def wished(query: Filters, questions: Sequence[Question]) -> Wished:
    """The wish of a query whose filters ask these questions. What is online only is nowhere near."""
    yes = passing(questions, include_unknown=False)
    unknown = [passing(questions, include_unknown=True), none_of(yes)]
    if query.point is not None or query.district:
        unknown.append(none_of(all_of(["online = true", NOWHERE])))
    return Wished(yes, all_of(unknown))


def factor(met: Met) -> float:
    """What a score is multiplied by."""
    product = 1.0
    for one in met:
        product *= _FACTORS[one]
    return product


def level(met: Met) -> int:
    """How far from meeting every wish: the factor is 0.5 to this power."""
    return sum(_STEPS[one] for one in met)


def at_level(steps: int, wishes: Sequence[Wished]) -> str:
    """The records of just that level. Halves the wishes, so that it stays short."""
    if not wishes:
        return NEVER if steps else ALWAYS
    if steps > 2 * len(wishes):
        return NEVER
    if len(wishes) == 1:
        one = wishes[0]
        return (one.yes, one.unknown, none_of(one.yes, one.unknown))[steps]
    half = len(wishes) // 2
    left, right = wishes[:half], wishes[half:]
    return any_of(all_of([at_level(n, left), at_level(steps - n, right)]) for n in range(steps + 1))
