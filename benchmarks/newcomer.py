"""`python -m benchmarks.newcomer [--quick]`: a newcomer's hour. The blocks of docs/operations.md marked `sh run` and `sh run slow`, in order, in a copy of the checkout.

A block is one shell; what a block leaves behind (the data directory, the virtual environment) the next one finds. Every other block of commands on
the page must say `not run here`. `--quick`: only the blocks without `slow`, with the virtual environment that runs this.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PAGE = "docs/operations.md"
MOST_S = 1800
_FENCE = re.compile(r"^```(\S*)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMANDS = {"sh", "bash", "shell", "console"}


@dataclass(frozen=True, slots=True)
class Block:
    """A block of commands and the marks after its language: `run`, `run slow` or `not run here`."""

    marks: str
    text: str

    @property
    def first_line(self) -> str:
        return self.text.strip().splitlines()[0]

    @property
    def is_run(self) -> bool:
        return self.marks in ("run", "run slow")


def blocks(page: str) -> list[Block]:
    """The blocks of commands of a page, in order."""
    return [Block(marks.strip(), text) for language, marks, text in _FENCE.findall(page) if language in _COMMANDS]


def copied(checkout: Path, to: Path) -> None:
    """A copy as a clean clone has it: what git knows, or would take in."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=checkout, capture_output=True, check=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (checkout / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(checkout / name, to / name)


def ran(block: Block, folder: Path, *, path: str) -> subprocess.CompletedProcess[str]:
    """Run one block in the copy, under settings of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIIKU_")}
    told = {"LIIKU_DATA_DIR": str(folder.parent / "data"), "PORT": str(port), "PATH": path}
    command = ["bash", "-euo", "pipefail", "-c", block.text]
    return subprocess.run(
        command, cwd=folder, env=kept | told, capture_output=True, text=True, check=False, timeout=MOST_S
    )


def hour(*, quick: bool) -> Iterator[tuple[Block, float, str]]:
    """Each block that is run with its seconds, and what it said where it failed; ends with the first that does."""
    page = (CHECKOUT / PAGE).read_text("utf-8")
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "checkout"
        folder.mkdir()
        copied(CHECKOUT, folder)
        programs = str(Path(sys.executable).parent) if quick else str(folder / ".venv" / "bin")
        for block in blocks(page):
            if not block.is_run or (quick and "slow" in block.marks):
                continue
            started = time.perf_counter()
            done = ran(block, folder, path=f"{programs}:{os.environ['PATH']}")
            seconds = time.perf_counter() - started
            if done.returncode:
                yield block, seconds, f"ended with {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
                return
            yield block, seconds, ""


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.newcomer", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    failed, done = 0, []
    for block, seconds, trouble in hour(quick=parser.parse_args().quick):
        print(f"{'FAILED' if trouble else 'ok':<6} {seconds:6.1f} s  {block.first_line}", flush=True)
        done.append(block)
        if trouble:
            print(trouble)
            failed = 1
    left = [block for block in blocks((CHECKOUT / PAGE).read_text("utf-8")) if block not in done]
    for block in left:
        print(f"{'not run':<16} {block.first_line}  ({block.marks})")
    print(f"{len(done)} blocks were run, {failed} failed, {len(left)} were not run")
    sys.exit(failed)


if __name__ == "__main__":
    main()
