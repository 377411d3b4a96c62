"""servicemap v2 units to records of their shortcoming counts. A profile that is missing or null is counted by nobody: that is not zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.remarks import Odd
from crawler.rows import RowRefused, as_row, checked, required_int_id
from crawler.sources.palvelukartta_rows import unit_key
from schemas.normalise.accessibility import MAX_COUNT
from schemas.record import Record
from schemas.service import Profile
from schemas.source import Source

FIELD = "accessibility_shortcoming_count"
KNOWN_FIELDS = frozenset({"id", FIELD, "object_type"})
_PROFILES = frozenset(profile.value for profile in Profile)


def read_counts(value: object, source: Source) -> Record:
    """One unit's counts. Null and `{}` are none at all.

    Raises RowRefused for a row without the field, and for a count that is no whole number that could be one.
    """
    row = as_row(value)
    key = unit_key(required_int_id(row))
    if FIELD not in row:
        raise RowRefused("missing_field", f"/{FIELD}", sorted(row)[:8], source_id=key)
    told = row[FIELD]
    if told is not None and not isinstance(told, Mapping):
        raise RowRefused("wrong_type", f"/{FIELD}", told, source_id=key)
    counts = {}
    for profile, count in (told or {}).items():
        if profile not in _PROFILES or count is None:
            continue
        if isinstance(count, bool) or not isinstance(count, int):
            raise RowRefused("wrong_type", f"/{FIELD}/{profile}", count, source_id=key)
        if not 0 <= count <= MAX_COUNT:
            raise RowRefused("bad_value", f"/{FIELD}/{profile}", count, source_id=key)
        counts[profile] = count
    return checked(
        {"source": source.name, "collection": "shortcomings", "key": key, "scope": "side", "shortcomings": counts},
        source_id=key,
    )


def odd_in_counts(row: Mapping[str, object]) -> Iterator[Odd]:
    """Profiles that we do not know."""
    told = row.get(FIELD)
    for profile in told if isinstance(told, Mapping) else ():
        if profile not in _PROFILES:
            yield Odd("unknown_code", f"/{FIELD}", profile)
