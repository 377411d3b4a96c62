"""Whether it lives (`/health`), whether it can answer and how fresh it is (`/ready`), and the published schemas."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from indexer.health import look
from schemas.errors import LedgerError
from schemas.generate import schemas
from search_api.deps import deps_of
from search_api.feeds.freshness import freshness, late
from search_api.problems import Refused

router = APIRouter(tags=["operations"])


@router.get("/health", summary="The process lives")
def health() -> Response:
    return Response(b'{"status":"ok"}', media_type="application/json")


@router.get("/ready", summary="Ledger, engine, how far the index is behind, age of each source")
def ready(request: Request) -> Response:
    deps = deps_of(request)
    now = deps.now()
    try:
        newest = deps.ledger.position()
    except LedgerError as error:
        raise Refused(503, str(error)) from error
    engine = deps.engine.health()
    sources = {}
    for name, source in deps.sources.items():
        run = deps.ledger.last_published(name)
        found = look(deps.ledger, source, now=now)
        sources[name] = found.model_dump(
            mode="json", include={"state", "cause", "since", "last_good_run", "next_due"}
        ) | {
            "last_run": run and run.id,
            "complete": run and run.complete,
            "age_seconds": found.age_s,
        }
    behind_promise = late(freshness(deps.ledger, deps.sources, now=now))
    is_ready = engine.ok or newest == 0
    body = {
        "status": "ready" if is_ready else "not ready",
        "sample_data": deps.is_sample(),
        "ledger": {"position": newest},
        "engine": {
            "name": engine.engine,
            "ok": engine.ok,
            "position": engine.position,
            "records": engine.records,
            "note": engine.note,
        },
        "behind": max(0, newest - engine.position),
        "feed": {"fresh": not behind_promise, "late": behind_promise},
        "sources": sources,
    }
    headers = {} if is_ready else {"Retry-After": "10"}
    return Response(
        orjson.dumps(body), status_code=200 if is_ready else 503, media_type="application/json", headers=headers
    )


@router.get("/schemas/{name}", summary="The published JSON Schemas (CC0)")
def schema(name: str) -> Response:
    found = schemas().get(name)
    if found is None:
        raise Refused(404, f"there is no schema {name[:60]}; there are {', '.join(schemas())}")
    return Response(found.encode(), media_type="application/schema+json", headers={"Access-Control-Allow-Origin": "*"})
