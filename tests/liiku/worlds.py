"""Sources whose own roots are on this machine: what is due can be crawled without naming a server."""

from __future__ import annotations

from pathlib import Path

from crawler.replay.server import ReplayServer
from tests.crawler.upstreams import BUNDLED_SOURCES

CRAWLED = ("palvelukartta", "linkedevents")


def sources_at(folder: Path, server: ReplayServer, changes: dict[str, str] | None = None) -> Path:
    """The YAMLs of the service register and of Linked Events with their roots at the server, and more lines for each named one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scope.yaml").write_text((BUNDLED_SOURCES / "scope.yaml").read_text("utf-8"), "utf-8")
    for name in CRAWLED:
        lines = (BUNDLED_SOURCES / f"{name}.yaml").read_text("utf-8").splitlines()
        moved = [f"root: {server.base_url(name)}" if line.startswith("root:") else line for line in lines]
        (folder / f"{name}.yaml").write_text(
            "\n".join([*moved, "private: true"]) + "\n" + (changes or {}).get(name, ""), "utf-8"
        )
    return folder
