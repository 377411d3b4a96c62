"""Finnish words to lemmas, compound parts and roots, by Voikko's transducer (`pyvoikko`'s file, run by `kfst`).

The transducer's own base forms are wrong for compounds (`maahan=muuttaja`, `tv--sali`), so its tagged output is read here:
`[Bc]` borders compound parts, `[Xp]base[X]` gives a part's base form, `[Xj]suffix[X]` a derivation's.
The transducer knows lower-case words only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.tokens import unique

_TAG = re.compile(r"\[([A-Za-z0-9]+)\]")
_BOUND_MODIFIERS = {"uima": "uinti", "pien": "pieni", "suur": "suuri", "yhteis": "yhteinen", "erityis": "erityinen"}
"""Modifiers that only occur in front of another part, with the word that they stand for."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word. `parts` is empty for a simple word; `roots` are the words it is derived from."""

    lemma: str
    parts: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()


@dataclass(slots=True)
class _Chunk:
    surface: str = ""
    base: str = ""
    derived: str = ""


def _read_chunk(tagged: str) -> _Chunk:
    chunk = _Chunk()
    collecting = ""
    for index, piece in enumerate(_TAG.split(tagged)):
        is_tag = index % 2 == 1
        match (is_tag, piece, collecting):
            case (True, "Xp" | "Xj" | "Xr" | "Xs", _):
                collecting = piece
            case (True, "X", _):
                collecting = ""
            case (True, _, _):
                pass
            case (False, text, "Xp"):
                chunk.base += text
            case (False, text, "Xj"):
                chunk.derived = chunk.surface + text
            case (False, text, ""):
                chunk.surface += text
    return chunk


def read_fst(output: str) -> Analysis | None:
    """The reading in one line of the transducer's output, or None when it names no word.

    >>> read_fst("[Ln][Xp]tuoli[X]tuol[Sn][Ny]i[Bh][Bc][Ln][Xp]jumppa[X]jumpp[Sill][Ny]aan").parts
    ('tuoli', 'jumppa')
    """
    chunks = [_read_chunk(part) for part in output.split("[Bc]")]
    lemmas = []
    roots = []
    for chunk in chunks:
        lemma = (chunk.derived or chunk.base or chunk.surface).strip("-").lower()
        lemmas.append(lemma)
        if chunk.derived and chunk.base:
            roots.append(chunk.base.replace("=", "").strip("-").lower())
    if not lemmas or not lemmas[-1]:
        return None
    whole = "".join(chunk.surface.strip("-").lower() for chunk in chunks[:-1]) + lemmas[-1].replace("=", "")
    parts = [piece for lemma in lemmas for piece in lemma.split("=") if piece]
    parts = [_BOUND_MODIFIERS.get(part, part) for part in parts[:-1]] + parts[-1:]
    return Analysis(whole, tuple(parts) if len(parts) > 1 else (), unique(roots))


class FinnishAnalyser:
    """Readings of Finnish words. `version` names analyser and dictionary; an index made with another is rebuilt."""

    version = "kfst+pyvoikko-0.6"

    def __init__(self) -> None:
        import pyvoikko  # loads the transducer, 1 s: only when words are analysed

        self._transducer = pyvoikko.VOIKKO_FST
        self._no_word: type[Exception] = pyvoikko.TokenizationException
        self.analyse = lru_cache(maxsize=200_000)(self._analyse)

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        found = self._look_up(word)
        if not found and "-" in word:
            head = self._look_up(word.rsplit("-", 1)[1])
            pieces = tuple(piece for piece in word.split("-")[:-1] if piece)
            return tuple(Analysis("".join(pieces) + one.lemma, (*pieces, *(one.parts or (one.lemma,)))) for one in head)
        return found

    def _look_up(self, word: str) -> tuple[Analysis, ...]:
        try:
            outputs = [output for output, _weight in self._transducer.lookup(word)]
        except self._no_word:
            return ()
        readings = (read_fst(output) for output in sorted(outputs))
        return tuple(dict.fromkeys(reading for reading in readings if reading))
