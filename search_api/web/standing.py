"""An offering asked for by its id: there, joined into another, removed, or never known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request, Response

from indexer.ledger import ServiceRow
from search_api.deps import deps_of
from search_api.web.answering import html, language_of
from search_api.web.views import Page, render


@dataclass(frozen=True, slots=True)
class Standing:
    """An offering that is there, and the page on which it is shown."""

    row: ServiceRow
    body: dict[str, Any]
    page: Page


def find_standing(request: Request, service_id: str, *, after: str = "") -> Standing | Response:
    """The offering, or the answer where it is not there. `after`: what follows the id in the address."""
    deps = deps_of(request)
    page = Page(lang=language_of(request, request.query_params.get("lang")), is_sample=deps.is_sample(), given={})
    row = deps.ledger.services([service_id]).get(service_id)
    target = deps.ledger.target_of(service_id)
    if target and (row is None or row.state == "removed"):
        return Response(status_code=301, headers={"Location": f"/services/{target}{after}"})
    if row is None or row.state == "removed":
        page.errors.append(page.say("gone" if row else "never_known"))
        return html(render("problem.html", page), 410 if row else 404)
    return Standing(row, orjson.loads(row.body), page)
