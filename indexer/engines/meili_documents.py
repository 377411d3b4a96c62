"""Services as Meilisearch documents, and the settings of their index: attributes from which each filter's yes and unknown can be read.

Times are whole epoch seconds. It refuses to store a body: a document has the id, attributes, coordinates and names, nothing to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import uuid4
from zlib import crc32

from indexer.engines.base import SUGGESTED, Entry
from indexer.engines.meili_spots import spot_key
from indexer.engines.meili_values import cover_keys, encode, order_keys
from indexer.engines.names import suggested_texts
from indexer.engines.traits import DAYPARTS, WEEK_S, WEEKDAYS, Traits, access_states, read_traits
from indexer.language.analyser import Analyser
from indexer.language.tokens import WEIGHTS, DocumentWords, split_words, unique
from schemas.service import LANGS, Audience, Feature, Profile, Service

MARKER = "marker"
"""The id of the one document that is no service: it holds the position, so that a swap of indexes swaps it too."""
UNKNOWN = "unknown"
ALL_DAY = "all_day"
NO_HOURS = "none"
OPEN_START_S, OPEN_END_S = -(10**12), 10**12
MOST_HITS = 10_000_000
CELLS = tuple(f"{day}_{part}" for day in WEEKDAYS for part in (*DAYPARTS, ALL_DAY))
_EQUAL = [
    *(
        "id",
        "active",
        "timeless",
        "kind",
        "cost",
        "restricted",
        "category",
        "category_name",
        "district",
        "district_name",
    ),
    *(
        "audience",
        "language",
        "registration",
        "form",
        "gender",
        "companion",
        "condition",
        "low_threshold",
        "plain_language",
    ),
    *("online", "enrolment", "schedule", "covers", "hours", "weekday", "daypart", "has_week", "tokens", "spot_key"),
    *(f"access_{one}" for one in (*Profile, *Feature)),
    *(f"{part}_{kind}_{lang}" for part in ("begins", "texts") for kind in SUGGESTED for lang in LANGS),
]
_COMPARED = [
    *("price", "min_age", "max_age", "opens", "closes", "last_end", "gone_at", "from_s", "to_s", "starts", *CELLS),
    *("spot_count", "lat", "lon", "part"),
]


def _rule(attributes: list[str], *, comparison: bool) -> dict[str, Any]:
    features = {"facetSearch": False, "filter": {"equality": True, "comparison": comparison}}
    return {"attributePatterns": attributes, "features": features}


SETTINGS: dict[str, Any] = {
    "searchableAttributes": [f"in_{name}" for name in sorted(WEIGHTS, key=lambda one: -WEIGHTS[one])],
    "displayedAttributes": [
        "id",
        "spots",
        "starts",
        "rule",
        "position",
        "built",
        "stamp",
        "parts",
        "words",
    ],
    "filterableAttributes": ["_geo", _rule(_EQUAL, comparison=False), _rule(_COMPARED, comparison=True)],
    "sortableAttributes": sorted(["_geo", "id", *(f"order_{lang}_{part}" for lang in LANGS for part in (1, 2))]),
    # Typos, prefixes and nearness of words mean nothing among tokens that were analysed before.
    "rankingRules": ["words", "attributeRank", "wordPosition", "exactness", "sort"],
    "typoTolerance": {"enabled": False},
    "prefixSearch": "disabled",
    "proximityPrecision": "byAttribute",
    "stopWords": [],
    "synonyms": {},
    "distinctAttribute": None,
    "facetSearch": False,
    "faceting": {"maxValuesPerFacet": 100_000},
    "pagination": {"maxTotalHits": MOST_HITS},
    # At its default of 1.5 s Meilisearch gives a part of the hits and says nothing.
    "searchCutoffMs": 60_000,
}


_SHAPE = 2
"""Counts up when documents come to have other attributes; so does the version when the settings change."""


def built_by(analyser: Analyser) -> str:
    """The version of what makes documents: an index that was made by another one is made anew."""
    return f"{_SHAPE}.{crc32(dumps(SETTINGS, sort_keys=True).encode()):08x}+{analyser.version}"


def document_of(entry: Entry, said: DocumentWords) -> dict[str, Any]:
    """The document of one service, of which the words are given."""
    service = entry.service
    traits = read_traits(service)
    words = said.fields
    return {
        "id": service.id,
        "active": traits.is_active,
        **{f"in_{name}": " ".join(encode(token) for token in tokens) for name, tokens in words.items()},
        "tokens": [encode(token) for token in unique(token for tokens in words.values() for token in tokens)],
        **_name_attributes(service, traits),
        **_place_attributes(service, traits),
        **_time_attributes(traits),
        **_enrolment_attributes(service),
        **_plain_attributes(service, traits),
    }


def marker(position: int, analyser: Analyser, parts: Sequence[str]) -> dict[str, Any]:
    """The marker after a change, with the parts of the vocabulary; its stamp is new, so that a reader sees that there was a change."""
    return {
        "id": MARKER,
        "position": position,
        "built": built_by(analyser),
        "stamp": uuid4().hex,
        "parts": list(parts),
    }


def tombstone(service_id: str) -> dict[str, Any]:
    """What takes a removed record's place in the same task that brings the new ones; deleted afterwards."""
    return {"id": service_id}


def _plain_attributes(service: Service, traits: Traits) -> dict[str, Any]:
    audiences = list(Audience) if Audience.EVERYONE in service.audiences else service.audiences
    found: dict[str, Any] = {
        "kind": service.kind,
        "cost": service.cost.cost_class,
        "condition": service.cost.conditions,
        "restricted": service.restricted_to or ["none"],
        "category": [encode(one) for one in unique(part for c in service.categories for part in _ancestors(c))]
        or [UNKNOWN],
        "category_name": [encode(one) for one in sorted(traits.categories)],
        "audience": audiences or [UNKNOWN],
        "language": [encode(one) for one in service.languages] or [UNKNOWN],
        "registration": service.registration,
        "form": service.form,
        "gender": service.gender,
        "companion": service.companion,
        "low_threshold": service.low_threshold,
        "plain_language": service.plain_language,
        "online": service.online,
        **{f"access_{name}": UNKNOWN for name in Feature},
        **{f"access_{name}": state for name, state in access_states(service).items()},
    }
    if traits.price_eur is not None:
        found["price"] = traits.price_eur
    if service.min_age is not None or service.max_age is not None:
        found["min_age"] = service.min_age or 0
        found["max_age"] = 1_000 if service.max_age is None else service.max_age
    return found


def _ancestors(category: str) -> list[str]:
    """The category and all it lies under.

    >>> _ancestors("sports/swimming")
    ['sports/swimming', 'sports']
    """
    return [category, *(category[:at] for at, char in enumerate(category) if char == "/")]


def _name_attributes(service: Service, traits: Traits) -> dict[str, Any]:
    """Texts to suggest in the languages that they are in; names to sort by, in each language or what stands for it."""
    found: dict[str, Any] = {}
    for (kind, lang), texts in suggested_texts(service).items():
        found[f"texts_{kind}_{lang}"] = [encode(text) for text in texts]
        found[f"begins_{kind}_{lang}"] = [
            encode(word) for word in unique(w for text in texts for w in split_words(text))
        ]
    for lang in LANGS:
        found[f"order_{lang}_1"], found[f"order_{lang}_2"] = order_keys(traits.names[lang])
    return found


def _place_attributes(service: Service, traits: Traits) -> dict[str, Any]:
    """`spots` is a string, as the coordinates must come back to the last bit; `_geo` is there for records with one point."""
    spots = [(i, p.lat, p.lon) for i, p in enumerate(service.places) if p.lat is not None and p.lon is not None]
    text = ";".join(f"{i} {lat!r} {lon!r}" for i, lat, lon in spots)
    found: dict[str, Any] = {
        "spots": text,
        "spot_key": spot_key(text),
        "spot_count": len(spots),
        "lat": [lat for _, lat, _ in spots],
        "lon": [lon for _, _, lon in spots],
        "district": [encode(one) for one in sorted(traits.districts)] or [UNKNOWN],
        "district_name": [encode(one) for one in traits.district_names],
    }
    if len(spots) == 1:
        found["_geo"] = {"lat": spots[0][1], "lng": spots[0][2]}
    return found


def _time_attributes(traits: Traits) -> dict[str, Any]:
    """`starts` is what `next_start` is the earliest of: the starts of the sessions, or the first midnight of the period."""
    begins, ends = traits.period_s or (None, None)
    found: dict[str, Any] = {
        "schedule": "sessions" if traits.has_sessions else "period" if traits.period_s else "none",
        "timeless": traits.live_until_s is None,
        "hours": hours_key(traits.hours) if traits.hours else NO_HOURS,
        "rule": traits.hours,
        "starts": sorted({one.start_s for one in traits.sessions} or ([] if begins is None else [begins])),
    }
    if traits.has_sessions and traits.sessions:
        found["last_end"] = traits.live_until_s
        found["covers"] = list(unique(key for one in traits.sessions for key in cover_keys(one.start_s, one.end_s)))
        for one in traits.sessions:
            part = ALL_DAY if one.daypart < 0 else DAYPARTS[one.daypart]
            found.setdefault(f"{WEEKDAYS[one.weekday]}_{part}", []).append(one.start_s)
    if traits.period_s:
        found["from_s"] = OPEN_START_S if begins is None else begins
        found["to_s"] = OPEN_END_S if ends is None else ends
        if ends is not None:
            found["gone_at"] = ends
        found["has_week"] = begins is None or ends is None or ends - begins >= WEEK_S
        found["weekday"] = [WEEKDAYS[day] for day in traits.weekdays] or [UNKNOWN]
        found["daypart"] = [DAYPARTS[part] for part in traits.dayparts] or [UNKNOWN]
    return found


def hours_key(rule: str) -> str:
    """A short name for a rule of opening hours: records with the same rule share it, and with it an answer."""
    return sha256(rule.encode()).hexdigest()[:20]


def _enrolment_attributes(service: Service) -> dict[str, Any]:
    enrolment = service.enrolment
    moments = {"opens": enrolment.opens, "closes": enrolment.closes}
    found: dict[str, Any] = {name: moment.timestamp() for name, moment in moments.items() if moment}
    return {"enrolment": enrolment.state, **found}
