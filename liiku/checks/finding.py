"""What a check says: a state of things, why it matters, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` asks for somebody to act; `note` is worth knowing; `ok` was looked at and is well."""

    level: Literal["ok", "note", "wrong"]
    what: str
    why: str = ""
    do: str = ""


def ok(what: str) -> Finding:
    return Finding("ok", what)


def note(what: str, *, why: str, do: str = "") -> Finding:
    return Finding("note", what, why, do)


def wrong(what: str, *, why: str, do: str) -> Finding:
    return Finding("wrong", what, why, do)
