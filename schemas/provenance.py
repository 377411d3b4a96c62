"""Where a record and each worked-out value come from."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Derived(BaseModel):
    """One value that we worked out: where in the record, by which rule, from what, and how sure.

    `pointer` is an RFC 6901 JSON Pointer into the record; `from` is the evidence as the source wrote it or the record it came from.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    pointer: str
    by: str
    evidence: str = Field(alias="from")
    confidence: Literal["certain", "likely", "guess"] = "certain"


class Provenance(BaseModel):
    """Who says it. `run` is the run that last changed the record; it is not part of the record's hash."""

    model_config = ConfigDict(extra="forbid")

    source: str
    source_id: str
    source_url: str | None = None
    licence: str
    attribution: str
    source_modified: datetime | None = None
    run: str | None = None
