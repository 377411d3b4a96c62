"""JSON Lines: one object a line, in UTF-8. A line that is no JSON breaks the whole file, for a file that was cut short ends in one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from crawler.sources.filelist_text import encoding_of
from schemas.errors import FileRefused

LONGEST_LINE: Final = 2_000_000
"""Bytes; a record has some thousand."""
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Lines:
    """The form of a JSON Lines file."""

    def words(self) -> str:
        return "JSON Lines in UTF-8"


def look(path: Path, *, name: str) -> Lines:
    """The form of a kept file, after every line was parsed once. Raises FileRefused with the line that cannot be read."""
    if encoding_of(path, name) != "UTF-8":
        raise FileRefused(f"{name} is not UTF-8, which JSON is; nothing was imported")
    if not any(True for _ in rows(path, name)):
        raise FileRefused(f"{name} holds no lines; nothing was imported")
    return Lines()


def rows(path: Path, name: str) -> Iterator[tuple[int, object]]:
    """Each line that is not empty, with its number, as JSON."""
    number = 0
    with gzip.open(path, "rb") as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise FileRefused(f"{name}: line {number} is longer than {LONGEST_LINE} bytes; nothing was imported")
            if number == 1:
                line = line.removeprefix(_BOM)
            if not line.strip():
                continue
            try:
                value = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise FileRefused(f"{name}: line {number} is no JSON ({error}); nothing was imported") from error
            yield number, value
