"""An offering as an HSDS service: short, whole, or the least that is valid; and as service_at_locations."""

from __future__ import annotations

from typing import Any

from search_api.facet_labels import label
from search_api.hsds.attributes import attributes
from search_api.hsds.costs import cost_options, fees_description
from search_api.hsds.ids import entity_id
from search_api.hsds.locations import at_location_ids, location_json
from search_api.hsds.organizations import organization_of
from search_api.hsds.schedules import schedules
from search_api.hsds.words import MAIN_LANG, email, known, spoken, uri

CANCELLED = "Peruttu / Inställt / Cancelled"


def minimal_service(service: dict[str, Any], *, changed_at: str) -> dict[str, Any]:
    """What HSDS requires, and when it last changed."""
    return {
        "id": service["id"], "name": spoken(service["name"]), "last_modified": changed_at,
        "status": "inactive" if service["state"] == "cancelled" else "active",
    }  # fmt: skip


def short_service(service: dict[str, Any], *, changed_at: str, base: str) -> dict[str, Any]:
    """A service without what belongs to it. `base`: the public address."""
    organization = organization_of(service)
    name = spoken(service["name"])
    return known({
        **minimal_service(service, changed_at=changed_at),
        "organization_id": organization and organization.id,
        "alternate_name": next((text for text in service["name"].values() if text != name), None),
        "description": spoken(service["description"]) or spoken(service["summary"]),
        "url": _page(service) or f"{base}/services/{service['id']}",
        "email": next(iter(_emails(service)), None),
        "application_process": _application(service), "fees_description": fees_description(service),
        "eligibility_description": _eligibility(service),
        "alert": CANCELLED if service["state"] == "cancelled" else None,
        "organization": organization and organization.json(),
    }) | {field: service[name] for field, name in (("minimum_age", "min_age"), ("maximum_age", "max_age")) if service[name] is not None}  # fmt: skip


def whole_service(service: dict[str, Any], *, changed_at: str, base: str) -> dict[str, Any]:
    """A service with all that belongs to it."""
    key = service["id"]
    return short_service(service, changed_at=changed_at, base=base) | known({
        "languages": [
            {"id": entity_id("language", key, code), "service_id": key, "code": code, "name": label("language", code, "en")}
            for code in dict.fromkeys(service["languages"])
        ],
        "cost_options": cost_options(service),
        "schedules": schedules(service, at=_only_at(service)),
        "phones": _phones(service), "contacts": _contacts(service),
        "service_at_locations": [_at_location(service, location, at) for location, at in at_location_ids(service).items()],
        "attributes": attributes(service),
    })  # fmt: skip


def service_at_locations(service: dict[str, Any], *, changed_at: str, base: str) -> dict[str, dict[str, Any]]:
    """Each service_at_location of a service by its id, with the service in short."""
    short = short_service(service, changed_at=changed_at, base=base)
    return {
        at: _at_location(service, location, at) | {"service": short}
        for location, at in at_location_ids(service).items()
    }


def _at_location(service: dict[str, Any], location: str, at: str) -> dict[str, Any]:
    found = {"id": at, "service_id": service["id"], "location_id": location, "location": location_json(service, location)}  # fmt: skip
    only = _only_at(service)
    return found | known({"schedules": schedules(service, at=only)}) if only else found


def _only_at(service: dict[str, Any]) -> str | None:
    ids = list(at_location_ids(service).values())
    return ids[0] if len(ids) == 1 else None


def _page(service: dict[str, Any]) -> str | None:
    links = {one["kind"]: one["url"] for one in reversed(service["urls"])}
    return uri(links.get("home")) or uri(links.get("info")) or uri(service["provenance"]["source_url"])


def _application(service: dict[str, Any]) -> str | None:
    told = [label(name, value, MAIN_LANG) for name, value in (("registration", service["registration"]), ("enrolment", service["enrolment"]["state"])) if value != "unknown"]  # fmt: skip
    return ". ".join([*told, *filter(None, [service["registration_url"]])]) or None


def _eligibility(service: dict[str, Any]) -> str | None:
    said = [label("restricted", one, MAIN_LANG) for one in service["restricted_to"]]
    said += [label("audience", one, MAIN_LANG) for one in service["audiences"]]
    said += [label("gender", service["gender"], MAIN_LANG)] if service["gender"] != "unknown" else []
    return "; ".join(said) or None


def _emails(service: dict[str, Any]) -> list[str]:
    return [found for one in service["contacts"] if one["kind"] == "email" and (found := email(one["value"]))]


def _phones(service: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        known({
            "id": entity_id("phone", service["id"], one["value"]), "service_id": service["id"], "number": one["value"],
            "type": "voice", "description": spoken(one["note"]),
        })
        for one in service["contacts"]
        if one["kind"] == "phone"
    ]  # fmt: skip


def _contacts(service: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        known({
            "id": entity_id("contact", service["id"], one["value"]), "service_id": service["id"], "email": one["value"],
            "name": spoken(one["note"]),
        })
        for one in service["contacts"]
        if one["kind"] == "email" and email(one["value"])
    ]  # fmt: skip
