"""Serves the application with uvicorn: no access log of its own (it would write questions down), keep-alive long enough for feed readers."""

from __future__ import annotations

import os
import socket

import uvicorn
from fastapi import FastAPI

from indexer.catch_up import catch_up
from liiku.context import Context
from liiku.logs import set_up_logging
from liiku.warming import warm_in_background
from schemas.errors import ConfigError, EngineUnavailable
from schemas.settings import load_settings
from search_api.app import create_app
from search_api.deps import Deps

KEEP_ALIVE_S = 75


def deps_of(context: Context) -> Deps:
    """What the application answers from."""
    from indexer.language.analyser import shared_analyser

    return Deps(context.settings, context.ledger, context.engine, shared_analyser(), context.sources, context.geocoder)


def make_app(context: Context) -> FastAPI:
    """The application over a context."""
    return create_app(deps_of(context))


def create() -> FastAPI:
    """The application of a worker process, from the environment's settings."""
    settings = load_settings()
    set_up_logging(settings)
    deps = deps_of(Context(settings))
    warm_in_background(deps)
    return create_app(deps)


def _refuse_busy_port(host: str, port: int) -> None:
    """Raises ConfigError when somebody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(f"{host}:{port} cannot be used: {error.strerror}; choose another with --port") from error


def run_server(context: Context, *, host: str, port: int, workers: int) -> None:
    """Bring the index up to date and serve until stopped."""
    _refuse_busy_port(host, port)
    os.environ["LIIKU_DATA_DIR"] = str(context.settings.data_dir)
    with context.ledger.publishing() as publication:
        publication.settle_feed(context.sources, at=context.settings.clock())
    try:
        catch_up(context.ledger, context.engine)
    except EngineUnavailable as error:
        print(f"liiku: serving without search for now: {error}")
    context.ledger.close()
    uvicorn.run(
        "liiku.serving:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=KEEP_ALIVE_S,
        server_header=False,
        proxy_headers=False,
    )
