"""Immutable generations of an index on disk, and one file that names the current one. A reader always has a whole generation.

index/CURRENT → gen-00000042/ {text/, *.npy, meta.json}. A new generation may be a hard-linked copy of the last one with changes: its
files are never written in place. A generation that was not finished is never named, and is swept away.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

KEPT = 2
_SKIPPED = (".lock",)


class Generations:
    """The generations in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "CURRENT"

    def current(self) -> Path | None:
        """The current generation, or None before the first."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return self.folder / name if name else None

    def begin(self, *, copy_text_of: Path | None = None) -> Path:
        """An empty generation to fill; its text index is a hard-linked copy where one is named."""
        self.folder.mkdir(parents=True, exist_ok=True)
        current = self.current()
        number = max((int(p.name.removeprefix("gen-")) for p in self.folder.glob("gen-*")), default=0) + 1
        for left in self.folder.glob("gen-*"):
            if current is None or left.name > current.name:
                shutil.rmtree(left, ignore_errors=True)
        path = self.folder / f"gen-{number:08d}"
        (path / "text").mkdir(parents=True)
        if copy_text_of is not None:
            for file in (copy_text_of / "text").iterdir():
                if not file.name.endswith(_SKIPPED):
                    os.link(file, path / "text" / file.name)
        return path

    def finish(self, path: Path, meta: dict[str, Any]) -> None:
        """Name a filled generation as the current one, atomically, and drop the ones before the last two."""
        (path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        for file in path.rglob("*"):
            if file.is_file():
                _sync(file)
        fresh = self.folder / "CURRENT.new"
        fresh.write_text(path.name, encoding="ascii")
        _sync(fresh)
        fresh.replace(self.pointer)
        _sync(self.folder)
        for old in sorted(self.folder.glob("gen-*"))[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
