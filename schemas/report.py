"""The report of a run as plain data: what came, what changed, what was refused and why. The page and the steward's view only show it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from schemas.run import Guard, Mode, Run
from schemas.service import Part


class FieldChange(Part):
    """One field before and after, as text to read; None where it was not there."""

    pointer: str
    old: str | None = None
    new: str | None = None


class Named(Part):
    """One row or offering by its upstream id and name; `starts` is its first day, where it has one; `rows` of a series are told as one."""

    source_id: str
    name: str = ""
    source: str = ""
    collection: str = ""
    starts: date | None = None
    url: str | None = None
    rows: int = 1
    changes: list[FieldChange] = Field(default_factory=list)


class Listing(Part):
    """How many there are, and the first of them."""

    total: int = 0
    shown: list[Named] = Field(default_factory=list)


class FieldTally(Part):
    """In how many rows a field changed, with samples."""

    field: str
    count: int
    samples: list[Named] = Field(default_factory=list)


class Changes(Part):
    """`basis`: offerings as published; rows as a held run would change them; or nothing was compared.

    `read`: of how many changed offerings `fields` was counted.
    """

    basis: Literal["published", "would_be", "none"] = "none"
    added: Listing = Field(default_factory=Listing)
    changed: Listing = Field(default_factory=Listing)
    removed: Listing = Field(default_factory=Listing)
    missing: Listing = Field(default_factory=Listing)
    fields: list[FieldTally] = Field(default_factory=list)
    read: int = 0


class Collection(Part):
    """What came of one collection and what it is against the ledger. `expected`: the upstream's own count."""

    name: str
    is_main: bool = False
    rows: int = 0
    expected: int | None = None
    complete: bool = False
    unreached: int = 0
    faults: list[str] = Field(default_factory=list)
    refused: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    absent_once: int = 0
    absent_twice: int = 0
    aged: int = 0
    out_of_scope: int = 0


class Example(Part):
    """One row that was refused, or taken with a remark; `url` is the page it came on."""

    source_id: str | None = None
    name: str = ""
    path: str = ""
    value: str = ""
    url: str = ""


class Group(Part):
    """Rows with the same fault at the same place; numbers in the path stand as `*`."""

    code: str
    path: str
    count: int
    examples: list[Example] = Field(default_factory=list)


class LeftOut(Part):
    """Rows that one rule of the scope keeps out."""

    rule: str
    count: int
    examples: list[Named] = Field(default_factory=list)


class Fill(Part):
    """In how many percent of the rows a key field holds something, and in how many it did in the last full run."""

    field: str
    percent: float
    before: float | None = None


class GuardCase(Part):
    """A tripped guard with the rows that tripped it."""

    guard: Guard
    rows: Listing = Field(default_factory=Listing)


class Bar(Part):
    value: str
    count: int


class Spot(Part):
    """How many offerings of the run are at a point (WGS84 degrees, rounded to some ten metres)."""

    lat: float
    lon: float
    count: int


class Points(Part):
    """Where the offerings of a run are. `unusable`: their upstream coordinates lie nowhere near; `outside`: kept, outside Finland."""

    with_point: int = 0
    without_point: int = 0
    online: int = 0
    outside: int = 0
    unusable: int = 0
    precision: list[Bar] = Field(default_factory=list)
    spots: list[Spot] = Field(default_factory=list)


class Side(Part):
    """One of two compared runs: the rows of its main collection by what became of them."""

    run: str
    mode: Mode = Mode.FULL
    complete: bool = False
    rows: int = 0
    taken: int = 0
    refused: int = 0
    gone: int = 0
    out_of_scope: int = 0


class Comparison(Part):
    """Two runs of one source, row by row. `rescued`: refused in A and taken in B; `lost`: the other way about."""

    source: str
    a: Side
    b: Side
    same: int = 0
    only_in_a: Listing = Field(default_factory=Listing)
    only_in_b: Listing = Field(default_factory=Listing)
    rescued: Listing = Field(default_factory=Listing)
    lost: Listing = Field(default_factory=Listing)
    changed: Listing = Field(default_factory=Listing)
    fields: list[FieldTally] = Field(default_factory=list)


class Report(Part):
    """`report.json` of a run folder. Lists show their first rows beside their totals; `unused_lines` is null where it cannot be told."""

    run: Run
    title: str
    contact: str = ""
    at: datetime
    is_sample: bool = False
    clock: datetime | None = None
    since: datetime | None = None
    window: tuple[str, str] | None = None
    limited: bool = False
    reason: str = ""
    collections: list[Collection] = Field(default_factory=list)
    guards: list[GuardCase] = Field(default_factory=list)
    changes: Changes = Field(default_factory=Changes)
    refused: list[Group] = Field(default_factory=list)
    remarks: list[Group] = Field(default_factory=list)
    out_of_scope: list[LeftOut] = Field(default_factory=list)
    unmapped: dict[str, int] = Field(default_factory=dict)
    unused_lines: dict[str, list[str]] | None = None
    fill: list[Fill] = Field(default_factory=list)
    cost: list[Bar] = Field(default_factory=list)
    access: dict[str, list[Bar]] = Field(default_factory=dict)
    points: Points = Field(default_factory=Points)
    replayed: Comparison | None = None
