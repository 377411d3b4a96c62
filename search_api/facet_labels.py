"""The filters' values in words, in three languages: what `/v1/facets` lists and the pages show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemas.query import FACETS
from schemas.yaml_file import read_plain

Labels = dict[str, dict[str, dict[str, str]]]


def _read() -> Labels:
    found: Labels = read_plain(Path(__file__).parent / "facet_labels.yaml")
    return found


LABELS = _read()


def label(facet: str, value: str, lang: str) -> str:
    """The word for a value; the value itself where nobody named it (districts, language codes)."""
    known = LABELS.get(facet, {}).get(value) or LABELS.get("known" if facet != "state" else "state", {}).get(value)
    return (known or {}).get(lang) or value


def facet_list() -> list[dict[str, Any]]:
    """Each facet with its name and its values, labelled."""
    return [
        {
            "facet": facet,
            "label": LABELS["facet"].get(facet, {}),
            "values": [{"value": value, "label": words} for value, words in _values(facet).items()],
        }
        for facet in FACETS
    ]


def _values(facet: str) -> dict[str, dict[str, str]]:
    if facet in LABELS["profile"]:
        return LABELS["state"]
    return LABELS.get(facet, {})
