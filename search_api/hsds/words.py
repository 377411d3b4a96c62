"""The one language in which an HSDS field speaks: Finnish, else what there is; the others stand in attributes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from schemas.service import LANGS
from search_api.facet_labels import LABELS, label

MAIN_LANG = "fi"
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def spoken(text: dict[str, str]) -> str | None:
    """The text in the main language, else in the next."""
    return next((text[lang] for lang in LANGS if text.get(lang)), None)


def spoken_lang(text: dict[str, str]) -> str | None:
    """The language of `spoken`."""
    return next((lang for lang in LANGS if text.get(lang)), None)


def every_lang(words: dict[str, str]) -> str:
    """A label in all its languages, each once.

    >>> every_lang({"fi": "pop", "en": "pop", "sv": "popmusik"})
    'pop / popmusik'
    """
    return " / ".join(dict.fromkeys(words[lang] for lang in LANGS if words.get(lang)))


def labels(facet: str, value: str) -> dict[str, str]:
    """The words for a value in three languages."""
    return LABELS.get(facet, {}).get(value) or {lang: label(facet, value, lang) for lang in LANGS}


def uri(value: str | None) -> str | None:
    """An absolute web address in the letters that a URI may have; None where it is none."""
    if not value or urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc.isascii():
        return None
    return quote(value, safe=":/?#[]@!$&'()*+,;=%~")


def email(value: str) -> str | None:
    """An address of the plain kind; None for any other."""
    return value if _EMAIL.fullmatch(value) else None


def known(entity: dict[str, Any]) -> dict[str, Any]:
    """An entity without what is not known."""
    return {name: value for name, value in entity.items() if value not in (None, "", [], {})}
