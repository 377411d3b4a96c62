"""Descriptions of the service description register to records: whom a service names, what it asks for, and which units give it.

The register answers in Finnish. One description serves many units: it is kept once, and joined to each of them when they are composed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.remarks import Odd
from crawler.rows import RowRefused, as_row, checked, required_int_id
from crawler.sources.palvelukartta_rows import unit_key
from crawler.taking_part import of_the_venue
from schemas.normalise.cost import cost_of_price_text
from schemas.normalise.registration import registration_in
from schemas.normalise.text import plain_text
from schemas.record import Record
from schemas.service import Audience, Cost, CostClass
from schemas.source import Source

KNOWN_FIELDS = frozenset(
    """id main_description service_id title name_synonyms description_short description_long availability_summary information
    servicemap_url general_description_id provided_languages responsible_depts target_groups life_events errand_services
    exact_errand_services links availabilities unit_ids""".split()
)


def units_of(row: Mapping[str, object]) -> list[str]:
    """The units that give the service, once each, in order. An absent list is an empty one.

    Raises RowRefused for what is no list of unit numbers.
    """
    numbers = row.get("unit_ids", [])
    key = str(required_int_id(row))
    if not isinstance(numbers, list):
        raise RowRefused("wrong_type", "/unit_ids", numbers, source_id=key)
    units = set()
    for place, number in enumerate(numbers):
        if isinstance(number, bool) or not isinstance(number, (int, str)):
            raise RowRefused("wrong_type", f"/unit_ids/{place}", number, source_id=key)
        if not str(number).isdigit():
            raise RowRefused("bad_value", f"/unit_ids/{place}", number, source_id=key)
        units.add(int(number))
    return [unit_key(number) for number in sorted(units)]


def read_description(value: object, source: Source) -> Record:
    """One description. Groups that the source's YAML maps to nothing, or does not know, name no audience.

    Raises RowRefused for what has no id, no title, no units, or a wrong shape.
    """
    row = as_row(value)
    key = str(required_int_id(row))
    fields = source.lookups.get("fields", {})
    for field in ("title", *fields.keys()):
        if not isinstance(row.get(field) or "", str):
            raise RowRefused("wrong_type", f"/{field}", row[field], source_id=key)
    title = plain_text(row.get("title"))
    if not title:
        raise RowRefused("missing_field", "/title", row.get("title"), source_id=key)
    groups = _groups(row, key)
    named = {word for group in groups for word in source.lookups.get("audiences", {}).get(group, "").split()}
    words = _words(row, fields)
    cost = cost_of_price_text({"fi": words["cost"]}) if "cost" in words else Cost()
    registration, sentence = registration_in({"fi": words.get("registration", "")})
    said = {"cost": words["cost"]} if cost.cost_class is not CostClass.UNKNOWN else {}
    return checked(
        {
            "source": source.name,
            "collection": "description",
            "key": key,
            "scope": "side",
            "description": {
                "title": {"fi": title},
                "units": units_of(row),
                "target_groups": groups,
                "audiences": [audience for audience in Audience if audience.value in named],
                "cost": cost if said else {},
                "registration": registration,
                "words": said | ({"registration": sentence} if sentence else {}),
            },
        },
        source_id=key,
    )


def odd_in_description(row: Mapping[str, object], source: Source) -> Iterator[Odd]:
    """Target groups that the YAML does not name."""
    known = source.lookups.get("audiences", {}).keys()
    for place, group in enumerate(_groups(row, None)):
        if group not in known:
            yield Odd("unknown_code", f"/target_groups/{place}", group)


def _words(row: Mapping[str, object], fields: Mapping[str, str]) -> dict[str, str]:
    """The row's words by what they are read as: only those that name no group or course, as that is not the unit itself."""
    found: dict[str, list[str]] = {}
    for field in fields.keys() & row.keys():
        if text := of_the_venue({"fi": plain_text(row[field])}).get("fi"):
            found.setdefault(fields[field], []).append(text)
    return {use: "\n".join(sorted(set(texts))) for use, texts in found.items()}


def _groups(row: Mapping[str, object], key: str | None) -> list[str]:
    groups = row.get("target_groups") or []
    if not isinstance(groups, list):
        raise RowRefused("wrong_type", "/target_groups", groups, source_id=key)
    for place, group in enumerate(groups):
        if not isinstance(group, str):
            raise RowRefused("wrong_type", f"/target_groups/{place}", group, source_id=key)
    return sorted(set(groups))
