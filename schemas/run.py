"""One run of one source: its numbers, its guards, its state."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from schemas.service import Part

FILE_SCHEME = "file:"
"""Stands before a file's name in `base_url` where a crawl has the address of its server."""


class Mode(StrEnum):
    FULL = "full"
    INCREMENTAL = "incremental"


class RunState(StrEnum):
    CRAWLED = "crawled"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    HELD = "held"
    REJECTED = "rejected"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class Counts(Part):
    """Rows of the source's main collection, tombstones included.

    fetched = added + changed + unchanged + removed_upstream + quarantined + out_of_scope + gathered.
    Beside the sum: missing, removed_absent, joined, recomposed, expired.
    """

    fetched: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed_upstream: int = 0
    quarantined: int = 0
    out_of_scope: int = 0
    gathered: int = 0
    missing: int = 0
    removed_absent: int = 0
    joined: int = 0
    recomposed: int = 0
    expired: int = 0

    def sum_of_parts(self) -> int:
        return (
            self.added
            + self.changed
            + self.unchanged
            + self.removed_upstream
            + self.quarantined
            + self.out_of_scope
            + self.gathered
        )


class Guard(Part):
    """A check that held (or warned about) a run: its code, the number seen, the limit; `about` the collection or the field that it is about."""

    code: str
    about: str = ""
    value: float
    limit: float
    holds: bool = True
    note: str = ""


class Requests(Part):
    total: int = 0
    not_modified: int = 0
    by_status: dict[str, int] = Field(default_factory=dict)


class CollectionStats(Part):
    """What was seen of one collection; `complete` means to its end, without a fault.

    `unreached`: ids asked for one by one without an answer. They are not absent: nobody knows.
    """

    complete: bool = False
    rows: int = 0
    expected: int | None = None
    faults: list[str] = Field(default_factory=list)
    unreached: list[str] = Field(default_factory=list)


class CrawlStats(Part):
    """`stats.json` of a run folder: what the crawl saw. `clock` is the moment that it took for now; `window` is the first and last day asked for, where a window was asked.

    `clock_off_s`: by how many seconds this machine's clock was ahead of the answers' `Date`, of the answer that was nearest to it; None where none
    said. `lines`: how many rows each line of a reviewed table (lookups, scope) was the one for; tables that were not asked are absent.
    """

    run: str
    source: str
    mode: Mode
    base_url: str
    main_collection: str
    sample: bool = False
    clock: datetime
    started_at: datetime
    finished_at: datetime | None = None
    complete: bool = False
    limited: bool = False
    reason: str = ""
    faults: list[str] = Field(default_factory=list)
    since: datetime | None = None
    window: tuple[str, str] | None = None
    clock_off_s: int | None = None
    collections: dict[str, CollectionStats] = Field(default_factory=dict)
    out_of_scope: dict[str, int] = Field(default_factory=dict)
    unmapped: dict[str, int] = Field(default_factory=dict)
    lines: dict[str, dict[str, int]] = Field(default_factory=dict)
    requests: Requests = Field(default_factory=Requests)


class Run(Part):
    """One run as `liiku runs` shows it.

    `started_at` orders a source's runs and never goes back; `clock` is the moment that the run took for now. `limited`: it was asked to
    stop early.
    """

    id: str
    source: str
    mode: Mode
    state: RunState
    complete: bool
    base_url: str = ""
    limited: bool = False
    clock: datetime | None = None
    started_at: datetime
    finished_at: datetime | None = None
    counts: Counts = Field(default_factory=Counts)
    guards: list[Guard] = Field(default_factory=list)
    requests: Requests = Field(default_factory=Requests)
    note: str = ""
    faults: list[str] = Field(default_factory=list)
    fill: dict[str, float] = Field(default_factory=dict)
    out_of_scope: dict[str, int] = Field(default_factory=dict)
    unmapped: dict[str, int] = Field(default_factory=dict)
    seq: tuple[int, int] | None = None

    @property
    def is_import(self) -> bool:
        """Whether its rows came in a file that somebody brought."""
        return self.base_url.startswith(FILE_SCHEME)

    @property
    def began(self) -> datetime:
        """When it began by the clock of then."""
        return self.clock or self.started_at

    @property
    def ended(self) -> datetime:
        """When it ended by the clock of then."""
        return self.began + max(timedelta(0), (self.finished_at or self.started_at) - self.started_at)
