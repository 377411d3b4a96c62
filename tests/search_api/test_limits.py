"""What one stranger can do to the others: how often, how much, how slowly and how long; and what is kept of who it was."""

from __future__ import annotations

import asyncio
import logging
import warnings
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from liiku.context import Context
from liiku.serving import make_app
from schemas.errors import ConfigError
from search_api import limits
from search_api.bounds import MAX_BODY_BYTES, Bounds
from search_api.limits import FEED, LOGIN, SEARCH, Buckets, Clients, rate_of
from search_api.middleware import Around, BrokeOff
from search_api.problems import Refused

STRANGER, OTHER, PROXY = "203.0.113.7", "203.0.113.8", "127.0.0.1"


def client_at(context: Context, peer: str, **settings: object) -> TestClient:
    """A client of the application whose connection comes from an address."""
    own = Context(context.settings.model_copy(update=settings))
    own.ledger = context.ledger
    own.engine = context.engine
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return TestClient(make_app(own), client=(peer, 50_000), follow_redirects=False)


def statuses(client: TestClient, times: int, path: str = "/v1/places?q=", **options: Any) -> list[int]:
    return [client.get(path, **options).status_code for _ in range(times)]


def from_(address: str) -> dict[str, dict[str, str]]:
    return {"headers": {"X-Forwarded-For": address}}


@pytest.fixture
def few(sample: Context) -> TestClient:
    """Seen from a proxy on this machine, at a hundredth of the rates: one search at once, and five seconds until the next."""
    return client_at(sample, PROXY, rate_limits=0.01)


def test_who_asks_too_often_is_told_when_to_ask_again_and_others_are_not_hit(few: TestClient) -> None:
    assert statuses(few, 2, **from_(STRANGER)) == [200, 429]
    refused = few.get("/v1/places?q=", headers={"X-Forwarded-For": STRANGER})
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 5
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert statuses(few, 1, **from_(OTHER)) == [200]


def test_a_browser_that_asks_too_often_gets_a_page_in_three_languages_and_a_program_a_problem(few: TestClient) -> None:
    for accepts, kind in (
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "application/problem+json"),
        ("application/json, text/html;q=0", "application/problem+json"),
    ):
        asked = {"headers": {"X-Forwarded-For": STRANGER, "Accept": accepts}}
        few.post("/", data={"q": "jumppa"}, **asked)
        refused = few.post("/", data={"q": "jumppa"}, **asked)
        assert (refused.status_code, refused.headers["content-type"]) == (429, kind)
        assert 1 <= int(refused.headers["retry-after"]) <= 5
        assert refused.headers["vary"] == "Accept"
        assert "jumppa" not in refused.text
        if kind.startswith("text/html"):
            for words in ("Liian monta", "För många", "Too many", f"{refused.headers['retry-after']} s"):
                assert words in refused.text
            assert "content-security-policy" in refused.headers


def test_the_rates_let_a_person_search_and_a_reader_read_a_whole_feed_at_once(sample: Context) -> None:
    client = client_at(sample, STRANGER)
    assert set(statuses(client, 100)) == {200}
    assert set(statuses(client, 200, "/feeds/services?limit=1")) == {200}


def test_limits_can_be_switched_off(sample: Context) -> None:
    assert set(statuses(client_at(sample, STRANGER, rate_limits=0), 150)) == {200}


def test_this_machine_itself_is_not_limited(sample: Context) -> None:
    assert set(statuses(client_at(sample, PROXY, rate_limits=0.01), 20)) == {200}


@pytest.mark.parametrize(
    ("method", "path", "rate"),
    [
        ("GET", "/v1/suggest", SEARCH), ("POST", "/v1/pins", SEARCH), ("POST", "/", SEARCH), ("GET", "/hsds/services", SEARCH),
        ("GET", "/feeds/services", FEED), ("POST", "/steward/login", LOGIN), ("POST", "/mistakes", limits.NOTES), ("GET", "/health", None),
    ],
)  # fmt: skip
def test_costly_routes_have_rates_of_their_own(method: str, path: str, rate: object) -> None:
    assert rate_of(method, path) == rate


def test_a_bucket_fills_again_with_time() -> None:
    now = [0.0]
    buckets = Buckets(1, clock=lambda: now[0])
    waits = [buckets.wait_s(LOGIN, b"a") for _ in range(LOGIN.burst + 1)]
    assert waits == [0] * LOGIN.burst + [5]
    now[0] += 5
    assert [buckets.wait_s(LOGIN, b"a") for _ in range(2)] == [0, 5]


def test_a_million_clients_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 50)
    buckets = Buckets(1)
    for number in range(500):
        buckets.wait_s(SEARCH, number.to_bytes(4))
    assert len(buckets) == 50


def key(clients: Clients, peer: str, *forwarded: str) -> bytes | None:
    raw = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return clients.of({"type": "http", "client": (peer, 1)}, Headers(raw=raw))


def test_only_a_trusted_proxy_says_who_asks_and_what_stands_before_its_own_word_counts_for_nothing() -> None:
    clients = Clients("10.0.0.0/8, ::1")
    stranger = key(clients, STRANGER)
    assert key(clients, STRANGER, OTHER) == stranger
    assert key(clients, "10.0.0.1", STRANGER) == stranger
    assert key(clients, "10.0.0.1", f"{OTHER}, {STRANGER}, 10.9.9.9") == stranger
    assert key(clients, "10.0.0.1", OTHER, STRANGER) == stranger
    assert key(clients, "10.0.0.1", f"{STRANGER}, nonsense") not in (stranger, None)
    assert key(clients, "10.0.0.1", "127.0.0.1, 203.0.113.7") == stranger


def test_a_spoofed_loopback_address_does_not_lift_the_limit() -> None:
    assert key(Clients("127.0.0.1"), STRANGER, "127.0.0.1") is not None


def test_the_networks_of_trusted_proxies_are_checked_when_it_starts() -> None:
    with pytest.raises(ConfigError, match="LIIKU_TRUSTED_PROXIES"):
        Clients("proxy.example.org")


def test_a_client_is_a_hash_under_a_key_that_each_process_makes_for_itself() -> None:
    one, other = key(Clients(""), STRANGER), key(Clients(""), STRANGER)
    assert one is not None
    assert len(one) == 16
    assert one != other
    clients = Clients("")
    assert key(clients, "2001:db8::1") == key(clients, "2001:db8::ffff:1") != key(clients, "2001:db8:0:1::1")
    assert key(clients, f"::ffff:{STRANGER}") == key(clients, STRANGER)


def test_no_address_of_a_client_is_logged_or_kept(
    few: TestClient, sample: Context, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    statuses(few, 3, "/v1/search?q=salaisuus&lat=60.1712&lon=24.9412", **from_(STRANGER))
    told = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("httpx"))
    assert "GET /v1/search" in told or "(no route)" in told
    assert [secret for secret in (STRANGER, "salaisuus", "60.1712") if secret in told] == []


def test_the_address_of_a_spoofed_proxy_makes_no_https_of_http(sample: Context) -> None:
    https = {"X-Forwarded-Proto": "https"}
    assert "strict-transport-security" not in client_at(sample, STRANGER).get("/health", headers=https).headers
    assert "strict-transport-security" in client_at(sample, PROXY).get("/health", headers=https).headers


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        pytest.param("GET", "/v1/search?q=" + "a" * 40_000, {}, 414, id="long address"),
        pytest.param("GET", "/health", {"headers": {"X-Long": "a" * 40_000}}, 431, id="long headers"),
        pytest.param("GET", "/health", {"headers": {f"X-{n}": "a" for n in range(120)}}, 431, id="many headers"),
        pytest.param("POST", "/v1/search", {"content": b" " * (MAX_BODY_BYTES + 1)}, 413, id="large body"),
        pytest.param("POST", "/v1/search", {"content": iter([b" " * 60_000] * 9)}, 415, id="large body in pieces, refused unread"),
        pytest.param("POST", "/v1/search", {"content": iter([b" " * 60_000] * 9), "headers": {"Content-Type": "application/json"}}, 413, id="large body in pieces"),
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused(
    client: TestClient, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    answer = client.request(method, path, **options)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


# One request by hand: what a test client cannot do


SCOPE: dict[str, Any] = {
    "type": "http", "method": "POST", "path": "/x", "raw_path": b"/x", "query_string": b"", "scheme": "http", "headers": [(b"content-length", b"9")],
}  # fmt: skip


async def ask(app: Any, *pieces: dict[str, Any]) -> list[dict[str, Any]]:
    """What an application sends for a request whose body comes in pieces, and then no more."""
    sent: list[dict[str, Any]] = []
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(dict(SCOPE), receive, send)
    return sent


async def reads_all(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass


def test_a_body_that_stops_in_the_middle_is_not_waited_for() -> None:
    app = Bounds(reads_all, body_s=0.05, handler_s=5)
    with pytest.raises(Refused) as refused:
        asyncio.run(ask(app, {"type": "http.request", "body": b"a", "more_body": True}))
    assert refused.value.status == 408


def test_a_handler_that_takes_too_long_is_answered_for_once() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.3)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"late"})

    sent = asyncio.run(ask(Bounds(slow, body_s=5, handler_s=0.05)))
    assert [(one.get("status"), one["type"]) for one in sent] == [
        (503, "http.response.start"),
        (None, "http.response.body"),
    ]
    assert b"late" not in sent[1]["body"]


def test_an_answer_that_has_begun_is_not_cut_off() -> None:
    async def long(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"whole"})

    sent = asyncio.run(ask(Bounds(long, body_s=5, handler_s=0.05)))
    assert (sent[0]["status"], sent[1]["body"]) == (200, b"whole")


def test_a_fault_in_the_middle_of_an_answer_tells_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("salaisuus")

    with pytest.raises(BrokeOff) as broke:
        asyncio.run(ask(Around(breaks)))
    assert broke.value.__cause__ is None
    assert str(broke.value) in caplog.text
    assert "salaisuus" not in caplog.text
