"""What of an offering is still to come, seen from a moment; and the way to its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from schemas.settings import HELSINKI

PLANNER = "https://reittiopas.hsl.fi/reitti/%20/"


def coming_sessions(body: Mapping[str, Any], now: datetime, *, cancelled: bool = False) -> list[dict[str, Any]]:
    """The sessions that are not over, in order; the cancelled ones too when they are asked for."""
    found = [one for one in body["schedule"]["sessions"] if cancelled or one["state"] != "cancelled"]
    return sorted((one for one in found if _ends(one) > now), key=lambda one: datetime.fromisoformat(one["start"]))


def is_over(body: Mapping[str, Any], now: datetime) -> bool:
    """Whether every session, or the whole period, is past. What says no time is not over."""
    schedule = body["schedule"]
    if schedule["sessions"]:
        return not coming_sessions(body, now, cancelled=True)
    ends = schedule["ends"]
    return bool(ends) and date.fromisoformat(ends) < now.astimezone(HELSINKI).date()


def way_to(place: Mapping[str, Any], lang: str) -> str | None:
    """The journey planner's address with this place as the destination and nothing else in it; None without a point."""
    if place["lat"] is None or place["precision"] not in ("exact", "address"):
        return None
    names = place["name"] or place["address"]
    name = next((names[one] for one in (lang, "fi", "sv", "en") if names.get(one)), "")
    return PLANNER + quote(f"{name[:120]}::{place['lat']:.5f},{place['lon']:.5f}", safe=",:") + f"?locale={lang}"


def _ends(session: Mapping[str, Any]) -> datetime:
    """When a session is over: at its end, at its start where no end is said, at midnight of a whole day."""
    at = datetime.fromisoformat(session["end"] or session["start"])
    if session["all_day"]:
        day = at.astimezone(HELSINKI)
        return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return at
