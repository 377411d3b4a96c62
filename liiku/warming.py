"""Gets a worker ready before anybody asks: language, index, the city's names and HSDS's catalogue are read in the background.

It answers nothing itself, and a worker that is asked before it is done answers all the same, only later.
"""

from __future__ import annotations

import gc
import logging
from heapq import nlargest
from threading import Thread

from indexer.engines.embedded import EmbeddedEngine
from schemas.errors import DirectoryError
from schemas.query import SearchQuery
from schemas.service import LANGS
from search_api.deps import Deps
from search_api.routes.hsds import shelf_of
from search_api.searching import asked, run_search
from search_api.suggesting import suggest

_log = logging.getLogger("liiku.serving")
_ASKED = ("kirjasto", "kirajsto kallion lähellä")
"""Questions of ours that read all that a search reads: words, what is misspelt, and what lies near."""
_BEGINS = "ki"
_REHEARSED = 3000
"""So many words, those that most records say, are asked for before anybody asks: a second or two."""


def warm(deps: Deps) -> None:
    """Read what searches and HSDS answer from, and leave it out of garbage collection from then on."""
    try:
        for words in _ASKED:
            run_search(deps, SearchQuery(q=words))
        for lang in LANGS:
            suggest(deps, _BEGINS, lang=lang)
        settle()
        shelf_of(deps.ledger).now()
        rehearse(deps, deps.ledger.position())
        _log.info("ready")
    except DirectoryError as error:
        _log.warning("not ready before it is asked: %s", error)
    finally:
        settle()


def rehearse(deps: Deps, position: int) -> None:
    """Ask for the words that most records say, the commonest last: what a word may be, and what has it, is then known when it comes.

    `position`: the ledger's change number. An engine of another process is not asked: it reads what it has by itself.
    """
    said = deps.engine.vocabulary().said
    for word in reversed(nlargest(_REHEARSED, said, key=said.__getitem__)):
        request, _, _ = asked(deps, SearchQuery(q=word), position)
        if deps.engine.name == EmbeddedEngine.name:
            deps.engine.search(request)


def warm_in_background(deps: Deps) -> None:
    """Start to get ready; the application may be asked meanwhile."""
    Thread(target=warm, args=(deps,), name="warming", daemon=True).start()


def settle() -> None:
    """Leave what is there by now out of garbage collection."""
    gc.collect()
    gc.freeze()
