"""The bytes of a list that somebody brought: in which encoding they are. What is neither UTF-8 nor Windows-1252, or both, is refused whole."""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal

from schemas.errors import FileRefused

Encoding = Literal["UTF-8", "Windows-1252"]
CODECS: Final[dict[Encoding, str]] = {"UTF-8": "utf-8-sig", "Windows-1252": "cp1252"}
_CHUNK: Final = 1 << 20
_BOM: Final = codecs.BOM_UTF8
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NOT_IN_1252: Final = re.compile(rb"[\x00\x81\x8d\x8f\x90\x9d]")
_UTF_8_LETTER: Final = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x80-\xbf]")
"""å, ä, ö and dashes in UTF-8. As Windows-1252 they would be two odd signs in a row, which nobody writes."""


def encoding_of(path: Path, name: str) -> Encoding:
    """How a kept list is encoded. Raises FileRefused with the line that cannot be decoded."""
    with gzip.open(path, "rb") as stream:
        first = stream.read(4)
    if not first:
        raise FileRefused(f"{name} is empty; nothing was imported")
    if first.startswith(_WORKBOOKS):
        raise FileRefused(f"{name} is a workbook; save it as “CSV UTF-8” and import that")
    if first.startswith(_UTF_16):
        raise FileRefused(f"{name} is UTF-16; save it as “CSV UTF-8” and import that")
    bad = _not_utf_8(path)
    if bad is None:
        return "UTF-8"
    if first.startswith(_BOM) or _is_anywhere(path, _UTF_8_LETTER):
        raise FileRefused(
            f"{name}: line {bad} is not UTF-8, though the rest is; nothing was imported. Save it again as “CSV UTF-8”"
        )
    worse = _line_of(path, _NOT_IN_1252)
    if worse is not None:
        raise FileRefused(
            f"{name}: line {worse} is neither UTF-8 nor Windows-1252; nothing was imported. Save it as “CSV UTF-8”"
        )
    return "Windows-1252"


def open_list(path: Path, encoding: Encoding) -> IO[str]:
    """The text of a kept list, its line ends as they are."""
    return gzip.open(path, "rt", encoding=CODECS[encoding], newline="")


def _chunks(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _not_utf_8(path: Path) -> int | None:
    """The first line that is not UTF-8, or holds a NUL, which no text does."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, waiting = 1, b""
    for chunk in _chunks_and_end(path):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return line + (waiting + chunk)[: error.start].count(b"\n")
        if b"\x00" in chunk:
            return line + chunk[: chunk.index(b"\x00")].count(b"\n")
        line += chunk.count(b"\n")
        waiting = decoder.getstate()[0]
    return None


def _chunks_and_end(path: Path) -> Iterator[bytes]:
    yield from _chunks(path)
    yield b""


def _is_anywhere(path: Path, pattern: re.Pattern[bytes]) -> bool:
    return _line_of(path, pattern) is not None


def _line_of(path: Path, pattern: re.Pattern[bytes]) -> int | None:
    """The line of the first match. A chunk is looked at with the last bytes of the one before."""
    line, kept = 1, b""
    for chunk in _chunks(path):
        found = pattern.search(kept + chunk)
        if found is not None:
            return line + (kept + chunk)[: found.start()].count(b"\n") - kept.count(b"\n")
        line += chunk.count(b"\n")
        kept = chunk[-2:]
    return None
