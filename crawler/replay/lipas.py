"""LIPAS as an upstream: pages of sites in the shapes of both versions of its API, the types' names, the tombstones. No network here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Query = dict[str, str]
PAGE_SIZE = 10
MAX_PAGE_SIZE = 100
NAMES_OF_PAGING = {"v2": ("page-size", "city-codes"), "v1": ("pageSize", "cityCodes")}


@dataclass(frozen=True, slots=True)
class Page:
    """A status, the JSON of a body, and headers beside it."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Lipas:
    """`sites` are rows of v2, or of v1 where they have a `sportsPlaceId`; each version serves its own."""

    sites: list[Row] = field(default_factory=list)
    types: list[Row] = field(default_factory=list)
    deleted: list[Row] = field(default_factory=list)

    def answer(self, parts: list[str], query: Query) -> Page | None:
        """The answer to a path below the server's root; None for one that LIPAS does not have."""
        match parts:
            case ["v2", "sports-sites"]:
                return self._page("v2", [row for row in self.sites if "sportsPlaceId" not in row], query)
            case ["v1", "sports-places"]:
                return self._page("v1", [row for row in self.sites if "sportsPlaceId" in row], query)
            case ["v2", "sports-site-categories"]:
                return Page(200, self.types)
            case ["v1", "deleted-sports-places"]:
                return Page(200, [row for row in self.deleted if str(row["deletedAt"]) >= query.get("since", "")])
            case _:
                return None

    def _page(self, version: str, rows: list[Row], query: Query) -> Page:
        size_name, cities_name = NAMES_OF_PAGING[version]
        try:
            page, size = int(query.get("page", "1")), int(query.get(size_name, PAGE_SIZE))
            cities = {int(code) for code in query.get(cities_name, "").split(",") if code}
        except ValueError:
            return Page(400, {"type": "malli.core/coercion", "humanized": query})
        if page < 1 or not 1 <= size <= MAX_PAGE_SIZE:
            return Page(400, {"type": "malli.core/coercion", "humanized": query})
        statuses = set(query.get("statuses", "").split(",")) - {""}
        found = [
            row
            for row in rows
            if (not cities or _city_of(row) in cities) and (not statuses or row.get("status") in statuses)
        ]
        some = found[(page - 1) * size : page * size]
        if version == "v2":
            pages = -(-len(found) // size)
            paging = {"current-page": page, "page-size": size, "total-items": len(found), "total-pages": pages}
            return Page(200, {"items": some, "pagination": paging})
        return Page(200 if page * size >= len(found) else 206, some, {"X-total-count": str(len(found))})


def _city_of(row: Row) -> int | None:
    city = row.get("location", {}).get("city", {}) if isinstance(row.get("location"), dict) else {}
    return city.get("city-code", city.get("cityCode")) if isinstance(city, dict) else None
