"""`make audit`: known vulnerabilities of every locked package, by pip-audit; and how many were looked up at all, without which it is no audit.

Exit 0 only when every package was looked up and none is known to be vulnerable.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of a lock file: its packages, how many of them were looked up, and (package, advisory) of what was found."""

    lock: str
    packages: int
    looked_up: int
    found: tuple[tuple[str, str], ...]

    @property
    def is_audit(self) -> bool:
        return 0 < self.packages == self.looked_up

    def __str__(self) -> str:
        verdict = f"{len(self.found)} known vulnerabilities" if self.is_audit else "NOT AUDITED"
        return f"{self.lock}: {self.looked_up} of {self.packages} packages were looked up: {verdict}"


def read(lock: str, told: dict[str, Any]) -> Audit:
    """What pip-audit's JSON says."""
    rows = told["dependencies"]
    looked_up = [row for row in rows if "vulns" in row]
    found = tuple((f"{row['name']} {row['version']}", one["id"]) for row in looked_up for one in row["vulns"])
    return Audit(lock, len(rows), len(looked_up), found)


def audit(lock: str, program: str) -> Audit:
    """Ask for one lock file; a database that cannot be reached counts as nothing looked up."""
    command = [program, "--requirement", lock, "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]  # fmt: skip
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        print(done.stderr.strip().splitlines()[-1:] or "pip-audit said nothing", file=sys.stderr)
        return Audit(lock, 0, 0, ())
    return read(lock, json.loads(done.stdout))


def main() -> int:
    program = shutil.which("pip-audit")
    if program is None:
        print("NOT AUDITED: pip-audit is not here; `pip install pip-audit` into an environment of its own")
        return 1
    done = [audit(lock, program) for lock in LOCKS]
    for one in done:
        print(one)
        for package, advisory in one.found:
            print(f"  {package}: {advisory}")
    return int(any(one.found or not one.is_audit for one in done))


if __name__ == "__main__":
    sys.exit(main())
