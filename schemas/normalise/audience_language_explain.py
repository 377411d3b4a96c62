"""What `liiku explain audience_language` answers: the crawl's own reading of a text, or of Enkora's tags."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.normalise.audience_words import audiences_in
from schemas.normalise.language import languages_in, low_threshold_in, plain_language_in
from schemas.normalise.text import plain_text
from schemas.service import Lang


def explain(given: object) -> tuple[dict[str, object], list[str]]:
    """audiences, languages, plain_language and low_threshold of a row by its `shape`, and the texts they were read from.

    >>> explain({"shape": "enkora_tags", "tags": [{"tag_group_id": "5", "tag_name": "Englanniksi"}]})[0]["languages"]
    ['en']
    """
    row: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    text = plain_text(row.get("text"))
    tags = row.get("tags")
    if isinstance(tags, list):
        names = [plain_text(tag.get("tag_name")) for tag in tags if isinstance(tag, Mapping)]
        text = "\n".join(part for part in [text, *names] if part)
    texts: dict[Lang, str] = {"fi": text}
    got: dict[str, object] = {
        "audiences": [audience.value for audience in audiences_in(texts)],
        "languages": languages_in(texts),
        "plain_language": plain_language_in(texts),
        "low_threshold": low_threshold_in(texts),
    }
    return got, [text] if any(got.values()) else []
