"""The port to a search engine: what every engine can do, and what its answers mean. Each engine passes one contract suite.

The meaning of filters (the same in every engine, and held against a brute-force oracle over the ledger):

* Each filter says of each record yes, no or unknown. `unknown=exclude` keeps the records of which every filter says yes;
  `include` keeps those of which none says no, and ranks the ones with fewer unknowns first.
* `unknown[filter]` counts the records of which that filter says unknown and all the others say what a hit needs.
* A facet is counted over the hits that the search would have without its own filter, so that one sees what else there is.
* Past, cancelled and removed offerings are never hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol, get_args

from indexer.language.tokens import QueryWords
from indexer.language.vocabulary import Vocabulary
from schemas.query import SearchQuery
from schemas.service import Lang, Service


@dataclass(frozen=True, slots=True)
class Entry:
    """One live service on its way into an engine. `body`: its canonical JSON, for an engine that answers with it."""

    seq: int
    service: Service
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something understood in the words: a filter that ranks and hides nothing. Only the filters of `query` count."""

    query: SearchQuery


WISH_UNKNOWN, WISH_MISSED = 0.5, 0.25
"""What a hit's score is multiplied by for a wish that nobody answers, and for one that it does not meet (soft, because sources leave much out)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One search, its words already analysed, at one moment. `offset` hits are skipped.

    Without words, `wishes` decide what is a hit: a record that meets one of them.
    """

    query: SearchQuery
    words: QueryWords
    now: datetime
    offset: int = 0
    wishes: tuple[Wish, ...] = ()


class Hit(NamedTuple):
    """`place` is the index of the record's nearest place; `unknowns` how many filters could not be answered; `met` answers each wish.

    `body` is the record's canonical JSON as of the answer; empty where the engine does not keep it.
    """

    id: str
    score: float
    distance_m: int | None = None
    next_start: datetime | None = None
    unknowns: int = 0
    place: int | None = None
    met: tuple[bool | None, ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    total: int
    hits: list[Hit]
    as_of: int
    unknown: dict[str, int] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Pin(NamedTuple):
    id: str
    lat: float
    lon: float


Suggested = Literal["offering", "venue", "district", "word"]
SUGGESTED: tuple[Suggested, ...] = get_args(Suggested)
"""The kinds of what an engine suggests; a word is the label of a keyword."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text in one language that may be meant; `hits` is how many current records bear it."""

    text: str
    kind: Suggested
    lang: Lang
    hits: int


@dataclass(frozen=True, slots=True)
class Health:
    """`ok` is whether the engine answers; `position` the ledger's seq that it has seen."""

    ok: bool
    engine: str
    position: int
    records: int
    note: str = ""


class Engine(Protocol):
    """What the API and the indexer ask of an engine. Raises EngineUnavailable when it cannot answer."""

    name: str

    def apply(self, adds: Iterable[Entry], removes: Iterable[str], *, position: int) -> None:
        """Take in changes and move to `position`, all or nothing. Idempotent by id."""

    def rebuild(self, entries: Iterable[Entry], *, position: int) -> None:
        """Fill a second index and swap it in; searches go on meanwhile."""

    def search(self, request: Request) -> Answer: ...

    def pins(self, request: Request, *, limit: int) -> tuple[int, list[Pin]]:
        """The total of hits with a point, and at most `limit` of them, ordered by id."""

    def suggest(
        self,
        prefix: str,
        *,
        lang: Lang,
        limit: int,
        now: datetime,
        kinds: Sequence[Suggested] = SUGGESTED,
    ) -> list[Suggestion]:
        """At most `limit` of each kind: texts of current records in which words begin with the words of `prefix`.

        Kind by kind; in each first those in `lang`, then by how many records they lead to. No text comes twice in a kind.
        """

    def vocabulary(self) -> Vocabulary:
        """What the index says, to correct and widen the words of a query by; empty where that is not known."""

    def position(self) -> int: ...

    def is_at_hand(self) -> bool:
        """Whether a search would be worked at here and now, with nothing to be read or waited for first."""

    def health(self) -> Health: ...
