"""What OpenAPI says of the search's parameters, made from the model that reads them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from schemas.query import SearchQuery

_MEANINGS = {
    "q": "Free text.",
    "lang": "Language of labels and of the words.",
    "understand": "false: no filters are read out of the words.",
    "as_words": "Words of `q` that are words and nothing else: not read as a filter, not corrected. What a chip that was removed puts back.",
    "match": "soft: what was understood ranks; exact: it filters.",
    "lat": "WGS84 degrees, with lon.",
    "lon": "WGS84 degrees, with lat.",
    "radius_m": "Great-circle metres from lat, lon.",
    "max_walk_min": "Walking minutes by estimate (1.3 × distance ÷ pace).",
    "pace": "normal 75, slow 45 metres a minute.",
    "bbox": "west,south,east,north in degrees.",
    "accessibility": "A profile (wheelchair: no known shortcomings; wheelchair:partly: also partly) or a feature (lift). Values joined by commas must all hold.",
    "unknown": "What a filter does with records whose value is not known.",
    "can_join": "true: enrolment is open or none is needed.",
    "audience": "seniors also takes offerings for everyone.",
    "cursor": "The next_cursor of the page before.",
    "facets": "Which facets to count; all for every one.",
    "open_at": "Date-time with offset at which a session is under way, or the place is open by its opening hours.",
}


def parameters(model: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI parameters of a GET that takes a model's fields."""
    schema = model.model_json_schema()
    found = []
    for name, field in schema["properties"].items():
        entry: dict[str, Any] = {
            "name": name,
            "in": "query",
            "required": False,
            "schema": _inline(field, schema.get("$defs", {})),
        }
        if name in _MEANINGS:
            entry["description"] = _MEANINGS[name]
        if name == "q":  # a long one is too much and not wrong: 413 with what the address may be long
            entry["schema"].pop("maxLength", None)
        if "format" in entry["schema"]:  # a form sends what was left empty
            entry["schema"] = {"type": "string", "anyOf": [entry["schema"], {"maxLength": 0}]}
        if name == "bbox":
            entry["schema"] = {"type": "string", "example": "24.9,60.15,25.0,60.2"}
        found.append(entry)
    return {"parameters": found}


def _inline(value: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            return _inline(definitions[value["$ref"].rsplit("/", 1)[-1]], definitions)
        if "anyOf" in value:
            kinds = [one for one in value["anyOf"] if one.get("type") != "null"]
            if len(kinds) == 1:
                return _inline(
                    {k: v for k, v in value.items() if k not in ("anyOf", "default")} | kinds[0], definitions
                )
        return {k: _inline(v, definitions) for k, v in value.items() if k != "title"}
    if isinstance(value, list):
        return [_inline(one, definitions) for one in value]
    return value


SEARCH_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": _inline(SearchQuery.model_json_schema(), SearchQuery.model_json_schema().get("$defs", {}))
                | {"$defs": {}},
                "example": {
                    "q": "jumppa",
                    "lat": 60.1841,
                    "lon": 24.9496,
                    "radius_m": 2000,
                    "cost": ["free"],
                    "sort": "distance",
                },
            }
        },
    }
}
_BODY = SEARCH_BODY["requestBody"]["content"]["application/json"]["schema"]
_BODY.pop("$defs")


_NUMBER_WORDS: dict[str, Any] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_WORDS_FOR: dict[str, dict[str, Any]] = {
    "boolean": {"type": "string", "enum": ["true", "false"]}, "integer": _NUMBER_WORDS, "number": _NUMBER_WORDS,
}  # fmt: skip


def _ways_to_give(field: dict[str, Any]) -> list[dict[str, Any]]:
    """In JSON, null or an empty text is a field that is not there, one value may stand for a list of it, and words for a flag or a number."""
    ways = [field, {"type": "null"}, {"type": "string", "maxLength": 0}]
    if isinstance(field.get("items"), dict):
        ways.append(field["items"])
    if field.get("type") in _WORDS_FOR:
        ways.append(_WORDS_FOR[field["type"]])
    return ways


_BODY["properties"] = {name: {"anyOf": _ways_to_give(field)} for name, field in _BODY["properties"].items()}
SEARCH_EXAMPLE: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "Hits, totals, what is not known, and what would widen the search",
            "content": {
                "application/json": {
                    "example": {
                        "total": 2,
                        "unknown": {"cost": 3},
                        "as_of": 446,
                        "understood": [],
                        "text": "jumppa",
                        "corrections": [],
                        "hits": [
                            {
                                "id": "6f6c8f6e-0b55-5c2a-9d3f-2f6a0a7f2d11",
                                "score": 7.1,
                                "distance_m": 396,
                                "walk_min": 7,
                                "next_start": "2026-11-24T17:30:00+02:00",
                                "why": [{"code": "free", "label": "Maksuton"}],
                                "highlight": {},
                                "service": {"name": {"fi": "Puistojumppa Brahenkentällä"}},
                            }
                        ],
                        "facets": {"cost": {"free": 2, "low": 1, "paid": 0, "unknown": 3}},
                        "widen": [{"change": {"radius_m": 6000}, "total": 9}],
                        "next_cursor": "MS45MjI5NGE5ZDA4Mjk",
                    }
                }
            },
        }
    }
}
