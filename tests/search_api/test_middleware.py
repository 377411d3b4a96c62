"""What stands around every request."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from search_api.middleware import accepts_json


@pytest.mark.parametrize("path", ["/", "/health", "/v1/search?q=jumppa", "/v1/facets"])
def test_head_is_answered_like_get_without_a_body(client: TestClient, path: str) -> None:
    answer = client.head(path)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_client_that_takes_no_json_is_told_so(client: TestClient) -> None:
    answer = client.get("/v1/search", headers={"Accept": "text/csv"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("", True, id="nothing asked for"),
        pytest.param("*/*", True, id="anything"),
        pytest.param("text/html, application/json;q=0.5", True, id="JSON second"),
        pytest.param("application/json;q=0, text/html", False, id="JSON refused"),
        pytest.param("text/html", False, id="HTML only"),
    ],
)
def test_json_is_given_to_those_who_take_it(accept: str, expected: bool) -> None:
    assert accepts_json({"accept": accept} if accept else {}) is expected


@pytest.mark.parametrize(
    ("field", "value"), [("lat", True), ("radius_m", False), ("open_at", 5), ("date_from", 20261124)]
)
def test_a_json_value_of_the_wrong_type_is_refused_by_name(client: TestClient, field: str, value: object) -> None:
    answer = client.post("/v1/search", json={"lat": 60.1, "lon": 24.9} | {field: value})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == field
