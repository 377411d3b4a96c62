"""What is asked of a geocoder, whoever it is, and what it answers. Those that there are need geopy, which takes long to read: `indexer/geocoders.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from schemas.normalise.address import Address
from schemas.service import Precision


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: a point in WGS84 degrees, how precise it is (address or area), and what the geocoder calls it."""

    lat: float
    lon: float
    precision: Precision
    label: str


class AddressGeocoder(Protocol):
    """What publishing and `/v1/places` ask. `requests` counts what was sent since it was opened."""

    name: str
    requests: int

    def ask(self, address: Address, *, timeout_s: float, requests: int = 2) -> Found | None:
        """The point of an address in at most so many requests, or None when there is no such place. Raises GeocoderFailed."""
        ...
