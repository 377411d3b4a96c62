"""Who the stewards are: a YAML of names and hashed tokens. A token is 32 random bytes, shown once; the file keeps its scrypt hash only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import yaml

from schemas.errors import ConfigError

SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""16 MiB and some 40 ms for one hash."""
NAME = re.compile(r"[^\s\x00-\x1f](?:[^\x00-\x1f]{0,58}[^\s\x00-\x1f])?")
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Steward:
    """One line of the file. `hashed` is `scrypt$n$r$p$salt$hash`, both in base64."""

    name: str
    hashed: str


def read_stewards(path: Path) -> list[Steward]:
    """The stewards of a file; none where there is no file yet. Raises ConfigError."""
    if not path.exists():
        return []
    try:
        rows = (yaml.safe_load(path.read_text(encoding="utf-8")) or {})["stewards"]
        found = [Steward(str(row["name"]), str(row["token"])) for row in rows]
    except (yaml.YAMLError, UnicodeDecodeError, OSError, KeyError, TypeError) as error:
        raise ConfigError(f"{path.name}: not a file of stewards; `liiku steward add NAME` makes one") from error
    for one in found:
        if not re.fullmatch(r"scrypt(\$\d+){3}\$[\w+/=]+\$[\w+/=]+", one.hashed):
            raise ConfigError(f"{path.name}: the token of {one.name} is not a hash of ours; add the steward anew")
    return found


def add_steward(path: Path, name: str) -> str:
    """Write a steward into the file; the token, which is nowhere else. Raises ConfigError for a name that is taken or no name."""
    stewards = read_stewards(path)
    if not NAME.fullmatch(name):
        raise ConfigError(f"{name!r} is no name: 1 to 60 characters in one line")
    if any(one.name == name for one in stewards):
        raise ConfigError(f"{name} is a steward already; `liiku steward remove {name}` first, for a new token")
    token = secrets.token_urlsafe(32)
    _write(path, [*stewards, Steward(name, _hashed(token, os.urandom(16)))])
    return token


def remove_steward(path: Path, name: str) -> None:
    """Take a steward out of the file, which ends the sessions of that name. Raises ConfigError."""
    stewards = read_stewards(path)
    left = [one for one in stewards if one.name != name]
    if len(left) == len(stewards):
        raise ConfigError(f"there is no steward {name!r}; known: {', '.join(one.name for one in stewards) or 'nobody'}")
    _write(path, left)


def who_has(token: str, stewards: list[Steward]) -> Steward | None:
    """The steward whose token this is. Every entry is compared, so that the time taken tells nothing."""
    found = None
    for one in stewards:
        salt = base64.b64decode(one.hashed.split("$")[4])
        if hmac.compare_digest(_hashed(token[:LONGEST_TOKEN], salt, like=one.hashed), one.hashed):
            found = one
    return found


def _hashed(token: str, salt: bytes, *, like: str | None = None) -> str:
    n, r, p = (int(one) for one in like.split("$")[1:4]) if like else SCRYPT.values()
    value = hashlib.scrypt(token.encode("utf-8", "replace"), salt=salt, n=n, r=r, p=p, maxmem=2**27, dklen=32)
    return f"scrypt${n}${r}${p}${base64.b64encode(salt).decode()}${base64.b64encode(value).decode()}"


def _write(path: Path, stewards: list[Steward]) -> None:
    """The whole file or nothing, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {"stewards": [{"name": one.name, "token": one.hashed} for one in stewards]}
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        yaml.safe_dump(rows, stream, allow_unicode=True, sort_keys=False)
    partial.replace(path)
