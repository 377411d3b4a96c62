"""The application: routes, errors as problems, and what stands around every request."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from search_api import problems
from search_api.bounds import Bounds
from search_api.deps import Deps
from search_api.feeds.open_reading import OpenReading
from search_api.limits import Limits
from search_api.metering import Metered, Meters
from search_api.middleware import Around
from search_api.routes import (
    dataset,
    feed,
    ground,
    handout,
    health,
    hsds,
    metrics,
    mistakes,
    pages,
    search,
    service_page,
    services,
    statement,
    steward,
    steward_mistakes,
    steward_quality,
    steward_records,
    steward_runs,
    steward_usage,
    tray,
)
from search_api.steward.door import Tries
from search_api.steward.room import room_for
from search_api.usage.counting import keeping_count

WEB = Path(__file__).parent / "web"
GZIP_LEVEL = 3
"""A page of hits is packed in half the time that level 5 takes, which is longer than the search itself, and is a seventh larger."""
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
        lifespan=keeping_count,
    )
    app.state.deps = deps
    app.state.steward = room_for(deps.settings)
    app.state.reports = Tries()
    app.state.meters = Meters()
    problems.install(app)
    steward.install(app)
    for module in (search, services, feed, hsds, health, metrics):
        app.include_router(module.router)
    for module in (pages, ground, service_page, handout, tray, mistakes, statement, dataset):
        app.include_router(module.router, include_in_schema=False)
    for module in (steward, steward_runs, steward_records, steward_quality, steward_mistakes, steward_usage):
        app.include_router(module.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=GZIP_LEVEL)
    settings = deps.settings
    app.add_middleware(Bounds, body_s=settings.body_seconds, handler_s=settings.handler_seconds)
    app.add_middleware(Limits, trusted_proxies=settings.trusted_proxies, factor=settings.rate_limits)
    app.add_middleware(OpenReading)
    app.add_middleware(Around, is_https=settings.public_url.startswith("https:"))
    app.add_middleware(Metered, meters=app.state.meters)
    return app
