"""The words of a week by language: when something is held each week, when not, and which sentences speak of other times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from schemas.normalise.hours_words import AT, TO, day_pattern, half_pattern, moment_pattern, range_pattern
from schemas.service import Lang

_EACH: Final[dict[Lang, str]] = {
    "fi": r"(?:maanantaisin|tiistaisin|keskiviikkoisin|torstaisin|perjantaisin|lauantaisin|sunnuntaisin)"
    r"|joka\s+(?:viikon\s+)?(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)",
    "sv": r"(?:mån|tis|ons|tors|fre|lör|sön)dagar(?:na)?|varje\s+(?:mån|tis|ons|tors|fre|lör|sön)dag",
    "en": r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|(?:every|each)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day",
}
_MANY: Final[dict[Lang, dict[str, tuple[int, ...]]]] = {
    "fi": {"arkisin": (0, 1, 2, 3, 4), "viikonloppuisin": (5, 6), "joka päivä": tuple(range(7)), "päivittäin": tuple(range(7))},
    "sv": {"vardagar": (0, 1, 2, 3, 4), "varje dag": tuple(range(7)), "dagligen": tuple(range(7))},
    "en": {"weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6), "every day": tuple(range(7)), "daily": tuple(range(7))},
}  # fmt: skip
_NTH: Final[dict[Lang, tuple[str, ...]]] = {
    "fi": ("ensimmäi", "toi", "kolma", "neljä", "viimei"),
    "sv": ("första", "andra", "tredje", "fjärde", "sista"),
    "en": ("first", "second", "third", "fourth", "last"),
}
_NTH_NUMBERS: Final = (1, 2, 3, 4, -1)
_OF_MONTH: Final[dict[Lang, str]] = {
    "fi": r"(?:joka\s+)?(?:kuukauden|kuun)\s+(?P<{0}nth>ensimmäi|toi|kolma|neljä|viimei)\w*\s+(?P<{0}day>{1})",
    "sv": r"(?:den\s+)?(?P<{0}nth>första|andra|tredje|fjärde|sista)\s+(?P<{0}day>{1})\s+(?:i|varje)\s+(?:varje\s+)?månad(?:en)?",
    "en": r"(?:the\s+)?(?P<{0}nth>first|second|third|fourth|last)\s+(?P<{0}day>{1})\s+of\s+(?:the|each|every)\s+month",
}
_EVERY_OTHER: Final[dict[Lang, str]] = {"fi": r"joka\s+toinen", "sv": r"varannan", "en": r"every\s+(?:other|second)"}
_EVEN: Final[dict[Lang, str]] = {
    "fi": r"(?P<even>parillis\w*)\s+viik\w+|(?P<odd>paritto\w*)\s+viik\w+",
    "sv": r"(?:under\s+)?(?:(?P<even>jämna?)|(?P<odd>udda))\s+veck\w+",
    "en": r"(?:(?:in|on)\s+)?(?:(?P<even>even)|(?P<odd>odd))(?:[\s-]numbered)?\s+weeks",
}
_NOT: Final[dict[Lang, str]] = {
    "fi": r"(?:ei\s+(?:(?:kokoonnu|kokoonnuta|järjestetä|pidetä|ole)\s+)?(?:(?:ryhmää|kokoontumista|tapaamista|kerhoa|tuntia|jumppaa|harjoituksia)\s+)?"
    r"|paitsi\s+(?:ei\s+)?|lukuun\s+ottamatta\s+|pois\s?lukien\s+)",
    "sv": r"(?:inte\s+|ej\s+|utom\s+|förutom\s+|(?:ingen|inga)\s+(?:träff\w*\s+|samling\w*\s+|övning\w*\s+)?)(?:under\s+|den\s+)?",
    "en": r"(?:not\s+|except\s+(?:for\s+)?|excluding\s+|no\s+(?:meetings?|sessions?|class|classes|group)\s+)(?:in\s+|on\s+|during\s+)?",
}
_WEEK: Final[dict[Lang, str]] = {
    "fi": r"(?:viiko\w+|viikko\w*|vko|vk)\.?",
    "sv": r"(?:vecka|veckorna|v\.)",
    "en": r"weeks?",
}
DATE: Final = r"(?<![\d.,:])(?P<{0}d>\d{{1,2}})\.\s?(?P<{0}m>\d{{1,2}})(?:\.\s?(?P<{0}y>20\d\d)|\.|(?![\d.:]))"
_AND: Final = r"(?:\s*(?:,|/|&|\bja\b|\bsekä\b|\boch\b|\bsamt\b|\band\b)\s*)"
_FROM: Final[dict[Lang, str]] = {"fi": r"(?:alkaen|alkaa)", "sv": r"(?:från\s+och\s+med|fr\.\s?o\.\s?m\.|från|med\s+start)", "en": r"(?:from|starting)"}  # fmt: skip
_UNTIL: Final[dict[Lang, str]] = {"fi": r"(?:asti|saakka)", "sv": r"(?:till\s+och\s+med|t\.\s?o\.\s?m\.|till)", "en": r"(?:until|till)"}  # fmt: skip
_EXCEPTION: Final[dict[Lang, str]] = {
    "fi": r"myös|lisäksi|muuten|muulloin|joka\s+(?:toi|kolma|neljä)\w+|kerran|kertaa|kuukau\w*|kuussa|parilli\w*|paritto\w*|viiko\w+|viikko\s?\d\w*|vko\w*|paitsi|poikkeu\w*|lukuun\s+ottamatta"
    r"|pois\s?lukien|tau(?:ko|olla|on)\w*|\w*loma\w*|\w*pyhä\w*|\w*aatto\w*|kokoonnu|kokoonnuta|järjestetä|peru\w*|siirre?t\w*|siirty\w*|vuoroviik\w+|vaihtel\w*"
    r"|sopimuksen|\w*kuu(?:n|ta|hun|sta|ssa)?|(?:kesä|talvi|syys|syksy|kevä)i?sin|kesällä|talvella|\w*kau(?:si|den|della|delta|tena)|ei\s+(?:ole\s+)?(?:kerhoa|ryhmää|jumppaa|tapaamista|kokoontumista|tuntia)",
    "sv": r"även|dessutom|annars|varannan|var\s+(?:tredje|fjärde|annan)|gång(?:er)?|månad\w*|jämna?|udda|vecka|veckor\w*|v\.\s?\d+|utom|förutom|undantag\w*|inställ\w*|uppehåll|paus"
    r"|\w*lov(?:et)?|helgdag\w*|flytta\w*|varier\w*|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "en": r"also|otherwise|every\s+(?:other|second|third)|fortnight\w*|bi-?weekly|alternate|once|times|month\w*|even|odd|weeks?|except\w*|excluding|exceptions?|break|holidays?"
    r"|cancell?\w*|moved|var(?:y|ies)|appointment|january|february|march|april|may\s+\d+|june|july|august|september|october|november|december",
}  # fmt: skip
_OTHER: Final[dict[Lang, str]] = {
    "fi": r"ilmoitt\w+|varau\w+|varaa|varata|tiedust\w+|lisätie\w+|puh(?:\.|elin\w*|elim\w*)|soita|neuvon\w+|lipu[nt]\w*|liput|toimisto\w*|paikalla|tavattavissa|päivyst\w+|kahvila\w*",
    "sv": r"anmäl\w+|boka\w*|bokning\w*|förfrågning\w*|mer\s+information|tilläggsuppgift\w*|tel\.?|telefon\w*|ring|biljett\w*|kansli\w*|kafé\w*",
    "en": r"regist\w+|sign\s+up|book\w*|enquir\w+|inquir\w+|information|tel\.?|phone|call|tickets?|office|café|cafe",
}  # fmt: skip
_BESIDE: Final[dict[Lang, str]] = {
    "fi": r"avoinna|auki|aukiolo\w*|opast\w+|avajais\w*|luento\w*|luennot|konsert\w+|suljettu|sulkee|kiinni|loun\w+|brunss\w+|aamia\w+|illalli\w+|ravintol\w+|baari\w*|keittiö\w*"
    r"|myymälä\w*|vapaa\s+pääsy|(?:ilmai|maksut)\w+\s+sisäänpääsy|ilmaispäiv\w*",
    "sv": r"öppet|öppettid\w*|öppen\s+(?:varje|mån|tis|ons|tors|fre|lör|sön)\w*|guid\w+|vernissage\w*|föreläsning\w*|konsert\w*|stängt|stänger|lunch\w*|brunch\w*|frukost\w*|middag\w*|restaurang\w*|fritt\s+inträde",
    "en": r"open(?:ing)?|guided|tours?|lectures?|concerts?|closed|closes|lunch|brunch|breakfast|dinner|restaurant|bar|free\s+(?:admission|entry)",
}  # fmt: skip
_HELD: Final[dict[Lang, str]] = {
    "fi": r"kokoon\w+|tapa(?:a|amme|avat|amiset|amisia)|tavataan|järjest\w+|pidetään|\w*ryhmä\w*|\w*kurssi\w*|\w*kerho\w*|\w*jump\w+|harjoit\w+|treen\w+|\w*piiri\w*|\w*kuoro\w*"
    r"|\w*tunti|\w*tunnit|\w*vuoro\w*|\w*kahvila|\w*leiri\w*",
    "sv": r"träffa\w*|samla\w*|ordnas|hålls|\w*grupp\w*|\w*kurs\w*|\w*klubb\w*|öva\w*|träna\w*|\w*cirkel\w*|\w*kör(?:en)?|\w*kafé|\w*gympa\w*",
    "en": r"meets?|meetings?|gathers?|held|groups?|courses?|clubs?|class(?:es)?|choir|circles?|workshops?|sessions?|train(?:s|ing)?",
}  # fmt: skip


_NEGATION: Final[dict[Lang, str]] = {
    "fi": r"ei|eivät|eikä|ilman",
    "sv": r"inte|ej|ingen|inga|utan",
    "en": r"no|not|never|\w+n't",
}
_OF_SOMETHING: Final = r"\s?-?\s?(?:v\b|vuot|år|year|yr|henk|hlö|pers|osallist|delt|€|e\b|eur|lk|luok|kk|min|m\b|km)"
"""After a range of numbers: what is counted is no time."""


@dataclass(frozen=True, slots=True)
class WeekWords:
    """Compiled patterns of one language; all read lower-case words with plain hyphens."""

    item: re.Pattern[str]
    days_first: re.Pattern[str]
    clock_first: re.Pattern[str]
    any_days: re.Pattern[str]
    even: re.Pattern[str]
    without_weeks: re.Pattern[str]
    without_days: re.Pattern[str]
    period: re.Pattern[str]
    begins: re.Pattern[str]
    ends: re.Pattern[str]
    stray: re.Pattern[str]
    exception: re.Pattern[str]
    other: re.Pattern[str]
    beside: re.Pattern[str]
    held: re.Pattern[str]
    negation: re.Pattern[str]

    def nth(self, word: str, lang: Lang) -> int:
        """Which of a month: 1–4, or -1 for the last."""
        return _NTH_NUMBERS[next(n for n, stem in enumerate(_NTH[lang]) if word.startswith(stem))]


def many_days(word: str, lang: Lang) -> tuple[int, ...]:
    """The days of a word for several ("arkisin")."""
    return _MANY[lang][re.sub(r"\s+", " ", word)]


def is_full_name(word: str, lang: Lang) -> bool:
    """Whether a weekday is written in full, as a single day: "maanantaina"."""
    return bool(re.fullmatch("|".join(_full_days(lang)), word))


@lru_cache(maxsize=3)
def week_words(lang: Lang) -> WeekWords:
    """The patterns of a language."""
    day = day_pattern(lang)
    many = "|".join(word.replace(" ", r"\s+") for word in _MANY[lang])
    other_week = rf"{_EVERY_OTHER[lang]}\s+(?P<{{0}}other>{day})"
    span = rf"(?P<{{0}}first>{day}){TO[lang]}(?P<{{0}}last>{day})"
    if lang == "fi":
        span += r"|(?P<{0}sta>\w+sta)\s+(?P<{0}hin>(?:\w+tai)hin|keskiviikkoon)"
    named = rf"{_OF_MONTH[lang]}|{other_week}|{span}|(?P<{{0}}each>{_EACH[lang]})|(?P<{{0}}many>{many})"
    item = named.format("", day) + rf"|(?P<short>{day})"
    plain = re.sub(r"\(\?P<\w*>", "(?:", item)
    listed = rf"(?:{plain})(?:{_AND}(?:{plain}))*"
    clock = rf"(?:{AT[lang]}\s*)?(?:{range_pattern(lang)})"
    alone = moment_pattern(lang, "c") + (f"|{half_pattern('d')}" if lang == "en" else "")
    when = rf"(?:{clock}|{alone})"
    bounded = rf"\b(?P<days>{listed})\b"
    dates = DATE.format("x_")
    date_list = re.sub(r"\(\?P<\w*>", "(?:", dates)
    return WeekWords(
        item=re.compile(rf"\b(?:{item})\b"),
        days_first=re.compile(rf"{bounded}(?P<gap>[^\d\n]{{0,30}}?)\s*\b{when}"),
        clock_first=re.compile(rf"\b{when}(?P<gap>[^\d\n]{{0,12}}?)\s*{bounded}"),
        any_days=re.compile(rf"\b(?:{_EACH[lang]}|(?P<many>{many})|{_OF_MONTH[lang].format('', day)}|{_EVERY_OTHER[lang]}\s+(?P<other>{day}))\b"),
        even=re.compile(rf"\b(?:{_EVEN[lang]})"),
        without_weeks=re.compile(rf"\b{_NOT[lang]}{_WEEK[lang]}\s*(?P<weeks>\d{{1,2}}(?:{_AND}\d{{1,2}})*)(?!\d|\.\s?\d)"),
        without_days=re.compile(rf"\b{_NOT[lang]}(?P<dates>{date_list}(?:{_AND}{date_list})*)"),
        period=re.compile(rf"(?:ajalla\s+|välillä\s+|under\s+tiden\s+)?{DATE.format('a_')}\s*-\s*{DATE.format('b_')}|(?<![\d.,:])(?P<c_d>\d{{1,2}})\.\s*-\s*{DATE.format('e_')}"),
        begins=re.compile(rf"\b{_FROM[lang]}\s+(?:den\s+)?{DATE.format('a_')}" + (rf"|{DATE.format('b_')}\s+alkaen" if lang == "fi" else "")),
        ends=re.compile(rf"{DATE.format('a_')}\s+{_UNTIL[lang]}\b" if lang == "fi" else rf"\b{_UNTIL[lang]}\s+(?:den\s+)?{DATE.format('a_')}"),
        stray=re.compile(
            rf"\b{AT[lang]}\s*\d|\b\d{{1,2}}(?:[.:]\d{{2}})?\s*-\s*\d{{1,2}}(?:[.:]\d{{2}})?\b(?!{_OF_SOMETHING})|{date_list}|\b(?:{'|'.join(_full_days(lang))})"
            + (r"|\d\s*[ap]\.?m\b" if lang == "en" else "")
        ),
        exception=re.compile(rf"\b(?:{_EXCEPTION[lang]})\b"),
        other=re.compile(rf"\b(?:{_OTHER[lang]})(?!\w)"),
        beside=re.compile(rf"\b(?:{_BESIDE[lang]})\b"),
        held=re.compile(rf"\b(?:{_HELD[lang]})\b"),
        negation=re.compile(rf"\b(?:{_NEGATION[lang]})\b"),
    )  # fmt: skip


def _full_days(lang: Lang) -> list[str]:
    """Weekdays written in full, as one single day or in a way that was not read."""
    if lang == "fi":
        return [rf"{stem}(?:na|sta|hin|on|ta|n|sin|isin)?\b" for stem in ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")]  # fmt: skip
    if lang == "sv":
        return [r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|ar|arna)?\b"]
    return [r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"]
