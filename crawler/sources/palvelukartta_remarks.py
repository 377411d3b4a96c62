"""What is odd in a unit of the service register that is taken all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.remarks import Odd, unknown_code
from crawler.rows import list_of_rows
from crawler.scope import ServiceTree
from schemas.record import Record
from schemas.service import Text

SECTIONS = frozenset(
    """PHONE_OR_EMAIL LINK TOPICAL OTHER_INFO OPENING_HOURS SOCIAL_MEDIA_LINK OTHER_ADDRESS HIGHLIGHT ESERVICE_LINK PRICE SUBGROUP
    OPENING_HOUR_OBJECT""".split()
)
VIEWPOINTS = frozenset("00 11 12 13 21 22 23 31 32 33 41 51 52 61".split())
LIGHTS = frozenset("red green unknown".split())
_COORDINATES = ("latitude", "northing_etrs_gk25", "northing_etrs_tm35fin")


def odd_in_unit(
    row: Mapping[str, object], record: Record, tree: ServiceTree, words: Mapping[int, Text]
) -> Iterator[Odd]:
    """Unknown tree nodes of any unit, as they may be why it is not in scope; of a unit in scope all else that is odd."""
    for node in _numbers(row, "ontologytree_ids"):
        if node not in tree.parents:
            yield Odd("unknown_code", "/ontologytree_ids", node)
    if not record.in_scope or record.offering is None:
        return
    for word in _numbers(row, "ontologyword_ids") if words else ():
        if word not in words:
            yield Odd("unknown_code", "/ontologyword_ids", word)
    for place, connection in enumerate(list_of_rows(row.get("connections"))):
        yield from unknown_code(connection, "section_type", SECTIONS, under=f"/connections/{place}")
    for viewpoint, light in record.viewpoints.items():
        if viewpoint not in VIEWPOINTS or light not in LIGHTS:
            yield Odd("unknown_code", "/accessibility_viewpoints", f"{viewpoint}:{light}")
    if not any(place.lat is not None for place in record.offering.places):
        for field in (field for field in _COORDINATES if row.get(field) is not None):
            other = field.replace("latitude", "longitude").replace("northing", "easting")
            yield Odd("unusable_point", f"/{field}", f"{row[field]}, {row.get(other)}")
            return


def _numbers(row: Mapping[str, object], field: str) -> list[int]:
    value = row.get(field)
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []
