"""What the application answers from: ledger, engine, analyser, sources, clock. One a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from indexer.engines.base import Engine
from indexer.language.analyser import Analyser
from indexer.ledger import Ledger
from schemas.settings import Settings
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Deps:
    settings: Settings
    ledger: Ledger
    engine: Engine
    analyser: Analyser
    sources: Mapping[str, Source]

    def now(self) -> datetime:
        return self.settings.clock()

    def is_sample(self) -> bool:
        """Whether the ledger was made from the sample city."""
        return self.ledger.meta("sample") == "yes"


def deps_of(request: Request) -> Deps:
    found: Deps = request.app.state.deps
    return found
