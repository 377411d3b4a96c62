"""What somebody may report as wrong in an offering: a closed list of facts, of kinds of mistakes, and of values that would be right.

Codes, numbers, dates and public choices only: there is no place for words, so none can hold a client's. Nothing of the reporter is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexer.correctable import FIELDS, MISSING
from indexer.ledger import Ledger
from indexer.mistake_rows import MistakeRows
from schemas.errors import CorrectionRefused, DirectoryError
from schemas.service import Feature

MOST_OF_ONE, MOST = 20, 2000
"""How many different open reports one offering, and all of them together, may have."""
NEAR = timedelta(days=400)
"""How far from today a date may lie that would be right."""
SAID = ("wrong", "outdated", "missing")


class ReportRefused(DirectoryError):
    """A report that is not taken, by its code: no_fact, no_kind, not_fitting, too_many."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"a report that is not taken: {code}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that can be reported. `field`: the correctable place whose values it takes; `asks`: which kind of value, '' for none."""

    code: str
    kinds: tuple[str, ...] = SAID
    field: str | None = None
    asks: str = ""
    shown: str = ""
    """The pointer under which a page shows it."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes that would be right, for a choice."""
        if self.field is None or self.asks != "choice":
            return ()
        return tuple(one for one in FIELDS[self.field].allowed if one != "unknown")

    def check(self, given: dict[str, str], today: date) -> Any:
        """The right value in one spelling, in the shape of a correction where there is a field; None when none was given.

        Raises ReportRefused.
        """
        try:
            return self._checked(given, today)
        except CorrectionRefused as refused:
            raise ReportRefused("not_fitting") from refused

    def _checked(self, given: dict[str, str], today: date) -> Any:
        choice, number, day, code = (given.get(name, "").strip() for name in ("choice", "number", "day", "code"))
        match self.asks:
            case "choice" if choice:
                if choice not in self.allowed:
                    raise ReportRefused("not_fitting")
                return self._chosen(choice, number)
            case "number" if number and self.field:
                return FIELDS[self.field].check(number)
            case "day" if day:
                return _day(day, today)
            case "code" if code and self.field:
                return FIELDS[self.field].check(code)
            case _:
                return None

    def _chosen(self, choice: str, number: str) -> Any:
        assert self.field
        field = FIELDS[self.field]
        match field.kind:
            case "cost":
                return field.check({"class": choice} | ({"min_eur": number} if number and choice != "free" else {}))
            case "many":
                return field.check([choice])
            case _:
                return field.check(choice)


def _choice(code: str, field: str, shown: str = "", kinds: tuple[str, ...] = SAID) -> Fact:
    return Fact(code, kinds, field, "choice", shown or field)


FACTS: dict[str, Fact] = {
    one.code: one
    for one in (
        Fact("whole", ("ended", "moved", "duplicate")),
        Fact("name", ("wrong", "outdated"), shown="/name"),
        Fact("description", ("wrong", "outdated"), shown="/description"),
        _choice("price", "/cost"),
        Fact("place", (*SAID, "closed"), "/places/0/postal_code", "code", "/places"),
        Fact("times", (*SAID, "cancelled"), None, "day", "/schedule"),
        Fact("opening_hours", (*SAID, "closed"), None, "day", "/opening_hours"),
        _choice("registration", "/registration"),
        _choice("enrolment", "/enrolment/state", "/enrolment"),
        _choice("audience", "/audiences"),
        Fact("min_age", SAID, "/min_age", "number", "/min_age"),
        Fact("max_age", SAID, "/max_age", "number", "/max_age"),
        _choice("language", "/languages"),
        _choice("form", "/form"),
        _choice("companion", "/companion"),
        *(_choice(one.value, f"/accessibility/features/{one.value}", "/accessibility") for one in Feature),
        Fact("contact", SAID, shown="/contacts"),
        Fact("link", ("wrong", "outdated"), shown="/urls"),
    )
}


def report(ledger: Ledger, service: str, *, fact: str, kind: str, given: dict[str, str], today: date) -> int:
    """Write a report; its number. Raises ReportRefused for what is not on the lists, or when too many are open."""
    known = FACTS.get(fact)
    if known is None:
        raise ReportRefused("no_fact")
    if kind not in known.kinds:
        raise ReportRefused("no_kind")
    value = known.check(given, today)
    with ledger.writing() as connection:
        rows = MistakeRows(connection)
        if rows.count_open(service) >= MOST_OF_ONE or rows.count_open() >= MOST:
            raise ReportRefused("too_many")
        return rows.put(service, fact, kind, value, day=today)


def suggested(fact: str, value: Any, said: Any) -> Any:
    """What a steward's form for a correction begins with: the reported value over what the record says; MISSING where there is none."""
    known = FACTS.get(fact)
    if known is None or known.field is None or value is None:
        return MISSING
    if FIELDS[known.field].kind == "many" and isinstance(said, list):
        return [one for one in FIELDS[known.field].allowed if one in said or one in value]
    return value


def _day(day: str, today: date) -> str:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise ReportRefused("not_fitting") from None
    if abs(found - today) > NEAR:
        raise ReportRefused("not_fitting")
    return found.isoformat()
