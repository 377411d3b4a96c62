"""What taking part costs in all: price times visits where both are known, and never a sum that hides what is not.

An estimate from listed sessions and stated prices, for a person who applies for income support. Euros.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Basis = Literal["free", "course", "visits", "visits_unknown", "season", "month", "year", "no_unit", "unknown"]
WHOLE: tuple[Basis, ...] = ("free", "course", "visits", "season", "year")
"""The bases on which the whole sum is known."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one offering costs: one price from `low` to `high`, `times` so often, and what of it is paid `first`.

    `restricted`: the price holds only for those who may come.
    """

    basis: Basis
    low: float = 0
    high: float = 0
    times: int = 1
    first: float | None = None
    restricted: bool = False

    @property
    def is_known(self) -> bool:
        return self.basis in WHOLE

    @property
    def span(self) -> tuple[float, float]:
        """The whole cost, from and to; never less than what is paid first."""
        least = self.first or 0
        return max(self.low * self.times, least), max(self.high * self.times, least)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of what is known, and how many offerings are not in it."""

    low: float
    high: float
    known: int
    unknown: int
    restricted: bool


def share_of(body: Mapping[str, Any], visits: int) -> Share:
    """What an offering costs. `visits`: how many listed sessions are to come; 0 where none is listed."""
    cost = body["cost"]
    restricted = bool(body["restricted_to"])
    if cost["class"] == "free":
        return Share("free", restricted=restricted)
    low, high = cost["min_eur"], cost["max_eur"]
    if cost["class"] == "unknown" or low is None:
        return Share("unknown", restricted=restricted)
    first = cost["pay_up_front_eur"]
    basis, times = _basis(cost["unit"], visits)
    return Share(
        basis,
        low,
        low if high is None else high,
        times=times,
        first=first if first is not None and first != low else None,
        restricted=restricted,
    )


def total_of(shares: Sequence[Share]) -> Total:
    """The sum over the offerings of a handout."""
    spans = [one.span for one in shares if one.is_known]
    return Total(
        low=sum(low for low, _ in spans),
        high=sum(high for _, high in spans),
        known=len(spans),
        unknown=len(shares) - len(spans),
        restricted=any(one.restricted for one in shares if one.is_known),
    )


def _basis(unit: str | None, visits: int) -> tuple[Basis, int]:
    match unit:
        case "visit":
            return ("visits", visits) if visits else ("visits_unknown", 1)
        case "course":
            return "course", 1
        case "season":
            return "season", 1
        case "month":
            return "month", 1
        case "year":
            return "year", 1
        case _:
            return "no_unit", 1
