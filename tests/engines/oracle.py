"""What a search must answer, by brute force: docs/search.md as plain loops over the services' JSON. No engine is in it.

Slow and literal on purpose. Where the page can be read in two ways, the reading taken is marked "Read as:".
It does not rank by words: with words and `sort=relevance` it knows which records are hits, not in which order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from indexer.language.analyser import Analyser
from indexer.language.tokens import QueryWord
from schemas.query import SearchQuery
from schemas.service import Service

HELSINKI = ZoneInfo("Europe/Helsinki")
EARTH_RADIUS_M = 6_371_008.8
DETOUR = 1.3
METRES_PER_MINUTE = {"normal": 75, "slow": 45}
FINNISH_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYPARTS = ("morning", "afternoon", "evening")
HOLIDAYS = (date(2026, 12, 6), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26))
"""Those public holidays at which the cities are asked for what is open."""
ACCESS_STATES = ("no_known_shortcomings", "partly", "shortcomings", "unknown")
PROFILES = ("wheelchair", "reduced_mobility", "rollator", "stroller", "visually_impaired", "hearing_aid")
NEVER_UNKNOWN = ("restricted", "kind", "low_threshold", "plain_language", "online")
CLOSED_SETS: dict[str, tuple[str, ...]] = {
    "cost": ("free", "low", "paid", "unknown"),
    "kind": ("venue", "activity", "event"),
    "audience": (
        *("children", "youth", "young_adults", "adults", "seniors", "families", "immigrants", "unemployed", "disabled"),
        *("mental_health", "substance_recovery", "carers", "women", "men", "everyone"),
    ),
    "registration": ("none", "optional", "required", "referral", "unknown"),
    "form": ("group", "individual", "drop_in", "self_guided", "unknown"),
    "gender": ("women", "men", "unknown"),
    "weekday": WEEKDAYS,
    "daypart": DAYPARTS,
    "condition": (
        *("kaikukortti", "palvelukeskuskortti", "student", "unemployed", "pensioner", "child", "companion_free"),
        *("membership", "card_product", "registration"),
    ),
}
OPEN_SETS = ("category", "district", "language")

JSON = dict[str, Any]


class Says(StrEnum):
    """What a filter says of a record."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


Filter = Callable[[JSON], Says]


@dataclass(frozen=True, slots=True)
class OracleAnswer:
    """What every engine must say. `unknowns`, `distances`, `nearest` (indices of places) and `next_starts` are by hit.

    `ids_in_order` is None where the order is the engine's own. `pinned` are the hits with coordinates, by id.
    `sets`: what each filter in use says of the current, matching records; to explain a difference.
    `ties`: what equal scores are ordered by: metres when there is a point, else the next start in epoch seconds; without either, infinity.
    """

    total: int
    ids: frozenset[str]
    ids_in_order: tuple[str, ...] | None
    unknowns: dict[str, int]
    distances: dict[str, int | None]
    nearest: dict[str, frozenset[int]]
    next_starts: dict[str, datetime | None]
    pinned: tuple[str, ...]
    unknown: dict[str, int]
    facets: dict[str, dict[str, int]]
    sets: dict[str, dict[Says, frozenset[str]]]
    ties: dict[str, float]


class Oracle:
    """The whole ledger in a list, and one loop over it for each question."""

    def __init__(self, services: Iterable[Service], analyser: Analyser) -> None:
        self.analyser = analyser
        self.services: list[JSON] = []
        self._tokens: dict[str, frozenset[str]] = {}
        for service in services:
            self.services.append(service.model_dump(mode="json", by_alias=True))
            words = analyser.document(service)
            self._tokens[service.id] = frozenset(token for tokens in words.fields.values() for token in tokens)

    def search(self, query: SearchQuery, now: datetime) -> OracleAnswer:
        """All hits of the query at that moment; `limit` and `cursor` do not matter here."""
        found = self._matching([one for one in self.services if is_current(one, now)], query)
        filters = filters_of(query, now)
        says = {one["id"]: {name: ask(one) for name, ask in filters.items()} for one in found}
        hits = [one for one in found if _passes(query, says[one["id"]])]
        unknowns = {one["id"]: _count_unknown(says[one["id"]]) for one in hits}
        return OracleAnswer(
            total=len(hits),
            ids=frozenset(one["id"] for one in hits),
            ids_in_order=self._order(hits, query, now, unknowns),
            unknowns=unknowns,
            distances={one["id"]: _rounded(nearest_m(one, query.point)) for one in hits},
            nearest={one["id"]: _nearest_places(one, query.point) for one in hits},
            next_starts={one["id"]: next_start(one, now) for one in hits},
            pinned=tuple(sorted(one["id"] for one in hits if _points(one))),
            unknown={
                name: sum(
                    says[one["id"]][name] is Says.UNKNOWN and _passes(query, says[one["id"]], but=name) for one in found
                )
                for name in filters
                if name not in NEVER_UNKNOWN
            },
            facets={name: self._facet(name, found, says, query, now) for name in query.facet_names()},
            sets={
                name: {what: frozenset(one["id"] for one in found if says[one["id"]][name] is what) for what in Says}
                for name in filters
            },
            ties={one["id"]: _tie(one, query, now) for one in hits},
        )

    def wished(self, wish: SearchQuery, now: datetime) -> dict[str, bool | None]:
        """What a wish says of each current record: yes where all its filters do, no where one does. What is online only is nowhere near."""
        filters = filters_of(wish, now)
        found: dict[str, bool | None] = {}
        for one in self.services:
            if not is_current(one, now):
                continue
            says = {ask(one) for ask in filters.values()}
            nowhere = one["online"] and not _points(one) and (wish.point is not None or bool(wish.district))
            found[one["id"]] = True if says == {Says.YES} else False if Says.NO in says or nowhere else None
        return found

    def naming(self, words: Iterable[QueryWord]) -> frozenset[str]:
        """The records that have a token of every one of the words; none without words."""
        wanted = [{token for token, _ in word.tokens} for word in words]
        return frozenset(
            key for key, tokens in self._tokens.items() if wanted and not any(tokens.isdisjoint(one) for one in wanted)
        )

    def _matching(self, current: list[JSON], query: SearchQuery) -> list[JSON]:
        """Every asked word by its tokens; by its weaker tokens too; any asked word by either: the first of these that ten records meet.

        Read as: "ten records" means ten current ones, whatever the filters are; or counts of one search would disagree.
        """
        words = self.analyser.query(query.q, lang=query.lang).words
        asked = [word for word in words if not word.is_form] or words
        if not asked:
            return current
        every, wider, any_of = [], [], []
        for one in current:
            has = self._tokens[one["id"]]
            strong = [any(token in has for token, _ in word.tokens) for word in asked]
            weak = [any(token in has for token, _ in (*word.tokens, *word.weaker)) for word in asked]
            every += [one] * all(strong)
            wider += [one] * all(weak)
            any_of += [one] * any(weak)
        return next((found for found in (every, wider) if len(found) >= 10), any_of)

    def _facet(
        self, facet: str, found: list[JSON], says: dict[str, dict[str, Says]], query: SearchQuery, now: datetime
    ) -> dict[str, int]:
        own = "accessibility" if facet in PROFILES else "when" if facet in ("weekday", "daypart") else facet
        counted = [one for one in found if _passes(query, says[one["id"]], but=own)]
        if facet in PROFILES:
            return {s: sum(one["accessibility"][facet]["state"] == s for one in counted) for s in ACCESS_STATES}

        def count(values: list[str], what: Says) -> int:
            # Read as: "that value alone in place of the asked ones (dates stay)": of `when`, only the dates stay.
            others: JSON = {"weekday": [], "daypart": []} if own == "when" else {}
            ask = filters_of(query.model_copy(update={**others, facet: values}), now)[own]
            return sum(ask(one) is what for one in counted)

        values = self._values(facet)
        counts = {value: count([value], Says.YES) for value in values}
        if facet not in ("condition", "kind"):
            # Read as: a filter that can never say unknown has no `unknown` here either.
            # Read as: unknown when the filter, asked for all that can be known, says unknown.
            counts["unknown"] = count([value for value in values if value != "unknown"] or ["-"], Says.UNKNOWN)
        return counts

    def _values(self, facet: str) -> list[str]:
        """The values of a facet: of a closed set all, of an open one those that occur in any record."""
        if facet in CLOSED_SETS:
            return list(CLOSED_SETS[facet])
        values: list[str] = []
        for one in self.services:
            if facet == "category":
                values += [value for category in one["categories"] for value in (category, category.split("/")[0])]
            elif facet == "district":
                names = [place["district"].get("fi") or place["district"].get("sv") for place in one["places"]]
                values += [name for name in names if name]
            else:
                values += one["languages"]
        return sorted(set(values))

    def _order(
        self, hits: list[JSON], query: SearchQuery, now: datetime, unknowns: dict[str, int]
    ) -> tuple[str, ...] | None:
        sort = query.sort.value
        if sort == "relevance" and self.analyser.query(query.q, lang=query.lang):
            return None
        if sort == "relevance":
            sort = "distance" if query.point else "start"

        def key(one: JSON) -> tuple[object, ...]:
            first: object
            if sort == "distance":
                distance_m = nearest_m(one, query.point)
                first = (distance_m is None, distance_m or 0.0)
            elif sort == "start":
                start = next_start(one, now)
                first = (start is None, start or now)
            else:
                first = name_key(one, query.lang)
            return (unknowns[one["id"]], first, one["id"])

        return tuple(one["id"] for one in sorted(hits, key=key))


def _passes(query: SearchQuery, says: dict[str, Says], *, but: str = "") -> bool:
    """Whether all filters (but one) say what a hit needs."""
    needed = (Says.YES, Says.UNKNOWN) if query.unknown == "include" else (Says.YES,)
    return all(answer in needed for name, answer in says.items() if name != but)


def _tie(one: JSON, query: SearchQuery, now: datetime) -> float:
    if query.point is not None:
        distance_m = nearest_m(one, query.point)
        return math.inf if distance_m is None else distance_m
    start = next_start(one, now)
    return math.inf if start is None else start.timestamp()


def _count_unknown(says: dict[str, Says]) -> int:
    return sum(answer is Says.UNKNOWN for answer in says.values())


# Time


@lru_cache(maxsize=100_000)
def instant(text: str) -> datetime:
    """A JSON date-time in UTC: Python compares two times of the same zone by their clocks, not as instants."""
    return datetime.fromisoformat(text).astimezone(UTC)


@lru_cache(maxsize=100_000)
def local(text: str) -> datetime:
    return instant(text).astimezone(HELSINKI)


def scheduled(service: JSON) -> list[JSON]:
    return [session for session in service["schedule"]["sessions"] if session["state"] == "scheduled"]


def is_current(service: JSON, now: datetime) -> bool:
    """Whether the record can be a hit at all."""
    if service["state"] != "active":
        return False
    if service["schedule"]["sessions"]:
        return any(instant(one["end"] or one["start"]) >= now for one in scheduled(service))
    if service["schedule"]["ends"]:
        return now.astimezone(HELSINKI).date() <= date.fromisoformat(service["schedule"]["ends"])
    return True


def next_start(service: JSON, now: datetime) -> datetime | None:
    """Read as: a midnight "still to come" is at or after now, as the start of a session is."""
    if service["schedule"]["sessions"]:
        return min((instant(one["start"]) for one in scheduled(service) if instant(one["start"]) >= now), default=None)
    if not service["schedule"]["starts"]:
        return None
    first_day = date.fromisoformat(service["schedule"]["starts"])
    if first_day < now.astimezone(HELSINKI).date():
        return None
    midnight = datetime.combine(first_day, time(), HELSINKI).astimezone(UTC)
    return midnight if midnight >= now else None


def daypart(start: datetime) -> str:
    return "morning" if start.hour < 12 else "afternoon" if start.hour < 17 else "evening"


# Place


def great_circle_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two (lat, lon) on the sphere, by the haversine formula."""
    lat, lon, lat_2, lon_2 = (math.radians(degrees) for degrees in (*one, *other))
    half = math.sin((lat_2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_2) * math.sin((lon_2 - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def _points(service: JSON) -> list[tuple[float, float]]:
    return [(one["lat"], one["lon"]) for one in service["places"] if one["lat"] is not None and one["lon"] is not None]


def nearest_m(service: JSON, point: tuple[float, float] | None) -> float | None:
    """The exact distance to the nearest place, if there is a point and a place with coordinates."""
    if point is None:
        return None
    return min((great_circle_m(point, place) for place in _points(service)), default=None)


def _nearest_places(service: JSON, point: tuple[float, float] | None) -> frozenset[int]:
    least_m = nearest_m(service, point)
    if point is None or least_m is None:
        return frozenset()
    return frozenset(
        index
        for index, one in enumerate(service["places"])
        if one["lat"] is not None and great_circle_m(point, (one["lat"], one["lon"])) == least_m
    )


def _rounded(distance_m: float | None) -> int | None:
    return None if distance_m is None else round(distance_m)


def name_key(service: JSON, lang: str) -> list[tuple[int, int]]:
    """The name by the Finnish alphabet, case folded; what is not in the alphabet (spaces, digits) comes before a."""
    name = next((service["name"][one] for one in (lang, "fi", "sv", "en") if one in service["name"]), "")
    return [(1, FINNISH_ALPHABET.index(c)) if c in FINNISH_ALPHABET else (0, ord(c)) for c in name.casefold()]


# Filters


def any_of(answers: Iterable[Says]) -> Says:
    """Several values: yes if one says yes, else unknown if one says unknown, else no."""
    said = list(answers)
    return Says.YES if Says.YES in said else Says.UNKNOWN if Says.UNKNOWN in said else Says.NO


def all_of(answers: Iterable[Says]) -> Says:
    """Joined by a comma: no if one says no, else unknown if one is, else yes."""
    said = list(answers)
    return Says.NO if Says.NO in said else Says.UNKNOWN if Says.UNKNOWN in said else Says.YES


def _yes_or_no(yes: bool) -> Says:
    return Says.YES if yes else Says.NO


def filters_of(query: SearchQuery, now: datetime) -> dict[str, Filter]:
    """The filters in use, by the names that they have in `unknown`."""
    in_use: dict[str, tuple[bool, Filter]] = {
        "near": (_limit_m(query) is not None, lambda one: _near(one, query)),
        "bbox": (query.bbox is not None, lambda one: _bbox(one, query)),
        "district": (bool(query.district), lambda one: _district(one, query.district)),
        "cost": (bool(query.cost), lambda one: _value(one["cost"]["class"], query.cost)),
        "max_price": (query.max_price is not None, lambda one: _max_price(one, query)),
        "restricted": (bool(query.restricted), lambda one: _restricted(one, query.restricted)),
        "category": (bool(query.category), lambda one: _category(one, query.category)),
        "kind": (bool(query.kind), lambda one: _yes_or_no(one["kind"] in query.kind)),
        "audience": (bool(query.audience), lambda one: _has(one["audiences"], [*query.audience, "everyone"])),
        "age": (query.age is not None, lambda one: _age(one, query)),
        "language": (bool(query.language), lambda one: _has(one["languages"], query.language)),
        "accessibility": (bool(query.accessibility), lambda one: _accessibility(one, query.accessibility)),
        "registration": (bool(query.registration), lambda one: _value(one["registration"], query.registration)),
        "can_join": (query.can_join, lambda one: _can_join(one, now)),
        "form": (bool(query.form), lambda one: _value(one["form"], query.form)),
        "companion": (query.companion, lambda one: _value(one["companion"], ["welcome", "free"])),
        "low_threshold": (
            query.low_threshold is not None,
            lambda one: _yes_or_no(one["low_threshold"] == query.low_threshold),
        ),
        "plain_language": (
            query.plain_language is not None,
            lambda one: _yes_or_no(one["plain_language"] == query.plain_language),
        ),
        "gender": (bool(query.gender), lambda one: _value(one["gender"], query.gender)),
        "online": (query.online is not None, lambda one: _yes_or_no(one["online"] == query.online)),
        "condition": (bool(query.condition), lambda one: _condition(one, query.condition)),
        "when": (_asks_when(query), lambda one: _when(one, query, now)),
        "open_at": (query.open_at is not None, lambda one: _open_at(one, query)),
    }
    return {name: ask for name, (used, ask) in in_use.items() if used}


def _value(value: str, asked: Iterable[str]) -> Says:
    """Is one of them; unknown when unknown and not asked for."""
    if value in list(asked):
        return Says.YES
    return Says.UNKNOWN if value == "unknown" else Says.NO


def _has(values: list[str], asked: Iterable[str]) -> Says:
    """Has one of them; unknown when there are no values."""
    if not values:
        return Says.UNKNOWN
    return _yes_or_no(any(one in values for one in asked))


def _limit_m(query: SearchQuery) -> float | None:
    limits = []
    if query.radius_m is not None:
        limits.append(float(query.radius_m))
    if query.max_walk_min is not None:
        limits.append(query.max_walk_min * METRES_PER_MINUTE[query.pace.value] / DETOUR)
    return min(limits, default=None)


def _near(service: JSON, query: SearchQuery) -> Says:
    distance_m = nearest_m(service, query.point)
    limit_m = _limit_m(query)
    if distance_m is None or limit_m is None:
        return Says.UNKNOWN
    return _yes_or_no(distance_m <= limit_m)


def _bbox(service: JSON, query: SearchQuery) -> Says:
    if query.bbox is None or not _points(service):
        return Says.UNKNOWN
    west, south, east, north = query.bbox
    return _yes_or_no(any(south <= lat <= north and west <= lon <= east for lat, lon in _points(service)))


def _district(service: JSON, asked: list[str]) -> Says:
    names = [name.casefold() for place in service["places"] for name in place["district"].values()]
    return _has(names, [one.casefold() for one in asked])


def _max_price(service: JSON, query: SearchQuery) -> Says:
    cost = service["cost"]
    prices = [0 if cost["class"] == "free" else None, cost["pay_up_front_eur"], cost["min_eur"]]
    for price in prices:
        if price is not None and query.max_price is not None:
            return _yes_or_no(price <= query.max_price)
    return Says.UNKNOWN


def _restricted(service: JSON, asked: Iterable[str]) -> Says:
    restrictions = service["restricted_to"] or ["none"]
    return _yes_or_no(any(one in restrictions for one in asked))


def _category(service: JSON, asked: list[str]) -> Says:
    if not service["categories"]:
        return Says.UNKNOWN
    return _yes_or_no(any(has == one or has.startswith(one + "/") for has in service["categories"] for one in asked))


def _age(service: JSON, query: SearchQuery) -> Says:
    least, most = service["min_age"], service["max_age"]
    if least is None and most is None:
        return Says.UNKNOWN
    assert query.age is not None
    return _yes_or_no((least is None or least <= query.age) and (most is None or query.age <= most))


def _accessibility(service: JSON, asked: list[str]) -> Says:
    return any_of(all_of(_access(service["accessibility"], part) for part in one.split(",")) for one in asked)


def _access(accessibility: JSON, asked: str) -> Says:
    name, _, partly = asked.partition(":")
    if name in PROFILES:
        return _value(
            accessibility[name]["state"], ["no_known_shortcomings", "partly"] if partly else ["no_known_shortcomings"]
        )
    return _value(accessibility["features"].get(name, "unknown"), ["yes"])


def _can_join(service: JSON, now: datetime) -> Says:
    enrolment = service["enrolment"]
    if enrolment["state"] in ("full", "waiting_list", "closed"):
        return Says.NO
    if enrolment["closes"] and instant(enrolment["closes"]) < now:
        return Says.NO
    if enrolment["opens"] and instant(enrolment["opens"]) > now:
        return Says.NO
    if enrolment["state"] == "not_open" and not enrolment["opens"]:
        return Says.NO
    if enrolment["opens"] or enrolment["closes"] or enrolment["state"] == "open":
        return Says.YES
    return Says.YES if service["registration"] in ("none", "optional") else Says.UNKNOWN


def _condition(service: JSON, asked: Iterable[str]) -> Says:
    return Says.YES if any(one in service["cost"]["conditions"] for one in asked) else Says.UNKNOWN


def _asks_when(query: SearchQuery) -> bool:
    return bool(query.weekday or query.daypart or query.date_from or query.date_to)


def _when(service: JSON, query: SearchQuery, now: datetime) -> Says:
    schedule = service["schedule"]
    if schedule["sessions"]:
        return any_of(_session(one, query) for one in scheduled(service) if instant(one["start"]) >= now)
    if not (schedule["starts"] or schedule["ends"]):
        return Says.UNKNOWN
    starts = date.fromisoformat(schedule["starts"]) if schedule["starts"] else date.min
    ends = date.fromisoformat(schedule["ends"]) if schedule["ends"] else date.max
    if (query.date_from and ends < query.date_from) or (query.date_to and starts > query.date_to):
        return Says.NO
    return _held(service, query, now, (starts, ends)) if query.weekday or query.daypart else Says.YES


def _held(service: JSON, query: SearchQuery, now: datetime, period: tuple[date, date]) -> Says:
    """Whether a period with weekdays and dayparts of its own is held at those asked for."""
    asked = [
        (has, few) for has, few in ((service["weekdays"], query.weekday), (service["dayparts"], query.daypart)) if few
    ]
    if any(has and not set(has) & set(few) for has, few in asked):
        return Says.NO
    if not all(set(has) & set(few) for has, few in asked):
        return Says.UNKNOWN
    tomorrow = now.astimezone(HELSINKI).date() + timedelta(days=1)
    first = max(period[0], query.date_from or date.min, tomorrow)
    last = min(period[1], query.date_to or date.max)
    if (last - first).days + 1 < 7:
        return Says.UNKNOWN
    # Read as: which weekday goes with which daypart is known when all of one kind are asked for.
    return Says.YES if len(asked) == 1 or any(set(has) <= set(few) for has, few in asked) else Says.UNKNOWN


def _session(session: JSON, query: SearchQuery) -> Says:
    """Read as: a session without a clock has a date and a weekday like any other; only `daypart` it cannot answer."""
    start = local(session["start"])
    if query.weekday and WEEKDAYS[start.weekday()] not in query.weekday:
        return Says.NO
    if (query.date_from and start.date() < query.date_from) or (query.date_to and start.date() > query.date_to):
        return Says.NO
    if query.daypart and session["all_day"]:
        return Says.UNKNOWN
    return _yes_or_no(not query.daypart or daypart(start) in query.daypart)


def _open_at(service: JSON, query: SearchQuery) -> Says:
    """A session without an end covers no instant."""
    assert query.open_at is not None
    hours = _by_rule(service["opening_hours"]["rule"], query.open_at)
    covered = any(
        one["end"] is not None and instant(one["start"]) <= query.open_at < instant(one["end"])
        for one in scheduled(service)
    )
    if covered or hours is Says.YES:
        return Says.YES
    if hours is Says.UNKNOWN or (hours is None and not service["schedule"]["sessions"]):
        return Says.UNKNOWN
    return Says.NO


def _by_rule(rule: str | None, moment: datetime) -> Says | None:
    """What a rule of `cities.HOURS` says; None for what is no rule. Reads weekly hours and what comes after `PH` only."""
    if rule is None or rule == "by the weather":
        return None
    if rule in ("24/7", "off"):
        return _yes_or_no(rule == "24/7")
    clock = moment.astimezone(HELSINKI)
    *weekly, holidays = rule.split("; ")
    if clock.date() in HOLIDAYS:
        said = holidays.removeprefix("PH ")
        return Says.UNKNOWN if said == "unknown" else _yes_or_no(said != "off" and _in_times(said, clock.time(), 0))
    today, yesterday = clock.weekday(), (clock.weekday() - 1) % 7
    for part in ", ".join(weekly).split(", "):
        days, times = part.split(" ")
        listed = _listed(days)
        if today in listed and _in_times(times, clock.time(), 0):
            return Says.YES
        if yesterday in listed and _in_times(times, clock.time(), 1):
            return Says.YES
    return Says.NO


def _listed(days: str) -> set[int]:
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    ends = [[names.index(end) for end in run.split("-")] for run in days.split(",")]
    return {day for run in ends for day in range(run[0], run[-1] + 1)}


def _in_times(times: str, clock: time, days_later: int) -> bool:
    """Whether a clock so many days later lies in one of the spans, of which some go over midnight."""
    at = clock.hour + clock.minute / 60 + clock.second / 3600 + clock.microsecond / 3.6e9 + 24 * days_later
    for span in times.split(","):
        start, end = (int(one[:2]) + int(one[3:]) / 60 for one in span.split("-"))
        if start <= at < (end if end > start else end + 24):
            return True
    return False
