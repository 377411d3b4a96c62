"""The upstream's own rows in a run's kept responses: what a row that could not become a record said of its name and its publisher."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson

from indexer.naming import first_words
from indexer.run_folder import RunFolder
from schemas.normalise.text import plain_text, read_suffixed, read_text
from schemas.service import Organisation

_IDS = ("id", "code", "unit_id", "lipas-id", "sportsPlaceId")
_PUBLISHERS = ("publisher", "org_id")
_PUBLISHER_NAMES = ("provider", "organizer_name", "owner")


def raw_rows(folder: RunFolder, urls: Collection[str], ids: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The rows with these ids (ours, with prefix, or the upstream's own) on the kept pages of these addresses."""
    wanted = {own: key for key in ids for own in (key, key.partition(":")[2]) if own}
    found: dict[str, Mapping[str, Any]] = {}
    for response in folder.kept_at(urls):
        try:
            body = orjson.loads(response.body)
        except orjson.JSONDecodeError:
            continue  # a page that is no JSON has no rows
        for row in _rows(body):
            for key in (wanted.get(str(row[name])) for name in _IDS if isinstance(row.get(name), (str, int))):
                if key is not None:
                    found.setdefault(key, row)
    return found


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a page's lists, not those within a row."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                yield one
    elif isinstance(value, dict):
        if any(name in value for name in _IDS):
            yield value
        else:
            for one in value.values():
                yield from _rows(one)


def raw_name(row: Mapping[str, Any]) -> str:
    """The row's name, where it has one that can be read."""
    return (
        first_words(read_text(row.get("name")))
        or first_words(read_suffixed(row, "name"))
        or plain_text(row.get("name"))
    )


def raw_publisher(row: Mapping[str, Any]) -> Organisation:
    """Who publishes the row, as far as it says."""
    names = [read_text(row.get(name)) or _in_finnish(row.get(name)) for name in _PUBLISHER_NAMES]
    names.append(read_suffixed(row, "displayed_service_owner"))
    key = next((row[name] for name in _PUBLISHERS if isinstance(row.get(name), str)), None)
    return Organisation(id=key, name=next((name for name in names if name), {}))


def _in_finnish(value: object) -> dict[Any, str]:
    text = plain_text(value)
    return {"fi": text} if text else {}
