"""What a Linked Events event says in words: its texts by language, and the fields that are read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.rows import notes_of_words
from crawler.sources.linkedevents_references import references
from crawler.taking_part import Read, note, read_claims, read_taking_part
from schemas.normalise.age import ages_of
from schemas.normalise.audience_words import audiences_in, gender_in
from schemas.normalise.contact_office import office_contacts
from schemas.normalise.language import languages_in
from schemas.normalise.text import read_text
from schemas.service import LANGS, Audience, Cost, Text


@dataclass(frozen=True, slots=True)
class Words:
    """`headline`: name and summary; `body`: all but the name; `told`: everything, what follows the headline behind an empty line."""

    name: Text
    headline: Text
    body: Text
    told: Text


def read_texts(row: Mapping[str, object]) -> Words:
    """The event's plain texts by language."""
    head = [read_text(row.get(part)) for part in ("name", "short_description")]
    rest = [read_text(row.get(part)) for part in ("description", "location_extra_info")]
    headline, body = _joined(head), _joined(rest)
    told = {
        lang: f"{headline.get(lang, '')}\n\n{body.get(lang, '')}".strip()
        for lang in LANGS
        if lang in headline or lang in body
    }
    return Words(head[0], headline, _joined([head[1], *rest]), told)


@dataclass(frozen=True, slots=True)
class EventRead(Read):
    """What the words say, with the audiences that they name; those that keywords name come beside them."""

    audiences: list[Audience] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def read_words(row: Mapping[str, object], words: Words, cost: Cost) -> EventRead:
    """Audiences, gender and languages from the headline; claims and ways of taking part from all of it."""
    # a row without a headline in a language is read by its first lines
    first = {lang: words.told[lang].split("\n\n")[0] for lang in words.told}
    audiences = audiences_in(first)
    languages = [] if references(row.get("in_language")) else languages_in(first)
    values: dict[str, object] = {"gender": gender_in(first)}
    notes = notes_of_words({"audiences": audiences, "languages": languages} | values, " ".join(first.values()))
    for read in (read_claims(words.told), read_taking_part(words.name, words.told, cost)):
        values |= read.values
        notes += read.notes
    return EventRead(values, notes, audiences, languages)


def read_ages(row: Mapping[str, object], title: str) -> Read:
    """The ages of the fields, and of the title for the end that they leave open."""
    ages = [row.get("audience_min_age"), row.get("audience_max_age")]
    low, high = (a if isinstance(a, int) and not isinstance(a, bool) and 0 <= a <= 130 else None for a in ages)
    if low is not None and high is not None and low > high:
        low = high = None
    min_age, max_age = ages_of(low, high, title)
    notes = [note("/min_age", "age.title", title)] if (min_age, max_age) != (low, high) else []
    return Read({"min_age": min_age, "max_age": max_age}, notes)


def read_contacts(row: Mapping[str, object]) -> Read:
    """The organiser's contacts, of which only what is certainly an office's is read; the note holds that alone, since the rest may name a person."""
    found = office_contacts(read_text(row.get("provider_contact_info")))
    evidence = f"provider_contact_info: {', '.join(one['value'] for one in found)}"
    return Read({"contacts": found}, [note("/contacts", "contact.provider", evidence)] if found else [])


def _joined(texts: list[Text]) -> Text:
    return {lang: "\n".join(t[lang] for t in texts if lang in t) for lang in LANGS if any(lang in t for t in texts)}
