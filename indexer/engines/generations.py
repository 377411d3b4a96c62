"""Immutable generations of an index on disk, and one file that names the current one. A reader always has a whole generation.

index/CURRENT → gen-00000042/ {text/, bodies/, *.npy, meta.json}. A new generation may be a hard-linked copy of the last one with changes: its
files are never written in place. A generation that was not finished is never named, and is swept away.
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

KEPT = 2
_AT_ONCE = 16
_SKIPPED = (".lock",)
TEXT, BODIES = "text", "bodies"
"""Folders of a generation whose files the next one has, too."""


class Generations:
    """The generations in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "CURRENT"
        self._pointer = str(self.pointer)
        self._read: tuple[tuple[int, int, int], Path | None] | None = None
        """What the pointer was known by and named when it was last read: set at once, since many threads look."""

    def current(self) -> Path | None:
        """The current generation, or None before the first. The pointer is read when it is another file than the last time."""
        try:
            found = os.stat(self._pointer)  # noqa: PTH116  # at each search: a path object would take as long as the rest
            seen, read = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns), self._read
            if read is None or read[0] != seen:
                name = self.pointer.read_text(encoding="ascii").strip()
                self._read = read = seen, self.folder / name if name else None
        except FileNotFoundError:
            return None
        return read[1]

    def begin(self, *, after: Path | None = None) -> Path:
        """An empty generation to fill; its words and bodies are a hard-linked copy of those of another where one is named."""
        self.folder.mkdir(parents=True, exist_ok=True)
        current = self.current()
        number = max((int(p.name.removeprefix("gen-")) for p in self.folder.glob("gen-*")), default=0) + 1
        for left in self.folder.glob("gen-*"):
            if current is None or left.name > current.name:
                shutil.rmtree(left, ignore_errors=True)
        path = self.folder / f"gen-{number:08d}"
        for shared in (TEXT, BODIES):
            (path / shared).mkdir(parents=True)
            if after is not None:
                for file in (after / shared).iterdir():
                    if not file.name.endswith(_SKIPPED):
                        os.link(file, path / shared / file.name)
        return path

    def finish(self, path: Path, meta: dict[str, Any]) -> None:
        """Name a filled generation as the current one, atomically, and drop the ones before the last two."""
        sizes = {name: size for name, size in _sizes(path).items() if not name.endswith(_SKIPPED)}
        (path / "meta.json").write_text(json.dumps(meta | {"files": sizes}), encoding="utf-8")
        with ThreadPoolExecutor(_AT_ONCE) as pool:  # waiting for the disk, all at once
            list(pool.map(_sync, [file for file in path.rglob("*") if file.is_file() and file.stat().st_nlink == 1]))
        fresh = self.folder / "CURRENT.new"
        fresh.write_text(path.name, encoding="ascii")
        _sync(fresh)
        fresh.replace(self.pointer)
        _sync(self.folder)
        for old in sorted(self.folder.glob("gen-*"))[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def check_whole(path: Path, meta: dict[str, Any]) -> None:
    """Raises ValueError when a file of a generation is gone or has another size than when it was finished."""
    there = _sizes(path)
    for name, size in meta.get("files", {}).items():
        if there.get(name) != size:
            raise ValueError(f"{name} is {'gone' if name not in there else 'damaged'}")


def _sizes(path: Path) -> dict[str, int]:
    """The bytes of each file of a generation."""
    return {file.relative_to(path).as_posix(): file.stat().st_size for file in path.rglob("*") if file.is_file()}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
