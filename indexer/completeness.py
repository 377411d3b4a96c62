"""How much is known: for every value of the record, in how many offerings it is stated, worked out, or unknown, and why unknown.

`not_stated` nobody says anything; `contradictory` the source says both; `not_read` its text speaks of it and we could not read what: work for us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from schemas.normalise.mentions import speaks_of
from schemas.service import AccessState as Access
from schemas.service import (
    Companion,
    CostClass,
    EnrolmentState,
    Form,
    Gender,
    Intensity,
    Known,
    Precision,
    Profile,
    Registration,
    Service,
)

CONTRADICTION: Final = ".contradiction"
"""A rule of this ending notes that a source says both; the value itself is unknown."""
EXAMPLES = 5


class Standing(StrEnum):
    STATED = "stated"
    DERIVED = "derived"
    NOT_STATED = "not_stated"
    CONTRADICTORY = "contradictory"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the record: where it lies, whether it is known, and the topic of the texts that may state it."""

    name: str
    pointer: str
    is_known: Callable[[Service], bool]
    topic: str | None = None


def _first_place(test: Callable[[Service], object]) -> Callable[[Service], bool]:
    return lambda service: bool(service.places) and bool(test(service))


def _profile(profile: Profile) -> Value:
    return Value(profile.value, "/accessibility", lambda s: s.accessibility.of(profile).state is not Access.UNKNOWN)


VALUES: Final[tuple[Value, ...]] = (
    Value("cost", "/cost", lambda s: s.cost.cost_class is not CostClass.UNKNOWN, "cost"),
    Value("price", "/cost", lambda s: s.cost.cost_class is CostClass.FREE or s.cost.min_eur is not None),
    Value("point", "/places/0/lat", lambda s: s.online or any(p.lat is not None for p in s.places)),
    Value("exact point", "/places/0/lat", lambda s: any(p.precision is Precision.EXACT for p in s.places)),
    Value("address", "/places/0/address", _first_place(lambda s: s.places[0].address)),
    Value("postal code", "/places/0/postal_code", _first_place(lambda s: s.places[0].postal_code)),
    Value("district", "/places/0/district", _first_place(lambda s: s.places[0].district)),
    Value("municipality", "/places/0/municipality", _first_place(lambda s: s.places[0].municipality)),
    *(_profile(profile) for profile in Profile),
    Value("a feature", "/accessibility/features", lambda s: any(v is not Known.UNKNOWN for v in s.accessibility.features.values())),
    Value("audiences", "/audiences", lambda s: bool(s.audiences), "audiences"),
    Value("ages", "/min_age", lambda s: s.min_age is not None or s.max_age is not None, "ages"),
    Value("gender", "/gender", lambda s: s.gender is not Gender.UNKNOWN),
    Value("languages", "/languages", lambda s: bool(s.languages), "languages"),
    Value("registration", "/registration", lambda s: s.registration is not Registration.UNKNOWN, "registration"),
    Value("enrolment", "/enrolment", lambda s: s.enrolment.state is not EnrolmentState.UNKNOWN
          or bool(s.enrolment.opens or s.enrolment.closes) or s.enrolment.seats_left is not None, "enrolment"),
    Value("form", "/form", lambda s: s.form is not Form.UNKNOWN, "form"),
    Value("companion", "/companion", lambda s: s.companion is not Companion.UNKNOWN, "companion"),
    Value("intensity", "/intensity", lambda s: s.intensity is not Intensity.UNKNOWN, "intensity"),
    Value("equipment", "/equipment", lambda s: bool(s.equipment), "equipment"),
    Value("sessions", "/schedule", lambda s: bool(s.schedule.sessions or s.schedule.starts), "sessions"),
    Value("opening hours, text", "/opening_hours/text", lambda s: bool(s.opening_hours.text)),
    Value("opening hours, rule", "/opening_hours/rule", lambda s: s.opening_hours.rule is not None),
    Value("categories", "/categories", lambda s: bool(s.categories)),
    Value("description", "/description", lambda s: bool(s.description or s.summary)),
    Value("contacts", "/contacts", lambda s: bool(s.contacts)),
    Value("a page of its own", "/urls", lambda s: bool(s.urls)),
    Value("organisation", "/organisation", lambda s: bool(s.organisation.id or s.organisation.name)),
)  # fmt: skip


@dataclass(slots=True)
class Fill:
    """One value over many offerings."""

    counts: Counter[Standing] = field(default_factory=Counter)
    not_read: list[str] = field(default_factory=list)
    """Source ids of the first offerings whose text speaks of the value."""


def completeness(services: Iterable[Service]) -> dict[str, Fill]:
    """Every value's standing over the offerings, in the order of VALUES."""
    table = {value.name: Fill() for value in VALUES}
    for service in services:
        words = _words(service)
        for value in VALUES:
            fill = table[value.name]
            standing = standing_of(value, service, words)
            fill.counts[standing] += 1
            if standing is Standing.NOT_READ and len(fill.not_read) < EXAMPLES:
                fill.not_read.append(service.provenance.source_id)
    return table


def standing_of(value: Value, service: Service, words: str) -> Standing:
    """Whether and how one value of an offering is known; `words` is all that its texts say."""
    notes = [n for n in service.derived if n.pointer == value.pointer or n.pointer.startswith(f"{value.pointer}/")]
    if value.is_known(service):
        return Standing.DERIVED if notes else Standing.STATED
    if any(note.by.endswith(CONTRADICTION) for note in notes):
        return Standing.CONTRADICTORY
    if value.name == "opening hours, rule" and service.opening_hours.text:
        return Standing.NOT_READ
    if value.topic and speaks_of(value.topic, words):
        return Standing.NOT_READ
    return Standing.NOT_STATED


def _words(service: Service) -> str:
    texts = (service.name, service.summary, service.description, service.cost.text)
    return "\n".join(words for text in texts for words in text.values())
