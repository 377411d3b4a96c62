"""The search engine: does it answer, is it as far as the ledger, and is a Meilisearch server set up as it must be."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.engines.meili_rights import PUBLISHING, SEARCHING, TOO_MUCH, rights
from indexer.engines.meili_survey import MIN_VERSION, Survey, survey
from liiku.checks.finding import Finding, note, ok, wrong
from liiku.checks.opened import readable
from liiku.context import Context
from schemas.errors import EngineUnavailable


def engine(here: Context) -> Iterator[Finding]:
    health = here.engine.health()
    ledger = readable(here)
    newest = ledger.position() if ledger else 0
    if not health.ok and newest == 0:
        yield note(f"{health.engine}: {health.note}", why="there is nothing to search yet", do="liiku crawl")
    elif not health.ok:
        yield wrong(f"{health.engine}: {health.note}", why="searches are answered with 503", do="liiku index")
    elif health.position < newest:
        yield wrong(
            f"{health.engine} is at change {health.position}, the ledger at {newest}",
            why="searches do not show the newest changes",
            do="liiku index; if it comes back, see the worker's log",
        )
    elif health.position > newest:
        yield wrong(
            f"{health.engine} is at change {health.position}, the ledger only at {newest}",
            why="the ledger is older than the index (restored?), or the index is of another ledger",
            do="liiku index --rebuild",
        )
    else:
        yield ok(f"{health.engine} has {health.records} records, at change {health.position} as the ledger")


def meilisearch(here: Context) -> Iterator[Finding]:
    settings = here.settings
    if settings.engine != "meilisearch" or not settings.meili_url:
        return
    url, index = settings.meili_url, settings.meili_index
    try:
        may = rights(url, settings.meili_key, index)
    except EngineUnavailable as error:
        yield wrong(str(error), why="there is no search without it", do="start the server, or mend LIIKU_MEILI_URL")
        return
    yield from _rights(may, index)
    if not may.issuperset(SEARCHING):
        return
    try:
        yield from _server(survey(url, settings.meili_key, index, may), index)
    except EngineUnavailable as error:
        yield wrong(str(error), why="the server could not be looked at", do="see its log")


def _rights(may: set[str], index: str) -> Iterator[Finding]:
    needed = [action for action in PUBLISHING if action != "indexes.delete"]
    lacking = [action for action in needed if action not in may]
    if "search" not in may:
        yield wrong(
            f"the key may not search {index}",
            why="it is wrong, expired, or of another index; every search fails",
            do="docs/meilisearch.md says how to make one; set LIIKU_MEILI_KEY",
        )
    elif lacking == [action for action in needed if action not in SEARCHING]:
        yield note(
            "the key may only search",
            why="enough for `liiku serve`; crawls and `liiku index` need more, and settings and tasks were not looked at",
            do="run `liiku doctor` with the publisher's key too",
        )
    elif lacking:
        yield wrong(
            f"the key lacks {', '.join(lacking)}",
            why="a publication or a rebuild will break off",
            do="make a key with all that docs/meilisearch.md lists for the publisher, and no others",
        )
    else:
        yield ok("the key may search and publish")
    if too_much := [action for action in TOO_MUCH if action in may]:
        yield wrong(
            f"the key may do too much: {', '.join(too_much)}",
            why="whoever reads it out of a process owns every index of the server",
            do="make a key of the publisher's rights and one to search with (docs/meilisearch.md)",
        )


def _server(found: Survey, index: str) -> Iterator[Finding]:
    if found.version is not None and found.version < MIN_VERSION:
        yield wrong(
            f"the server is version {'.'.join(map(str, found.version))}",
            why=f"ours was tried with {'.'.join(map(str, MIN_VERSION))} and later; older ones filter otherwise",
            do="dump, upgrade, import (docs/meilisearch.md)",
        )
    if not found.is_there:
        yield wrong(f"there is no index {index}", why="searches find nothing", do="liiku index")
        return
    if found.differing:
        yield wrong(
            f"settings of {index} are not ours: {', '.join(found.differing)}",
            why="sets, totals or orders may be wrong without any error",
            do="liiku index --rebuild, which sets them, and see who changed them",
        )
    for uid, kind, message in found.failed:
        yield wrong(f"task {uid} ({kind}) failed: {message}", why="its changes are not in the index", do="liiku index")
    if found.size_bytes is not None:
        yield note(
            f"the server's data takes {found.size_bytes / 1e6:.0f} MB", why="a rebuild needs as much again for a while"
        )
    if not (found.differing or found.failed):
        yield ok(f"{index}: nothing wrong with what the key may look at")
