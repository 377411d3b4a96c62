"""What of an offering is compared with others, and with which others it is compared at all.

A likeness is made from the offering as composed of its own records, before anything is joined to it; it holds no clock. Two offerings meet only
when they share a block: the title or the place at one start, the address or point of a venue, an id that one of them names. The centroid of
a city or a district is no place here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

import orjson

from indexer.language.tokens import fold
from indexer.venues import REGISTER
from schemas.record import Record, RecordKey
from schemas.service import Kind, Lang, Place, Precision, Service, Text
from schemas.source import Source

Role = Literal["register", "original", "site", "mirror"]
"""What a record is among its likes, the first the one that stays: the register's unit, an original, a LIPAS site, a copy from another city."""
SITES = "lipas"
CELL_DIGITS = 4
"""Decimals of a degree in a point's block: a cell of some 11 × 5 m."""
_WORD = re.compile(r"\w+")
_GROUP = re.compile(r"\b(?:ryhmä|ryhmää|grupp|gruppen|group)\s*(\d+|[a-z])\b")


@lru_cache(maxsize=65_536)
def title_words(title: str) -> tuple[str, ...]:
    """The folded words of a title, without case, marks and dashes.

    >>> title_words("Keskiviikon Satutuokio!") == title_words("keskiviikon – satutuokio")
    True
    """
    return tuple(_WORD.findall(fold(title).replace("_", " ")))


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of an offering. lat and lon only where they are a place and not the middle of an area."""

    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The compared parts. `times`: [start, end or None] of each session, in minutes since 1970; `off`: the starts of the
    cancelled ones; `period`: first and last date, ISO.

    `books`: it comes from a booking system, where two ids are two groups with seats of their own. `same_as` lists the ids that it says it is.
    """

    id: str
    source: str
    collection: str
    key: str
    role: Role
    kind: str
    titles: Text
    times: list[tuple[int, int | None]]
    off: list[int]
    period: list[str]
    spots: list[Spot]
    online: bool
    organiser: str | None
    state: str
    cost: list[str | float | None]
    ages: list[int | None]
    languages: list[str]
    gender: str
    registration: str
    enrolment: str
    seats: int | None
    restricted: list[str]
    room: Text
    groups: list[str]
    books: bool
    same_as: list[str]

    @property
    def is_venue(self) -> bool:
        return self.kind == Kind.VENUE

    def record(self) -> RecordKey:
        return RecordKey.model_validate({"source": self.source, "collection": self.collection, "key": self.key})

    def words(self, lang: Lang) -> tuple[str, ...]:
        return title_words(self.titles[lang])

    def starts(self) -> list[str]:
        """The starts as text: minutes of sessions, else the first day of the period."""
        return [str(start) for start, _ in self.times] or self.period[:1]

    def blocks(self) -> set[str]:
        """Where it meets its likes."""
        if self.is_venue:
            return self._venue_blocks()
        titles = {" ".join(sorted(set(self.words(lang)))) for lang in self.titles}
        spots = {spot.id for spot in self.spots if spot.id} | {cell for spot in self.spots if (cell := _cell(spot))}
        return {f"t|{start}|{title}"[:400] for start in self.starts() for title in titles} | {
            f"p|{start}|{spot}"[:400] for start in self.starts() for spot in spots
        }

    def _venue_blocks(self) -> set[str]:
        found = {f"i|{self.key}"} | {f"i|{one}" for one in self.same_as}
        for spot in self.spots:
            if spot.address:
                found.add(f"a|{spot.address}"[:400])
            if cell := _cell(spot):
                found.add(f"c|{cell}")
        return found

    def to_json(self) -> str:
        return orjson.dumps(self, option=orjson.OPT_SORT_KEYS).decode()

    @classmethod
    def from_json(cls, body: str) -> Likeness:
        row = orjson.loads(body)
        times = [(start, end) for start, end in row["times"]]
        return cls(**row | {"times": times, "spots": [Spot(**spot) for spot in row["spots"]]})


def likeness_of(service: Service, record: Record, source: Source) -> Likeness:
    """The compared parts of an offering, with what its main record and its source's YAML say of its origin."""
    origin = source.lookups.get("data_source", {}).get(record.key.partition(":")[0], "")
    areas = {place for place, what in source.lookups.get("place", {}).items() if what == "area"}
    schedule = service.schedule
    times = sorted({(_minute(s.start), _minute(s.end) if s.end else None) for s in schedule.sessions}, key=str)
    told = [*service.name.values(), *service.summary.values(), *service.description.values()]
    return Likeness(
        id=service.id,
        source=record.source,
        collection=record.collection,
        key=record.key,
        role=_role(record, origin),
        kind=service.kind.value,
        titles=dict(service.name),
        times=times,
        off=sorted({_minute(s.start) for s in schedule.sessions if s.state == "cancelled"}),
        period=[str(day) for day in (schedule.starts, schedule.ends) if day],
        spots=[_spot(place, areas) for place in service.places],
        online=service.online,
        organiser=service.organisation.id,
        state=service.state.value,
        cost=[service.cost.cost_class.value, service.cost.min_eur, service.cost.max_eur],
        ages=[service.min_age, service.max_age],
        languages=sorted(service.languages),
        gender=service.gender.value,
        registration=service.registration.value,
        enrolment=service.enrolment.state.value,
        seats=service.enrolment.seats_left,
        restricted=sorted(service.restricted_to),
        room=dict(record.links.room),
        groups=sorted({one for text in told for one in _GROUP.findall(fold(text))}),
        books=origin == "booking",
        same_as=sorted(record.links.same_as),
    )


def _role(record: Record, origin: str) -> Role:
    if record.source == REGISTER:
        return "register"
    if record.source == SITES:
        return "site"
    return "mirror" if origin == "mirror" else "original"


def _minute(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp() // 60)


def _spot(place: Place, areas: set[str]) -> Spot:
    if place.precision is Precision.AREA or place.source_id in areas:
        return Spot()
    street = next(iter(place.address.values()), "")
    town = (place.municipality or "").casefold()
    return Spot(
        id=place.source_id,
        lat=place.lat,
        lon=place.lon,
        address=f"{' '.join(title_words(street))}, {town}" if street else "",
        name=" ".join(title_words(next(iter(place.name.values()), ""))),
    )


def _cell(spot: Spot) -> str:
    if spot.lat is None or spot.lon is None:
        return ""
    return f"{round(spot.lat, CELL_DIGITS)},{round(spot.lon, CELL_DIGITS)}"
