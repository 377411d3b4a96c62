"""A schema.org thing of a page to a record, each part through the normalisers that every source uses. What it does not say is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.rows import RowRefused, checked, notes_of_words
from crawler.scope import ScopeRules, Verdict
from crawler.sources.palvelukartta_rows import of_the_unit
from crawler.sources.webpage_offers import evidence_of, offer_rows
from crawler.sources.webpage_places import is_online, read_access, read_contacts, read_hours, read_places
from crawler.sources.webpage_things import Thing, kind_of, many, objects, text_of, types_of, words
from crawler.sources.webpage_times import CANCELLED, POSTPONED, read_times, status_of
from crawler.taking_part import Note, Read, note, read_claims, read_enrolment, read_restrictions, read_taking_part
from schemas.normalise.age import ages_of
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.cost import cost_of_offers
from schemas.normalise.language import languages_in
from schemas.normalise.location import read_number
from schemas.normalise.places_online import Held, held_where
from schemas.normalise.registration import registration_in
from schemas.normalise.schedule import is_cancelled_in_title, read_moment
from schemas.record import Record
from schemas.service import LANGS, Cost, CostClass, Enrolment, EnrolmentState, Kind, Lang, Schedule, State, Text
from schemas.settings import HELSINKI
from schemas.source import Source

GENERAL = frozenset(("Event", "Place", "Thing"))
"""Types that name a category only where no narrower one does."""
_YEARS = r"\s*(?:v\.?|vuotiaat|år|years?)?\s*$"
_AGE_RANGE = re.compile(rf"^\s*(\d{{1,3}})?\s*(?:[-–—]|to)\s*(\d{{1,3}})?{_YEARS}", re.IGNORECASE)
_AGE_FROM = re.compile(rf"^\s*(\d{{1,3}})\s*\+{_YEARS}", re.IGNORECASE)


def language_of(thing: Thing, page_lang: str) -> Lang | None:
    """The language that the thing's words are in; Finnish where neither it nor the page says; None for one that the tray does not hold."""
    told = {code[:2] for one in many(thing.get("inLanguage")) if (code := _language_code(one))}
    said = page_lang if page_lang in told or not told else min(told)
    return next((lang for lang in LANGS if lang == (said or "fi")), None)


def _language_code(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("alternateName", value.get("name"))
    names = {"finnish": "fi", "suomi": "fi", "swedish": "sv", "svenska": "sv", "english": "en", "englanti": "en"}
    text = words(value).lower()
    return names.get(text, text)


def scope_of(thing: Thing, source: Source, rules: ScopeRules, *, lang: Lang | None) -> Verdict:
    """In or out: types that the YAML leaves out, other municipalities, what is nobody's programme."""
    if lang is None:
        return Verdict(False, "other_language")
    for one in types_of(thing):
        if source.lookups.get("type_out", {}).get(one) is not None:
            return Verdict(False, f"type_out:{one}")
    kind = kind_of(thing)
    places = read_places(thing, lang, is_venue=kind is Kind.VENUE, name={})
    towns = {place.get("municipality") for place in places}
    if towns and None not in towns and rules.scope.home_municipality.match not in towns:
        return Verdict(False, "other_municipality")
    return rules.of_event(words(thing.get("name")))


def read_thing(thing: Thing, source: Source, *, key: str, page: str, lang: Lang, verdict: Verdict) -> Record:
    """One thing as a record. `page` is the address to send people to.

    Raises RowRefused for what has no name, or a time that is none.
    """
    kind = kind_of(thing)
    name = text_of(thing.get("name"), lang) or text_of(thing.get("headline"), lang)
    if not name:
        raise RowRefused("missing_field", "/name", thing.get("name"), source_id=key)
    summary = text_of(thing.get("disambiguatingDescription"), lang)
    description = text_of(thing.get("description"), lang)
    told = _joined(name, summary, description, lang)
    is_course = "Course" in types_of(thing) or "CourseInstance" in types_of(thing)
    cost = cost_of_offers(offer_rows(thing, lang), texts=list(told.values()), is_course=is_course)
    derived: list[Note] = []
    if cost.cost_class is not CostClass.UNKNOWN:
        derived.append(note("/cost", "cost.offers", f"offers: {evidence_of(thing)}"))
    is_venue = kind is Kind.VENUE
    times = Read({}) if is_venue else read_times(thing, key)
    derived += times.notes
    schedule = times.values.get("schedule")
    words_read = (
        of_the_unit(name, summary, description, cost)
        if is_venue
        else _of_a_programme(thing, name, told, cost, schedule if isinstance(schedule, Schedule) else Schedule())
    )
    derived += words_read.notes
    venues = [thing] if is_venue else objects(thing.get("location"))
    organisers = [
        one for field in ("organizer", "provider") for one in objects(thing.get(field)) if "Person" not in types_of(one)
    ]
    access, access_notes = read_access(venues, lang)
    derived += access_notes
    online = _online(thing, derived)
    named = {one: c for one in types_of(thing) if (c := source.lookups.get("category", {}).get(one))}
    categories = {c for one, c in named.items() if one not in GENERAL or len(named) == 1}
    modified = read_moment(words(thing.get("dateModified")), zone=HELSINKI)
    return checked(
        {
            "source": source.name,
            "collection": "page",
            "key": key,
            "scope": verdict.rule,
            "in_scope": verdict.is_in,
            "is_course": is_course,
            "offering": {
                **words_read.values,
                **times.values,
                "kind": kind,
                "name": name,
                "summary": summary,
                "description": description,
                "categories": sorted(categories),
                "cost": cost,
                "places": [] if online else read_places(thing, lang, is_venue=is_venue, name=name),
                "online": online,
                "accessibility": access,
                "opening_hours": read_hours(thing, lang) if is_venue else {},
                "organisation": {"name": text_of(organisers[0].get("name"), lang)} if organisers else {},
                "contacts": read_contacts([*(venues if is_venue else []), *organisers]),
                "urls": [{"kind": "home" if is_venue else "info", "url": page, "lang": lang}],
                "derived": derived,
                "state": _state(thing, name, derived),
            },
            "source_url": page,
            "source_modified": modified and modified[0],
        },
        source_id=key,
    )


def _joined(name: Text, summary: Text, description: Text, lang: Lang) -> Text:
    parts = [text[lang] for text in (name, summary, description) if lang in text]
    return {lang: "\n".join(parts)} if parts else {}


def _of_a_programme(thing: Thing, name: Text, told: Text, cost: Cost, schedule: Schedule) -> Read:
    """What the fields and the words of an event or a course say of taking part in it."""
    audience = objects(thing.get("audience"))
    groups = [words(one.get("audienceType")) or words(one.get("name")) for one in audience]
    headline: Text = {lang: "\n".join([text, *(g for g in groups if g)]) for lang, text in name.items()}
    title = next(iter(name.values()))
    languages = sorted(
        {code[:2] for one in many(thing.get("inLanguage")) if (code := _language_code(one)) and code[:2].isalpha()}
    )
    said: dict[str, object] = {
        "audiences": audiences_in(headline),
        "gender": gender_in(headline),
        "languages": languages_in(name) if not languages else [],
    }
    notes = notes_of_words(said, " ".join(headline.values()))
    values = said | ({"languages": languages} if languages else {})
    for read in (_ages(thing, audience, title), read_claims(told), read_taking_part(name, told, cost)):
        values |= read.values
        notes += read.notes
    registration, sentence = registration_in(told)
    if sentence is not None:
        values["registration"] = registration
        notes.append(note("/registration", "registration", sentence))
    restricted, more = read_restrictions("\n".join(told.values()))
    notes += more
    enrolment, more = read_enrolment(_enrolment(thing), name, told, schedule)
    notes += more
    return Read(values | {"restricted_to": restricted, "enrolment": enrolment}, notes)


def _ages(thing: Thing, audience: list[Thing], title: str) -> Read:
    """The ages that the fields say; of the title only the end that they leave open."""
    low: int | None = None
    high: int | None = None
    written = words(thing.get("typicalAgeRange"))
    if found := _AGE_RANGE.match(written):
        low, high = (_years(part) for part in found.groups())
    elif found := _AGE_FROM.match(written):
        low = _years(found[1])
    for one in audience:
        low = low if low is not None else _years(one.get("suggestedMinAge") or one.get("requiredMinAge"))
        high = high if high is not None else _years(one.get("suggestedMaxAge") or one.get("requiredMaxAge"))
    if low is not None and high is not None and low > high:
        low = high = None
    ages = ages_of(low, high, title)
    notes = [note("/min_age", "age.title", title)] if tuple(ages) != (low, high) else []
    return Read({"min_age": ages[0], "max_age": ages[1]}, notes)


def _years(value: object) -> int | None:
    number = read_number(words(value))
    return int(number) if number is not None and 0 <= number <= 130 else None


def _enrolment(thing: Thing) -> Enrolment:
    """Seats left, and full where every offer is sold out."""
    seats = read_number(words(thing.get("remainingAttendeeCapacity")))
    offers = objects(thing.get("offers"))
    sold_out = [words(one.get("availability")).rsplit("/", 1)[-1] == "SoldOut" for one in offers]
    is_full = bool(sold_out) and all(sold_out)
    return Enrolment(
        state=EnrolmentState.FULL if is_full else EnrolmentState.UNKNOWN,
        seats_left=int(seats) if seats is not None and seats >= 0 else None,
    )


def _online(thing: Thing, derived: list[Note]) -> bool:
    said = is_online(thing)
    if said is None:
        rooms = [words(one) for one in many(thing.get("location")) if isinstance(one, str)]
        said = next((room for room in rooms if held_where(room) is Held.ONLINE), None)
    if said is not None:
        derived.append(note("/online", "webpage.attendance", said))
    return said is not None


def _state(thing: Thing, name: Text, derived: list[Note]) -> State:
    status = status_of(thing)
    title = next((text for text in name.values() if is_cancelled_in_title(text)), None)
    if status == CANCELLED:
        return State.CANCELLED
    if title is not None:
        derived.append(note("/state", "schedule.title", title))
        return State.CANCELLED
    if status == POSTPONED:
        derived.append(note("/schedule", "webpage.status", status))
    return State.ACTIVE
