"""The filters of `docs/search.md` over columns: for each filter in use, which rows say yes and which cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines import columns as c
from indexer.engines.columns import Columns, bits, unit_vectors
from indexer.engines.traits import DAYPARTS, WEEK_S, WEEKDAYS, midnight_s
from schemas.normalise.opening_hours import is_open_at
from schemas.query import Filters, SearchQuery
from schemas.service import Audience, Companion, CostClass, EnrolmentState, Form, Gender, Known, Registration
from schemas.settings import HELSINKI

Mask = NDArray[np.bool_]
EARTH_M = 6_371_008.8
_FEW = 16
_NAMES = frozenset(Filters.model_fields)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one filter says of each row; `unknown` is None where it always knows."""

    name: str
    yes: Mask
    unknown: Mask | None = None

    def of(self, row: int) -> bool | None:
        """Yes, no, or None where nobody can say of this row."""
        if self.yes[row]:
            return True
        return None if self.unknown is not None and self.unknown[row] else False

    def no(self) -> Mask:
        return ~self.yes if self.unknown is None else ~(self.yes | self.unknown)


def squared_chords(cols: Columns, lat: float, lon: float) -> NDArray[np.float64]:
    """Each row's squared chord to its nearest place, on the unit sphere; inf without a place."""
    chords = chords_to(cols["place_xyz"], lat, lon)
    if len(chords) == cols.rows and cols["has_point"].all():
        return chords  # each has one
    out = np.full(cols.rows, np.inf)
    np.minimum.at(out, cols["place_row"], chords)
    return out


def chords_to(places: NDArray[np.float64], lat: float, lon: float) -> NDArray[np.float64]:
    """The squared chords from some places, as unit vectors, to a point."""
    point = unit_vectors(np.array([lat]), np.array([lon]))[0]
    x, y, z = ((places[:, axis] - point[axis]) ** 2 for axis in range(3))
    chords: NDArray[np.float64] = x + y + z
    return chords


def metres(chords: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle metres of squared chords."""
    return 2 * EARTH_M * np.arcsin(np.minimum(np.sqrt(chords) / 2, 1.0))


def current(cols: Columns, now: datetime) -> Mask:
    """The rows that can be hits at all."""
    moment = now.timestamp()
    return cols["alive"] & (cols["last_end"] >= moment) & (cols["period_end"] > moment)


def verdicts(cols: Columns, query: SearchQuery, now: datetime, chords: NDArray[np.float64] | None) -> list[Verdict]:
    """A verdict for each filter in use."""
    if query.model_fields_set.isdisjoint(_NAMES):
        return []
    found: list[Verdict | None] = [
        _near(cols, query, chords),
        _box(cols, query),
        _district(cols, query.district),
        _coded(cols, "cost", c.COST, query.cost, CostClass.UNKNOWN),
        _price(cols, query.max_price),
        _restricted(cols, query.restricted),
        _category(cols, query.category),
        _coded(cols, "kind", c.KIND, query.kind, None),
        _audience(cols, query.audience),
        _age(cols, query.age),
        _language(cols, query.language),
        _access(cols, query.accessibility),
        _coded(cols, "registration", c.REGISTRATION, query.registration, Registration.UNKNOWN),
        _can_join(cols, now) if query.can_join else None,
        _coded(cols, "form", c.FORM, query.form, Form.UNKNOWN),
        _companion(cols) if query.companion else None,
        *(_flag(cols, name, getattr(query, name)) for name in ("low_threshold", "plain_language", "online")),
        _coded(cols, "gender", c.GENDER, query.gender, Gender.UNKNOWN),
        _condition(cols, query.condition),
        when(cols, query.weekday, query.daypart, query.date_from, query.date_to, now),
        _open_at(cols, query.open_at),
    ]
    return [verdict for verdict in found if verdict is not None]


def _near(cols: Columns, query: SearchQuery, chords: NDArray[np.float64] | None) -> Verdict | None:
    reach = query.reach_m()
    if reach is None or chords is None:
        return None
    return Verdict("near", metres(chords) <= reach, ~cols["has_point"])


def _box(cols: Columns, query: SearchQuery) -> Verdict | None:
    if query.bbox is None:
        return None
    west, south, east, north = query.bbox
    lat, lon = cols["place_lat"], cols["place_lon"]
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    return Verdict("bbox", _rows(cols, cols["place_row"][inside]), ~cols["has_point"])


def _district(cols: Columns, asked: list[str]) -> Verdict | None:
    if not asked:
        return None
    return Verdict(
        "district", with_codes(cols, "district_fold", {name.casefold() for name in asked}), ~cols["has_district"]
    )


def _coded(cols: Columns, name: str, order: list, asked: list, unknown: object | None) -> Verdict | None:  # type: ignore[type-arg]  # any enum
    if not asked:
        return None
    yes = _is_one_of(cols[name], (order.index(one) for one in asked))
    if unknown is None:
        return Verdict(name, yes)
    return Verdict(name, yes, (cols[name] == order.index(unknown)) & ~yes)


def _price(cols: Columns, most: float | None) -> Verdict | None:
    if most is None:
        return None
    with np.errstate(invalid="ignore"):
        return Verdict("max_price", cols["price"] <= most, np.isnan(cols["price"]))


def _restricted(cols: Columns, asked: list) -> Verdict | None:  # type: ignore[type-arg]  # restrictions and "none"
    if not asked:
        return None
    wanted = bits((one for one in asked if one != "none"), c.RESTRICTION)
    yes = (cols["restricted"] & wanted) != 0
    return Verdict("restricted", yes | (cols["restricted"] == 0) if "none" in asked else yes)


def _category(cols: Columns, asked: list[str]) -> Verdict | None:
    if not asked:
        return None
    return Verdict("category", with_codes(cols, "category", set(asked)), ~cols["has_category"])


def _audience(cols: Columns, asked: list[Audience]) -> Verdict | None:
    if not asked:
        return None
    yes = (cols["audience"] & bits([*asked, Audience.EVERYONE], c.AUDIENCE)) != 0
    return Verdict("audience", yes, cols["audience"] == 0)


def _age(cols: Columns, age: int | None) -> Verdict | None:
    if age is None:
        return None
    return Verdict("age", cols["has_age"] & (cols["min_age"] <= age) & (cols["max_age"] >= age), ~cols["has_age"])


def _language(cols: Columns, asked: list[str]) -> Verdict | None:
    if not asked:
        return None
    return Verdict("language", with_codes(cols, "language", set(asked)), ~cols["has_language"])


def _access(cols: Columns, asked: list[str]) -> Verdict | None:
    """OR between the values, AND within one joined by commas, each yes, no or unknown."""
    if not asked:
        return None
    any_yes, any_unknown = np.zeros(cols.rows, bool), np.zeros(cols.rows, bool)
    for group in asked:
        all_yes, some_unknown, some_no = np.ones(cols.rows, bool), np.zeros(cols.rows, bool), np.zeros(cols.rows, bool)
        for one in group.split(","):
            name, _, more = one.partition(":")
            states = cols.access(name)
            good = ["no_known_shortcomings", "yes"] + (["partly"] if more else [])
            yes = _is_one_of(states, (c.ACCESS_VALUES.index(value) for value in good))
            unknown = states == c.ACCESS_VALUES.index("unknown")
            all_yes &= yes
            some_unknown |= unknown
            some_no |= ~(yes | unknown)
        any_yes |= all_yes
        any_unknown |= some_unknown & ~some_no
    return Verdict("accessibility", any_yes, any_unknown & ~any_yes)


def _can_join(cols: Columns, now: datetime) -> Verdict:
    state = cols["enrolment"]
    stated = {one: state == c.ENROLMENT.index(one) for one in EnrolmentState}
    moment = now.timestamp()
    no = stated[EnrolmentState.FULL] | stated[EnrolmentState.WAITING_LIST] | stated[EnrolmentState.CLOSED]
    no |= (cols["closes"] < moment) | (cols["opens"] > moment)
    no |= stated[EnrolmentState.NOT_OPEN] & (cols["opens"] == c.NEVER)
    yes = cols["has_enrolment_times"] | stated[EnrolmentState.OPEN]
    open_ways = (Registration.NONE, Registration.OPTIONAL)
    yes |= _is_one_of(cols["registration"], (c.REGISTRATION.index(one) for one in open_ways))
    return Verdict("can_join", yes & ~no, ~yes & ~no)


def _companion(cols: Columns) -> Verdict:
    unknown = cols["companion"] == c.COMPANION.index(Companion.UNKNOWN)
    return Verdict("companion", ~unknown, unknown)


def _flag(cols: Columns, name: str, asked: bool | None) -> Verdict | None:
    return None if asked is None else Verdict(name, cols[name] == asked)


def _condition(cols: Columns, asked: list) -> Verdict | None:  # type: ignore[type-arg]  # conditions
    if not asked:
        return None
    yes = (cols["condition"] & bits(asked, c.CONDITION)) != 0
    return Verdict("condition", yes, ~yes)


def when(
    cols: Columns,
    weekdays: Iterable[str],
    dayparts: Iterable[str],
    first: date | None,
    last: date | None,
    now: datetime,
) -> Verdict | None:
    """The `when` filter: one coming session that fits everything asked; a period that meets the dates."""
    days = [WEEKDAYS.index(d) for d in weekdays]
    parts = [DAYPARTS.index(p) for p in dayparts]
    if not days and not parts and first is None and last is None:
        return None
    begins = c.NEVER if first is None else int(datetime.combine(first, time.min, HELSINKI).timestamp())
    ends = (
        c.FOREVER if last is None else int(datetime.combine(last + timedelta(days=1), time.min, HELSINKI).timestamp())
    )
    starts = cols["session_start_s"]
    fits = (starts >= now.timestamp()) & (starts >= begins) & (starts < ends)
    if days:
        fits &= _is_one_of(cols["session_weekday"], days)
    clocked = cols["session_daypart"] >= 0
    if parts:
        sure = fits & _is_one_of(cols["session_daypart"], parts)
        maybe = fits & ~clocked
    else:
        sure, maybe = fits, np.zeros(len(fits), bool)
    yes = _rows(cols, cols["session_row"][sure])
    unknown = _rows(cols, cols["session_row"][maybe]) & ~yes
    meets = (cols["period_start"] < ends) & (cols["period_end"] > begins)
    period = ~cols["has_sessions"] & cols["has_period"]
    held, silent = _held(cols, days, parts, begins, ends, now)
    yes |= period & meets & held
    unknown |= (period & meets & silent) | (~cols["has_sessions"] & ~cols["has_period"])
    return Verdict("when", yes, unknown)


def _held(cols: Columns, days: list[int], parts: list[int], begins: int, ends: int, now: datetime) -> tuple[Mask, Mask]:
    """Where a period's own weekdays and dayparts say that it is held then, and where they do not say."""
    asked = [
        (cols[name], sum(1 << one for one in set(few)))
        for name, few in (("weekdays", days), ("dayparts", parts))
        if few
    ]
    none, every = np.zeros(cols.rows, bool), np.ones(cols.rows, bool)
    if not asked:
        return every, none
    never, said, whole = none, every, none
    for has, wanted in asked:
        never = never | ((has != 0) & (has & wanted == 0))
        said = said & (has & wanted != 0)
        whole = whole | (has & ~np.uint8(wanted) == 0)
    tomorrow = midnight_s(now.astimezone(HELSINKI).date() + timedelta(days=1))
    first, last = np.maximum(cols["period_start"], max(begins, tomorrow)), np.minimum(cols["period_end"], ends)
    held = said & (last - WEEK_S >= first) & (whole if len(asked) > 1 else every)
    return held, ~never & ~held


def _open_at(cols: Columns, moment: datetime | None) -> Verdict | None:
    if moment is None:
        return None
    at = moment.timestamp()
    covers = (cols["session_start_s"] <= at) & (at < cols["session_end_s"])
    said = {rule: is_open_at(rule, moment) for rule in cols.vocabulary["hours"]}
    by_rule = {what: with_codes(cols, "hours", {rule for rule in said if said[rule] is what}) for what in Known}
    yes = _rows(cols, cols["session_row"][covers]) | by_rule[Known.YES]
    silent = ~cols["has_sessions"] & ~cols["has_hours"]
    return Verdict("open_at", yes, (by_rule[Known.UNKNOWN] | silent) & ~yes)


def with_codes(cols: Columns, name: str, words: set[str]) -> Mask:
    """The rows that have one of these words of an open set."""
    known = cols.vocabulary[name]
    if len(words) > _FEW:
        codes = [code for code, word in enumerate(known) if word in words]
        return _rows(cols, cols[f"{name}_row"][np.isin(cols[f"{name}_code"], codes)])
    found = [cols.with_code(name, known.index(word)) for word in words if word in known]
    return np.logical_or.reduce(found) if found else np.zeros(cols.rows, bool)


def _is_one_of(values: NDArray[Any], few: Iterable[int]) -> Mask:
    """Where one of a few codes stands: a comparison each takes less than np.isin."""
    found = np.zeros(len(values), bool)
    for one in few:
        found |= values == one
    return found


def _rows(cols: Columns, rows: NDArray[np.int32]) -> Mask:
    mask = np.zeros(cols.rows, bool)
    mask[rows] = True
    return mask
