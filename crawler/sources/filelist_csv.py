"""CSV as spreadsheets write it: separated by semicolons, commas or tabs, told by the header. Rows come one by one; a broken file not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.rows import RowRefused
from crawler.sources.filelist_header import LEFT_OUT, Names, folded, read_header
from crawler.sources.filelist_text import Encoding, encoding_of, open_list
from schemas.errors import FileRefused

SEPARATORS: Final = {";": "semicolons", ",": "commas", "\t": "tabs"}
Cells = dict[str, str]
"""The cells of a row that hold something, by field."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV file is written; `fields` are those of its columns."""

    encoding: Encoding
    separator: str
    fields: tuple[str, ...]

    def words(self) -> str:
        return f"CSV in {self.encoding}, separated by {SEPARATORS[self.separator]}"


def look(path: Path, names: Names, required: Iterable[Sequence[str]], *, name: str, advice: str) -> Form:
    """The form of a kept CSV file, after every row of it was parsed once. Raises FileRefused with the row or the column that is wrong."""
    encoding = encoding_of(path, name)
    separator, header = _separator(path, encoding, names, name)
    fields = read_header(header, names, required, name=name, advice=advice)
    for _ in _parsed(path, encoding, separator, name):
        pass
    return Form(encoding, separator, tuple(fields))


def _separator(path: Path, encoding: Encoding, names: Names, name: str) -> tuple[str, list[str]]:
    """The separator by which the header has the most known names, and the header."""
    found: list[tuple[int, str, list[str]]] = []
    for separator in SEPARATORS:
        try:
            header = next((cells for _, cells in _parsed(path, encoding, separator, name)), [])
        except FileRefused:
            continue  # the wrong separator can make a good line unreadable; the right one is parsed again
        found.append((sum(folded(cell) in names for cell in header), separator, header))
    if not found:
        _, header = next(_parsed(path, encoding, ",", name))
    best = max(found, key=lambda one: (one[0], len(one[2])))
    return best[1], best[2]


def rows(path: Path, form: Form, name: str) -> Iterator[tuple[int, Cells | RowRefused]]:
    """Each row under the header that holds something, with its number as a spreadsheet shows it; or why its cells do not fit."""
    lines = _parsed(path, form.encoding, form.separator, name)
    next(lines)
    for number, cells in lines:
        yield number, _cells(cells, form.fields)


def _cells(cells: Sequence[str], fields: Sequence[str]) -> Cells | RowRefused:
    over = next((n for n, cell in enumerate(cells[len(fields) :], start=len(fields) + 1) if cell.strip()), None)
    if over is not None:
        return RowRefused("unexpected_shape", f"/column {over}", cells[over - 1])
    return {
        field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field != LEFT_OUT and cell.strip()
    }


def _parsed(path: Path, encoding: Encoding, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, by number. Raises FileRefused at the row where parsing breaks."""
    number = 0
    with open_list(path, encoding) as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileRefused(
                    f"{name}: row {number}, which begins on line {line}, cannot be read: {error}; nothing was imported"
                ) from error
            if any(cell.strip() for cell in cells):
                yield number, cells


def names_of(columns: Iterable[tuple[str, Iterable[str]]], left_out: Iterable[str] = ()) -> Names:
    """The names of columns by which fields come, and those of columns that are not read."""
    return {folded(name): field for field, known in columns for name in known} | {
        folded(name): LEFT_OUT for name in left_out
    }
