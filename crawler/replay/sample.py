"""The sample city as an upstream: its files, with dates that follow today, its series unfolded into children, its places derived."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.replay.lipas import Lipas
from crawler.replay.moments import monday_of, resolve_all, sessions_of
from crawler.replay.sides import Sides
from crawler.replay.upstream import Row, Upstream
from schemas.normalise.address import read_address
from schemas.service import LANGS
from schemas.settings import HELSINKI

CITY = Path(__file__).parents[1] / "sample" / "city"
API = "https://api.hel.fi/linkedevents/v1"
LAYERS = ("Kaupunginosajako", "Postinumeroalue")


def load_city(now: datetime, folder: Path = CITY) -> Upstream:
    """The sample city in the week of `now`."""
    monday = monday_of(now)
    units = _rows(folder / "units")
    events = _rows(folder / "events")
    places = json.loads((folder / "places.json").read_bytes())
    keywords = json.loads((folder / "keywords.json").read_bytes())
    divisions = json.loads((folder / "divisions.json").read_bytes())
    hidden = {row["id"]: row["_hidden"] for row in [*places, *keywords, *events] if "_hidden" in row}
    used = {_last(row["location"]["@id"]) for row in events if row.get("location")}
    derived = [_place_of(unit, divisions, used) for unit in units]
    return Upstream(
        units=resolve_all(units, monday),
        ontologytree=json.loads((folder / "ontologytree.json").read_bytes()),
        ontologyword=json.loads((folder / "ontologyword.json").read_bytes()),
        shortages=resolve_all(json.loads((folder / "shortage.json").read_bytes()), monday),
        events=[child for row in events for child in _unfold(row, monday)],
        places=[place for place in [*derived, *resolve_all(places, monday)] if place.get("id")],
        keywords=resolve_all(keywords, monday),
        courses={lang: resolve_all(_file(folder / "ilmonet" / f"{lang}.json"), monday) for lang in ("fi", "sv")},
        layers={f"avoindata:{name}": _file(folder / f"{name.lower()}.json") for name in LAYERS},
        addresses=[row for unit in units for row in _address_of(unit)],
        lipas=Lipas(**_file(folder / "lipas.json")),
        sides=Sides(
            counts=_file(folder / "shortcomings.json"),
            descriptions=_file(folder / "descriptions.json"),
            resources=resolve_all(_file(folder / "hauki.json")["resources"], monday),
            periods=resolve_all(_file(folder / "hauki.json")["periods"], monday),
            today=now.astimezone(HELSINKI).date(),
        ),
        hidden=hidden,
    )


def _rows(folder: Path) -> list[Row]:
    return [row for path in sorted(folder.glob("*.json")) for row in json.loads(path.read_bytes())]


def _file(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _last(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def _unfold(row: Row, monday: date) -> list[Row]:
    """A row, and the children of a series, as upstream: own id, start and end; `super_event` points to the parent."""
    parent = resolve_all(row, monday)
    sessions = sessions_of(row, monday)
    if not sessions:
        return [parent]
    children = []
    for number, (start, end, cancelled) in enumerate(sessions, 1):
        key = f"{row['id']}_{number}"
        children.append(
            parent
            | {
                "id": key,
                "@id": f"{API}/event/{key}/",
                "start_time": start,
                "end_time": end,
                "super_event": {"@id": f"{API}/event/{row['id']}/"},
                "super_event_type": None,
                "sub_events": [],
                "event_status": "EventCancelled" if cancelled else parent.get("event_status"),
            }
        )
    parent["sub_events"] = [{"@id": child["@id"]} for child in children]
    parent["start_time"], parent["end_time"] = children[0]["start_time"], children[-1]["end_time"]
    return [parent, *children]


def _address_of(unit: Row) -> list[Row]:
    """The address register's row of a unit's street address; none for a unit without a house number or a point."""
    city = unit.get("address_city_fi", "Helsinki")
    address = read_address(unit.get("street_address_fi", ""), municipality=city)
    if address is None or address.number is None or "latitude" not in unit:
        return []
    swedish = read_address(unit.get("street_address_sv", ""), municipality=city)
    names = {"fi": address.street} | ({"sv": swedish.street} if swedish else {})
    return [
        {
            "street": {"name": names, "municipality": city.lower()},
            "number": address.number,
            "number_end": None,
            "letter": address.letter,
            "municipality": city.lower(),
            "location": {"type": "Point", "coordinates": [unit["longitude"], unit["latitude"]]},
        }
    ]


def _place_of(unit: Row, divisions: dict[str, Any], used: set[str]) -> Row:
    """The Linked Events place of a unit: upstream imports the service register every hour."""
    key = f"tprek:{unit['id']}"
    if key not in used and key not in divisions:
        return {}

    def text(stem: str) -> dict[str, str] | None:
        return {lang: unit[f"{stem}_{lang}"] for lang in LANGS if unit.get(f"{stem}_{lang}")} or None

    has_point = "latitude" in unit and "longitude" in unit
    city = unit.get("address_city_fi", "Helsinki")
    named = divisions.get(key)
    muni = {
        "type": "muni",
        "ocd_id": f"ocd-division/country:fi/kunta:{city.lower()}",
        "municipality": None,
        "name": {"fi": city},
    }
    hood = {"type": "neighborhood", "ocd_id": None, "municipality": city, "name": named}
    return {
        "id": key,
        "data_source": "tprek",
        "publisher": "ahjo:u021600",
        "divisions": [muni, hood] if named else [muni],
        "position": {"type": "Point", "coordinates": [unit["longitude"], unit["latitude"]]} if has_point else None,
        "postal_code": unit.get("address_zip"),
        "name": text("name"),
        "street_address": text("street_address"),
        "address_locality": text("address_city"),
        "deleted": False,
        "replaced_by": None,
        "n_events": 1 if key in used else 0,
        "has_upcoming_events": key in used,
        "@id": f"{API}/place/{key}/",
        "@context": "http://schema.org",
        "@type": "Place",
    }
