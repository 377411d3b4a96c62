"""How soon a change at a source is to be in the feed, and whether it is so now: one period of the source's schedule and an hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from indexer.health import look
from indexer.ledger import Ledger
from schemas.source import Lifecycle, Source
from schemas.timetable import NEVER, longest_gap

AFTER_A_RUN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """`within`: what is promised; None where nothing is (paused, retired, brought by hand, or never crawled). `age`: of the last good run."""

    source: str
    within: timedelta | None
    age: timedelta | None

    @property
    def holds(self) -> bool | None:
        """Whether the promise is kept; None where nothing is promised."""
        return None if self.within is None or self.age is None else self.age <= self.within


def freshness(ledger: Ledger, sources: Mapping[str, Source], *, now: datetime) -> list[Freshness]:
    """Each source's promise, and how it stands."""
    found = []
    for name, source in sources.items():
        health = look(ledger, source, now=now)
        age = None if health.age_s is None else timedelta(seconds=health.age_s)
        is_promised = age is not None and source.lifecycle is Lifecycle.ACTIVE and source.schedule != NEVER
        within = longest_gap(source.schedule, now) + AFTER_A_RUN if is_promised else None
        found.append(Freshness(name, within, age))
    return found


def late(found: list[Freshness]) -> list[str]:
    """The sources whose promise is not kept now."""
    return [one.source for one in found if one.holds is False]
