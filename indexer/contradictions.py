"""What says that two offerings are two, and what keeps a rule from saying that they are one. Pure and symmetric but for the order of words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from indexer.likeness import Likeness
from indexer.title_marks import marks_of


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: a code, and the words with what was compared."""

    code: str
    words: str


def contradictions(a: Likeness, b: Likeness) -> list[Reason]:
    """What says that they are two: another group or level in the title, other ages, languages or gender."""
    found = []
    for lang in sorted(a.titles.keys() & b.titles.keys()):
        mine, yours = marks_of(a.words(lang)), marks_of(b.words(lang))
        if mine and yours and mine != yours:
            found.append(Reason("other_group", f"“{a.titles[lang]}”, “{b.titles[lang]}”"))
    if any(x is not None and y is not None and x != y for x, y in zip_longest(a.ages, b.ages)):
        found.append(Reason("other_ages", f"{_ages(a)}, {_ages(b)}"))
    if a.languages and b.languages and not set(a.languages) & set(b.languages):
        found.append(Reason("other_language", f"{', '.join(a.languages)}; {', '.join(b.languages)}"))
    if "unknown" not in (a.gender, b.gender) and a.gender != b.gender:
        found.append(Reason("other_gender", f"{a.gender}, {b.gender}"))
    return found


def _ages(one: Likeness) -> str:
    low, high = ("" if age is None else str(age) for age in one.ages)
    return f"{low}–{high}"


def _price(one: Likeness) -> str:
    return " ".join(str(part) for part in one.cost if part is not None)


def _who(one: Likeness) -> str:
    return ", ".join(one.restricted) or "nobody said"


def doubts(a: Likeness, b: Likeness) -> list[Reason]:
    """What keeps a rule from saying that they are one, though a person may.

    A restriction or a full group that only one of them tells of is a doubt too: the other may be the one that stays, and would hide
    it. A copy may be silent, for its original stays.
    """
    found = []
    if a.organiser != b.organiser:
        found.append(Reason("other_publisher", f"{a.organiser or 'not known'}, {b.organiser or 'not known'}"))
    mine, yours = dict(a.times), dict(b.times)
    if any(mine[start] and yours[start] and mine[start] != yours[start] for start in mine.keys() & yours.keys()):
        found.append(Reason("other_ends", "they end at different times"))
    if a.off != b.off:
        found.append(Reason("other_cancellations", f"{len(a.off)} and {len(b.off)} of their sessions are cancelled"))
    if a.state != b.state:
        found.append(Reason("other_state", f"{a.state}, {b.state}"))
    if "unknown" not in (a.cost[0], b.cost[0]) and any(x != y for x, y in zip(a.cost, b.cost, strict=True) if x and y):
        found.append(Reason("other_price", f"{_price(a)}, {_price(b)}"))
    if a.books and b.books:
        found.append(Reason("own_bookings", "two ids of a booking system are two groups"))
    if a.registration == b.registration == "required":
        found.append(Reason("own_registration", "each asks for a registration of its own"))
    if a.seats is not None and b.seats is not None and a.seats != b.seats:
        found.append(Reason("other_seats", f"{a.seats}, {b.seats} seats left"))
    if "unknown" not in (a.registration, b.registration) and a.registration != b.registration:
        found.append(Reason("other_registration", f"{a.registration}, {b.registration}"))
    if len({one.enrolment for one in (a, b) if one.role != "mirror" or one.enrolment != "unknown"}) > 1:
        found.append(Reason("other_enrolment", f"{a.enrolment}, {b.enrolment}"))
    if len({tuple(one.restricted) for one in (a, b) if one.role != "mirror" or one.restricted}) > 1:
        found.append(Reason("other_restriction", f"{_who(a)}; {_who(b)}"))
    if any(a.room[lang] != b.room[lang] for lang in a.room.keys() & b.room.keys()):
        found.append(Reason("other_room", f"{next(iter(a.room.values()))}; {next(iter(b.room.values()))}"))
    if a.groups and b.groups and a.groups != b.groups:
        found.append(Reason("other_group_in_text", f"{', '.join(a.groups)}; {', '.join(b.groups)}"))
    if a.online != b.online:
        found.append(Reason("online_and_not", "one is online"))
    if a.kind != b.kind:
        found.append(Reason("other_kind", f"{a.kind}, {b.kind}"))
    return found
