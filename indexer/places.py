"""What can be known of a place beyond what it states: a point from its address, then the district and postal code of its point.

Pure: answers of geocoders and outlines in. Whatever is stated stays; whatever is added says from what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.divisions import Confidence, Divisions
from indexer.geocode_rows import Geocode, address_key
from schemas.normalise.address import Address, address_in_name, address_of
from schemas.provenance import Derived
from schemas.record import RecordKey
from schemas.service import Place, Precision

LONGEST_KEY = 200
"""Characters of an address as a key in the ledger."""


@dataclass(frozen=True, slots=True)
class Completed:
    """Places with what was added, why, and the addresses that they lean on."""

    places: list[Place]
    notes: list[Derived]
    leans: frozenset[RecordKey]


class PlaceBook:
    """The outlines and the points of addresses that the ledger holds."""

    def __init__(self, divisions: Divisions | None = None, answers: Iterable[Geocode] = ()) -> None:
        self._divisions = divisions or Divisions()
        points = [one for one in answers if one.lat is not None]
        # a house before a street; of two providers the first by name, so that settings change no record
        points.sort(key=lambda one: (one.precision != Precision.ADDRESS, one.provider), reverse=True)
        self._points = {one.key: one for one in points}

    def complete(self, places: Iterable[Place]) -> Completed:
        """The places of one record, in order."""
        done: list[Place] = []
        notes: list[Derived] = []
        leans: set[RecordKey] = set()
        for number, place in enumerate(places):
            pointer = f"/places/{number}"
            confidence: Confidence = "certain"
            if address := wanted_address(place):
                leans.add(address_key(str(address)))
                if found := self._points.get(str(address)):
                    confidence = "likely"
                    place = place.model_copy(
                        update={"lat": found.lat, "lon": found.lon, "precision": Precision(found.precision)}
                    )
                    notes.append(_note(pointer, found))
            place, added = self._divisions.fill(place, pointer, confidence=confidence)
            notes += added
            done.append(place)
        return Completed(done, notes, frozenset(leans))


def wanted_address(place: Place) -> Address | None:
    """The address whose point a place lacks; None for a place that has a point, or no address in the capital region."""
    if place.lat is not None:
        return None
    found = address_of(place.address, municipality=place.municipality, postal_code=place.postal_code)
    found = found or address_in_name(place.name, municipality=place.municipality)
    return found if found and len(str(found)) <= LONGEST_KEY else None


def _note(pointer: str, found: Geocode) -> Derived:
    return Derived(
        pointer=f"{pointer}/lat",
        by=f"geocode.{found.provider}",
        evidence=f"{found.key} → {found.label}",
        confidence="likely",
    )


NOTHING_KNOWN = PlaceBook()
