"""What is odd in a row that is taken all the same: codes that we do not know, points that cannot be, an end before its start.

Nothing is guessed from it and nothing is refused for it; it is said, so that whoever publishes the row can put it right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from schemas.normalise.schedule import read_moment


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd value and where in the row it stands."""

    code: Literal["unknown_code", "unusable_point", "end_before_start"]
    path: str
    value: object


def unknown_code(row: Mapping[str, object], field: str, known: Collection[str], *, under: str = "") -> Iterator[Odd]:
    """The field's value where it is a code that we do not know.

    >>> list(unknown_code({"type_id": "Hobbies"}, "type_id", ("General",)))
    [Odd(code='unknown_code', path='/type_id', value='Hobbies')]
    """
    value = row.get(field)
    if isinstance(value, str) and value and value not in known:
        yield Odd("unknown_code", f"{under}/{field}", value)


def end_before_start(row: Mapping[str, object], start: str, end: str) -> Iterator[Odd]:
    """The end where it lies before the start; a bare date ends with its day."""
    begins, ends = read_moment(row.get(start)), read_moment(row.get(end))
    if begins is None or ends is None:
        return
    last = ends[0] + timedelta(days=1) if ends[1] else ends[0]
    if last.timestamp() < begins[0].timestamp():
        yield Odd("end_before_start", f"/{end}", f"{row[start]} – {row[end]}")
