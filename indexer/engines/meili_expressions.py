"""Filter expressions of Meilisearch as values that are joined, and questions that a filter asks: yes, no or unknown.

It refuses to take a word of a user into an expression: what is written here are numbers, enum values and encoded words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NEVER = "spot_count < 0"
ALWAYS = "spot_count >= 0"
"""True of every service, and of the marker not."""


@dataclass(frozen=True, slots=True)
class Question:
    """One filter in use: where it says yes and where unknown (never both); no is the rest. `can_be_unknown`: it is listed in `unknown`."""

    name: str
    yes: str
    unknown: str = NEVER
    can_be_unknown: bool = True

    def passes(self, *, include_unknown: bool) -> str:
        return any_of([self.yes, self.unknown]) if include_unknown else self.yes


def all_of(expressions: Iterable[str]) -> str:
    """
    >>> all_of(["a = 1", ALWAYS, "b = 2 OR c = 3"])
    '(a = 1) AND (b = 2 OR c = 3)'
    """
    parts = [one for one in dict.fromkeys(expressions) if one != ALWAYS]
    if NEVER in parts:
        return NEVER
    return _joined(" AND ", parts) or ALWAYS


def any_of(expressions: Iterable[str]) -> str:
    parts = [one for one in dict.fromkeys(expressions) if one != NEVER]
    if ALWAYS in parts:
        return ALWAYS
    return _joined(" OR ", parts) or NEVER


def none_of(*expressions: str) -> str:
    """Where none of them holds, and there is a service."""
    together = any_of(expressions)
    if together in (NEVER, ALWAYS):
        return ALWAYS if together == NEVER else NEVER
    return f"NOT ({together})"


def one_of(attribute: str, values: Iterable[str]) -> str:
    """Where the attribute has one of the values, which must be of letters, digits, `_` and `-`."""
    listed = ", ".join(f'"{value}"' for value in values)
    return f"{attribute} IN [{listed}]" if listed else NEVER


def between(attribute: str, low: float, high: float | None) -> str:
    """Where one and the same value of the attribute is at least `low` and at most `high`."""
    if high is None:
        return f"{attribute} >= {low:.6f}"
    return f"{attribute} {low:.6f} TO {high:.6f}" if low <= high else NEVER


def passing(questions: Iterable[Question], *, include_unknown: bool, but: str = "") -> str:
    """Where all the questions (but one) get the answer that a hit needs."""
    return all_of(one.passes(include_unknown=include_unknown) for one in questions if one.name != but)


def exactly(unknowns: int, questions: Sequence[Question]) -> str:
    """Where none of the questions says no and just so many say unknown. Halves the questions, so that it stays short."""
    if not questions:
        return NEVER if unknowns else ALWAYS
    if unknowns > len(questions):
        return NEVER
    if len(questions) == 1:
        return questions[0].unknown if unknowns else questions[0].yes
    half = len(questions) // 2
    left, right = questions[:half], questions[half:]
    return any_of(all_of([exactly(n, left), exactly(unknowns - n, right)]) for n in range(unknowns + 1))


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else word.join(f"({part})" for part in parts)
