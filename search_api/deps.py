"""What the application answers from: ledger, engine, analyser, sources, clock. One a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

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
from search_api.held_rows import HeldRows
from search_api.understanding.city_names import CityPlaces
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Reader
from search_api.usage.counting import Usage

P = ParamSpec("P")
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
    """Where a process works at searches of `/v1`. What waits here waits in order; more threads at once would wait for the interpreter, and each other."""

    def __post_init__(self) -> None:
        desks = _COMPUTING if self.engine.name == EmbeddedEngine.name else _WAITING
        object.__setattr__(self, "desks", CapacityLimiter(desks))

    async def at_desk(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Run a search in a thread, when one is free."""
        return await run_sync(partial(work, *args, **named), limiter=self.desks)

    def reader(self, position: int | None = None) -> Reader:
        """The reader of queries, with the names of the city as the ledger has them now, or had while another thread reads what is new; `position` is its change number where that is known."""
        names = _places(self.ledger, self.analyser).names(position)
        return Reader(self.analyser, lexicon(self.analyser), names)

    def rows(self) -> HeldRows:
        """The services by id, kept from one search to the next."""
        return _held_rows(self.ledger)

    def now(self) -> datetime:
        return self.settings.clock()

    def is_sample(self) -> bool:
        """Whether the ledger was made from the sample city."""
        return self.ledger.meta("sample") == "yes"


@lru_cache(maxsize=2)
def _places(ledger: Ledger, analyser: Analyser) -> CityPlaces:
    return CityPlaces(ledger, analyser)


@lru_cache(maxsize=2)
def _held_rows(ledger: Ledger) -> HeldRows:
    return HeldRows(ledger)


def deps_of(request: Request) -> Deps:
    found: Deps = request.app.state.deps
    return found
