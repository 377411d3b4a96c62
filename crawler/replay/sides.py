"""The side sources of units as upstreams: servicemap's counts, the service description register, Hauki. No network here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

Row = dict[str, Any]
Query = dict[str, str]
COUNTS_PAGE, MOST_COUNTS = 20, 1000
HAUKI_PAGE, MOST_OF_HAUKI = 100, 1000
LISTED = ("id", "main_description", "service_id", "title", "unit_ids")
"""What a listing of descriptions tells without `alldata=yes`."""
NAMES_PERIODS = frozenset(
    "resource start_date end_date start_date_gte start_date_lte end_date_gte end_date_lte".split()
)


@dataclass(slots=True)
class Sides:
    """`counts` are units of servicemap with all their fields; `today` is Hauki's own day, against which it takes `-1d`."""

    counts: list[Row] = field(default_factory=list)
    descriptions: list[Row] = field(default_factory=list)
    resources: list[Row] = field(default_factory=list)
    periods: list[Row] = field(default_factory=list)
    today: date = date(2026, 11, 23)

    def answer(self, parts: list[str], query: Query, *, root: str) -> tuple[int, Any] | None:
        """The status and the JSON of an answer; None for a path that none of the three has."""
        match parts:
            case ["servicemap", "v2", "unit"]:
                fields = ("id", *query["only"].split(",")) if "only" in query else None
                rows = [_only(row, fields) for row in self.counts]
                return _page(rows, query, f"{root}/servicemap/v2/unit/", size=COUNTS_PAGE, most=MOST_COUNTS)
            case ["palvelukarttaws", "rest", "vpalvelurekisteri", "description"]:
                listed = None if query.get("alldata") == "yes" else LISTED
                return 200, [_only(row, listed) for row in self.descriptions]
            case ["hauki", "v1", "resource"]:
                return _page(self._resources(query), query, f"{root}/hauki/v1/resource/", size=HAUKI_PAGE, most=MOST_OF_HAUKI)  # fmt: skip
            case ["hauki", "v1", "date_period"]:
                return self._periods(query)
            case _:
                return None

    def _resources(self, query: Query) -> list[Row]:
        """In the order of Hauki's own ids, whatever the order asked for."""
        rows = sorted(self.resources, key=lambda row: row["id"] if isinstance(row, dict) else 0)
        if "resource_ids" not in query:
            return rows
        asked = set(query["resource_ids"].split(","))
        return [row for row in rows if not isinstance(row, dict) or asked & _names_of(row)]

    def _periods(self, query: Query) -> tuple[int, Any]:
        """A list without pages, as Hauki gives it; 400 for a question that narrows nothing."""
        if not NAMES_PERIODS & query.keys():
            return 400, ["resource, start_date or end_date GET parameter is required to list date periods"]
        rows = self.periods
        if "resource" in query:
            asked = set(query["resource"].split(","))
            numbers = {row["id"] for row in self.resources if isinstance(row, dict) and asked & _names_of(row)}
            rows = [row for row in rows if not isinstance(row, dict) or row.get("resource") in numbers]
        if "end_date_gte" in query:
            first = self._day(query["end_date_gte"])
            rows = [row for row in rows if not isinstance(row, dict) or not row.get("end_date") or row["end_date"] >= first]  # fmt: skip
        return 200, rows

    def _day(self, value: str) -> str:
        """An ISO day, `today`, or so many days from today (`-1d`)."""
        found = re.fullmatch(r"([-+]?\d+)d", value)
        return str(self.today + timedelta(days=int(found[1]))) if found else value.replace("today", str(self.today))


def _only(row: Row, fields: tuple[str, ...] | None) -> Row:
    """A row with these fields alone; None is all. What is no row, in a test, is sent as it is."""
    return row if fields is None or not isinstance(row, dict) else {k: v for k, v in row.items() if k in fields}


def _names_of(resource: Row) -> set[str]:
    """Hauki's id and the ids of its origins, with the name of the register: any of them may be asked for."""
    origins = resource.get("origins") or []
    return {str(resource.get("id"))} | {f"{o['data_source']['id']}:{o['origin_id']}" for o in origins if isinstance(o, dict)}  # fmt: skip


def _page(rows: list[Row], query: Query, address: str, *, size: int, most: int) -> tuple[int, Any]:
    try:
        page, size = int(query.get("page", "1")), min(int(query.get("page_size", size)), most)
    except ValueError:
        return 404, {"detail": "Invalid page."}
    if page < 1 or size < 1 or (page - 1) * size > max(len(rows) - 1, 0):
        return 404, {"detail": "Invalid page."}

    def link(number: int) -> str:
        return f"{address}?{urlencode(query | {'page': str(number)}, safe=',:+')}"

    return 200, {
        "count": len(rows),
        "next": link(page + 1) if page * size < len(rows) else None,
        "previous": link(page - 1) if page > 1 else None,
        "results": rows[(page - 1) * size : page * size],
    }
