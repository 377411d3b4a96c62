"""Where: each place of a service as a location, with what is known of its accessibility, and the service at it."""

from __future__ import annotations

from typing import Any, Final

import orjson

from schemas.service import Feature, Profile
from search_api.hsds.ids import entity_id
from search_api.hsds.words import MAIN_LANG, known, labels, spoken, uri

REGION: Final = frozenset(
    """Askola Espoo Hanko Helsinki Hyvinkää Ingå Inkoo Järvenpää Karkkila Kauniainen Kerava Kirkkonummi Lapinjärvi Lohja
    Loviisa Myrskylä Mäntsälä Nurmijärvi Pornainen Porvoo Pukkila Raasepori Sipoo Siuntio Tuusula Vantaa Vihti""".split()
)
"""The municipalities of Uusimaa. HSDS wants an address to have its region; of a place elsewhere we know none, and it has no address in parts."""


def places(service: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The places of a service by their location's id, each once; what is held online only is at one of its own."""
    found = {_location_id(place): place for place in service["places"]}
    if not found and service["online"]:
        return {entity_id("location", "online", service["id"]): {}}
    return found


def _location_id(place: dict[str, Any]) -> str:
    if place["source_id"]:
        return entity_id("location", place["source_id"])
    facts = [place[name] for name in ("name", "address", "postal_code", "municipality", "lat", "lon")]
    return entity_id("location", orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode())


def at_location_ids(service: dict[str, Any]) -> dict[str, str]:
    """The service_at_locations' ids by their location's."""
    return {one: entity_id("service_at_location", service["id"], one) for one in places(service)}


def location_json(service: dict[str, Any], location_id: str) -> dict[str, Any]:
    """A location as this service describes it."""
    place = places(service)[location_id]
    if not place:
        return {"id": location_id, "location_type": "virtual", "name": "Online"}
    address = _address(place, location_id)
    street = spoken(place["address"])
    return known({
        "id": location_id, "location_type": "physical", "name": spoken(place["name"]),
        "description": street if street and not address else None,
        "latitude": place["lat"], "longitude": place["lon"],
        "external_identifier": place["source_id"] and place["source_id"].rpartition(":")[2],
        "external_identifier_type": place["source_id"] and (place["source_id"].rpartition(":")[0] or "id"),
        "addresses": [address] if address else [], "accessibility": _accessibility(service, place, location_id),
    })  # fmt: skip


def _address(place: dict[str, Any], location_id: str) -> dict[str, Any] | None:
    """A whole address; None where a part that HSDS requires is not known."""
    street, city = spoken(place["address"]), place["municipality"]
    if not street or not place["postal_code"] or city not in REGION:
        return None
    return known({
        "id": entity_id("address", location_id), "location_id": location_id, "address_1": street, "city": city,
        "region": spoken(place["district"]), "state_province": "Uusimaa", "postal_code": place["postal_code"],
        "country": "FI", "address_type": "physical",
    })  # fmt: skip


def _accessibility(service: dict[str, Any], place: dict[str, Any], location_id: str) -> list[dict[str, Any]]:
    """What is known of a place's accessibility; nothing of a place of which it cannot be told that it is meant."""
    access = service["accessibility"]
    of = access["inherited_from"]
    if of != place["source_id"] if of and place["source_id"] else len(service["places"]) != 1:
        return []
    said = [
        *((labels("profile", one), labels("state", access[one]["state"])) for one in Profile if access[one]["state"] != "unknown"),
        *((labels("feature", one), labels("known", there)) for one in Feature if (there := access["features"].get(one, "unknown")) != "unknown"),
    ]  # fmt: skip
    sentences = [spoken(one["text"]) for one in access["sentences"]]
    if not said and not sentences:
        return []
    page = next((one["url"] for one in service["urls"] if one["kind"] == "accessibility"), None)
    return [known({
        "id": entity_id("accessibility", location_id, service["id"]), "location_id": location_id,
        "description": "; ".join(f"{head[MAIN_LANG]}: {tail[MAIN_LANG]}" for head, tail in said),
        "details": " ".join(one for one in sentences if one), "url": uri(page),
    })]  # fmt: skip
