"""Values in the shape that Meilisearch keeps whole. It folds case and accents, reads `nan` as a number and cuts long strings;
so each word, name and code goes in as plain `a–z0–9` and comes back as it was. It refuses to know what a value is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from indexer.engines.traits import sort_key

_LONGEST = 400
"""Meilisearch cuts a filterable string at about 468 bytes."""
_CUT = "wxxh"
_ESCAPED = re.compile(r"x([0-9a-f]+)x")
_KEY_BYTES = 200
_LEVELS = {"m": (60, 28), "s": (1, 34)}
"""The two trees of time: whole minutes and single seconds; each with its unit and how many halvings a key may span."""


def encode(value: str) -> str:
    """The value as one word of a–z0–9. Keeps prefixes: what begins with another is encoded to what begins with the other's code.

    >>> encode("Itä-Pasila"), encode("nan")
    ('wx49xtxe4xx2dxx50xasila', 'wnan')
    """
    code = "w" + "".join(
        c if c.isascii() and (c.isdigit() or (c.islower() and c != "x")) else f"x{ord(c):x}x" for c in value
    )
    return code if len(code) <= _LONGEST else _CUT + sha256(value.encode()).hexdigest()


def is_whole(code: str) -> bool:
    """Whether the code can be decoded, and does not stand for a very long value."""
    return not code.startswith(_CUT)


def decode(code: str) -> str:
    """The value that was encoded; very long ones are gone.

    >>> decode(encode("Itä-Pasila"))
    'Itä-Pasila'
    """
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), code[1:])


def order_keys(name: str) -> tuple[str, str]:
    """Two strings that Meilisearch sorts, one after the other, as Python sorts `sort_key(name)`. Beyond 400 bytes names are equal."""
    raw = sort_key(name).encode("utf-8")
    return "k" + raw[:_KEY_BYTES].hex(), "k" + raw[_KEY_BYTES : 2 * _KEY_BYTES].hex()


def cover_keys(start_s: int, end_s: int) -> Iterator[str]:
    """The keys of the aligned spans, each of 2ⁿ units, that together are exactly start ≤ t < end.

    Thus "is open at t" is an equality: `t` lies in the span when one of `instant_keys(t)` is among these.

    >>> list(cover_keys(60, 240))
    ['m0x1', 'm1x1']
    """
    tree = "s" if start_s % 60 or end_s % 60 else "m"
    unit, levels = _LEVELS[tree]
    low, high = start_s // unit, end_s // unit
    for level in range(levels + 1):
        if low >= high:
            return
        if level == levels:
            yield from (f"{tree}{level}x{index}" for index in range(low, high))
            return
        if low % 2:
            yield f"{tree}{level}x{low}"
            low += 1
        if high % 2:
            high -= 1
            yield f"{tree}{level}x{high}"
        low, high = low // 2, high // 2


def instant_keys(moment_s: int) -> list[str]:
    """All the spans that an instant lies in, in both trees."""
    return [f"{tree}{n}x{moment_s // unit >> n}" for tree, (unit, levels) in _LEVELS.items() for n in range(levels + 1)]
