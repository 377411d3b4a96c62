"""Which offerings are one, and which of them stays: from certain pairs and from what stewards decided. Pure; the order of pairs does not matter.

A steward's word wins over a rule: a pair that was separated is never in one, and what was joined by hand is. A rule joins only where all agree:
when a is certainly b and b is certainly c, but a is not c, then nobody knows which of them b is, and all three stay for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from indexer.contradictions import Reason
from indexer.likeness import Likeness
from indexer.matches import Verdict

State = Literal["open", "joined", "separate"]
_RANKS = ("register", "original", "site", "mirror")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two offerings by their ids, a < b: how they were judged, what became of them, and who decided that (None: the rule).

    `first_seen` is the run that brought the pair; `decided_at` is ISO in UTC.
    """

    a: str
    b: str
    verdict: Verdict
    score: float
    rule: str | None
    reasons: tuple[Reason, ...]
    first_seen: str
    state: State = "open"
    decided_by: str | None = None
    decided_at: str | None = None
    why: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.a, self.b

    @property
    def is_decided(self) -> bool:
        return self.decided_by is not None

    @property
    def joined_by(self) -> str:
        """The name of what joins them, for the survivor's `derived`."""
        return f"matches.{self.rule or 'rule'}" if not self.is_decided else "matches.steward"


@dataclass(frozen=True, slots=True)
class Joins:
    """`target`: the id of the one that stays, by the id of each that left. `twins`: who left into each, and by what."""

    target: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def stays_first(likeness: Likeness) -> tuple[int, str, str]:
    """Sorts the one that stays to the front: the register, an original, a LIPAS site, a mirror; then the smallest upstream id."""
    return _RANKS.index(likeness.role), likeness.key, likeness.id


def joins_of(pairs: Iterable[Pair], order: Callable[[str], tuple[int, str, str]]) -> Joins:
    """The joins that follow from pairs of offerings that are all there. `order` sorts ids, the one that stays first."""
    known = sorted(pairs, key=lambda pair: pair.key)
    apart = {pair.key for pair in known if pair.is_decided and pair.state == "separate"}
    certain = {pair.key: pair for pair in known if pair.verdict == "certain" and pair.key not in apart}
    groups = _Groups()
    for members in _agreeing(certain):
        groups.unite_all(members)
    for pair in known:
        if pair.is_decided and pair.state == "joined":
            groups.unite(pair.a, pair.b, unless=apart)
    by_key = {pair.key: pair for pair in known}
    target: dict[str, str] = {}
    twins: dict[str, tuple[tuple[str, str], ...]] = {}
    for members in groups.groups():
        first, *others = sorted(members, key=order)
        target |= dict.fromkeys(others, first)
        twins[first] = tuple((one, _by(one, members, by_key, first)) for one in others)
    return Joins(target, twins)


def _by(one: str, members: set[str], pairs: Mapping[tuple[str, str], Pair], first: str) -> str:
    """What joined one of the members: its pair with the one that stays, else with another member."""
    found = [pairs.get(_key(one, other)) for other in [first, *sorted(members - {one, first})]]
    joining = (p for p in found if p and (p.verdict == "certain" or p.is_decided) and p.state != "separate")
    return next(pair.joined_by for pair in joining)


def _agreeing(certain: Mapping[tuple[str, str], Pair]) -> list[set[str]]:
    """The groups in which every two are certainly one."""
    near = _Groups()
    for a, b in certain:
        near.unite(a, b, unless=frozenset())
    return [
        members for members in near.groups() if all(_key(a, b) in certain for a in members for b in members if a < b)
    ]


def _key(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


class _Groups:
    """Disjoint groups of ids."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {}

    def unite_all(self, members: set[str]) -> None:
        self._of |= dict.fromkeys(members, members)

    def unite(self, a: str, b: str, *, unless: set[tuple[str, str]] | frozenset[tuple[str, str]]) -> None:
        """Put two groups into one, unless any of the one is apart from any of the other."""
        mine, yours = self._of.get(a, {a}), self._of.get(b, {b})
        if mine is yours or any(_key(x, y) in unless for x in mine for y in yours):
            return
        self.unite_all(mine | yours)

    def groups(self) -> list[set[str]]:
        unique = {id(members): members for members in self._of.values()}
        return sorted(unique.values(), key=min)
