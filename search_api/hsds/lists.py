"""The five lists of HSDS: which ids a question chooses, and the objects of some of them. Bodies are read for the page that is shown, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from indexer.feed_rows import SHOWN_AT_ONCE
from indexer.ledger import Ledger
from search_api.hsds.catalogue import Catalogue
from search_api.hsds.choosing import chosen_services
from search_api.hsds.reading import Asked
from search_api.hsds.services import minimal_service, service_at_locations, short_service, whole_service


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists at a position. `base`: the public address. What leaves the feed between choosing and reading is left out."""

    ledger: Ledger
    catalogue: Catalogue
    base: str

    def service_ids(self, asked: Asked) -> list[str]:
        return chosen_services(self.catalogue, asked)

    def services(self, ids: Sequence[str], *, minimal: bool = False, full: bool = False) -> list[dict[str, Any]]:
        """Services in their order: short, the least that is valid, or whole."""
        found = []
        for service, changed_at in self._bodies(ids):
            if minimal:
                found.append(minimal_service(service, changed_at=changed_at))
            else:
                made = whole_service if full else short_service
                found.append(made(service, changed_at=changed_at, base=self.base))
        return found

    def at_location_ids(self, asked: Asked) -> list[str]:
        if asked.filters() == Asked(asked.paging).filters():
            return list(self.catalogue.at_locations)
        services = set(self.service_ids(asked))
        return [at for at, service in self.catalogue.at_locations.items() if service in services]

    def at_locations(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        of = self.catalogue.at_locations
        found: dict[str, dict[str, Any]] = {}
        for service, changed_at in self._bodies(list(dict.fromkeys(of[one] for one in ids if one in of))):
            found |= service_at_locations(service, changed_at=changed_at, base=self.base)
        return [found[one] for one in ids if one in found]

    def organization_ids(self, asked: Asked) -> list[str]:
        of = self.catalogue.organizations.values()
        return [one.id for one in of if _has(asked, one.words, one.register_id or "")]

    def organizations(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        of = self.catalogue.organizations
        return [of[one].json() for one in ids if one in of]

    def taxonomy_ids(self, asked: Asked) -> list[str]:
        of = self.catalogue.taxonomies.values()
        return [one["id"] for one in of if _has(asked, one["name"], one["description"])]

    def taxonomies(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        of = self.catalogue.taxonomies
        return [of[one] for one in ids if one in of]

    def term_ids(self, asked: Asked) -> list[str]:
        return [
            one.id
            for one in self.catalogue.terms.values()
            if (asked.taxonomy_id is None or one.taxonomy_id == asked.taxonomy_id)
            and (asked.parent_id is None or one.parent == asked.parent_id)
            and not (asked.top_only and one.parent)
            and _has(asked, one.code, one.words)
        ]

    def terms(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        of = self.catalogue.terms
        return [of[one].json() | {"taxonomy_detail": self.catalogue.taxonomies[of[one].taxonomy_id]} for one in ids if one in of]  # fmt: skip

    def _bodies(self, ids: Sequence[str]) -> list[tuple[dict[str, Any], str]]:
        found: dict[str, tuple[str, str]] = {}
        with self.ledger.feed() as feed:
            for start in range(0, len(ids), SHOWN_AT_ONCE):
                found |= feed.shown(ids[start : start + SHOWN_AT_ONCE])
        return [(orjson.loads(found[one][1]), found[one][0]) for one in ids if one in found]


def _has(asked: Asked, *texts: str) -> bool:
    words = "\n".join(texts).casefold()
    return all(one in words for one in asked.words)
