"""What every command needs: settings, ledger, sources, engine, folders. Opened here, closed by the command."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from indexer.engines.base import Engine
from indexer.engines.choose import open_engine
from indexer.ledger import Ledger
from indexer.run_folder import RunFolder
from schemas.errors import ConfigError, RunUnknown
from schemas.settings import Settings
from schemas.source import Source, read_yaml

BUNDLED_SOURCES = Path(__file__).parents[1] / "crawler" / "sources"


class Context:
    """The parts, made when first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def ledger(self) -> Ledger:
        ledger = Ledger(self.settings.ledger())
        ledger.migrate()
        return ledger

    @cached_property
    def sources_dir(self) -> Path:
        return self.settings.sources_dir or BUNDLED_SOURCES

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by name. Raises ConfigError for the first YAML with a mistake."""
        paths = [p for p in sorted(self.sources_dir.glob("*.yaml")) if p.stem != "scope"]
        if not paths:
            raise ConfigError(f"no source YAMLs in {self.sources_dir}")
        found = {}
        for path in paths:
            source = read_yaml(path, Source)
            if source.name != path.stem:
                raise ConfigError(
                    f"{path.name}: name: must be {path.stem!r}, the file's own name (came: {source.name!r})"
                )
            found[source.name] = source
        return found

    def source(self, name: str) -> Source:
        if name not in self.sources:
            raise ConfigError(f"there is no source {name!r}; known: {', '.join(self.sources)}")
        return self.sources[name]

    @cached_property
    def engine(self) -> Engine:
        return open_engine(self.settings)

    @property
    def runs_dir(self) -> Path:
        return self.settings.data_dir / "runs"

    def run_folder(self, run: str) -> RunFolder:
        """The folder of a run. Raises RunUnknown."""
        path = self.runs_dir / run
        if "/" in run or run.startswith(".") or not path.is_dir():
            raise RunUnknown(f"there is no run {run}; `liiku runs` lists them")
        return RunFolder(path)
