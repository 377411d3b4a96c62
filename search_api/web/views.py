"""Values to what a page shows. Unknown is said as unknown; every value that was worked out can say from what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from indexer.engines.base import Hit
from indexer.ledger import ServiceRow
from schemas.query import SearchQuery
from schemas.service import LANGS
from schemas.settings import HELSINKI
from search_api.facet_labels import LABELS, label
from search_api.present import walk_min
from search_api.understanding.labels import chip_label
from search_api.web.because import because

FOLDER = Path(__file__).parent
WORDS: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "words.yaml").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Page:
    """One page being made: its language, what was asked, what went wrong."""

    lang: str
    is_sample: bool
    given: dict[str, list[str]]
    errors: list[str] = field(default_factory=list)
    point_label: str | None = None
    other_places: list[str] = field(default_factory=list)

    def say(self, key: str, **facts: Any) -> str:
        """Our own words in the page's language."""
        return WORDS[key][self.lang].format(**facts)

    def label(self, facet: str, value: str) -> str:
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

    def day(self, value: date | datetime | str) -> str:
        """A date as people write it; a moment's date is Helsinki's."""
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-11-24") else value
        found = date.fromisoformat(found) if isinstance(found, str) else found
        found = found.astimezone(HELSINKI).date() if isinstance(found, datetime) else found
        return f"{found.day}.{found.month}.{found.year}"

    def euros(self, value: float) -> str:
        return f"{value:.2f}".removesuffix(".00").replace(".", ",") + " €"


def card(hit: Hit, row: ServiceRow, query: SearchQuery, page: Page) -> dict[str, Any]:
    """What a result card says."""
    body = orjson.loads(row.body)
    place = body["places"][hit.place or 0] if body["places"] else None
    profiles = body["accessibility"]
    asked = [
        one.split(":")[0]
        for group in query.accessibility
        for one in group.split(",")
        if one.split(":")[0] in LABELS["profile"]
    ]
    shown = asked or ["wheelchair"]
    return {
        "id": row.id,
        "body": body,
        "place": place,
        "distance_m": hit.distance_m,
        "walk_min": walk_min(hit, query),
        "next": page.moment(hit.next_start),
        "cost": cost_words(body, page),
        "access": [
            (page.label("profile", p), page.label("state", profiles[p]["state"]), profiles[p]["shortcomings"])
            for p in shown
        ],
        "modified": body["provenance"]["source_modified"],
    }


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


def render(template: str, page: Page, **context: Any) -> str:
    """The page's HTML. Everything crawled is escaped."""
    return _environment.get_template(template).render(
        page=page, say=page.say, cost_words=cost_words, because=because, chip_label=chip_label, LANGS=LANGS, **context
    )


_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
