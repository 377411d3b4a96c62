"""Made-up cities and made-up searches of them: every value, gap and edge that a record or a query can have.

One recipe makes the services of a seeded `city(seed, n)` and of hypothesis strategies: it draws from any `Random`.
Venues, times and names come from small pools, so that ties are common and queries have hits.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from schemas.identity import service_id
from schemas.provenance import Provenance
from schemas.query import ACCESS_VALUES, FACETS, SearchQuery
from schemas.service import (
    Accessibility,
    AccessState,
    Audience,
    Companion,
    Condition,
    Cost,
    CostClass,
    Daypart,
    Enrolment,
    EnrolmentState,
    Feature,
    Form,
    Gender,
    Intensity,
    Keyword,
    Kind,
    Known,
    OpeningHours,
    Place,
    Precision,
    Profile,
    ProfileAccess,
    Registration,
    Restriction,
    Schedule,
    Service,
    Session,
    State,
    Text,
    Weekday,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=HELSINKI)
"""A Tuesday, at a time at which some sessions start and others end."""

SOURCE = "testikaupunki"
CATEGORIES = (
    *("sports", "sports/swimming", "sports/gym", "sports/dance"),
    *("culture", "culture/library", "culture/painting", "learning", "learning/languages"),
)
LANGUAGES = ("fi", "sv", "en", "fse", "so", "ru")
NAMES: tuple[Text, ...] = (
    {"fi": "Jumppa", "sv": "Gymnastik", "en": "Exercise class"},
    {"fi": "jumppa"},
    {"fi": "JUMPPA", "en": "Exercise class"},
    {"fi": "Tuolijumppa", "sv": "Stolgymnastik", "en": "Chair exercise"},
    {"fi": "Tuolijumppa senioreille"},
    {"fi": "Vesijumppa", "sv": "Vattengymnastik"},
    {"fi": "Uimahalli", "sv": "Simhall", "en": "Swimming hall"},
    {"fi": "Kallion uimahalli", "sv": "Berghälls simhall"},
    {"fi": "Lukupiiri", "sv": "Läsecirkel", "en": "Reading circle"},
    {"fi": "Lukupiiri 2"},
    {"fi": "Lukupiiri 10"},
    {"fi": "Maalauskurssi", "sv": "Målarkurs", "en": "Painting course"},
    {"fi": "Öljyvärimaalaus", "en": "Oil painting"},
    {"fi": "Kirjasto", "sv": "Bibliotek", "en": "Library"},
    {"fi": "Töölön kirjasto", "sv": "Tölö bibliotek"},
    {"fi": "Kuntosali", "sv": "Gym", "en": "Gym"},
    {"fi": "Kuntosali senioreille", "en": "Gym for seniors"},
    {"fi": "Tanssi", "sv": "Dans", "en": "Dance"},
    {"fi": "tanssi"},
    {"fi": "Äijäjooga"},
    {"fi": "Zumba", "sv": "Zumba"},
    {"sv": "Åländsk dans"},
    {"sv": "Ålderdomlig sång", "en": "Old songs"},
    {"en": "Watercolours"},
)
DESCRIPTIONS: tuple[Text, ...] = (
    {"fi": "Ohjattua jumppaa ja rentoa yhdessäoloa."},
    {"fi": "Tanssitaan ja lauletaan kirjastossa.", "sv": "Vi dansar och sjunger på biblioteket."},
    {"fi": "Maalauskurssin jälkeen kahvit."},
    {"sv": "Simning för alla."},
    {"en": "Swimming and gym for everyone."},
)
KEYWORDS: tuple[Keyword, ...] = (
    Keyword(id="yso:p20748", label={"fi": "tanssi", "sv": "dans", "en": "dance"}),
    Keyword(id="yso:p6062", label={"fi": "jooga", "sv": "yoga"}),
    Keyword(id="yso:p8113", label={"fi": "kuvataide"}),
)
WORDS = (
    *("jumppa", "jumppaa", "tuolijumppa", "uimahallissa", "uinti", "lukupiiri", "maalauskurssi", "maalaus", "kirjasto"),
    *("kirjastossa", "kuntosali", "tanssi", "tanssia", "jooga", "kallio", "bibliotek", "dans", "simning", "library"),
    *("swimming", "gym", "Töölön", "seniorit", "2", "olematonta"),
)
"""Single words to search for; the last is in no record."""

DISTRICTS: tuple[Text, ...] = (
    {"fi": "Kallio", "sv": "Berghäll"},
    {"fi": "Kallio"},
    {"fi": "Töölö", "sv": "Tölö", "en": "Töölö"},
    {"fi": "Vuosaari", "sv": "Nordsjö"},
    {"fi": "Itäkeskus", "sv": "Östra centrum"},
    {"sv": "Östersundom"},
    {"fi": "Östersundom", "sv": "Östersundom"},
    {},
    {},
)
ASKED_DISTRICTS = ("Kallio", "KALLIO", "berghäll", "Tölö", "ÖSTERSUNDOM", "Vuosaari", "Itäkeskus", "Atlantis")
CLOCKS = ("00:00", "00:30", "08:00", "10:00", "11:59", "12:00", "16:59", "17:00", "18:30", "23:30")
LENGTHS_MIN = (30, 60, 90, 120, 480, 3 * 24 * 60)
HOURS = (
    *("Mo-Fr 08:00-16:00; PH unknown", "Tu,Th 10:00-12:00,16:59-18:30; Sa 00:00-24:00; PH off", "24/7", "off"),
    *("Th 18:00-02:00, Fr 10:00-23:30; PH 12:00-17:00", "by the weather"),
)
"""Rules of opening hours, one of which is none."""
OFFSETS_DAYS = (-400, -120, -30, -8, -3, -2, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 14, 30, 120, 125, 200)
"""Days from today of what happens in a city; the last ones are in summer time."""

T = TypeVar("T")


def _points() -> list[tuple[float, float]]:
    random = Random(60)
    return [(round(random.uniform(60.15, 60.26), 5), round(random.uniform(24.82, 25.18), 5)) for _ in range(40)]


POINTS = _points()
"""(lat, lon) of the venues."""
VENUES: list[Place] = [
    Place(
        name={"fi": f"Talo {number}"} if number % 3 else {},
        district=DISTRICTS[number % len(DISTRICTS)],
        lat=lat if number % 8 else None,
        lon=lon if number % 8 else None,
        precision=Precision.EXACT if number % 8 else Precision.NONE,
    )
    for number, (lat, lon) in enumerate(POINTS)
]


def on_clock(days: int, clock: str, *, minutes: int = 0) -> datetime:
    """An instant by Helsinki's clocks, so many days from today; `minutes` are added in real time."""
    day = NOW.date() + timedelta(days=days)
    start = datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=HELSINKI)
    return datetime.fromtimestamp(start.timestamp() + 60 * minutes, HELSINKI)


# Services


def _maybe(random: Random, value: T, chance: float) -> T | None:
    return value if random.random() < chance else None


def _some(random: Random, values: list[T], most: int) -> list[T]:
    return random.sample(values, random.randint(0, most))


def _instant(random: Random) -> datetime:
    return NOW if random.random() < 0.2 else on_clock(random.choice(OFFSETS_DAYS), random.choice(CLOCKS))


def _day(random: Random) -> date:
    return NOW.date() + timedelta(days=random.choice(OFFSETS_DAYS))


def _session(random: Random) -> Session:
    days = random.choice(OFFSETS_DAYS)
    state: Literal["scheduled", "cancelled"] = "cancelled" if random.random() < 0.15 else "scheduled"
    if random.random() < 0.15:
        end = _maybe(random, on_clock(days + random.randint(1, 4), "00:00"), 0.6)
        return Session(start=on_clock(days, "00:00"), end=end, all_day=True, state=state)
    clock = random.choice(CLOCKS)
    end = _maybe(random, on_clock(days, clock, minutes=random.choice(LENGTHS_MIN)), 0.8)
    return Session(start=on_clock(days, clock), end=end, state=state)


def _schedule(random: Random) -> Schedule:
    sessions = [_session(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3, 6)))]
    starts, ends = sorted((_day(random), _day(random)))
    if random.random() < 0.1:
        ends = date.max
    return Schedule(
        sessions=sessions,
        starts=_maybe(random, starts, 0.4),
        ends=_maybe(random, ends, 0.4),
        rrule=_maybe(random, "FREQ=WEEKLY;BYDAY=TU", 0.1),
    )


def _cost(random: Random) -> Cost:
    prices = (0.0, 2.5, 5.0, 9.99, 10.0, 50.0, 120.0)
    return Cost(
        cost_class=random.choice(list(CostClass)),
        min_eur=_maybe(random, random.choice(prices), 0.4),
        max_eur=_maybe(random, random.choice(prices), 0.3),
        pay_up_front_eur=_maybe(random, random.choice(prices), 0.4),
        unit=random.choice((None, "visit", "course")),
        conditions=_some(random, list(Condition), 3),
    )


def _accessibility(random: Random) -> Accessibility:
    profiles = {one.value: ProfileAccess(state=random.choice(list(AccessState))) for one in Profile}
    features = {one: random.choice(list(Known)) for one in Feature if random.random() < 0.8}
    return Accessibility(**profiles, features=features)


def _ages(random: Random) -> tuple[int | None, int | None]:
    least, most = sorted((random.choice((0, 6, 7, 18, 63)), random.choice((6, 12, 17, 64, 130))))
    return _maybe(random, least, 0.5), _maybe(random, most, 0.4)


def make_service(random: Random, number: int) -> Service:
    """The service of that number, as read from the ledger: always the same id, each time another content."""
    least, most = _ages(random)
    source_id = f"testi:{number}"
    service = Service(
        id=service_id(SOURCE, source_id),
        provenance=Provenance(source=SOURCE, source_id=source_id, licence="CC0-1.0", attribution="Testikaupunki"),
        kind=random.choice(list(Kind)),
        name=random.choice(NAMES),
        description=random.choice(DESCRIPTIONS) if random.random() < 0.3 else {},
        categories=_some(random, list(CATEGORIES), 2),
        keywords=_some(random, list(KEYWORDS), 1),
        cost=_cost(random),
        restricted_to=_some(random, list(Restriction), 2) if random.random() < 0.3 else [],
        places=random.sample(VENUES, random.choice((0, 1, 1, 1, 1, 2, 3))),
        online=random.random() < 0.15,
        accessibility=_accessibility(random),
        audiences=_some(random, list(Audience), 4),
        min_age=least,
        max_age=most,
        gender=random.choice(list(Gender)),
        languages=_some(random, list(LANGUAGES), 3),
        plain_language=random.random() < 0.3,
        low_threshold=random.random() < 0.5,
        registration=random.choice(list(Registration)),
        enrolment=Enrolment(
            opens=_maybe(random, _instant(random), 0.3),
            closes=_maybe(random, _instant(random), 0.3),
            state=random.choice((*EnrolmentState, EnrolmentState.UNKNOWN, EnrolmentState.UNKNOWN)),
        ),
        form=random.choice(list(Form)),
        companion=random.choice(list(Companion)),
        intensity=random.choice(list(Intensity)),
        schedule=_schedule(random),
        weekdays=_some(random, list(Weekday), 2),
        dayparts=_some(random, list(Daypart), 2),
        opening_hours=OpeningHours(rule=_maybe(random, random.choice(HOURS), 0.5)),
        state=random.choice((*(State.ACTIVE,) * 14, State.CANCELLED, State.REMOVED)),
    )
    return as_in_ledger(service)


def as_in_ledger(service: Service) -> Service:
    """The service as it is after a way through JSON: times have an offset and no longer a zone."""
    return Service.model_validate(service.model_dump(mode="json", by_alias=True))


def city(seed: int, n: int) -> list[Service]:
    """The same n services for the same seed. Cities of other seeds have the same ids."""
    random = Random(seed)
    return [make_service(random, number) for number in range(n)]


def services() -> st.SearchStrategy[Service]:
    """Any service; its number, and so its id, is one of a few."""
    return st.builds(make_service, st.randoms(use_true_random=False), st.integers(0, 15))


def small_cities(most: int = 8) -> st.SearchStrategy[list[Service]]:
    return st.lists(services(), max_size=most, unique_by=lambda one: one.id)


# Searches


def moments() -> st.SearchStrategy[datetime]:
    """Instants at which something starts or ends, and just beside them."""
    return st.builds(
        lambda days, clock, beside: on_clock(days, clock) + beside,
        st.integers(-3, 9) | st.sampled_from([11, 12, 30]),
        st.sampled_from(CLOCKS),
        st.sampled_from([timedelta(microseconds=one) for one in (0, 0, -1, 1, 500_000)]),
    )


def _list(values: tuple[Any, ...] | list[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=most, unique=True)


def _days() -> st.SearchStrategy[date]:
    return st.integers(-10, 30).map(lambda days: NOW.date() + timedelta(days=days))


def points() -> st.SearchStrategy[dict[str, Any]]:
    """A point at a venue, near one or in another town."""
    venues = st.sampled_from(POINTS)
    beside = st.builds(
        lambda lat, lon: (lat / 1e5, lon / 1e5), st.integers(6_015_000, 6_026_000), st.integers(2_482_000, 2_518_000)
    )
    return (venues | beside | st.just((61.49802, 23.76031))).map(lambda point: {"lat": point[0], "lon": point[1]})


def _boxes() -> st.SearchStrategy[dict[str, Any]]:
    """A box between two venues, so that they lie on its edges."""
    return st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS)).map(
        lambda two: {
            "bbox": (min(p[1] for p in two), min(p[0] for p in two), max(p[1] for p in two), max(p[0] for p in two))
        }
    )


def _access() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(ACCESS_VALUES), min_size=1, max_size=2, unique=True).map(",".join)


RADII_M = st.sampled_from([0, 1, 800, 3000, 8000, 20_000, 100_000])
WALKS_MIN = st.sampled_from([0, 10, 45, 120, 600])
PACES = st.sampled_from(["normal", "slow"])
PARAMETERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "radius": st.builds(lambda point, radius: {**point, "radius_m": radius}, points(), RADII_M),
    "walk": st.builds(
        lambda point, walk, pace: {**point, "max_walk_min": walk, "pace": pace}, points(), WALKS_MIN, PACES
    ),
    "reach": st.builds(
        lambda point, radius, walk, pace: {**point, "radius_m": radius, "max_walk_min": walk, "pace": pace},
        *(points(), RADII_M, WALKS_MIN, PACES),
    ),
    "bbox": _boxes(),
    "weekday": st.fixed_dictionaries({"weekday": _list(list(Weekday), 5)}),
    "daypart": st.fixed_dictionaries({"daypart": _list(list(Daypart), 2)}),
    "dates": st.tuples(_days(), _days()).map(lambda two: {"date_from": min(two), "date_to": max(two)}),
    "date_from": st.fixed_dictionaries({"date_from": _days()}),
    "date_to": st.fixed_dictionaries({"date_to": _days()}),
    "open_at": st.fixed_dictionaries({"open_at": moments()}),
    "max_price": st.fixed_dictionaries({"max_price": st.sampled_from([0, 2.5, 9.99, 10, 60, 1000])}),
    "age": st.fixed_dictionaries({"age": st.sampled_from([0, 6, 7, 17, 18, 63, 64, 65, 130])}),
    "accessibility": st.fixed_dictionaries({"accessibility": st.lists(_access(), min_size=1, max_size=3)}),
    **{
        name: st.fixed_dictionaries({name: _list(values, most)})
        for name, values, most in (
            ("district", ASKED_DISTRICTS, 4),
            ("cost", list(CostClass), 3),
            ("restricted", [*Restriction, "none"], 3),
            ("category", [*CATEGORIES, "sport", "sports/"], 4),
            ("kind", list(Kind), 2),
            ("audience", list(Audience), 5),
            ("language", [*LANGUAGES, "et"], 3),
            ("registration", list(Registration), 3),
            ("form", list(Form), 3),
            ("gender", list(Gender), 2),
            ("condition", list(Condition), 3),
        )
    },
    **{name: st.just({name: True}) for name in ("can_join", "companion")},
    **{name: st.fixed_dictionaries({name: st.booleans()}) for name in ("low_threshold", "plain_language", "online")},
}
"""The filters by parameter, each in all its ways."""


@st.composite
def queries(
    draw: st.DrawFn, *, sorts: tuple[str, ...] = ("relevance", "distance", "start", "name"), words: bool = False
) -> SearchQuery:
    """A search with up to five of the filters; with a point when the sort needs one; with a word if `words`."""
    asked: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=5, unique=True)):
        asked.update(draw(PARAMETERS[name]))
    if {"date_from", "date_to"} <= asked.keys():
        asked["date_from"], asked["date_to"] = sorted((asked["date_from"], asked["date_to"]))
    asked["sort"] = draw(st.sampled_from(sorts))
    if "lat" not in asked and (asked["sort"] == "distance" or draw(st.booleans())):
        asked.update(draw(points()))
    if words:
        asked["q"] = draw(st.sampled_from(WORDS))
    asked["unknown"] = draw(st.sampled_from(["exclude", "include"]))
    asked["lang"] = draw(st.sampled_from(["fi", "sv", "en"]))
    asked["limit"] = 100
    return SearchQuery.model_validate(asked)


def facets() -> st.SearchStrategy[list[str]]:
    return st.just(["all"]) | st.lists(st.sampled_from(FACETS), min_size=1, max_size=4)
