"""What the machine does to us, in plain words: a full or read-only disk, a ledger that is locked, gone or damaged."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from schemas.errors import DirectoryError, DiskTrouble, LedgerError, LedgerLocked

_DISK = {
    errno.ENOSPC: "the disk is full: make room (`liiku doctor` says what takes it)",
    errno.EDQUOT: "the disk quota is used up: make room",
    errno.EFBIG: "a file may not grow further: see the limits of this process and of the disk",
    errno.EROFS: "the disk is read-only: see the machine's log, it may be failing",
    errno.EACCES: "the user of this process has no right to it",
    errno.EIO: "the disk does not read or write: see the machine's log, it may be failing",
}
_LEDGER = {
    "database is locked": "another process holds the lock of its file; try again when that is done (`fuser ledger.sqlite` names it)",
    "database or disk is full": "the disk is full: make room, then try again; nothing was changed",
    "readonly database": "it is read-only: see the rights of its folder, and whether the disk was made read-only",
    "disk i/o error": "the disk does not read or write: make sure of its room and its health, then restart",
    "unable to open": "it cannot be opened: is its folder there, and may the user of this process write there?",
    "malformed": "it is damaged: stop everything, then `liiku restore` of the last backup or `liiku rebuild --from-runs --replace`",
    "not a database": "it is damaged: stop everything, then `liiku restore` of the last backup or `liiku rebuild --from-runs --replace`",
    "no such table": "it is not whole: was its file taken away? `liiku restore`, or `liiku rebuild --from-runs --replace`",
}


def plain(error: BaseException) -> DirectoryError | None:
    """The same in plain words; None for what is no fault of the machine."""
    if isinstance(error, OSError):
        said = _DISK.get(error.errno or 0)
        where = f"{error.filename}: " if error.filename else ""
        return DiskTrouble(f"{where}{said}") if said else None
    if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
        words = str(error.orig).lower()
        said = next((said for sign, said in _LEDGER.items() if sign in words), "it does not answer")
        kind = LedgerLocked if "locked" in words else LedgerError
        return kind(f"the ledger cannot be used now ({str(error.orig).splitlines()[0]}): {said}")
    return None


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raises DiskTrouble or LedgerError instead of what the machine raised."""
    try:
        yield
    except Exception as error:
        ours = plain(error)
        if ours is None:
            raise
        raise ours from error
