"""Linked Events v1 rows to records: events, courses, sessions of series, places, keywords.

Accepts what the API really sends: `@id` references or embedded objects, null or missing translations, date-only times, the older
`extension_course`. A row that cannot be read is refused with the path and the value; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.rows import RowRefused, as_row, checked, list_of_rows, notes_of_words, required_text_id
from crawler.scope import ScopeRules
from schemas.normalise.age import ages_of
from schemas.normalise.audience import BY_KEYWORD, audiences_of, restrictions_of
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.conditions import restrictions_in
from schemas.normalise.contact import read_url
from schemas.normalise.cost import cost_of_offers
from schemas.normalise.language import languages_in, low_threshold_in, plain_language_in
from schemas.normalise.registration import registration_in
from schemas.normalise.schedule import (
    is_cancelled_in_title,
    is_long_row,
    is_moment,
    period_of,
    read_moment,
    read_session,
)
from schemas.normalise.text import plain_text, read_text, shorten
from schemas.normalise.whereabouts import event_whereabouts, place_whereabouts
from schemas.record import Record
from schemas.service import LANGS, Audience, CostClass, Kind, Registration, State, Text
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    """id data_source publisher type_id event_status super_event super_event_type sub_events name short_description description info_url
    provider provider_contact_info location_extra_info start_time end_time location offers keywords audience in_language audience_min_age
    audience_max_age enrolment_start_time enrolment_end_time maximum_attendee_capacity minimum_attendee_capacity
    remaining_attendee_capacity registration extension_course external_links images videos environment environmental_certificate
    custom_data created_time last_modified_time date_published deleted replaced_by publication_status has_start_time has_end_time
    local @id @context @type user_name user_email user_phone_number user_organization user_consent maximum_attendee_capacity
    minimum_attendee_capacity created_by last_modified_by""".split()
)
MAX_AGE = 130
DISTRICT_TYPES = ("neighborhood", "sub_district", "district")
"""Which division names the district: neighbourhood and sub-district names collide, the neighbourhood wins."""

MAX_SEATS = 1_000_000
"""More than any hall holds: a number beyond it is a mistake, not a capacity."""


def reference(value: object) -> str | None:
    """The id that an `@id` address, an embedded object or a plain string points to.

    >>> reference({"@id": "https://api.hel.fi/linkedevents/v1/place/tprek:8740/?format=json"})
    'tprek:8740'
    """
    if isinstance(value, Mapping):
        embedded = value.get("id")
        value = embedded if isinstance(embedded, str) and embedded else value.get("@id")
    if not isinstance(value, str) or not value:
        return None
    if "/" not in value:
        return value
    try:
        path = urlsplit(value).path.rstrip("/")
    except ValueError:
        return None
    return unquote(path.rsplit("/", 1)[-1]) or None


def references(value: object) -> list[str]:
    """The ids of a list of references, in order, once each."""
    found = [reference(one) for one in value] if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in found if one))


def replaced_by(row: Mapping[str, object]) -> str | None:
    return reference(row.get("replaced_by"))


def read_keyword(value: object, source: Source) -> Record:
    """One keyword: its labels and alternative labels."""
    row = as_row(value)
    key = required_text_id(row)
    alternatives: dict[str, list[str]] = {}
    labels = row.get("alt_labels")
    for label in labels if isinstance(labels, list) else []:
        for lang, text in read_text(label.get("name") if isinstance(label, Mapping) else None).items():
            alternatives.setdefault(lang, []).append(text)
        if isinstance(label, str) and label.strip():
            alternatives.setdefault("", []).append(plain_text(label))
    return checked(
        {
            "source": source.name,
            "collection": "keyword",
            "key": key,
            "scope": "side",
            "label": {
                "label": read_text(row.get("name")),
                "alternatives": {lang: sorted(set(words)) for lang, words in alternatives.items()},
                "audience": BY_KEYWORD.get(key),
                "deprecated": row.get("deprecated") is True,
                "replaced_by": replaced_by(row),
            },
        },
        source_id=key,
    )


def read_place(value: object, source: Source) -> Record:
    """One place: where it is and in which district."""
    row = as_row(value)
    key = required_text_id(row)
    where = place_whereabouts(row)
    divisions = {str(d.get("type")): read_text(d.get("name")) for d in list_of_rows(row.get("divisions"))}
    district = next((divisions[kind] for kind in DISTRICT_TYPES if divisions.get(kind)), {})
    municipality = (divisions.get("muni") or {}).get("fi") or read_text(row.get("address_locality")).get("fi")
    return checked(
        {
            "source": source.name,
            "collection": "place",
            "key": key,
            "scope": "side",
            "place": {
                "name": read_text(row.get("name")),
                "address": read_text(row.get("street_address")),
                "postal_code": plain_text(row.get("postal_code")) or None,
                "district": district,
                "municipality": municipality,
                "lat": where.lat,
                "lon": where.lon,
                "precision": where.precision,
                "source_id": key,
            },
        },
        source_id=key,
    )


def read_event(value: object, source: Source, rules: ScopeRules) -> Record:
    """One event, course, series or session of a series as a record."""
    row = as_row(value)
    key = required_text_id(row)
    _check_types(row, key)
    name = read_text(row.get("name"))
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    if "start_time" not in row:
        raise RowRefused("missing_field", "/start_time", sorted(row)[:8], source_id=key)
    verdict = rules.of_event(next(iter(name.values())))
    is_series = row.get("super_event_type") == "recurring"
    is_course = row.get("type_id") == "Course" or isinstance(row.get("extension_course"), Mapping)
    title_cancels = any(is_cancelled_in_title(title) for title in name.values())
    cancelled = row.get("event_status") == "EventCancelled" or title_cancels
    session = read_session(row.get("start_time"), row.get("end_time"), cancelled=cancelled)
    keywords, audience = references(row.get("keywords")), references(row.get("audience"))
    place = reference(row.get("location"))
    where = event_whereabouts(row)
    online = where.online or source.lookups.get("place", {}).get(place or "") == "online"
    if online and not where.hybrid:
        place = None
    text = [t for part in ("short_description", "description") for t in read_text(row.get(part)).values()]
    cost = cost_of_offers(
        row.get("offers"),
        texts=[*name.values(), *text],
        is_course=is_course,
        blank_means_unknown=row.get("data_source") == "enkora" or key.startswith("enkora:"),
    )
    enrolment, registration = _enrolment(row)
    told = _told(row)
    headline = {lang: told[lang].split("\n\n")[0] for lang in told}
    reason = "enrolment period or registration"
    if registration is Registration.UNKNOWN:
        registration, sentence = registration_in(told)
        reason = sentence or ""
    low, high = _ages(row)
    min_age, max_age = ages_of(low, high, next(iter(name.values())))
    told_place = read_text(row.get("location_extra_info"))
    series = reference(row.get("super_event"))
    derived = []
    if cost.cost_class is not CostClass.UNKNOWN:
        derived.append({"pointer": "/cost", "by": "cost.offers", "from": shorten(f"offers: {_evidence(row)}")})
    if online:
        evidence = where.evidence[0] if where.evidence else str(row.get("location"))
        derived.append({"pointer": "/online", "by": "places_online", "from": shorten(evidence)})
    if title_cancels:
        derived.append({"pointer": "/state", "by": "schedule.title", "from": next(iter(name.values()))})
    named = audiences_of([*audience, *keywords])
    words: dict[str, Any] = {
        "audiences": audiences_in(headline),
        "languages": [] if references(row.get("in_language")) else languages_in(headline),
        "gender": gender_in(headline),
        "plain_language": plain_language_in(told),
        "low_threshold": low_threshold_in(told),
    }
    derived += notes_of_words(words, " ".join(headline.values()))
    if named:
        derived.append({"pointer": "/audiences", "by": "audience.keywords", "from": ", ".join([*audience, *keywords])})
    if (min_age, max_age) != (low, high):
        derived.append({"pointer": "/min_age", "by": "age.title", "from": next(iter(name.values()))})
    if registration is not Registration.UNKNOWN:
        derived.append({"pointer": "/registration", "by": "registration", "from": shorten(reason)})
    categories = rules.categories_of_keywords(keywords)
    if categories:
        derived.append({"pointer": "/categories", "by": "scope.keywords", "from": ", ".join(keywords)})
    told_restricted = restrictions_in("\n".join([*name.values(), *text, *cost.text.values()]))
    if told_restricted:
        derived.append(
            {"pointer": "/restricted_to", "by": "conditions.text", "from": shorten("; ".join(told_restricted))}
        )
    restricted = restrictions_of([*audience, *keywords])
    if restricted:
        derived.append(
            {"pointer": "/restricted_to", "by": "audience.keywords", "from": ", ".join([*audience, *keywords])}
        )
    schedule: dict[str, object] = {}
    if session is not None and is_long_row(session):
        schedule = period_of(session).model_dump()
    elif session is not None and not is_series:
        schedule = {"sessions": [session]}
    info = read_text(row.get("info_url"))
    modified = read_moment(row.get("last_modified_time"))
    offering = {
        "kind": Kind.ACTIVITY if is_series or is_course else Kind.EVENT,
        "name": name,
        "summary": read_text(row.get("short_description")),
        "description": read_text(row.get("description")),
        "categories": categories,
        "cost": cost,
        "restricted_to": sorted({*restricted, *told_restricted}),
        "places": [{"name": told_place}] if told_place and not place and not online else [],
        "online": online,
        "audiences": [a for a in Audience if a in {*named, *words["audiences"]}],
        "min_age": min_age,
        "max_age": max_age,
        "languages": [code for code in references(row.get("in_language")) if code.isalpha()] or words["languages"],
        "gender": words["gender"],
        "plain_language": words["plain_language"],
        "low_threshold": words["low_threshold"],
        "registration": registration,
        "enrolment": enrolment,
        "schedule": schedule,
        "organisation": {
            "id": row.get("publisher") if isinstance(row.get("publisher"), str) else None,
            "name": read_text(row.get("provider")),
        },
        "urls": [{"kind": "info", "url": url, "lang": lang} for lang in LANGS if (url := read_url(info.get(lang)))],
        "image": _image(row),
        "derived": derived,
        "state": State.CANCELLED if cancelled else State.ACTIVE,
    }
    return checked(
        {
            "source": source.name,
            "collection": "event",
            "key": key,
            "scope": verdict.rule,
            "in_scope": verdict.is_in,
            "offering": offering,
            "links": {
                "place": place,
                "keywords": keywords,
                "audiences": audience,
                "series": series,
                "session": session,
            },
            "is_series": is_series,
            "is_course": is_course,
            "source_url": source.public_page and source.public_page.format(id=key),
            "source_modified": modified and modified[0],
        },
        source_id=key,
    )


_TEXTS = ("name", "short_description", "description", "location_extra_info", "provider", "info_url")
_LISTS = ("offers", "keywords", "audience", "in_language", "images")
_TIMES = ("start_time", "end_time", "enrolment_start_time", "enrolment_end_time", "last_modified_time")
_AGES = ("audience_min_age", "audience_max_age")


def _check_types(row: Mapping[str, object], key: str) -> None:
    """Raises RowRefused for the first field that is not of the API's type. Null and absent are fine; absurd years are only not known."""
    for field in _TEXTS:
        value = row.get(field)
        if value is not None and not isinstance(value, Mapping):
            raise RowRefused("wrong_type", f"/{field}", value, source_id=key)
        for lang, text in value.items() if isinstance(value, Mapping) else ():
            if text is not None and not isinstance(text, str):
                raise RowRefused("wrong_type", f"/{field}/{lang}", text, source_id=key)
    for field in _LISTS:
        if row.get(field) is not None and not isinstance(row[field], list):
            raise RowRefused("wrong_type", f"/{field}", row[field], source_id=key)
    for field in _TIMES:
        value = row.get(field)
        if value is not None and not isinstance(value, str):
            raise RowRefused("wrong_type", f"/{field}", value, source_id=key)
        if value is not None and not is_moment(value):
            raise RowRefused("bad_value", f"/{field}", value, source_id=key)
    for field in _AGES:
        value = row.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise RowRefused("wrong_type", f"/{field}", value, source_id=key)
        if value is not None and not 0 <= value <= MAX_AGE:
            raise RowRefused("bad_value", f"/{field}", value, source_id=key)
    offers = row.get("offers")
    for place, offer in enumerate(offers if isinstance(offers, list) else []):
        if not isinstance(offer, Mapping):
            raise RowRefused("wrong_type", f"/offers/{place}", offer, source_id=key)
        if offer.get("is_free") is not None and not isinstance(offer["is_free"], bool):
            raise RowRefused("wrong_type", f"/offers/{place}/is_free", offer["is_free"], source_id=key)
    location = row.get("location")
    if location is not None and (not isinstance(location, Mapping) or reference(location) is None):
        raise RowRefused("wrong_type", "/location", location, source_id=key)


def _evidence(row: Mapping[str, object]) -> str:
    offers = list_of_rows(row.get("offers"))
    return "; ".join(
        f"is_free={o.get('is_free')} {' '.join(read_text(o.get('price')).values())}".strip() for o in offers
    )


def _enrolment(row: Mapping[str, object]) -> tuple[dict[str, object], Registration]:
    nested = row.get("extension_course")
    fields = {**nested, **{k: v for k, v in row.items() if v is not None}} if isinstance(nested, Mapping) else row
    opens, closes = read_moment(fields.get("enrolment_start_time")), read_moment(fields.get("enrolment_end_time"))
    seats = fields.get("remaining_attendee_capacity")
    left = seats if isinstance(seats, int) and not isinstance(seats, bool) and 0 <= seats <= MAX_SEATS else None
    is_required = bool(opens or closes or reference(row.get("registration")))
    enrolment: dict[str, object] = {"opens": opens and opens[0], "closes": closes and closes[0], "seats_left": left}
    return enrolment, Registration.REQUIRED if is_required else Registration.UNKNOWN


def _told(row: Mapping[str, object]) -> Text:
    """All that an event says, by language: its name and summary first, then, behind an empty line, the rest."""
    head = [read_text(row.get(part)) for part in ("name", "short_description")]
    rest = [read_text(row.get(part)) for part in ("description", "location_extra_info")]
    return {
        lang: "\n\n".join(
            ["\n".join(t[lang] for t in head if lang in t), "\n".join(t[lang] for t in rest if lang in t)]
        ).strip()
        for lang in LANGS
        if any(lang in t for t in [*head, *rest])
    }


def _ages(row: Mapping[str, object]) -> tuple[int | None, int | None]:
    ages = [row.get("audience_min_age"), row.get("audience_max_age")]
    low, high = (a if isinstance(a, int) and not isinstance(a, bool) and 0 <= a <= 130 else None for a in ages)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def _image(row: Mapping[str, object]) -> dict[str, object] | None:
    for image in list_of_rows(row.get("images")):
        url = read_url(image.get("url"))
        if url and image.get("license") == "cc_by":
            credit = plain_text(image.get("photographer_name"))
            return {"url": url, "licence": "CC BY 4.0", "credit": credit if len(credit) > 2 else None}
    return None
