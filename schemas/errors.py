"""The errors of this project, one small tree; each carries facts as attributes and a sentence that says what to do.

DirectoryError
├── ConfigError         a setting or a source's YAML is wrong (file, key, allowed values)
├── SourceError         a source could not be read
│   ├── SourceLocked    another run of the same source is under way
│   └── FileRefused     a list that somebody brought cannot be read
├── LedgerError         the ledger cannot be used
│   ├── LedgerLocked    another publisher is at work
│   └── SampleMixed     sample data and real data would meet in one ledger
├── DiskTrouble         a file cannot be written or read: full, read-only, failing
├── FolderDamaged       the folder of a run is not as its crawl left it
├── BackupRefused       a backup that cannot be made, or not be restored
├── RunUnknown          no such run, or not in a state for what was asked
├── DecisionRefused     a steward's decision cannot be taken
│   └── CorrectionRefused   a correction that does not fit
├── GeocoderFailed      the geocoder did not answer
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


class FileRefused(SourceError):
    """A list that somebody brought cannot be read; nothing of it was imported."""


class LedgerError(DirectoryError):
    """The ledger cannot be used."""


class LedgerLocked(LedgerError):
    """Another publisher holds the ledger."""


class SampleMixed(LedgerError):
    """Sample data and real data would meet in one ledger."""


class DiskTrouble(DirectoryError):
    """A file cannot be written or read: the disk is full, read-only or failing, or a right is lacking."""


class FolderDamaged(DirectoryError):
    """The folder of a run is not as its crawl left it; nothing of it is published."""


class BackupRefused(DirectoryError):
    """A backup that cannot be made, or that is not restored: it is damaged, or something is there already."""


class RunUnknown(DirectoryError):
    """There is no such run, or it is not in a state for what was asked."""


class GeocoderFailed(DirectoryError):
    """The geocoder did not answer. `counts`: it may be down; one question that it does not take says nothing of that."""

    def __init__(self, message: str, *, counts: bool = True) -> None:
        self.counts = counts
        super().__init__(message)


class DecisionRefused(DirectoryError):
    """A steward's decision that cannot be taken: what it is about is not there, or it would say what cannot be."""


CORRECTION_REFUSED = {
    "not_correctable": "{came} cannot be corrected; what can: {allowed}",
    "not_allowed": "{came} does not fit there; allowed: {allowed}",
    "not_a_number": "{came} is not a number",
    "out_of_range": "{came} is not between {low} and {high}",
    "too_long": "{came} characters are too many; allowed: {allowed}",
    "no_place": "the record has no such place now",
    "same": "the record says that already",
    "free_with_price": "free of charge, and a price: take the price away",
    "unknown_with_price": "a price that is not known has no amount: choose what it is",
    "not_low": "low cost is at most 10 € a visit or 50 € for a whole course",
    "min_above_max": "the lowest price is above the highest",
    "ages": "the lowest age is above the highest; correct the other one first",
    "no_name": "a record without a name cannot be",
    "shortcomings_known": "no known shortcomings, and a number of them: take the number away",
    "schema": "the record would not be valid: {detail}",
    "no_reason": "say why: a correction without a reason helps nobody later",
    "reason_too_long": "the reason has {came} characters; allowed: {allowed}",
    "until": "the last day must be from today to {last}; came: {came}",
    "not_in_tray": "{came} is not in the tray, so there is nothing to correct",
}
"""Why a correction does not fit, by code."""


class CorrectionRefused(DecisionRefused):
    """A correction that does not fit: the code of why, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(CORRECTION_REFUSED[code].format(**facts))


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
