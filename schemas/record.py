"""What one source says of one thing, normalised: a line of a run's items and a row of the ledger's `record` table.

A record is not an offering yet. `indexer/compose.py` puts the records of several sources together into a service.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from schemas.service import Audience, Offering, Part, Place, Session, Text

Collection = Literal["unit", "shortage", "event", "place", "keyword", "course"]


class RecordKey(Part, frozen=True):
    """The one key of a record. `key` is the upstream's own id with its prefix (`tprek:41102`)."""

    source: str
    collection: Collection
    key: str

    def __str__(self) -> str:
        return f"{self.source}/{self.collection}/{self.key}"


class Links(Part):
    """What an offering leans on, by the upstream's ids; composing resolves them."""

    place: str | None = None
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


class Record(Part):
    """One row of a source, with the parts that its collection has.

    `viewpoints` are the accessibility register's traffic lights by viewpoint id; `shortages` its texts by viewpoint id
    (an empty list: a row says that there are none). `scope` is the rule by which it is in scope; an out-of-scope record is
    kept, unpublished, because an offering may come to lean on it.
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
    viewpoints: dict[str, str] = Field(default_factory=dict)
    shortages: dict[str, list[str]] = Field(default_factory=dict)
    source_url: str | None = None
    source_modified: datetime | None = None

    def identity(self) -> RecordKey:
        return RecordKey(source=self.source, collection=self.collection, key=self.key)


class Item(Part):
    """One line of `items.ndjson`.

    `put` carries a record; `gone` is the upstream's own word that the row is deleted; `out_of_scope` names the rule by which a
    row is not ours. `replaced_by`: the id under which a gone one lives on.
    """

    op: Literal["put", "gone", "out_of_scope"]
    collection: Collection
    key: str
    record: Record | None = None
    rule: str | None = None
    replaced_by: str | None = None
    url: str | None = None


class Refusal(Part):
    """One line of `quarantine.ndjson`: why a row was not taken, where in it, what stood there, and where it came from."""

    collection: Collection | Literal["page"]
    source_id: str | None = None
    code: Literal[
        "not_json", "wrong_type", "missing_field", "bad_value", "invalid_record", "duplicate_id", "unexpected_shape"
    ]
    path: str
    value: str
    url: str
