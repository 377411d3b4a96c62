"""Memory of other processes of this machine, as Linux tells it: shared pages count in parts, so that sums are right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_LISTENS = "0A"


@dataclass(frozen=True, slots=True)
class Memory:
    """Proportional memory in megabytes, and how much of it are pages of mapped files, which the system may take back."""

    all_mb: float
    of_files_mb: float


def memory_of(processes: Iterable[int]) -> Memory:
    """The sum of some processes. Raises OSError where one may not be looked at."""
    told = [(PROC / str(one) / "smaps_rollup").read_text("utf-8") for one in processes]
    return Memory(sum(_mb(one, "Pss") for one in told), sum(_mb(one, "Pss_File") for one in told))


def _mb(told: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0.0


def family(process: int) -> list[int]:
    """A process and all that it started."""
    found = [process]
    for one in found:
        for told in (PROC / str(one) / "task").glob("*/children"):
            found += map(int, told.read_text("utf-8").split())
    return found


def listening_on(port: int) -> int | None:
    """The process of this machine that listens on a TCP port; None where there is none, or it may not be looked at."""
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in (PROC / "net" / name).read_text("utf-8").splitlines()[1:]
    ]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[3] == _LISTENS and line[1].endswith(f":{port:04X}")}
    for process in PROC.iterdir():
        if process.name.isdigit() and any(one in sockets for one in _opened(process)):
            return int(process.name)
    return None


def _opened(process: Path) -> list[str]:
    try:
        return [str(one.readlink()) for one in (process / "fd").iterdir()]
    except OSError:  # not ours, or gone
        return []
