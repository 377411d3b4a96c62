"""`liiku completeness`: how much is known of what is in the tray, and where our reading falls short."""

from __future__ import annotations

from typing import Any

from indexer.completeness import Standing, completeness
from liiku.context import Context
from schemas.service import Service


def completeness_rows(context: Context, source: str | None) -> list[dict[str, Any]]:
    """One row a value: how many offerings have it stated, derived, and unknown by reason. Raises SourceUnknown."""
    if source:
        context.source(source)
    rows = (row for row in context.ledger.live_services() if source in (None, row.source))
    table = completeness(Service.model_validate_json(row.body) for row in rows)
    return [
        {"value": name}
        | {standing.value: fill.counts[standing] for standing in Standing}
        | {"not_read_examples": fill.not_read}
        for name, fill in table.items()
    ]


def completeness_table(rows: list[dict[str, Any]], *, title: str = "value") -> str:
    """The rows as a Markdown table, in shares of the offerings."""
    columns = [standing.value for standing in Standing]
    lines = [
        f"| {title} | {' | '.join(name.replace('_', ' ') for name in columns)} |",
        "|---|" + "---:|" * len(columns),
    ]
    lines += [f"| {row['value']} | {' | '.join(str(row[name] or '') for name in columns)} |" for row in rows]
    return "\n".join(lines)
