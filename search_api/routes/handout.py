"""`/print?ids=`: the handout. Its address holds ids of services and a language, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response

from schemas.settings import HELSINKI
from search_api.deps import deps_of
from search_api.web.answering import html, language_of
from search_api.web.handout import Handout, make_handout, share_words, total_words
from search_api.web.qr import qr_svg
from search_api.web.views import Page, render

router = APIRouter(tags=["pages"])
LONGEST = 40
"""The most ids that are looked at."""


@router.get("/print")
def handout(request: Request) -> Response:
    deps = deps_of(request)
    asked = [one for group in request.query_params.getlist("ids") for one in group.split(",") if one.strip()]
    page = Page(
        lang=language_of(request, request.query_params.get("lang")),
        is_sample=deps.is_sample(),
        given={"ids": asked[:LONGEST]},
    )
    now = deps.now()
    made = make_handout(deps.ledger, asked[:LONGEST], page, public_url=deps.settings.public_url, now=now)
    status = 200 if made.entries or not asked else 410 if made.is_gone else 404
    return html(sheet_html(made, page, asked, day=now.astimezone(HELSINKI).date()), status)


def sheet_html(made: Handout, page: Page, asked: Sequence[str], *, day: date) -> str:
    """The page of a handout, as known on a day."""
    return render(
        "print.html",
        page,
        handout=made,
        asked=asked,
        ids=",".join(one.id for one in made.entries),
        day=day,
        qr_svg=qr_svg,
        share_words=share_words,
        total_words=total_words,
    )
