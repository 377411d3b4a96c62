"""The settings: `LIIKU_…` from the environment, else from `.env` in the working directory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import ConfigError

HELSINKI = ZoneInfo("Europe/Helsinki")


class Settings(BaseSettings):
    """Every setting, with what it means."""

    model_config = SettingsConfigDict(env_prefix="LIIKU_", env_file=".env", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("liiku-tarjotin"), description="where runs, ledger and index live"
    )
    ledger_url: str | None = Field(
        None, repr=False, description="SQLAlchemy address of the ledger; unset: SQLite in DATA_DIR"
    )
    engine: Literal["embedded", "meilisearch"] = Field("embedded", description="the search engine")
    meili_url: str | None = Field(None, description="address of the Meilisearch server")
    meili_key: str | None = Field(None, repr=False, description="key for the Meilisearch server")
    meili_index: str = Field("services", description="name of the index in Meilisearch")
    public_url: str = Field("http://127.0.0.1:8000", description="the address that strangers see")
    sources_dir: Path | None = Field(
        None, description="folder of source YAMLs; unset: the ones that come with the project"
    )
    geocoder: Literal["none", "servicemap", "nominatim", "pelias"] = Field(
        "none", description="who is asked where an address without a point is"
    )
    geocoder_url: str | None = Field(
        None, description="address of the geocoder; unset: its public one, where there is one"
    )
    geocoder_private: bool = Field(
        False, description="whether the geocoder may be on this machine or in a network of your own"
    )
    geocoder_key: str | None = Field(None, repr=False, description="key of the geocoder, sent in a header (pelias)")
    geocoder_budget: int = Field(200, ge=0, description="requests to the geocoder in one publish; 0: none")
    ilmonet_key: str | None = Field(None, repr=False, description="key of the Ilmonet course API")
    contact: str = Field("unset; see LIIKU_CONTACT", description="who answers for the crawler, in its user agent")
    now: datetime | None = Field(None, description="a fixed clock for tests and demos, ISO 8601 with zone")
    webhook_url: str | None = Field(
        None, pattern=r"^https?://", description="where stewards are told of held, failed, stale and recovered sources"
    )
    webhook_private: bool = Field(
        False, description="whether the webhook may be on this machine or in a network of your own"
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1", description="addresses and networks of proxies whose X-Forwarded-For and -Proto count"
    )
    rate_limits: float = Field(
        1.0, ge=0, description="how generous the limits for each client are: 2 doubles them, 0 switches them off"
    )
    handler_seconds: float = Field(30.0, gt=0, description="after so many seconds without an answer it is 503")
    body_seconds: float = Field(15.0, gt=0, description="in so many seconds a request's body must have come")
    stewards: Path | None = Field(
        None, description="file of stewards' names and hashed tokens; unset: the steward pages are off"
    )
    usage: bool = Field(True, description="whether searches are counted by month and code; false: nothing is counted")
    metrics_token: str | None = Field(
        None, repr=False, min_length=16, description="who sends it may read /metrics; unset: this machine alone"
    )
    tiles_url: str | None = Field(
        None,
        pattern=r"^https?://[^{}]+\{z\}[^{}]*\{[xy]\}[^{}]*\{[xy]\}[^{}]*$",
        description="address of a base map's pictures with {z}, {x} and {y}, fetched and kept by the server; unset: none",
    )
    tiles_private: bool = Field(
        False, description="whether the base map's server may be on this machine or in a network of your own"
    )
    tiles_attribution: str = Field("", description="whom the base map is by, said on the map")
    log_format: Literal["text", "json"] = Field("text", description="how logs are written")

    def clock(self) -> datetime:
        """Now, aware, in UTC; the fixed clock where one is set."""
        if self.now is None:
            return datetime.now(UTC)
        return (self.now if self.now.tzinfo else self.now.replace(tzinfo=HELSINKI)).astimezone(UTC)

    def ledger(self) -> str:
        """The ledger's SQLAlchemy address."""
        return self.ledger_url or f"sqlite:///{self.data_dir / 'ledger.sqlite'}"


def load_settings(**overrides: object) -> Settings:
    """The settings in force.

    Raises ConfigError that names the variable and what is allowed.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates
    except ValidationError as error:
        wrongs = "; ".join(
            f"LIIKU_{str(e['loc'][0]).upper()}: {e['msg']} (came: {e['input']!r})" for e in error.errors()
        )
        raise ConfigError(wrongs) from error
