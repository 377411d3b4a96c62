"""What the application answers from: ledger, engine, analyser, sources, clock. One a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Request

from indexer.address_geocoder import AddressGeocoder
from indexer.engines.base import Engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.language.analyser import Analyser
from indexer.ledger import Ledger
from schemas.settings import Settings
from schemas.source import Source
from search_api.understanding.city_names import CityPlaces
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Reader
from search_api.usage.counting import Usage

T = TypeVar("T")
_COMPUTING, _WAITING = 2, 40
"""Searches at once where they keep the processor busy, and where they wait for a server."""


@dataclass(frozen=True, slots=True)
class Deps:
    settings: Settings
    ledger: Ledger
    engine: Engine
    analyser: Analyser
    sources: Mapping[str, Source]
    geocoder: AddressGeocoder | None = None
    usage: Usage = field(default_factory=Usage)
    desks: CapacityLimiter = field(init=False)
    """Threads for searches of `/v1` that must first read something. What waits here waits in order; more at once would wait for the interpreter, and each other."""

    def __post_init__(self) -> None:
        desks = _COMPUTING if self.engine.name == EmbeddedEngine.name else _WAITING
        object.__setattr__(self, "desks", CapacityLimiter(desks))

    async def at_desk(self, work: Callable[[int], T]) -> T:
        """Work at a search, which is given the ledger's change number: at once where all that it reads is at hand, else in a thread, when one is free."""
        if (
            self.ledger.is_sqlite and self.engine.is_at_hand()
        ):  # another ledger is waited for, and the loop may not wait
            position = self.ledger.position()
            if _places(self.ledger, self.analyser).are_at(position):
                return work(position)
        return await run_sync(lambda: work(self.ledger.position()), limiter=self.desks)

    def reader(self, position: int | None = None) -> Reader:
        """The reader of queries, with the names of the city as the ledger has them now, or had while another thread reads what is new; `position` is its change number where that is known."""
        names = _places(self.ledger, self.analyser).names(position)
        return Reader(self.analyser, lexicon(self.analyser), names)

    def now(self) -> datetime:
        return self.settings.clock()

    def is_sample(self) -> bool:
        """Whether the ledger was made from the sample city."""
        return self.ledger.meta("sample") == "yes"


@lru_cache(maxsize=2)
def _places(ledger: Ledger, analyser: Analyser) -> CityPlaces:
    return CityPlaces(ledger, analyser)


def deps_of(request: Request) -> Deps:
    found: Deps = request.app.state.deps
    return found
