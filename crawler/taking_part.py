"""How one can take part, as an offering's words say it, with the note of where each value stands: the same for every source.

A venue's prose speaks of the groups that meet in it: of a venue only its own companions and equipment are read, never form, intensity or
enrolment; and what it says of registering or of who may come is read only from sentences that name no group, course or event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

from schemas.normalise.companion import companion_in
from schemas.normalise.conditions import restrictions_in
from schemas.normalise.enrolment import enrolment_in, together
from schemas.normalise.equipment import equipment_in
from schemas.normalise.form import form_in
from schemas.normalise.intensity import intensity_in
from schemas.normalise.language import low_threshold_in, plain_language_in
from schemas.normalise.sentences import sentences
from schemas.normalise.statements import first_saying
from schemas.normalise.text import shorten
from schemas.service import (
    Companion,
    Condition,
    Cost,
    Enrolment,
    EnrolmentState,
    Intensity,
    Lang,
    Restriction,
    Schedule,
    Text,
)

T = TypeVar("T")
Note = dict[str, str]
YEAR: Final = timedelta(days=366)
_A_GROUP: Final = re.compile(
    r"ryhm|kurss|\btunni|\btunti|jump|leiri|lueno|luento|retk|tapahtum|opastu|opastet|kerho|työpaj|pajat|pajaan|konsert|vuoro|koulu|valmennu|esity|harrast|koulutu|vertais|ohjat|varauksen tehny|tilavarau|kokou"
    r"|grupp|kurs|läger|föreläs|evenemang|visning|klubb|verkstad|skola|handled|group|course|class|camp|lecture|event|\btours?\b|\bclubs?\b|workshop|session|lesson|guided|instruct",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """Values of an offering's fields, and the derivation notes of those that say something."""

    values: dict[str, object] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def note(pointer: str, by: str, evidence: str, *, is_sure: bool = True) -> Note:
    """A derivation note; a long sentence is shortened."""
    made = {"pointer": pointer, "by": by, "from": shorten(evidence)}
    return made if is_sure else made | {"confidence": "likely"}


def read_enrolment(fields: Enrolment, titles: Text, texts: Text, schedule: Schedule) -> tuple[Enrolment, list[Note]]:
    """The enrolment of the fields, completed from the words; `schedule` gives the year of a day that has none."""
    first, last = _span(schedule)
    told = enrolment_in(titles, texts, starts=first, ends=last)
    found = together(fields, told)
    notes = []
    if fields.state is not EnrolmentState.UNKNOWN and found.state is fields.state:
        notes.append(note("/enrolment/state", "enrolment.seats", f"seats left: {fields.seats_left}"))
    for part, sentence in told.evidence.items():
        value = getattr(found, part)
        if value == getattr(told.enrolment, part) and value != getattr(fields, part):
            is_sure = told.is_sure or part not in ("opens", "closes")
            notes.append(note(f"/enrolment/{part}", "enrolment.text", sentence, is_sure=is_sure))
    return found, notes


def read_taking_part(titles: Text, told: Text, cost: Cost, *, is_venue: bool = False) -> Read:
    """Form, intensity, companion and equipment. What the title says of form and intensity is not undone by the rest."""
    values: dict[str, object] = {}
    notes: list[Note] = []
    companion, sentence = _first_known(companion_in(told), companion_in(cost.text), unknown=Companion.UNKNOWN)
    if companion is not Companion.FREE and Condition.COMPANION_FREE in cost.conditions:
        companion, sentence = Companion.FREE, first_saying(cost.text, str.strip) or "conditions: companion_free"
    if sentence is not None:
        values["companion"] = companion
        notes.append(note("/companion", "words.companion", sentence))
    equipment = equipment_in(told)
    if equipment:
        values["equipment"] = equipment
        notes.append(note("/equipment", "words.equipment", next(iter(equipment.values()))))
    if is_venue:
        return Read(values, notes)
    form, sentence = form_in(titles, told)
    if sentence is not None:
        values["form"] = form
        notes.append(note("/form", "words.form", sentence))
    intensity, sentence = _first_known(intensity_in(titles), intensity_in(told), unknown=Intensity.UNKNOWN)
    if sentence is not None:
        values["intensity"] = intensity
        notes.append(note("/intensity", "words.intensity", sentence))
    return Read(values, notes)


def read_claims(texts: Text) -> Read:
    """Plain language and low threshold, where the texts promise them."""
    notes = []
    plain = plain_language_in(texts)
    low = low_threshold_in(texts)
    for pointer, says, is_said in (
        ("plain_language", plain_language_in, plain),
        ("low_threshold", low_threshold_in, low),
    ):
        if is_said:
            sentence = first_saying(texts, lambda one, says=says: says({"fi": one}))  # type: ignore[misc]
            notes.append(note(f"/{pointer}", f"words.{pointer}", sentence or " ".join(texts.values())))
    return Read({"plain_language": plain, "low_threshold": low}, notes)


def read_restrictions(text: str, *, is_venue: bool = False) -> tuple[list[Restriction], list[Note]]:
    """Who alone may come, by the text's words; a closed group in a venue does not close the venue."""
    found = [one for one in restrictions_in(text) if not (is_venue and one is Restriction.CLOSED_GROUP)]
    if not found:
        return [], []
    sentence = first_saying({"fi": text}, restrictions_in) or text
    return found, [note("/restricted_to", "conditions.text", sentence)]


def of_the_venue(texts: Mapping[Lang, str]) -> Text:
    """The sentences of a venue's prose that name none of its groups, courses or events.

    >>> of_the_venue({"fi": "Ryhmiin ilmoittaudutaan netissä. Kotimuseoon tutustutaan vain ajanvarauksella."})
    {'fi': 'Kotimuseoon tutustutaan vain ajanvarauksella.'}
    """
    kept = {lang: "\n".join(one for one in sentences(text) if not _A_GROUP.search(one)) for lang, text in texts.items()}
    return {lang: text for lang, text in kept.items() if text}


def _first_known(first: tuple[T, str | None], other: tuple[T, str | None], *, unknown: T) -> tuple[T, str | None]:
    return first if first[0] != unknown else other


def _span(schedule: Schedule) -> tuple[date | None, date | None]:
    """The offering's first and last day; none for what is there for more than a year, for which no year can be told."""
    days = [session.start.date() for session in schedule.sessions]
    first, last = schedule.starts or min(days, default=None), schedule.ends or max(days, default=None)
    return (None, None) if first and last and last - first > YEAR else (first, last)
