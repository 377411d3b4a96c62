"""The fields that a line of a list gives as in the published record: cleaned and checked, so that nothing goes out that the schema forbids."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from crawler.rows import RowRefused
from crawler.sources.filelist_header import nearest
from schemas.categories import CATEGORIES
from schemas.identity import service_id
from schemas.normalise.contact import read_email, read_phones, read_url
from schemas.normalise.location import precision_of, read_number, read_point
from schemas.normalise.opening_hours import is_rule
from schemas.normalise.schedule import read_moment
from schemas.normalise.text import plain_text, read_text
from schemas.service import LANGS, Offering, Text
from schemas.settings import HELSINKI
from schemas.source import Source

OWN: Final = ("source_id", "id", "provenance", "source_url", "source_modified")
RAW: Final = (
    "price_text", "registration_text", "audience_text", "age_text", "times_text", "accessibility_text", "opening_hours_text",
    "place_name", "address", "postal_code", "municipality", "lat", "lon", "venue_id",
    "start", "end", "weekday", "time", "from", "to", "not_on", "url", "phone", "email",
)  # fmt: skip
RECORD: Final = tuple(Offering.model_fields)
FIELDS: Final = (*OWN, *RAW, *RECORD)
MOST_SESSIONS: Final = 1000
_URLS: Final = ("url", "registration_url")
_AS_IT_IS: Final = ("id", "value", "rrule", "rule", "pointer", "by")
_RRULE: Final = re.compile(r"FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*")
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_names(row: Mapping[str, object], key: str | None) -> None:
    """Raises RowRefused for the first field that no record has."""
    for name in row:
        if name not in FIELDS:
            raise RowRefused("unknown_field", f"/{name}", f"{name}{nearest(str(name), FIELDS)}", source_id=key)


def read_key(row: Mapping[str, object]) -> str:
    """The row's own id: a word of at most 200 signs, or a whole number."""
    value = row.get("source_id")
    if value in (None, ""):
        raise RowRefused("missing_field", "/source_id", sorted(row)[:8])
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise RowRefused("wrong_type", "/source_id", value)
    key = str(value).strip()
    if not key or len(key) > 200 or any(sign.isspace() or not sign.isprintable() for sign in key) or "<" in key:
        raise RowRefused("bad_value", "/source_id", value)
    return key


def check_identity(row: Mapping[str, Any], source: Source, key: str) -> None:
    """Who says it is worked out by us: an id or a provenance in the row must be that, or the row is of another source."""
    ours = {"source": source.name, "source_id": key, "licence": source.licence, "attribution": source.attribution}
    if row.get("id") not in (None, service_id(source.name, key)):
        raise RowRefused("bad_value", "/id", row["id"], source_id=key)
    told = row.get("provenance") or {}
    if not isinstance(told, Mapping):
        raise RowRefused("wrong_type", "/provenance", told, source_id=key)
    for name, value in ours.items():
        if told.get(name, value) != value:
            raise RowRefused("bad_value", f"/provenance/{name}", told[name], source_id=key)


def text_of(row: Mapping[str, object], field: str, key: str) -> Text:
    """A text by language; words without a language are Finnish."""
    value = row.get(field)
    if value is None:
        return {}
    if isinstance(value, str):
        return read_text({"fi": value})
    if not isinstance(value, Mapping):
        raise RowRefused("wrong_type", f"/{field}", value, source_id=key)
    for lang, words in value.items():
        if lang not in LANGS:
            raise RowRefused("unknown_field", f"/{field}/{lang}", words, source_id=key)
        if words is not None and not isinstance(words, str):
            raise RowRefused("wrong_type", f"/{field}/{lang}", words, source_id=key)
    return read_text(value)


def url_of(row: Mapping[str, object], field: str, key: str) -> str | None:
    """The web address in a field."""
    if row.get(field) in (None, ""):
        return None
    return _url(row[field], f"/{field}", key)


def given_fields(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The fields of the record that the row gives, without HTML, with aware moments and checked addresses."""
    given = {name: _plain(row[name], f"/{name}", key) for name in RECORD if row.get(name) is not None}
    for text in ("name", "summary", "description", "equipment"):
        if text in given:
            given[text] = text_of(row, text, key)
    if "registration_url" in given:
        given["registration_url"] = _url(row["registration_url"], "/registration_url", key)
    if isinstance(given.get("organisation"), str):
        given["organisation"] = {"name": text_of(row, "organisation", key)}
    checks: dict[str, Callable[[Any, str], Any]] = {
        "categories": _categories, "cost": _cost, "contacts": _contacts, "places": _places, "schedule": _schedule,
        "enrolment": _enrolment, "opening_hours": _opening_hours,
    }  # fmt: skip
    return given | {name: check(given[name], key) for name, check in checks.items() if name in given}


def read_contact(kind: str, value: object, path: str, key: str) -> list[dict[str, object]]:
    """Telephones, a mailbox or an address. A person's own mailbox is left out; what is none at all refuses the row."""
    found: list[str] = []
    match kind:
        case "phone":
            found = read_phones(value)
        case "email":
            mailbox = plain_text(value)
            if _MAILBOX.fullmatch(mailbox):
                return [{"kind": kind, "value": role}] if (role := read_email(mailbox)) else []
        case _:
            found = [url] if (url := read_url(value)) else []
    if not found:
        raise RowRefused("bad_value", path, value, source_id=key)
    return [{"kind": kind, "value": one} for one in found]


def read_place(row: Mapping[str, Any], under: str, key: str, names: Text) -> dict[str, Any]:
    """lat, lon and precision of a place. Half a point, and one that is not in Finland, refuse the row."""
    lat, lon = row.get("lat"), row.get("lon")
    if lat in (None, "") and lon in (None, ""):
        return {"lat": None, "lon": None}
    for field, value in (("lat", lat), ("lon", lon)):
        if value in (None, ""):
            raise RowRefused("missing_field", f"{under}/{field}", value, source_id=key)
        if read_number(value) is None:
            raise RowRefused("bad_value", f"{under}/{field}", value, source_id=key)
    point = read_point(lat, lon)
    if point is None:
        raise RowRefused("bad_value", f"{under}/lat", f"{lat}, {lon}", source_id=key)
    return {"lat": point[0], "lon": point[1], "precision": precision_of("", has_point=True, names=names.values())}


def _plain(value: Any, path: str, key: str) -> Any:
    """The value with every text plain and every address checked."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [_plain(one, f"{path}/{number}", key) for number, one in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    if value and set(value) <= set(LANGS):
        return read_text(value)
    found = {}
    for name, one in value.items():
        if name in _URLS and one is not None:
            found[name] = _url(one, f"{path}/{name}", key)
        else:
            found[name] = one if name in _AS_IT_IS else _plain(one, f"{path}/{name}", key)
    return found


def _url(value: object, path: str, key: str) -> str:
    url = read_url(value)
    if url is None:
        raise RowRefused("bad_value", path, value, source_id=key)
    return url


def _categories(value: Any, key: str) -> Any:
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if not isinstance(one, str) or one not in CATEGORIES:
            wrong = f"{one}{nearest(str(one), CATEGORIES)}"
            raise RowRefused("bad_value", f"/categories/{number}", wrong, source_id=key)
    return value


def _cost(value: Any, key: str) -> Any:
    """A cost whose amounts and class go together."""
    if not isinstance(value, Mapping):
        return value
    amounts = [value.get(name) for name in ("min_eur", "max_eur", "pay_up_front_eur")]
    numbers = [one for one in amounts if isinstance(one, (int, float))]
    if numbers and "class" not in value:
        raise RowRefused("missing_field", "/cost/class", sorted(value), source_id=key)
    low, high = amounts[0], amounts[1]
    is_upside_down = isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high
    if is_upside_down or (value.get("class") == "free" and any(numbers)):
        raise RowRefused("bad_value", "/cost", dict(value), source_id=key)
    return value


def _contacts(value: Any, key: str) -> Any:
    if not isinstance(value, list):
        return value
    found: list[Any] = []
    for number, one in enumerate(value):
        if not isinstance(one, Mapping):
            return value
        checked = read_contact(str(one.get("kind")), one.get("value"), f"/contacts/{number}/value", key)
        found += [dict(one) | contact for contact in checked]
    return found


def _places(value: Any, key: str) -> Any:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return value
    return [
        {**one, **read_place(one, f"/places/{number}", key, read_text(one.get("name")))}
        for number, one in enumerate(value)
    ]


def _schedule(value: Any, key: str) -> Any:
    """Sessions with aware moments, in order; a rule of RFC 5545."""
    if not isinstance(value, Mapping):
        return value
    rule = value.get("rrule")
    if rule is not None and not (isinstance(rule, str) and _RRULE.fullmatch(rule)):
        raise RowRefused("bad_value", "/schedule/rrule", rule, source_id=key)
    starts, ends = value.get("starts"), value.get("ends")
    if isinstance(starts, str) and isinstance(ends, str) and ends < starts:
        raise RowRefused("bad_value", "/schedule/ends", ends, source_id=key)
    sessions = value.get("sessions")
    if not isinstance(sessions, list) or not all(isinstance(one, Mapping) for one in sessions):
        return value
    if len(sessions) > MOST_SESSIONS:
        raise RowRefused("bad_value", "/schedule/sessions", f"{len(sessions)} sessions", source_id=key)
    found = []
    for number, one in enumerate(sessions):
        at = f"/schedule/sessions/{number}"
        start, end = (_moment(one.get(part), f"{at}/{part}", key) for part in ("start", "end"))
        if start and end and end < start:
            raise RowRefused("bad_value", f"{at}/end", one.get("end"), source_id=key)
        found.append({**one, "start": start, "end": end})
    return {**value, "sessions": sorted(found, key=lambda one: str(one["start"]))}


def _enrolment(value: Any, key: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {**value, **{part: _moment(value.get(part), f"/enrolment/{part}", key) for part in ("opens", "closes")}}


def _moment(value: object, path: str, key: str) -> Any:
    """An aware moment; Helsinki's where no zone is said."""
    if value is None:
        return None
    found = read_moment(value, zone=HELSINKI)
    if found is None:
        raise RowRefused("bad_value", path, value, source_id=key)
    return found[0]


def _opening_hours(value: Any, key: str) -> Any:
    rule = value.get("rule") if isinstance(value, Mapping) else None
    if rule is not None and not (isinstance(rule, str) and is_rule(rule)):
        raise RowRefused("bad_value", "/opening_hours/rule", rule, source_id=key)
    return value
