"""Where a schema.org thing is, how it is reached, and what its amenities say: places, opening hours, accessibility, contacts."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.sources.webpage_things import Thing, many, objects, text_of, types_of, words
from crawler.taking_part import Note, note
from schemas.normalise.access_profiles import profiles_in
from schemas.normalise.access_sentences import features_of
from schemas.normalise.contact import read_email, read_phones
from schemas.normalise.location import precision_of, read_point
from schemas.normalise.opening_hours import is_rule
from schemas.service import AccessState, Known, Lang, Text

SWEDISH_NAMES = {"helsingfors": "Helsinki", "esbo": "Espoo", "vanda": "Vantaa", "grankulla": "Kauniainen"}
ONLINE, MIXED = "OnlineEventAttendanceMode", "MixedEventAttendanceMode"
_DAYS = {"monday": "Mo", "tuesday": "Tu", "wednesday": "We", "thursday": "Th", "friday": "Fr", "saturday": "Sa", "sunday": "Su"}  # fmt: skip
_YES = frozenset(("true", "yes", "1", "kyllä", "ja", "on"))


def is_online(thing: Thing) -> str | None:
    """What says that the thing is held online and only there; None when nothing does."""
    mode = words(thing.get("eventAttendanceMode")).rsplit("/", 1)[-1]
    if mode == ONLINE:
        return mode
    places = objects(thing.get("location"))
    is_virtual = bool(places) and all("VirtualLocation" in types_of(one) for one in places)
    return "VirtualLocation" if is_virtual and mode != MIXED else None


def read_places(thing: Thing, lang: Lang, *, is_venue: bool, name: Text) -> list[dict[str, object]]:
    """The places of a thing: of a venue itself, of an event its locations that are not virtual."""
    if is_venue:
        return [_place(thing, lang, name)]
    found: list[dict[str, object]] = []
    for one in many(thing.get("location")):
        if isinstance(one, str):
            found.append({"name": {lang: words(one)}} if words(one) else {})
        elif isinstance(one, dict) and "VirtualLocation" not in types_of(one):
            found.append(_place(one, lang, text_of(one.get("name"), lang)))
    return [place for place in found if place.get("name") or place.get("address") or place.get("lat") is not None]


def _place(row: Thing, lang: Lang, name: Text) -> dict[str, object]:
    address = next(iter(many(row.get("address"))), None)
    parts = address if isinstance(address, dict) else {}
    street = words(parts.get("streetAddress")) if parts else words(address)
    geo = next(iter(objects(row.get("geo"))), row)
    point = read_point(_number(geo, "latitude"), _number(geo, "longitude"))
    town = words(parts.get("addressLocality"))
    return {
        "name": name,
        "address": {lang: street} if street else {},
        "postal_code": words(parts.get("postalCode")) or None,
        "municipality": SWEDISH_NAMES.get(town.lower(), town.title()) or None,
        "lat": point[0] if point else None,
        "lon": point[1] if point else None,
        "precision": precision_of("", has_point=point is not None, names=name.values()),
    }


def _number(geo: Thing, field: str) -> object:
    return words(geo.get(field)) or None


def read_access(rows: Iterable[Thing], lang: Lang) -> tuple[dict[str, object], list[Note]]:
    """Accessibility from the amenities that a place says it has. One that it says it lacks tells nothing of the others."""
    told = []
    for one in rows:
        for amenity in objects(one.get("amenityFeature")):
            value = next(iter(many(amenity.get("value"))), None)
            if value is True or words(value).rsplit("/", 1)[-1].lower() in _YES:
                told.append(words(amenity.get("name")))
    told = [text for text in dict.fromkeys(told) if text]
    if not told:
        return {}, []
    states, evidence = profiles_in(told)
    read = features_of([{lang: text} for text in told])
    notes = [
        note(f"/accessibility/{profile.value}", "webpage.amenities", "; ".join(evidence.get(profile, told)))
        for profile, state in states.items()
        if state is not AccessState.UNKNOWN
    ]
    notes += [
        note(f"/accessibility/features/{feature.value}", "webpage.amenities", "; ".join(told))
        for feature, known in read.features.items()
        if known is not Known.UNKNOWN
    ]
    access: dict[str, object] = {profile.value: {"state": state} for profile, state in states.items()}
    return access | {"features": read.features, "sentences": [{"text": {lang: text}} for text in told]}, notes


def read_hours(thing: Thing, lang: Lang) -> dict[str, object]:
    """Opening hours as the site writes them, with a rule where it is one. Hours of some season or day leave no rule."""
    written = [words(one) for one in many(thing.get("openingHours")) if words(one)]
    specified = objects(thing.get("openingHoursSpecification"))
    if not written:
        lines = [_hours_line(one) for one in specified]
        if not lines or not all(lines):
            return {}
        written = lines
    rule = "; ".join(written)
    is_whole = not any(one.get("validFrom") or one.get("validThrough") for one in specified)
    return {"text": {lang: "\n".join(written)}, "rule": rule if is_whole and is_rule(rule) else None}


def _hours_line(row: Thing) -> str:
    days = [_DAYS.get(words(one).rsplit("/", 1)[-1].lower(), "") for one in many(row.get("dayOfWeek"))]
    opens, closes = words(row.get("opens"))[:5], words(row.get("closes"))[:5]
    if not days or not all(days) or not opens or not closes:
        return ""
    return f"{','.join(days)} {'off' if opens == closes == '00:00' else f'{opens}-{closes}'}"


def read_contacts(rows: Iterable[Thing]) -> list[dict[str, object]]:
    """Telephones and role mailboxes of places and organisations; a person's are passed over."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for one in rows:
        if "Person" in types_of(one):
            continue
        for phone in read_phones(words(one.get("telephone"))):
            found["phone", phone] = {"kind": "phone", "value": phone}
        email = read_email(words(one.get("email")).removeprefix("mailto:"))
        if email:
            found["email", email] = {"kind": "email", "value": email}
    return list(found.values())
