"""What who asks too often is told: in how many seconds to ask again; a page in three languages for browsers, a problem for programs."""

from __future__ import annotations

from pathlib import Path
from string import Template

from starlette.datastructures import Headers
from starlette.responses import Response

from search_api.problems import problem

_PAGE = Template((Path(__file__).parent / "web" / "templates" / "too_often.html").read_text("utf-8"))


def wants_page(headers: Headers) -> bool:
    """Whether a client names HTML among what it takes, as browsers do for pages and programs do not.

    >>> wants_page(Headers({"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})), wants_page(Headers({"Accept": "*/*"}))
    (True, False)
    """
    ranges = [piece.partition(";") for piece in headers.get("accept", "").split(",")]
    return any(
        name.strip().lower() == "text/html" and rest.replace(" ", "") not in ("q=0", "q=0.0")
        for name, _, rest in ranges
    )


def too_often(wait_s: int, headers: Headers) -> Response:
    """429 with `Retry-After`."""
    told = {"Retry-After": str(wait_s), "Cache-Control": "no-store", "Vary": "Accept"}
    if not wants_page(headers):
        return problem(429, f"ask again in {wait_s} s", headers=told)
    page = _PAGE.substitute(wait_s=wait_s)
    return Response(page.encode(), status_code=429, media_type="text/html; charset=utf-8", headers=told)
