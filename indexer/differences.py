"""What is different between two bodies, field by field, as text that a person reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.normalise.text import shorten
from schemas.report import FieldChange

NOTES = "/derived"
SILENT = ("/provenance/run",)
"""What moves with every write and says nothing."""
LONGEST = 300
BEFORE = 60
"""Letters that are shown before the place where two texts part."""


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that differ, in the order of the bodies. The notes of what was worked out are named only when nothing else differs.

    >>> [(c.pointer, c.old, c.new) for c in differences({"name": {"fi": "A"}}, {"name": {"fi": "B", "sv": "C"}})]
    [('/name/fi', 'A', 'B'), ('/name/sv', None, 'C')]
    """
    found = [one for one in _of(old, new, "") if one.pointer not in SILENT]
    return [one for one in found if field_of(one.pointer) != NOTES.strip("/")] or found


def field_of(pointer: str) -> str:
    """The field of an offering that a pointer lies in."""
    return pointer.split("/")[1] if "/" in pointer else pointer


def _of(old: Any, new: Any, pointer: str) -> list[FieldChange]:
    if old == new:
        return []
    if isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping) and (old or new):
        before, after = old or {}, new or {}
        names = [*before, *(name for name in after if name not in before)]
        return [one for name in names for one in _of(before.get(name), after.get(name), f"{pointer}/{name}")]
    if isinstance(old, list) and isinstance(new, list):
        return _of_lists(old, new, pointer)
    if isinstance(old, str) and isinstance(new, str):
        old, new = _around(old, new)
    return [FieldChange(pointer=pointer, old=text_of(old), new=text_of(new))]


def _around(old: str, new: str) -> tuple[str, str]:
    """Two long texts from shortly before where they part."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    parts = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, parts - BEFORE)
    return (f"…{old[start:]}", f"…{new[start:]}") if start else (old, new)


def _of_lists(old: list[Any], new: list[Any], pointer: str) -> list[FieldChange]:
    """What left a list and what came; one thing that changed in its place is told field by field."""
    gone = [one for one in old if one not in new]
    came = [one for one in new if one not in old]
    if len(gone) == len(came) == 1 and old.index(gone[0]) == new.index(came[0]) and isinstance(gone[0], Mapping):
        return _of(gone[0], came[0], f"{pointer}/{old.index(gone[0])}")
    if not gone and not came:
        gone, came = old, new
    return [FieldChange(pointer=pointer, old=text_of(gone), new=text_of(came))]


def text_of(value: Any) -> str | None:
    """A value as one line; None for nothing."""
    if value is None or value in ([], {}, ""):
        return None
    return shorten(_words(value), LONGEST)


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_words(one)}" for name, one in value.items() if one not in (None, [], {}, ""))
    if isinstance(value, list):
        return "; ".join(_words(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
