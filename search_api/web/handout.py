"""The handout: at most six offerings as a sheet of paper for one person. It knows nothing of that person; own notes are put in by the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from indexer.ledger import Ledger
from schemas.settings import HELSINKI
from search_api.web.calendar_file import place_line
from search_api.web.coming import coming_sessions, way_to
from search_api.web.taking_part import Share, Total, share_of, total_of
from search_api.web.views import Page, cost_words

MOST = 6
TIMES = 3
LONG_NAME = 90
LONG_HOURS = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """What the sheet says of one offering. `times`: the next sessions in words; `later`: how many more there are."""

    id: str
    name: dict[str, str]
    body: dict[str, Any]
    is_long: bool
    places: list[str]
    way: str | None
    times: str
    later: int
    hours: dict[str, str] | None
    price: dict[str, Any]
    phones: list[str]
    share: Share
    address: str


@dataclass(frozen=True, slots=True)
class Handout:
    """The entries in the order asked for, what the whole costs, and sentences about what could not be shown."""

    entries: list[Entry]
    total: Total
    notices: list[str]
    is_gone: bool


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
        entries.setdefault(found.id, _entry(body, name, page, address=address, now=now))
    if left_off:
        notices.insert(0, page.say("handout_too_many", names="; ".join(left_off)))
    shown = list(entries.values())
    taking_place = [one.share for one in shown if one.body["state"] != "cancelled"]
    return Handout(shown, total_of(taking_place), notices, is_gone=bool(gone))


def _entry(body: dict[str, Any], name: dict[str, str], page: Page, *, address: str, now: datetime) -> Entry:
    sessions = coming_sessions(body, now)
    hours = page.text(body["opening_hours"]["text"])
    return Entry(
        id=body["id"],
        name=name,
        body=body,
        is_long=len(name["text"]) > LONG_NAME,
        places=[line for one in body["places"] if (line := place_line(one, page))],
        way=next((way for one in body["places"] if (way := way_to(one, page.lang))), None),
        times=times_words(sessions[:TIMES], page),
        later=max(0, len(sessions) - TIMES),
        hours=hours if hours and len(hours["text"]) <= LONG_HOURS else None,
        price=cost_words(body, page),
        phones=[one["value"] for one in body["contacts"] if one["kind"] == "phone"][:2],
        share=share_of(body, len(sessions)),
        address=address,
    )


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
