"""Whether one can still enrol: from an upstream's fields, and as its texts say it. Never open because nothing says closed.

A supposition ("jos ryhmä on täynnä"), a question, a denial and one group of several say nothing. A venue's prose is not read: what it says is
of one of its groups. Full and closed win over open; a last day in the past is the reader's to judge, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from schemas.normalise.enrolment_days import LAST_MINUTE, window_in
from schemas.normalise.enrolment_states import is_of_all, states_in
from schemas.normalise.enrolment_words import NOT_FOR_ALL, SEATS
from schemas.normalise.memo import read_once
from schemas.normalise.schedule import read_moment
from schemas.normalise.statements import is_supposed, speaking
from schemas.service import Enrolment, EnrolmentState, Lang
from schemas.settings import HELSINKI

MAX_SEATS: Final = 1_000_000
"""More than any hall holds: a number beyond it is a mistake, not a capacity."""
PLACEHOLDER: Final = timedelta(days=365)
"""An end of enrolment that lies further behind the offering's own end is a form's default, not an end."""

_HINTS: Final = tuple(
    "täy|loppu|myyty|vara|paik|jono|mahdu|tilaa|uusia|lisää|jäljellä|ilmo|haku|hae|hakem|full|slut|kö|vänte|plats|anmäl|ansök|boka|book|sold|wait|place|spot|seat|space|regis|sign|enrol|appl|rsvp".split(
        "|"
    )
)
_YEAR_APART: Final = re.compile(r"(?<=\d\.)\s+(?=20\d\d\b)")
_ORDER: Final = (
    EnrolmentState.WAITING_LIST,
    EnrolmentState.FULL,
    EnrolmentState.CLOSED,
    EnrolmentState.NOT_OPEN,
    EnrolmentState.OPEN,
)
"""What is said wins in this order."""


@dataclass(frozen=True, slots=True)
class Told:
    """What texts say of enrolling, with the sentence of each part by its name; `is_sure`: no year was taken from the offering's start."""

    enrolment: Enrolment = field(default_factory=Enrolment)
    evidence: Mapping[str, str] = field(default_factory=dict)
    is_sure: bool = True


def enrolment_of(
    opens: object, closes: object, *, seats_left: object = None, queue_left: object = None, ends: datetime | None = None
) -> Enrolment:
    """The enrolment of an upstream's fields: ISO moments, whole numbers. No seats left is full, or a waiting list where that has room.

    >>> enrolment_of("2026-08-01T09:00:00Z", None, seats_left=0, queue_left=3).state
    <EnrolmentState.WAITING_LIST: 'waiting_list'>
    >>> enrolment_of(None, None, seats_left=None).state
    <EnrolmentState.UNKNOWN: 'unknown'>
    """
    begins, finishes = read_moment(opens), read_moment(closes)
    first = begins and begins[0]
    last = finishes and (datetime.combine(finishes[0], LAST_MINUTE, HELSINKI) if finishes[1] else finishes[0])
    if first and last and last < first:
        first = last = None
    if last and ends and last > ends + PLACEHOLDER:
        last = None
    seats, queue = _whole(seats_left), _whole(queue_left)
    state = EnrolmentState.UNKNOWN
    if seats is not None and seats <= 0:
        state = EnrolmentState.WAITING_LIST if queue is not None and queue > 0 else EnrolmentState.FULL
    return Enrolment(opens=first, closes=last, state=state, seats_left=seats if seats is None else max(0, seats))


@read_once
def enrolment_in(
    titles: Mapping[Lang, str], texts: Mapping[Lang, str], *, starts: date | None, ends: date | None = None
) -> Told:
    """What an offering's titles and texts say of enrolling. `starts` and `ends`: its own first and last day, Helsinki time.

    >>> enrolment_in({"fi": "Kuvataidekerho – TÄYNNÄ!"}, {}, starts=None).enrolment.state
    <EnrolmentState.FULL: 'full'>
    >>> enrolment_in({"fi": "Kuvataidekerho"}, {"fi": "Jos ryhmä on täynnä, kysy jonosta."}, starts=None).enrolment.state
    <EnrolmentState.UNKNOWN: 'unknown'>
    """
    states: dict[EnrolmentState, str] = {}
    seats: dict[int, str] = {}
    opens: dict[datetime, str] = {}
    closes: dict[datetime, str] = {}
    is_sure = True
    for sentence, lower, is_title in _sentences(titles, texts):
        if lower.endswith("?"):
            continue
        window = window_in(lower, starts=starts, ends=ends)
        if (window.opens or window.closes) and (NOT_FOR_ALL.search(lower) or not is_of_all(lower, starts)):
            continue
        is_sure = is_sure and window.is_dated
        if window.opens:
            opens.setdefault(window.opens, sentence)
        if window.closes:
            closes.setdefault(window.closes, sentence)
        for state in states_in(sentence, lower, starts, is_title=is_title):
            states.setdefault(state, sentence)
        for match in SEATS.finditer(lower):
            if not is_supposed(lower, match.start(), match.end()) and is_of_all(lower, starts, is_title=is_title):
                seats.setdefault(int(next(group for group in match.groups() if group)), sentence)
    return _settled(states, seats, opens, closes, is_sure=is_sure)


def together(fields: Enrolment, told: Told) -> Enrolment:
    """One enrolment: fields first, what they leave open from the texts; a text that says full or closed is never overruled by a number.

    >>> told = enrolment_in({"fi": "Jumppa (TÄYNNÄ)"}, {}, starts=None)
    >>> found = together(Enrolment(seats_left=4), told)
    >>> found.state.value, found.seats_left
    ('full', None)
    """
    said = told.enrolment
    opens, closes = fields.opens or said.opens, fields.closes or said.closes
    if opens and closes and closes < opens:
        opens, closes = fields.opens, fields.closes
    state = fields.state if fields.state is not EnrolmentState.UNKNOWN else said.state
    if state is EnrolmentState.FULL and said.state is EnrolmentState.WAITING_LIST:
        state = said.state
    seats = fields.seats_left if fields.seats_left is not None else said.seats_left
    if seats and state in (EnrolmentState.FULL, EnrolmentState.WAITING_LIST):
        seats = None
    return Enrolment(opens=opens, closes=closes, state=state, seats_left=seats)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value <= MAX_SEATS else None


def _sentences(titles: Mapping[Lang, str], texts: Mapping[Lang, str]) -> Iterable[tuple[str, str, bool]]:
    """(as it stands, in lower case, is it a title) of all that may speak of enrolling."""
    for title in titles.values():
        lower = " ".join(title.lower().replace("’", "'").split())
        if any(hint in lower for hint in _HINTS):
            yield title, lower, True
    whole = {lang: _YEAR_APART.sub("", text) for lang, text in texts.items()}
    for sentence, lower in speaking(whole, _HINTS):
        yield sentence, lower, False


def _settled(
    states: Mapping[EnrolmentState, str],
    seats: Mapping[int, str],
    opens: Mapping[datetime, str],
    closes: Mapping[datetime, str],
    *,
    is_sure: bool,
) -> Told:
    """One answer: two different days or numbers are none."""
    state = next((one for one in _ORDER if one in states), EnrolmentState.UNKNOWN)
    if state is EnrolmentState.NOT_OPEN and EnrolmentState.OPEN in states:
        state = EnrolmentState.UNKNOWN
    left = next(iter(seats)) if len(seats) == 1 else None
    evidence = {"state": states[state]} if state in states else {}
    if left == 0 and state not in (EnrolmentState.WAITING_LIST, EnrolmentState.CLOSED):
        state = EnrolmentState.FULL
        evidence.setdefault("state", seats[0])
    if left is not None:
        evidence["seats_left"] = seats[left]
    if left and state in (EnrolmentState.FULL, EnrolmentState.WAITING_LIST):
        left = None
        del evidence["seats_left"]
    first = next(iter(opens)) if len(opens) == 1 else None
    last = next(iter(closes)) if len(closes) == 1 else None
    if first and last and last < first:
        first = last = None
    if first:
        evidence["opens"] = opens[first]
    if last:
        evidence["closes"] = closes[last]
    return Told(Enrolment(opens=first, closes=last, state=state, seats_left=left), evidence, is_sure)
