"""Which services a question chooses: all of its filters hold. Worked out once a position, over cards and never over bodies."""

from __future__ import annotations

from search_api.hsds.catalogue import Card, Catalogue
from search_api.hsds.reading import Asked

KEPT = 64
"""Answers kept for the pages that follow."""


def chosen_services(catalogue: Catalogue, asked: Asked) -> list[str]:
    """The ids of the services that a question chooses, in their order."""
    filters = asked.filters()
    found = catalogue.chosen.get(filters)
    if found is None:
        if len(catalogue.chosen) >= KEPT:
            catalogue.chosen.clear()
        of_taxonomy = catalogue.terms_of.get(asked.taxonomy_id or "", frozenset())
        found = [one.id for one in catalogue.cards.values() if _fits(one, asked, of_taxonomy)]
        catalogue.chosen[filters] = found
    return found


def _fits(card: Card, asked: Asked, of_taxonomy: frozenset[str]) -> bool:
    return (
        (asked.modified_after is None or card.changed_at >= asked.modified_after)
        and (
            asked.organization_id is None
            or (card.organization is not None and card.organization.id == asked.organization_id)
        )
        and (asked.taxonomy_term_id is None or asked.taxonomy_term_id in card.terms)
        and (asked.taxonomy_id is None or not card.terms.isdisjoint(of_taxonomy))
        and all(word in card.words for word in asked.words)
    )
