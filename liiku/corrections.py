"""`liiku correct` and `liiku corrections`: what a steward says instead of a source, and until when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from indexer.correctable import field_at
from indexer.correction_rows import Correction
from indexer.corrections import in_words, is_caught_up
from liiku.context import Context
from liiku.duplicates import offering_id
from schemas.errors import ConfigError
from schemas.normalise.text import shorten


def make_correction(
    context: Context, offering: str, pointer: str, value: str, *, who: str, why: str, until: str
) -> str:
    """Correct, and what is so now. Raises CorrectionRefused, DecisionRefused, ConfigError."""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise ConfigError(f"--until: {until!r} is no date such as 2027-06-30") from None
    found = field_at(pointer).parse(value)
    made = context.desk.correct(offering_id(context, offering), pointer, found, who=who, why=why, until=day)
    return f"{_line(made)}; `liiku correct --end {made.id}` ends it"


def end_correction(context: Context, number: str, *, who: str, why: str) -> str:
    """End a correction, and what is so now. Raises DecisionRefused, ConfigError."""
    if not number.isdigit():
        raise ConfigError(f"--end: {number!r} is not the number of a correction; `liiku corrections` lists them")
    ended = context.desk.end(int(number), who=who, why=why)
    return f"correction {ended.id} has ended: {ended.service} {ended.pointer} is what the source says: {in_words(ended.source_value)}"


def listed(context: Context) -> list[Correction]:
    """The corrections in force, newest first."""
    with context.ledger.corrections() as rows:
        return rows.listed()


def correction_row(one: Correction) -> dict[str, Any]:
    """A correction as plain data."""
    return asdict(one) | {"until": one.until.isoformat(), "caught_up": is_caught_up(one)}


def correction_table(found: list[Correction]) -> str:
    return "\n".join(_line(one) for one in found) or "nothing is corrected"


def _line(one: Correction) -> str:
    tail = "; the source has caught up" if is_caught_up(one) else f"; NOT applied: {one.misfit}" if one.misfit else ""
    says, said = (shorten(in_words(value), 60) for value in (one.value, one.source_value))
    return (
        f"{one.id}  {one.service} {one.pointer}: {says} (source: {said}) until {one.until}, {one.who}: {one.why}{tail}"
    )
