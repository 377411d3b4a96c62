"""What a record says in terms: its subjects, for whom, what it costs, what is known of access, where it comes from. What has no term is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from schemas.service import LANGS, Feature, Profile
from search_api.hsds.ids import entity_id
from search_api.hsds.taxonomies import RECORD, TRANSLATED, Term, keyword, term
from search_api.hsds.words import every_lang, known, spoken, spoken_lang

_ONE = ("registration", "form", "gender", "companion", "intensity")
_MANY = {"audiences": "audience", "restricted_to": "restricted"}
SAID_WHEN_UNKNOWN = ("cost", "registration")
"""Of these even "unknown" is a term, so that a reader who looks for free ones can tell what nobody said from what is not free."""


def said(service: dict[str, Any]) -> Iterator[tuple[Term, str]]:
    """(term, value) of everything that a record says in terms."""
    for one, text in _fixed(service):
        yield one, text
    for one in service["keywords"]:
        name = spoken(one["label"]) or one["id"]
        yield keyword(one["id"], name, every_lang(one["label"]) or name), name
    yield from _translations(service)
    yield from _provenance(service)


def terms(service: dict[str, Any]) -> Iterator[Term]:
    """The terms alone."""
    return (one for one, _ in said(service))


def attributes(service: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as attributes of the service."""
    return [
        {
            "id": entity_id("attribute", service["id"], one.id, text), "link_id": service["id"], "link_entity": "service",
            "link_type": one.taxonomy, "taxonomy_term_id": one.id, "value": text, "taxonomy_term": one.json(),
        }
        for one, text in dict.fromkeys(said(service))
    ]  # fmt: skip


def _fixed(service: dict[str, Any]) -> Iterator[tuple[Term, str]]:
    codes = [("kind", service["kind"])]
    for category in service["categories"]:
        codes += [("category", one) for one in dict.fromkeys((category.partition("/")[0], category))]
    codes += [(taxonomy, code) for field, taxonomy in _MANY.items() for code in service[field]]
    codes.append(("cost", service["cost"]["class"]))
    codes += [("condition", code) for code in service["cost"]["conditions"]]
    codes += [(name, service[name]) for name in _ONE]
    codes.append(("enrolment", service["enrolment"]["state"]))
    access = service["accessibility"]
    codes += [("accessibility", f"{one}:{state}") for one in Profile if (state := access[one]["state"]) != "unknown"]
    codes += [("accessibility", f"{one}:{there}") for one in Feature if (there := access["features"].get(one, "unknown")) != "unknown"]  # fmt: skip
    for taxonomy, code in dict.fromkeys(codes):
        if code != "unknown" or taxonomy in SAID_WHEN_UNKNOWN:
            found = term(taxonomy, code)
            yield found, found.name


def _translations(service: dict[str, Any]) -> Iterator[tuple[Term, str]]:
    for field in TRANSLATED:
        text = service["cost"]["text"] if field == "fees" else service[field]
        first = spoken_lang(text)
        for lang in LANGS:
            if text.get(lang) and (lang != first or field == "summary"):
                yield term("translation", f"{field}:{lang}"), text[lang]


def _provenance(service: dict[str, Any]) -> Iterator[tuple[Term, str]]:
    facts = known(service["provenance"])
    for name in RECORD:
        if name in facts:
            yield term("record", name), facts[name]
    for one in service["derived"]:
        yield term("record", "derived"), orjson.dumps(one).decode()
