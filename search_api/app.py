"""The application: routes, errors as problems, security headers, and a log line that holds no question."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from search_api import problems
from search_api.deps import Deps
from search_api.routes import health, pages, search, services

WEB = Path(__file__).parent / "web"
log = logging.getLogger("liiku.http")
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
API_DOCS = "LiiKu-tarjotin's search API. Unknown is a value of its own: never free, never accessible, never “no”."


def create_app(deps: Deps) -> FastAPI:
    """The application over its dependencies."""
    app = FastAPI(
        title="LiiKu-tarjotin",
        version="1.0.0",
        description=API_DOCS,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        responses=problems.RESPONSES,
    )
    app.state.deps = deps
    problems.install(app)
    for module in (search, services, health):
        app.include_router(module.router)
    app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)

    @app.middleware("http")
    async def around(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        started = time.perf_counter()
        response = await call_next(request)
        took_ms = (time.perf_counter() - started) * 1000
        response.headers["Server-Timing"] = f"app;dur={took_ms:.1f}"
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        route = request.scope.get("route")
        path = getattr(route, "path", "(no route)")  # the route's pattern: never what was asked
        log.info("%s %s %s %.0f ms", request.method, path, response.status_code, took_ms)
        return response

    return app
