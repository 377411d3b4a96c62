"""The seven kinds of questions of the search benchmark, seeded: within a kind no question comes twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, radians
from random import Random
from typing import Any

from benchmarks.engines_city import DISTRICTS, WAYS, Ground, word_of
from schemas.query import SearchQuery

KINDS = {
    "Q1": "text of 1–2 words",
    "Q2": "text, free, within 2 km, by distance",
    "Q3": "free, wheelchair, within 3 km, by distance",
    "Q4": "text with one typo",
    "Q5": "beginning of 3–5 letters: the names that it may be, by kind, with how many current records each leads to",
    "Q6": "facet counts for text within 5 km",
    "Q7": "map pins in a box",
}
_LANGS = ("fi",) * 7 + ("sv",) * 2 + ("en",)
_LETTERS = "aeiklnorstuy"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what the API is asked, and the same as an engine without languages would be asked (`words`)."""

    kind: str
    query: SearchQuery

    @property
    def words(self) -> str:
        return self.query.q

    def parameters(self) -> dict[str, Any]:
        """The body of its POST."""
        return self.query.model_dump(mode="json", exclude_defaults=True)


def questions(ground: Ground, kind: str, many: int, *, seed: int) -> list[Question]:
    """So many different questions of a kind."""
    random = Random(f"{kind}{seed}")
    found: dict[str, Question] = {}
    while len(found) < many:
        asked = _MAKERS[kind](random, ground)
        if asked:
            question = Question(kind, SearchQuery.model_validate(asked))
            found.setdefault(question.query.model_dump_json(), question)
    return list(found.values())


def _text(random: Random, ground: Ground) -> dict[str, Any]:
    lang = random.choice(_LANGS)
    word = word_of(random, random.choice(ground.subjects), lang)
    if len(word.split()) > 1:
        return {"q": word, "lang": lang}
    more = random.choice(
        (
            "",
            *(random.choice(WAYS)[("fi", "sv", "en").index(lang)],),
            *(word_of(random, random.choice(ground.subjects), lang),),
            *(random.choice(DISTRICTS)[1 if lang == "sv" else 0],),
        )
    )
    return {"q": f"{word} {more}".strip(), "lang": lang}


def _point(random: Random) -> dict[str, Any]:
    _, _, lat, lon = random.choice(DISTRICTS)
    return {"lat": round(lat + random.gauss(0, 0.008), 5), "lon": round(lon + random.gauss(0, 0.016), 5)}


def _text_near(random: Random, ground: Ground) -> dict[str, Any]:
    return {**_text(random, ground), **_point(random), "radius_m": 2000, "cost": ["free"], "sort": "distance"}


def _near(random: Random, ground: Ground) -> dict[str, Any]:  # noqa: ARG001  # every maker takes both
    place = {**_point(random), "radius_m": 3000}
    return {**place, "cost": ["free"], "accessibility": ["wheelchair"], "sort": "distance"}


def _typo(random: Random, ground: Ground) -> dict[str, Any]:
    lang = random.choice(_LANGS)
    word = word_of(random, random.choice(ground.subjects), lang)
    if len(word) < 6 or not word.isalpha():
        return {}
    return {"q": misspelt(random, word), "lang": lang}


def misspelt(random: Random, word: str) -> str:
    """The word with one letter left out, doubled, changed or swapped with the next, behind its first two."""
    at = random.randrange(2, len(word) - 1)
    ways: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + random.choice(_LETTERS) + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return random.choice(ways)()


def _beginning(random: Random, ground: Ground) -> dict[str, Any]:
    word = word_of(random, random.choice(ground.subjects), "fi").split()[0]
    return {"q": word[: random.randint(3, 5)]} if len(word) > 2 else {}


def _counted(random: Random, ground: Ground) -> dict[str, Any]:
    facets = ["cost", "category", "district", "audience", "registration"]
    return {**_text(random, ground), **_point(random), "radius_m": 5000, "facets": facets}


def _box(random: Random, ground: Ground) -> dict[str, Any]:  # noqa: ARG001  # every maker takes both
    at = _point(random)
    high, wide = 0.018, 0.018 / cos(radians(at["lat"]))
    west, south = round(at["lon"] - wide, 5), round(at["lat"] - high, 5)
    return {"bbox": f"{west},{south},{round(at['lon'] + wide, 5)},{round(at['lat'] + high, 5)}"}


_MAKERS: dict[str, Callable[[Random, Ground], dict[str, Any]]] = {
    "Q1": _text, "Q2": _text_near, "Q3": _near, "Q4": _typo, "Q5": _beginning, "Q6": _counted, "Q7": _box,
}  # fmt: skip


def all_questions(ground: Ground, many: int, *, seed: int) -> Iterator[list[Question]]:
    """The questions of every kind."""
    return (questions(ground, kind, many, seed=seed) for kind in KINDS)
