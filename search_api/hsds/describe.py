"""What OpenAPI says of `/hsds`."""

from __future__ import annotations

from typing import Any

from search_api.hsds.envelope import DEFAULT_PER_PAGE, MAX_PER_PAGE
from search_api.hsds.reading import MAX_PAGE, MAX_SEARCH, WHEN

_UUID = {"type": "string", "format": "uuid"}
_FLAG = {"type": "boolean", "default": False}
_SCHEMAS: dict[str, tuple[dict[str, Any], str]] = {
    "page": ({"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1}, "The page; one after the last is 404."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": DEFAULT_PER_PAGE}, "Objects on a page."),
    "format": ({"type": "string", "enum": ["json", "ndjson"], "default": "json"}, "ndjson: the whole list, an object a line."),
    "search": ({"type": "string", "maxLength": MAX_SEARCH}, "Words that must all be there."),
    "taxonomy_term_id": (_UUID, "Only services with this term."),
    "taxonomy_id": (_UUID, "Only what has a term of this taxonomy."),
    "organization_id": (_UUID, "Only this organisation's."),
    "parent_id": (_UUID, "Only terms under this one."),
    "modified_after": ({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
                       f"Only what changed then or later: {WHEN}. What was removed is not there; /feeds/services says so."),
    "minimal": (_FLAG, "Only id, name, status and last_modified; not together with full."),
    "full": (_FLAG, "With everything that belongs to a service."),
    "top_only": (_FLAG, "Only terms that stand under no other."),
}  # fmt: skip
_PAGE = {
    "type": "object",
    "required": ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    "properties": {
        **{name: {"type": "integer"} for name in ("total_items", "total_pages", "page_number", "size")},
        **{name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")},
        "contents": {"type": "array", "items": {"type": "object", "required": ["id"]}},
    },
}
NDJSON = "application/x-ndjson"
_NOT_MODIFIED = {"description": "The client has this already"}


def list_description(known: tuple[str, ...], what: str) -> dict[str, Any]:
    """Of a list that knows these parameters."""
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": _SCHEMAS[name][0], "description": _SCHEMAS[name][1]}
            for name in known
        ],
        "responses": {
            "200": {"description": what, "content": {"application/json": {"schema": _PAGE}, NDJSON: {"schema": {}}}},
            "304": _NOT_MODIFIED,
        },
    }  # fmt: skip


def one_description(what: str) -> dict[str, Any]:
    """Of one object by its id."""
    found = {"type": "object", "required": ["id"], "properties": {"id": _UUID}}
    return {
        "responses": {
            "200": {"description": what, "content": {"application/json": {"schema": found}}},
            "304": _NOT_MODIFIED,
        }
    }
