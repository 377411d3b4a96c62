"""What every command needs: settings, ledger, sources, engine, folders. Opened here, closed by the command."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.ledger import Ledger
from indexer.run_folder import RunFolder
from schemas.errors import ConfigError, RunUnknown, SourceError
from schemas.settings import Settings
from schemas.source import Source, read_yaml

if TYPE_CHECKING:
    from indexer.address_geocoder import AddressGeocoder
    from indexer.desk import Desk
    from indexer.engines.base import Engine

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
        for source in found.values():
            if source.replaced_by is not None and source.replaced_by not in found:
                raise ConfigError(
                    f"{source.name}.yaml: replaced_by: there is no source {source.replaced_by!r}; known: {', '.join(found)}"
                )
        return found

    def read_sources_again(self) -> None:
        """The sources as their YAMLs are now. Raises ConfigError, and then they stay as they were."""
        before = self.__dict__.pop("sources", None)
        try:
            _ = self.sources
        except ConfigError:
            if before is not None:
                self.sources = before
            raise

    def source(self, name: str) -> Source:
        if name not in self.sources:
            raise ConfigError(f"there is no source {name!r}; known: {', '.join(self.sources)}")
        return self.sources[name]

    def refuse_to_crawl_lists(self, source: Source) -> None:
        """Raises SourceError for a source whose rows people bring."""
        if source.is_list:
            raise SourceError(
                f"{source.name} is a list that people bring, nothing to crawl: `liiku import FILE --source {source.name}`"
            )

    @cached_property
    def engine(self) -> Engine:
        from indexer.engines.choose import open_engine

        return open_engine(self.settings)

    @cached_property
    def geocoder(self) -> AddressGeocoder | None:
        """Who is asked where addresses are. Raises ConfigError when the settings lack something for it."""
        from indexer.geocoders import open_geocoder

        return open_geocoder(self.settings)

    @property
    def desk(self) -> Desk:
        """What stewards act on."""
        from indexer.desk import Desk

        return Desk(
            self.ledger,
            self.sources,
            self.engine,
            self.runs_dir,
            self.settings.clock,
            self.settings.public_url,
            geocoder=self.geocoder,
            budget=self.settings.geocoder_budget,
        )

    @property
    def runs_dir(self) -> Path:
        return self.settings.data_dir / "runs"

    @property
    def locks_dir(self) -> Path:
        return self.settings.data_dir / "locks"

    def run_folder(self, run: str) -> RunFolder:
        """The folder of a run. Raises RunUnknown."""
        path = self.runs_dir / run
        if "/" in run or run.startswith(".") or not path.is_dir():
            raise RunUnknown(f"there is no run {run}; `liiku runs` lists them")
        return RunFolder(path)
