"""The ages that a title or a short text states, in whole years. Clock times, anniversaries, dates and skill levels state none.

The City's own convention is kept: "yli 7" begins at 7, "+75" at 75, grades 1–3 are 7–10. "alle 7" ends at 6. Months are year 0.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.memo import read_once

Ages = tuple[int | None, int | None]

OLDEST: Final = 110
_OLDEST_MINOR: Final = 30
OLDEST_BARE: Final = 17
"""A bare "40 v" is oftener a birthday of the house than an age; a bare "7 v" is an age."""

_COUNTED: Final = {
    **dict(
        zip(
            "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen".split(),
            range(1, 11),
            strict=True,
        )
    ),
    **dict(zip("kaksi kolmi neli viisi kuusi".split(), range(2, 7), strict=True)),
}
_COUNTED_WORD: Final = re.compile(rf"\b({'|'.join(sorted(_COUNTED, key=len, reverse=True))})(?=-?vuotia)")
_DASH: Final = re.compile(r"[‐‑‒–—−]")
_CLOCK: Final = re.compile(
    r"\b(?:klo|kello|kl\.?|at)\s*\d{1,2}(?:[.:]\d\d)?(?:\s*-\s*\d{1,2}(?:[.:]\d\d)?)?"
    r"|\b\d{1,2}\.\d{2}\s*-\s*\d{1,2}\.\d{2}|\b\d{1,2}\.\d{1,2}\.(?:\d{4})?"
)

_N: Final = r"(?<![\d.,:€])(?<![a-zåäö])(?P<{0}>\d{{1,3}})(?P<{0}h>[.,][05])?(?![\d:])"
_MONTHS: Final = r"kk\b|kuukau\w*|mån\b|månad\w*|months?\b"
_YEARS: Final = (
    r"vuoti(?!s|nen)\w*|vuotta|vuode(?:sta|n)\b(?:\s+ikäi\w+)?|v\b|ikäi\w*"
    r"|åring\w*|åri(?:ga|g)\b|års?\b|years?(?:[ -]*olds?)?\b|yrs?\b|y/?o\b"
)
_UNIT: Final = rf"(?:\s*-?\s*(?:{_YEARS})\.?)"
_EITHER: Final = rf"\s*-?\s*(?:(?P<{{0}}>{_MONTHS})|(?:{_YEARS}))\.?"
_OVER_BEFORE: Final = (
    r"(?:\byli|\bväh(?:intään|\.)?|\balk(?:aen|\.)?|\böver|\bfrån|\bminst|\bfr\.?\s?o\.?\s?m\.?|\bfyllda?|\bfyllt|\bover"
    r"|\bfrom(?:\s+(?:the\s+)?age(?:\s+of)?)?|\bat least|\baged?\s+over|\bmin\.?|\+)"
)
_UNDER_BEFORE: Final = r"(?:\b(?P<below>alle|under|below|younger than|yngre än)|\benintään|\bkorkeintaan|\bmax\.?|\bhögst|\bupp till|\bup to(?:\s+age)?)"
_OVER_AFTER: Final = (
    r"\s*(?:\+|->|→|-?\s*täyttä\w+|alkaen|lähtien|ylöspäin|(?:ja|tai|sekä)\s+(?:sitä\s+)?(?:vanhem|yli)\w*(?!\w*(?:nsa|een)\b)"
    r"|(?:och|eller)\s+(?:äldre|uppåt|över)|fyllda|uppåt|(?:and|or)\s+(?:up|over|older|above|upwards)|plus\b)"
)
_PARENT: Final = r"\s*(?:ja|tai|sekä)\s+(?:vanhempi\b|vanhem\w+(?!\s+laps))"
"""Behind a span "ja vanhempi" is the parent who comes along; "ja sitä vanhemmat" would be older children."""
_UNDER_AFTER: Final = (
    r"\s*(?:asti|saakka|(?:ja|tai)\s+(?:sitä\s+)?nuorem\w*|(?:och|eller)\s+yngre|(?:and|or)\s+(?:under|younger))"
)
_LIMIT: Final = r"\b(?:ikäraja\w*|åldersgräns\w*|age limit|minimum age|alaikäraja|minimiålder|minimi-ikä|min\.?\s*(?:ålder|ikä|age))\s*(?:on|är|is)?:?\s*(?:k-?)?"
_SPAN_WORDS: Final = r"\b(?:ages?|aged|ikä(?:ryhmä|haarukka|luokka)?|ålder|åldern|åldrarna|åldersgrupp)\s*:?\s*"
_NAMED: Final = r"\b(?:aikui\w+|nuor\w+|senior\w*|vuxna|unga|ungdom\w*|adults?|young people|youth)"
_TO: Final = r"(?:-|/|\bja|\btill|\bto|\boch|\band|\bbis)"
_ANNIVERSARY: Final = r"(?!\.?\s*-?\s*(?:juhl|synt|jubil|anniv|sitten|sedan|ago|kestä|histor|taivalta|toimin))"

_STATED: Final = re.compile(
    "|".join(
        (
            # grades: "1. - 3. lk.", "3–6-luokkalaisille", "åk 1–3", "grades 1-3"
            r"(?<![\d.,:])(?P<g1>\d)\.?\s*(?:-|ja|/|och)\s*(?P<g2>\d)\.?\s*-?\s*(?:lk\b|luok\w+|åk\b|graders?\b|klass\w*)",
            r"\b(?:lk|luoka[nt]|luokille|luokkalais\w*|åk|årskurs\w*|grades?|klass)\.?\s*:?\s*(?P<g3>\d)\.?\s*(?:-|ja|to|till|och|and)\s*(?P<g4>\d)\b",
            r"(?<![\d.,:])(?P<g5>\d)\.?\s*-?\s*(?:lk\b|luokkalai\w+|åk\b|graders?\b)",
            r"\b(?:åk|årskurs|grade)\s*(?P<g6>\d)\b",
            # spans: "5-6 -vuotiaat", "4kk-2v", "13-vuotiaista 17-vuotiaisiin", "ages 7 to 12"
            rf"{_N.format('a')}(?:{_EITHER.format('am')})?\s*-?\s*{_TO}\s*(?P<below_b>alle\s+|under\s+)?{_N.format('b')}{_EITHER.format('bm')}{_ANNIVERSARY}(?P<apost>(?!{_PARENT}){_OVER_AFTER})?",
            rf"{_N.format('e')}\s*-?\s*vuotiais?ta\s+{_N.format('f')}{_UNIT}",
            rf"{_SPAN_WORDS}(?P<c>\d{{1,2}})\s*{_TO}\s*(?P<d>\d{{1,3}})\b(?!\.\d)",
            # bounds
            rf"{_UNDER_BEFORE}\s*{_N.format('u')}{_EITHER.format('um')}(?P<utail>[^,;()]{{0,40}})",
            rf"{_UNDER_BEFORE.replace('below', 'below2')}\s*{_N.format('u2')}s\b",
            r"\b(?:alle|under)\s(?P<u3>\d{1,2})(?=\s*(?:$|[,;)!]))",
            rf"{_NAMED}(?:\s\w+)?\s*\(?\s*(?P<x>\d{{1,2}})\s*-\s*(?P<y>2[5-9]|[3-9]\d)(?![\d.:]|\s*(?:€|e\b|min|h\b|kpl|hlö|henk|paik|pers))",
            rf"{_OVER_BEFORE}\s*-?\s*{_N.format('o')}(?:{_UNIT}|s\b)(?!\s+(?:av|of|sedan|sitten|musi|kest|kokem|histor))",
            rf"(?:{_LIMIT}|\b[ks]-?\s?(?=(?:7|12|16|18)\b))(?P<l>\d{{1,2}})\b(?!\s*[€e]\b)",
            r"(?<![\d\w+])\+\s?(?P<p>[1-9]\d)(?!\d|\s?\d|\s*(?:€|e\b|min|h\b|kk|m\b|%))",
            r"(?<![\d\w.,:/-])(?P<q>\d{1,2})(?:\s*-?v)?\s?(?:\+|-?plus\b)(?!\s?\d|\s*(?:€|e\b|min))",
            rf"{_N.format('s')}(?P<su>{_UNIT}){_ANNIVERSARY}(?:(?P<sover>{_OVER_AFTER})|(?P<sunder>{_UNDER_AFTER}))?",
            rf"\b(?:aged|ages?|ikä:?|ålder)\s+(?P<t>\d{{1,3}})(?:\s*(?P<tover>\+|(?:and|or)\s+(?:up|over|older|above)))?(?!\d|\s*{_TO}\s*\d)",
            r"(?<![\d.,])(?P<w>\d{1,2})\s+(?:(?:and|or)\s+(?:over|older|above)|(?:ja|tai)\s+(?:sitä\s+)?vanhem(?:mat|mille|pi|mille))\b",
        )
    )
)
_CONDITION: Final = re.compile(
    r"aikuisen|huoltaj|vanhem|saatta|maksu|ilmai|gratis|målsman|vuxen|vain |accompan|adult|free|€|eur|kielle|seura"
)
_NOT_BEFORE: Final = re.compile(
    r"\b(?:ei|eivät|inte|ej|not)\s+(?:(?:ole|sovellu|sovi|suositella|suosittele|tarkoitettu|sallittu|kielletty|är|lämplig\w*|avsedd\w*|rekommenderas|passar|tillåten|suitable|recommended|intended|allowed|för|for|barn|lapsille|children)\s+){0,3}\Z"
)
_NOT_AFTER: Final = re.compile(
    r"\s*(?:lapset\s+|lapsia\s+|barn\s+)?(?:ei\b|eivät\b|får inte|släpps inte|(?:are )?not (?:allowed|admitted))"
)
_FEE_BEFORE: Final = re.compile(
    r"(?:maksu\w*|maksutta|ilmai\w+|veloituksetta|pääsy|gratis|inträde|free|admission|entry|€)\s+(?:kaikille\s+|för\s+|for\s+|barn\s+|lapsille\s+|children\s+)*\Z"
)
_SINGLE_CONTEXT: Final = re.compile(r"(?:för|barn|ålder|flickor|pojkar|ungdom\w*|till|[,(:–-])\s*$")


@read_once
def ages_in(title: str) -> Ages:
    """The youngest and the oldest age that a title states; None where it states none.

    >>> ages_in("ALKEET yli 7 -vuotiaat"), ages_in("Sävyryhmä – 13–18 v klo 14.00–15.45"), ages_in("Vauvasirkus 4kk-2v")
    ((7, None), (13, 18), (0, 2))
    >>> ages_in("Mailapelit 1. - 4. lk."), ages_in("Avoinna 7–21"), ages_in("Kirjasto 25 vuotta")
    ((7, 11), (None, None), (None, None))
    """
    text = _DASH.sub("-", title.lower()).replace("½", ",5").replace("\u00a0", " ")
    text = _COUNTED_WORD.sub(lambda m: str(_COUNTED[m[1]]), text)
    if not any("0" <= char <= "9" for char in text):
        return None, None
    text = _CLOCK.sub(" | ", text)
    lows: list[int] = []
    highs: list[int] = []
    spans: list[tuple[int, int | None]] = []
    for match in _STATED.finditer(text):
        low, high = _read(match, text)
        if any(age is not None and age > OLDEST for age in (low, high)):
            continue
        if low is not None and (high is not None or match["apost"]):
            spans.append((low, high))
        elif low is not None:
            lows.append(low)
        elif high is not None:
            highs.append(high)
    if spans:
        upper = [high for _, high in spans if high is not None]
        low = min(low for low, _ in spans)
        high = None if lows or len(upper) < len(spans) else max(upper)
        return (None, None) if high is not None and low > high else (min([low, *lows]), high)
    low, high = min(lows, default=None), max(highs, default=None)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def ages_of(low: object, high: object, title: str = "") -> Ages:
    """The ages of structured fields, and of the title for the end that they leave open; contradictions state nothing.

    >>> ages_of(4, 5, "Temppujumppa"), ages_of(None, None, "Taaperot 1-2 v"), ages_of(9, 3)
    ((4, 5), (1, 2), (None, None))
    """
    given_low, given_high = _age(low), _age(high)
    if given_low is None and given_high is None:
        return ages_in(title)
    if given_low is not None and given_high is not None:
        return (None, None) if given_low > given_high else (given_low, given_high)
    read_low, read_high = ages_in(title)
    found = (read_low if given_low is None else given_low, read_high if given_high is None else given_high)
    if found[0] is not None and found[1] is not None and found[0] > found[1]:
        return given_low, given_high
    return found


def _age(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 130 else None


def _years(match: re.Match[str], name: str, *, months: str | None = None) -> int:
    number = int(match[name])
    if months:
        return 0 if number <= 12 else number // 12
    return number


def _grade(first: str, last: str) -> Ages:
    return (int(first) + 6, int(last) + 7) if 1 <= int(first) <= int(last) <= 9 else (None, None)


def _read(match: re.Match[str], text: str) -> Ages:
    """What one statement says; a span has both ends, a bound has one."""
    for first, last in (("g1", "g2"), ("g3", "g4"), ("g5", "g5"), ("g6", "g6")):
        if match[first]:
            return _grade(match[first], match[last])
    if match["a"]:
        # "4-12 kk": one unit for both
        months_first = match["am"] or (match["bm"] if not _has_unit(match) else None)
        low, high = _years(match, "a", months=months_first), _years(match, "b", months=match["bm"])
        if match["below_b"] and not match["bm"] and match["bh"] not in (",5", ".5"):
            high -= 1
        return (None, None) if low > high else (low, None if match["apost"] else high)
    if match["e"]:
        return int(match["e"]), int(match["f"])
    if match["c"]:
        return (int(match["c"]), int(match["d"])) if int(match["c"]) <= int(match["d"]) else (None, None)
    if match["u"]:
        before = text[: match.start()]
        if match["below"] and (_NOT_BEFORE.search(before) or _NOT_AFTER.match(match["utail"])):
            return _years(match, "u", months=match["um"]), None
        if _FEE_BEFORE.search(before):
            return None, None
        if _CONDITION.search(match["utail"]) and "vuotiaille" not in match[0]:
            return None, None
        high = _years(match, "u", months=match["um"])
        is_half = match["uh"] not in (None, ",0", ".0")
        return None, max(0, high - 1) if match["below"] and not match["um"] and not is_half else high
    if match["u3"]:
        return None, int(match["u3"]) - 1 if 0 < int(match["u3"]) <= _OLDEST_MINOR else None
    if match["x"]:
        # the pattern lets no hour through: the last is above 24
        return (int(match["x"]), int(match["y"])) if int(match["x"]) < int(match["y"]) else (None, None)
    if match["u2"]:
        return None, max(0, int(match["u2"]) - 1) if match["below2"] else int(match["u2"])
    for name in ("o", "l", "p", "q", "w"):
        if match[name]:
            if name == "o" and match[0].rstrip().endswith("vuotta"):
                return _over_years(match, text)
            return int(match[name]), None
    if match["t"]:
        return int(match["t"]), None if match["tover"] else int(match["t"])
    return _single(match, text) if match["s"] else (None, None)


def _has_unit(match: re.Match[str]) -> bool:
    between = match[0][match.end("a") - match.start() : match.start("b") - match.start()]
    return any(char.isalpha() for char in between.replace("ja", "").replace("och", "").replace("till", ""))


def _over_years(match: re.Match[str], text: str) -> Ages:
    """ "yli 65 vuotta" is an age only beside "täyttäneille" or "vanhoille"; else it is a stretch of time."""
    after = text[match.end() : match.end() + 14]
    return (int(match["o"]), None) if re.match(r"\s*(?:täyttä|vanho)", after) else (None, None)


def _single(match: re.Match[str], text: str) -> Ages:
    age, unit = int(match["s"]), match["su"].strip(" -.")
    if match["sover"] or unit.startswith(("vuotiaasta", "vuotiaista")):
        return age, None
    if match["sunder"]:
        return None, age
    if unit == "vuotias":
        return None, None
    if unit.startswith(("vuotia", "åring", "årig", "ikäi")) or "old" in unit:
        return age, age
    if unit == "v":
        return (age, age) if age <= OLDEST_BARE else (None, None)
    if unit == "år" and age <= OLDEST_BARE and _SINGLE_CONTEXT.search(text[: match.start("s")]):
        return age, age
    return None, None
