"""The errors of this project, one small tree; each carries facts as attributes and a sentence that says what to do.

DirectoryError
├── ConfigError         a setting or a source's YAML is wrong (file, key, allowed values)
├── SourceError         a source could not be read
│   └── SourceLocked    another run of the same source is under way
├── LedgerError         the ledger cannot be used
│   ├── LedgerLocked    another publisher is at work
│   └── SampleMixed     sample data and real data would meet in one ledger
├── RunUnknown          no such run, or not in a state for what was asked
├── QueryError          a question that cannot be answered as it was put
└── EngineUnavailable   the search engine cannot answer now
"""

from __future__ import annotations


class DirectoryError(Exception):
    """Whatever this project raises on purpose."""


class ConfigError(DirectoryError):
    """A setting or a YAML file is wrong."""


class SourceError(DirectoryError):
    """A source could not be read to the end."""


class SourceLocked(SourceError):
    """Another run of the same source is under way."""


class LedgerError(DirectoryError):
    """The ledger cannot be used."""


class LedgerLocked(LedgerError):
    """Another publisher holds the ledger."""


class SampleMixed(LedgerError):
    """Sample data and real data would meet in one ledger."""


class RunUnknown(DirectoryError):
    """There is no such run, or it is not in a state for what was asked."""


class QueryError(DirectoryError):
    """A parameter that cannot be answered: which, what came, what is allowed."""

    def __init__(self, parameter: str, came: object, allowed: str) -> None:
        self.parameter = parameter
        self.came = came
        self.allowed = allowed
        super().__init__(f"{parameter}: {came!r} cannot be used; allowed: {allowed}")


class EngineUnavailable(DirectoryError):
    """The engine cannot answer now; `retry_after_s` says when to ask again."""

    def __init__(self, message: str, *, retry_after_s: int = 5) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(message)
