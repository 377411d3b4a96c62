"""Points for places that have an address and no coordinates: asked for before a publication, within a budget, and remembered.

A miss is remembered for a month; a failure is not remembered at all, and three in a row end the asking. What was not reached is
wanted by the services that lean on it, and is asked for at the next publish of any source.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from indexer.address_geocoder import AddressGeocoder
from indexer.geocode_rows import Geocode
from indexer.ledger import Ledger
from indexer.places import wanted_address
from schemas.canonical import digest
from schemas.errors import GeocoderFailed
from schemas.normalise.address import read_address
from schemas.record import Item
from schemas.service import Precision

log = logging.getLogger("liiku.geocode")
ASK_AGAIN = timedelta(days=30)
"""A miss is believed this long."""
FAILURES = 3
"""In a row: then the geocoder is taken to be down."""
TIME_LIMIT_S = 300.0
REQUEST_S = 10.0


def addresses_in(items: Iterable[Item]) -> set[str]:
    """The addresses that a run's records in scope lack the points of. A venue's imported place may lean on the register's own point."""
    found = set()
    for item in items:
        record = item.record
        if record is None or not record.in_scope:
            continue
        places = [*(record.offering.places if record.offering else ()), *([record.place] if record.place else ())]
        if record.collection == "place" and record.key.startswith("tprek:"):
            continue
        found |= {str(address) for place in places if (address := wanted_address(place))}
    return found


def to_ask(wanted: Iterable[str], known: Iterable[Geocode], provider: str, *, now: datetime) -> list[str]:
    """What of the wanted is to be asked: no point from anybody, no fresh miss of this provider. Never asked before comes first.

    Within that the order changes from day to day, so that nothing stands in the way of the others for ever.
    """
    fresh = (now - ASK_AGAIN).astimezone(UTC).isoformat()
    answered, missed = set(), set()
    for one in known:
        if one.lat is not None or (one.provider == provider and one.asked_at > fresh):
            answered.add(one.key)
        elif one.provider == provider:
            missed.add(one.key)
    return sorted(set(wanted) - answered, key=lambda key: (key in missed, digest([key, str(now.date())])))


def ask_for(
    keys: Iterable[str],
    geocoder: AddressGeocoder,
    *,
    budget: int,
    now: datetime,
    clock: Callable[[], float] = time.monotonic,
) -> list[Geocode]:
    """What the geocoder answers, points and misses, within `budget` requests and TIME_LIMIT_S seconds."""
    answers: list[Geocode] = []
    begun, before, failures = clock(), geocoder.requests, 0
    for key in keys:
        left, seconds = budget - (geocoder.requests - before), TIME_LIMIT_S - (clock() - begun)
        if left <= 0 or seconds <= 0 or failures >= FAILURES:
            break
        address = read_address(key)
        if address is None:
            continue
        try:
            found = geocoder.ask(address, timeout_s=min(seconds, REQUEST_S), requests=left)
        except GeocoderFailed as error:
            failures += error.counts
            log.warning("geocode.failed %s", error)
            continue
        failures = 0
        at = now.astimezone(UTC).isoformat()
        if found is None:
            answers.append(Geocode(key, geocoder.name, None, None, Precision.NONE.value, "", at))
        else:
            answers.append(Geocode(key, geocoder.name, found.lat, found.lon, found.precision.value, found.label, at))
    return answers


def ask_wanted(ledger: Ledger, items: Iterable[Item], geocoder: AddressGeocoder, *, budget: int, now: datetime) -> None:
    """Ask for the points that published services and this run's records lack, and keep the answers. No transaction is open meanwhile."""
    with ledger.geocodes() as rows:
        keys = to_ask(addresses_in(items) | set(rows.wanted()), rows.all(), geocoder.name, now=now)
    answers = ask_for(keys, geocoder, budget=budget, now=now) if keys else []
    if answers:
        with ledger.publishing() as publication:
            publication.geocodes.put(answers)
        points = sum(one.lat is not None for one in answers)
        log.info("geocode.asked addresses=%d points=%d unreached=%d", len(answers), points, len(keys) - len(answers))
