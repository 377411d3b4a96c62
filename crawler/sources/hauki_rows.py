"""Hauki's resources and date periods to records: when a unit is open, as a rule and as lines of text.

A period that cannot be read whole is refused, and what was known of the unit stays. What Hauki says and we cannot say is out of scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.remarks import Odd
from crawler.rows import RowRefused, as_row, checked, list_of_rows, required_int_id
from crawler.sources.palvelukartta_rows import unit_key
from schemas.normalise.hauki_hours import rule_of_hauki
from schemas.normalise.hauki_text import STATES, text_of_hauki
from schemas.normalise.hours_agreement import usual_week
from schemas.record import Record
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    """id name description address resource_type children parents organization origins last_modified_by created modified extra_data
    is_public timezone date_periods_hash date_periods_as_text""".split()
)
REGISTER = "tprek"
ZONE = "Europe/Helsinki"
UNIT_TYPES = frozenset({"unit", "building", "area"})
NOT_THE_UNIT, NO_PERIODS, UNSAID, OTHER_ZONE = "part_of_a_unit", "no_periods", "cannot_be_said", "other_time_zone"


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing that has opening hours, and the unit that it is. `has_periods`: Hauki says that it has some, be they over."""

    number: int
    unit: str
    kind: str
    zone: str
    has_periods: bool


def read_resource(value: object, asked: frozenset[str]) -> list[Resource]:
    """The resource once for each unit, of those asked for, that it is.

    Raises RowRefused for what has no id, or origins that are no such list, or is of none of these units.
    """
    row = as_row(value)
    number = required_int_id(row)
    origins = row.get("origins")
    if not isinstance(origins, list):
        raise RowRefused("wrong_type" if "origins" in row else "missing_field", "/origins", origins)
    units = sorted({unit for one in list_of_rows(origins) if (unit := _unit(one)) in asked})
    if not units:
        raise RowRefused("bad_value", "/origins", origins, source_id=f"hauki:{number}")
    kind, zone = row.get("resource_type"), row.get("timezone")
    for field, told in (("resource_type", kind), ("timezone", zone)):
        if told is not None and not isinstance(told, str):
            raise RowRefused("wrong_type", f"/{field}", told, source_id=units[0])
    has_periods = bool(row.get("date_periods_hash"))
    return [Resource(number, unit, str(kind or "unit"), str(zone or ZONE), has_periods) for unit in units if unit]


def _unit(origin: Mapping[str, object]) -> str | None:
    source, number = origin.get("data_source"), origin.get("origin_id")
    name = source.get("id") if isinstance(source, Mapping) else source
    return unit_key(int(number)) if name == REGISTER and isinstance(number, str) and number.isdigit() else None


def resource_of(period: object) -> int | None:
    """The number of the resource that a period belongs to."""
    number = period.get("resource") if isinstance(period, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def read_hours(resource: Resource, periods: Sequence[Mapping[str, object]], source: Source) -> Record | str:
    """When the unit is open; the rule by which it is out of scope where nothing is said of it that we can say.

    Raises RowRefused for the first part of a period that is not of Hauki's types.
    """
    if resource.kind not in UNIT_TYPES:
        return NOT_THE_UNIT
    if resource.zone != ZONE:
        return OTHER_ZONE
    for place, period in enumerate(periods):
        _check(period, f"/date_periods/{place}", resource.unit)
    periods = [period for period in periods if _says_something(period)]
    if not periods:
        return NO_PERIODS
    text = text_of_hauki(periods)
    if not text:
        return UNSAID
    rule = rule_of_hauki(periods)
    return checked(
        {
            "source": source.name,
            "collection": "hours",
            "key": resource.unit,
            "scope": "side",
            "hours": {"opening_hours": {"text": text, "rule": rule}, "usual_week": rule and usual_week(periods)},
        },
        source_id=resource.unit,
    )


def _says_something(period: Mapping[str, object]) -> bool:
    """Whether Hauki itself makes anything of a period: one without hours and without a state changes no day."""
    has_spans = any(group.get("time_spans") for group in list_of_rows(period.get("time_span_groups")))
    return has_spans or period.get("resource_state") not in (None, "", "undefined")


def _check(period: Mapping[str, object], path: str, unit: str) -> None:
    """Raises RowRefused for the first thing that is not of Hauki's types."""
    for field in ("start_date", "end_date"):
        _check_text(period, field, path, unit)
        day = period.get(field)
        if isinstance(day, str) and not _is_date(day):
            raise RowRefused("bad_value", f"{path}/{field}", day, source_id=unit)
    _check_text(period, "resource_state", path, unit)
    if not isinstance(period.get("override") or False, bool):
        raise RowRefused("wrong_type", f"{path}/override", period["override"], source_id=unit)
    for group, where in _listed(period, "time_span_groups", path, unit):
        for span, here in _listed(group, "time_spans", where, unit):
            for field in ("start_time", "end_time", "resource_state"):
                _check_text(span, field, here, unit)
            if not isinstance(span.get("weekdays") or [], list):
                raise RowRefused("wrong_type", f"{here}/weekdays", span["weekdays"], source_id=unit)
        _listed(group, "rules", where, unit)


def _check_text(row: Mapping[str, object], field: str, path: str, unit: str) -> None:
    if row.get(field) is not None and not isinstance(row[field], str):
        raise RowRefused("wrong_type", f"{path}/{field}", row[field], source_id=unit)


def _listed(row: Mapping[str, object], field: str, path: str, unit: str) -> list[tuple[Mapping[str, Any], str]]:
    rows = row.get(field)
    if not isinstance(rows, list):
        raise RowRefused("wrong_type" if field in row else "missing_field", f"{path}/{field}", rows, source_id=unit)
    for place, one in enumerate(rows):
        if not isinstance(one, Mapping):
            raise RowRefused("wrong_type", f"{path}/{field}/{place}", one, source_id=unit)
    return [(one, f"{path}/{field}/{place}") for place, one in enumerate(rows)]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def odd_in_periods(periods: Iterable[Mapping[str, object]]) -> Iterator[Odd]:
    """States that we do not know."""
    for place, period in enumerate(periods):
        here = f"/date_periods/{place}"
        rows = [(here, period)]
        for at, group in enumerate(list_of_rows(period.get("time_span_groups"))):
            spans = enumerate(list_of_rows(group.get("time_spans")))
            rows += [(f"{here}/time_span_groups/{at}/time_spans/{n}", span) for n, span in spans]
        for path, row in rows:
            state = row.get("resource_state")
            if isinstance(state, str) and state and state not in STATES:
                yield Odd("unknown_code", f"{path}/resource_state", state)
