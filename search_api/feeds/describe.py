"""What OpenAPI says of the open feed."""

from __future__ import annotations

from typing import Any

from search_api.feeds.rpde import DEFAULT_LIMIT, LAST_NUMBER, MAX_LIMIT

_NOT_MODIFIED = {"description": "The client has this already"}
FEED: dict[str, Any] = {
    "parameters": [
        {"name": "afterChangeNumber", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0, "maximum": LAST_NUMBER},
         "description": "Only places in the feed after this change number; unset: from the beginning."},
        {"name": "limit", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
         "description": "Items on a page."},
    ],
    "responses": {
        "200": {
            "description": "A page of RPDE 1.0. On the last one there are no items and `next` is its own address.",
            "content": {"application/json": {"schema": {
                "type": "object", "required": ["next", "items", "license"],
                "properties": {
                    "next": {"type": "string", "format": "uri"}, "license": {"type": "string", "format": "uri"},
                    "sampleData": {"type": "boolean"},
                    "items": {"type": "array", "items": {
                        "type": "object", "required": ["state", "kind", "id", "modified"],
                        "properties": {
                            "state": {"enum": ["updated", "deleted"]}, "kind": {"const": "Service"},
                            "id": {"type": "string", "format": "uuid"}, "modified": {"type": "integer", "minimum": 1},
                            "data": {"type": "object", "description": "/schemas/service.json; not there on what is deleted"},
                        },
                    }},
                },
            }}},
        },
        "304": _NOT_MODIFIED,
    },
}  # fmt: skip


def dump_description(media_type: str, what: str) -> dict[str, Any]:
    """Of a file of the dump."""
    file: dict[str, Any] = {"content": {media_type: {"schema": {}}}}
    return {"responses": {
        "200": {"description": what, **file}, "206": {"description": "A part of it", **file}, "304": _NOT_MODIFIED,
    }}  # fmt: skip
