"""What strangers meet at the public address, and that `docs/security.md` names a test for each control and the test exists."""

from __future__ import annotations

import ast
import csv
import io
import json
import logging
import re
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.request import Request

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer.outside import AddressRefused, open_outside
from indexer.sheet import BYTE_ORDER_MARK, sheet
from liiku import webhook
from liiku.context import Context
from liiku.export import export
from liiku.logs import JsonLines, PlainLines
from liiku.serving import deps_of
from schemas.errors import ConfigError, RunUnknown
from schemas.normalise.one_line import one_line
from schemas.settings import Settings
from schemas.source import Source
from search_api.steward import tokens
from search_api.steward.tokens import add_steward, read_stewards, who_has
from tests.conftest import client_of
from tests.search_api.stewards import HERE, Steward

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs" / "security.md"


# The page


def controls() -> list[list[str]]:
    """The rows of the page's table of controls."""
    table = PAGE.read_text("utf-8").partition("## Controls")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines() if line.startswith("| ")
    ]
    return [row for row in rows[1:] if not set(row[0]) <= {"-"}]


def test_every_control_names_code_that_is_there_and_a_section_of_asvs() -> None:
    assert len(controls()) >= 25
    for what, where, _, section in controls():
        assert what
        for path in re.findall(r"`([\w/.]+\.(?:py|yaml|toml))`", where):
            assert (CHECKOUT / path).is_file(), path
        assert re.fullmatch(r"V\d+\.\d+(?:\.\d+)?(?:, V\d+\.\d+(?:\.\d+)?)*", section), (what, section)


def test_every_control_names_a_test_that_exists() -> None:
    for what, _, tests, _ in controls():
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
        assert named, what
        for path, name in named:
            tree = ast.parse((CHECKOUT / path).read_text("utf-8"))
            assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, f"{path}::{name}"


def test_rules_of_ruff_that_are_passed_over_say_why() -> None:
    lines = (CHECKOUT / "pyproject.toml").read_text("utf-8").splitlines()
    passed_over = [line for line in lines if re.search(r'"S(?:\d{3})?"', line) and "select" not in line]
    assert passed_over
    assert [line for line in passed_over if "#" not in line] == []


# Answers


@pytest.mark.parametrize(
    "path", ["/", "/v1/search?q=jumppa", "/feeds/services", "/nothing", "/static/site.css", "/steward", "/about"]
)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "geolocation=(self)" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    is_open = path.startswith(("/v1/", "/feeds/"))
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if is_open else "same-origin")
    assert headers.get("access-control-allow-origin") == ("*" if is_open else None)
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_browsers_are_told_to_stay_with_https_where_the_address_is_https(sample: Context) -> None:
    own = Context(sample.settings.model_copy(update={"public_url": "https://tray.example.org"}))
    assert client_of(own).get("/health").headers["strict-transport-security"] == "max-age=31536000"


def test_a_fault_tells_a_stranger_a_number_and_the_log_where_it_was_and_neither_what_was_asked(
    sample: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("salaisuus 60.1712")

    client = client_of(sample)
    monkeypatch.setattr("search_api.routes.search.run_search", breaks)
    caplog.set_level(logging.INFO, "liiku")
    answer = client.post("/v1/search", json={"q": "salaisuus", "lat": 60.1712, "lon": 24.9412})
    told = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("liiku"))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.json()["number"] in told
    assert "KeyError at" in told
    assert "test_security.py" in told
    assert [one for one in ("salaisuus", "60.1712", "24.9412") if one in told] == []
    assert [one for one in ("KeyError", "Traceback", "salaisuus", ".py") if one in answer.text] == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fapp.py", "/static/%2e%2e/%2e%2e/app.py", "/static//etc/passwd", "/schemas/..%2f..%2fpyproject.toml", "/v1/services/..%2f..%2fledger.sqlite",
        "/services/..%2f..%2fetc%2fpasswd", "/dump/..%2f..%2fledger.sqlite", "/v1/services/%00",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_its_folder(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
    assert "create_app" not in answer.text


@pytest.mark.parametrize("lang", ["//evil.example", "fi%0d%0aSet-Cookie:%20a=b", "https://evil.example", "../en"])
def test_a_language_that_is_none_changes_no_header_and_leads_nowhere(client: TestClient, lang: str) -> None:
    answer = client.get(f"/about?lang={lang}")
    assert answer.status_code == 200
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers


# Files and names


@pytest.mark.parametrize("run", ["../ledger.sqlite", "..", ".", "/etc", "a/b", ".hidden", "x\x00y"])
def test_a_runs_name_leads_to_a_run_or_nowhere(sample: Context, run: str) -> None:
    with pytest.raises((RunUnknown, ValueError)):
        sample.run_folder(run)


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "", "a" * 40, "a\n", ".x"])
def test_a_sources_name_is_no_path(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Source.model_validate({"name": name})


def test_an_export_writes_over_nothing_that_is_not_its_own(sample: Context, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ConfigError, match="something else"):
        export(sample, deps_of(sample), tmp_path)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


# Sheets


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\x00=1",
    "\ufeff+1",
    "＝1+1",
    "－1",
    "\xa0@x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_sheet_begins_a_formula(text: str) -> None:
    [_, [cell]] = list(
        csv.reader(io.StringIO(sheet(["name"], [{"name": text}]).removeprefix(BYTE_ORDER_MARK)), delimiter=";")
    )
    assert cell == f"'{text}"


def test_words_and_numbers_stay_as_they_are_in_a_sheet() -> None:
    assert sheet(["a", "b"], [{"a": "Uimahalli", "b": 12}]).endswith("Uimahalli;12\r\n")


# Logs


@given(st.text())
def test_an_event_is_one_line_of_the_log_whatever_is_in_it(text: str) -> None:
    record = logging.LogRecord("liiku.x", logging.INFO, __file__, 1, "told %s", (text,), None)
    for formatter in (PlainLines(), JsonLines()):
        line = formatter.format(record)
        assert len(line.splitlines()) == 1
        assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in line)
    assert json.loads(JsonLines().format(record))["event"] == one_line(f"told {text}")


def test_a_stack_in_the_log_cannot_pass_for_an_event() -> None:
    try:
        exec(compile("raise ValueError('x\\n12:00:00 liiku.steward steward.in Maija')", "x", "exec"), {})
    except ValueError as error:
        record = logging.LogRecord("liiku", 40, __file__, 1, "broke", (), (ValueError, error, error.__traceback__))
    lines = PlainLines().format(record).splitlines()
    assert all(line.startswith("    ") for line in lines[1:])


# Stewards


def test_a_token_is_compared_with_every_stewards_and_in_constant_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stewards.yaml"
    held = [add_steward(path, name) for name in ("Maija", "Pekka", "Liisa")]
    compared: list[bool] = []
    real = tokens.hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append(real(one, other))
        return compared[-1]

    monkeypatch.setattr(tokens, "hmac", SimpleNamespace(compare_digest=compare))
    for token, hits in ((held[0], [True, False, False]), (held[2], [False, False, True]), ("wrong", [False] * 3)):
        compared.clear()
        who_has(token, read_stewards(path))
        assert compared == hits


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_other_sites_and_http(
    sample: Context, tmp_path: Path
) -> None:
    own = Context(sample.settings.model_copy(update={"public_url": "https://tray.example.org"}))
    steward = Steward(own, tmp_path / "stewards.yaml")
    answer = steward.client.post("/steward/login", data={"token": steward.token}, headers=HERE)
    flags = {one.strip().lower() for one in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "secure", "path=/steward"} <= flags


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/steward/../about", "/steward\r\nSet-Cookie: a=b", "/steward//evil.example", "javascript:alert(1)"])  # fmt: skip
def test_logging_in_leads_to_our_own_pages_alone(sample: Context, tmp_path: Path, then: str) -> None:
    steward = Steward(sample, tmp_path / "stewards.yaml")
    answer = steward.client.post("/steward/login", data={"token": steward.token, "next": then}, headers=HERE)
    assert re.fullmatch(r"/steward\?lang=\w\w", answer.headers["location"])


# The webhook


def test_a_webhook_that_leads_within_is_told_nothing_unless_the_settings_allow_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *given, **_: connected.append(given))
    for url in ("http://127.0.0.1:9/x", "http://169.254.169.254/latest", "http://0x7f.1/", "http://[::1]/"):
        with pytest.raises(AddressRefused):
            webhook._post(url, {}, may_be_private=False)
    assert connected == []


def test_nothing_but_http_is_spoken() -> None:
    for url in ("file:///etc/passwd", "ftp://example.org/x", "data:text/plain,x"):
        with pytest.raises(AddressRefused):
            open_outside(Request(url), timeout_s=1)
    with pytest.raises(ValueError, match="webhook_url"):
        Settings(webhook_url="file:///etc/passwd")
