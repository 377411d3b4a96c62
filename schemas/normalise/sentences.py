"""A text cut into lines and sentences, as city staff write them: abbreviations, bullets and headings included."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from schemas.normalise.memo import read_once

_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:klo|kl|alk|vs|krs|vån|opisk|eläk|tyött|stud|pens|yht|puh|sis|esim|mm|min|max|väh|ko|kk|pv|hlö|henk|pers|per|fr|tel|nr|nro|st|ns|eli|esim|t|inkl|incl|ca|bl|dvs|kts|ks|ilm|viim|anm)|(?<=\s)n|(?<=\d)[ -]v)\.$",
    re.IGNORECASE,
)
_LONGEST: Final = 500
_END: Final = re.compile(r"(?<=[.!?])[\")»”]?\s+(?=[\"(«”]?[A-ZÅÄÖ0-9])|\n+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|(?<!\d)\d{1,6}-?[^\W\d_]+", re.UNICODE)


@read_once
def sentences(text: str) -> list[str]:
    """The sentences of a text; a line end always ends one, an abbreviation's stop does not.

    >>> sentences("Maksuton. Ilmoittaudu klo 12 mennessä: puh. 09 310 12345.\\nTervetuloa!")
    ['Maksuton.', 'Ilmoittaudu klo 12 mennessä: puh. 09 310 12345.', 'Tervetuloa!']
    """
    out: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        if "\n" not in end[0] and _ABBREVIATED.search(piece[-12:]):
            continue
        out.extend(_short(piece.strip()))
        start = end.end()
    out.extend(_short(text[start:].strip()))
    return out


def _short(piece: str) -> list[str]:
    """A piece as it is; one that never ends is cut between words, so that reading stays linear."""
    if len(piece) <= _LONGEST:
        return [piece] if piece else []
    parts = []
    while len(piece) > _LONGEST:
        cut = piece.rfind(" ", _LONGEST // 2, _LONGEST)
        cut = _LONGEST if cut < 0 else cut
        parts.append(piece[:cut].strip())
        piece = piece[cut:]
    return [part for part in [*parts, piece.strip()] if part]


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The lower-case words of a text; numbers alone are none.

    >>> words("Lapset (7–17 v.) ja kk-kortti 46 e")
    ('lapset', 'v', 'ja', 'kk-kortti', 'e')
    """
    return tuple(_WORD.findall(text.lower()))
