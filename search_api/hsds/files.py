"""HSDS as static files: each list in pages and as lines, and whole services. A file server cannot filter; who needs that asks the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search_api.hsds.envelope import MAX_PER_PAGE, Made, Paging, lines, page_json, root_json
from search_api.hsds.lists import Lists
from search_api.hsds.reading import Asked


def hsds_files(lists: Lists) -> dict[str, bytes]:
    """The files by name: `hsds/<list>/page-<n>.json` in pages of 500, the first as `index.json` too, and `hsds/<list>.ndjson`."""
    everything = Asked(Paging(1, MAX_PER_PAGE, is_lines=False))

    def whole(ids: Sequence[str]) -> list[dict[str, Any]]:
        return lists.services(ids, full=True)

    listed: dict[str, tuple[list[str], Made]] = {
        "services": (lists.service_ids(everything), whole),
        "organizations": (lists.organization_ids(everything), lists.organizations),
        "service_at_locations": (lists.at_location_ids(everything), lists.at_locations),
        "taxonomies": (lists.taxonomy_ids(everything), lists.taxonomies),
        "taxonomy_terms": (lists.term_ids(everything), lists.terms),
    }
    files = {"hsds/index.json": root_json(lists.base)}
    for name, (ids, made) in listed.items():
        for page in range(1, max(1, -(-len(ids) // MAX_PER_PAGE)) + 1):
            files[f"hsds/{name}/page-{page}.json"] = page_json(ids, Paging(page, MAX_PER_PAGE, is_lines=False), made)
        files[f"hsds/{name}/index.json"] = files[f"hsds/{name}/page-1.json"]
        files[f"hsds/{name}.ndjson"] = b"".join(lines(ids, made))
    return files
