"""Whether a sentence states a thing, or only supposes, asks, denies or remembers it; and which of a text's sentences says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from schemas.normalise.sentences import sentences
from schemas.service import LANGS, Lang

_SUPPOSES: Final = re.compile(
    r"\b(?:\w+(?:ttua|ttyä)|jos|jollei|mikäli|kun|kunnes|ellei|ellet|silloin|tällöin|heti kun|siinä tapauksessa|jälkeen|tapauksessa"
    r"|om|ifall|när|då|tills|såvida|efter att|i så fall|annars"
    r"|if|when|once|until|unless|after|before|in case|in that case|whenever|otherwise|should)\b"
)
_SUPPOSES_AFTER: Final = re.compile(
    r"\A\s*,?\s*(?:jos|mikäli|kun|vasta|ellei|om|ifall|när|då|if|when|once|after|unless)\b"
)
_GOES_ON: Final = re.compile(r"\A,\s*(?:ja|tai|sekä|eikä|och|eller|and|or)\b")
_DENIES: Final = re.compile(
    r"\b(?:ei|eivät|eikä|en|emme|inte|ej|aldrig|not|never|oli|olivat|var|was|were|voi olla|voivat olla|saattaa olla|lienee|kan vara|kan bli"
    r"|may be|might be|can be|could be|will be|get|gets|usein|yleensä|monesti|nopeasti|pian|kohta|lähes|melkein|jo kerran|ofta|oftast|brukar"
    r"|snart|nästan|usually|often|soon|almost|nearly|quickly)(?:\s+[^\s,.;]+){0,2}\s*\Z|\b\w+n't(?:\s+\w+)?\s*\Z"
)


def is_supposed(sentence: str, start: int, end: int) -> bool:
    """Whether what stands at start–end of a lower-case sentence is a question, or hangs on an "if" or "when" of its own clause.

    >>> is_supposed("jos ryhmä on täynnä, soita", 4, 19), is_supposed("jos mietit, ryhmä on täynnä", 12, 27)
    (True, False)
    """
    if "?" in sentence[end:]:
        return True
    if _SUPPOSES_AFTER.match(sentence[end:]):
        return True
    for word in _SUPPOSES.finditer(sentence, 0, start):
        comma = sentence.find(",", word.end(), start)
        if comma < 0 or _GOES_ON.match(sentence[comma:]):
            return True
    return False


def supposes(sentence: str) -> bool:
    """Whether a lower-case sentence has an "if" or a "when" anywhere.

    >>> supposes("voit jättää nimesi jonoon, jos ryhmä on täynnä")
    True
    """
    return _SUPPOSES.search(sentence) is not None


def is_denied(sentence: str, start: int) -> bool:
    """Whether the words right before `start` of a lower-case sentence deny what follows, or put it in the past or in doubt.

    >>> is_denied("kurssi ei ole vielä täynnä", 20), is_denied("kurssi on täynnä", 10)
    (True, False)
    """
    return _DENIES.search(sentence, 0, start) is not None


def speaking(texts: Mapping[Lang, str], hints: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The sentences of the texts that have a hint, each as it stands and in lower case with single spaces.

    >>> [*speaking({"fi": "Tervetuloa! Ota oma matto."}, ("matto",))]
    [('Ota oma matto.', 'ota oma matto.')]
    """
    for lang in LANGS:
        text = texts.get(lang) or ""
        whole = text.lower()
        present = [hint for hint in hints if hint in whole]
        if not present:
            continue
        for sentence, lower in _split(text):
            if any(hint in lower for hint in present):
                yield sentence, lower


@lru_cache(maxsize=32)
def _split(text: str) -> tuple[tuple[str, str], ...]:
    """A text's sentences; kept for the next reader of the same offering."""
    return tuple((one, " ".join(one.lower().replace("’", "'").split())) for one in sentences(text))


def first_saying(texts: Mapping[Lang, str], says: Callable[[str], object]) -> str | None:
    """The first sentence of the texts of which `says` is true; None when none is.

    >>> first_saying({"fi": "Tervetuloa! Matalan kynnyksen ryhmä."}, lambda sentence: "kynny" in sentence)
    'Matalan kynnyksen ryhmä.'
    """
    return next((s for lang in LANGS for s in sentences(texts.get(lang) or "") if says(s)), None)
