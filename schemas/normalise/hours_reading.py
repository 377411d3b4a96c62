"""Opening hours in words as a rule of OpenStreetMap's `opening_hours`.

Only a text that is read whole has a rule: one with a season, an exception, a room, a telephone hour or any other word that is not
known here has none. A rule says `PH unknown` where nobody said what holds on public holidays.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from schemas.normalise.hours_words import AT, DAY_MIN, TO, Span, day_of, day_pattern, range_pattern, read_span
from schemas.normalise.opening_hours import ALWAYS, NEVER, UNSAID_HOLIDAYS, day_names
from schemas.service import Lang, Text

_PH: Final = 7
_EVERY_DAY: Final = frozenset(range(7))
_WHOLE_DAY: Final = Span(0, DAY_MIN)
_WORDS: Final[dict[Lang, dict[str, str]]] = {
    "fi": {
        "always": r"24\s?/\s?7|ympäri\s+vuorokauden|aina|24\s?h\b",
        "every": r"joka\s+päivä|päivittäin|viikon\s+jokaisena\s+päivänä",
        "working": r"arkisin|arkipäivisin|arkipäivinä",
        "weekend": r"viikonloppuisin|viikonloput",
        "holiday": r"(?:juhla|arki)?pyhät|(?:juhla|arki)?pyhinä|(?:juhla)?pyhäpäivinä|juhlapäivinä",
        "closed": r"suljettuna|suljettu|kiinni",
        "open": r"aukioloajat|aukioloaika|aukiolo|avoinna|auki|avoin|(?:talo|toimipiste)\s+on|on|olemme",
        "and": r"ja|sekä",
    },
    "sv": {
        "always": r"24\s?/\s?7|dygnet\s+runt|alltid|24\s?h\b",
        "every": r"varje\s+dag|dagligen|alla\s+dagar",
        "working": r"vardagar|vardagarna",
        "weekend": r"veckoslut|veckosluten|veckoslutet",
        "holiday": r"helgdagar|helgdagarna|röda\s+dagar",
        "closed": r"stängt|stängda?",
        "open": r"öppettider|öppethållning|öppethållningstider|öppet|öppen|är|vi\s+har|på",
        "and": r"och|samt",
    },
    "en": {
        "always": r"24\s?/\s?7|around\s+the\s+clock|always|24\s+hours",
        "every": r"every\s+day|daily",
        "working": r"weekdays",
        "weekend": r"weekends",
        "holiday": r"public\s+holidays|bank\s+holidays",
        "closed": r"closed",
        "open": r"opening\s+(?:hours|times)|open|is|are|we|on",
        "and": r"and",
    },
}  # fmt: skip


class _Token(NamedTuple):
    """`days`, `spans` or neither: `kind` is D (days), V (times), A (always), C (closed), N (a line's end) or E (a sentence's end)."""

    kind: str
    days: frozenset[int] = frozenset()
    spans: tuple[Span, ...] = ()


def rule_of_text(text: Text) -> str | None:
    """The rule of a text in one or more languages: each must be read whole, and all must say the same."""
    rules = {rule_in(words, lang) for lang, words in text.items()}
    return rules.pop() if len(rules) == 1 else None


def rule_in(words: str, lang: Lang) -> str | None:
    """The rule of a text in one language, or None where a part of it was not understood.

    >>> rule_in("avoinna ma-to 08-20, pe 08-18, suljettu la-su", "fi")
    'Mo-Th 08:00-20:00; Fr 08:00-18:00; PH unknown'
    >>> rule_in("ma-pe 8-16, kesällä suljettu", "fi") is None
    True
    """
    tokens = _tokens(re.sub(r"[–—−‒]", "-", words.lower()), lang)
    week = _week(tokens) if tokens else None
    return _rule(week) if week else None


@lru_cache(maxsize=3)
def _pattern(lang: Lang) -> re.Pattern[str]:
    day = day_pattern(lang)
    named = "|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WORDS[lang].items() if kind != "always")
    spaced = (
        r"(?P<from>maanantaista|tiistaista|keskiviikosta|torstaista|perjantaista|lauantaista)\s+"
        if lang == "fi"
        else ""
    )
    to_day = rf"{spaced}(?P<to>{day})\b|" if spaced else ""
    return re.compile(
        rf"(?P<always>\b(?:{_WORDS[lang]['always']}))|(?P<time>{range_pattern(lang)})|{to_day}"
        rf"\b(?P<first>{day})\b\.?{TO[lang]}(?P<last>{day})\b(?:\.(?=\s*\d))?|\b(?P<day>{day})\b(?:\.(?=\s*\d))?|{named}"
        rf"|(?P<at>\b{AT[lang]})|(?P<line>\s*\n\s*)|(?P<end>[.;])|(?P<space>[\s,:&]+)"
    )


def _tokens(words: str, lang: Lang) -> list[_Token] | None:
    """What the text says, in order; None where a part of it is no word known here."""
    pattern, at, tokens = _pattern(lang), 0, []
    while at < len(words):
        found = pattern.match(words, at)
        if found is None:
            return None
        at = found.end()
        match found.lastgroup and next(k for k, v in found.groupdict().items() if v and k[1:2] != "_"):
            case "always":
                tokens.append(_Token("A", spans=(_WHOLE_DAY,)))
            case "time":
                span = read_span(found)
                if span is None:
                    return None
                tokens.append(_Token("V", spans=(span,)))
            case "from":
                tokens.append(_Token("D", _days(day_of(_nominative(found["from"]), lang), day_of(found["to"], lang))))
            case "first":
                tokens.append(_Token("D", _days(day_of(found["first"], lang), day_of(found["last"], lang))))
            case "day":
                tokens.append(_Token("D", frozenset({day_of(found["day"], lang)})))
            case "every":
                tokens.append(_Token("D", _EVERY_DAY))
            case "working":
                tokens.append(_Token("D", frozenset(range(5))))
            case "weekend":
                tokens.append(_Token("D", frozenset({5, 6})))
            case "holiday":
                tokens.append(_Token("D", frozenset({_PH})))
            case "closed":
                tokens.append(_Token("C"))
            case "line":
                tokens.append(_Token("N"))
            case "end":
                tokens.append(_Token("E"))
    return tokens


def _nominative(word: str) -> str:
    return "keskiviikko" if word == "keskiviikosta" else word.removesuffix("sta")


def _days(first: int, last: int) -> frozenset[int]:
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


Week = dict[int, tuple[Span, ...]]
"""The times of each day that something is said of; () is closed."""


def _week(tokens: list[_Token]) -> Week | None:
    """The week that the tokens say; None where days and times do not go together in just one way."""
    week: Week = {}
    waiting: frozenset[int] = frozenset()
    for segment, ends_line in _segments(tokens):
        merged = _merged(([_Token("D", waiting)] if waiting else []) + segment)
        if waiting and segment and segment[0].kind == "D":
            return None
        waiting = frozenset()
        if len(merged) == 1 and merged[0].kind == "D" and ends_line:
            waiting = merged[0].days
            continue
        pairs = _pairs(merged)
        if pairs is None:
            return None
        for days, spans in pairs:
            if days & week.keys() or any(a.end_min > b.start_min for a, b in pairwise(spans)):
                return None
            week |= dict.fromkeys(days, spans)
    return None if waiting else week


def _segments(tokens: list[_Token]) -> list[tuple[list[_Token], bool]]:
    """The tokens of each line or sentence, and whether a line's end closes it."""
    out: list[tuple[list[_Token], bool]] = []
    part: list[_Token] = []
    for token in [*tokens, _Token("E")]:
        if token.kind not in "NE":
            part.append(token)
        elif part:
            out.append((part, token.kind == "N"))
            part = []
    return out


def _merged(tokens: list[_Token]) -> list[_Token]:
    """Days that follow days are together, as are times that follow times."""
    out: list[_Token] = []
    for token in tokens:
        if out and token.kind == out[-1].kind and token.kind in "DV":
            out[-1] = _Token(token.kind, out[-1].days | token.days, out[-1].spans + token.spans)
        else:
            out.append(token)
    return out


def _pairs(tokens: list[_Token]) -> list[tuple[frozenset[int], tuple[Span, ...]]] | None:
    """The days with their times: days first, or times first throughout; "closed" may also end a list, before its days."""
    kinds = "".join(token.kind for token in tokens)
    if kinds == "A":
        return [(_EVERY_DAY, (_WHOLE_DAY,))]
    if re.fullmatch(r"(?:VD)+|CD|AD", kinds):
        steps = [(at + 1, at) for at in range(0, len(tokens), 2)]
    elif re.fullmatch(r"(?:D[VCA])+", kinds):
        steps = [(at, at + 1) for at in range(0, len(tokens), 2)]
    elif re.fullmatch(r"(?:DV)+CD", kinds):
        last = len(tokens) - 1
        steps = [*((at, at + 1) for at in range(0, last - 1, 2)), (last, last - 1)]
    else:
        return None
    return [(tokens[days].days, tokens[times].spans) for days, times in steps]


def _rule(week: Week) -> str | None:
    """The rule of a week: days with the same times together, what is said of holidays last."""
    open_days = [day for day in range(7) if week.get(day)]
    if not open_days:
        return NEVER if week.keys() >= _EVERY_DAY else None
    if all(week.get(day) == (_WHOLE_DAY,) for day in range(7)) and _PH not in week:
        return ALWAYS
    groups: dict[tuple[Span, ...], list[int]] = {}
    for day in open_days:
        groups.setdefault(week[day], []).append(day)
    parts = [f"{day_names(days)} {_times(spans)}" for spans, days in groups.items()]
    # "; " would take the hours after midnight away from the evening before
    over_night = any(span.end_min > DAY_MIN for spans in groups for span in spans)
    holidays = UNSAID_HOLIDAYS if _PH not in week else f"PH {_times(week[_PH])}" if week[_PH] else f"PH {NEVER}"
    return f"{(', ' if over_night else '; ').join(parts)}; {holidays}"


def _times(spans: tuple[Span, ...]) -> str:
    return ",".join(str(span) for span in spans)
