"""`/metrics`: what Prometheus reads, who may, and that no label comes from a stranger."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from liiku.context import Context
from tests.conftest import client_of
from tests.search_api.paper_town import paper_town

STRANGER = {"X-Forwarded-For": "198.51.100.7"}
TOKEN = "0123456789abcdef-long"


def samples(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return paper_town(Path(tmp_path_factory.mktemp("town"))).context


def test_requests_are_counted_by_route_pattern_and_status(town: Context) -> None:
    client = client_of(town)
    client.get("/v1/services/nowhere")
    client.get("/v1/search")
    client.post("/v1/search", json={})
    client.get("/v1/search?colour=red")
    found = samples(client)
    assert found["liiku_http_requests_total", (("route", "/v1/search"), ("status", "200"))] == 2
    assert found["liiku_http_requests_total", (("route", "/v1/search"), ("status", "400"))] == 1
    assert found["liiku_http_request_seconds_count", (("route", "/v1/search"),)] == 3
    assert ("liiku_http_requests_total", (("route", "/v1/services/{id}"), ("status", "404"))) in found or any(
        name == "liiku_http_requests_total" and dict(labels)["route"].startswith("/v1/services/{") for name, labels in found
    )  # fmt: skip


def test_no_label_comes_from_a_stranger(town: Context) -> None:
    client = client_of(town)
    for path in ("/zyxmark", "/v1/services/zyxmark", "/static/zyxmark", "/v1/search?q=zyxmark", "/services/zyxmark"):
        client.get(path)
    client.request("ZYXMARK", "/v1/search")
    assert "zyxmark" not in client.get("/metrics").text.lower()


def test_ledger_engine_sources_and_memory_are_told(town: Context) -> None:
    found = samples(client_of(town))
    position = found["liiku_ledger_position", ()]
    assert position == town.ledger.position() > 0
    assert found["liiku_engine_position", ()] == position - found["liiku_engine_behind", ()]
    assert found["liiku_source_age_seconds", (("source", "linkedevents"),)] >= 0
    assert found["liiku_source_run", (("source", "linkedevents"), ("state", "published"))] == 1
    assert sum(value for (name, _), value in found.items() if name == "liiku_services") == sum(
        town.ledger.counts().values()
    )
    assert found["process_resident_memory_bytes", ()] > 1_000_000


def test_a_client_that_asks_too_often_is_counted_by_the_kind_of_route_alone(town: Context) -> None:
    client = client_of(Context(town.settings.model_copy(update={"rate_limits": 0.01})))
    answers = [client.get("/v1/search", headers=STRANGER).status_code for _ in range(3)]
    assert 429 in answers
    found = samples(client)
    assert found["liiku_http_rate_limited_total", (("rate", "search"),)] == answers.count(429)
    assert "198.51" not in client.get("/metrics").text


def test_a_stranger_gets_no_figures(town: Context) -> None:
    client = client_of(town)
    assert client.get("/metrics", headers=STRANGER).status_code == 403
    assert client.get("/metrics").status_code == 200


def test_with_a_token_it_alone_opens_from_wherever_one_asks(town: Context) -> None:
    client = client_of(Context(town.settings.model_copy(update={"metrics_token": TOKEN})))
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer ä".encode()}).status_code == 403
    assert client.get("/metrics", headers=STRANGER | {"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_ledger_that_cannot_be_read_is_said_and_nothing_is_made_up(town: Context, tmp_path: Path) -> None:
    broken = Context(town.settings.model_copy(update={"data_dir": tmp_path / "new"}))
    client = client_of(broken)
    broken.ledger.close()
    (tmp_path / "new" / "ledger.sqlite").unlink()
    (tmp_path / "new" / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    found = samples(client)
    assert found["liiku_ledger_ok", ()] == 0
    assert [
        name for name, _ in found if name.startswith(("liiku_ledger_position", "liiku_source", "liiku_services"))
    ] == []
