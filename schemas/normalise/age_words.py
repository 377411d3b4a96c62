"""How titles and texts write ages: years, months, grades, bounds and spans; clock times and anniversaries beside them. Words only."""

from __future__ import annotations

import re
from typing import Final

COUNTED: Final = {
    **dict(
        zip(
            "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen".split(),
            range(1, 11),
            strict=True,
        )
    ),
    **dict(zip("kaksi kolmi neli viisi kuusi".split(), range(2, 7), strict=True)),
}
COUNTED_WORD: Final = re.compile(rf"\b({'|'.join(sorted(COUNTED, key=len, reverse=True))})(?=-?vuotia)")
DASH: Final = re.compile(r"[‐‑‒–—−]")
COUNTED_FIRST: Final = re.compile(
    rf"\b({'|'.join(sorted(COUNTED, key=len, reverse=True))})(?=\s?(?:-|ja|tai)\s?\d{{1,2}}-?vuotia)"
)
YEARS_AND_MONTHS: Final = re.compile(r"\b(\d) ?v(?:uotta)?\.?,? (?:ja )?\d{1,2} ?kk\b")
CUT_SHORT: Final = (
    (re.compile(r"(\d ?- ?\d{1,2} ?-? ?|\b\d{1,2}-)vu(?:o|ot|oti|otia|otiai|otiaa)?$"), r"\1vuotiaat"),
    (re.compile(r"(\d ?- ?\d{1,2} ?-? ?|\b\d{1,2}-)år(?:i|in)$"), r"\1åring"),
    (re.compile(r"(\d ?- ?\d{1,2} ?-? ?)ye(?:a)?$"), r"\1years"),
    (re.compile(r"\bmutt(?:a )?ei yli(?= \d)"), "mutta enintään"),
    (re.compile(r"\bmen inte över(?= \d)"), "men högst"),
    (re.compile(r"\bbut not over(?= \d)"), "but up to"),
)
"""A title that ends amid its unit; "but not over" as "at most"."""
BOTH_BOUNDS: Final = re.compile(
    r"\b(yli|över|over|vähintään|minst|at least) (\d{1,2}) ?-?(?= ?,? (?:mutta|men|but|ja|och|and) (?:alle|under|below|enintään|högst|up to)\b)"
)
"""One unit for both: "yli 9- mutta alle 12-vuotiaille"."""
CLOCK: Final = re.compile(
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
_UNDER_BEFORE: Final = r"(?:\b(?P<below>alle|under|below|younger than|yngre än)|\benintään|\bkorkeintaan|\bmax\.?|\bhögst|\bupp till|\bup to(?:\s+age)?|\byläikäraja\w*(?:\s+on)?:?|\b(?:övre|högsta) åldersgräns\w*(?:\s+är)?:?|\bmaximum age:?)"
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
_SPAN_WORDS: Final = (
    r"\b(?:ages?|aged|(?:suositus)?ikä(?:ryhmä|haarukka|luokka|suositus)?|ålder|åldern|åldrarna|åldersgrupp)\s*:?\s*"
)
_NAMED: Final = r"\b(?:aikui\w+|nuor\w+|senior\w*|vuxna|unga|ungdom\w*|adults?|young people|youth)"
_TO: Final = r"(?:-|/|\bja|\btill|\bto|\boch|\band|\bbis)"
_ANNIVERSARY: Final = r"(?!\.?\s*-?\s*(?:juhl|synt|jubil|anniv|sitten|sedan|ago|kestä|histor|taivalta|toimin))"

_RATED: Final = r"(?<!sali )(?<!huone )(?<!tila )(?<!luokka )(?<!kerros )(?<!rappu )(?<!hall )(?<!room )\bk-?(?=(?:1[1345]|17|2[0-3]|25)\b)"
"""A limit as films and dances are marked: "K15"; not the number of a room."""
STATED: Final = re.compile(
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
            rf"{_UNDER_BEFORE.replace('below', 'below2')}[\s-]*{_N.format('u2')}s\b",
            r"\b(?:alle|under)\s(?P<u3>\d{1,2})(?=\s*(?:$|[,;)!]))",
            rf"{_NAMED}(?:\s\w+)?\s*\(?\s*(?P<x>\d{{1,2}})\s*-\s*(?P<y>2[5-9]|[3-9]\d)(?![\d.:]|\s*(?:€|e\b|min|h\b|kpl|hlö|henk|paik|pers))",
            rf"{_OVER_BEFORE}\s*-?\s*{_N.format('o')}(?:{_UNIT}|s\b)(?!\s+(?:av|of|sedan|sitten|musi|kest|kokem|histor))",
            rf"(?:{_LIMIT}|\b[ks]-?\s?(?=(?:7|12|16|18)\b)|{_RATED})(?P<l>\d{{1,2}})(?:\b|(?=v\b))(?!\s*[€e]\b|\s*-\s*\d)",
            r"(?<![\d\w+])\+\s?(?P<p>[1-9]\d)(?!\d|\s?\d|\s*(?:€|e\b|min|h\b|kk|m\b|%))",
            r"(?<![\d\w.,:/-])(?P<q>\d{1,2})(?:\s*-?v)?\s?(?:\+|-?plus\b)(?!\s?\d|\s*(?:€|e\b|min))",
            rf"{_N.format('s')}(?P<su>{_UNIT}){_ANNIVERSARY}(?:(?P<sover>{_OVER_AFTER})|(?P<sunder>{_UNDER_AFTER}))?",
            rf"\b(?:aged|ages?|ikä:?|ålder)\s+(?P<t>\d{{1,3}})(?:\s*(?P<tover>\+|(?:and|or)\s+(?:up|over|older|above)))?(?!\d|\s*{_TO}\s*\d)",
            r"(?<![\d.,])(?P<w>\d{1,2})\s+(?:(?:and|or)\s+(?:over|older|above)|(?:ja|tai)\s+(?:sitä\s+)?vanhem(?:mat|mille|pi|mille))\b",
        )
    )
)
CONDITION: Final = re.compile(
    r"aikuisen|huoltaj|vanhem|saatta|maksu|ilmai|gratis|målsman|vuxen|vain |accompan|adult|free|€|eur|kielle|seura|veloituks|fri(?:tt)? (?:entré|inträde)|halva priset|puoleen hintaan"
)
NOT_BEFORE: Final = re.compile(
    r"\b(?:ei|eivät|inte|ej|not)\s+(?:(?:ole|sovellu|sovi|suositella|suosittele|tarkoitettu|sallittu|kielletty|är|lämplig\w*|avsedd\w*|rekommenderas|passar|tillåten|suitable|recommended|intended|allowed|för|for|barn|lapsille|children)\s+){0,3}\Z"
)
NOT_AFTER: Final = re.compile(
    r"\s*(?:lapset\s+|lapsia\s+|barn\s+)?(?:ei\b|eivät\b|får inte|släpps inte|(?:are )?not (?:allowed|admitted))"
)
FEE_BEFORE: Final = re.compile(
    r"(?:maksu\w*|maksutta|ilmai\w+|veloituksetta|pääsy|gratis|inträde|entré|free|admission|entry|€)\s+(?:kaikille\s+|för\s+|for\s+|barn\s+|lapsille\s+|children\s+)*\Z"
)
FEE_AFTER: Final = re.compile(
    r"\s*(?:on\s+|är\s+|is\s+)?(?:(?:vapaa|ilmainen|maksuton)\s+(?:sisään)?pääsy|(?:sisään)?pääsy (?:on )?(?:vapaa|ilmai|maksut)\w*|maksuttomasti|ilmaiseksi|maksutta\b|veloituksetta|puoleen hintaan|(?:ilmainen|maksuton|gratis|free)(?=\s*(?:[.,;!)]|$))"
    r"|(?:pääsee|pääsevät) (?:\w+ )?(?:ilmai|maksut|veloit|puoleen)|fri(?:tt)? (?:entré|inträde)|gratis inträde|halva priset|(?:go|get in|enter|come in)(?: for)? free|free (?:entry|admission)|half price"
    r"|\d+(?:[.,]\d+)? ?(?:€|e\b|eur\w*)(?=.*\b(?:muut|muilta|aikuiset|others|övriga|vuxna|adults)\b))"
)
"""Behind an age: what those pay, not who may come."""
SINGLE_CONTEXT: Final = re.compile(r"(?:för|barn|ålder|flickor|pojkar|ungdom\w*|till|[,(:–-])\s*$")
