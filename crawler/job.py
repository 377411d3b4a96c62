"""What one crawl is asked to do: written by the launcher into the run folder, read by the crawl's own process."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import Field

from schemas.run import Mode
from schemas.service import Part


class Job(Part):
    """One crawl. `started_at` puts it behind the source's last run, even where the clock was set back. `known` are the upstream ids that the ledger already has, by collection: what an increment need not fetch again.

    `allow_private`: the server of `base_url`, and no other, may be on this machine or in a network of our own: a person pointed us to it.
    """

    run: str
    run_dir: Path
    sources_dir: Path
    source: str
    base_url: str
    mode: Mode
    now: datetime
    started_at: datetime
    since: datetime | None = None
    known: dict[str, list[str]] = Field(default_factory=dict)
    limit: int | None = None
    replay_of: Path | None = None
    cache_dir: Path
    user_agent: str
    delay_seconds: float
    sample: bool = False
    allow_private: bool = False
    key: str | None = Field(None, repr=False)
