"""How hard an exercise is, as its text says it: of moving, not of lunches, traffic, courses or moods. Two at once are unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schemas.normalise.memo import read_once
from schemas.normalise.statements import speaking
from schemas.service import Intensity, Lang

_HINTS: Final = tuple(
    "kevy|keven|teho|kohtalai|kohtuu|keski|rauhalli|lempe|rank|hiki|hiit|intensi|raska|kuormit|lätt|lugn|mjuk|skonsam|tuff|hård|effektiv|medel|måttlig|i mak|gentle|light|impact|vigorous|hard|strenuous|moderate|intense|slow|pace".split(
        "|"
    )
)
_MOVING_FI: Final = r"\w*(?:jump|liikun|liikk|kuntoil|treen|harjoit|tans|jooga|jooge|pilates|venyt|uint|vesivoim|kävely|lenk|hölk|hiihto|pyöräily|aerobic|voimis|lihaskun|kuntopiir|kehonhuol|taiji|lavis|step)\w*"
_MOVING_SV: Final = (
    r"\w*(?:gymp|gymnast|motion|träning|yoga|pilates|dans|promenad|simning|stretch|aerobic|pass|övning|rörelse)\w*"
)
_MOVING_EN: Final = r"(?:\w*(?:exercis|workout|yoga|pilates|danc|walk|swim|stretch|aerobic|training|gymnastic|fitness|movement|aqua|activity)\w*)"
_BETWEEN: Final = r"(?:\s+(?:ja|sekä|och|and|mutta|\w+(?:a|ä|t|en|nen|sta|stä|inen|aa|ää)?)){0,2}\s+"

_LIGHT: Final = re.compile(
    "|".join(
        (
            rf"\bkevyt{_MOVING_FI}|\bkevy(?:t|ttä|en|tä|esti|empi|empää|ellä)(?:{_BETWEEN}|\s+|-){_MOVING_FI}|\bkevennet\w+(?:{_BETWEEN}|\s+){_MOVING_FI}|\b{_MOVING_FI}\s+(?:(?:on|ovat)\s+kevy\w+|\(kevyt\))|\bmatala(?:n)?[ -]?teho\w+",
            rf"\blempe(?:ä|ää|än|itä)(?:{_BETWEEN}|\s+){_MOVING_FI}|\brauhalli(?:nen|sta|sen|sia)(?:{_BETWEEN}|\s+){_MOVING_FI}",
            rf"\blätt(?:gym|motion|jump)\w*|\blätt(?:are|a)?(?:{_BETWEEN}|\s+){_MOVING_SV}|\b(?:lugn|lugna|mjuk|mjuka|skonsam|skonsamma)(?:{_BETWEEN}|\s+){_MOVING_SV}|\blågintensiv\w*",
            rf"\b(?:gentle|light)(?:{_BETWEEN}|\s+){_MOVING_EN}|\blow[- ](?:impact|intensity)\b",
        )
    )
)
_PACE: Final = re.compile(
    r"\brauhalli(?:nen|seen|sessa|sella|sen)\s+(?:tahti|tempo|vauhti|tahtiin|tahdissa|tahdilla|tempoon|tempossa|vauhtiin|vauhtia|vauhdilla|vauhdin)|\bi (?:lugn|lugnt|mak) ?(?:takt|tempo|lig takt)?\b|\bat (?:a|an) (?:gentle|slow|leisurely|easy|relaxed) pace\b"
)
_MODERATE: Final = re.compile(
    rf"\bkeski(?:tehoi|raska|kuormit)\w+|\bkohtalai(?:sen|sesti|sta|nen)\s+(?:kuormitta|raska|rasitta|teho)\w+|\bkohtuu(?:kuormit|teho)\w+|\bmedel(?:intensiv|tung|hård)\w*|\bmåttlig(?:t)? (?:intensi|ansträng)\w+|\bmoderate(?:ly)?[- ](?:intensity|intensive|paced|impact)\b|\bmoderate(?:{_BETWEEN}|\s+){_MOVING_EN}"
)
_VIGOROUS: Final = re.compile(
    rf"\bteho(?:jump|treen|harjoit|kävely|tun)\w+|\bteho(?:kas|kasta|kkaan|kkaat|kkaita)(?:{_BETWEEN}|\s+){_MOVING_FI}|\bkorkea(?:n)?[ -]?teho\w+|\bhiit\b|\bhiki(?:jump|tun|treen)\w+|\b(?:rank|raska)(?:ka|kaa|an|s|sta)?(?:{_BETWEEN}|\s+){_MOVING_FI}|\bkovateho\w+"
    rf"|\bhögintensiv\w*|\b(?:intensiv|tuff|tufft|hård|effektiv)t?a?(?:{_BETWEEN}|\s+){_MOVING_SV}|\bhigh[- ](?:impact|intensity)\b|\b(?:vigorous|strenuous|intense)(?:{_BETWEEN}|\s+){_MOVING_EN}"
)
_DENIED: Final = re.compile(
    r"\b(?:ei|eivät|inte|ej|not|isn't)\s+(?:ole\s+|är\s+|liian\s+|kovin\s+|mikään\s+|särskilt\s+|very\s+|too\s+|a\s+)*\Z"
)
_LEARNED: Final = re.compile(r"\b(?:luento\w*|luennoi\w*|föreläsning\w*|lectures?|hyödyistä|merkity\w+|vaikutu\w+)\b")
"""A lecture on light exercise is no light exercise."""
_MOVES: Final = re.compile(
    rf"\b(?:{_MOVING_FI}|{_MOVING_SV}|{_MOVING_EN}|kävel\w+|ui(?:daan|mme|da|t)\b|promener\w+|simmar|retk\w+|vandr\w+|hik(?:e|ing))"
)
_READERS: Final = ((_LIGHT, Intensity.LIGHT), (_MODERATE, Intensity.MODERATE), (_VIGOROUS, Intensity.VIGOROUS))
_JOINED: Final = re.compile(
    r"\bkevy\w+ (?:ja|tai|sekä|että) teho\w+|\bteho\w+ (?:ja|tai|sekä|että) kevy\w+|\b(?:kevyestä|kevyistä) \w+een\b|\beri teho\w+|\blätta?r?e? (?:och|eller) (?:tuff|hård|intensiv)\w*|\blight (?:and|or|to) (?:vigorous|intense|hard)\b"
)


@read_once
def intensity_in(texts: Mapping[Lang, str]) -> tuple[Intensity, str | None]:
    """How hard the texts say that it is, and the sentence that says it.

    >>> intensity_in({"fi": "Kevytjumppa N+M"})[0], intensity_in({"fi": "Kevyt lounas tarjotaan."})[0]
    (<Intensity.LIGHT: 'light'>, <Intensity.UNKNOWN: 'unknown'>)
    """
    found: dict[Intensity, str] = {}
    for sentence, lower in speaking(texts, _HINTS):
        for intensity in _intensities(lower):
            found.setdefault(intensity, sentence)
    return (
        next(iter(found.items())) if len(found) == 1 and Intensity.UNKNOWN not in found else (Intensity.UNKNOWN, None)
    )


def _intensities(lower: str) -> list[Intensity]:
    """What one lower-case sentence says; UNKNOWN where it offers several side by side."""
    if _LEARNED.search(lower):
        return []
    if _JOINED.search(lower):
        return [Intensity.UNKNOWN]
    found = [
        intensity
        for pattern, intensity in _READERS
        if (match := pattern.search(lower)) is not None and not _DENIED.search(lower, 0, match.start())
    ]
    if _PACE.search(lower) and _MOVES.search(lower) and Intensity.LIGHT not in found:
        found.append(Intensity.LIGHT)
    return found
