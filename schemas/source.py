"""A source as its YAML describes it, and the scope as its YAML lists it. A mistake names file, key and what is allowed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from schemas.errors import ConfigError
from schemas.service import Part


class Lifecycle(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"


class Limits(Part):
    """Hard ends of one run: seconds, requests, bytes of one response and of all, detail look-ups of one collection."""

    seconds: int = Field(3600, gt=0)
    requests: int = Field(5000, gt=0)
    response_bytes: int = Field(200_000_000, gt=0)
    details: int = Field(500, ge=0)
    timeout_seconds: float = Field(60, gt=0)
    retries: int = Field(2, ge=0)


class Politeness(Part):
    """delay_seconds between requests to one host; Crawl-delay and AutoThrottle may only make it longer."""

    delay_seconds: float = Field(1.0, ge=0)
    concurrent_requests: int = Field(1, gt=0)


class GuardLimits(Part):
    """When a run is held for a person. Shares are of the records that the source had."""

    absent_share: float = Field(0.10, ge=0, le=1)
    absent_at_least: int = Field(5, ge=0)
    quarantined_share: float = Field(0.10, ge=0, le=1)
    quarantined_at_least: int = Field(5, ge=0)
    changed_share: float = Field(0.50, ge=0, le=1)
    changed_at_least: int = Field(20, ge=0)
    fill_drop_points: float = Field(20, ge=0, le=100)
    zero_items_expected: bool = False


class Endpoint(Part):
    """One collection: the path under the root and its query."""

    path: str
    query: dict[str, str] = Field(default_factory=dict)


class Source(Part):
    """One upstream. `spider` names the shape that reads it; another instance of the same shape needs only a YAML."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    title: str
    spider: Literal["palvelukartta", "linkedevents", "ilmonet"]
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    licence: str
    licence_url: str
    attribution: str
    republish: bool = True
    contact: str
    root: str = Field(pattern=r"^https?://")
    main: str
    collections: dict[str, Endpoint]
    public_page: str | None = None
    incremental: bool = False
    schedule: str
    window_days: tuple[int, int] | None = None
    needs_key: Literal["ILMONET_KEY"] | None = None
    politeness: Politeness = Field(default_factory=Politeness)
    limits: Limits = Field(default_factory=Limits)
    guards: GuardLimits = Field(default_factory=GuardLimits)
    key_fields: list[str] = Field(default_factory=list)
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)


class Rule(Part):
    """One line of the scope: what it matches and why."""

    match: str | int
    why: str = Field(min_length=10)


class Scope(Part):
    """What belongs in the tray. Tree nodes of the service register, municipalities, and what is not a public programme."""

    tree_include: list[Rule]
    tree_exclude: list[Rule]
    home_municipality: Rule
    not_public_words: list[Rule]
    categories_by_tree: dict[int, str] = Field(default_factory=dict)
    categories_by_keyword: dict[str, str] = Field(default_factory=dict)


M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path, model: type[M]) -> M:
    """The model in a YAML file.

    Raises ConfigError with the file, the key and what is allowed there.
    """
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path.name}: not YAML: {error}") from error
    except ValidationError as error:
        wrongs = "; ".join(
            f"{'.'.join(str(part) for part in e['loc']) or 'the file'}: {e['msg']} (came: {e['input']!r:.80})"
            for e in error.errors()
        )
        raise ConfigError(f"{path.name}: {wrongs}") from error
