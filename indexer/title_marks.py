"""Words of a title that tell parallel groups apart: numbers, single letters, Roman numerals, levels, and for whom it is. In three languages."""

from __future__ import annotations

from functools import lru_cache

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_STEMS: dict[str, tuple[str, ...]] = {
    "beginners": (
        "alkeet", "alkeis", "alkei", "aloittelij", "vasta-alkaj", "vastaalkaj", "perusteet", "peruskurssi",
        "nybörjar", "grundkurs", "beginner", "elementary", "basics",
    ),
    "continuing": ("jatko", "keskitaso", "fortsätt", "mellannivå", "intermediate", "continu"),
    "advanced": ("edisty", "edistyn", "avancera", "advanced"),
    "children": ("laps", "last", "barn", "child", "kids"),
    "babies": ("vauva", "taaper", "baby", "bebis", "toddler"),
    "youth": ("nuoret", "nuorille", "nuorten", "ungdom", "youth", "teen"),
    "adults": ("aikui", "vux", "adult"),
    "seniors": ("seniori", "senior", "ikäänty", "ikäihm", "äldre", "pension"),
    "women": ("naiset", "naisille", "naisten", "kvinn", "damer", "dam", "women", "ladies"),
    "men": ("miehet", "miehille", "miesten", "män", "herrar", "men"),
    "girls": ("tytöt", "tytöille", "tyttöjen", "flick", "girls"),
    "boys": ("pojat", "pojille", "poikien", "pojk", "boys"),
    "families": ("perhe", "familj", "famil"),
}  # fmt: skip
_WHOLE = {"dam", "män", "men"}
"""Stems too short to begin other words with: they count as whole words only."""


@lru_cache(maxsize=65_536)
def marks_of(words: tuple[str, ...]) -> frozenset[str]:
    """What tells this title's group from its parallels.

    >>> sorted(marks_of(("jooga", "alkeet", "ryhmä", "2"))), sorted(marks_of(("englanti", "a1")))
    (['2', 'beginners'], ['a1'])
    """
    found = set()
    for word in words:
        if word in _ROMAN:
            found.add(_ROMAN[word])
        elif len(word) == 1 or any(letter.isdigit() for letter in word):
            found.add(word)
        else:
            found.update(
                mark
                for mark, stems in _STEMS.items()
                if any(word == s if s in _WHOLE else word.startswith(s) for s in stems)
            )
    return frozenset(found)
