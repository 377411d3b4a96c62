"""Answers as bytes and as words: JSON spliced from the ledger's stored bodies, and the reasons of a hit in three languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from indexer.engines.base import Hit
from schemas.query import SearchQuery, walk_minutes
from schemas.service import Lang
from schemas.settings import HELSINKI
from search_api.searching import Result
from search_api.understanding.labels import chip_label
from search_api.understanding.reading import Chip

WHY: dict[str, dict[Lang, str]] = {
    "free": {"fi": "Maksuton", "sv": "Avgiftsfri", "en": "Free of charge"},
    "low": {"fi": "Edullinen", "sv": "Förmånlig", "en": "Low cost"},
    "near": {"fi": "Lähellä", "sv": "I närheten", "en": "Nearby"},
    "words": {"fi": "Vastaa hakusanoja", "sv": "Motsvarar sökorden", "en": "Matches the words"},
    "accessible": {"fi": "Ei tiedettyjä esteettömyyspuutteita", "sv": "Inga kända brister i tillgängligheten", "en": "No known accessibility shortcomings"},
    "unknown_included": {"fi": "Kaikkea ei tiedetä", "sv": "Allt är inte känt", "en": "Not everything is known"},
}  # fmt: skip


def walk_min(hit: Hit, query: SearchQuery) -> int | None:
    """Walking minutes of the distance shown; never above the limit by which the hit was let in (rounding to the metre could say so)."""
    if hit.distance_m is None:
        return None
    minutes = walk_minutes(hit.distance_m, query.pace)
    return minutes if query.max_walk_min is None else min(minutes, query.max_walk_min)


@lru_cache(maxsize=10_000)
def local(moment: datetime | None) -> str | None:
    """A moment with Helsinki's offset."""
    return None if moment is None else moment.astimezone(HELSINKI).isoformat()


def reasons(hit: Hit, query: SearchQuery, cost_class: str, chips: Sequence[Chip] = ()) -> list[dict[str, str]]:
    """Why a hit is here: the filters and the understood wishes that it meets, in the language asked for."""
    codes = []
    if hit.score > 0:  # words of which nothing is left (punctuation) match nothing and score 0
        codes.append("words")
    if query.cost and cost_class in ("free", "low") and hit.unknowns == 0:
        codes.append(cost_class)
    if query.reach_m() is not None and hit.distance_m is not None:
        codes.append("near")
    if query.accessibility and hit.unknowns == 0:
        codes.append("accessible")
    if hit.unknowns:
        codes.append("unknown_included")
    found = {code: WHY[code][query.lang] for code in codes}
    for chip, met in zip(chips, hit.met, strict=False):
        if met:
            found.setdefault(chip.value, chip_label(chip, query.lang))
    return [{"code": code, "label": words} for code, words in found.items()]


def result_json(result: Result) -> bytes:
    """The body of a search's answer. Services are spliced in as they were stored."""
    query, answer = result.query, result.answer
    return orjson.dumps(
        {
            "total": answer.total,
            "unknown": answer.unknown,
            "as_of": answer.as_of,
            "understood": [chip.public() for chip in result.chips],
            "text": result.text,
            "corrections": [{"from": typed, "to": meant} for typed, meant in result.corrections],
            "hits": [
                {
                    "id": hit.id,
                    "score": hit.score,
                    "distance_m": hit.distance_m,
                    "walk_min": None if hit.distance_m is None else walk_min(hit, query),
                    "next_start": local(hit.next_start),
                    "why": why,
                    "highlight": {},
                    "service": orjson.Fragment(hit.body),
                }
                for hit, why in _with_reasons(result)
            ],
            "facets": answer.facets,
            "widen": result.widen,
            "next_cursor": result.next_cursor,
        }
    )


def _with_reasons(result: Result) -> Iterator[tuple[Hit, list[dict[str, str]]]]:
    """Each hit with its reasons; hits that are alike in what reasons look at share them."""
    query = result.query
    known: dict[tuple[Any, ...], list[dict[str, str]]] = {}
    for hit in result.hits:
        # a stored body is read only for the one reason that needs it
        cost_class = orjson.loads(hit.body)["cost"]["class"] if query.cost else ""
        alike = (hit.score > 0, cost_class, hit.distance_m is not None, hit.unknowns > 0, hit.met)
        found = known.get(alike)
        if found is None:
            found = known[alike] = reasons(hit, query, cost_class, result.chips)
        yield hit, found
