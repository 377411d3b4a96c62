"""What a request to the steward pages must be before anything is done: from our own page, of a steward, with the session's own mark; and not one of too many."""

from __future__ import annotations

import hmac
import threading
import time
from collections import deque
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qs, urlsplit

from fastapi import Request

from schemas.settings import Settings
from search_api.problems import Refused
from search_api.steward.session import Session

TRIES = 10
WITHIN_S = 600
REMEMBERED = 10_000
MAX_FORM_BYTES = 60_000
MAX_FORM_FIELDS = 200
Form = dict[str, list[str]]


class TurnedAway(Refused):
    """A form that is not taken; told as a page."""


class Tries:
    """How often each address tried to log in. In memory only, of this process; forgotten after ten minutes."""

    def __init__(self) -> None:
        self._tries: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait_s(self, address: str) -> int:
        """Count a try; 0, or how many seconds to wait when it is one too many."""
        now = time.monotonic()
        with self._lock:
            tries = self._tries.setdefault(_network(address), deque())
            while tries and tries[0] <= now - WITHIN_S:
                tries.popleft()
            if len(tries) >= TRIES:
                return max(1, int(tries[0] + WITHIN_S - now) + 1)
            tries.append(now)
            if len(self._tries) > REMEMBERED:
                self._tries = {one: known for one, known in self._tries.items() if known and known[-1] > now - WITHIN_S}
        return 0

    def forget(self, address: str) -> None:
        """It was a steward."""
        with self._lock:
            self._tries.pop(_network(address), None)


def _network(address: str) -> str:
    """Whoever has an IPv6 address has 2⁶⁴ of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)


def refuse_other_origins(request: Request, settings: Settings) -> None:
    """Raises TurnedAway (403) unless a browser says that the form stood on a page of ours."""
    headers = request.headers
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        raise TurnedAway(403, "this form was not sent from our own page")
    origin = headers.get("origin")
    if origin is not None and _origin(origin) not in (_origin(str(request.url)), _origin(settings.public_url)):
        raise TurnedAway(403, "this form was not sent from our own page")
    if origin is None and site is None:
        raise TurnedAway(403, "say where this form comes from: an Origin header is missing")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None


def refuse_unmarked(session: Session, form: Mapping[str, list[str]]) -> None:
    """Raises TurnedAway (403) for a form without the session's mark."""
    given = (form.get("csrf") or [""])[0]
    if not hmac.compare_digest(given.encode("utf-8", "replace"), session.csrf.encode()):
        raise TurnedAway(403, "this form is not of this session; open the page again")


async def read_form(request: Request) -> Form:
    """The fields of a posted form. Raises TurnedAway when it is too large or no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise TurnedAway(415, "send the form as application/x-www-form-urlencoded")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise TurnedAway(413, f"the form is larger than {MAX_FORM_BYTES} bytes")
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FORM_FIELDS)
    except ValueError:
        raise TurnedAway(413, f"the form has more than {MAX_FORM_FIELDS} fields") from None


def first(form: Mapping[str, list[str]], name: str, default: str = "") -> str:
    return (form.get(name) or [default])[0]
