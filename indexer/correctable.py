"""What a steward may correct: a closed list of places in the record, each with the values that fit there. Pure.

Times, contacts and keywords are not in it: they belong to the source. A value is checked by itself here, then as a part of the whole record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal
from urllib.parse import urlsplit

from schemas.errors import CorrectionRefused
from schemas.normalise.cost_reading import LOW_COURSE_EUR, LOW_VISIT_EUR
from schemas.normalise.text import plain_text
from schemas.service import (
    LANGS,
    AccessState,
    Audience,
    Companion,
    Condition,
    CostClass,
    EnrolmentState,
    Feature,
    Form,
    Gender,
    Intensity,
    Known,
    Profile,
    Registration,
    Restriction,
    State,
)

Kind = Literal["text", "choice", "many", "flag", "number", "cost", "access", "point", "url", "postal_code"]
MISSING = object()
"""What stands where a record has no such place."""
LONGEST = 5000
OLDEST = 130
LANGUAGES = ("fi", "sv", "en", "se", "ru", "et", "so", "ar", "fa", "ku", "uk", "es", "fr", "de", "zh", "tr", "vi")
UNITS = ("visit", "course", "season", "month", "year")
REGION = {"lat": (59.8, 60.6), "lon": (24.2, 25.6)}
"""WGS84 degrees around the capital region; a point outside is a slip of the pen."""
COST_KEYS = ("class", "min_eur", "max_eur", "pay_up_front_eur", "unit")
EUROS = ("min_eur", "max_eur", "pay_up_front_eur")
ACCESS_KEYS = ("state", "shortcomings")
POINT_KEYS = ("lat", "lon")
KEYS: dict[Kind, tuple[str, ...]] = {"cost": COST_KEYS, "access": ACCESS_KEYS, "point": POINT_KEYS}
"""The parts of a value that has parts; what else stands at its place stays."""
_YES, _NO = ("true", "yes"), ("false", "no")


@dataclass(frozen=True, slots=True)
class Field:
    """One correctable place. `allowed`: the values of a choice, or of a list; `label` names it in the words of the pages."""

    pointer: str
    kind: Kind
    label: str
    allowed: tuple[str, ...] = ()
    lang: str | None = None

    @property
    def told_at(self) -> str:
        """Where the note of a correction points."""
        return f"{self.pointer}/lat" if self.kind == "point" else self.pointer

    def covers(self, pointer: str) -> bool:
        """Whether a correction of this place is one of what stands at a pointer."""
        if self.kind in KEYS:
            return pointer == self.told_at or pointer in {f"{self.pointer}/{key}" for key in KEYS[self.kind]}
        return pointer == self.pointer or pointer.startswith(f"{self.pointer}/")

    def read(self, body: Mapping[str, Any]) -> Any:
        """The value in a record's JSON, in the shape of a correction; MISSING where there is no such place."""
        at: Any = body
        steps = self.pointer.strip("/").split("/")
        for number, step in enumerate(steps):
            if isinstance(at, list):
                if not step.isdigit() or int(step) >= len(at):
                    return MISSING
                at = at[int(step)]
            elif step in at:
                at = at[step]
            else:
                return None if self.lang and number == len(steps) - 1 else MISSING
        return {key: at[key] for key in KEYS[self.kind]} if self.kind in KEYS else at

    def write(self, body: dict[str, Any], value: Any) -> None:
        """Put a checked value into a record's JSON."""
        *way, last = self.pointer.strip("/").split("/")
        at: Any = body
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if self.kind in KEYS:
            part = at[int(last)] if isinstance(at, list) else at[last]
            part.update(value)
        elif self.lang and value is None:
            at.pop(last, None)
        else:
            at[last] = value

    def agrees(self, source: Any, value: Any) -> bool:
        """Whether the source says what a correction says; about a part that the correction leaves open it may say anything."""
        if self.kind == "point":
            return isinstance(source, Mapping) and all(
                source[key] is not None and round(source[key], 6) == value[key] for key in POINT_KEYS
            )
        if self.kind == "cost" and source["class"] == value["class"] == CostClass.FREE:
            return not any(value[name] for name in EUROS)
        if self.kind in KEYS:
            return all(part is None or source[key] == part for key, part in value.items())
        if self.kind == "many":
            return sorted(source) == sorted(value)
        return bool(source == value)

    def check(self, value: Any) -> Any:
        """The value in its one spelling. Raises CorrectionRefused, which says what is allowed."""
        match self.kind:
            case "text":
                return self._text(value)
            case "choice":
                return self._one_of(value, self.allowed)
            case "many":
                if not isinstance(value, list) or any(one not in self.allowed for one in value):
                    raise CorrectionRefused("not_allowed", came=_shown(value), allowed=", ".join(self.allowed))
                return [one for one in self.allowed if one in value]
            case "flag":
                if not isinstance(value, bool):
                    raise CorrectionRefused("not_allowed", came=_shown(value), allowed="true, false")
                return value
            case "number":
                return _whole(value, OLDEST)
            case "cost":
                return self._cost(value)
            case "access":
                parts = _parts(value, ACCESS_KEYS, required="state")
                state = self._one_of(parts["state"], self.allowed)
                return {"state": state, "shortcomings": _whole(parts["shortcomings"], 1000)}
            case "point":
                parts = _parts(value, POINT_KEYS, required="lat")
                return {name: _degrees(name, parts[name]) for name in POINT_KEYS}
            case "url":
                return _web_address(value)
            case "postal_code":
                if value in (None, ""):
                    return None
                if not re.fullmatch(r"\d{5}", str(value)):
                    raise CorrectionRefused("not_allowed", came=_shown(value), allowed="00100")
                return str(value)

    def parse(self, text: str) -> Any:
        """A value as somebody types it at a command line: words, or JSON for what has parts; 'null' where nothing is known."""
        words = text.strip()
        if words == "null" or (words == "" and self.kind not in ("many", "choice")):
            return None
        match self.kind:
            case "many":
                return [one.strip() for one in words.split(",") if one.strip()]
            case "flag":
                return True if words.lower() in _YES else False if words.lower() in _NO else words
            case "number":
                return int(words) if words.isdigit() else words
            case "cost" | "access" | "point" if words.startswith("{"):
                try:
                    return json.loads(words)
                except json.JSONDecodeError:
                    raise CorrectionRefused("not_allowed", came=_shown(words), allowed="JSON") from None
            case "cost":
                return {"class": words}
            case "access":
                return {"state": words}
            case "point":
                lat, _, lon = words.partition(",")
                return {"lat": lat.strip(), "lon": lon.strip()}
            case _:
                return words

    def _one_of(self, value: Any, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            raise CorrectionRefused("not_allowed", came=_shown(value), allowed=", ".join(allowed))
        return str(value)

    def _text(self, value: Any) -> str | None:
        words = plain_text(value) if value is not None else ""
        if len(words) > LONGEST:
            raise CorrectionRefused("too_long", came=len(words), allowed=LONGEST)
        return words or None

    def _cost(self, value: Any) -> dict[str, Any]:
        parts = _parts(value, COST_KEYS, required="class")
        unit = parts["unit"] or None
        found = {"class": self._one_of(parts["class"], self.allowed)} | {name: _euros(parts[name]) for name in EUROS}
        if found["class"] == CostClass.FREE and not any(found[name] for name in EUROS):
            found |= {"min_eur": 0.0, "max_eur": 0.0, "pay_up_front_eur": 0.0}
            unit = unit or "visit"
        return found | {"unit": None if unit is None else self._one_of(unit, UNITS)}


def field_at(pointer: str) -> Field:
    """The correctable place of a pointer. Raises CorrectionRefused."""
    if pointer not in FIELDS:
        raise CorrectionRefused("not_correctable", came=_shown(pointer), allowed=", ".join(FIELDS))
    return FIELDS[pointer]


def misfits(body: Mapping[str, Any]) -> set[str]:
    """The codes of what in a record's JSON speaks against itself."""
    cost = body["cost"]
    low, high, at_once = (cost[name] for name in EUROS)
    limit = LOW_COURSE_EUR if cost["unit"] == "course" else LOW_VISIT_EUR
    up_front = low if at_once is None else at_once
    access = [body["accessibility"][profile.value] for profile in Profile]
    youngest, oldest = body["min_age"], body["max_age"]
    found = {
        "free_with_price": cost["class"] == CostClass.FREE and any((low, high, at_once)),
        "unknown_with_price": cost["class"] == CostClass.UNKNOWN and any(x is not None for x in (low, high, at_once)),
        "not_low": cost["class"] == CostClass.LOW and up_front is not None and up_front > limit,
        "min_above_max": low is not None and high is not None and low > high,
        "ages": youngest is not None and oldest is not None and youngest > oldest,
        "no_name": not body["name"],
        "shortcomings_known": any(
            one["state"] == AccessState.NO_KNOWN_SHORTCOMINGS and one["shortcomings"] for one in access
        ),
    }
    return {code for code, is_so in found.items() if is_so}


def _shown(value: Any) -> str:
    return str(value)[:80]


def _parts(value: Any, keys: tuple[str, ...], *, required: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or required not in value or set(value) - set(keys):
        raise CorrectionRefused("not_allowed", came=_shown(value), allowed=", ".join(keys))
    return {key: value.get(key) for key in keys}


def _number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        found = float(str(value).replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        raise CorrectionRefused("not_a_number", came=_shown(value)) from None
    if isinstance(value, bool) or found != found or found in (float("inf"), float("-inf")):
        raise CorrectionRefused("not_a_number", came=_shown(value))
    return found


def _euros(value: Any) -> float | None:
    found = _number(value)
    if found is not None and not 0 <= found <= 100_000:
        raise CorrectionRefused("out_of_range", came=_shown(value), low=0, high=100_000)
    return None if found is None else round(found, 2)


def _whole(value: Any, high: int) -> int | None:
    found = _number(value)
    if found is not None and (found != int(found) or not 0 <= found <= high):
        raise CorrectionRefused("out_of_range", came=_shown(value), low=0, high=high)
    return None if found is None else int(found)


def _degrees(name: str, value: Any) -> float:
    low, high = REGION[name]
    found = _number(value)
    if found is None or not low <= found <= high:
        raise CorrectionRefused("out_of_range", came=_shown(value), low=low, high=high)
    return round(found, 6)


def _web_address(value: Any) -> str | None:
    if value in (None, ""):
        return None
    words = str(value).strip()
    try:
        parts = urlsplit(words)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", words)
    except ValueError:
        good = False
    if not good or len(words) > 500:
        raise CorrectionRefused("not_allowed", came=_shown(value), allowed="https://…")
    return words


def _values(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in enum)


def _all() -> dict[str, Field]:
    """Every correctable place, in the order of the service page."""
    fields = [
        *(Field(f"/name/{lang}", "text", "name", lang=lang) for lang in LANGS),
        *(Field(f"/summary/{lang}", "text", "summary", lang=lang) for lang in LANGS),
        *(Field(f"/description/{lang}", "text", "description", lang=lang) for lang in LANGS),
        Field("/cost", "cost", "cost", _values(CostClass)),
        Field("/cost/conditions", "many", "condition", _values(Condition)),
        Field("/restricted_to", "many", "restricted", _values(Restriction)),
        *(Field(f"/places/0/address/{lang}", "text", "address", lang=lang) for lang in LANGS),
        Field("/places/0/postal_code", "postal_code", "postal_code"),
        Field("/places/0", "point", "point"),
        Field("/online", "flag", "online"),
        *(Field(f"/opening_hours/text/{lang}", "text", "opening_hours", lang=lang) for lang in LANGS),
        Field("/state", "choice", "service_state", (State.ACTIVE.value, State.CANCELLED.value)),
        Field("/registration", "choice", "registration", _values(Registration)),
        Field("/registration_url", "url", "registration_url"),
        Field("/enrolment/state", "choice", "enrolment", _values(EnrolmentState)),
        Field("/audiences", "many", "audience", _values(Audience)),
        Field("/min_age", "number", "min_age"),
        Field("/max_age", "number", "max_age"),
        Field("/gender", "choice", "gender", _values(Gender)),
        Field("/languages", "many", "language", LANGUAGES),
        Field("/plain_language", "flag", "plain_language"),
        Field("/low_threshold", "flag", "low_threshold"),
        Field("/form", "choice", "form", _values(Form)),
        Field("/companion", "choice", "companion", _values(Companion)),
        Field("/intensity", "choice", "intensity", _values(Intensity)),
        *(Field(f"/equipment/{lang}", "text", "equipment", lang=lang) for lang in LANGS),
        *(Field(f"/accessibility/{one.value}", "access", one.value, _values(AccessState)) for one in Profile),
        *(Field(f"/accessibility/features/{one.value}", "choice", one.value, _values(Known)) for one in Feature),
    ]
    return {field.pointer: field for field in fields}


FIELDS: dict[str, Field] = _all()
