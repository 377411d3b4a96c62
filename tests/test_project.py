"""The checkout as a stranger finds it: documented commands exist, help helps, and nothing in it belongs to one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from liiku.cli import app, main

CHECKOUT = Path(__file__).parents[1]
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group
ELSEWHERE = re.compile(r"(?<![\w.])/(?:work|root)/")
"""Folders of the machine on which this was written."""
TEXTS = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".txt",
    ".json",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".mako",
    ".lock",
    ".cfg",
    ".sh",
    "",
}


def tracked() -> list[Path]:
    """The files that are the project: git's list, or what is no build product where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout:
        return [path for name in done.stdout.split("\0") if name and (path := CHECKOUT / name).is_file()]
    folders = [one for one in CHECKOUT.iterdir() if one.is_dir() and not one.name.startswith(".")]
    here = [one for one in CHECKOUT.iterdir() if one.is_file() and one.name != ".env"]
    return here + [
        path for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_makefile_has_every_promised_target_and_says_what_each_does() -> None:
    promised = {"up", "install", "test", "bench", "soak", "lint", "types"}
    assert promised - targets() == set()
    done = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert promised - {line.split()[0] for line in done.stdout.splitlines() if line.strip()} == set()


def pages() -> list[Path]:
    return [path for path in (CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")) if path.is_file()]


def test_there_is_a_readme() -> None:
    if not (CHECKOUT / "README.md").is_file():
        pytest.skip("README.md is not written yet")
    assert "make up" in (CHECKOUT / "README.md").read_text("utf-8")


def test_every_make_command_in_the_documentation_exists() -> None:
    named = {
        name for path in pages() for name in re.findall(r"(?:^|`)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named - targets() == set()


def test_every_liiku_command_in_the_documentation_exists() -> None:
    named = {
        name
        for path in pages()
        for name in re.findall(r"(?:^|`)liiku ([a-z]+(?:-[a-z]+)*)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_of_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Example: liiku {command}" in shown


def test_help_lists_every_command_and_no_command_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [command for command in COMMANDS if command not in shown] == []


def test_a_command_that_nobody_knows_is_wrong_usage() -> None:
    assert main(["fly"]) == 2


def test_the_licence_is_there_and_is_the_one_that_is_named() -> None:
    text = (CHECKOUT / "LICENSE").read_text("utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert 'license = "AGPL-3.0-or-later"' in (CHECKOUT / "pyproject.toml").read_text("utf-8")


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    mine = Path(__file__).resolve()
    texts = [path for path in tracked() if path.suffix in TEXTS and path.resolve() != mine]
    assert len(texts) > 100
    assert [path for path in texts if ELSEWHERE.search(path.read_text("utf-8", "replace"))] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_server_and_pins_every_package_with_its_hashes(name: str) -> None:
    text = (CHECKOUT / name).read_text("utf-8")
    assert re.search(r"https?://|--index-url|--find-links|file:", text) is None
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert [one.splitlines()[0] for one in packages if "==" not in one or "--hash=sha256:" not in one] == []


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (CHECKOUT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
