"""Which LIPAS sites belong in the tray, by the reviewed tables of the YAML: types, who keeps the site, names, municipality, status.

A type's line is a pattern of its code, `x` for any digit; the line with the fewest `x` decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.scope import ScopeRules, Verdict
from schemas.normalise.text import plain_text
from schemas.source import Source

PUBLISHED_STATUSES = ("active", "out-of-service-temporarily")


def patterns_of(code: int) -> list[str]:
    """The patterns that a type code matches, the narrowest first.

    >>> patterns_of(1120)
    ['1120', '112x', '11xx', '1xxx', 'xxxx']
    """
    digits = str(code)
    return [digits[: len(digits) - n] + "x" * n for n in range(len(digits) + 1)]


def line_of(table: Mapping[str, str], code: int) -> tuple[str, str] | None:
    """The narrowest line of a table for a type code: its pattern and what stands there."""
    for pattern in patterns_of(code):
        found = table.get(pattern)
        if found is not None:
            return pattern, found
    return None


def verdict_of(
    *,
    code: int,
    status: str | None,
    municipality: str | None,
    admin: str,
    name: str,
    is_free: bool,
    source: Source,
    rules: ScopeRules,
) -> Verdict:
    """In or out, and by which rule. What a firm keeps is in only where its use is free."""
    if status is not None and status not in PUBLISHED_STATUSES:
        return Verdict(False, f"status:{status[:40]}")
    if municipality is not None and municipality != rules.scope.home_municipality.match:
        return Verdict(False, "neighbour_without_offering")
    type_in = line_of(source.lookups.get("type_in", {}), code)
    type_out = line_of(source.lookups.get("type_out", {}), code)
    if type_out and (type_in is None or _width(type_out[0]) <= _width(type_in[0])):
        return Verdict(False, f"type_out:{type_out[0]}")
    if type_in is None:
        return Verdict(False, f"type_unlisted:{code}")
    if not is_free and source.lookups.get("admin_out", {}).get(admin) is not None:
        return Verdict(False, f"admin_out:{admin}")
    names_out = source.lookups.get("name_out", {})
    for pattern in names_out.keys():  # noqa: SIM118  # iterating the table itself would say that every line counted
        if re.search(pattern, plain_text(name), re.IGNORECASE) and names_out.get(pattern):
            return Verdict(False, f"name_out:{pattern}")
    return Verdict(True, f"type:{type_in[0]}")


def _width(pattern: str) -> int:
    return pattern.count("x")
