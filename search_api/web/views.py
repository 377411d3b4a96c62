"""Values to what a page shows. Unknown is said as unknown; every value that was worked out can say from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indexer.engines.base import Hit
from schemas.query import SearchQuery
from schemas.service import LANGS, Text
from schemas.settings import HELSINKI
from search_api.facet_labels import LABELS, label
from search_api.present import walk_min
from search_api.understanding.labels import chip_label
from search_api.web.because import because

FOLDER = Path(__file__).parent


def _read_words() -> dict[str, dict[str, str]]:
    """Our words: `words.yaml` and every `words_….yaml` beside it."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("words*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


WORDS = _read_words()


@dataclass(slots=True)
class Page:
    """One page being made: its language, what was asked, what went wrong."""

    lang: str
    is_sample: bool
    given: dict[str, list[str]]
    errors: list[str] = field(default_factory=list)
    point_label: str | None = None
    other_places: list[str] = field(default_factory=list)
    lacks_place: bool = False
    districts: Mapping[str, Text] = field(default_factory=dict)

    def say(self, key: str, **facts: Any) -> str:
        """Our own words in the page's language."""
        return WORDS[key][self.lang].format(**facts)

    def label(self, facet: str, value: str) -> str:
        """The word for a value. `need`: an audience as what one needs, never as an illness, since the client sees the filters."""
        if facet == "district":
            return next((text for lang, text in self.districts.get(value, {}).items() if lang == self.lang), value)
        if facet == "need":
            key = f"need_{value}"
            return self.say(key) if key in WORDS else label("audience", value, self.lang)
        return label(facet, value, self.lang)

    def checked(self, name: str, value: str) -> bool:
        return value in self.given.get(name, [])

    def first(self, name: str, default: str = "") -> str:
        return (self.given.get(name) or [default])[0]

    def text(self, value: dict[str, str] | None) -> dict[str, str] | None:
        """The text in the page's language, else in another; with the language that it is in."""
        for lang in (self.lang, *LANGS):
            if value and value.get(lang):
                return {"lang": lang, "text": value[lang]}
        return None

    def moment(self, value: datetime | str | None) -> str | None:
        """A moment as people write it: weekday, day, clock."""
        if value is None:
            return None
        moment = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(HELSINKI)
        day = LABELS["weekday"][("mon", "tue", "wed", "thu", "fri", "sat", "sun")[moment.weekday()]][self.lang]
        clock = f"{moment:%H.%M}" if self.lang == "fi" else f"{moment:%H:%M}"
        return f"{day} {moment.day}.{moment.month}. {self.say('at')} {clock}".replace("  ", " ")

    def label_of_parameter(self, name: str) -> str:
        """What a parameter is called on the page; its own name where nothing there bears it."""
        key = {
            "near": "near_label",
            "age": "age_label",
            "accessibility": "access_label",
            "radius_m": "radius",
            "max_walk_min": "walk_at_most",
        }
        known = key.get(name, name)
        return self.say(known) if known in WORDS else self.label("facet", name)

    def day(self, value: date | datetime | str) -> str:
        """A date as people write it; a moment's date is Helsinki's."""
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-11-24") else value
        found = date.fromisoformat(found) if isinstance(found, str) else found
        found = found.astimezone(HELSINKI).date() if isinstance(found, datetime) else found
        return f"{found.day}.{found.month}.{found.year}"

    def euros(self, value: float) -> str:
        return f"{value:.2f}".removesuffix(".00").replace(".", ",") + " €"


def card(hit: Hit, query: SearchQuery, page: Page) -> dict[str, Any]:
    """What a result card says."""
    body = orjson.loads(hit.body)
    place = body["places"][hit.place or 0] if body["places"] else None
    profiles = body["accessibility"]
    asked = [
        one.split(":")[0]
        for group in query.accessibility
        for one in group.split(",")
        if one.split(":")[0] in LABELS["profile"]
    ]
    shown = asked or ["wheelchair"]
    features = [one for group in query.accessibility for one in group.split(",") if one in LABELS["feature"]]
    return {
        "id": hit.id,
        "body": body,
        "place": place,
        "distance_m": hit.distance_m,
        "walk_min": walk_min(hit, query),
        "next": page.moment(hit.next_start),
        "cost": cost_words(body, page),
        "access": [
            (
                page.label("profile", p),
                page.label("state", profiles[p]["state"]),
                profiles[p]["shortcomings"],
                profiles[p]["state"],
            )
            for p in shown
        ],
        "features": [(page.label("feature", one), page.label("known", profiles["features"][one])) for one in features],
        "ages": _ages(body, page),
        "audiences": [page.label("need", one) for one in body["audiences"]],
        "languages": [page.label("language", one) for one in body["languages"]],
        "modified": body["provenance"]["source_modified"],
    }


def _ages(body: dict[str, Any], page: Page) -> str | None:
    """The ages in words; None where nobody said."""
    match body["min_age"], body["max_age"]:
        case None, None:
            return None
        case low, None:
            return page.say("years_from", a=low)
        case None, high:
            return page.say("years_to", b=high)
        case low, high:
            return page.say("years", a=low, b=high)


def cost_words(body: dict[str, Any], page: Page) -> dict[str, Any]:
    """The price in words: the class, the amount, and for whom alone it holds."""
    cost = body["cost"]
    amount = None
    if cost["class"] != "free" and cost["min_eur"] is not None:
        amount = page.euros(cost["min_eur"])
        if cost["max_eur"] is not None and cost["max_eur"] != cost["min_eur"]:
            amount = f"{amount[:-2]}–{page.euros(cost['max_eur'])}"
    return {
        "class": cost["class"],
        "label": page.label("cost", cost["class"]),
        "amount": amount,
        "unit": cost["unit"] and page.say(f"unit_{cost['unit']}"),
        "restricted": [page.label("restricted", one) for one in body["restricted_to"]],
        "conditions": [page.label("condition", one) for one in cost["conditions"]],
    }


def has_library(name: str) -> bool:
    """Whether a browser library was gathered at set-up; pages are plainer without."""
    return (FOLDER / "static" / "vendor" / name).is_file()


def has_script(name: str) -> bool:
    """Whether a script of ours is there."""
    return (FOLDER / "static" / name).is_file()


def render(template: str, page: Page, **context: Any) -> str:
    """The page's HTML. Everything crawled is escaped."""
    return _environment.get_template(template).render(
        page=page,
        say=page.say,
        cost_words=cost_words,
        because=because,
        chip_label=chip_label,
        LANGS=LANGS,
        has_library=has_library,
        has_script=has_script,
        **context,
    )


_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
