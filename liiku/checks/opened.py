"""The ledger as it lies there: looked at without bringing its tables up to date."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError

from indexer.database import said
from indexer.ledger import Ledger
from liiku.context import Context
from schemas.errors import LedgerError

PATIENCE_S = 1
"""So long a look waits for whoever holds the ledger: each check looks for itself."""


def newest_revision() -> str | None:
    """The version of the tables that this program makes."""
    config = Config()
    config.set_main_option("script_location", str(files("indexer") / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()


def revision_of(ledger: Ledger) -> str | None:
    """The version of a ledger's tables; None where there are none. Raises LedgerError."""
    try:
        with ledger.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise LedgerError(f"the ledger {said(ledger.url)} cannot be read: {error.orig}") from error


def there(here: Context) -> Ledger | None:
    """The ledger, if there is one."""
    ledger = None
    address = here.settings.ledger()
    path = address.removeprefix("sqlite:///")
    if path == address or Path(path).exists():
        ledger = Ledger(address, wait_s=PATIENCE_S)
    return ledger


def readable(here: Context) -> Ledger | None:
    """The ledger, if there is one with tables of this version; the check of the ledger says what else is so. Raises LedgerError."""
    ledger = there(here)
    return ledger if ledger is not None and revision_of(ledger) == newest_revision() else None
