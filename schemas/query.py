"""A search as it is asked: every parameter of the API, read strictly. Wrong values name the parameter, what came and what is allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from schemas.errors import QueryError
from schemas.service import (
    Audience,
    Condition,
    CostClass,
    Daypart,
    Feature,
    Form,
    Gender,
    Kind,
    Lang,
    Part,
    Profile,
    Registration,
    Restriction,
    Weekday,
)

MAX_RADIUS_M = 100_000
MAX_WALK_MIN = 600
BOX = "west,south,east,north in degrees, west ≤ east and south ≤ north"
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
WALK_DETOUR = 1.3
"""Streets are longer than the great circle by about this factor; walking minutes use it (the contract's formula)."""


class Pace(StrEnum):
    NORMAL = "normal"
    SLOW = "slow"

    @property
    def metres_per_minute(self) -> int:
        return 75 if self is Pace.NORMAL else 45


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DISTANCE = "distance"
    START = "start"
    NAME = "name"


FACETS = (
    "cost",
    "kind",
    "category",
    "district",
    "audience",
    "language",
    "registration",
    "form",
    "gender",
    "weekday",
    "daypart",
    "wheelchair",
    "reduced_mobility",
    "rollator",
    "stroller",
    "visually_impaired",
    "hearing_aid",
    "condition",
)
FacetName = Literal[
    "cost",
    "kind",
    "category",
    "district",
    "audience",
    "language",
    "registration",
    "form",
    "gender",
    "weekday",
    "daypart",
    "wheelchair",
    "reduced_mobility",
    "rollator",
    "stroller",
    "visually_impaired",
    "hearing_aid",
    "condition",
]
ACCESS_VALUES = tuple([p.value for p in Profile] + [f"{p.value}:partly" for p in Profile] + [f.value for f in Feature])


class Filters(Part):
    """What narrows a search. OR within one parameter, AND between them."""

    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    radius_m: int | None = Field(None, ge=0, le=MAX_RADIUS_M)
    max_walk_min: int | None = Field(None, ge=0, le=MAX_WALK_MIN)
    pace: Pace = Pace.NORMAL
    bbox: tuple[float, float, float, float] | None = None
    district: list[str] = Field(default_factory=list, max_length=50)
    cost: list[CostClass] = Field(default_factory=list, max_length=10)
    max_price: float | None = Field(None, ge=0, le=100_000)
    restricted: list[Restriction | Literal["none"]] = Field(default_factory=list, max_length=10)
    category: list[str] = Field(default_factory=list, max_length=50)
    kind: list[Kind] = Field(default_factory=list, max_length=5)
    audience: list[Audience] = Field(default_factory=list, max_length=20)
    age: int | None = Field(None, ge=0, le=130)
    language: list[str] = Field(default_factory=list, max_length=20)
    accessibility: list[str] = Field(default_factory=list, max_length=20)
    registration: list[Registration] = Field(default_factory=list, max_length=10)
    can_join: bool = False
    form: list[Form] = Field(default_factory=list, max_length=10)
    companion: bool = False
    low_threshold: bool | None = None
    plain_language: bool | None = None
    gender: list[Gender] = Field(default_factory=list, max_length=5)
    online: bool | None = None
    condition: list[Condition] = Field(default_factory=list, max_length=20)
    weekday: list[Weekday] = Field(default_factory=list, max_length=7)
    daypart: list[Daypart] = Field(default_factory=list, max_length=3)
    date_from: date | None = None
    date_to: date | None = None
    open_at: datetime | None = None
    unknown: Literal["exclude", "include"] = "exclude"

    @field_validator("lat", "lon", "radius_m", "max_walk_min", "max_price", "age", mode="before")
    @classmethod
    def _refuse_boolean(cls, value: object) -> object:
        if isinstance(value, bool):
            raise ValueError("a number")  # noqa: TRY004  # pydantic reads ValueError
        return value

    @field_validator("open_at", "date_from", "date_to", mode="before")
    @classmethod
    def _refuse_number(cls, value: object) -> object:
        if value is None or isinstance(value, date) or (isinstance(value, str) and _DATED.match(value)):
            return value
        raise ValueError("a date such as 2026-11-24, for open_at with its time and offset")

    @field_validator("bbox", mode="before")
    @classmethod
    def _split_box(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(value.split(","))
        return value

    @field_validator("bbox")
    @classmethod
    def _check_box(cls, value: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
        if value is None:
            return None
        west, south, east, north = value
        if not all(math.isfinite(v) for v in value) or not (
            -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        ):
            raise ValueError(BOX)
        return value

    @field_validator("accessibility")
    @classmethod
    def _check_access(cls, value: list[str]) -> list[str]:
        for one in value:
            if any(part not in ACCESS_VALUES for part in one.split(",")):
                raise ValueError(f"one of {', '.join(ACCESS_VALUES)}, or several with commas, which must all hold")
        return value

    @field_validator("language")
    @classmethod
    def _check_language(cls, value: list[str]) -> list[str]:
        for one in value:
            if not re.fullmatch(r"[a-z]{2,8}", one):
                raise ValueError("language codes such as fi, sv, en, fse")
        return value

    @field_validator("open_at")
    @classmethod
    def _check_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a date-time with its offset, such as 2026-11-24T10:00:00+02:00")
        return value

    @field_validator("date_from", "date_to")
    @classmethod
    def _check_year(cls, value: date | None) -> date | None:
        if value is not None and not 1990 <= value.year <= 2200:
            raise ValueError("a date between 1990 and 2200")
        return value

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        if self.lat is None and (self.radius_m is not None or self.max_walk_min is not None):
            raise ValueError("radius_m and max_walk_min need lat and lon")
        if self.date_from and self.date_to and self.date_to < self.date_from:
            raise ValueError("date_from must not be after date_to")
        return self

    @property
    def point(self) -> tuple[float, float] | None:
        """(lat, lon) in degrees."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    def reach_m(self) -> float | None:
        """The distance in metres that `radius_m` and `max_walk_min` together allow, or None.

        walk_min = ⌈1.3 × distance ÷ pace⌉ is at most max_walk_min exactly when distance ≤ max_walk_min × pace ÷ 1.3.
        """
        limits = [] if self.radius_m is None else [float(self.radius_m)]
        if self.max_walk_min is not None:
            limits.append(self.max_walk_min * self.pace.metres_per_minute / WALK_DETOUR)
        return min(limits) if limits else None


class SearchQuery(Filters):
    """A whole search."""

    q: str = Field("", max_length=10_000)
    lang: Lang = "fi"
    understand: bool = True
    as_words: list[str] = Field(default_factory=list, max_length=40)
    match: Literal["soft", "exact"] = "soft"
    sort: Sort = Sort.RELEVANCE
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=400)
    facets: list[FacetName | Literal["all"]] = Field(default_factory=list, max_length=30)

    @model_validator(mode="after")
    def _check_sort(self) -> Self:
        if self.sort is Sort.DISTANCE and self.lat is None:
            raise ValueError("sort=distance needs lat and lon")
        return self

    def facet_names(self) -> list[str]:
        return list(FACETS) if "all" in self.facets else list(dict.fromkeys(self.facets))

    def subject(self) -> bytes:
        """What a cursor is bound to: all but the page itself, as JSON."""
        return self.model_dump_json(exclude={"limit", "cursor", "facets"}, exclude_defaults=True).encode()


_LISTS = frozenset(
    name for name, field in SearchQuery.model_fields.items() if "list" in str(field.annotation) and name != "bbox"
)
_FLAGS = frozenset(name for name, field in SearchQuery.model_fields.items() if "bool" in str(field.annotation))


def walk_minutes(distance_m: float, pace: Pace) -> int:
    """⌈1.3 × distance ÷ pace⌉ in minutes: an estimate that knows no water.

    >>> walk_minutes(450, Pace.NORMAL)
    8
    """
    return math.ceil(WALK_DETOUR * distance_m / pace.metres_per_minute)


def read_query(
    parameters: Mapping[str, Sequence[str]] | Mapping[str, Any], *, ignore_unknown: bool = False
) -> SearchQuery:
    """The search in query parameters (lists of strings) or in a JSON object.

    Raises QueryError for the first parameter that cannot be used. Unknown parameters are errors too, but for pages.
    """
    known = SearchQuery.model_fields
    plain: dict[str, Any] = {}
    for name, value in parameters.items():
        if name not in known:
            if ignore_unknown:
                continue
            raise QueryError(name, value, f"no such parameter; known: {', '.join(sorted(known))}")
        if isinstance(value, (list, tuple)) and name not in _LISTS and name != "bbox":
            if len(value) > 1:
                raise QueryError(name, list(value), "once only")
            value = value[0] if value else None
        if isinstance(value, (list, tuple)) and name == "bbox" and len(value) == 1:
            value = value[0]
        if name in _LISTS and isinstance(value, str):
            value = [value]
        if name in _LISTS and isinstance(value, (list, tuple)):
            value = [part for part in value if part != ""]
        if value is None or (value == "" and name != "q"):
            continue
        plain[name] = value
    try:
        return SearchQuery.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else _name_in(first["msg"])
        raise QueryError(
            where,
            plain.get(where, first["input"] if first["loc"] else None),
            BOX if where == "bbox" else _allowed(first["msg"]),
        ) from None


def read_json_query(body: Mapping[str, Any]) -> SearchQuery:
    """The search in a JSON object, where a flag is true or false, or the word that says it, and never a number."""
    for name in _FLAGS & body.keys():
        if isinstance(body[name], (int, float)) and not isinstance(body[name], bool):
            raise QueryError(name, body[name], "true or false")
    return read_query(body)


def _name_in(message: str) -> str:
    found = re.search(r"\b(lat|lon|radius_m|date_from|date_to|sort)\b", message)
    return found.group(1) if found else "query"


def _allowed(message: str) -> str:
    if message.startswith("Input should be a valid boolean"):
        return "true or false"
    return message.removeprefix("Value error, ").removeprefix("Input should be ")
