"""The schema.org things in a page's JSON-LD: found in arrays, `@graph`, lists and pages, their references within the page resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from schemas.normalise.text import plain_text, shorten
from schemas.service import LANGS, Kind, Lang, Text

MAX_DEPTH = 6
Thing = Mapping[str, Any]

EVENTS = frozenset(
    """Event BusinessEvent ChildrensEvent ComedyEvent ConferenceEvent CourseInstance DanceEvent DeliveryEvent EducationEvent ExhibitionEvent
    Festival FoodEvent Hackathon LiteraryEvent MusicEvent PerformingArtsEvent PublicationEvent SaleEvent ScreeningEvent SocialEvent
    SportsEvent TheaterEvent VisualArtsEvent""".split()
)
ACTIVITIES = frozenset("Course EventSeries ExerciseAction ExercisePlan".split())
VENUES = frozenset(
    """Place AmusementPark Aquarium ArtGallery Beach BowlingAlley CivicStructure CommunityCenter EventVenue ExerciseGym GolfCourse HealthClub
    LandmarksOrHistoricalBuildings Library MovieTheater Museum MusicVenue Park PerformingArtsTheater Playground PublicSwimmingPool
    SkiResort SportsActivityLocation SportsClub StadiumOrArena TennisComplex TouristAttraction Zoo""".split()
)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)


@dataclass(slots=True)
class PageThings:
    """What a page says of itself: things in order, JSON-LD that could not be read as (snippet, why), its language and its own address."""

    things: list[Thing] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    has_json_ld: bool = False
    lang: str = ""
    canonical: str | None = None


def read_page(html: str) -> PageThings:
    """The things of a page."""
    tree = LexborHTMLParser(html)
    root, own = tree.css_first("html[lang]"), tree.css_first('link[rel="canonical"][href]')
    page = PageThings(
        lang=(root.attributes.get("lang") or "").strip().lower()[:2] if root else "",
        canonical=own.attributes.get("href") if own else None,
    )
    roots: list[Any] = []
    for script in tree.css("script[type]"):
        kind = (script.attributes.get("type") or "").partition(";")[0].strip().lower()
        if kind != "application/ld+json":
            continue
        page.has_json_ld = True
        text = _WRAPPING.sub("", _WRAPPING.sub("", script.text()))
        try:
            roots.append(json.loads(text, strict=False))
        except (ValueError, RecursionError) as error:
            page.broken.append((shorten(text.strip()), shorten(str(error), 120)))
    named = {
        one["@id"]: one for root in roots for one in _nodes(root) if isinstance(one.get("@id"), str) and len(one) > 1
    }
    pointed = {
        one["@id"]
        for root in roots
        for one in _nodes(root)
        if set(one) <= {"@id", "@type"} and isinstance(one.get("@id"), str)
    }
    page.things = [_resolved(one, named) for root in roots for one in _tops(root) if not _is_only_where(one, pointed)]
    return page


def types_of(thing: Thing) -> list[str]:
    """The thing's types, without `schema:` or an address before them."""
    value = thing.get("@type")
    found = value if isinstance(value, list) else [value]
    return [re.split(r"[/:#]", one)[-1] for one in found if isinstance(one, str)]


def kind_of(thing: Thing) -> Kind | None:
    """What the thing is for us: an event, an activity, a venue; None for articles, organisations, breadcrumbs."""
    types = types_of(thing)
    for known, kind in ((ACTIVITIES, Kind.ACTIVITY), (EVENTS, Kind.EVENT), (VENUES, Kind.VENUE)):
        if any(one in known for one in types):
            return kind
    return None


def many(value: object) -> list[Any]:
    """A value that may stand alone or in a list, as a list; nothing for null."""
    return [one for one in value if one is not None] if isinstance(value, list) else [] if value is None else [value]


def objects(value: object) -> list[Thing]:
    """The objects among them."""
    return [one for one in many(value) if isinstance(one, Mapping)]


def words(value: object) -> str:
    """The plain words of a text that may be a string, a number, a list, or an object with `@value` or `name`."""
    for one in many(value):
        if isinstance(one, Mapping):
            one = one.get("@value", one.get("name"))
        if isinstance(one, bool):
            continue
        text = plain_text(str(one) if isinstance(one, (int, float)) else one)
        if text:
            return text
    return ""


def text_of(value: object, lang: Lang) -> Text:
    """The text by language: in the page's, but where a value names its own."""
    found: Text = {}
    for one in many(value):
        told = str(one.get("@language", "")).lower()[:2] if isinstance(one, Mapping) else ""
        code: Lang = next((known for known in LANGS if known == told), lang)
        if told and code != told:
            continue
        if text := words(one):
            found.setdefault(code, text)
    return found


def _tops(value: object, depth: int = 0) -> Iterator[Thing]:
    """The things that a page is about: those of lists and graphs, not the places and organisers within an event."""
    for one in many(value):
        if not isinstance(one, Mapping) or depth > MAX_DEPTH:
            continue
        if kind_of(one) is not None:
            yield one
        inner = [one.get("@graph"), one.get("mainEntity")]
        inner += [item.get("item", item) for item in objects(one.get("itemListElement"))]
        if kind_of(one) is Kind.VENUE:
            inner += [one.get("event"), one.get("events")]
        for part in inner:
            if part is not one:
                yield from _tops(part, depth + 1)


def _nodes(value: object, depth: int = 0) -> Iterator[Thing]:
    if isinstance(value, Mapping) and depth <= MAX_DEPTH:
        yield value
        for inner in value.values():
            yield from _nodes(inner, depth + 1)
    elif isinstance(value, list) and depth <= MAX_DEPTH:
        for inner in value:
            yield from _nodes(inner, depth + 1)


def _is_only_where(thing: Thing, pointed: set[Any]) -> bool:
    """A place that another thing of the page points to is where that is held, not an offering of its own."""
    return kind_of(thing) is Kind.VENUE and thing.get("@id") in pointed


def _resolved(thing: Thing, named: Mapping[str, Thing]) -> Thing:
    """The thing with what it only points to by `@id` put in its place, one step deep."""

    def whole(value: object) -> object:
        if isinstance(value, list):
            return [whole(one) for one in value]
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"} and str(value.get("@id")) in named:
            return named[value["@id"]]
        return value

    return {name: whole(value) for name, value in thing.items()}
