"""The ages that a title or a short text states, in whole years. Clock times, anniversaries, dates and skill levels state none.

The City's own convention is kept: "yli 7" begins at 7, "+75" at 75, grades 1–3 are 7–10. "alle 7" ends at 6. Months are year 0.
"""

from __future__ import annotations

import re
from typing import Final

from schemas.normalise.age_words import (
    BOTH_BOUNDS,
    CLOCK,
    CONDITION,
    COUNTED,
    COUNTED_FIRST,
    COUNTED_WORD,
    CUT_SHORT,
    DASH,
    FEE_AFTER,
    FEE_BEFORE,
    NOT_AFTER,
    NOT_BEFORE,
    SINGLE_CONTEXT,
    STATED,
    YEARS_AND_MONTHS,
)
from schemas.normalise.memo import read_once

Ages = tuple[int | None, int | None]

OLDEST: Final = 110
_OLDEST_MINOR: Final = 30
OLDEST_BARE: Final = 17
"""A bare "40 v" is oftener a birthday of the house than an age; a bare "7 v" is an age."""


@read_once
def ages_in(title: str) -> Ages:
    """The youngest and the oldest age that a title states; None where it states none.

    >>> ages_in("ALKEET yli 7 -vuotiaat"), ages_in("Sävyryhmä – 13–18 v klo 14.00–15.45"), ages_in("Vauvasirkus 4kk-2v")
    ((7, None), (13, 18), (0, 2))
    >>> ages_in("Mailapelit 1. - 4. lk."), ages_in("Avoinna 7–21"), ages_in("Kirjasto 25 vuotta")
    ((7, 11), (None, None), (None, None))
    """
    text = DASH.sub("-", title.lower()).replace("½", ",5").replace("\u00a0", " ")
    text = COUNTED_WORD.sub(lambda m: str(COUNTED[m[1]]), text)
    text = COUNTED_FIRST.sub(lambda m: str(COUNTED[m[1]]), text)
    text = YEARS_AND_MONTHS.sub(r"\1 v", text)
    if not any("0" <= char <= "9" for char in text):
        return None, None
    for pattern, whole in CUT_SHORT:
        text = pattern.sub(whole, text)
    text = BOTH_BOUNDS.sub(r"\1 \2 v", text)
    text = CLOCK.sub(" | ", text)
    lows: list[int] = []
    highs: list[int] = []
    spans: list[tuple[int, int | None]] = []
    for match in STATED.finditer(text):
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
        if match["below"] and (NOT_BEFORE.search(before) or NOT_AFTER.match(match["utail"])):
            return _years(match, "u", months=match["um"]), None
        if FEE_BEFORE.search(before) or FEE_AFTER.match(text, match.start("utail")):
            return None, None
        if CONDITION.search(match["utail"]) and "vuotiaille" not in match[0]:
            return None, None
        high = _years(match, "u", months=match["um"])
        is_half = match["uh"] not in (None, ",0", ".0")
        return None, max(0, high - 1) if match["below"] and not match["um"] and not is_half else high
    if match["u3"]:
        return None, int(match["u3"]) - 1 if 0 < int(match["u3"]) <= _OLDEST_MINOR else None
    if match["x"]:
        # the pattern lets no hour through: the last is above 24
        return (int(match["x"]), int(match["y"])) if int(match["x"]) < int(match["y"]) else (None, None)
    if (match["u2"] or match["o"]) and (FEE_BEFORE.search(text[: match.start()]) or FEE_AFTER.match(text, match.end())):
        return None, None
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
    if unit == "år" and age <= OLDEST_BARE and SINGLE_CONTEXT.search(text[: match.start("s")]):
        return age, age
    return None, None
