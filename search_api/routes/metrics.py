"""`/metrics` for Prometheus: this process's requests, the ledger, the engine and the sources. For this machine alone, or for whoever has the token.

A process behind `--workers` answers for itself: give each its own port to count them all.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import DatabaseError
from starlette.responses import PlainTextResponse

from indexer.health import look
from schemas.errors import LedgerError
from search_api.deps import Deps, deps_of
from search_api.metering import Meters
from search_api.problems import Refused

router = APIRouter(tags=["operations"])


@router.get(
    "/metrics",
    summary="Figures for Prometheus, for this machine or with LIIKU_METRICS_TOKEN",
    response_class=PlainTextResponse,
)
def metrics(request: Request) -> Response:
    deps = deps_of(request)
    refuse_strangers(request, deps.settings.metrics_token)
    meters: Meters = request.app.state.meters
    state = CollectorRegistry()
    state.register(Standing(deps))
    body = generate_latest(meters.registry) + generate_latest(state)
    return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def refuse_strangers(request: Request, token: str | None) -> None:
    """Raises Refused (403) for who has not the token; where none is set, for who is not this machine."""
    if token is None:
        if request.scope["liiku.client"] is not None:
            raise Refused(403, "figures are for this machine, or with LIIKU_METRICS_TOKEN")
        return
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Refused(403, "send the token: Authorization: Bearer …")


class Standing(Collector):
    """How ledger, engine and sources are at the moment of asking. A ledger that cannot be read is `liiku_ledger_ok 0`, and nothing is said of the rest."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    def collect(self) -> Iterator[Metric]:
        engine = self._deps.engine.health()
        yield _one("liiku_engine_ok", "Whether the search engine answers", engine.ok)
        yield _one("liiku_engine_position", "The newest change number that the engine has seen", engine.position)
        yield _one("liiku_engine_records", "Records in the search engine", engine.records)
        try:
            position = self._deps.ledger.position()
            rest = list(self._ledger())
        except (LedgerError, DatabaseError):
            yield _one("liiku_ledger_ok", "Whether the ledger can be read", value=False)
            return
        yield _one("liiku_ledger_ok", "Whether the ledger can be read", value=True)
        yield _one("liiku_ledger_position", "The newest change number", position)
        yield _one(
            "liiku_engine_behind", "Changes that the engine has not seen yet", max(0, position - engine.position)
        )
        yield from rest

    def _ledger(self) -> Iterator[Metric]:
        deps, now = self._deps, self._deps.now()
        services = GaugeMetricFamily("liiku_services", "Services by state", labels=["state"])
        for state, count in deps.ledger.counts().items():
            services.add_metric([state], count)
        age = GaugeMetricFamily("liiku_source_age_seconds", "Age of a source's last good run", labels=["source"])
        state_of = GaugeMetricFamily("liiku_source_state", "1 for the state of a source", labels=["source", "state"])
        run_state = GaugeMetricFamily("liiku_source_run", "1 for how the newest run ended", labels=["source", "state"])
        for name, source in deps.sources.items():
            found = look(deps.ledger, source, now=now)
            newest = deps.ledger.newest_run(name)
            state_of.add_metric([name, found.state], 1)
            if found.age_s is not None:
                age.add_metric([name], found.age_s)
            if newest is not None:
                run_state.add_metric([name, newest.state.value], 1)
        yield from (services, age, state_of, run_state)


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=float(value))
