"""The engine that the settings name."""

from __future__ import annotations

from indexer.engines.base import Engine
from indexer.engines.embedded import EmbeddedEngine
from indexer.engines.meili import MeiliEngine
from indexer.language.analyser import shared_analyser
from schemas.errors import ConfigError
from schemas.settings import Settings


def open_engine(settings: Settings) -> Engine:
    """The engine, ready to ask. Raises ConfigError when the settings lack something for it."""
    shared_analyser().keep_in(settings.data_dir)
    if settings.engine == "embedded":
        return EmbeddedEngine(settings.data_dir / "index", shared_analyser())
    if not settings.meili_url:
        raise ConfigError("LIIKU_ENGINE=meilisearch needs LIIKU_MEILI_URL")
    return MeiliEngine(
        settings.meili_url, key=settings.meili_key, index=settings.meili_index, analyser=shared_analyser()
    )
