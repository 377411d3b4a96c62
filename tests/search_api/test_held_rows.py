"""The rows that searches show, kept until something is published."""

from __future__ import annotations

import pytest

from indexer.ledger import Ledger
from liiku.context import Context
from search_api.held_rows import HeldRows


def test_rows_are_read_once_and_anew_after_a_publication(sample: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [row.id for row in sample.ledger.services_after(0, 2)]
    read: list[list[str]] = []
    services = Ledger.services

    def noting(ledger: Ledger, ids: list[str]) -> object:
        read.append(list(ids))
        return services(ledger, ids)

    monkeypatch.setattr(Ledger, "services", noting)
    rows = HeldRows(sample.ledger)
    assert rows.of([first], 5) == services(sample.ledger, [first])
    assert list(rows.of([second, first], 5)) == [second, first]
    assert rows.of([first, second, "unheard-of"], 5).keys() == {first, second}
    assert read == [[first], [second], ["unheard-of"]]
    assert rows.of([first], 6).keys() == {first}
    assert read[3:] == [[first]]
