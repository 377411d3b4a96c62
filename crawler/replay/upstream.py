"""The rows that a replayed upstream has, and the answers that the real ones would give to a path and a query. No network here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from crawler.replay.lipas import Lipas
from crawler.replay.sides import Sides
from schemas.normalise.schedule import read_moment
from schemas.settings import HELSINKI

Row = dict[str, Any]
Query = dict[str, str]
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


@dataclass(slots=True)
class Answer:
    """An HTTP answer whose body is JSON, or text of a `kind`; `location` makes it a redirect."""

    status: int
    body: Any = None
    location: str | None = None
    kind: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Upstream:
    """Rows by collection. `hidden` rows are found by their own address only: `id` → "410" or "301 <other id>"."""

    units: list[Row] = field(default_factory=list)
    ontologytree: list[Row] = field(default_factory=list)
    ontologyword: list[Row] = field(default_factory=list)
    shortages: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    keywords: list[Row] = field(default_factory=list)
    courses: dict[str, list[Row]] = field(default_factory=dict)
    layers: dict[str, Row] = field(default_factory=dict)
    addresses: list[Row] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    lipas: Lipas = field(default_factory=Lipas)
    sides: Sides = field(default_factory=Sides)
    website: dict[str, str] = field(default_factory=dict)
    ignores_window: bool = False

    def answer(self, path: str, query: Query, *, root: str) -> Answer:
        """The answer to a GET. `root` is the server's own address, for `meta.next`."""
        parts = [part for part in path.split("/") if part]
        match parts:
            case ["palvelukarttaws", "rest", "v4", collection, *rest]:
                return self._register(collection, rest)
            case ["linkedevents", "v1", "event" | "place" | "keyword" as collection]:
                return self._page(collection, query, f"{root}/linkedevents/v1/{collection}/")
            case ["linkedevents", "v1", "event" | "place" | "keyword" as collection, key]:
                return self._detail(collection, key, f"{root}/linkedevents/v1/{collection}/")
            case ["pksilmoapix", "v1", "course", "search"]:
                return self._courses(query)
            case ["ws", "geoserver", "avoindata", "wfs"]:
                return self._layer(query)
            case ["servicemap", "v2", "address"]:
                return self._addresses(query)
            case ["lipas", *rest]:
                page = self.lipas.answer(rest, query)
                return Answer(page.status, page.body, headers=page.headers) if page else Answer(404, {})
            case ["website", *_]:
                return self._website(path.removeprefix("/website/").strip("/"))
            case _:
                found = self.sides.answer(parts, query, root=root)
                return Answer(*found) if found else Answer(404, {"detail": "Not found."})

    def _website(self, path: str) -> Answer:
        """A page of the small website; one whose text is `301 <path>` or `410` answers so."""
        text = self.website.get(path)
        if text is None:
            return Answer(404, "Sivua ei ole.", kind="text/html")
        if text.startswith("301 "):
            return Answer(301, location=text.removeprefix("301 "))
        if text == "410":
            return Answer(410, "Sivu on poistettu.", kind="text/html")
        return Answer(200, text, kind="application/xml" if path.endswith(".xml") else "text/html; charset=utf-8")

    def _register(self, collection: str, rest: list[str]) -> Answer:
        rows = {
            "unit": self.units,
            "ontologytree": self.ontologytree,
            "ontologyword": self.ontologyword,
            "accessibility_shortage": self.shortages,
        }.get(collection)
        if rows is None:
            return Answer(404, {"detail": "Not found."})
        if rest:
            found = [row for row in rows if str(row.get("id")) == rest[0]]
            return Answer(200, found[0]) if found else Answer(404, {"detail": "Not found."})
        return Answer(200, rows)

    def _page(self, collection: str, query: Query, address: str) -> Answer:
        try:
            page, size = int(query.get("page", "1")), min(int(query.get("page_size", PAGE_SIZE)), MAX_PAGE_SIZE)
        except ValueError:
            return Answer(404, {"detail": "Invalid page."})
        rows = self._select(collection, query)
        if page < 1 or size < 1 or (page - 1) * size > max(len(rows) - 1, 0):
            return Answer(404, {"detail": "Invalid page."})
        after = {k: v for k, v in query.items() if k != "page"}

        def link(number: int) -> str:
            return f"{address}?{urlencode(after | {'page': str(number)}, safe=',:+')}"

        meta = {
            "count": len(rows),
            "next": link(page + 1) if page * size < len(rows) else None,
            "previous": link(page - 1) if page > 1 else None,
        }
        return Answer(200, {"meta": meta, "data": rows[(page - 1) * size : page * size]})

    def _detail(self, collection: str, key: str, address: str) -> Answer:
        hidden = self.hidden.get(key, "")
        if hidden.startswith("301 "):
            return Answer(301, location=f"{address}{hidden.removeprefix('301 ')}/")
        if hidden == "410":
            return Answer(410, {"detail": f"{collection} has been deleted."})
        rows = {"event": self.events, "place": self.places, "keyword": self.keywords}[collection]
        found = next((row for row in rows if row.get("id") == key), None)
        if found is None:
            return Answer(404, {"detail": "Not found."})
        return (
            Answer(410, {"detail": "Event has been deleted."}) if found.get("deleted") is True else Answer(200, found)
        )

    def _select(self, collection: str, query: Query) -> list[Row]:
        if collection != "event":
            rows = {"place": self.places, "keyword": self.keywords}[collection]
            shown = [row for row in rows if row.get("id") not in self.hidden]
            return [
                row
                for row in shown
                if query.get("has_upcoming_events") != "true" or row.get("has_upcoming_events", True)
            ]
        types = query.get("event_type", "General").split(",")
        rows = [
            row
            for row in self.events
            if row.get("type_id", "Course" if "extension_course" in row else "General") in types
        ]
        if query.get("show_deleted") != "true":
            rows = [row for row in rows if row.get("deleted") is not True]
        since = read_moment(query.get("last_modified_since"))
        if since:
            moment = since[0] + timedelta(days=1) if since[1] else since[0]
            rows = [
                row for row in rows if (changed := read_moment(row.get("last_modified_time"))) and changed[0] >= moment
            ]
        if not self.ignores_window and ("start" in query or "end" in query):
            rows = [row for row in rows if self._meets(row, query)]
        if query.get("sort") == "start_time":
            return sorted(rows, key=lambda row: (str(row.get("start_time")), str(row.get("id"))))
        return sorted(rows, key=lambda row: str(row.get("last_modified_time")), reverse=True)

    def _meets(self, row: Row, query: Query) -> bool:
        first, last = (date.fromisoformat(query[k][:10]) if k in query else None for k in ("start", "end"))
        start, end = read_moment(row.get("start_time")), read_moment(row.get("end_time"))
        begins: datetime | None = start and start[0]
        finishes: datetime | None = (end and end[0]) or begins
        if last and begins and begins.astimezone(HELSINKI).date() > last:
            return False
        return not (first and finishes and finishes.astimezone(HELSINKI).date() < first)

    def _layer(self, query: Query) -> Answer:
        layer = self.layers.get(query.get("typeName", ""))
        return (
            Answer(200, layer)
            if layer is not None
            else Answer(400, {"exceptions": [{"code": "InvalidParameterValue"}]})
        )

    def _addresses(self, query: Query) -> Answer:
        """The rows of a street and number. A street's name counts in the language asked for, as upstream."""
        lang, street = query.get("language", "fi"), query.get("street", "").casefold()
        rows = [
            row
            for row in self.addresses
            if row["street"]["name"].get(lang, "").casefold() == street
            and query.get("municipality", "").lower() in ("", row["municipality"])
            and query.get("number") in (None, row["number"])
        ]
        size = min(int(query.get("page_size", PAGE_SIZE)), 1000)
        return Answer(200, {"count": len(rows), "next": None, "previous": None, "results": rows[:size]})

    def _courses(self, query: Query) -> Answer:
        rows = self.courses.get(query.get("lang", "fi"), [])
        try:
            offset, limit = int(query.get("offset", "0")), int(query.get("limit", "50"))
        except ValueError:
            return Answer(400, {"error": "limit and offset are numbers"})
        return Answer(200, {"courselist": {"course": rows[offset : offset + limit]}})
