"""The published description: every route and parameter is in it, errors are as they are sent, and the schemas are the models'."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from schemas.generate import FOLDER, schemas
from schemas.query import SearchQuery
from schemas.service import Service


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


PATHS = {
    "/v1/search": {"get", "post"},
    "/v1/pins": {"get", "post"},
    "/v1/suggest": {"get", "post"},
    "/v1/places": {"get", "post"},
    "/v1/services/{service_id}": {"get"},
    "/v1/services": {"get"},
    "/v1/facets": {"get"},
    "/health": {"get"},
    "/ready": {"get"},
}


def test_every_promised_path_and_method_is_described(description: dict[str, Any]) -> None:
    assert {path: PATHS[path] - description["paths"].get(path, {}).keys() for path in PATHS} == {
        key: set() for key in PATHS
    }


def test_every_operation_has_a_summary_and_says_what_errors_look_like(description: dict[str, Any]) -> None:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert "application/problem+json" in operation["responses"]["4XX"]["content"], (method, path)


def test_422_which_is_never_sent_is_never_promised(description: dict[str, Any]) -> None:
    assert [p for p, ops in description["paths"].items() for op in ops.values() if "422" in op["responses"]] == []


@pytest.mark.parametrize("path", ["/v1/search", "/v1/pins"])
def test_every_field_of_a_search_is_a_documented_parameter_by_get_and_by_post(
    description: dict[str, Any], path: str
) -> None:
    fields = set(SearchQuery.model_fields)
    body = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {one["name"] for one in description["paths"][path]["get"]["parameters"]} == fields
    assert set(body["properties"]) == fields


def test_a_documented_parameter_has_a_type_and_points_nowhere_else(description: dict[str, Any]) -> None:
    for one in description["paths"]["/v1/search"]["get"]["parameters"]:
        assert (one["in"], one["required"]) == ("query", False)
        assert one["schema"].keys() & {"type", "enum"}, one
        assert "$ref" not in str(one)


def test_the_example_question_of_the_description_can_be_asked(client: TestClient, description: dict[str, Any]) -> None:
    example = description["paths"]["/v1/search"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert client.post("/v1/search", json=example).json()["total"] > 0


def test_the_example_answer_of_the_description_has_the_shape_of_a_real_one(
    client: TestClient, description: dict[str, Any]
) -> None:
    content = description["paths"]["/v1/search"]["get"]["responses"]["200"]["content"]["application/json"]
    real = client.get("/v1/search", params={"q": "jumppa", "limit": 1}).json()
    assert set(content["example"]) == set(real)
    assert set(content["example"]["hits"][0]) == set(real["hits"][0])


@pytest.mark.parametrize("name", schemas())
def test_the_schema_files_are_what_the_models_say_and_are_served(client: TestClient, name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == schemas()[name], "run `make schemas`"
    answer = client.get(f"/schemas/{name}")
    assert answer.text == schemas()[name]
    assert answer.headers["content-type"].startswith("application/schema+json")


def test_no_schema_file_is_left_of_a_model_that_is_gone() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(schemas())


def test_every_served_service_is_of_the_published_model(client: TestClient) -> None:
    hits = client.get("/v1/search", params={"limit": 100}).json()["hits"]
    properties = client.get("/schemas/service.json").json()["properties"]
    for hit in hits:
        Service.model_validate(hit["service"])
        assert set(hit["service"]) == set(properties)


def test_a_misspelt_field_is_not_of_the_published_model(client: TestClient) -> None:
    body = client.get("/v1/search", params={"limit": 1}).json()["hits"][0]["service"]
    with pytest.raises(ValidationError):
        Service.model_validate(body | {"prise": "5 €"})
