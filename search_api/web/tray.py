"""The tray as an edition of one day: the whole directory, district by district and theme by theme, free and cheap first.

What costs nobody knows how much stands in a part of its own. What is over or cancelled is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson

from search_api.web.calendar_file import place_line
from search_api.web.coming import coming_sessions, is_over
from search_api.web.views import Page, cost_words

THEMES = ("sports", "culture", "learning", "other")
KNOWN_COSTS = ("free", "low", "paid")
NOWHERE, ONLINE = "-", "online"
"""The keys of what has no known district, and of what is online only."""
Cost = Literal["free", "low", "paid", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One offering as a line of the edition."""

    id: str
    name: dict[str, str]
    cost: dict[str, Any]
    when: str
    place: str
    phone: str | None


@dataclass(slots=True)
class Part:
    """One theme of a district: its lines by what they cost; those of unknown cost apart."""

    theme: str
    lines: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(found) for found in self.lines.values())


@dataclass(slots=True)
class Chapter:
    """One district. `key` names it in addresses: its Finnish name, or one of the two above."""

    key: str
    title: str
    anchor: str
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many lines; what belongs to two themes is on two of them."""
        return sum(part.count for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class Edition:
    """The chapters in the order of the alphabet, what has no district last; `services` is how many offerings there are."""

    chapters: list[Chapter]
    services: int


def make_edition(bodies: Iterable[bytes | str], page: Page, *, now: datetime) -> Edition:
    """The edition of these records' JSON, in the page's language, as of a moment."""
    chapters: dict[str, Chapter] = {}
    services = 0
    for raw in bodies:
        body = orjson.loads(raw)
        if body["state"] != "active" or is_over(body, now):
            continue
        services += 1
        for key, title, place in _districts(body, page):
            chapter = chapters.setdefault(key, Chapter(key, title, ""))
            line = _line(body, place, page, now)
            for theme in _themes(body):
                part = chapter.parts.setdefault(theme, Part(theme))
                part.lines.setdefault(body["cost"]["class"], []).append(line)
    ordered = sorted(chapters.values(), key=lambda one: (one.key in (NOWHERE, ONLINE), one.key == ONLINE, one.title))
    for number, chapter in enumerate(ordered, 1):
        chapter.anchor = f"d{number}"
        chapter.parts = {theme: chapter.parts[theme] for theme in THEMES if theme in chapter.parts}
        for part in chapter.parts.values():
            for lines in part.lines.values():
                lines.sort(key=lambda one: (one.name["text"].casefold(), one.id))
    return Edition(ordered, services)


def _districts(body: Mapping[str, Any], page: Page) -> list[tuple[str, str, dict[str, Any] | None]]:
    """(key, title, place) of each district that an offering is in."""
    found: dict[str, tuple[str, str, dict[str, Any] | None]] = {}
    for place in body["places"]:
        names = place["district"]
        title = page.text(names)
        key = names.get("fi") or (title["text"] if title else NOWHERE)
        found.setdefault(key, (key, title["text"] if title else page.say("tray_no_district"), place))
    if not found:
        where = ONLINE if body["online"] else NOWHERE
        found[where] = (where, page.say("tray_online" if body["online"] else "tray_no_district"), None)
    return list(found.values())


def _themes(body: Mapping[str, Any]) -> list[str]:
    roots = {one.partition("/")[0] for one in body["categories"]} & set(THEMES)
    return [theme for theme in THEMES if theme in roots] or ["other"]


def _line(body: Mapping[str, Any], place: Mapping[str, Any] | None, page: Page, now: datetime) -> Line:
    sessions = coming_sessions(body, now)
    if sessions:
        when = page.say("tray_next", when=page.moment(sessions[0]["start"]))
    elif body["opening_hours"]["text"] or body["kind"] == "venue":
        when = page.say("always_there")
    else:
        when = page.say("tray_ask")
    return Line(
        id=body["id"],
        name=page.text(body["name"]) or {"lang": page.lang, "text": body["id"]},
        cost=cost_words(dict(body), page),
        when=when,
        place=place_line(dict(place), page) if place else "",
        phone=next((one["value"] for one in body["contacts"] if one["kind"] == "phone"), None),
    )
