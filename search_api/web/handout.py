"""The handout: at most six offerings as a sheet of paper for one person. It knows nothing of that person; own notes are put in by the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from indexer.ledger import Ledger
from schemas.normalise.text import shorten
from schemas.settings import HELSINKI
from search_api.web.calendar_file import place_line
from search_api.web.coming import coming_sessions, way_to
from search_api.web.sheet import is_full, lines_of
from search_api.web.taking_part import Share, Total, share_of, total_of
from search_api.web.views import Page, cost_words

MOST = 6
TIMES = 3
LONG_NAME = 90
LONG_HOURS = 160
LONG_PLACE = 45
LABEL = "Mitä maksaa: "
"""As long as the labels before what is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the sheet says of one offering, in words. `when` bears its language, since opening hours are the source's own text."""

    id: str
    name: dict[str, str]
    is_cancelled: bool
    is_long: bool
    where: str
    way: str | None
    when: dict[str, str]
    price: str
    sign_up: str | None
    enrolment_over: str | None
    phone: str
    phone_too: str | None
    share: Share
    address: str

    @property
    def lines(self) -> float:
        """The lines of type that it takes on paper."""
        told = [self.where, self.when["text"], self.price, self.sign_up or self.enrolment_over or "", self.phone]
        return lines_of(self.name["text"], [f"{LABEL}{one}" for one in told if one] + ["-"] * self.is_cancelled)


@dataclass(frozen=True, slots=True)
class Handout:
    """The entries in the order asked for, what the whole costs, and sentences about what could not be shown."""

    entries: list[Entry]
    notices: list[str]
    is_gone: bool

    @property
    def total(self) -> Total:
        """What the whole costs; what is cancelled costs nothing and is not counted."""
        return total_of([one.share for one in self.entries if not one.is_cancelled])

    @property
    def is_full(self) -> bool:
        """Whether the entries take more than their share of one page."""
        return is_full([one.lines for one in self.entries])


def make_handout(ledger: Ledger, asked: Sequence[str], page: Page, *, public_url: str, now: datetime) -> Handout:
    """The handout of these ids: joined ones as what they live on in, removed and unknown ones named as such."""
    wanted = list(dict.fromkeys(one.strip() for one in asked if one.strip()))
    rows = ledger.services([one for one in wanted if len(one) <= 64])
    entries: dict[str, Entry] = {}
    notices: list[str] = []
    left_off: list[str] = []
    gone = 0
    for one in wanted:
        row = rows.get(one)
        target = None if row is not None and row.state != "removed" else ledger.target_of(one[:64])
        found = ledger.services([target]).get(target) if target else row
        if found is None:
            notices.append(page.say("handout_unknown", id=one[:60]))
            continue
        body = orjson.loads(found.body)
        name = _name(body, page)
        if found.state == "removed":
            gone += 1
            notices.append(page.say("handout_removed", name=name["text"]))
            continue
        if target:
            notices.append(page.say("handout_joined", name=name["text"]))
        if found.id not in entries and len(entries) >= MOST:
            left_off.append(name["text"])
            continue
        address = f"{public_url.rstrip('/')}/services/{found.id}?lang={page.lang}"
        entries.setdefault(found.id, entry_of(body, page, address=address, now=now))
    if left_off:
        notices.insert(0, page.say("handout_too_many", names="; ".join(left_off)))
    return Handout(list(entries.values()), notices, is_gone=bool(gone))


def entry_of(body: dict[str, Any], page: Page, *, address: str, now: datetime) -> Entry:
    """What the sheet says of a service. `address`: of its page, behind the code."""
    name = _name(body, page)
    sessions = coming_sessions(body, now)
    phones = [one["value"] for one in body["contacts"] if one["kind"] == "phone"]
    is_over = _is_enrolment_over(body, now)
    return Entry(
        id=body["id"],
        name=name,
        is_cancelled=body["state"] == "cancelled",
        is_long=len(name["text"]) > LONG_NAME,
        where=_where(body, page),
        way=next((way for one in body["places"] if (way := way_to(one, page.lang))), None),
        when=_when(body, sessions, page),
        price=_price(body, page),
        sign_up=None if is_over else _sign_up(body, page, now),
        enrolment_over=page.label("enrolment", "closed") if is_over else None,
        phone=phones[0] if phones else page.say("h_phone_unknown"),
        phone_too=phones[1] if len(phones) > 1 else None,
        share=share_of(body, len(sessions)),
        address=address,
    )


def _where(body: dict[str, Any], page: Page) -> str:
    places = "; ".join(filter(None, (_place(one, page) for one in body["places"])))
    return places or page.say("h_online" if body["online"] else "h_place_unknown")


def _place(place: dict[str, Any], page: Page) -> str:
    """The place as one line; a long name is shortened, so that its address is always there."""
    name = page.text(place["name"])
    if name is None or len(name["text"]) <= LONG_PLACE or not place["address"]:
        return place_line(place, page)
    return place_line(place | {"name": {name["lang"]: shorten(name["text"], LONG_PLACE)}}, page)


def _when(body: dict[str, Any], sessions: Sequence[dict[str, Any]], page: Page) -> dict[str, str]:
    hours, schedule = page.text(body["opening_hours"]["text"]), body["schedule"]
    if sessions:
        later = len(sessions) - TIMES
        said = times_words(sessions[:TIMES], page) + (f" {page.say('h_times_more', n=later)}" if later > 0 else "")
    elif schedule["sessions"]:
        said = page.say("all_past")
    elif hours and len(hours["text"]) <= LONG_HOURS:
        return hours
    elif body["kind"] == "venue":
        said = page.say("always_there" if hours else "h_hours_unknown")
    elif schedule["starts"] and schedule["ends"]:
        said = page.say("period", a=page.day(schedule["starts"]), b=page.day(schedule["ends"]))
    else:
        said = page.say("h_times_unknown")
    return {"lang": page.lang, "text": said}


def _price(body: dict[str, Any], page: Page) -> str:
    """The class, the amount, for whom alone it holds, and what changes it: none is left out but registration where `_sign_up` tells of it."""
    price = cost_words(body, page)
    if price["class"] == "unknown":
        said = page.say("h_price_unknown")
    else:
        amount = price["amount"] and " / ".join(filter(None, (price["amount"], price["unit"])))
        said = ", ".join(filter(None, (price["label"], amount)))
    only = ", ".join(price["restricted"])
    told = {"registration"} if _must_register(body) else set()
    changes = ", ".join(page.label("condition", one) for one in body["cost"]["conditions"] if one not in told)
    more = list(filter(None, (only, changes)))
    return ". ".join([said.removesuffix("."), *more]) if more else said


def _must_register(body: dict[str, Any]) -> bool:
    return body["registration"] in ("required", "referral")


def _is_enrolment_over(body: dict[str, Any], now: datetime) -> bool:
    """Whether the source says that enrolment has closed, or its last moment has passed; never where one may come without it."""
    state, closes = body["enrolment"]["state"], body["enrolment"]["closes"]
    is_closed = state == "closed" or (closes is not None and datetime.fromisoformat(closes) < now)
    return is_closed and body["registration"] not in ("none", "optional")


def _sign_up(body: dict[str, Any], page: Page, now: datetime) -> str | None:
    """How to register, where one must, and until when; None where nobody says that one must."""
    if not _must_register(body):
        return None
    closes = body["enrolment"]["closes"]
    by = page.say("h_by", day=page.day(closes).removesuffix(str(now.astimezone(HELSINKI).year))) if closes else ""
    how = "h_referral" if body["registration"] == "referral" else None if by else "h_beforehand"
    return ", ".join(filter(None, (how and page.say(how), by)))


def times_words(sessions: Sequence[dict[str, Any]], page: Page) -> str:
    """Sessions in words; those on one weekday at one clock as that, with their days."""
    if not sessions:
        return ""
    days = [datetime.fromisoformat(one["start"]).astimezone(HELSINKI) for one in sessions]
    alike = len({(day.weekday(), day.hour, day.minute) for day in days}) == 1
    if any(one["all_day"] for one in sessions):
        return ", ".join(page.day(day) for day in days)
    if len(days) == 1 or not alike:
        return ", ".join(filter(None, (page.moment(day) for day in days)))
    weekday, _, rest = (page.moment(days[0]) or "").partition(" ")
    clock = rest.partition(" ")[2]
    return f"{weekday} {clock}: {', '.join(f'{day.day}.{day.month}.' for day in days)}"


def share_words(share: Share, page: Page) -> str:
    """What one offering costs, in words."""
    if share.basis in ("free", "unknown"):
        return page.say(f"cost_{share.basis}")
    words = page.say(
        f"cost_{share.basis}", amount=span_words(share.low, share.high, page), n=share.times,
        sum=span_words(*share.span, page),
    )  # fmt: skip
    return words + (f", {page.say('cost_first', amount=page.euros(share.first))}" if share.first else "")


def total_words(total: Total, page: Page) -> str:
    """What everything costs in all, and what is not in the sum."""
    amount = span_words(total.low, total.high, page)
    if not total.known:
        return page.say("cost_total_unknown")
    if total.unknown:
        return page.say("cost_total_part", amount=amount, n=total.unknown)
    return page.say("cost_total", amount=amount)


def span_words(low: float, high: float, page: Page) -> str:
    """One amount, or from one to another."""
    return page.euros(low) if low == high else f"{page.euros(low)[:-2]}–{page.euros(high)}"


def _name(body: dict[str, Any], page: Page) -> dict[str, str]:
    return page.text(body.get("name")) or {"lang": page.lang, "text": str(body.get("id", ""))}
