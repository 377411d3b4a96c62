"""The filters of a search as questions to Meilisearch, by the table in docs/search.md; each reads attributes of `meili_documents`.

It asks no server. `near` and `bbox` need what was decided about doubtful records: the caller passes both in as `decided`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from indexer.engines.meili_documents import ALL_DAY, NO_HOURS, UNKNOWN, hours_key
from indexer.engines.meili_expressions import (
    ALWAYS,
    NEVER,
    Question,
    all_of,
    any_of,
    between,
    none_of,
    one_of,
)
from indexer.engines.meili_spots import NOWHERE
from indexer.engines.meili_values import encode, instant_keys
from indexer.engines.traits import DAYPARTS, WEEK_S, WEEKDAYS, epoch
from indexer.language.tokens import QueryWord
from schemas.normalise.opening_hours import is_open_at
from schemas.query import Filters
from schemas.service import AccessState, Audience, EnrolmentState, Known, Registration, Weekday
from schemas.settings import HELSINKI

_WHOLE = "no_known_shortcomings"


def current(now: datetime) -> str:
    """The records that can be hits at all."""
    at = f"{now.timestamp():.6f}"
    return all_of(["active = true", any_of(["timeless = true", f"last_end >= {at}", f"gone_at > {at}"])])


def having(word: QueryWord) -> str:
    """The records that have a token of the word."""
    return one_of("tokens", [encode(token) for token, _ in word.tokens])


def questions_of(query: Filters, now: datetime, decided: Mapping[str, str], rules: Iterable[str]) -> list[Question]:
    """The filters in use, in the order of the table. `decided` has the expressions in which `near` and `bbox` say yes.

    `rules`: the rules of opening hours that occur; only `open_at` asks for them.
    """
    found = [Question(name, yes, NOWHERE) for name, yes in decided.items()]
    if query.district:
        found.append(_having("district", [encode(one.casefold()) for one in query.district]))
    if query.cost:
        found.append(_having("cost", query.cost))
    if query.max_price is not None:
        found.append(Question("max_price", f"price <= {query.max_price!r}", "price NOT EXISTS"))
    if query.restricted:
        found.append(_never_unknown("restricted", one_of("restricted", query.restricted)))
    if query.category:
        found.append(_having("category", [encode(one) for one in query.category]))
    if query.kind:
        found.append(_never_unknown("kind", one_of("kind", query.kind)))
    if query.audience:
        found.append(_having("audience", [*query.audience, Audience.EVERYONE]))
    if query.age is not None:
        fits = all_of([f"min_age <= {query.age}", f"max_age >= {query.age}"])
        found.append(Question("age", fits, "min_age NOT EXISTS"))
    if query.language:
        found.append(_having("language", [encode(one) for one in query.language]))
    if query.accessibility:
        found.append(_accessibility(query.accessibility))
    if query.registration:
        found.append(_having("registration", query.registration))
    if query.can_join:
        found.append(_can_join(now))
    if query.form:
        found.append(_having("form", query.form))
    if query.companion:
        found.append(_having("companion", ["welcome", "free"]))
    for name in ("low_threshold", "plain_language", "online"):
        asked = getattr(query, name)
        if asked is not None:
            found.append(_never_unknown(name, f"{name} = {str(asked).lower()}"))
    if query.gender:
        found.append(_having("gender", query.gender))
    if query.condition:
        has = one_of("condition", query.condition)
        found.append(Question("condition", has, none_of(has)))
    if query.weekday or query.daypart or query.date_from or query.date_to:
        found.append(when(query, now))
    if query.open_at is not None:
        found.append(_open_at(query.open_at, rules))
    return found


def when(query: Filters, now: datetime) -> Question:
    """The `when` filter, with whatever of it is asked; of nothing, every record that has sessions to come or a period."""
    low_s = now.timestamp()
    high_s: float | None = None
    meets = []
    if query.date_from:
        low_s = max(low_s, _midnight(query.date_from))
        meets.append(f"to_s > {_midnight(query.date_from)}")
    if query.date_to:
        high_s = _midnight(query.date_to + timedelta(days=1)) - 1
        meets.append(f"from_s <= {high_s}")

    def fits(attribute: str) -> str:
        return between(attribute, low_s, high_s)

    days: Iterable[Weekday] = dict.fromkeys(query.weekday) or WEEKDAYS
    parts = [*(dict.fromkeys(query.daypart) or (*DAYPARTS, ALL_DAY))]
    told = (
        any_of(fits(f"{day}_{part}") for day in days for part in parts)
        if query.weekday or query.daypart
        else fits("starts")
    )
    clockless = any_of(fits(f"{day}_{ALL_DAY}") for day in days) if query.daypart else NEVER
    has_sessions = "schedule = sessions"
    in_period = all_of(["schedule = period", *meets])
    held, silent = _held(query, now)
    return Question(
        "when",
        any_of([all_of([has_sessions, told]), all_of([in_period, held])]),
        any_of([all_of([has_sessions, clockless, none_of(told)]), all_of([in_period, silent]), "schedule = none"]),
    )


def _held(query: Filters, now: datetime) -> tuple[str, str]:
    """Where a period's own weekdays and dayparts say that it is held then, and where they do not say."""
    asked = [
        (name, list(dict.fromkeys(few)), every)
        for name, few, every in (("weekday", query.weekday, WEEKDAYS), ("daypart", query.daypart, DAYPARTS))
        if few
    ]
    if not asked:
        return ALWAYS, NEVER
    never = any_of(none_of(one_of(name, [*few, UNKNOWN])) for name, few, _ in asked)
    whole = [none_of(one_of(name, [one for one in every if one not in few])) for name, few, every in asked]
    begins = _midnight(now.astimezone(HELSINKI).date() + timedelta(days=1))
    if query.date_from:
        begins = max(begins, _midnight(query.date_from))
    lasts = ["has_week = true", f"to_s >= {begins + WEEK_S}"]
    if query.date_to:
        ends = _midnight(query.date_to + timedelta(days=1))
        lasts += [f"from_s <= {ends - WEEK_S}"] if ends - WEEK_S >= begins else [NEVER]
    held = all_of([*(one_of(name, few) for name, few, _ in asked), *lasts, any_of(whole) if len(asked) > 1 else ALWAYS])
    return held, none_of(never, held)


def _open_at(moment: datetime, rules: Iterable[str]) -> Question:
    """A session covers the instant, or the rule of opening hours says open."""
    said: dict[Known, list[str]] = {what: [] for what in Known}
    for rule in rules:
        said[is_open_at(rule, moment)].append(hours_key(rule))
    covered = one_of("covers", instant_keys(int(moment.timestamp() // 1)))
    yes = any_of([covered, one_of("hours", said[Known.YES])])
    silent = all_of([none_of("schedule = sessions"), f"hours = {NO_HOURS}"])
    return Question("open_at", yes, all_of([any_of([one_of("hours", said[Known.UNKNOWN]), silent]), none_of(yes)]))


def _midnight(day: date) -> int:
    return epoch(datetime.combine(day, time.min, HELSINKI))


def _having(name: str, values: Iterable[str]) -> Question:
    """Has one of the values; unknown when it has the value `unknown` and that was not asked for."""
    asked = list(values)
    unknown = NEVER if UNKNOWN in asked else f"{name} = {UNKNOWN}"
    return Question(name, one_of(name, asked), unknown)


def _never_unknown(name: str, yes: str) -> Question:
    return Question(name, yes, can_be_unknown=False)


def _accessibility(asked: Iterable[str]) -> Question:
    """One of the asked must hold, and of each all its parts."""
    groups = [[_access_part(part) for part in one.split(",")] for one in asked]
    all_yes = [all_of(part.yes for part in group) for group in groups]
    none_no = [all_of(part.passes(include_unknown=True) for part in group) for group in groups]
    return Question("accessibility", any_of(all_yes), all_of([any_of(none_no), none_of(*all_yes)]))


def _access_part(asked: str) -> Question:
    """A profile's state is its own word, a feature's is yes, no or unknown; no word is both."""
    name, _, partly = asked.partition(":")
    states = [_WHOLE, Known.YES, *([AccessState.PARTLY] if partly else [])]
    return _having(f"access_{name}", states)


def _can_join(now: datetime) -> Question:
    at = f"{now.timestamp():.6f}"
    no = any_of(
        [
            one_of("enrolment", [EnrolmentState.FULL, EnrolmentState.WAITING_LIST, EnrolmentState.CLOSED]),
            f"closes < {at}",
            f"opens > {at}",
            all_of([f"enrolment = {EnrolmentState.NOT_OPEN}", "opens NOT EXISTS"]),
        ]
    )
    open_now = any_of(
        [
            "opens EXISTS",
            "closes EXISTS",
            f"enrolment = {EnrolmentState.OPEN}",
            one_of("registration", [Registration.NONE, Registration.OPTIONAL]),
        ]
    )
    return Question("can_join", all_of([open_now, none_of(no)]), none_of(no, open_now))


def matching(words: Iterable[QueryWord], *, all_words: bool) -> str:
    """The records that have a token of every word, or of any."""
    each = [having(word) for word in words]
    return ALWAYS if not each else all_of(each) if all_words else any_of(each)
