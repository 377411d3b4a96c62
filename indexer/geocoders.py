"""Who can be asked where an address is: the city's servicemap, Nominatim or Pelias, each over geopy, all with one answer.

A failure raises `GeocoderFailed`; None means that the geocoder answered and knows no such place. What was asked for is never logged.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from geopy.exc import GeocoderQueryError, GeopyError
from geopy.location import Location

from indexer.address_geocoder import AddressGeocoder, Found
from indexer.geocoder_answers import CAPITAL_REGION, Row, best, on_street, text_of
from indexer.geocoder_door import OutsideAdapter
from indexer.geopy_geocoders import KeyedPelias, Servicemap, WholeNominatim
from indexer.outside import AddressRefused, refuse_server, server_of
from schemas.errors import ConfigError, GeocoderFailed
from schemas.normalise.address import Address
from schemas.settings import Settings

logging.getLogger("geopy").setLevel(logging.CRITICAL)  # it writes addresses and whole answers down
PUBLIC = {"servicemap": "https://api.hel.fi/servicemap/v2", "nominatim": "https://nominatim.openstreetmap.org"}
DELAY_S = {"servicemap": 0.2, "nominatim": 1.0, "pelias": 0.2}
"""Between the beginnings of two requests; Nominatim's public server allows one a second."""
STREET_ROWS = 1000
"""More houses than any street has; the most that servicemap gives at once."""


Door = Callable[..., OutsideAdapter]
"""By which a geocoder's requests leave."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock of requests, in seconds."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class _Asker:
    """Paces and counts the requests of one provider, and turns whatever goes wrong into GeocoderFailed."""

    def __init__(self, name: str, delay_s: float, timing: Timing) -> None:
        self.name = name
        self.requests = 0
        self._delay_s = delay_s
        self._timing = timing
        self._lock = threading.Lock()
        self._free_at = 0.0

    @contextmanager
    def _request(self, timeout_s: float) -> Iterator[float]:
        """One request's turn: the seconds that it may take."""
        with self._lock:
            now = self._timing.clock()
            wait_s = max(0.0, self._free_at - now)
            if wait_s >= timeout_s:
                raise GeocoderFailed(f"{self.name}: its turn comes only in {wait_s:.1f} s", counts=False)
            self._free_at = now + wait_s + self._delay_s
            self.requests += 1
        if wait_s:
            self._timing.sleep(wait_s)
        try:
            yield timeout_s - wait_s
        except GeocoderQueryError as error:
            raise GeocoderFailed(f"{self.name} did not take the question", counts=False) from error
        except GeopyError as error:
            what = error.__context__ if isinstance(error.__context__, AddressRefused) else type(error).__name__
            raise GeocoderFailed(f"{self.name}: {what}") from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise GeocoderFailed(f"{self.name} answered in an unknown shape") from error


class ServicemapAsker(_Asker):
    """Asks for the house; where the register has the street without that number, for the street, as an area."""

    def __init__(self, root: str, *, user_agent: str, delay_s: float, timing: Timing, door: Door) -> None:
        super().__init__("servicemap", delay_s, timing)
        self._geopy = Servicemap(root, user_agent=user_agent, adapter_factory=door)

    def ask(self, address: Address, *, timeout_s: float, requests: int = 2) -> Found | None:
        query = {"street": address.street, "municipality": address.municipality.lower(), "language": address.lang}
        if address.number:
            rows = self._rows(query | {"number": address.number}, address, timeout_s)
            if rows:
                return best(rows, address)
            if requests < 2:
                raise GeocoderFailed("servicemap: no request left for the street", counts=False)
        rows = self._rows(query | {"page_size": str(STREET_ROWS)}, address, timeout_s)
        return on_street(rows, address, f"{address.street}, {address.municipality}")

    def _rows(self, query: dict[str, str], address: Address, timeout_s: float) -> list[Row]:
        with self._request(timeout_s) as seconds:
            return [self._row(one, address) for one in self._geopy.geocode(query, timeout=seconds)]

    @staticmethod
    def _row(location: Location, address: Address) -> Row:
        raw = location.raw
        names = raw["street"]["name"]
        stated = raw.get("municipality") or raw["street"].get("municipality")
        stated = stated.get("id") if isinstance(stated, Mapping) else stated
        number, letter = text_of(raw, "number"), text_of(raw, "letter")
        house = f"{text_of(names, address.lang, 'fi', 'sv')} {number} {letter}".strip()
        return Row(
            lat=location.latitude,
            lon=location.longitude,
            label=f"{house}, {address.municipality}",
            streets=tuple(names.values()),
            number=number,
            letter=letter,
            cities=(stated.rsplit(":", 1)[-1],) if isinstance(stated, str) else None,
        )


class NominatimAsker(_Asker):
    """Nominatim, by a structured question; the answer's own address parts decide what it is worth."""

    def __init__(self, root: str, *, user_agent: str, delay_s: float, timing: Timing, door: Door) -> None:
        super().__init__("nominatim", delay_s, timing)
        scheme, domain = _scheme_and_domain(root)
        self._geopy = WholeNominatim(domain=domain, scheme=scheme, user_agent=user_agent, adapter_factory=door)

    def ask(self, address: Address, *, timeout_s: float, requests: int = 2) -> Found | None:  # noqa: ARG002  # one is enough
        house = " ".join(part for part in (address.street, address.number, address.letter) if part)
        query = {"street": house, "city": address.municipality}
        if address.postal_code:
            query["postalcode"] = address.postal_code
        with self._request(timeout_s) as seconds:
            found = self._geopy.geocode(
                query, exactly_one=False, limit=5, addressdetails=True, country_codes="fi", language=address.lang,
                timeout=seconds,
            )  # fmt: skip
            rows = [self._row(one) for one in found or []]
        return best(rows, address)

    @staticmethod
    def _row(location: Location) -> Row:
        parts = location.raw["address"]
        return Row(
            lat=location.latitude,
            lon=location.longitude,
            label=location.address,
            streets=(text_of(parts, "road", "pedestrian", "footway"),),
            number=text_of(parts, "house_number"),
            letter="",
            cities=tuple(text_of(parts, name) for name in ("city", "town", "municipality")),
        )


class PeliasAsker(_Asker):
    """Pelias (Digitransit), by text within the capital region; it falls back to wider places, which are not taken."""

    def __init__(
        self, root: str, *, key: str | None, user_agent: str, delay_s: float, timing: Timing, door: Door
    ) -> None:
        super().__init__("pelias", delay_s, timing)
        scheme, domain = _scheme_and_domain(root.rstrip("/").removesuffix("/v1"))
        self._geopy = KeyedPelias(domain, key=key, scheme=scheme, user_agent=user_agent, adapter_factory=door)

    def ask(self, address: Address, *, timeout_s: float, requests: int = 2) -> Found | None:  # noqa: ARG002  # one is enough
        west, south, east, north = CAPITAL_REGION
        with self._request(timeout_s) as seconds:
            found = self._geopy.geocode(
                str(address), exactly_one=False, boundary_rect=[(south, west), (north, east)], language=address.lang,
                timeout=seconds,
            )  # fmt: skip
            rows = [self._row(one) for one in found or []]
        return best(rows, address)

    @staticmethod
    def _row(location: Location) -> Row:
        parts = location.raw["properties"]
        street = text_of(parts, "street") or (text_of(parts, "name") if parts.get("layer") == "street" else "")
        return Row(
            lat=location.latitude,
            lon=location.longitude,
            label=text_of(parts, "label", "name"),
            streets=(street,),
            number=text_of(parts, "housenumber"),
            letter="",
            cities=tuple(text_of(parts, name) for name in ("localadmin", "locality")),
        )


def _scheme_and_domain(root: str) -> tuple[str, str]:
    parts = urlsplit(root)
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _door(root: str, *, is_private: bool) -> Door:
    """Raises ConfigError for an address that can be seen to lie within, unless the settings say that it may."""
    try:
        server = server_of(root)
        refuse_server(server, allowed=server if is_private else None, known_ports=(server[1],))
    except AddressRefused as error:
        raise ConfigError(
            f"LIIKU_GEOCODER_URL: {error}; a geocoder in a network of your own: LIIKU_GEOCODER_PRIVATE=true"
        ) from error
    return partial(OutsideAdapter, server=server, is_private=is_private)


def open_geocoder(settings: Settings, *, timing: Timing | None = None) -> AddressGeocoder | None:
    """The geocoder that the settings name, or None. Raises ConfigError that names the setting and what is allowed."""
    name = settings.geocoder
    if name == "none":
        return None
    root = settings.geocoder_url or PUBLIC.get(name)
    if root is None:
        raise ConfigError(
            f"LIIKU_GEOCODER={name} needs LIIKU_GEOCODER_URL, an http(s) address such as https://api.digitransit.fi/geocoding"
        )
    if urlsplit(root).scheme not in ("http", "https") or not urlsplit(root).netloc:
        raise ConfigError(f"LIIKU_GEOCODER_URL: {root!r} is not an http(s) address such as {PUBLIC['servicemap']}")
    if settings.geocoder_key and name != "pelias":
        raise ConfigError(f"LIIKU_GEOCODER_KEY: only LIIKU_GEOCODER=pelias takes a key (LIIKU_GEOCODER is {name})")
    door = _door(root, is_private=settings.geocoder_private)
    agent = f"liiku-tarjotin/0.1 (+{settings.public_url}; contact: {settings.contact})"
    delay_s = 0.0 if _is_loopback(root) else DELAY_S[name]
    timing = timing or Timing()
    match name:
        case "servicemap":
            return ServicemapAsker(root, user_agent=agent, delay_s=delay_s, timing=timing, door=door)
        case "nominatim":
            return NominatimAsker(root, user_agent=agent, delay_s=delay_s, timing=timing, door=door)
        case "pelias":
            return PeliasAsker(
                root, key=settings.geocoder_key, user_agent=agent, delay_s=delay_s, timing=timing, door=door
            )
