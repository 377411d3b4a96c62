"""How full an A4 sheet is: lines of type, estimated from lengths, so that six services stay on one page whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import ceil

COLUMN = 40
"""How many letters stand on a line of one of the two columns; beside the code fewer."""
BESIDE = 32
CODE_LINES = 4
HEADING = 30
HEADING_LINE = 1.2
MOST_LINES = 34.0
"""More in the rows of two columns, and the sheet is full: its style then clamps names, places and times."""


def lines_of(name: str, paragraphs: Sequence[str]) -> float:
    """The lines that one service takes: its name, then its paragraphs, the first of them beside the code."""
    found = 0
    for text in paragraphs:
        room = BESIDE if found < CODE_LINES else COLUMN
        found += max(1, ceil(len(text) / room))
    return ceil((len(name) + 3) / HEADING) * HEADING_LINE + found


def is_full(lines: Sequence[float]) -> bool:
    """Whether services of so many lines each, set in two columns, take more than their share of a page."""
    rows = zip_longest(lines[::2], lines[1::2], fillvalue=0.0)
    return sum(max(row) for row in rows) > MOST_LINES
