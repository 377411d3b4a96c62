"""The coming sessions of an offering as a calendar file (RFC 5545). One event a session, times in UTC; no session is invented from a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from schemas.settings import HELSINKI
from search_api.web.views import Page, cost_words

PRODUCT = "-//LiiKu-tarjotin//calendar 1.0//FI"


def calendar_file(
    body: dict[str, Any], sessions: Sequence[dict[str, Any]], page: Page, *, url: str, changed_at: datetime
) -> bytes:
    """The file. `sessions`: of the record, at least one; `changed_at`: when the record last changed, the stamp of each event."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    for session in sessions:
        found.add_component(_event(body, session, page, url=url, changed_at=changed_at))
    written: bytes = found.to_ical()
    return written


def _event(body: dict[str, Any], session: dict[str, Any], page: Page, *, url: str, changed_at: datetime) -> Event:
    start = datetime.fromisoformat(session["start"])
    end = session["end"] and datetime.fromisoformat(session["end"])
    name = page.text(body["name"])
    event = Event()
    event.add("uid", f"{body['id']}-{start.astimezone(UTC):%Y%m%dT%H%M%SZ}@liiku-tarjotin")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("summary", name["text"] if name else body["id"])
    if session["all_day"]:
        event.add("dtstart", _day(start))
        if end:
            event.add("dtend", max(_day(end), _day(start)) + timedelta(days=1))
    else:
        event.add("dtstart", start.astimezone(UTC))
        if end:
            event.add("dtend", end.astimezone(UTC))
    if body["places"]:
        event.add("location", place_line(body["places"][0], page))
    elif body["online"]:
        event.add("location", page.say("online"))
    cost = cost_words(body, page)
    said = " ".join(filter(None, (cost["label"], cost["amount"])))
    event.add("description", f"{page.say('price')}: {said}\n{url}")
    event.add("url", url)
    if session["state"] == "cancelled" or body["state"] == "cancelled":
        event.add("status", "CANCELLED")
    return event


def place_line(place: dict[str, Any], page: Page) -> str:
    """A place as one line: its name, its address, its postal code; what is not known is left out."""
    name, address = page.text(place["name"]), page.text(place["address"])
    known = (name and name["text"], address and address["text"], place["postal_code"])
    return ", ".join(dict.fromkeys(one for one in known if one))


def _day(moment: datetime) -> date:
    return moment.astimezone(HELSINKI).date()
