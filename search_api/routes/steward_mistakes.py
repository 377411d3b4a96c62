"""`/steward/mistakes`: what visitors reported as wrong. A steward corrects it, or says that it is none."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response

from indexer.correctable import FIELDS
from indexer.mistake_rows import Mistake
from indexer.mistakes import FACTS
from schemas.errors import DecisionRefused
from search_api.routes.steward import Poster, Visitor
from search_api.steward.room import Visit, room_of
from search_api.steward.session import PATH

router = APIRouter(prefix=PATH, tags=["steward"], dependencies=[Depends(room_of)])


@router.get("/mistakes")
def mistakes(visit: Visitor) -> Response:
    with visit.deps.ledger.mistakes() as rows:
        open_ones, settled = rows.open(), rows.settled()
    about = {str(one["path"]): one for one in visit.named(sorted({one.service for one in [*open_ones, *settled]}))}
    return visit.show(
        "mistakes.html",
        standing=[_shown(visit, one) for one in open_ones],
        settled=[_shown(visit, one) for one in settled],
        about=lambda service: about[f"{PATH}/services/{service}"],
    )


@router.post("/mistakes")
def dismiss(visit: Poster) -> Response:
    number = visit.given("id")
    if not number.isdigit():
        return visit.refuse(DecisionRefused("name a report"))
    return visit.act(
        f"dismiss {number}",
        lambda: visit.desk.dismiss(int(number), who=visit.who, why=visit.given("why")),
        then=f"{PATH}/mistakes",
        done="dismissed",
    )


def _shown(visit: Visit, one: Mistake) -> dict[str, Any]:
    """A report with its value in words, and the field to correct, where there is one."""
    fact = FACTS.get(one.fact)
    field = FIELDS[fact.field] if fact and fact.field else None
    shown = "" if one.value is None else visit.page.value_words(field, one.value) if field else str(one.value)
    return {"one": one, "value": shown, "field": field}
