"""What stewards decide about pairs: one, two, or undone. Each decision is one transaction with all that follows from it, and survives every rerun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from indexer.decision_rows import PAIR, pair_object
from indexer.joins import Pair, joins_of, stays_first
from indexer.ledger import Ledger, ServiceRow
from indexer.likeness import Likeness
from indexer.match_rows import MatchRows
from indexer.matches import judge
from indexer.recompose import Recomposer
from schemas.errors import DecisionRefused
from schemas.source import Source

Decision = Literal["joined", "separate", "undone"]


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with what is compared of both, their rows, and the one that stays where they are joined."""

    pair: Pair
    one: Likeness
    other: Likeness
    rows: Mapping[str, ServiceRow]
    stays: str | None = None


def decide(
    ledger: Ledger,
    sources: Mapping[str, Source],
    ids: tuple[str, str],
    decision: Decision,
    *,
    who: str,
    when: datetime,
    why: str,
) -> Pair | None:
    """Write a decision about two offerings, by their ids, and everything that follows. The pair afterwards; None when undoing left none.

    Raises DecisionRefused when one of them is not in the tray, when the two cannot be one, or when there is nothing to undo.
    """
    a, b = sorted(ids)
    with ledger.publishing() as publication:
        rows = publication.matches
        check_compared(ledger, rows)
        run = f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}-decision"
        recomposer = Recomposer(publication, sources, source="", run=run, at=when)
        old = rows.pairs_of([a]).get((a, b))
        if decision == "undone":
            if old is None or not old.is_decided:
                raise DecisionRefused("nobody decided anything about these two; `liiku duplicates` lists the pairs")
            judged = replace(old, state="open", decided_by=None, decided_at=None, why=None)
            rows.delete_pairs([judged]) if judged.verdict == "none" else rows.put_pairs([judged])
            publication.decisions.undo_all(PAIR, pair_object(ids), who=who, at=when)
        else:
            judged = _judged(rows.likenesses((a, b)), a, b, old, run)
            moment = when.astimezone(UTC).isoformat(timespec="seconds")
            rows.put_pairs([replace(judged, state=decision, decided_by=who, decided_at=moment, why=why)])
            publication.decisions.undo_all(PAIR, pair_object(ids), who=who, at=when)
            publication.decisions.put(decision, pair_object(ids), who=who, why=why, at=when)
        recomposer.rejoin()
        return rows.pairs_of([a]).get((a, b))


def check_compared(ledger: Ledger, rows: MatchRows) -> None:
    """Raises DecisionRefused for a ledger whose offerings were never compared, or in another way than today's."""
    if ledger.position() and not rows.is_current():
        raise DecisionRefused(
            "the offerings of this ledger are not compared yet; the next `liiku crawl` of any source does it"
        )


def _judged(likenesses: Mapping[str, Likeness], a: str, b: str, old: Pair | None, run: str) -> Pair:
    """The pair as the rules see it. Raises DecisionRefused."""
    if a == b:
        raise DecisionRefused("that is one offering twice; name two")
    for one in (a, b):
        if one not in likenesses:
            raise DecisionRefused(f"{one} is not in the tray, so there is nothing to join or to keep apart")
    if likenesses[a].is_venue != likenesses[b].is_venue:
        raise DecisionRefused(f"{likenesses[a].key} and {likenesses[b].key}: a place and a programme are never one")
    if old is not None:
        return old
    match = judge(likenesses[a], likenesses[b])
    return Pair(a, b, match.verdict, match.score, match.rule, tuple(match.reasons), first_seen=run)


def views(ledger: Ledger, pairs: Sequence[Pair] | None = None) -> list[PairView]:
    """The pairs (all of them, best first) with what they are of. A pair that was decided and has lost a side is left out."""
    with ledger.matches() as rows:
        check_compared(ledger, rows)
        return _views(ledger, rows, rows.all_pairs() if pairs is None else pairs)


def _views(ledger: Ledger, rows: MatchRows, pairs: Sequence[Pair]) -> list[PairView]:
    likenesses = rows.likenesses({one for pair in pairs for one in pair.key})
    services = ledger.services({one for pair in pairs for one in pair.key})
    standing = rows.standing_pairs()
    known = likenesses | rows.likenesses({one for pair in standing for one in pair.key} - likenesses.keys())
    target = joins_of(standing, lambda one: stays_first(known[one])).target
    found = []
    for pair in pairs:
        if pair.a in likenesses and pair.b in likenesses:
            first, second = (target.get(one, one) for one in pair.key)
            sides = {one: services[one] for one in pair.key}
            stays = first if first == second else None
            found.append(PairView(pair, likenesses[pair.a], likenesses[pair.b], sides, stays))
    return found


def open_pairs(ledger: Ledger) -> list[PairView]:
    """What waits for a steward, best first, with both bodies in `rows`: alike and not decided, and not one already by way of a third."""
    return [view for view in views(ledger) if is_open(view)]


def is_open(view: PairView) -> bool:
    return view.pair.state == "open" and view.pair.verdict in ("certain", "candidate") and view.stays is None
