"""Names looked up by how they begin: as reading every name says, also when a generation grew out of another."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from indexer.engines.base import Suggestion
from indexer.engines.name_table import NameTable
from indexer.engines.names import begins_words, best_first, name_arrays
from schemas.service import Service
from tests.engines.cities import make_service

_WORDS = (
    "kallio kallion kal uimahalli uimakoulu liikuntahallissa liikuntahallista öljyvärit ö jooga jo 50+ tanssi".split()
)


def _names(random: Random, many: int) -> list[str]:
    return [" ".join(random.choices(_WORDS, k=random.randint(1, 4))).capitalize() for _ in range(many)]


def service_named(name: str) -> Service:
    return make_service(Random(name), 1).model_copy(update={"name": {"fi": name}})


def _grown(batches: list[list[Service]]) -> tuple[NameTable, NameTable]:
    """(a table that grew with each batch and was asked in between, one made at once of the same columns)."""
    columns: dict[str, np.ndarray] = {}
    table: NameTable | None = None
    start = 0
    for batch in batches:
        fresh = name_arrays(batch, start)
        columns = {name: np.concatenate([columns[name], one]) if columns else one for name, one in fresh.items()}
        start += len(batch)
        table = NameTable(columns, table)
        table.beginning_with("ka", "offering", "fi", np.ones(start, bool), 3)
    assert table is not None
    return table, NameTable(columns)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "prefix", ["k", "kal", "uima", "liikuntahallissa", "liikuntahallist", "ö", "öl", "jo kal", "50", "zzz", ""]
)
def test_the_best_names_that_begin_so_are_found_with_what_they_lead_to(prefix: str, seed: int) -> None:
    random = Random(seed)
    batches = [[service_named(name) for name in _names(random, many)] for many in (40, 7, 60)]
    services = [one for batch in batches for one in batch]
    allowed = np.array([random.random() < 0.7 for _ in services])
    counts: dict[str, int] = {}
    for one, is_allowed in zip(services, allowed, strict=True):
        counts[one.name["fi"]] = counts.get(one.name["fi"], 0) + int(is_allowed)
    begins = prefix.split()
    fitting = [
        Suggestion(text, "offering", "fi", hits)
        for text, hits in counts.items()
        if hits and begins and begins_words(text, begins)
    ]
    grown, whole = _grown(batches)
    for table in (grown, whole):
        assert table.beginning_with(prefix, "offering", "fi", allowed, 5) == best_first(fitting)[:5]


def test_what_each_name_leads_to_follows_the_rows_that_count() -> None:
    services = [service_named("Jooga"), service_named("Jooga"), service_named("Tanssi")]
    table = NameTable(name_arrays(services, 0))
    hits = [
        [one.hits for one in table.beginning_with("jo", "offering", "fi", np.array(allowed), 5)]
        for allowed in ([True, True, True], [False, True, True], [False, False, True])
    ]
    assert hits == [[2], [1], []]
