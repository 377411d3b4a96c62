"""The header of a list: which column is which field. A name that nobody knows is refused, with the nearest one that somebody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from schemas.errors import FileRefused

LEFT_OUT: Final = ""
"""The field of a column that is known and not read."""
Names = Mapping[str, str]
"""Names of columns, as `folded` writes them, to fields."""


def folded(name: str) -> str:
    """A column's name as it is compared: without case, and with one space between words.

    >>> folded(" Kurssin  NIMI ")
    'kurssin nimi'
    """
    return " ".join(name.split()).casefold()


def read_header(
    cells: Sequence[str], names: Names, required: Iterable[Sequence[str]], *, name: str, advice: str
) -> list[str]:
    """The field of each column, without the empty ones at the end. Of each group of `required` one field must be there.

    Raises FileRefused with the column that is wrong, and `advice` on where names are put right.
    """
    written = list(cells)
    while written and not written[-1].strip():
        written.pop()
    fields: list[str] = []
    for number, cell in enumerate(written, start=1):
        if not cell.strip():
            raise FileRefused(f"{name}: column {number} of the header has no name; nothing was imported. {advice}")
        field = names.get(folded(cell))
        if field is None:
            raise FileRefused(
                f"{name}: column {number} {cell.strip()!r:.60} is not known{nearest(cell, names)}; nothing was imported. {advice}"
            )
        if field != LEFT_OUT and field in fields:
            raise FileRefused(f"{name}: column {number} {cell.strip()!r} comes twice ({field}); nothing was imported")
        fields.append(field)
    for group in required:
        if not set(group) & set(fields):
            wanted = " or ".join(group)
            raise FileRefused(f"{name}: there is no column {wanted}; nothing was imported. {advice}")
    return fields


def nearest(cell: str, names: Iterable[str]) -> str:
    """“; did you mean …?” for the nearest known name, or nothing where none is near.

    >>> nearest("price_txt_fi", ["price_text_fi", "name_fi"])
    "; did you mean 'price_text_fi'?"
    """
    found = get_close_matches(folded(cell), list(names), n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
