"""Finnish words to lemmas, compound parts and roots, read from the tagged output of Voikko's transducer.

The transducer's own base forms are wrong for compounds (`maahan=muuttaja`, `tv--sali`), so its output is read here:
`[Bc]` borders compound parts, `[Xp]base[X]` gives a part's base form, `[Xj]suffix[X]` a derivation's.
The transducer knows lower-case words only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexer.language.analyses import KeptAnalyses
from indexer.language.tokens import unique
from indexer.language.voikko import Voikko, open_voikko

_TAG = re.compile(r"\[([A-Za-z0-9]+)\]")
_BOUND_MODIFIERS = {"uima": "uinti", "pien": "pieni", "suur": "suuri", "yhteis": "yhteinen", "erityis": "erityinen"}
"""Modifiers that only occur in front of another part, with the word that they stand for."""
_SHORTEST_PART = 4
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word. `parts` is empty for a simple word, ends with the last part, and has the compounds within a longer one too; `roots` are the words
    that it is derived from.
    """

    lemma: str
    parts: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    is_genitive: bool = False


@dataclass(slots=True)
class _Chunk:
    surface: str = ""
    base: str = ""
    derived: str = ""
    is_action: bool = False


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
            case (True, "Tn4", _):
                chunk.is_action = True
            case (True, _, _):
                pass
            case (False, text, "Xp"):
                chunk.base += text
            case (False, text, "Xj"):
                chunk.derived = chunk.surface + text
            case (False, text, ""):
                chunk.surface += text
    bare = chunk.surface.strip("-")
    if chunk.is_action and not chunk.derived and bare.endswith("mis"):
        chunk.derived = f"{bare.removesuffix('mis')}minen"  # kohtaamis(paikka) is of kohtaaminen, not of kohdata
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
    inner = _inner_compounds([chunk.surface.strip("-").lower() for chunk in chunks], lemmas)
    parts = [*parts[:-1], *inner, parts[-1]]
    last = output.rsplit("[Bc]", 1)[-1]
    return Analysis(whole, unique(parts) if len(parts) > 1 else (), unique(roots), "[Sg]" in last)


def _inner_compounds(surfaces: list[str], lemmas: list[str]) -> list[str]:
    """The compounds within a longer one: kuntosali of ulkokuntosali, and of kuntosaliharjoittelu."""
    many = len(lemmas)
    spans = [(start, end) for start in range(many) for end in range(start + 2, many + 1) if end - start < many]
    return ["".join(surfaces[start : end - 1]) + lemmas[end - 1].replace("=", "") for start, end in spans]


class FinnishAnalyser:
    """Readings of Finnish words. `version` names analyser and dictionary; an index made with another is rebuilt.

    `heads`: words that may end a compound whose first part nobody knows (padel+kenttä).
    """

    def __init__(self, voikko: Voikko | None = None, *, heads: Collection[str] = ()) -> None:
        self._voikko = voikko or open_voikko()
        self.version = self._voikko.version
        self._heads = heads
        self._heads_begin = frozenset(["-", *(begin for head in heads for begin in _beginnings(head))])
        self._kept = KeptAnalyses(self.version)
        self.analyse = lru_cache(maxsize=_REMEMBERED)(self._analyse)
        self.guess = lru_cache(maxsize=_REMEMBERED)(self._guess)

    def keep_in(self, path: Path) -> None:
        """Keep readings in this file from now on, and use those that it has."""
        self._kept = KeptAnalyses(self.version, path)

    def learn(self, words: Iterable[str]) -> None:
        """Remember the readings of a record's words, to be kept by `save`."""
        for word in words:
            if word not in self._kept:
                self._kept.put(word, self._voikko.outputs(word))
                for part in self._last_parts(word):
                    if part not in self._kept:
                        self._kept.put(part, self._voikko.outputs(part))

    def save(self) -> None:
        self._kept.save()

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        found = self._look_up(word)
        if not found and "-" in word:
            head = self._look_up(word.rsplit("-", 1)[1])
            pieces = tuple(piece for piece in word.split("-")[:-1] if piece)
            return tuple(Analysis("".join(pieces) + one.lemma, (*pieces, *(one.parts or (one.lemma,)))) for one in head)
        return found

    def _look_up(self, word: str) -> tuple[Analysis, ...]:
        outputs = self._kept.get(word)
        if outputs is None:
            outputs = self._voikko.outputs(word)
        readings = (read_fst(output) for output in outputs)
        return tuple(dict.fromkeys(reading for reading in readings if reading))

    def _guess(self, word: str) -> tuple[Analysis, ...]:
        """The reading of an unknown word as an unknown first part and a usual last one; for no word that is misspelt."""
        for part in self._usual_ends(word):
            before = word.removesuffix(part)
            for head in self._look_up(part):
                if head.lemma in self._heads:
                    return (Analysis(before + head.lemma, (before, *(head.parts or (head.lemma,)))),)
        return ()

    def _last_parts(self, word: str) -> Iterator[str]:
        """What else of a word may be looked up: what stands behind its last hyphen; of one that nobody knows, its ends."""
        if "-" in word:
            yield word.rsplit("-", 1)[1]
        if not self._kept.get(word):
            yield from self._usual_ends(word)

    def _usual_ends(self, word: str) -> Iterator[str]:
        """The ends of a word that may be a usual word, the longest first. A transducer's look-up takes a hundred times as long as this."""
        for at in range(3, len(word) - _SHORTEST_PART + 1):
            if word[at] in self._heads_begin or word[at : at + 2] in self._heads_begin:
                yield word[at:]


def _beginnings(head: str) -> tuple[str, ...]:
    """How forms of a word may begin: a short one may lose its first or second letter (yö, öissä; tie, teissä)."""
    return (head[:2],) if len(head) > _SHORTEST_PART else tuple(head[:2])
