"""The search page's filters with their counts, what is not known counted too; and the filters in force as words that can be taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from indexer.engines.base import Engine, Request
from indexer.engines.traits import sort_key
from indexer.language.analyser import Analyser
from schemas.query import SearchQuery
from schemas.service import Feature, Profile
from search_api.deps import Deps
from search_api.facet_labels import LABELS
from search_api.searching import asked
from search_api.web.search_form import NEEDS, SearchForm
from search_api.web.views import Page

Facets = Mapping[str, Mapping[str, int]]
FACETS_SHOWN = ["cost", "kind", "category", "district", "audience", "language", "registration", "form", "weekday", "daypart", "condition",
                *(one.value for one in Profile)]  # fmt: skip
SWITCHES = ("low_threshold", "plain_language", "can_join")
"""Filters that are on or off; no facet counts them, so each is asked for."""
_SILENT = {
    "lang",
    "q",
    "near",
    "lat",
    "lon",
    "pace",
    "search",
    "sort",
    "unknown",
    "cursor",
    "limit",
    "partly",
    "as_words",
    "match",
    "understand",
}
_LABELLED = {"cost": "cost", "kind": "kind", "category": "category", "audience": "need", "district": "district", "language": "language", "shape": "form",
             "registration": "registration", "gender": "gender", "weekday": "weekday", "daypart": "daypart", "condition": "condition",
             "restricted": "restricted"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One tick. `count`: how many there are with it; `unknown`: of how many it is not known, where it is the choice's own number."""

    name: str
    value: str
    label: str
    checked: bool
    count: int | None = None
    unknown: int | None = None
    is_under: bool = False
    hint: str | None = None

    @property
    def id(self) -> str:
        return re.sub(r"[^\w-]+", "-", f"{self.name}-{self.value}")


@dataclass(frozen=True, slots=True)
class Block:
    """Ticks under one legend. `unknown` is said below them."""

    key: str
    legend: str
    choices: list[Choice]
    unknown: int | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that open and close together. `chosen`: how many of its filters are in force."""

    key: str
    title: str
    blocks: list[Block]
    chosen: int


@lru_cache(maxsize=4)
def everything(engine: Engine, analyser: Analyser, position: int, now: datetime) -> Facets:  # noqa: ARG001  # position makes it fresh
    """The facets of all that is current: which values there are at all."""
    query = SearchQuery.model_validate({"facets": FACETS_SHOWN, "limit": 1})
    words = analyser.query("", lang="fi", vocabulary=engine.vocabulary(), correct=False, understood="")
    return engine.search(Request(query, words, now)).facets


@dataclass(frozen=True, slots=True)
class Told:
    """How many there are with one more filter, and of how many more it is not known."""

    count: int
    unknown: int | None = None


def totals_with(deps: Deps, query: SearchQuery) -> dict[str, Told]:
    """How many there are with each switch on, and with each feature of the venue asked for."""
    request, _, _ = asked(deps, query.model_copy(update={"cursor": None}))
    alone: dict[str, object] = {"limit": 1, "cursor": None, "facets": []}

    def told(change: dict[str, object], unknown: str | None = None) -> Told:
        answer = deps.engine.search(replace(request, query=query.model_copy(update=alone | change), offset=0))
        return Told(answer.total, None if unknown is None else answer.unknown.get(unknown, 0))

    def needing(feature: str) -> dict[str, object]:
        asked_for = [one if feature in one.split(",") else f"{one},{feature}" for one in query.accessibility]
        return {"accessibility": asked_for or [feature]}

    found = {one: told({one: True}) for one in SWITCHES}
    found |= {one.value: told(needing(one.value), "accessibility") for one in Feature}
    return found


def groups(page: Page, facets: Facets, known: Facets, totals: Mapping[str, Told]) -> list[Group]:
    """Every group of filters, counted. `known` says which languages, subjects and conditions there are to choose from."""
    return list(_groups(page, facets, known, totals))


def _groups(page: Page, facets: Facets, known: Facets, totals: Mapping[str, Told]) -> Iterator[Group]:
    def block(name: str, legend: str, values: Iterable[str], *, tell: bool = True) -> Block:
        choices = [_choice(page, name, value, facets.get(name, {})) for value in values]
        return Block(name, page.say(legend), choices, facets.get(name, {}).get("unknown") if tell else None)

    def switch(name: str, label: str, hint: str | None = None) -> Choice:
        checked = page.first(name) == "true"
        count = totals[name].count if name in totals else None
        return Choice(name, "true", page.say(label), checked, count, hint=hint and page.say(hint))

    def group(key: str, blocks: list[Block], *names: str) -> Group:
        chosen = sum(len(page.given.get(name, [])) for name in names)
        return Group(key, page.say(f"group_{key}"), blocks, chosen)

    yield group("cost", [block("cost", "cost_legend", ("free", "low", "paid", "unknown"), tell=False)], "cost")
    yield group("way", [], "radius_m", "max_walk_min")
    districts = sorted(_present(page, "district", known), key=lambda one: sort_key(page.label("district", one)))
    if districts:
        yield group("district", [block("district", "group_district", districts)], "district")
    yield group("access", _access(page, facets, totals), "need")
    days = block("weekday", "weekdays", LABELS["weekday"])
    yield group(
        "when",
        [days, block("daypart", "dayparts", LABELS["daypart"])],
        "weekday",
        "daypart",
        "within",
        "date_from",
        "date_to",
    )
    yield group(
        "whom",
        [block("audience", "for_whom", (one for one in LABELS["audience"] if one != "everyone"))],
        "audience",
        "age",
    )
    tongues = _present(page, "language", known, ("fi", "sv", "en"))
    plain = Block("plain", page.say("plain_label"), [switch("plain_language", "plain_label", "plain_hint")])
    yield group("language", [block("language", "language_label", tongues), plain], "language", "plain_language")
    joining = Block(
        "joining",
        page.say("how"),
        [switch("can_join", "can_join"), switch("low_threshold", "low_threshold", "plain_hint")],
    )
    yield group("joining", [joining, block("registration", "registration", LABELS["registration"], tell=False)], "registration", "can_join", "low_threshold")  # fmt: skip
    subjects = block(
        "category", "subjects", [one for one in LABELS["category"] if one in _present(page, "category", known)]
    )
    kinds = block("kind", "kind_legend", ("activity", "event", "venue"))
    counts = facets.get("form", {})
    ticks = [
        Choice("shape", one, page.label("form", one), page.checked("shape", one), counts.get(one, 0))
        for one in LABELS["form"]
        if one != "unknown"
    ]
    shapes = Block("form", page.say("forms"), ticks, counts.get("unknown"))
    yield group("what", [subjects, kinds, shapes], "category", "kind", "shape")
    conditions = [one for one in LABELS["condition"] if one in _present(page, "condition", known)]
    if conditions:
        yield group("conditions", [block("condition", "group_conditions", conditions)], "condition")


def _choice(page: Page, name: str, value: str, counts: Mapping[str, int]) -> Choice:
    label = page.label(_LABELLED.get(name, name), value)
    return Choice(name, value, label, page.checked(name, value), counts.get(value, 0), is_under="/" in value)


def _present(page: Page, name: str, known: Facets, first: tuple[str, ...] = ()) -> list[str]:
    """The values that occur at all, and those asked for; `first` before the rest."""
    found = {value for value, number in known.get(name, {}).items() if number and value != "unknown"} | set(
        page.given.get(name, [])
    )
    return [*(one for one in first if one in found), *sorted(found - set(first))]


def _access(page: Page, facets: Facets, totals: Mapping[str, Told]) -> list[Block]:
    """Profiles and features with their counts; of how many it is not known."""
    partly = bool(page.first("partly"))
    profiles = []
    for one in Profile:
        counts = facets.get(one.value, {})
        number = counts.get("no_known_shortcomings", 0) + (counts.get("partly", 0) if partly else 0)
        profiles.append(
            Choice(
                "need",
                one.value,
                page.label("profile", one.value),
                page.checked("need", one.value),
                number,
                counts.get("unknown"),
            )
        )
    features = []
    for feature in Feature:
        told = totals.get(feature.value)
        label, checked = page.label("feature", feature.value), page.checked("need", feature.value)
        features.append(
            Choice("need", feature.value, label, checked, told.count if told else None, told.unknown if told else None)
        )
    return [
        Block("profile", page.say("access_label"), profiles, hint=page.say("access_hint")),
        Block("partly", page.say("access_partly"), [Choice("partly", "true", page.say("access_partly"), partly)]),
        Block("feature", page.say("access_features"), features),
    ]


def applied(page: Page, form: SearchForm) -> list[tuple[str, str]]:
    """The filters in force: in words, and what takes each away."""
    found = []
    for name, values in form.given.items():
        if name not in _SILENT:
            found += [(_words(page, name, value), f"{name}={value}") for value in values]
    return found


def _words(page: Page, name: str, value: str) -> str:
    match name:
        case "need":
            return page.label("profile" if value in set(Profile) else "feature", value) if value in NEEDS else value
        case "radius_m":
            return f"{page.say('radius')} {value} m"
        case "max_walk_min":
            return f"{page.say('walk_at_most')} {page.say('about_minutes', n=value)}"
        case "language":
            return f"{page.say('language_label')}: {page.label(name, value)}"
        case "age":
            return f"{page.say('ages')}: {value}"
        case "within":
            return page.say(f"within_{value}") if value in ("today", "week", "month") else value
        case "date_from" | "date_to":
            return f"{page.say(name)}: {value}"
        case "low_threshold" | "can_join":
            return page.say(name)
        case "plain_language":
            return page.say("plain_label")
    return page.label(_LABELLED[name], value) if name in _LABELLED else value
