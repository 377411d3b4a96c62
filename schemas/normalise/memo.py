"""Reading a text once: the sessions of a series, and rows that repeat their publisher's phrases, bring the same words many times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
KEPT = 4096
"""Texts remembered by each function: some thousand descriptions, a few tens of megabytes in all."""


def read_once(reader: Callable[P, R]) -> Callable[P, R]:
    """A pure reader of texts that remembers its last answers. What it gives is the caller's own to change."""

    @lru_cache(maxsize=KEPT)
    def remembered(frozen: tuple[Hashable, ...], names: tuple[tuple[str, Hashable], ...]) -> R:
        return reader(*map(_thaw, frozen), **{name: _thaw(one) for name, one in names})  # type: ignore[arg-type]

    @wraps(reader)
    def read(*args: P.args, **named: P.kwargs) -> R:
        try:
            found = remembered(tuple(map(_freeze, args)), tuple((name, _freeze(one)) for name, one in named.items()))
        except TypeError:  # something that is no text among the texts
            return reader(*args, **named)
        return copy(found) if isinstance(found, list | dict) else found

    return read


class _Texts(tuple[tuple[str, str], ...]):
    """A text by language, frozen."""


def _freeze(value: object) -> Hashable:
    if isinstance(value, str | None):
        return value
    if isinstance(value, Mapping):
        return _Texts(value.items())
    return value


def _thaw(value: Hashable) -> object:
    return dict(value) if isinstance(value, _Texts) else value
