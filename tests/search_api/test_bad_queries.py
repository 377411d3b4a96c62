"""Questions that nobody can answer well: a clear answer or a refusal that names the parameter, never an error of ours, never a wrong total."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from indexer.catch_up import catch_up
from liiku.context import Context
from schemas.settings import Settings
from tests.conftest import SAMPLE_NOW, client_of

SEA = {"lat": 59.9, "lon": 24.9}
STRANGE = {
    "control characters": "jumppa\x00\x07\x1b[31m",
    "right to left": "\u202eتمارين رياضية \u2066שחייה",
    "only small words": "ja tai että på och the of",
    "only punctuation": "?!… — ,;:()[]{}*\"'",
    "only spaces": " \t\n ",
    "a lone joiner": "\u200d\ufe0f",
    "many long words": "kerrostalo" * 100,
}


def ask(client: TestClient, **asked: Any) -> Any:
    return client.post("/v1/search", json=asked)


@pytest.mark.parametrize("q", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("path", ["/v1/search", "/v1/pins"])
def test_strange_words_are_answered_or_refused_by_name(client: TestClient, path: str, q: str) -> None:
    response = client.post(path, json={"q": q})
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.json()["parameter"] == "q"
    else:
        body = response.json()
        assert body["total"] >= len(body.get("hits", []))


def test_a_query_of_ten_thousand_characters_is_refused_by_name(client: TestClient) -> None:
    response = ask(client, q="jumppa " * 1429)
    assert (response.status_code, response.json()["parameter"]) == (400, "q")


def test_a_point_in_the_sea_has_nothing_near_and_says_what_would_widen_it(client: TestClient) -> None:
    body = ask(client, **SEA, radius_m=500).json()
    assert (body["total"], body["hits"]) == (0, [])
    assert {one["total"] > 0 for one in body["widen"]} <= {True}
    wider = next(one for one in body["widen"] if one["change"] == {"unknown": "include"})
    assert ask(client, **SEA, radius_m=500, unknown="include").json()["total"] == wider["total"]


def test_a_radius_of_nothing_finds_what_is_right_there(client: TestClient) -> None:
    there = next(
        place
        for hit in ask(client, limit=100).json()["hits"]
        for place in hit["service"]["places"]
        if place["lat"] is not None
    )
    body = ask(client, lat=there["lat"], lon=there["lon"], radius_m=0).json()
    assert body["total"] >= 1
    assert {hit["distance_m"] for hit in body["hits"]} == {0}


@pytest.mark.parametrize("cursor", ["x", "%%%", "MC4w", "LTEuYWJj", "ä" * 50, "A" * 5000])
def test_a_cursor_that_no_search_gave_is_refused_by_name(client: TestClient, cursor: str) -> None:
    response = ask(client, q="jumppa", cursor=cursor)
    assert (response.status_code, response.json()["parameter"]) == (400, "cursor")


def test_a_cursor_of_another_search_is_refused_by_name(client: TestClient) -> None:
    given = ask(client, limit=1).json()["next_cursor"]
    response = ask(client, q="jumppa", limit=1, cursor=given)
    assert (response.status_code, response.json()["parameter"]) == (400, "cursor")


# An index that cannot be used


@pytest.fixture
def copied(sample: Context, tmp_path: Path) -> Context:
    """The sample city in a folder of its own."""
    shutil.copytree(sample.settings.data_dir, tmp_path / "data")
    context = Context(Settings(data_dir=tmp_path / "data", ledger_url=None, now=SAMPLE_NOW))
    catch_up(context.ledger, context.engine)
    return context


def again(context: Context) -> Context:
    """The same folder, as a process that starts now has it."""
    return Context(Settings(data_dir=context.settings.data_dir, ledger_url=None, now=SAMPLE_NOW))


def metas(context: Context) -> list[Path]:
    return list(context.settings.data_dir.rglob("gen-*/meta.json"))


@pytest.mark.parametrize("change", [{"analyser": "another"}, {"shape": -1}])
def test_an_index_of_another_version_is_no_answer(copied: Context, change: dict[str, Any]) -> None:
    assert metas(copied)
    for meta in metas(copied):
        meta.write_text(json.dumps(json.loads(meta.read_text()) | change))
    response = ask(client_of(again(copied), raises=False), q="jumppa")
    assert response.status_code == 503
    assert response.headers["retry-after"]


def test_a_spoilt_index_is_no_answer(copied: Context) -> None:
    for meta in metas(copied):
        meta.write_text("{")
    response = ask(client_of(again(copied), raises=False), q="jumppa")
    assert response.status_code == 503


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(copied: Context) -> None:
    before = ask(client_of(copied), q="jumppa").json()["total"]
    folders = sorted({meta.parent.parent for meta in metas(copied)})
    everything = [one for folder in folders for one in (folder, *folder.rglob("*"))]
    for one in everything:
        one.chmod(0o555 if one.is_dir() else 0o444)
    response = ask(client_of(again(copied), raises=False), q="jumppa")
    for one in everything:
        one.chmod(0o755 if one.is_dir() else 0o644)
    assert response.status_code in (200, 503)
    if response.status_code == 200:
        assert response.json()["total"] == before
