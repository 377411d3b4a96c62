"""`liiku steward`: who may use the steward pages. A token is printed once, when it is made; the file keeps its hash."""

from __future__ import annotations

from pathlib import Path

from liiku.context import Context
from schemas.errors import ConfigError
from search_api.steward.tokens import add_steward, read_stewards, remove_steward


def stewards_file(context: Context) -> Path:
    """The file of stewards. Raises ConfigError when none is set."""
    path = context.settings.stewards
    if path is None:
        raise ConfigError("set LIIKU_STEWARDS to the file that is to hold the stewards, for `liiku serve` too")
    return path


def added(context: Context, name: str) -> str:
    """Add a steward; what to tell, with the token."""
    token = add_steward(stewards_file(context), name)
    return f"{name} is a steward. The token, which is shown this once:\n{token}"


def removed(context: Context, name: str) -> str:
    remove_steward(stewards_file(context), name)
    return f"{name} is no steward any more"


def names(context: Context) -> list[str]:
    return [one.name for one in read_stewards(stewards_file(context))]
