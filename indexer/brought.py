"""What a run brings that is new or different: of each row a place in the run folder and a few words, so that memory does not grow with the bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.run_folder import RunFolder, body_of
from schemas.record import Item, Record

Key = tuple[str, str]
"""(collection, upstream id)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `at`: the byte of the items file at which its line begins; `ends_at`: when its offering is over, ISO in UTC."""

    at: int
    hash: str
    in_scope: bool
    series: str | None
    ends_at: str | None


class Brought(Mapping[Key, Record]):
    """The rows by key. Asking for a record reads it from the folder."""

    def __init__(self, folder: RunFolder | None = None) -> None:
        self._folder = folder
        self.rows: dict[Key, Row] = {}

    def __getitem__(self, key: Key) -> Record:
        at = self.rows[key].at
        assert self._folder is not None
        record = Item.model_validate_json(next(self._folder.lines_at([at]))).record
        assert record is not None
        return record

    def __iter__(self) -> Iterator[Key]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def bodies(self) -> Iterator[tuple[Key, Row, str]]:
        """Every row with its canonical JSON, one at a time."""
        if self._folder is None:
            return
        lines = self._folder.lines_at(row.at for row in self.rows.values())
        for (key, row), line in zip(self.rows.items(), lines, strict=True):
            yield key, row, body_of(line).decode()
