"""What the words of a list's row say, through the normalisers that every source uses: price, ages, audiences, registering, accessibility."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.rows import notes_of_words
from crawler.sources.palvelukartta_rows import of_the_unit
from crawler.taking_part import Note, Read, note, read_claims, read_enrolment, read_restrictions, read_taking_part
from schemas.normalise.access_profiles import profiles_in
from schemas.normalise.access_sentences import features_of
from schemas.normalise.age import ages_of
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.cost import cost_of_text, judge_price_text
from schemas.normalise.hours_reading import rule_of_text
from schemas.normalise.language import languages_in
from schemas.normalise.registration import registration_in
from schemas.service import LANGS, AccessState, Cost, CostClass, Enrolment, Known, Schedule, Text


@dataclass(frozen=True, slots=True)
class Words:
    """A row's texts by what they are about."""

    name: Text
    summary: Text
    description: Text
    price: Text
    registration: Text
    audience: Text
    times: Text
    age: str

    @property
    def told(self) -> Text:
        return joined(self.name, self.summary, self.description, self.times, self.registration)


def joined(*texts: Text) -> Text:
    """The texts of each language, one below the other."""
    return {lang: "\n".join(t[lang] for t in texts if lang in t) for lang in LANGS if any(lang in t for t in texts)}


def first_words(texts: Iterable[str]) -> str:
    return next(iter(texts), "")


def read_cost(words: Words) -> tuple[Cost, list[Note]]:
    """The cost that the price text states; where there is none, the one that the description states."""
    if words.price:
        cost, by, evidence = judge_price_text(words.price).cost, "cost.price_text", first_words(words.price.values())
    else:
        cost, by = cost_of_text(dict(joined(words.summary, words.description))), "cost.text"
        evidence = first_words([*words.summary.values(), *words.description.values()])
    return cost, [note("/cost", by, evidence)] if cost.cost_class is not CostClass.UNKNOWN else []


def read_programme(words: Words, cost: Cost, schedule: Schedule) -> Read:
    """What is said of taking part in an activity or an event."""
    head = joined(words.name, words.audience)
    headline = " ".join(head.values())
    said: dict[str, object] = {
        "audiences": audiences_in(head),
        "gender": gender_in(head),
        "languages": languages_in(words.name),
    }
    notes = notes_of_words(said, headline)
    values = dict(said)
    told = words.told
    for read in (
        _ages(words),
        read_claims(told),
        read_taking_part(words.name, told, cost),
        _registration(words.registration, told),
    ):
        values |= read.values
        notes += read.notes
    restricted, more = read_restrictions("\n".join([*told.values(), *words.price.values(), *words.audience.values()]))
    notes += more
    body = joined(words.summary, words.description, words.registration)
    enrolment, more = read_enrolment(Enrolment(), words.name, body, schedule)
    return Read(values | {"restricted_to": restricted, "enrolment": enrolment}, notes + more)


def read_venue(words: Words, cost: Cost) -> Read:
    """What is said of a place itself."""
    own = of_the_unit(words.name, words.summary, words.description, cost)
    values, notes = dict(own.values), list(own.notes)
    read = _registration(words.registration, {})
    if read.values:
        notes = [one for one in notes if one["pointer"] != "/registration"]
    ages, audiences = _ages(words), audiences_in(words.audience)
    notes += notes_of_words({"audiences": audiences}, " ".join(words.audience.values()))
    return Read(values | {"audiences": audiences} | ages.values | read.values, notes + ages.notes + read.notes)


def _registration(first: Text, then: Text) -> Read:
    """Registering as its own text says it, else as the others do."""
    for text in (first, then):
        registration, sentence = registration_in(text)
        if sentence is not None:
            return Read({"registration": registration}, [note("/registration", "registration", sentence)])
    return Read({})


def _ages(words: Words) -> Read:
    title = words.age or first_words(words.name.values())
    low, high = ages_of(None, None, title)
    notes = [
        note(at, "age.text" if words.age else "age.title", title)
        for at, age in (("/min_age", low), ("/max_age", high))
        if age is not None
    ]
    return Read({"min_age": low, "max_age": high}, notes)


def read_access(text: Text) -> Read:
    """Accessibility of the place from sentences, one a line. What they do not say stays unknown."""
    if not text:
        return Read({})
    told = [(lang, line) for lang, words in text.items() for line in words.split("\n") if line.strip()]
    states, evidence = profiles_in([line for _, line in told])
    read = features_of([{lang: line} for lang, line in told])
    notes = [
        note(f"/accessibility/{profile.value}", "list.accessibility", "; ".join(evidence.get(profile, ())))
        for profile, state in states.items()
        if state is not AccessState.UNKNOWN
    ]
    notes += [
        note(f"/accessibility/features/{feature.value}", "list.accessibility", first_words(read.evidence[feature]))
        for feature, known in read.features.items()
        if known is not Known.UNKNOWN
    ]
    access: dict[str, object] = {profile.value: {"state": state} for profile, state in states.items()}
    sentences = [{"text": {lang: line}} for lang, line in told]
    return Read({"accessibility": access | {"features": read.features, "sentences": sentences}}, notes)


def read_hours(text: Text) -> Read:
    """Opening hours as written, with their rule where all of it was read."""
    if not text:
        return Read({})
    rule = rule_of_text(text)
    notes = [note("/opening_hours/rule", "opening_hours.text", first_words(text.values()))] if rule else []
    return Read({"opening_hours": {"text": text, "rule": rule}}, notes)
