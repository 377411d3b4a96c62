"""Ilmonet courses to records. The API gives name, dates, price, text and places by name; nothing about registration or audience."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from crawler.rows import RowRefused, as_row, checked, list_of_rows, notes_of_words
from schemas.normalise.age import ages_in
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.contact import read_url
from schemas.normalise.cost import classify, conditions_in, says_money
from schemas.normalise.language import languages_in, low_threshold_in, plain_language_in
from schemas.normalise.location import read_number
from schemas.normalise.places_online import Held, held_where
from schemas.normalise.registration import registration_in
from schemas.normalise.schedule import is_cancelled_in_title, read_moment
from schemas.normalise.text import plain_text, shorten
from schemas.record import Record
from schemas.service import CostClass, Kind, Lang, State, Text
from schemas.settings import HELSINKI
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    "id code name firstSession firstSessionEND lastSession price description link image locations".split()
)


def read_course(value: object, source: Source, *, lang: Lang) -> Record:
    """One course, in the language in which its institute teaches."""
    row = as_row(value)
    code = plain_text(row.get("code")) or plain_text(row.get("id"))
    if not code:
        raise RowRefused("missing_field", "/code", sorted(row)[:8])
    key = f"ilmonet:{code}"
    name = plain_text(row.get("name"))
    if not name:
        raise RowRefused("missing_field", "/name", row.get("name"), source_id=key)
    starts = _moment(row.get("firstSession"))
    ends = _moment(row.get("lastSession"))
    description = plain_text(row.get("description"))
    cost = _cost(row.get("price"), description, lang)
    cancelled = is_cancelled_in_title(name)
    derived = []
    if cost["class"] != CostClass.UNKNOWN:
        derived.append({"pointer": "/cost", "by": "cost.course_price", "from": shorten(f"price: {row.get('price')}")})
    if cancelled:
        derived.append({"pointer": "/state", "by": "schedule.title", "from": name})
    title: Text = {lang: name}
    told: Text = {lang: f"{name}\n{description}"}
    min_age, max_age = ages_in(name)
    words: dict[str, object] = {
        "audiences": audiences_in(title),
        "languages": languages_in(title),
        "gender": gender_in(title),
        "plain_language": plain_language_in(told),
        "low_threshold": low_threshold_in(told),
    }
    derived += notes_of_words(words, name)
    if min_age is not None or max_age is not None:
        derived.append({"pointer": "/min_age", "by": "age.title", "from": name})
    registration, sentence = registration_in(told)
    if sentence:
        derived.append({"pointer": "/registration", "by": "registration", "from": shorten(sentence)})
    locations = list_of_rows(row.get("locations"))
    told_online = [name for p in locations if held_where(name := plain_text(p.get("name"))) is not Held.UNSAID]
    if told_online:
        derived.append({"pointer": "/online", "by": "places_online", "from": shorten(told_online[0])})
    places = [_place(p, lang) for p in locations if plain_text(p.get("name")) not in told_online]
    info = read_url(row.get("link"))
    return checked(
        {
            "source": source.name,
            "collection": "course",
            "key": key,
            "scope": "adult_education",
            "offering": {
                "kind": Kind.ACTIVITY,
                "name": {lang: name},
                "description": {lang: description} if description else {},
                "categories": ["learning/courses"],
                "cost": cost,
                "online": bool(told_online),
                **words,
                "min_age": min_age,
                "max_age": max_age,
                "registration": registration,
                "places": [p for p in places if p["name"] or p["address"]],
                "schedule": _schedule(starts, ends),
                "urls": [{"kind": "info", "url": info, "lang": lang}] if info else [],
                "derived": derived,
                "state": State.CANCELLED if cancelled else State.ACTIVE,
            },
            "is_course": True,
            "source_url": info,
        },
        source_id=key,
    )


def _moment(value: object) -> datetime | None:
    found = read_moment(value, zone=HELSINKI)
    return found and found[0].astimezone(HELSINKI)


def _schedule(starts: datetime | None, ends: datetime | None) -> dict[str, object]:
    if starts is None:
        return {}
    if ends is None or ends.date() <= starts.date():
        return {"sessions": [{"start": starts}]}
    return {"starts": starts.date(), "ends": ends.date()}


def _cost(price: object, description: str, lang: str) -> dict[str, object]:
    text = plain_text(price)
    eur = read_number(price)
    words = {lang: text} if text else {}
    unknown: dict[str, object] = {"class": CostClass.UNKNOWN, "text": words, "conditions": conditions_in(description)}
    if eur is None or eur < 0 or (eur == 0 and says_money(description)):
        return unknown
    known = classify(eur, is_course=True)
    return unknown | {"class": known, "min_eur": eur, "max_eur": eur, "pay_up_front_eur": eur, "unit": "course"}


def _place(row: Mapping[str, object], lang: str) -> dict[str, object]:
    name, address, city = (plain_text(row.get(part)) for part in ("name", "address", "city"))
    return {
        "name": {lang: name} if name else {},
        "address": {lang: address} if address else {},
        "municipality": city.title() or None,
    }
