"""What a geocoder's answer is worth: the house that was asked for is an address, its street alone an area, anything else a miss.

A part of the city or the city itself is no answer, for its middle is nowhere to go; nor is another municipality's street of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geopy.distance import great_circle

from indexer.address_geocoder import Found
from schemas.normalise.address import MUNICIPALITY_OF, Address, same_street
from schemas.normalise.location import check_point
from schemas.service import Precision

CAPITAL_REGION = (24.45, 59.90, 25.35, 60.42)
"""west, south, east, north in degrees. An answer outside it is a miss."""
NEAR_NUMBERS = 20
"""Numbers between two houses that stand near each other: ten lots on one side of a street."""
SHORT_STREET_M = 1000.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer, whoever gave it. `number` and `letter` are as written there; `cities` are all that it says it is in; None: only rows of the municipality were asked for."""

    lat: object
    lon: object
    label: str
    streets: tuple[str, ...]
    number: str
    letter: str
    cities: tuple[str, ...] | None


def best(rows: Iterable[Row], address: Address) -> Found | None:
    """The house that was asked for, with its letter where there is one; else the first row on its street."""
    there = [row for row in rows if _is_there(row, address)]
    houses = [row for row in there if address.number and leading_number(row.number) == address.number]
    houses.sort(key=lambda row: _letter_rank(row.letter, address.letter))
    ranked = [(row, Precision.ADDRESS) for row in houses] + [(row, Precision.AREA) for row in there]
    points = (found_at(row.lat, row.lon, precision, row.label) for row, precision in ranked)
    return next((found for found in points if found), None)


def on_street(rows: Iterable[Row], address: Address, label: str) -> Found | None:
    """A street as an area: the house nearest by number to the one that was asked for; without a number, the middle of a short street.

    None where no number is near, or the street is long: a point somewhere on it would say more than is known.
    """
    there = [row for row in rows if _is_there(row, address)]
    if address.number:
        asked = int(address.number)
        numbered = [(abs(int(n) - asked), int(n), row) for row in there if (n := leading_number(row.number))]
        away, _, nearest = min(numbered, key=lambda one: one[:2], default=(NEAR_NUMBERS + 1, 0, None))
        if nearest is None or away > NEAR_NUMBERS:
            return None
        return found_at(nearest.lat, nearest.lon, Precision.AREA, nearest.label)
    points = [point for row in there if (point := check_point(row.lat, row.lon))]
    if not points:
        return None
    lat, lon = (sum(values) / len(points) for values in zip(*points, strict=True))
    if any(great_circle((lat, lon), point).m > SHORT_STREET_M / 2 for point in points):
        return None
    return found_at(lat, lon, Precision.AREA, label)


def found_at(lat: object, lon: object, precision: Precision, label: str) -> Found | None:
    """The answer, unless its point lies outside the capital region."""
    point = check_point(lat, lon)
    west, south, east, north = CAPITAL_REGION
    if point is None or not (south <= point[0] <= north and west <= point[1] <= east):
        return None
    return Found(round(point[0], 6), round(point[1], 6), precision, label[:200])


def leading_number(written: str) -> str:
    """The first number of a written one.

    >>> leading_number("45"), leading_number("45 b"), leading_number("45-47"), leading_number("")
    ('45', '45', '45', '')
    """
    digits = next((i for i, char in enumerate(written) if not char.isdecimal()), len(written))
    return written[:digits]


def text_of(parts: Mapping[str, Any], *names: str) -> str:
    """The first of these parts that is there, as text."""
    return next((str(parts[name]) for name in names if parts.get(name) not in (None, "")), "")


def _is_there(row: Row, address: Address) -> bool:
    """Whether a row is on the street and in the municipality asked for."""
    cities = None if row.cities is None else {MUNICIPALITY_OF.get(city.casefold()) for city in row.cities}
    return (cities is None or address.municipality in cities) and any(
        same_street(s, address.street) for s in row.streets
    )


def _letter_rank(letter: str, asked: str | None) -> tuple[bool, bool, str]:
    """The letter asked for first, then the house without one, then by letter."""
    written = letter.lower()
    return written != (asked or ""), written != "", written
