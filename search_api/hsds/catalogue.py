"""What HSDS can be asked for, by position of the ledger: a card of each service that the feed shows, and the organisations and terms they name.

It follows the feed as any reader does: what changed since it last looked is read, and nothing else. Bodies stay in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import orjson

from indexer.feed_rows import DatedRow
from indexer.ledger import Ledger
from schemas.service import LANGS
from search_api.hsds.attributes import terms
from search_api.hsds.locations import at_location_ids
from search_api.hsds.organizations import Organization, organization_of
from search_api.hsds.taxonomies import Term, taxonomy_json

_READ_AT_ONCE = 1000


class Card(NamedTuple):
    """What of a service a filter asks for. `terms`: their ids; `words`: its names, summaries and keywords in small letters; `at`: its service_at_locations."""

    id: str
    seq: int
    changed_at: str
    organization: Organization | None
    terms: frozenset[str]
    words: str
    at: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The cards at a position, by id in the order of ids: a page of them keeps its rows while the ledger moves on."""

    position: int
    cards: dict[str, Card]
    ever: dict[str, Term]
    """Every term that some service has or had, by id."""
    chosen: dict[Any, list[str]] = field(default_factory=dict)
    """Ids by what was asked for, for the pages that follow."""

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every term that a service has, by id, in the order of taxonomy and code."""
        found = [self.ever[one] for one in frozenset[str]().union(*(card.terms for card in self.cards.values()))]
        return {one.id: one for one in sorted(found, key=lambda one: (one.taxonomy, one.code))}

    @cached_property
    def terms_of(self) -> dict[str, frozenset[str]]:
        """The ids of a taxonomy's terms, by its id."""
        found: dict[str, set[str]] = {}
        for one in self.terms.values():
            found.setdefault(one.taxonomy_id, set()).add(one.id)
        return {taxonomy: frozenset(ids) for taxonomy, ids in found.items()}

    @cached_property
    def taxonomies(self) -> dict[str, dict[str, Any]]:
        """Every taxonomy of a term, by id."""
        names = dict.fromkeys(one.taxonomy for one in self.terms.values())
        return {found["id"]: found for found in map(taxonomy_json, names)}

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Every organisation that a service names, by id, in the order of ids; its name as the newest record that has one writes it."""
        found: dict[str, Organization] = {}
        for card in sorted(self.cards.values(), key=lambda card: card.seq):
            if (one := card.organization) and (one.name or one.id not in found):
                found[one.id] = one
        return dict(sorted(found.items()))

    @cached_property
    def at_locations(self) -> dict[str, str]:
        """The service of every service_at_location, by its id, in the order of ids."""
        return dict(sorted((at, card.id) for card in self.cards.values() for at in card.at))


def _card(row: DatedRow, service: dict[str, Any], found: Iterable[Term]) -> Card:
    texts = [service[name].get(lang) for name in ("name", "summary") for lang in LANGS]
    texts += [one["label"].get(lang) for one in service["keywords"] for lang in LANGS]
    words = "\n".join(dict.fromkeys(text for text in texts if text)).casefold()
    at = tuple(at_location_ids(service).values())
    ids = frozenset(one.id for one in found)
    return Card(row.id, row.seq, row.changed_at, organization_of(service), ids, words, at)


class Shelf:
    """The catalogue of a ledger, kept in step."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._after = 0
        self._cards: dict[str, Card] = {}
        self._terms: dict[str, Term] = {}
        self._found: Catalogue | None = None

    def now(self) -> Catalogue:
        """The catalogue as the ledger is now."""
        position = self._ledger.position()
        found = self._found
        if found is not None and found.position == position:
            return found
        with self._lock:
            if self._found is None or self._found.position != position:
                if self._found is not None and position < self._found.position:  # another ledger was put in its place
                    self._after, self._cards = 0, {}
                self._read_on()
                self._found = Catalogue(position, dict(sorted(self._cards.items())), dict(self._terms))
            return self._found

    def _read_on(self) -> None:
        with self._ledger.feed() as feed:
            while rows := feed.dated(self._after, _READ_AT_ONCE):
                for row in rows:
                    if row.body is None:
                        self._cards.pop(row.id, None)
                    else:
                        service = orjson.loads(row.body)
                        found = {one.id: self._terms.setdefault(one.id, one) for one in terms(service)}
                        self._cards[row.id] = _card(row, service, found.values())
                self._after = rows[-1].seq
