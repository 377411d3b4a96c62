"""`/accessibility`: the accessibility statement. It claims what tests hold, and says what nobody has checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter, Request, Response

from schemas.settings import Settings
from search_api.deps import deps_of
from search_api.web import views
from search_api.web.answering import html, language_of
from search_api.web.views import Page, render

router = APIRouter(tags=["pages"])
CHECKED: dict[str, Any] = yaml.safe_load(Path(views.FOLDER, "statement.yaml").read_text(encoding="utf-8"))


@router.get("/accessibility")
def statement(request: Request) -> Response:
    deps = deps_of(request)
    page = Page(lang=language_of(request, request.query_params.get("lang")), is_sample=deps.is_sample(), given={})
    contact = deps.settings.contact
    is_set = contact != Settings.model_fields["contact"].default
    return html(render("accessibility.html", page, contact=contact if is_set else None, checked=CHECKED))
