"""`liiku duplicates`, `join`, `separate`, `undo-match`: the pairs of offerings that may be one, in words and as data, and what a steward says of them."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from indexer.decisions import Decision, PairView, is_open, views
from indexer.joins import State
from indexer.likeness import Likeness
from liiku.context import Context
from schemas.errors import DecisionRefused
from schemas.normalise.text import shorten
from schemas.service import LANGS
from schemas.settings import HELSINKI

STATES: tuple[State, ...] = ("open", "joined", "separate")


def found_pairs(context: Context, state: State | None) -> list[PairView]:
    """The pairs, best first; `state` leaves those in it, and then related ones, which wait for nobody, only where none is asked for."""
    pairs = views(context.ledger)
    if state is None:
        return pairs
    if state == "open":
        return [view for view in pairs if is_open(view)]
    return [view for view in pairs if view.pair.state == state]


def pair_row(view: PairView) -> dict[str, Any]:
    """A pair as plain data."""
    pair = view.pair
    return {
        "verdict": pair.verdict,
        "state": pair.state,
        "score": pair.score,
        "rule": pair.rule,
        "reasons": [{"code": reason.code, "words": reason.words} for reason in pair.reasons],
        "stays": view.stays,
        "first_seen": pair.first_seen,
        "decided_by": pair.decided_by,
        "decided_at": pair.decided_at,
        "why": pair.why,
        "offerings": [_side(view, one) for one in (view.one, view.other)],
    }


def _side(view: PairView, one: Likeness) -> dict[str, Any]:
    return {
        "id": one.id,
        "source": one.source,
        "source_id": one.key,
        "name": _name(one),
        "where": _where(one),
        "when": _when(one),
        "state": view.rows[one.id].state,
    }


def _name(one: Likeness) -> str:
    return next(one.titles[lang] for lang in LANGS if lang in one.titles)


def _where(one: Likeness) -> str:
    spots = [spot.address.rstrip(", ") or spot.name or spot.id or "" for spot in one.spots]
    return "; ".join(spot for spot in spots if spot) or ("online" if one.online else "not known")


def _when(one: Likeness) -> str:
    if one.times:
        first = datetime.fromtimestamp(one.times[0][0] * 60, UTC).astimezone(HELSINKI)
        return f"{first:%Y-%m-%d %H:%M}" + (f" and {len(one.times) - 1} more" if len(one.times) > 1 else "")
    return " to ".join(one.period)


def report(found: list[PairView]) -> str:
    """The pairs in words."""
    if not found:
        return "no such pairs"
    return "\n".join(_paragraph(view) for view in found)


def _paragraph(view: PairView) -> str:
    pair = view.pair
    told = f"{pair.verdict}{f' ({pair.rule})' if pair.rule else ''}, {pair.score:.2f}: {_outcome(view)}"
    lines = [told] + [
        f"  {one.key}  {shorten(_name(one), 60)}  |  {shorten(_where(one), 50)}  |  {_when(one)}  |  {one.id}"
        for one in (view.one, view.other)
    ]
    return "\n".join([*lines, *(f"    {reason.code}: {shorten(reason.words, 140)}" for reason in pair.reasons)])


def _outcome(view: PairView) -> str:
    pair = view.pair
    if pair.is_decided:
        return f"{pair.state}, decided by {pair.decided_by} at {pair.decided_at}: {pair.why}"
    if pair.verdict == "related":
        return "two things at one centre, linked only"
    return "joined by rule" if pair.state == "joined" else "waits for a steward"


def steward(given: str | None) -> str:
    """Who decides: as told, else the user of the machine."""
    return (given or getpass.getuser()).strip()


def settle_pair(context: Context, ids: tuple[str, str], decision: Decision, *, who: str, why: str) -> str:
    """Take a decision and bring the index up to date; one line that says what is so now. Raises DecisionRefused."""
    first, second = (offering_id(context, one) for one in ids)
    pair = context.desk.settle_pair((first, second), decision, who=who, why=why)
    if decision == "undone":
        return f"{ids[0]} and {ids[1]}: the decision is undone; now {pair.state if pair else 'no pair'}"
    target = {one: context.ledger.target_of(one) for one in (first, second)}
    gone = next((one for one in (first, second) if target[one]), None)
    if decision == "joined" and gone is None:
        return f"{ids[0]} and {ids[1]}: noted, but another decision keeps them apart; see `liiku duplicates`"
    tail = f"; {target[gone]} stays, {gone} leads there" if gone else "; both are in the tray"
    return f"{ids[0]} and {ids[1]}: {decision}{tail}"


def offering_id(context: Context, given: str) -> str:
    """Our id of an offering, from our id or the source's. Raises DecisionRefused."""
    try:
        return str(UUID(given))
    except ValueError:
        found = context.ledger.service_by_source_id(given)
    if not found:
        raise DecisionRefused(f"there is no offering {shorten(given, 60)}; give our id or the source's own")
    if len(found) > 1:
        raise DecisionRefused(f"{given} is in several sources; give one of our ids: {', '.join(r.id for r in found)}")
    return found[0].id
