"""A source as its YAML describes it, and the scope as its YAML lists it. A mistake names file, key and what is allowed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from schemas.errors import ConfigError
from schemas.service import Part
from schemas.timetable import read_cron
from schemas.yaml_file import read_plain

EVERY_HOUR, EVERY_NIGHT = "10 * * * *", "0 3 * * *"
"""Where a YAML names no schedule: increments by the hour, whole crawls by night."""


class Lifecycle(StrEnum):
    """active: crawled when due. paused: not crawled, its records stay. retired: its records leave, once, at the next crawl."""

    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"


CourseField = Literal[
    "code", "name", "description", "institute", "place", "address", "postal_code", "city", "start", "end", "weekday", "time",
    "not_on", "lessons", "price", "status", "enrolment_opens", "enrolment_closes", "seats_left", "link",
]  # fmt: skip


class Limits(Part):
    """Hard ends of one run: seconds, requests, bytes (unpacked) of one response and of all, detail look-ups of one collection."""

    seconds: int = Field(3600, gt=0)
    requests: int = Field(5000, gt=0)
    response_bytes: int = Field(200_000_000, gt=0)
    total_bytes: int = Field(2_000_000_000, gt=0)
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
    expired_share: float = Field(0.10, ge=0, le=1)
    expired_at_least: int = Field(5, ge=0)
    clock_off_hours: float = Field(24, gt=0)
    zero_items_expected: bool = False


class Endpoint(Part):
    """One collection: the path under the root and its query."""

    path: str
    query: dict[str, str] = Field(default_factory=dict)


class CourseList(Part):
    """The course list that stands in for an interface: the names under which each field's column comes, and the columns that nobody reads."""

    columns: dict[CourseField, list[str]]
    left_out: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _name_once(self) -> Self:
        names = [" ".join(n.split()).casefold() for known in [*self.columns.values(), self.left_out] for n in known]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"course_list: {twice!r} stands there twice")
        return self


class Source(Part):
    """One upstream. `spider` names the shape that reads it; another instance of the same shape needs only a YAML.

    `schedule` is a cron expression in Helsinki's wall time, or `never` for what people bring by hand. `replaced_by`: the source in which a retired one's offerings live on, under
    the same upstream ids.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    title: str
    spider: Literal[
        "palvelukartta", "linkedevents", "ilmonet", "divisions", "lipas", "webpage", "servicemap", "vpalvelurekisteri", "hauki",
        "file",
    ]  # fmt: skip
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    replaced_by: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]{1,30}$")
    licence: str
    licence_url: str
    attribution: str
    republish: bool = True
    contact: str
    root: str = Field(pattern=r"^(?:https?://|$)")
    private: bool = False
    """Whether the root may be on this machine or in a network of our own; no other server there is asked."""
    main: str
    collections: dict[str, Endpoint]
    public_page: str | None = None
    page_pattern: str | None = None
    """Of a website: what the path of a page to read looks like, a regular expression; unset: every page that the sitemap lists."""
    incremental: bool = False
    schedule: Annotated[str, AfterValidator(read_cron)] = ""
    window_days: tuple[int, int] | None = None
    needs_key: Literal["ILMONET_KEY"] | None = None
    politeness: Politeness = Field(default_factory=Politeness)
    limits: Limits = Field(default_factory=Limits)
    guards: GuardLimits = Field(default_factory=GuardLimits)
    key_fields: list[str] = Field(default_factory=list)
    lookups: dict[str, dict[str, str]] = Field(default_factory=dict)
    course_list: CourseList | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_a_list(cls, value: Any) -> Any:
        """A list that people bring needs no address, no schedule and one collection; rows of it whose time has gone are not absent."""
        if not isinstance(value, dict) or value.get("spider") != "file":
            return value
        fixed = {"root": "", "main": "entry", "collections": {"entry": {"path": ""}}, "schedule": "never"}
        for name, only in fixed.items():
            if value.get(name, only) != only:
                raise ValueError(f"{name}: a source with `spider: file` has none of its own")
        return {"licence_url": "", "window_days": [-1, 3650]} | value | fixed

    @property
    def is_list(self) -> bool:
        """Whether its rows come in files that people bring (`liiku import`), and in no other way."""
        return self.spider == "file"

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not self.root and not self.is_list:
            raise ValueError("root: must be an http(s) address")
        if not self.schedule:
            self.schedule = EVERY_HOUR if self.incremental else EVERY_NIGHT
        if self.replaced_by is not None and self.lifecycle is not Lifecycle.RETIRED:
            raise ValueError("replaced_by: only a source with `lifecycle: retired` is replaced by another")
        if self.replaced_by == self.name:
            raise ValueError("replaced_by: a source cannot replace itself")
        return self


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
        return model.model_validate(read_plain(path))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path.name}: not YAML: {error}") from error
    except ValidationError as error:
        wrongs = "; ".join(
            f"{'.'.join(str(part) for part in e['loc']) or 'the file'}: {e['msg']} (came: {e['input']!r:.80})"
            for e in error.errors()
        )
        raise ConfigError(f"{path.name}: {wrongs}") from error
