"""When: each session that is to be held, the period or the rule of a schedule, and opening hours as they are written.

HSDS wants the time zone as a number, which in Helsinki holds for half a year: it is the one of the day that a session begins on, and its clock
times carry it too. A cancelled session is not a time to come, and is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from schemas.settings import HELSINKI
from search_api.hsds.ids import entity_id
from search_api.hsds.words import known, spoken

ZONE = "Europe/Helsinki"
_FREQUENCIES = ("WEEKLY", "MONTHLY")
_RULE_PARTS = {"BYDAY": "byday", "BYMONTHDAY": "bymonthday", "BYWEEKNO": "byweekno", "BYYEARDAY": "byyearday", "WKST": "wkst"}  # fmt: skip


def schedules(service: dict[str, Any], *, at: str | None) -> list[dict[str, Any]]:
    """The schedules of a service. `at`: the one service_at_location that they are of, where there is one."""
    whose = known({"service_id": service["id"], "service_at_location_id": at})
    return [
        {"id": entity_id("schedule", service["id"], str(number))} | whose | known(one)
        for number, one in enumerate(_times(service))
    ]


def _times(service: dict[str, Any]) -> Iterator[dict[str, Any]]:
    schedule = service["schedule"]
    for session in schedule["sessions"]:
        if session["state"] == "scheduled":
            yield _session(session) | {"attending_type": _attending(service)}
    if not schedule["sessions"] and (schedule["rrule"] or schedule["starts"] or schedule["ends"]):
        period = {"valid_from": schedule["starts"], "valid_to": schedule["ends"], "attending_type": _attending(service)}
        yield period | _rule(schedule["rrule"] or "") | {"dtstart": schedule["starts"] if schedule["rrule"] else None}
    hours = service["opening_hours"]
    if hours["rule"] or hours["text"]:
        yield {"description": spoken(hours["text"]) or hours["rule"], "notes": hours["rule"] and f"opening_hours: {hours['rule']}"}  # fmt: skip


def _session(session: dict[str, Any]) -> dict[str, Any]:
    start = datetime.fromisoformat(session["start"]).astimezone(HELSINKI)
    end = session["end"] and datetime.fromisoformat(session["end"]).astimezone(HELSINKI)
    offset = start.utcoffset()
    found = {
        "dtstart": start.date().isoformat(), "valid_from": start.date().isoformat(),
        "valid_to": (end or start).date().isoformat(), "count": 1, "description": ZONE,
        "timezone": offset.total_seconds() / 3600 if offset is not None else None,
    }  # fmt: skip
    if session["all_day"]:
        return found
    return found | {
        "opens_at": start.isoformat(timespec="minutes")[11:],
        "closes_at": end.isoformat(timespec="minutes")[11:] if end else None,
    }


def _rule(rrule: str) -> dict[str, Any]:
    """An RRULE in HSDS's fields; one that these cannot say as it is written."""
    parts = dict(part.split("=", 1) for part in rrule.removeprefix("RRULE:").split(";") if "=" in part)
    if not parts:
        return {}
    if parts.get("FREQ") not in _FREQUENCIES:
        return {"description": f"{rrule} ({ZONE})"}
    until = parts.get("UNTIL", "")
    return {
        "freq": parts["FREQ"],
        "interval": int(parts.get("INTERVAL", 1)),
        "count": int(parts["COUNT"]) if "COUNT" in parts else None,
        "until": f"{until[:4]}-{until[4:6]}-{until[6:8]}" if until else None,
        "description": f"{rrule} ({ZONE})",
    } | {field: parts[name] for name, field in _RULE_PARTS.items() if name in parts}


def _attending(service: dict[str, Any]) -> str | None:
    if service["online"]:
        return None if service["places"] else "online"
    return "in-person" if service["places"] else None
