"""Validators that nobody here wrote, against the sample city on a real server. They need the harness beside the checkout, Node and what it installs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from liiku.context import Context
from tests.crawler.upstreams import CHECKOUT
from tests.feeds.servers import Server

HARNESS = CHECKOUT.parent / "shared" / "feeds" / "conformance"
PARTS = ("rpde", "rpde_semantics", "hsds", "geojson", "schemathesis")


@pytest.fixture(scope="session")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harness with what it needs installed, from the folder that LIIKU_CONFORMANCE names or in a copy of its own."""
    if "LIIKU_CONFORMANCE" in os.environ:
        return Path(os.environ["LIIKU_CONFORMANCE"])
    if not HARNESS.is_dir():
        pytest.skip("the conformance harness does not lie beside the checkout")
    if shutil.which("npm") is None:
        pytest.skip("the conformance harness needs Node and npm")
    copy = tmp_path_factory.mktemp("conformance") / "harness"
    shutil.copytree(HARNESS, copy, copy_function=shutil.copyfile)
    for folder in [copy, *(path for path in copy.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    steps = (
        ["npm", "ci", "--no-audit", "--no-fund", "--prefix", "node"],
        [sys.executable, "-m", "venv", ".venv"],
        [".venv/bin/pip", "install", "--quiet", "-r", "requirements.txt"],
    )
    for step in steps:
        done = subprocess.run(step, cwd=copy, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"{step[0]} cannot install the conformance harness here: {done.stderr.strip()[-200:]}")
    return copy


@pytest.fixture(scope="module")
def server(sample: Context) -> Iterator[Server]:
    server = Server(sample)
    yield server
    server.stop()


@pytest.mark.parametrize("part", PARTS)
def test_the_validator_finds_no_failure(harness: Path, server: Server, tmp_path: Path, part: str) -> None:
    done = subprocess.run(
        ["bash", harness / "run_all.sh", server.url, tmp_path],
        env=os.environ | {"PARTS": part},
        check=False,
        capture_output=True,
        text=True,
        timeout=280,
    )
    told = "\n".join(path.read_text("utf-8", "replace")[-6000:] for path in tmp_path.iterdir())
    assert (done.returncode, json.loads((tmp_path / "summary.json").read_text("utf-8"))) == (0, {part: 0}), told
