"""The columns of the embedded engine: one row a record, memory-mapped NumPy arrays, never written in place.

Single values lie row by row (`cost`, `last_end`, …). Lists lie beside them as (row, value) pairs (`session_*`, `place_*`, `category_*` …).
A changed record gets a new row and its old row dies (`alive`), so that a text index made before still means the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.array_files import mapped
from indexer.engines.base import Entry
from indexer.engines.names import name_arrays
from indexer.engines.traits import Traits, read_traits, sort_key
from schemas.service import (
    Audience,
    Companion,
    Condition,
    CostClass,
    EnrolmentState,
    Feature,
    Form,
    Gender,
    Kind,
    Known,
    Profile,
    Registration,
    Restriction,
)

Array = NDArray[Any]
FOREVER = np.iinfo(np.int64).max
NEVER = np.iinfo(np.int64).min
COST, KIND, REGISTRATION, FORM = list(CostClass), list(Kind), list(Registration), list(Form)
GENDER, COMPANION, ENROLMENT = list(Gender), list(Companion), list(EnrolmentState)
AUDIENCE, CONDITION, RESTRICTION = list(Audience), list(Condition), list(Restriction)
ACCESS = [p.value for p in Profile] + [f.value for f in Feature]
ACCESS_VALUES = ["no_known_shortcomings", "partly", "shortcomings", "unknown", "yes", "no"]
VOCABULARIES = ("category", "district", "district_fold", "language", "hours")
NAME_LANGS = ("fi", "sv", "en")
SORT_BYTES = 200
"""Names are ordered by this much of them."""


def bits(values: Iterable[Any], order: Sequence[Any]) -> int:
    return sum(1 << order.index(value) for value in set(values))


def unit_vectors(lat: Array, lon: Array) -> Array:
    """Points on the unit sphere: their squared chord orders and bounds great-circle distances."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


@dataclass(slots=True)
class Columns:
    """Arrays by name, and the vocabularies of open sets."""

    arrays: dict[str, Array]
    vocabulary: dict[str, list[str]]

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def access(self, name: str) -> Array:
        """The states of one profile or feature, as places in ACCESS_VALUES."""
        states: Array = self["access"][:, ACCESS.index(name)]
        return states

    def with_code(self, name: str, code: int) -> NDArray[np.bool_]:
        """The rows that have one word of an open set, by its place in the vocabulary."""
        mask = np.zeros(self.rows, bool)
        mask[self[f"{name}_row"][self[f"{name}_code"] == code]] = True
        return mask

    @property
    def rows(self) -> int:
        return len(self.arrays["alive"])

    def rows_of(self, ids: Iterable[str]) -> list[int]:
        """The living rows of some ids."""
        wanted = {one.encode() for one in ids}
        living = np.flatnonzero(self["alive"])
        return [int(row) for row, one in zip(living, self["id"][living], strict=True) if one in wanted]

    def save(self, folder: Path) -> None:
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, vocabulary: dict[str, list[str]]) -> Columns:
        return cls({path.stem: mapped(path) for path in folder.glob("*.npy")}, vocabulary)


def build(entries: Sequence[Entry], *, after: Columns | None = None, dead: Iterable[int] = ()) -> Columns:
    """The columns of entries, appended to the rows of `after`, of which `dead` rows die."""
    vocabulary = {name: list(after.vocabulary[name]) if after else [] for name in VOCABULARIES}
    start = after.rows if after else 0
    fresh = _fresh(entries, start, vocabulary)
    if after is None:
        arrays = fresh
    else:
        arrays = {name: np.concatenate([after[name], array]) for name, array in fresh.items()}
        arrays["alive"] = arrays["alive"].copy()
        arrays["alive"][list(dead)] = False
    return Columns(arrays, vocabulary)


class NameRanks:
    """The order of names of one generation, made when it is first asked for: an update waits for no sorting."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._held: dict[str, Array] = {}

    def of(self, lang: str) -> Array:
        """The place of each row's name in the order of names; equal names share a place."""
        if lang not in self._held:
            self._held[lang] = np.unique(self._columns[f"name_{lang}"], return_inverse=True)[1]
        return self._held[lang]


def _codes(name: str, vocabulary: dict[str, list[str]]) -> dict[str, int]:
    return {word: code for code, word in enumerate(vocabulary[name])}


def _fresh(entries: Sequence[Entry], start: int, vocabulary: dict[str, list[str]]) -> dict[str, Array]:
    single: dict[str, list[Any]] = {}
    pairs: dict[str, list[Any]] = {}
    codes = {name: _codes(name, vocabulary) for name in VOCABULARIES}

    def put(name: str, value: Any) -> None:
        single.setdefault(name, []).append(value)

    def pair(name: str, row: int, value: str) -> None:
        known = codes[name]
        if value not in known:
            known[value] = len(known)
            vocabulary[name].append(value)
        pairs.setdefault(f"{name}_row", []).append(row)
        pairs.setdefault(f"{name}_code", []).append(known[value])

    for offset, entry in enumerate(entries):
        row = start + offset
        traits = read_traits(entry.service)
        _put_values(entry, traits, put)
        for session in traits.sessions:
            for name in ("start_s", "end_s", "weekday", "daypart"):
                pairs.setdefault(f"session_{name}", []).append(getattr(session, name))
            pairs.setdefault("session_row", []).append(row)
        for number, (lat, lon) in zip(traits.point_places, traits.points, strict=True):
            for name, value in (("row", row), ("lat", lat), ("lon", lon), ("number", number)):
                pairs.setdefault(f"place_{name}", []).append(value)
        for category in sorted(traits.categories):
            pair("category", row, category)
        for district in traits.district_names:
            pair("district", row, district)
        for district in sorted(traits.districts):
            pair("district_fold", row, district)
        for language in dict.fromkeys(entry.service.languages):
            pair("language", row, language)
        if traits.hours:
            pair("hours", row, traits.hours)
    return _typed(single, pairs) | name_arrays([entry.service for entry in entries], start)


def _put_values(entry: Entry, traits: Traits, put: Any) -> None:
    service = entry.service
    put("id", service.id.encode())
    put("body_size", len(entry.body))
    put("alive", traits.is_active)
    last_end = traits.live_until_s if traits.has_sessions else None
    put("last_end", FOREVER if last_end is None else last_end)
    put("has_sessions", traits.has_sessions)
    put("has_period", traits.period_s is not None)
    starts, ends = traits.period_s or (None, None)
    put("period_start", NEVER if starts is None else starts)
    put("period_end", FOREVER if ends is None else ends)
    put("has_hours", traits.hours is not None)
    put("weekdays", bits(traits.weekdays, range(7)))
    put("dayparts", bits(traits.dayparts, range(3)))
    put("has_point", bool(traits.points))
    put("has_district", bool(traits.districts))
    put("cost", COST.index(service.cost.cost_class))
    put("price", np.nan if traits.price_eur is None else traits.price_eur)
    put("kind", KIND.index(service.kind))
    put("registration", REGISTRATION.index(service.registration))
    put("form", FORM.index(service.form))
    put("gender", GENDER.index(service.gender))
    put("companion", COMPANION.index(service.companion))
    put("low_threshold", service.low_threshold)
    put("plain_language", service.plain_language)
    put("online", service.online)
    put("audience", bits(service.audiences, AUDIENCE))
    put("condition", bits(service.cost.conditions, CONDITION))
    put("restricted", bits(service.restricted_to, RESTRICTION))
    put("min_age", -1 if service.min_age is None else service.min_age)
    put("max_age", 999 if service.max_age is None else service.max_age)
    put("has_age", service.min_age is not None or service.max_age is not None)
    put("has_category", bool(service.categories))
    put("has_language", bool(service.languages))
    enrolment = service.enrolment
    put("enrolment", ENROLMENT.index(enrolment.state))
    put("opens", NEVER if enrolment.opens is None else int(enrolment.opens.timestamp()))
    put("closes", FOREVER if enrolment.closes is None else int(enrolment.closes.timestamp()))
    put("has_enrolment_times", enrolment.opens is not None or enrolment.closes is not None)
    states = [service.accessibility.of(profile).state.value for profile in Profile]
    states += [service.accessibility.features.get(feature, Known.UNKNOWN).value for feature in Feature]
    put("access", [ACCESS_VALUES.index(state) for state in states])
    for lang in NAME_LANGS:
        put(f"name_{lang}", sort_key(traits.names[lang]).encode()[:SORT_BYTES])


_TYPES: dict[str, Any] = {
    "id": "S36", "body_size": np.uint32, "alive": bool, "last_end": np.int64, "has_sessions": bool, "has_period": bool, "period_start": np.int64,
    "period_end": np.int64, "has_hours": bool, "weekdays": np.uint8, "dayparts": np.uint8, "has_point": bool, "has_district": bool, "cost": np.uint8, "price": np.float64, "kind": np.uint8,
    "registration": np.uint8, "form": np.uint8, "gender": np.uint8, "companion": np.uint8, "low_threshold": bool, "plain_language": bool,
    "online": bool, "audience": np.uint32, "condition": np.uint32, "restricted": np.uint32, "min_age": np.int16, "max_age": np.int16,
    "has_age": bool, "has_category": bool, "has_language": bool, "enrolment": np.uint8, "opens": np.int64, "closes": np.int64,
    "has_enrolment_times": bool, "name_fi": "S", "name_sv": "S", "name_en": "S",
}  # fmt: skip
_PAIR_TYPES: dict[str, Any] = {
    "session_row": np.int32, "session_start_s": np.int64, "session_end_s": np.int64, "session_weekday": np.int8, "session_daypart": np.int8,
    "place_row": np.int32, "place_lat": np.float64, "place_lon": np.float64, "place_number": np.int16,
    **{f"{name}_{part}": np.int32 for name in VOCABULARIES for part in ("row", "code")},
}  # fmt: skip
PAIRED = {name: name.rpartition("_")[0] for name in (*_PAIR_TYPES, "place_xyz")} | {
    f"session_{part}": "session" for part in ("start_s", "end_s")
}
"""The columns that are lists beside the rows, with the list that each is of."""


def _typed(single: dict[str, list[Any]], pairs: dict[str, list[Any]]) -> dict[str, Array]:
    arrays: dict[str, Array] = {name: np.array(single.get(name, []), dtype) for name, dtype in _TYPES.items()}
    arrays["access"] = np.array(single.get("access", []), np.uint8).reshape(-1, len(ACCESS))
    arrays |= {name: np.array(pairs.get(name, []), dtype) for name, dtype in _PAIR_TYPES.items()}
    arrays["place_xyz"] = unit_vectors(arrays["place_lat"], arrays["place_lon"]).reshape(-1, 3)
    return arrays
