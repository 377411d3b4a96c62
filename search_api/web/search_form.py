"""What the search page's form said, put in order: which controls show what, and the fields of a search that they stand for.

Names that the API does not know: `need` (accessibility; all of them must hold) with `partly`, `within` (days from today), `shape` (`form`, a name
that would hide the form of every control from scripts), `start` (a starting point), `set` and `drop` (what a button changes), `near` and `search`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.query import SearchQuery
from schemas.service import LANGS, Feature, Profile
from search_api.web.themes import THEMES

Given = dict[str, list[str]]
PRIVATE = ("q", "lat", "lon", "near", "cursor", "as_words")
"""What a client's words or place may stand in: never read out of an address."""
WITHIN_DAYS = {"today": 0, "week": 6, "month": 29}
NEEDS = tuple(one.value for one in (*Profile, *Feature))
CONTROLS = (
    "lang", "q", "near", "lat", "lon", "radius_m", "max_walk_min", "pace", "district", "cost", "need", "partly", "kind", "category", "audience", "age",
    "language", "plain_language", "low_threshold", "weekday", "daypart", "within", "date_from", "date_to", "registration", "can_join", "shape",
    "condition", "unknown", "sort", "search",
)  # fmt: skip
"""The names that have a control in the form, in its order."""
_OWN = ("near", "need", "partly", "within", "shape", "search")
_KNOWN = {*CONTROLS, *_OWN, *SearchQuery.model_fields} - {"facets"}


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The form in order. `given` is what its controls and hidden fields hold; `asked`: a search was asked for."""

    given: Given
    asked: bool

    def hidden(self) -> list[tuple[str, str]]:
        """What was asked for by names that have no control."""
        return [
            (name, one) for name, values in self.given.items() if name not in (*CONTROLS, "cursor") for one in values
        ]

    def fields(self, today: date) -> Given:
        """The parameters of the search; `near` is left to whoever finds places."""
        found = {name: values for name, values in self.given.items() if name not in _OWN}
        needs = self.given.get("need", [])
        if needs:
            ending = ":partly" if self.given.get("partly") else ""
            found["accessibility"] = [",".join(one + ending if one in set(Profile) else one for one in needs)]
        if self.given.get("shape"):
            found["form"] = self.given["shape"]
        days = WITHIN_DAYS.get((self.given.get("within") or [""])[0])
        if days is not None and "date_from" not in found and "date_to" not in found:
            found |= {"date_from": [today.isoformat()], "date_to": [(today + timedelta(days=days)).isoformat()]}
        return found


def read_form(parameters: Mapping[str, Sequence[str]], *, lang: str) -> SearchForm:
    """The form of these parameters, with what its buttons change done. Names that nobody knows are passed over."""
    given = {
        name: [one for one in values if one.strip()]
        for name, values in parameters.items()
        if name in _KNOWN or name in ("set", "drop", "start")
    }
    changes = [(verb, one) for verb in ("drop", "set") for one in given.pop(verb, [])]
    starts = given.pop("start", [])
    _take_apart(given)
    for verb, change in changes:
        name, _, value = change.partition("=")
        _drop(given, name, value) if verb == "drop" else given.update(
            {name: [value]} if name in _KNOWN and value else {}
        )
    for start in starts:
        for name, values in THEMES[start].filters.items() if start in THEMES else ():
            given.setdefault(name, list(values))
        given["search"] = ["1"]
    given["shape"] = [*given.get("shape", []), *given.pop("form", [])]
    given = {name: values for name, values in given.items() if values}
    given["lang"] = [lang if lang in LANGS else "fi"]
    return SearchForm(given, asked=any(name != "lang" for name in given))


def _take_apart(given: Given) -> None:
    """One accessibility value becomes ticks, where ticks can say it."""
    values = given.get("accessibility", [])
    if len(values) != 1 or given.get("need"):
        return
    parts = [one.partition(":") for one in values[0].split(",")]
    partly = {rest == "partly" for name, _, rest in parts if name in set(Profile)}
    if len(partly) > 1 or any(name not in NEEDS or rest not in ("", "partly") for name, _, rest in parts):
        return
    del given["accessibility"]
    given["need"] = [name for name, _, _ in parts]
    if partly == {True}:
        given["partly"] = ["true"]


def _drop(given: Given, name: str, value: str) -> None:
    """Takes one value of a name away, or all; what stands for the name in the form goes with it."""
    if value:
        given[name] = [one for one in given.get(name, []) if one != value]
        return
    also = {
        "form": ("shape",),
        "accessibility": ("need", "partly"),
        "date_from": ("within",),
        "date_to": ("within",),
        "near": ("lat", "lon"),
    }
    for one in (name, *also.get(name, ())):
        given.pop(one, None)
