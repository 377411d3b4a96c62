"""What engines filter, sort and count on, read once from a service: plain values, no clock. `docs/search.md` is the definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from schemas.normalise.opening_hours import is_rule
from schemas.normalise.schedule import daypart
from schemas.service import Daypart, Known, Profile, Service, State, Weekday
from schemas.settings import HELSINKI

WEEK_S = 7 * 86_400 - 4_800
"""What lasts so long from midnight to midnight has every weekday in it, clocks being put forward or not."""
WEEKDAYS = tuple(Weekday)
DAYPARTS = tuple(Daypart)


@dataclass(frozen=True, slots=True)
class SessionTrait:
    """One scheduled session: instants in epoch seconds; weekday 0–6 and daypart 0–2 of its start in Helsinki (-1: no clock)."""

    start_s: int
    end_s: int
    weekday: int
    daypart: int


@dataclass(frozen=True, slots=True)
class Traits:
    """`point_places` says which of the record's places each point is. `live_until_s` is the last instant at which the record is current (None: always). Periods are epoch seconds, end exclusive; `weekdays` and `dayparts` are of the record, 0–6 and 0–2. `hours` is its rule of opening hours, if it can be evaluated."""

    live_until_s: int | None
    is_active: bool
    has_sessions: bool
    sessions: tuple[SessionTrait, ...]
    period_s: tuple[int | None, int | None] | None
    weekdays: tuple[int, ...]
    dayparts: tuple[int, ...]
    hours: str | None
    points: tuple[tuple[float, float], ...]
    point_places: tuple[int, ...]
    districts: frozenset[str]
    district_names: tuple[str, ...]
    price_eur: float | None
    categories: frozenset[str]
    names: dict[str, str]


def epoch(moment: datetime) -> int:
    return int(moment.timestamp())


def weekday_of(moment: datetime) -> Weekday:
    return WEEKDAYS[moment.astimezone(HELSINKI).weekday()]


def midnight_s(day: date) -> int:
    """The midnight that begins a Helsinki day, in epoch seconds."""
    return epoch(datetime.combine(day, time.min, HELSINKI))


_ALPHABET = str.maketrans({"å": "{1", "ä": "{2", "ö": "{3", "æ": "{2", "ø": "{3", "ü": "y", "é": "e"})


def sort_key(name: str) -> str:
    """A key that orders names by the Finnish alphabet (… z å ä ö), case folded.

    >>> sorted(["Öljy", "Zoo", "Ääni", "åland"], key=sort_key)
    ['Zoo', 'åland', 'Ääni', 'Öljy']
    """
    return name.casefold().translate(_ALPHABET)


def read_traits(service: Service) -> Traits:
    """The traits of one service."""
    schedule = service.schedule
    scheduled = [s for s in schedule.sessions if s.state == "scheduled"]
    sessions = tuple(
        SessionTrait(
            epoch(s.start),
            epoch(s.end or s.start),
            WEEKDAYS.index(weekday_of(s.start)),
            -1 if s.all_day else DAYPARTS.index(daypart(s.start)),
        )
        for s in scheduled
    )
    period = None
    if not schedule.sessions and (schedule.starts or schedule.ends):
        starts = None if schedule.starts is None else midnight_s(schedule.starts)
        ends = (
            None
            if schedule.ends is None or schedule.ends.year >= date.max.year
            else midnight_s(schedule.ends + timedelta(days=1))
        )
        period = (starts, ends)
    live_until: int | None = None
    if schedule.sessions:
        live_until = max((s.end_s for s in sessions), default=-1)
    elif period and period[1] is not None:
        live_until = period[1] - 1
    places = service.places
    districts = [name for place in places for name in place.district.values()]
    shown = [place.district.get("fi") or place.district.get("sv") or "" for place in places]
    cost = service.cost
    price = (
        0.0
        if cost.cost_class == "free"
        else cost.pay_up_front_eur
        if cost.pay_up_front_eur is not None
        else cost.min_eur
    )
    return Traits(
        live_until_s=live_until,
        is_active=service.state is State.ACTIVE,
        has_sessions=bool(schedule.sessions),
        sessions=sessions,
        period_s=period,
        weekdays=tuple(WEEKDAYS.index(day) for day in service.weekdays),
        dayparts=tuple(DAYPARTS.index(part) for part in service.dayparts),
        hours=rule if (rule := service.opening_hours.rule) and is_rule(rule) else None,
        points=tuple((p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None),
        point_places=tuple(n for n, p in enumerate(places) if p.lat is not None and p.lon is not None),
        districts=frozenset(name.casefold() for name in districts),
        district_names=tuple(dict.fromkeys(name for name in shown if name)),
        price_eur=price,
        categories=frozenset(part for c in service.categories for part in (c, c.split("/")[0])),
        names={lang: _name(service, lang) for lang in ("fi", "sv", "en")},
    )


def _name(service: Service, lang: str) -> str:
    for one in (lang, "fi", "sv", "en"):
        found = service.name.get(one)  # type: ignore[call-overload]  # a plain str is looked up
        if found:
            return str(found)
    return ""


def access_states(service: Service) -> dict[str, str]:
    """The state of each profile and feature: a profile's own word, a feature's yes, no or unknown."""
    states = {profile.value: service.accessibility.of(profile).state.value for profile in Profile}
    states.update(
        {f.value: service.accessibility.features.get(f, Known.UNKNOWN).value for f in service.accessibility.features}
    )
    return states
