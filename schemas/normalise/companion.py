"""Whether an assistant or support person may come along, and whether free of charge. Friends, staff and assistance dogs are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.memo import read_once
from schemas.normalise.statements import speaking
from schemas.service import Companion, Lang

_HINTS: Final = tuple(
    "avustaj|saattaj|tukihenkil|vammaiskort|assist|ledsag|stödpers|companion|support p|carer|a-merk|a-märk|funktionshinderk|disability card".split(
        "|"
    )
)
_HELPER: Final = (
    r"(?:(?:henkilökohtai\w+ |oma\w* )?\b(?:avustaj(?!akoir)|saattaj|tukihenkilö)\w*|\b(?:personliga? )?assistent(?!hund)(?:en|er|erna)?\b|\bledsagar(?:e|en|na)\b|\bstödperson(?:en|er)?\b"
    r"|\b(?:personal )?assistants?\b(?! dog)|\bcompanions?\b|\bsupport persons?\b|\bcarers?\b)"
)
_IS: Final = re.compile(_HELPER)
_FREE_WORDS: Final = r"(?:maksut(?:ta|on|tomasti|tomaan)|ilmai(?:seksi|nen|sta|sesti)|veloituksetta|ei maksa|\b0 ?(?:€|e\b|euroa)|vapaa pääsy|gratis|avgiftsfri\w*|kostnadsfri\w*|utan avgift|fri(?:tt)? (?:inträde|entré)|free\b|no charge|without charge)"
_FREE: Final = re.compile(
    rf"{_HELPER}[^.;\n€]{{0,70}}?{_FREE_WORDS}|{_FREE_WORDS}(?:\s(?:sisäänpääsy|pääsy|entry|admission|inträde|entré|för|for|of charge|a|the|an|en|din|your|myös|yhdelle|yksi|henkilökohtaiselle|one)){{0,4}}\s+{_HELPER}"
)
_NOT_FREE: Final = re.compile(
    r"\b(?:ei(?!\s+maksa)|eivät(?!\s+maksa)|inte|ej|not|isn't|aren't|don't)\b[^.;]{0,40}(?:maksut|ilmai|gratis|avgiftsfri|frit|free)"
)
_WELCOME: Final = re.compile(
    rf"{_HELPER}\s+(?:voi|voivat|saa|saavat|on|ovat|mukaan|tervetul\w+|kanssa|pääsee|osallistuu|osallistuvat|maksaa|maksavat|får|kan|är|betalar|is|are|may|can|pays?|welcome)\b"
    rf"|\b(?:ota|ottaa|ottaneet|tuo|tuoda|otathan)\s+(?:\w+\s+){{0,2}}{_HELPER}|{_HELPER}\s+(?:\w+\s+)?(?:mukaan|mukana|kanssa|seurassa)\b|\b(?:kanssa|mukanaan|mukanasi)\s+{_HELPER}|\b(?:tarvits\w+|edellyttä\w+) (?:\w+ )?oman {_HELPER}"
    rf"|\b(?:ta|ha|med) (?:gärna )?(?:med )?(?:dig )?(?:din |en |egen |sin |personlig )*{_HELPER}|\bvälkom\w+ med (?:\w+ )?{_HELPER}|\b(?:bring|with|accompanied by) (?:a |an |your |their |own |one |along )*{_HELPER}|\b(?:ja|sekä) (?:heidän|hänen) {_HELPER}|\b(?:och|samt) (?:deras|hens) {_HELPER}|\band their {_HELPER}|\b(?:avustajan|tukihenkilön) (?:ja|tai|sekä) \w+ (?:kanssa|mukana)"
)
_STAFF: Final = re.compile(
    r"\b(?:ohjaaja|opettaja|työntekijä|henkilökun|vapaaehtoi|talon|meidän|ledare|lärare|personal(?:en)?\b(?! ass)|staff|instructor|teacher)\w*[^.;]{0,40}(?:avustaj|assist|tukihenkil)|\b(?:kaksi|kolme|yksi|två|two|three)\s+(?:avustaj|assistent|assistants)"
)
_DENIED: Final = re.compile(
    r"\b(?:ei|eivät|emme|en|inte|ej|inga|ingen|no|not|cannot|can't|don't|without|ilman|utan)\b(?!\s+maksa\b)(?!\s+charge)(?!\s+avgift)"
)
_CARD_OF_NEED: Final = re.compile(r"\ba-(?:merkin|kirjai|märk|bokstav)\w*|\b(?:the )?(?:letter a|a symbol)\b")
"""The EU disability card's mark that its holder needs an assistant; the card alone says nothing of one."""
_DISABILITY_CARD: Final = re.compile(r"vammaiskort|funktionshinderkort|disability card")


@read_once
def companion_in(texts: Mapping[Lang, str]) -> tuple[Companion, str | None]:
    """What the texts say of an assistant's coming, and the sentence that says it; free wins over welcome.

    >>> companion_in({"fi": "Avustaja pääsee maksutta."})[0], companion_in({"fi": "Ota ystävä mukaan!"})[0]
    (<Companion.FREE: 'free'>, <Companion.UNKNOWN: 'unknown'>)
    """
    welcome: str | None = None
    for sentence, lower in speaking(texts, _HINTS):
        found = _read(lower)
        if found is Companion.FREE:
            return found, sentence
        if found is Companion.WELCOME and welcome is None:
            welcome = sentence
    return (Companion.WELCOME, welcome) if welcome is not None else (Companion.UNKNOWN, None)


def _read(lower: str) -> Companion:
    """What one lower-case sentence says; "ei" and staff of the house leave it unknown."""
    if _FREE.search(lower):
        return Companion.UNKNOWN if _NOT_FREE.search(lower) else Companion.FREE
    if _DISABILITY_CARD.search(lower) and _CARD_OF_NEED.search(lower):
        return Companion.WELCOME
    if not _IS.search(lower) or _DENIED.search(lower) or _STAFF.search(lower):
        return Companion.UNKNOWN
    return Companion.WELCOME if _WELCOME.search(lower) else Companion.UNKNOWN
