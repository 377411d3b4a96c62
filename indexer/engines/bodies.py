"""The records' canonical JSON beside the index, one after another in the order of rows: a page of hits is cut out of mapped files.

A file is named by where it begins in all that was written, and never written in place. What an update adds is a new file; files that are not twice
as long as the one after them are put together, so that there are few, and places stay what they were.
"""

from __future__ import annotations

import mmap
import shutil
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

_SUFFIX = ".jsons"


class Bodies:
    """The bodies of one generation by row. `sizes`: bytes of each row's body; 0 where it was not given."""

    def __init__(self, files: Iterable[tuple[int, mmap.mmap]], sizes: NDArray[np.uint32]) -> None:
        self._files = list(files)
        self._begins = [begin for begin, _ in self._files]
        self._ends: NDArray[np.int64] = np.cumsum(sizes, dtype=np.int64)
        self._sizes = sizes

    @classmethod
    def load(cls, folder: Path, sizes: NDArray[np.uint32]) -> Self:
        """The bodies in a generation's folder. Raises OSError, and ValueError when they are not as long as the rows say."""
        files = []
        for begin, path in _files(folder):
            with path.open("rb") as file:
                files.append((begin, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        found = cls(files, sizes)
        written = sum(len(file) for _, file in files)
        if written != found.size:
            raise ValueError(f"the bodies have {written} bytes, the rows speak of {found.size}")
        return found

    @property
    def size(self) -> int:
        """Bytes of all bodies."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def of(self, rows: NDArray[np.int64]) -> list[bytes]:
        """The bodies of some rows, in their order; empty where none was given."""
        ends, sizes = self._ends[rows].tolist(), self._sizes[rows].tolist()
        if len(self._files) == 1:
            file = self._files[0][1]
            return [file[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        return list(map(self._cut, ends, sizes))

    def _cut(self, end: int, size: int) -> bytes:
        if not size:
            return b""
        begin, file = self._files[bisect_right(self._begins, end - size) - 1]
        return file[end - size - begin : end - begin]


class BodyWriter:
    """Writes the bodies of new rows into a generation's folder that may hold those of the rows before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        files = _files(folder)
        begin = files[-1][0] + files[-1][1].stat().st_size if files else 0
        self._path = _path(folder, begin)
        self._file = self._path.open("wb")

    def add(self, bodies: Iterable[bytes]) -> None:
        self._file.writelines(bodies)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            return
        if not self._path.stat().st_size:  # nothing can be mapped of an empty file
            self._path.unlink()
        _put_together(self._folder)


def _put_together(folder: Path) -> None:
    files = _files(folder)
    sizes = [path.stat().st_size for _, path in files]
    some = len(files)
    while some > 1 and sizes[some - 2] <= 2 * sum(sizes[some - 1 :]):
        some -= 1
    some = max(some - 1, 0)
    if len(files) - some < 2:
        return
    whole = folder / "whole"
    with ExitStack() as opened, whole.open("wb") as into:
        for _, path in files[some:]:
            shutil.copyfileobj(opened.enter_context(path.open("rb")), into)
    for _, path in files[some:]:
        path.unlink()
    whole.rename(_path(folder, files[some][0]))


def _path(folder: Path, begin: int) -> Path:
    return folder / f"{begin:015d}{_SUFFIX}"


def _files(folder: Path) -> list[tuple[int, Path]]:
    """(where it begins, path) of each file, in order."""
    return sorted((int(path.name.removesuffix(_SUFFIX)), path) for path in folder.glob(f"*{_SUFFIX}"))
