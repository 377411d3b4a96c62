"""Text of strangers for a log: one line, in which nothing can pass for a line of ours or move a terminal's cursor."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
"""Control characters, line and paragraph separators, marks that turn the direction of text or have no width, halves of pairs."""


def one_line(text: str) -> str:
    r"""The text with each of these written out.

    >>> one_line("ok\n12:00 liiku steward.in\x1b[2J")
    'ok\\n12:00 liiku steward.in\\x1b[2J'
    """
    return _HIDDEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
