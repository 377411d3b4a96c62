"""`/steward/usage`: how often what was searched for, by month, one dimension at a time, from ten on; and the same as a sheet."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Depends, Response

from indexer.sheet import sheet
from indexer.usage_rows import Cell
from search_api.facet_labels import LABELS, label
from search_api.routes.steward import Visitor
from search_api.steward.room import Visit, room_of
from search_api.steward.session import PATH
from search_api.usage.codes import DIMENSIONS
from search_api.web.themes import THEMES

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])
COLUMNS = ("month", "dimension", "code", "label", "searches")
_FACETS = {"nothing_category": "category"}


@router.get("/usage")
def usage(visit: Visitor, month: str = "") -> Response:
    counts = _counts(visit)
    months = list(dict.fromkeys(cell.month for cell in counts))
    chosen = month if month in months else next(iter(months), "")
    tables = {
        dimension: [(_label(visit, cell), counts[cell]) for cell in cells]
        for dimension, cells in groupby((cell for cell in counts if cell.month == chosen), lambda cell: cell.dimension)
    }
    return visit.show(
        "usage.html",
        months=months,
        chosen=chosen,
        tables=[(one, tables[one]) for one in DIMENSIONS if one in tables],
        is_on=visit.deps.settings.usage,
    )


@router.get("/usage.csv")
def usage_csv(visit: Visitor) -> Response:
    rows = [
        dict(zip(COLUMNS, (cell.month, cell.dimension, cell.code, _label(visit, cell), times), strict=True))
        for cell, times in _counts(visit).items()
    ]
    headers = {"Content-Disposition": 'attachment; filename="haut.csv"', "Cache-Control": "no-store"}
    return Response(sheet(COLUMNS, rows).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _counts(visit: Visit) -> dict[Cell, int]:
    with visit.deps.ledger.usage() as rows:
        return rows.all()


def _label(visit: Visit, cell: Cell) -> str:
    lang = visit.page.lang
    if cell.dimension == "searches":
        return visit.page.word("usage_searches", cell.code)
    if cell.dimension.endswith("need"):
        return THEMES[cell.code].name[visit.page.lang] if cell.code in THEMES else cell.code
    if cell.dimension == "accessibility":
        what, _, state = cell.code.partition(":")
        named = label("profile" if what in LABELS["profile"] else "feature", what, lang)
        return f"{named}: {label('state', state, lang)}" if state else named
    return label(_FACETS.get(cell.dimension, cell.dimension), cell.code, lang)
