"""The application: routes, errors as problems, and what stands around every request."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from search_api import problems
from search_api.deps import Deps
from search_api.feeds.open_reading import OpenReading
from search_api.middleware import Around
from search_api.routes import (
    dataset,
    feed,
    health,
    pages,
    search,
    services,
    steward,
    steward_quality,
    steward_records,
    steward_runs,
)
from search_api.steward.room import room_for

WEB = Path(__file__).parent / "web"
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
    app.state.steward = room_for(deps.settings)
    problems.install(app)
    steward.install(app)
    for module in (search, services, feed, health):
        app.include_router(module.router)
    for module in (pages, dataset, steward, steward_runs, steward_records, steward_quality):
        app.include_router(module.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(OpenReading)
    app.add_middleware(Around)
    return app
