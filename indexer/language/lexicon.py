"""Small words, words of form, and the parts of Swedish compounds, as `forms.yaml` lists them. It knows no record and no query."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from schemas.yaml_file import read_plain

FORMS = Path(__file__).with_name("forms.yaml")
_SHORTEST_HEAD = 3
_LINKS = ("", "s", "e", "o")
"""What stands between the parts of a Swedish compound: handarbet·s·klubb."""


class Lexicon:
    """The words of forms.yaml by what they are for."""

    def __init__(self, path: Path = FORMS) -> None:
        rows = read_plain(path)
        self.small = frozenset(word for words in rows["small"].values() for word in words.split())
        self.forms: dict[str, tuple[str, ...]] = {lang: tuple(words.split()) for lang, words in rows["forms"].items()}
        self.doing = frozenset(rows["doing"].split())
        self.bound = frozenset(rows["bound"].split())
        self.swedish: tuple[str, ...] = tuple(rows["swedish"].split())


class SwedishCompounds:
    """Splits Swedish words into two parts that are both known; anything else stays whole."""

    def __init__(self, words: Collection[str], stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._first = frozenset(words) | {stem(word) for word in words}
        self._last = frozenset(stem(word) for word in words if len(word) >= _SHORTEST_HEAD)
        self._beginnings = frozenset(last[:_SHORTEST_HEAD] for last in self._last)

    def parts(self, word: str) -> tuple[str, ...]:
        """(first, last) as stems, or nothing.

        >>> SwedishCompounds(["handarbete", "klubb"], lambda word: word.removesuffix("en").removesuffix("e")).parts("handarbetsklubben")
        ('handarbet', 'klubb')
        """
        for at in range(len(word) - _SHORTEST_HEAD, 1, -1):
            if self._beginnings.isdisjoint(word[at : at + length] for length in range(1, _SHORTEST_HEAD + 1)):
                continue  # a stem is the beginning of its word
            for link in _LINKS:
                first = word[:at].removesuffix(link).rstrip("-")
                if word[:at].endswith(link) and first in self._first and (last := self._stem(word[at:])) in self._last:
                    return self._stem(first), last
        return ()
