"""A steward's corrections, put into an offering after everything else. What the source says stands beside each, and each ends at its day. Pure.

A correction that the source has caught up with, or that no longer fits the rest of the record, is not applied: the source's word stands.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from indexer.completeness import CONTRADICTION
from indexer.compose import Composed
from indexer.correctable import FIELDS, MISSING, Field, misfits
from indexer.correction_rows import Correction, Told
from indexer.places import NOTHING_KNOWN, PlaceBook
from schemas.normalise.text import shorten
from schemas.provenance import Derived
from schemas.service import Place, Precision, Service

RULE = "steward.correction"
"""The rule that a corrected value names in `derived`."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The offering with its corrections, and what was found where each is."""

    composed: Composed
    told: dict[int, Told]


def corrected(composed: Composed, corrections: Sequence[Correction], *, book: PlaceBook = NOTHING_KNOWN) -> Corrected:
    """The offering as stewards say it is, the oldest correction first. `book` knows the district of a corrected point."""
    body = composed.service.model_dump(mode="json", by_alias=True)
    told: dict[int, Told] = {}
    for one in corrections:
        field = FIELDS.get(one.pointer)
        said = field.read(body) if field else MISSING
        if field is None or said is MISSING:
            told[one.id] = Told(None, "no_place")
            continue
        if field.agrees(said, one.value):
            told[one.id] = Told(said)
            continue
        trial = copy.deepcopy(body)
        field.write(trial, one.value)
        _follow(trial, field, book)
        trouble = min(misfits(trial) - misfits(body), default=_invalid(trial))
        told[one.id] = Told(said, trouble)
        if not trouble:
            trial["derived"] = [*_others(trial["derived"], field), _note(one, field, said)]
            body = trial
    return Corrected(Composed(Service.model_validate(body), composed.leans), told)


def is_caught_up(one: Correction) -> bool:
    """Whether the source says by now what the correction says."""
    field = FIELDS.get(one.pointer)
    return not one.misfit and field is not None and field.agrees(one.source_value, one.value)


def in_words(value: Any) -> str:
    """A value as one line of text.

    >>> in_words({"class": "paid", "min_eur": 8.0, "unit": None}), in_words(["men", "women"]), in_words(None), in_words(True)
    ('paid, min_eur 8', 'men, women', 'nothing', 'true')
    """
    if isinstance(value, dict):
        known = {key: part for key, part in value.items() if part is not None}
        return ", ".join(
            in_words(p) if key in ("class", "state") else f"{key} {in_words(p)}" for key, p in known.items()
        )
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "nothing"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _note(one: Correction, field: Field, said: Any) -> dict[str, Any]:
    evidence = f"{one.why} ({one.day}, until {one.until}); the source says {shorten(in_words(said), 200)}"
    return Derived(pointer=field.told_at, by=RULE, evidence=evidence).model_dump(mode="json", by_alias=True)


def _others(notes: Iterable[dict[str, Any]], field: Field) -> list[dict[str, Any]]:
    """The notes but those on the value that no longer stands; that the source speaks against itself stays true."""
    return [note for note in notes if note["by"].endswith(CONTRADICTION) or not field.covers(note["pointer"])]


def _follow(body: dict[str, Any], field: Field, book: PlaceBook) -> None:
    """What follows from a corrected value: a point is exact and has another district; other opening hours have no rule."""
    if field.label == "opening_hours":
        body["opening_hours"]["rule"] = None
    if field.kind != "point":
        return
    place = body["places"][0] | {"precision": Precision.EXACT.value}
    worked_out = [note for note in body["derived"] if note["by"].startswith("divisions.")]
    old = [note for note in worked_out if note["pointer"].startswith(f"{field.pointer}/")]
    for note in old:
        name = note["pointer"].rpartition("/")[2]
        place[name] = {} if name == "district" else None
    completed = book.complete([Place.model_validate(place)])
    body["places"][0] = completed.places[0].model_dump(mode="json")
    body["derived"] = [note for note in body["derived"] if note not in old]
    body["derived"] += [note.model_dump(mode="json", by_alias=True) for note in completed.notes]


def _invalid(body: dict[str, Any]) -> str:
    try:
        Service.model_validate(body)
    except ValidationError:
        return "schema"
    return ""
