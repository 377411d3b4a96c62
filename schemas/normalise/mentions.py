"""Whether a text seems to speak of something at all: stems, not meaning. A value unknown although its text speaks of it is work for us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

TOPICS: Final[Mapping[str, re.Pattern[str]]] = {
    "cost": re.compile(
        r"€|\beuro|maksu|maksa|hinta|hinna|ilmai(?!su|staan|stu)|vapaa pääsy|avgift|kosta|pris\b|priset|gratis|fri entré|\bfee\b|\bfees\b|\bfree (?:of|entry|admission)|\bpric|\bcosts?\b",
        re.IGNORECASE,
    ),
    "registration": re.compile(
        r"ilmoittau|ilmoitathan|varau|varaa|ajanvarau|anmäl|boka\b|bokning|regist|sign up|booking", re.IGNORECASE
    ),
    "ages": re.compile(r"\d\s?(?:[-–]\s?\d+\s?)?(?:-?v\b|-?v\.|-?vuot|år\b|åring|-?years?\b)", re.IGNORECASE),
    "audiences": re.compile(
        r"laps|nuor|aikui|senior|ikäih|ikäänty|eläkel|perhe|vauva|maahanmuut|tyött|vammai|barn|unga|ungdom|vuxna|äldre|pension|familj|invandr|"
        r"child|youth|adult|elder|famil|immigrant|unemploy",
        re.IGNORECASE,
    ),
    "languages": re.compile(
        r"suomeksi|suomen kiel|ruotsi|englanni|venäjäks|arabiaks|somaliks|på svenska|på finska|på engelska|in english|in finnish|in swedish|-kieli",
        re.IGNORECASE,
    ),
    "equipment": re.compile(
        r"ota mukaan|oma[nt]? (?:matto|jumppa|maila|pyyhe)|väline|varustee|ta med|utrustning|bring (?:a|your)|equipment",
        re.IGNORECASE,
    ),
    "intensity": re.compile(
        r"\bkevy|rauhalli|tehok|hikijump|rankka|kuormit|\blätt|lugn|intensiv|\bgentle|low.impact|vigorous|\bhiit\b",
        re.IGNORECASE,
    ),
    "companion": re.compile(
        r"avustaj|saattaj|tukihenkilö|assistent|ledsagar|stödperson|companion|personal assistant", re.IGNORECASE
    ),
    "enrolment": re.compile(
        r"täynnä|täysi\b|jonotu|varasij|vapaita paikkoja|fullbok|kölist|lediga platser|fully booked|waiting list|places left",
        re.IGNORECASE,
    ),
    "form": re.compile(
        r"ryhmä|yksilö|omatoimi|avoimet ovet|grupp|enskil|på egen hand|\bgroup|individual|self.guided|drop.in",
        re.IGNORECASE,
    ),
    "sessions": re.compile(
        r"\bklo\b|\bkl\.?\s?\d|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|"
        r"monday|tuesday|wednesday|thursday|friday|saturday|sunday",
        re.IGNORECASE,
    ),
}
"""A topic's stems in Finnish, Swedish and English."""


def speaks_of(topic: str, text: str) -> bool:
    """Whether a text has a stem of the topic; False for a topic without stems.

    >>> speaks_of("cost", "Osallistumismaksu peritään paikan päällä."), speaks_of("cost", "Tervetuloa!")
    (True, False)
    """
    stems = TOPICS.get(topic)
    return bool(stems and stems.search(text))
