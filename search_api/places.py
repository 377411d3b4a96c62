"""Where somebody may start from: venues by name, street addresses and districts, all from our own records.

Where those know nothing and a geocoder is configured, it is asked for an address with a house number, and for nothing else: names and
half-typed words stay here. What was asked for is neither kept nor logged.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from indexer.address_geocoder import AddressGeocoder
from indexer.language.tokens import fold, split_words
from indexer.ledger import Ledger
from schemas.errors import GeocoderFailed
from schemas.normalise.address import read_address
from search_api.deps import Deps
from search_api.latest import Latest

log = logging.getLogger("liiku.places")
LIMIT = 10
GEOCODER_S = 2.0
_ASKING = ThreadPoolExecutor(max_workers=4, thread_name_prefix="geocoder")


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """One point that has a name. `words` are its folded words, for matching."""

    label: str
    kind: str
    lat: float
    lon: float
    precision: str
    words: tuple[str, ...]


def find_places(deps: Deps, q: str, *, lang: str) -> list[dict[str, Any]]:
    """At most ten places whose words begin with the words asked for; exact names first, then districts, addresses, venues."""
    asked = split_words(q)
    if not asked or len("".join(asked)) < 2:
        return []
    known = _latest(deps.ledger, lang).at()
    matching = [place for place in known if _matches(asked, place.words)]
    rank = {"district": 0, "address": 1, "venue": 2}
    if not matching:
        return _geocoded(deps.geocoder, q)
    matching.sort(key=lambda p: (fold(p.label) != fold(q), rank[p.kind], len(p.label), p.label))
    return [
        {"label": p.label, "kind": p.kind, "lat": p.lat, "lon": p.lon, "precision": p.precision}
        for p in matching[:LIMIT]
    ]


def _geocoded(geocoder: AddressGeocoder | None, q: str) -> list[dict[str, Any]]:
    """The geocoder's answer within GEOCODER_S; nothing when it fails or is late. An address without a municipality is taken to be Helsinki's."""
    address = read_address(q, municipality="Helsinki")
    if geocoder is None or address is None or address.number is None:
        return []
    asking = _ASKING.submit(geocoder.ask, address, timeout_s=GEOCODER_S)
    try:
        found = asking.result(timeout=GEOCODER_S)
    except (GeocoderFailed, TimeoutError) as error:
        asking.cancel()
        log.warning("places.geocoder_failed %s", type(error).__name__)
        return []
    if found is None:
        return []
    place = {"label": found.label, "kind": "address", "lat": found.lat, "lon": found.lon}
    return [place | {"precision": found.precision.value}]


def _matches(asked: list[str], words: tuple[str, ...]) -> bool:
    """Every word asked for is there; the last may be unfinished. A number is never unfinished: 1 is not 12."""
    last = asked[-1]
    fits_last = last in words if last.isdigit() else any(word.startswith(last) for word in words)
    return fits_last and all(word in words for word in asked[:-1])


@lru_cache(maxsize=6)
def _latest(ledger: Ledger, lang: str) -> Latest[list[KnownPlace]]:
    return Latest(lambda _: _known(ledger, lang), ledger.position)


def _known(ledger: Ledger, lang: str) -> list[KnownPlace]:
    places: dict[tuple[str, str], KnownPlace] = {}
    districts: dict[str, list[tuple[float, float]]] = {}
    district_words: dict[str, set[str]] = {}
    for row in ledger.live_services():
        for place in orjson.loads(row.body)["places"]:
            if place["lat"] is None:
                continue
            point = (place["lat"], place["lon"])
            for kind, text in (("venue", place["name"]), ("address", place["address"])):
                label = text.get(lang) or text.get("fi") or text.get("sv") or text.get("en")
                if label and (kind, label) not in places and (kind != "venue" or place["source_id"]):
                    words = tuple({word for value in text.values() for word in split_words(value)})
                    places[(kind, label)] = KnownPlace(label, kind, *point, place["precision"], words)
            district = place["district"].get(lang) or place["district"].get("fi") or place["district"].get("sv")
            if district:
                districts.setdefault(district, []).append(point)
                words_of_all = {word for value in place["district"].values() for word in split_words(value)}
                district_words.setdefault(district, set()).update(words_of_all)
    for name, points in districts.items():
        lat, lon = (round(sum(p[i] for p in points) / len(points), 5) for i in (0, 1))
        places[("district", name)] = KnownPlace(name, "district", lat, lon, "area", tuple(district_words[name]))
    return list(places.values())
