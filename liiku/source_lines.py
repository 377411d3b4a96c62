"""The lines of YAML that differ from shape to shape, as `liiku new-source` writes them."""

from __future__ import annotations

import json

LINKED_EVENTS = [
    "# public_page: https://…/events/{id}   # where people read an event",
    "main: event",
    "collections:",
    '  place: {path: place/, query: {has_upcoming_events: "true", page_size: "100"}}',
    '  keyword: {path: keyword/, query: {has_upcoming_events: "true", page_size: "100"}}',
    '  # add event_type: "General,Course" where the instance has courses',
    '  event: {path: event/, query: {sort: start_time, page_size: "100"}}',
    "incremental: true",
    'schedule: "40 * * * *"',
    "window_days: [-1, 365]",
    "key_fields: [name, description, schedule, places, cost]",
]
REGISTER = [
    "main: unit",
    "collections:",
    "  ontologytree: {path: ontologytree/}",
    "  ontologyword: {path: ontologyword/}",
    "  shortage: {path: accessibility_shortage/}",
    '  unit: {path: unit/, query: {newfeatures: "yes"}}',
    'schedule: "30 3 * * *"',
    "key_fields: [name, summary, places, accessibility, contacts]",
]
_LIPAS_LOOKUPS = [
    'schedule: "50 3 * * *"',
    "key_fields: [name, places, cost, categories]",
    "# which types belong in the tray: copy the lookups of lipas.yaml, or write your own; a type on no line is out of scope",
    "lookups:",
    "  type_in: {11xx: outdoor exercise places near homes}",
    "  category: {11xx: sports/outdoor}",
]
LIPAS = [
    "main: unit",
    "collections:",
    "  keyword: {path: sports-site-categories}",
    '  unit: {path: sports-sites, query: {page-size: "100", city-codes: "91", statuses: "active,out-of-service-temporarily"}}',
    *_LIPAS_LOOKUPS,
]
LIPAS_V1 = [
    "main: unit",
    "collections:",
    '  unit: {path: sports-places, query: {pageSize: "100", cityCodes: "91", fields: "sportsPlaceId,name,type.typeCode,type.name,location.geometries,location.coordinates.wgs84,location.address,location.postalCode,location.postalOffice,location.city.name,location.city.cityCode,location.neighborhood,properties,freeUse,www,email,phoneNumber,admin,owner,lastModified"}}',
    *_LIPAS_LOOKUPS,
]
PATTERN_HINT = ["# page_pattern: '^/tapahtumat/'   # read only pages whose path looks so"]


def page_lines(url: str, origin: str) -> list[str]:
    """Of a website: the sitemap or the listing page, and what stands beside it."""
    return [
        "main: page",
        "collections:",
        f"  page: {{path: {json.dumps(url.removeprefix(origin) or '/')}}}",
        'schedule: "30 4 * * *"',
        "window_days: [-1, 365]",
        "key_fields: [name, places]",
        "lookups:",
        "  category: {Event: culture, Course: learning/courses, SportsActivityLocation: sports}  # our categories by type",
    ]
