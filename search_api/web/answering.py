"""How a page is answered: in which language, and never kept by a cache."""

from __future__ import annotations

from fastapi import Request, Response

from schemas.service import LANGS


def language_of(request: Request, asked: str | None) -> str:
    """`lang=` when it is one of ours, else the browser's, else Finnish."""
    if asked in LANGS:
        return asked
    for piece in request.headers.get("accept-language", "").split(","):
        code = piece.partition(";")[0].strip().lower().partition("-")[0]  # sv-FI is Swedish; fil is not Finnish
        if code in LANGS:
            return code
    return "fi"


def html(text: str, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(
        text.encode(), status_code=status, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
