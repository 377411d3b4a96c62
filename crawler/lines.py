"""Which lines of a reviewed table were ever the one for a row: so that a steward sees those that nothing matches any more."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


class LineCounts:
    """How often each line of the tables that were asked was the one."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = {}
        self._notes: list[tuple[str, str, str]] | None = None

    def ask(self, table: str, lines: Iterable[object]) -> None:
        """A table is asked: from now on its lines are counted."""
        self._record("ask", table)
        if table not in self._counts:
            self._counts[table] = {str(line): 0 for line in lines}

    def note(self, table: str, line: object) -> None:
        """A line was the one; of a table that was given up nothing is noted."""
        self._record("note", table, str(line))
        if self._counts[table]:
            self._counts[table][str(line)] += 1

    def give_up(self, table: str) -> None:
        """The table was read as a whole: nobody can tell which of its lines counted."""
        self._record("give_up", table)
        self._counts[table] = {}

    @contextmanager
    def recorded(self) -> Iterator[list[tuple[str, str, str]]]:
        """What was asked, noted and given up while the block runs, to be repeated for a row that is not read again."""
        self._notes = []
        try:
            yield self._notes
        finally:
            self._notes = None

    def repeat(self, what: str, table: str, line: str, lines: Iterable[object]) -> None:
        """Do again what was recorded; `lines`: all of the table."""
        match what:
            case "ask":
                self.ask(table, lines)
            case "note":
                self.note(table, line)
            case _:
                self.give_up(table)

    def _record(self, what: str, table: str, line: str = "") -> None:
        if self._notes is not None and (what == "note" or (what, table, line) not in self._notes):
            self._notes.append((what, table, line))

    def all(self) -> dict[str, dict[str, int]]:
        return {table: dict(lines) for table, lines in sorted(self._counts.items()) if lines}


class CountedTable(dict[str, str]):
    """A table of lookups that notes which of its lines are looked up."""

    def __init__(self, name: str, lines: Mapping[str, str], counts: LineCounts) -> None:
        super().__init__(lines)
        self._name = name
        self._lines = tuple(lines)
        self._counts = counts

    def get(self, key: str, default: Any = None) -> Any:
        self._look_up(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> str:
        self._look_up(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        return self._look_up(key)

    def __iter__(self) -> Iterator[str]:
        self._counts.give_up(self._name)
        return super().__iter__()

    def items(self) -> ItemsView[str, str]:  # type: ignore[override]  # the same view, for mypy of another class
        self._counts.give_up(self._name)
        return super().items()

    def _look_up(self, key: object) -> bool:
        self._counts.ask(self._name, self._lines)
        found = super().__contains__(key)
        if found:
            self._counts.note(self._name, key)
        return found
