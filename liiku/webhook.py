"""Tells stewards when a source is held, fails, grows stale or recovers: a notice in the ledger once a day for each cause, and a POST where a webhook is set.

Nothing about clients is in it. A webhook that does not answer is tried again at the next tick; no publication waits for it.
"""

from __future__ import annotations

import logging
import urllib.request
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import orjson

from indexer import health, notices
from indexer.health import Health
from indexer.ledger import Ledger
from indexer.notices import Event, Notice
from indexer.outside import open_outside, server_of
from liiku.context import Context
from schemas.source import Source

log = logging.getLogger("liiku.webhook")
TIMEOUT_S = 5.0
EVENTS: dict[str, Event] = {"held": "held", "failing": "failed", "stale": "stale", "ok": "recovered"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that moved is a mistake in the settings: nothing is sent elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def announce(context: Context, *, now: datetime) -> int:
    """Write what stewards are to know of the sources now, and deliver what waits; how many notices were delivered."""
    for source in context.sources.values():
        note_of(context.ledger, source, now=now)
    return deliver(context, now=now)


def note_of(ledger: Ledger, source: Source, *, now: datetime) -> bool:
    """Write the notice that a source's health asks for, unless the day has it; whether it is new."""
    found = health.look(ledger, source, now=now)
    event = EVENTS.get(found.state)
    if event is None:
        return False
    if event == "recovered":
        told = notices.last(ledger, source.name)
        if told is None or told.event == "recovered":
            return False
    counts = _counts(ledger, found)
    return notices.note(
        ledger, source.name, event, code=found.code, cause=found.cause, run=found.last_run, counts=counts, at=now
    )


def _counts(ledger: Ledger, found: Health) -> dict[str, int]:
    return ledger.get_run(found.last_run).counts.model_dump() if found.last_run else {}


def deliver(context: Context, *, now: datetime) -> int:
    """POST the notices that wait, oldest first, until one fails; how many arrived. Without a webhook: none."""
    address = context.settings.webhook_url
    if not address:
        return 0
    arrived = 0
    for notice in notices.waiting(context.ledger, now=now):
        try:
            is_private = context.settings.webhook_private
            _post(address, body_of(notice, context.settings.public_url), may_be_private=is_private)
        except (OSError, HTTPException) as error:
            notices.delivered(context.ledger, notice, at=None)
            host = urlsplit(address).hostname
            log.warning(
                "webhook.failed: %s did not take the notice %s of %s: %s", host, notice.event, notice.source, error
            )
            return arrived
        notices.delivered(context.ledger, notice, at=now)
        arrived += 1
    return arrived


def body_of(notice: Notice, public_url: str) -> dict[str, Any]:
    """What is sent of a notice."""
    page = f"/runs/{notice.run}" if notice.run else ""
    return {
        "event": notice.event,
        "source": notice.source,
        "run": notice.run,
        "cause": notice.cause,
        "counts": notice.counts,
        "url": f"{public_url.rstrip('/')}/steward{page}",
        "at": notice.at,
    }


def _post(address: str, body: dict[str, Any], *, may_be_private: bool) -> None:
    """Raises AddressRefused, OSError, HTTPException."""
    asked = urllib.request.Request(  # noqa: S310  # the settings take http and https only
        address, orjson.dumps(body), {"Content-Type": "application/json", "User-Agent": "liiku-tarjotin/0.1"}
    )
    allowed = server_of(address) if may_be_private else None
    ports = (server_of(address)[1],)
    with open_outside(asked, timeout_s=TIMEOUT_S, allowed=allowed, known_ports=ports, redirects=NoRedirect()):
        pass
