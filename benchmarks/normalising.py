"""Rows a second from an upstream's JSON to a validated record, on one core: texts as they come, and every text new."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from cProfile import Profile
from datetime import datetime
from pathlib import Path
from pstats import Stats
from typing import Any

from crawler.replay.sample import load_city
from crawler.scope import ScopeRules
from crawler.sources.ilmonet_rows import read_course
from crawler.sources.linkedevents_rows import read_event
from crawler.sources.palvelukartta_rows import read_tree, read_unit, read_words
from liiku.context import BUNDLED_SOURCES
from schemas.service import LANGS
from schemas.source import Source, read_yaml

Work = tuple[str, Sequence[dict[str, Any]], Callable[[Any], object]]
AT_LEAST_S = 2.0
PROFILED, SHOWN = 1_000_000, 15
CHECKOUT = Path(__file__).parents[1]


def work_of(now: datetime) -> list[Work]:
    """The sample city's rows by source, with the reader of each."""
    city = load_city(now)
    rules = ScopeRules.read(BUNDLED_SOURCES / "scope.yaml")
    units, events, courses = (
        read_yaml(BUNDLED_SOURCES / f"{name}.yaml", Source) for name in ("palvelukartta", "linkedevents", "ilmonet")
    )
    tree, words = read_tree(city.ontologytree), read_words(city.ontologyword)
    return [
        ("units", city.units, lambda row: read_unit(row, units, rules, tree, words)),
        ("events and their sessions", city.events, lambda row: read_event(row, events, rules)),
        ("courses", city.courses["fi"], lambda row: read_course(row, courses, lang="fi")),
    ]


def renewed(value: Any, mark: int) -> Any:
    """A row whose every text nobody has read before: caches do not help."""
    if isinstance(value, list):
        return [renewed(one, mark) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: f"{one} Koodi {mark}." if isinstance(one, str) and _is_text(name) else renewed(one, mark)
        for name, one in value.items()
    }


def _is_text(name: str) -> bool:
    return name in LANGS or name.rpartition("_")[2] in LANGS or name == "description"


def rows_a_second(rows: Sequence[dict[str, Any]], read: Callable[[Any], object], *, is_new: bool) -> float:
    """How many rows are read in a second of this process, whose code has been used before (patterns are compiled at their first use).

    As they come, each row is read once: the sessions of a series repeat their parent's texts, and a second pass would know them all.
    """
    done, spent, mark = 0, 0.0, 0
    for row in rows:
        read(renewed(row, mark))
    while spent < AT_LEAST_S:
        batch = [renewed(row, mark := mark + 1) for row in rows] if is_new else rows
        started = time.process_time()
        for row in batch:
            read(row)
        spent += time.process_time() - started
        done += len(rows)
        if not is_new:
            break
    return done / spent


def shares(rows: Sequence[dict[str, Any]], read: Callable[[Any], object]) -> dict[str, float]:
    """Which part of the time is spent in each module, the greatest first, when every text is new; what a library does is its own."""
    batch = [renewed(row, PROFILED) for row in rows]
    profile = Profile()
    profile.enable()
    for row in batch:
        read(row)
    profile.disable()
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in Stats(profile).stats.items():  # type: ignore[attr-defined]  # typeshed forgets it
        if file != "~":
            spent[_module(file)] += own
        else:  # what is built in counts for its callers
            for (caller, _, _), (_, _, part, _) in callers.items():
                spent[_module(caller)] += part
    whole = sum(spent.values())
    return {name: part / whole for name, part in spent.most_common()}


def _module(file: str) -> str:
    """ "schemas/normalise/cost", or the name of a library."""
    path = Path(file)
    if path.is_relative_to(CHECKOUT) and "site-packages" not in path.parts:
        return path.relative_to(CHECKOUT).with_suffix("").as_posix()
    inside = path.parts[path.parts.index("site-packages") + 1 :] if "site-packages" in path.parts else ()
    return inside[0] if inside else "Python"


def lines(now: datetime) -> list[str]:
    """A Markdown table."""
    table = [
        "| normalising, one core | rows | as they come | every text new |",
        "|---|---:|---:|---:|",
    ]
    for name, rows, read in work_of(now):
        as_come, all_new = (rows_a_second(rows, read, is_new=is_new) for is_new in (False, True))
        table.append(f"| {name} | {len(rows)} | {as_come:,.0f} a second | {all_new:,.0f} a second |")
    _, events, read = work_of(now)[1]
    told = [f"`{name}` {part:.0%}" for name, part in shares(events, read).items()][:SHOWN]
    return [*table, "", f"Where the time of an event goes (cProfile, every text new): {', '.join(told)}."]
