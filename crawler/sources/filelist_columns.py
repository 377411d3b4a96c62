"""The columns of our own template, and a row of it as an object: texts by language, lists and numbers from the words of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crawler.rows import RowRefused
from crawler.sources.filelist_csv import names_of
from schemas.service import LANGS

TEXTS: Final = (
    "name", "summary", "description", "price_text", "place_name", "registration_text", "audience_text", "times_text",
    "accessibility_text", "opening_hours_text",
)  # fmt: skip
"""Each of these is three columns: `name_fi`, `name_sv`, `name_en`."""
SINGLES: Final = (
    "source_id", "kind", "categories", "address", "postal_code", "municipality", "lat", "lon", "venue_id", "online",
    "start", "end", "weekday", "time", "from", "to", "not_on", "age_text", "min_age", "max_age", "languages",
    "low_threshold", "plain_language", "registration_url", "url", "phone", "email", "organisation", "state",
    "source_url", "source_modified",
)  # fmt: skip
COLUMNS: Final = tuple(f"{text}_{lang}" for text in TEXTS for lang in LANGS) + SINGLES
NAMES: Final = names_of((column, [column]) for column in COLUMNS)
REQUIRED: Final = (("source_id",), ("kind",), tuple(f"name_{lang}" for lang in LANGS))
ADVICE: Final = "docs/import.md lists the columns; examples/import-template.csv has them all"
_LISTS: Final = ("categories", "languages")
_CLAIMS: Final = ("online", "low_threshold", "plain_language")
_YES: Final = frozenset(("yes", "true", "1", "x", "kyllä", "k", "ja", "on"))
_NO: Final = frozenset(("no", "false", "0", "ei", "e", "nej", "-"))


def object_of(cells: Mapping[str, str]) -> dict[str, object]:
    """The row as the object that a line of JSON would be. Raises RowRefused for a claim that is neither yes nor no."""
    row: dict[str, object] = {}
    for column, cell in cells.items():
        stem, _, lang = column.rpartition("_")
        if stem in TEXTS and lang in LANGS:
            text = row.setdefault(stem, {})
            assert isinstance(text, dict)
            text[lang] = cell
        elif column in _LISTS:
            row[column] = [part.strip() for part in cell.replace(";", ",").replace("|", ",").split(",") if part.strip()]
        elif column in _CLAIMS:
            row[column] = _is_yes(column, cell, cells.get("source_id"))
        else:
            row[column] = cell
    return row


def column_path(path: str) -> str:
    """A path into the object as the column that it came from.

    >>> column_path("/name/sv"), column_path("/name"), column_path("/lat")
    ('/name_sv', '/name_fi', '/lat')
    """
    parts = path.strip("/").split("/")
    if parts[0] not in TEXTS:
        return path
    return f"/{parts[0]}_{parts[1] if len(parts) > 1 and parts[1] in LANGS else 'fi'}"


def _is_yes(column: str, cell: str, key: str | None) -> bool:
    word = cell.casefold()
    if word not in _YES | _NO:
        raise RowRefused("bad_value", f"/{column}", cell, source_id=key)
    return word in _YES
