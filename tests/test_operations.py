"""Running it: the page's blocks of commands are run or say that they are not, units and containers name what there is, and the soak finds what it looks for."""

from __future__ import annotations

import asyncio
import configparser
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st
from starlette.testclient import TestClient

from benchmarks.audit import read
from benchmarks.load import Level, Loading, Question, questions
from benchmarks.newcomer import CHECKOUT, PAGE, Block, blocks, ran
from benchmarks.soak import Asked, Requests, Soaking, ask, soak
from benchmarks.soak_parsers import Reader, _batch, readers
from liiku.context import Context
from schemas.settings import Settings

OPS = CHECKOUT / "ops"
UNITS = sorted([*OPS.glob("*.service"), *OPS.glob("*.timer")])


def page_blocks() -> list[Block]:
    return blocks((CHECKOUT / PAGE).read_text("utf-8"))


# The page


def test_every_block_of_commands_is_run_or_says_that_it_is_not() -> None:
    found = page_blocks()
    assert sum(block.is_run for block in found) >= 5
    assert [block.text for block in found if not block.is_run and block.marks != "not run here"] == []


def test_a_block_without_a_mark_is_found() -> None:
    found = blocks("```sh run\nls\n```\n\n```sh\nrm\n```\n\n```json\n{}\n```\n\n```console not run here\n$ ls\n```\n")
    assert [(block.marks, block.text) for block in found] == [("run", "ls\n"), ("", "rm\n"), ("not run here", "$ ls\n")]


@pytest.mark.parametrize(
    "block", [one for one in page_blocks() if one.marks == "run"], ids=lambda one: one.text.split("\n")[0]
)
def test_a_quick_block_of_the_page_runs(block: Block, tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    done = ran(block, tmp_path / "checkout", path=f"{CHECKOUT / '.venv' / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr


def test_a_block_ends_with_its_first_failure(tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    assert ran(Block("run", "false | cat\necho after\n"), tmp_path / "checkout", path="/usr/bin:/bin").stdout == ""


# Units and containers


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is_and_may_write_little(unit: Path) -> None:
    import typer

    from liiku.cli import app

    read = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    read.read_string(unit.read_text("utf-8"))
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").is_file()
        assert read["Timer"]["Persistent"] == "yes"
        return
    service = read["Service"]
    [command] = re.findall(r"\.venv/bin/liiku ([a-z]+)", service["ExecStart"])
    assert command in typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group
    assert (service["User"], service["ProtectSystem"]) == ("liiku", "strict")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = tmp_path / "checkout" / ".venv" / "bin" / "liiku"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/liiku-tarjotin", str(tmp_path / "checkout"))
        (tmp_path / unit.name).write_text(text, "utf-8")
    units = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if any(unit.name in line for unit in UNITS)] == []


def test_an_audit_counts_only_what_was_looked_up() -> None:
    skipped = {"name": "httpx", "skip_reason": "not found"}
    clean = {"name": "attrs", "version": "1", "vulns": []}
    bad = {"name": "pillow", "version": "2", "vulns": [{"id": "PYSEC-1"}]}
    none, part, all_ = (read("x.lock", {"dependencies": rows}) for rows in ([skipped], [skipped, clean], [clean, bad]))
    assert [one.is_audit for one in (none, part, all_)] == [False, False, True]
    assert "0 of 1 packages were looked up: NOT AUDITED" in str(none)
    assert (str(all_), all_.found) == (
        "x.lock: 2 of 2 packages were looked up: 1 known vulnerabilities",
        (("pillow 2", "PYSEC-1"),),
    )


def test_the_page_names_every_file_of_ops_and_says_that_they_were_not_run() -> None:
    text = (CHECKOUT / PAGE).read_text("utf-8") + (CHECKOUT / "docs" / "privacy.md").read_text("utf-8")
    files = {path.name for path in OPS.iterdir() if path.suffix != ".timer"} - {
        "liiku-backup.service",
        "liiku-doctor.service",
    }
    assert [name for name in sorted(files) if f"ops/{name}" not in text] == []
    assert "were not run" in text
    assert [path.name for path in OPS.iterdir() if path.suffix in ("", ".yaml", ".conf") and "Not run where this was written" not in path.read_text("utf-8")] == []  # fmt: skip


def test_the_compose_file_has_its_four_services_with_health_checks_and_settings_that_there_are() -> None:
    compose = yaml.safe_load((OPS / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"api", "worker", "postgres", "meilisearch"}
    assert all("healthcheck" in compose["services"][name] for name in ("worker", "postgres", "meilisearch"))
    assert "HEALTHCHECK" in (OPS / "Dockerfile").read_text("utf-8")
    known = {f"LIIKU_{name.upper()}" for name in Settings.model_fields}
    example = set(re.findall(r"LIIKU_[A-Z_]+", (OPS / "liiku.env.example").read_text("utf-8")))
    assert (set(compose["x-liiku"]["environment"]) | example) - known == set()
    assert "127.0.0.1:8000:8000" in compose["services"]["api"]["ports"]


def test_the_proxy_writes_no_question_down_and_keeps_the_figures_inside() -> None:
    text = (OPS / "nginx.conf").read_text("utf-8")
    assert text.count("access_log off;") == text.count("server {")
    assert re.search(r"location = /metrics \{ return 404; \}", text)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text


def test_the_figures_that_the_page_names_are_those_that_there_are(client: TestClient) -> None:
    client.get("/health")
    named = set(re.findall(r"`((?:liiku|process)_[a-z_]+)`", (CHECKOUT / PAGE).read_text("utf-8")))
    told = client.get("/metrics").text
    assert named
    assert [name for name in sorted(named) if f"# TYPE {name} " not in told] == []


# The load and the soak


def test_the_answers_of_the_load_are_right_and_a_wrong_one_would_be_seen(sample: Context, client: TestClient) -> None:
    asked = questions(sample)
    assert {one.kind for one in asked} == {"search", "pins", "suggest", "service", "page", "feed"}
    for one in asked:
        kind = "application/x-www-form-urlencoded" if one.form else "application/json"
        answer = client.request(one.method, one.path, content=one.body, headers={"content-type": kind})
        assert (answer.status_code, one.is_right(answer.content)) == (200, True), one
        if one.kind in ("search", "pins"):
            assert not one.is_right(b'{"total": 1, "hits": [], "pins": []}')


def test_a_load_with_one_wrong_answer_or_without_a_publication_is_not_right() -> None:
    times = [1.0, 2.0]
    fine, wrong = Level(1, times, times, seconds=1.0), Level(1, times, times, wrong=["search"], seconds=1.0)
    assert Loading([fine], 1, (1, 1)).is_right
    assert not Loading([fine, wrong], 1, (1, 1)).is_right
    assert not Loading([fine], 0, (1, 1)).is_right


def test_a_request_is_written_whole() -> None:
    wire = Question("search", "POST", "/v1/search", b"{}", lambda _: True).wire("here")
    assert wire.startswith(b"POST /v1/search HTTP/1.1\r\nHost: here\r\n")
    assert wire.endswith(b"Content-Length: 2\r\n\r\n{}")


def test_random_requests_meet_no_500(sample: Context) -> None:
    found = soak(sample, 300, seed=7)
    assert found.broken == {}
    assert {200, 400, 404} <= set(found.statuses)


def test_random_requests_reach_every_operation(client: TestClient) -> None:
    app: Any = client.app
    maker = Requests(app.openapi(), ["one"], seed=3)
    reached = Counter(maker.one().operation for _ in range(2000))
    assert set(reached) == {f"{method} {path}" for method, path, _ in maker.operations}


def test_bytes_in_an_address_that_are_no_text_are_refused(client: TestClient) -> None:
    for path in ("/v1/search", "/v1/pins", "/feeds/services", "/"):
        status, _ = asyncio.run(ask(client.app, Asked("GET", path, b"q=\xff\xfe", b"", "", path)))
        assert status == 400


def test_a_soak_that_broke_or_grew_is_not_right() -> None:
    assert Soaking(1, 1, Counter(), 1, memory_mb=(100, 110)).is_right
    assert not Soaking(1, 1, Counter(), 1, {"get /": "…"}, (100, 110)).is_right
    assert not Soaking(1, 1, Counter(), 1, memory_mb=(100, 300)).is_right


def test_a_reader_that_crashes_is_told_with_what_crashed_it_and_a_refusal_is_no_crash() -> None:
    crash = _batch(Reader("first letter", lambda text: text[0], st.text()), 1)
    assert crash is not None
    assert crash.startswith("IndexError")
    assert _batch(Reader("first letter", lambda text: text[0], st.text(), (IndexError,)), 1) is None


@pytest.mark.parametrize("reader", readers(), ids=lambda one: one.name)
def test_a_reader_of_outside_bytes_survives_some(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.soak_parsers.BATCH", 25)
    assert _batch(reader, 5) is None
