"""What is worked out of the ledger, asked for by many while it changes."""

from __future__ import annotations

import threading

import pytest

from search_api.latest import Latest


def _newest() -> int:
    raise AssertionError("nobody asked for an older one")


def test_it_is_made_once_for_each_change_number() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made) + 1)
        return made[-1]

    latest = Latest(lambda _: make(), _newest)
    assert [latest.at(7), latest.at(7), latest.at(8), latest.at(8)] == [1, 1, 2, 2]


def test_while_one_makes_it_anew_the_others_get_what_was_there_before() -> None:
    started, go_on = threading.Event(), threading.Event()
    values = iter(("before", "after"))

    def make() -> str:
        value = next(values)
        if value == "after":
            started.set()
            assert go_on.wait(30)
        return value

    latest = Latest(lambda _: make(), _newest)
    assert latest.at(1) == "before"
    found: list[str] = []
    renewing = threading.Thread(target=lambda: found.append(latest.at(2)))
    renewing.start()
    assert started.wait(30)
    assert latest.at(2) == "before"
    go_on.set()
    renewing.join(30)
    assert found == ["after"]
    assert latest.at(2) == "after"


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk")
        return "made"

    latest = Latest(lambda _: make(), _newest)
    with pytest.raises(OSError, match="the disk"):
        latest.at(1)
    assert latest.at(1) == "made"


def test_who_asked_before_another_went_on_gets_the_newer_and_an_older_ledger_is_believed() -> None:
    newest = 6
    made: list[int] = []
    latest = Latest(lambda position: made.append(position) or position, lambda: newest)
    assert [latest.at(5), latest.at(6), latest.at(5), latest.at()] == [5, 6, 6, 6]
    assert made == [5, 6]
    newest = 2
    assert (latest.at(), made) == (2, [5, 6, 2])
