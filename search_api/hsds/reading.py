"""Reads what an HSDS address asks for, strictly: each parameter at most once, and none that the list does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from schemas.errors import QueryError
from schemas.settings import HELSINKI
from search_api.hsds.envelope import DEFAULT_PER_PAGE, MAX_PER_PAGE, Paging
from search_api.hsds.ids import is_uuid

PAGING = ("page", "per_page", "format")
TERMS = ("taxonomy_term_id", "taxonomy_id")
SERVICES = (*PAGING, "search", *TERMS, "organization_id", "modified_after", "minimal", "full")
AT_LOCATIONS = (*PAGING, "search", *TERMS, "organization_id", "modified_after")
ORGANIZATIONS = (*PAGING, "search")
TAXONOMIES = (*PAGING, "search")
TAXONOMY_TERMS = (*PAGING, "search", "taxonomy_id", "parent_id", "top_only")
MAX_PAGE = 1_000_000
MAX_SEARCH = 200
_WHOLE = re.compile(r"[1-9][0-9]{0,6}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
WHEN = "a date such as 2026-11-24 (from its start in Helsinki), or a date-time with its offset such as 2026-11-24T10:00:00Z"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. The filters all hold together; `words` must all be there. `modified_after` is ISO in UTC, on or after."""

    paging: Paging
    words: tuple[str, ...] = ()
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    organization_id: str | None = None
    parent_id: str | None = None
    modified_after: str | None = None
    minimal: bool = False
    full: bool = False
    top_only: bool = False

    def filters(self) -> tuple[object, ...]:
        """What chooses, without what only shows."""
        return (self.words, self.taxonomy_term_id, self.taxonomy_id, self.organization_id, self.modified_after)


def read_asked(given: Mapping[str, list[str]], known: tuple[str, ...]) -> Asked:
    """What the parameters ask for. Raises QueryError."""
    one: dict[str, str] = {}
    for name, values in given.items():
        if name not in known:
            raise QueryError(name, values, f"no such parameter; known: {', '.join(known)}")
        if len(values) > 1:
            raise QueryError(name, values, "once")
        one[name] = values[0]
    asked = Asked(
        paging=Paging(
            _whole(one, "page", 1, MAX_PAGE), _whole(one, "per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE), _is_lines(one)
        ),
        words=_words(one.get("search", "")),
        taxonomy_term_id=_id(one, "taxonomy_term_id"),
        taxonomy_id=_id(one, "taxonomy_id"),
        organization_id=_id(one, "organization_id"),
        parent_id=_id(one, "parent_id"),
        modified_after=_moment(one),
        minimal=_flag(one, "minimal"),
        full=_flag(one, "full"),
        top_only=_flag(one, "top_only"),
    )
    if asked.minimal and asked.full:
        raise QueryError("minimal", "true", "not together with full")
    return asked


def _whole(one: Mapping[str, str], name: str, default: int, most: int) -> int:
    if name not in one:
        return default
    if _WHOLE.fullmatch(one[name]) is None or int(one[name]) > most:
        raise QueryError(name, one[name], f"a whole number from 1 to {most}")
    return int(one[name])


def _is_lines(one: Mapping[str, str]) -> bool:
    value = one.get("format", "json")
    if value not in ("json", "ndjson"):
        raise QueryError("format", value, "json or ndjson")
    return value == "ndjson"


def _words(search: str) -> tuple[str, ...]:
    if len(search) > MAX_SEARCH:
        raise QueryError("search", search, f"at most {MAX_SEARCH} characters")
    return tuple(dict.fromkeys(search.casefold().split()))


def _id(one: Mapping[str, str], name: str) -> str | None:
    if name not in one:
        return None
    value = one[name].lower()
    if not is_uuid(value):
        raise QueryError(name, one[name], "a UUID")
    return value


def _flag(one: Mapping[str, str], name: str) -> bool:
    value = one.get(name, "false")
    if value not in ("true", "false"):
        raise QueryError(name, value, "true or false")
    return value == "true"


def _moment(one: Mapping[str, str]) -> str | None:
    """The moment in UTC, written as the ledger writes it: of two moments so written the later is the greater text."""
    value = one.get("modified_after")
    if value is None:
        return None
    try:
        if _DAY.fullmatch(value):
            found = datetime.combine(date.fromisoformat(value), time(), HELSINKI)
        elif _MOMENT.fullmatch(value):
            found = datetime.fromisoformat(value.upper())
        else:
            raise QueryError("modified_after", value, WHEN)
        return found.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise QueryError("modified_after", value, WHEN) from None
