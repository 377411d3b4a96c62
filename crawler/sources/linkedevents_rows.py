"""Linked Events v1 rows to records: events, courses, sessions of series, places, keywords.

Accepts what the API really sends: `@id` references or embedded objects, null or missing translations, date-only times, the older
`extension_course`. A row that cannot be read is refused with the path and the value; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from crawler.rows import RowRefused, as_row, checked, list_of_rows, required_text_id
from crawler.scope import ScopeRules
from crawler.sources.linkedevents_checks import check_types
from crawler.sources.linkedevents_enrolment import read_enrolment_fields, read_registration_url
from crawler.sources.linkedevents_references import reference, references, replaced_by
from crawler.sources.linkedevents_times import read_schedule, read_times
from crawler.sources.linkedevents_words import read_ages, read_contacts, read_texts, read_words
from crawler.taking_part import Note, note, read_enrolment, read_restrictions
from schemas.normalise.audience import BY_KEYWORD, audiences_of, restrictions_of
from schemas.normalise.contact import read_url
from schemas.normalise.cost import judge_offers
from schemas.normalise.registration import registration_in, with_offers
from schemas.normalise.schedule import read_moment
from schemas.normalise.text import plain_text, read_text
from schemas.normalise.whereabouts import event_whereabouts, place_whereabouts
from schemas.record import Record
from schemas.service import LANGS, Audience, CostClass, Kind, Registration, State
from schemas.source import Source

DISTRICT_TYPES = ("neighborhood", "sub_district", "district")
"""Which division names the district: neighbourhood and sub-district names collide, the neighbourhood wins."""


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
    check_types(row, key)
    name = read_text(row.get("name"))
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    if "start_time" not in row:
        raise RowRefused("missing_field", "/start_time", sorted(row)[:8], source_id=key)
    verdict = rules.of_event(next(iter(name.values())))
    is_series = row.get("super_event_type") == "recurring"
    is_course = row.get("type_id") == "Course" or isinstance(row.get("extension_course"), Mapping)
    times = read_times(row, name, is_series=is_series)
    session, period = times.session, times.period
    keywords, audience = references(row.get("keywords")), references(row.get("audience"))
    place = reference(row.get("location"))
    where = event_whereabouts(row)
    online = where.online or source.lookups.get("place", {}).get(place or "") == "online"
    if online and not where.hybrid:
        place = None
    words = read_texts(row)
    text = [t for part in ("short_description", "description") for t in read_text(row.get(part)).values()]
    judged = judge_offers(
        row.get("offers"),
        texts=[*name.values(), *text],
        is_course=is_course,
        blank_means_unknown=row.get("data_source") == "enkora" or key.startswith("enkora:"),
    )
    fields, registration = read_enrolment_fields(row, (session.end or session.start) if session is not None else None)
    reason = "enrolment period or registration"
    if registration is Registration.UNKNOWN:
        registration, sentence = registration_in(with_offers(words.told, row.get("offers")))
        reason = sentence or ""
    enrolment, enrolment_notes = read_enrolment(fields, name, words.body, period)
    title = next(iter(name.values()))
    cost = judged.cost
    ages, read, contacts = read_ages(row, title), read_words(row, words, cost), read_contacts(row)
    told_place = read_text(row.get("location_extra_info"))
    series = reference(row.get("super_event"))
    derived: list[Note] = []
    if cost.cost_class is not CostClass.UNKNOWN:
        derived.append(note("/cost", "cost.offers", f"offers: {_evidence(row)}"))
    elif judged.contradiction:
        derived.append(note("/cost", "cost.contradiction", judged.contradiction))
    if online:
        evidence = where.evidence[0] if where.evidence else str(row.get("location"))
        derived.append(note("/online", "places_online", evidence))
    derived += times.notes
    named = audiences_of([*audience, *keywords])
    derived += [*read.notes, *contacts.notes]
    pointed = ", ".join([*audience, *keywords])
    if named:
        derived.append({"pointer": "/audiences", "by": "audience.keywords", "from": pointed})
    derived += ages.notes
    if registration is not Registration.UNKNOWN:
        derived.append(note("/registration", "registration", reason))
    derived += enrolment_notes
    categories = rules.categories_of_keywords(keywords)
    if categories:
        derived.append({"pointer": "/categories", "by": "scope.keywords", "from": ", ".join(keywords)})
    told_restricted, restriction_notes = read_restrictions("\n".join([*name.values(), *text, *cost.text.values()]))
    derived += restriction_notes
    restricted = restrictions_of([*audience, *keywords])
    if restricted:
        derived.append({"pointer": "/restricted_to", "by": "audience.keywords", "from": pointed})
    schedule = read_schedule(times, words.told, is_series=is_series, has_parts=bool(row.get("super_event_type")))
    derived += schedule.notes
    info = read_text(row.get("info_url"))
    modified = read_moment(row.get("last_modified_time"))
    offering = {
        **read.values,
        **ages.values,
        **schedule.values,
        **contacts.values,
        "kind": Kind.ACTIVITY if is_series or is_course else Kind.EVENT,
        "name": name,
        "summary": read_text(row.get("short_description")),
        "description": read_text(row.get("description")),
        "categories": categories,
        "cost": cost,
        "restricted_to": sorted({*restricted, *told_restricted}),
        "places": [{"name": told_place}] if told_place and not place and not online else [],
        "online": online,
        "audiences": [a for a in Audience if a in {*named, *read.audiences}],
        "languages": [code for code in references(row.get("in_language")) if code.isalpha()] or read.languages,
        "registration": registration,
        "registration_url": read_registration_url(row),
        "enrolment": enrolment,
        "organisation": {
            "id": row.get("publisher") if isinstance(row.get("publisher"), str) else None,
            "name": read_text(row.get("provider")),
        },
        "urls": [{"kind": "info", "url": url, "lang": lang} for lang in LANGS if (url := read_url(info.get(lang)))],
        "image": _image(row),
        "derived": derived,
        "state": State.CANCELLED if times.is_cancelled else State.ACTIVE,
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
                "room": told_place,
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


def _evidence(row: Mapping[str, object]) -> str:
    offers = list_of_rows(row.get("offers"))
    return "; ".join(
        f"is_free={o.get('is_free')} {' '.join(read_text(o.get('price')).values())}".strip() for o in offers
    )


def _image(row: Mapping[str, object]) -> dict[str, object] | None:
    for image in list_of_rows(row.get("images")):
        url = read_url(image.get("url"))
        if url and image.get("license") == "cc_by":
            credit = plain_text(image.get("photographer_name"))
            return {"url": url, "licence": "CC BY 4.0", "credit": credit if len(credit) > 2 else None}
    return None
