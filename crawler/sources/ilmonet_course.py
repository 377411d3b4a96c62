"""A course of Ilmonet to a record, whichever leg brought it: the course system's interface or the institutes' course list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.rows import checked, notes_of_words
from crawler.taking_part import Note, Read, note, read_claims, read_enrolment, read_restrictions, read_taking_part
from crawler.weeks import read_week
from schemas.normalise.age import ages_in
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.contact import read_url
from schemas.normalise.cost import classify, conditions_in, cost_of_price_text, says_money
from schemas.normalise.language import languages_in
from schemas.normalise.location import read_number
from schemas.normalise.places_online import Held, held_where
from schemas.normalise.registration import registration_in
from schemas.normalise.schedule import is_cancelled_in_title
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import (
    Condition,
    Cost,
    CostClass,
    Enrolment,
    EnrolmentState,
    Kind,
    Lang,
    Registration,
    Schedule,
    Session,
    State,
    Text,
)
from schemas.source import Source


@dataclass(frozen=True, slots=True)
class Course:
    """A course in the language in which its institute teaches. `week`: what states its times, where that is more than a first and a last day.

    `status`: the words that say whether one can enrol; `fields`: what they and the dates of enrolling state. The rest is unknown.
    """

    code: str
    name: str
    lang: Lang
    description: str = ""
    price: object = None
    link: object = None
    schedule: Schedule = field(default_factory=Schedule)
    week: Read | None = None
    locations: tuple[Mapping[str, object], ...] = ()
    summary: str = ""
    institute: str = ""
    languages: tuple[str, ...] = ()
    is_cancelled: bool = False
    status: str = ""
    fields: Enrolment = field(default_factory=Enrolment)


def course_key(code: str) -> str:
    """The upstream id of a course: the same in both legs."""
    return f"ilmonet:{code}"


def record_of(course: Course, source: Source) -> Record:
    """The record of a course."""
    key, lang, name, description = course_key(course.code), course.lang, course.name, course.description
    cost, derived = _cost(course.price, description, lang)
    is_cancelled = course.is_cancelled or is_cancelled_in_title(name)
    if is_cancelled:
        by, evidence = ("ilmonet.status", course.status) if course.is_cancelled else ("schedule.title", name)
        derived.append(note("/state", by, evidence))
    title: Text = {lang: name}
    told: Text = {lang: f"{name}\n{description}"}
    min_age, max_age = ages_in(name)
    words: dict[str, object] = {
        "audiences": audiences_in(title),
        "languages": languages_in(title),
        "gender": gender_in(title),
    }
    if course.languages:
        words["languages"] = []
    derived += notes_of_words(words, name)
    if course.languages:
        words["languages"] = list(course.languages)
    for read in (read_claims(told), read_taking_part(title, told, Cost.model_validate(cost))):
        words |= read.values
        derived += read.notes
    held = course.week or read_week(told, course.schedule)
    schedule = Schedule.model_validate(held.values["schedule"])
    derived += held.notes
    enrolment, enrolment_notes = _enrolment(course, title, schedule)
    restricted, restriction_notes = read_restrictions(told[lang])
    derived += [*enrolment_notes, *restriction_notes]
    if min_age is not None or max_age is not None:
        derived.append(note("/min_age", "age.title", name))
    registration, registration_notes = _registration(course, told)
    derived += registration_notes
    rooms = [plain_text(p.get("name")) for p in course.locations]
    told_online = [room for room in rooms if held_where(room) is not Held.UNSAID]
    if told_online:
        derived.append(note("/online", "places_online", told_online[0]))
    places = [_place(p, lang) for p in course.locations if plain_text(p.get("name")) not in told_online]
    info = read_url(course.link)
    return checked(
        {
            "source": source.name,
            "collection": "course",
            "key": key,
            "scope": "adult_education",
            "offering": {
                "kind": Kind.ACTIVITY,
                "name": {lang: name},
                "summary": {lang: course.summary} if course.summary else {},
                "description": {lang: description} if description else {},
                "categories": ["learning/courses"],
                "cost": cost,
                "online": bool(told_online),
                **words,
                "min_age": min_age,
                "max_age": max_age,
                "restricted_to": restricted,
                "registration": registration,
                "enrolment": enrolment,
                "places": [p for p in places if p["name"] or p["address"]],
                **held.values,
                "organisation": {"name": {lang: course.institute}} if course.institute else {},
                "urls": [{"kind": "info", "url": info, "lang": lang}] if info else [],
                "derived": derived,
                "state": State.CANCELLED if is_cancelled else State.ACTIVE,
            },
            "is_course": True,
            "source_url": info,
        },
        source_id=key,
    )


def term_of(first: Session | None, last: Session | None) -> Schedule:
    """A course of several sessions is a period; one whose only session is known has that."""
    if first is None:
        return Schedule() if last is None else Schedule(ends=last.start.date())
    if last is None or last.start.date() <= first.start.date():
        return Schedule(sessions=[first])
    return Schedule(starts=first.start.date(), ends=last.start.date())


def _cost(price: object, description: str, lang: Lang) -> tuple[dict[str, object], list[Note]]:
    """What the course costs: a bare number is its price, words are read as a price text; free against a text that names money is unknown."""
    text = plain_text(price)
    eur = read_number(price)
    words: Text = {lang: text} if text else {}
    unknown: dict[str, object] = {"class": CostClass.UNKNOWN, "text": words, "conditions": conditions_in(description)}
    if eur is None and text:
        read = cost_of_price_text(words, is_course=True)
        if read.cost_class is CostClass.UNKNOWN or (read.cost_class is CostClass.FREE and says_money(description)):
            return unknown, []
        conditions = [one for one in Condition if one in {*read.conditions, *conditions_in(description)}]
        return {**read.model_dump(by_alias=True), "conditions": conditions}, [note("/cost", "cost.price_text", text)]
    if eur is None or eur < 0 or (eur == 0 and says_money(description)):
        return unknown, []
    known = classify(eur, is_course=True)
    found = unknown | {"class": known, "min_eur": eur, "max_eur": eur, "pay_up_front_eur": eur, "unit": "course"}
    return found, [note("/cost", "cost.course_price", f"price: {price}")]


def _enrolment(course: Course, title: Text, schedule: Schedule) -> tuple[Enrolment, list[Note]]:
    """The enrolment that the fields state, completed from the words."""
    found, notes = read_enrolment(course.fields, title, {course.lang: course.description}, schedule)
    if course.status and course.fields.state is not EnrolmentState.UNKNOWN and found.state is course.fields.state:
        notes = [one for one in notes if one["pointer"] != "/enrolment/state"]
        notes.append(note("/enrolment/state", "ilmonet.status", course.status))
    return found, notes


def _registration(course: Course, told: Text) -> tuple[Registration, list[Note]]:
    """A stated enrolment means that one must register; else as the words say."""
    fields = course.fields
    if fields.opens or fields.closes or fields.state is not EnrolmentState.UNKNOWN:
        evidence = course.status or f"enrolment {fields.opens or ''} – {fields.closes or ''}"
        return Registration.REQUIRED, [note("/registration", "registration", evidence)]
    registration, sentence = registration_in(told)
    return registration, [note("/registration", "registration", sentence)] if sentence else []


def _place(row: Mapping[str, object], lang: str) -> dict[str, object]:
    name, address, city = (plain_text(row.get(part)) for part in ("name", "address", "city"))
    place: dict[str, object] = {
        "name": {lang: name} if name else {},
        "address": {lang: address} if address else {},
        "municipality": city.title() or None,
    }
    postal_code = plain_text(row.get("postal_code"))
    return place | {"postal_code": postal_code} if postal_code else place
