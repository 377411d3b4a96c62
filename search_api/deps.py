"""What the application answers from: ledger, engine, analyser, sources, clock. One a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from fastapi import Request

from indexer.engines.base import Engine
from indexer.geocoders import AddressGeocoder
from indexer.language.analyser import Analyser
from indexer.ledger import Ledger
from schemas.settings import Settings
from schemas.source import Source
from search_api.held_rows import HeldRows
from search_api.understanding.city_names import CityPlaces
from search_api.understanding.lexicon import lexicon
from search_api.understanding.reading import Reader
from search_api.usage.counting import Usage


@dataclass(frozen=True, slots=True)
class Deps:
    settings: Settings
    ledger: Ledger
    engine: Engine
    analyser: Analyser
    sources: Mapping[str, Source]
    geocoder: AddressGeocoder | None = None
    usage: Usage = field(default_factory=Usage)

    def reader(self) -> Reader:
        """The reader of queries, with the names of the city as the ledger has them now."""
        names = _places(self.ledger, self.analyser).names()
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
