"""Text as people read it: plain, without HTML, by language. Scripts and styles go; paragraphs stay as lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from schemas.service import LANGS, Text

_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")
_LINES = re.compile(r"\s*\n\s*(?:\n\s*)*")
_CONTROL = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_MARKUP = re.compile(r"<[A-Za-z!/]|&[#A-Za-z]")


def plain_text(value: object) -> str:
    """The words of a text that may be HTML; '' for what is not text.

    >>> plain_text("<p>Kahvila &amp; lounas</p><script>alert(1)</script><p>Ti 10<br>Ke 11</p>")
    'Kahvila & lounas\\nTi 10\\nKe 11'
    """
    if not isinstance(value, str):
        return ""
    if value.isprintable() and "  " not in value and not _MARKUP.search(value):
        return value.strip()  # one line without markup, odd spaces, control characters or halves of surrogate pairs
    return _plain(value)


@lru_cache(maxsize=4096)
def _plain(value: str) -> str:
    text = value.encode("utf-8", "ignore").decode("utf-8").replace("\r", "\n")
    if _MARKUP.search(text):
        tree = LexborHTMLParser(_BREAKS.sub(lambda m: m.group(0) + "\n", text))
        tree.strip_tags(["script", "style", "template", "noscript", "iframe", "object", "svg", "head"], recursive=True)
        text = tree.body.text() if tree.body else ""
    text = _CONTROL.sub("", text)
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def read_text(value: object) -> Text:
    """The plain texts of a `{"fi": …, "sv": …, "en": …}`; languages without words are absent."""
    if value is None or not isinstance(value, Mapping):
        return {}
    found: Text = {}
    for lang in LANGS:
        if (given := value.get(lang)) and (text := plain_text(given)):
            found[lang] = text
    return found


def read_suffixed(row: Mapping[str, object], stem: str) -> Text:
    """The plain texts of `stem_fi`, `stem_sv` and `stem_en`."""
    return read_text({lang: row.get(f"{stem}_{lang}") for lang in LANGS})


def shorten(value: object, limit: int = 200) -> str:
    """A value as one short line, for a report."""
    text = value if isinstance(value, str) else repr(value)
    text = _CONTROL.sub("", text).replace("\n", " ")
    return text if len(text) <= limit else text[: limit - 1] + "…"
