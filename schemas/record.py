"""What one source says of one thing, normalised: a line of a run's items and a row of the ledger's `record` table.

A record is not an offering yet. `indexer/compose.py` puts the records of several sources together into a service.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from schemas.service import Audience, Cost, Offering, OpeningHours, Part, Place, Registration, Session, Text

Collection = Literal[
    "unit", "shortage", "event", "place", "keyword", "course", "district", "postal_area", "address", "page",
    "shortcomings", "description", "hours", "entry",
]  # fmt: skip
"""`address` holds no records: services lean on the addresses whose points they wait for, which the geocode table answers."""


class RecordKey(Part, frozen=True):
    """The one key of a record. `key` is the upstream's own id with its prefix (`tprek:41102`)."""

    source: str
    collection: Collection
    key: str

    def __str__(self) -> str:
        return f"{self.source}/{self.collection}/{self.key}"


class Links(Part):
    """What an offering leans on, by the upstream's ids; composing resolves them.

    `same_as`: the ids, with prefix, under which other registers know the same thing. `room`: where in the place, as written.
    """

    place: str | None = None
    room: Text = Field(default_factory=dict)
    same_as: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)
    audiences: list[str] = Field(default_factory=list)
    series: str | None = None
    session: Session | None = None


class Label(Part):
    """A word of an upstream's vocabulary."""

    label: Text = Field(default_factory=dict)
    alternatives: dict[str, list[str]] = Field(default_factory=dict)
    audience: Audience | None = None
    deprecated: bool = False
    replaced_by: str | None = None


Ring = list[tuple[float, float]]
"""(lon, lat) corners in WGS84 degrees, the first again at the end."""


class Area(Part):
    """A part of the city with its outline: polygons, each its outer ring and then its holes. Never simplified."""

    name: Text = Field(default_factory=dict)
    code: str
    polygons: list[list[Ring]] = Field(min_length=1)


class UnitHours(Part):
    """When a venue is open. `usual_week`: a Monday from which its usual hours hold for seven days, without exceptions."""

    opening_hours: OpeningHours
    usual_week: date | None = None


class ServiceDescription(Part):
    """What the service that several venues give says of them: whom it names, and what it asks for. `units` are venues by their own ids.

    `words`: the register's words behind cost and registration, by the field of the offering.
    """

    title: Text = Field(default_factory=dict)
    units: list[str] = Field(min_length=1)
    target_groups: list[str] = Field(default_factory=list)
    audiences: list[Audience] = Field(default_factory=list)
    cost: Cost = Field(default_factory=Cost)
    registration: Registration = Registration.UNKNOWN
    words: dict[str, str] = Field(default_factory=dict)


class Record(Part):
    """One row of a source, with the parts that its collection has.

    `viewpoints` are the accessibility register's traffic lights by viewpoint id; `shortages` its texts by viewpoint id
    (an empty list: a row says that there are none); `shortcomings` its counts by profile, without what nobody counted. `scope`
    is the rule by which it is in scope; an out-of-scope record is kept, unpublished, because an offering may come to lean on it.
    """

    source: str
    collection: Collection
    key: str
    scope: str
    in_scope: bool = True
    offering: Offering | None = None
    links: Links = Field(default_factory=Links)
    is_series: bool = False
    is_course: bool = False
    place: Place | None = None
    label: Label | None = None
    area: Area | None = None
    viewpoints: dict[str, str] = Field(default_factory=dict)
    shortages: dict[str, list[str]] = Field(default_factory=dict)
    shortcomings: dict[str, int] = Field(default_factory=dict)
    hours: UnitHours | None = None
    description: ServiceDescription | None = None
    source_url: str | None = None
    source_modified: datetime | None = None

    def identity(self) -> RecordKey:
        return RecordKey(source=self.source, collection=self.collection, key=self.key)


class Item(Part):
    """One line of `items.ndjson`.

    `put` carries a record; `gone` is the upstream's own word that the row is deleted; `out_of_scope` names the rule by which a
    row is not ours. `replaced_by`: the id under which a gone one lives on; `replaced_in`: the source in which it does, under its own id.
    """

    op: Literal["put", "gone", "out_of_scope"]
    collection: Collection
    key: str
    record: Record | None = None
    rule: str | None = None
    replaced_by: str | None = None
    replaced_in: str | None = None
    url: str | None = None


class Refusal(Part):
    """One line of `quarantine.ndjson`: why a row was not taken, where in it, what stood there, and where it came from."""

    collection: Collection | Literal["page"]
    source_id: str | None = None
    code: Literal[
        "not_json", "wrong_type", "missing_field", "bad_value", "invalid_record", "duplicate_id", "unexpected_shape", "unknown_field",
    ]  # fmt: skip
    path: str
    value: str
    url: str


class Remark(Part):
    """One line of `remarks.ndjson`: what is odd in a row that was taken. Its publisher can put it right, or we do not know it yet."""

    collection: Collection
    source_id: str
    code: Literal["unknown_code", "unusable_point", "end_before_start"]
    path: str
    value: str
    url: str
