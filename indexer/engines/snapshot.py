"""One generation of the embedded index, open: its columns, words and bodies, with what is looked up in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.engines.bodies import Bodies
from indexer.engines.columns import Columns, NameRanks
from indexer.engines.moments import Moments
from indexer.engines.name_table import NameTable
from indexer.engines.slices import Slices
from indexer.engines.space import Space
from indexer.engines.text_index import TextIndex
from indexer.engines.wishes import Wishes
from indexer.language.vocabulary import NOTHING_SAID, Vocabulary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One generation, open."""

    path: Path
    cols: Columns
    text: TextIndex | None
    bodies: Bodies
    names: NameTable
    position: int
    records: int
    moments: Moments
    space: Space
    slices: Slices
    ranks: NameRanks
    wishes: Wishes
    vocabulary: Vocabulary = NOTHING_SAID

    @classmethod
    def over(
        cls,
        path: Path,
        cols: Columns,
        text: TextIndex | None,
        bodies: Bodies,
        meta: Mapping[str, Any],
        vocabulary: Vocabulary,
        held: Snapshot | None = None,
    ) -> Snapshot:
        """A generation's columns, words and bodies, with what is looked up in them; `held` is the one before."""
        names = NameTable(cols.arrays, held.names if held else None)
        moments, space, slices = Moments(cols), Space(cols), Slices(cols)
        position, records, ranks = meta["position"], meta["records"], NameRanks(cols)
        return cls(
            path, cols, text, bodies, names, position, records, moments, space, slices, ranks, Wishes(cols), vocabulary
        )
