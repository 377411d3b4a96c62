"""Our own words about the open data, in three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemas.yaml_file import read_plain

WORDS: dict[str, dict[str, str]] = read_plain(Path(__file__).parent / "words.yaml")


def tell(key: str, lang: str, **facts: Any) -> str:
    """The words in a language."""
    return WORDS[key][lang].format(**facts)


def span(hours: int, lang: str) -> str:
    """Hours in words, in days from two days on."""
    return tell("days", lang, n=hours // 24) if hours >= 48 else tell("hours", lang, n=hours)
