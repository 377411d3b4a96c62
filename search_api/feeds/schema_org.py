"""An offering in schema.org's words, for its page. What is not known is left out: a price that nobody stated has no offer, and is not free."""

from __future__ import annotations

from typing import Any

import orjson
from markupsafe import Markup

from schemas.service import LANGS

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
PROFILES = ("wheelchair", "reduced_mobility", "rollator", "stroller", "visually_impaired", "hearing_aid")


def embedded(value: dict[str, Any]) -> Markup:
    """JSON-LD as it may stand in a page: nothing in it can end its element."""
    text = orjson.dumps(value).decode()
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return Markup(text)  # noqa: S704  # escaped above


def words(value: dict[str, str], lang: str) -> str | None:
    """The text in a language, else in another."""
    return next((value[one] for one in (lang, *LANGS) if value.get(one)), None)


def service_ld(service: dict[str, Any], *, url: str, lang: str) -> dict[str, Any]:
    """The JSON-LD of a service's JSON. `url`: of its page."""
    places = [_place(place, service, lang) for place in service["places"]]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _type(service),
        "@id": url,
        "url": url,
        "identifier": service["id"],
        "name": words(service["name"], lang),
        "description": words(service["summary"], lang) or words(service["description"], lang),
        "keywords": [label for one in service["keywords"] if (label := words(one["label"], lang))],
        "offers": _offers(service, lang),
        "typicalAgeRange": _ages(service),
    }
    organiser = words(service["organisation"]["name"], lang)
    if service["kind"] == "venue":
        first = places[0] if places else {}
        found |= {k: first[k] for k in ("address", "geo", "amenityFeature") if k in first}
        found["openingHours"] = service["opening_hours"]["rule"]
    else:
        party = organiser and {"@type": "Organization", "name": organiser}
        if found["@type"] == "Course":
            found["provider"] = party
            found["hasCourseInstance"] = {"@type": "CourseInstance", "location": places} | _times(service)
        else:
            found |= {"organizer": party, "location": places} | _times(service)
            if service["state"] == "cancelled":
                found["eventStatus"] = "https://schema.org/EventCancelled"
        found["inLanguage"] = service["languages"]
    if service["cost"]["class"] == "free" and not service["restricted_to"]:
        found["isAccessibleForFree"] = True
    found["isBasedOn"] = service["provenance"]["source_url"]
    found["creditText"] = service["provenance"]["attribution"]
    return {name: value for name, value in found.items() if value not in (None, [], {}, "")}


def _type(service: dict[str, Any]) -> str:
    tops = {one.partition("/")[0] for one in service["categories"]}
    if service["kind"] == "venue":
        return "SportsActivityLocation" if "sports" in tops else "Place"
    return "Course" if "learning" in tops and service["kind"] == "activity" else "Event"


def _times(service: dict[str, Any]) -> dict[str, Any]:
    schedule = service["schedule"]
    sessions = [one for one in schedule["sessions"] if one["state"] == "scheduled"] or schedule["sessions"]
    if sessions:
        start, end = sessions[0]["start"], sessions[-1]["end"]
    else:
        start, end = schedule["starts"], schedule["ends"]
    return {name: value for name, value in (("startDate", start), ("endDate", end)) if value}


def _offers(service: dict[str, Any], lang: str) -> dict[str, Any] | None:
    cost = service["cost"]
    price = 0 if cost["class"] == "free" else cost["min_eur"]
    if price is None or cost["class"] == "unknown":
        return None
    offer = {"@type": "Offer", "price": price, "priceCurrency": "EUR", "description": words(cost["text"], lang)}
    if service["restricted_to"]:
        offer["eligibleCustomerType"] = ", ".join(service["restricted_to"])
    return {name: value for name, value in offer.items() if value is not None}


def _ages(service: dict[str, Any]) -> str | None:
    least, most = service["min_age"], service["max_age"]
    return None if least is None and most is None else f"{least or 0}-{'' if most is None else most}"


def _place(place: dict[str, Any], service: dict[str, Any], lang: str) -> dict[str, Any]:
    address = {
        "streetAddress": words(place["address"], lang), "postalCode": place["postal_code"],
        "addressLocality": place["municipality"], "addressCountry": "FI",
    }  # fmt: skip
    found: dict[str, Any] = {"@type": "Place", "name": words(place["name"], lang)}
    if address["streetAddress"] or address["addressLocality"]:
        found["address"] = {"@type": "PostalAddress"} | {k: v for k, v in address.items() if v}
    if place["lat"] is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place["lat"], "longitude": place["lon"]}
    found["amenityFeature"] = _amenities(service["accessibility"])
    return {name: value for name, value in found.items() if value}


def _amenities(access: dict[str, Any]) -> list[dict[str, Any]]:
    """What is known of the venue's accessibility."""
    known = [(name, value == "yes") for name, value in sorted(access["features"].items()) if value != "unknown"]
    states = [(name, access[name]["state"]) for name in PROFILES if access[name]["state"] != "unknown"]
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": value} for name, value in [*known, *states]
    ]
