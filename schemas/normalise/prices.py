"""Amounts of money in a text: one price, a range, a list, "from". What an amount is for is not judged here.

Only what carries a currency counts: 30 in "kk-kortti (30 pv) 46 e" is days, 310 in "puh. 09 310 88000" is a telephone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Per = Literal["visit", "course", "season", "month", "year", "hour", "group"]

_NUMBER: Final = r"(?:\d{1,3}(?:[ .]\d{3})+(?![\d.])(?:,\d{1,2})?|\d{1,6}(?:[.,]\d{1,2})?)(?![\d])"
_AFTER: Final = r"\s?(?:€(?!\d)|eur\b|euro(?:a|n|lla|lta|sta|on|t|s|ja|illa|r)?\b|e\b(?!-[a-zåäö])(?!\.[a-zåäö]))|[,:]\s?[-–—](?!\d)(?:\s?(?:€(?!\d)|eur\b|euroa?\b|e\b))?"
_BEFORE: Final = r"(?:€|\beur(?:os?)?)\s?"
_ONE: Final = rf"(?:{_NUMBER}(?:{_AFTER})?|{_BEFORE}{_NUMBER})"
_WITH: Final = rf"(?:{_NUMBER}(?:{_AFTER})|{_BEFORE}{_NUMBER})"
_JOIN: Final = r"\s*(?:[-–—]|\.\.+|…)\s*"
_NUMERALS: Final = {
    "yksi": 1, "kaksi": 2, "kolme": 3, "neljä": 4, "viisi": 5, "kuusi": 6, "seitsemän": 7, "kahdeksan": 8, "yhdeksän": 9,
    "kymmenen": 10, "kaksitoista": 12, "viisitoista": 15, "kaksikymmentä": 20, "kolmekymmentä": 30, "viisikymmentä": 50, "sata": 100,
    "yhden": 1, "kahden": 2, "kolmen": 3, "neljän": 4, "viiden": 5, "kuuden": 6, "kahdentoista": 12, "viidentoista": 15,
    "kahdenkymmenen": 20, "yks": 1, "kaks": 2, "viis": 5, "kuus": 6,
    "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "tolv": 12,
    "femton": 15, "tjugo": 20, "trettio": 30, "femtio": 50, "hundra": 100,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
_SLANG: Final = {
    "kymppi": 10, "kympin": 10, "kympillä": 10, "viitonen": 5, "viitosen": 5, "viitosella": 5, "vitonen": 5, "vitosen": 5,
    "vitosella": 5, "femma": 5, "tia": 10, "tenner": 10, "fiver": 5,
}  # fmt: skip
_MONEY: Final = re.compile(
    rf"""(?<![\w.,€])(?:
      (?P<range>{_ONE}{_JOIN}{_WITH}|{_BEFORE}{_NUMBER}{_JOIN}{_NUMBER})
    | (?P<list>(?:{_ONE},\s){{0,8}}{_ONE}\s(?:tai|ja|eller|och|or|and)\s{_WITH}|{_ONE}(?:\s?/\s?{_ONE}){{0,8}}\s?/\s?{_WITH}|{_BEFORE}{_NUMBER}(?:\s?/\s?{_NUMBER}){{1,8}})
    | (?P<one>{_WITH})
    | (?P<cents>\d{{1,3}})\s?(?:snt|sent(?:ti|tiä|in)\b|cents?\b)
    | (?P<word>{"|".join(sorted(_NUMERALS, key=len, reverse=True))})\s(?:euroa?|euron|euros?)\b
    | (?P<slang>{"|".join(_SLANG)})\b(?!-)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKED: Final = re.compile(
    r"\b(?:[^\W\d_]*(?:maksu|hinta|lippu|liput|pris(?:et)?|avgift(?:en)?|fee|price)|sisäänpääsy|osallistuminen|maksaa|kustantaa|kostar|costs?)\s?:?\s(?:(?:on|är|is|vain|noin|bara|en|only|a)\s){0,2}\Z",
    re.IGNORECASE,
)
"""What stands before a "kymppi" that is money and no tram."""
_STREET: Final = re.compile(
    r"[^\W\d_](?:tie|tien|tiellä|katu|kadun|kadulla|kuja|kujan|kujalla|polku|polun|raitti|kaari|väylä|bulevardi|esplanadi|gatan|vägen|gränden|stigen|esplanaden|bågen)\s\Z",
    re.IGNORECASE,
)
"""Hämeentie 5 e: a staircase."""
_VALUE: Final = re.compile(_NUMBER)
_FROM_BEFORE: Final = re.compile(
    r"(?:\balk(?:aen|\.)?|\bfrån|\bfr\.?|\bfrom|\bstarting at|\blähtien|\bvähintään|\bväh\.|\bmin\.?|\bminst|\bat least)\s*:?\s*\Z",
    re.IGNORECASE,
)
_FROM_AFTER: Final = re.compile(
    r"\s*(?:alkaen|lähtien|ja ylös|ylöspäin|eteenpäin|uppåt|och uppåt|and up|or more|tai enemmän|→|->)(?!\w)",
    re.IGNORECASE,
)
_UPTO: Final = re.compile(
    r"(?:\benintään|\bkorkeintaan|\bmaks\.|\bmax\.?|\benint\.|\bhögst|\bup to|\bat most|\balle|\bunder)\s*\Z",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    r"""\s*(?:/|\bper\b|\bà\b|\ben\b|\ba\b)?\s*(?:
      (?P<hour>h|t|tunti|tunnilta|tunnissa|tim|timme|timmen|hour|hr|min|\d+\s?min|\d+\s?h)
    | (?P<month>kk|kuukausi|kuukaudessa|mån|månad|month)
    | (?P<year>v|vuosi|vuodessa|år|year)
    | (?P<season>kausi|kaudelta|syksy|kevät|kesä|syyskausi|kevätkausi|lukukausi|lukuvuosi|lk|period|termin|säsong|season|term|semester|höst|vår|sommar|jakso|\d+\s?kk|\d+\s?mån|\d+\s?months?)
    | (?P<course>kurssi|kurs|course|(?:[2-9]|\d\d)\s?(?:x|krt|kertaa|kerran|kerrasta|ggr|gånger|times|visits|sessions|tapaamista|iltaa|lessons?|viikkoa|vk|veckor|weeks))
    | (?P<group>perhe|familj|family|ryhmä|grupp|group|kenttä|bana|plan|rata|tila|joukkue|lag|team|vuoro|auto|vene|yö|natt|night|luokka)
    | (?P<visit>kerta|kerralta|krt|hlö|hlöltä|henkilö|henkilöltä|henk|hl|person|pers|gång|besök|visit|time|session|osallistuja|osallistujalta|deltagare|participant|lippu|biljett|ticket|päivä|pv|dag|day|ilta|kväll|evening|aikuinen|vuxen|adult|pari|par|couple|pair|nuppi|naama)
    )\.?(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_HAS_UNIT_SIGN: Final = re.compile(r"\s*(?:/|per\b|à\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as it stands: its place in the text, the stated values in euros, and what one pays it for."""

    start: int
    end: int
    values: tuple[float, ...]
    shape: Literal["one", "range", "list"]
    open_above: bool = False
    open_below: bool = False
    per: Per | None = None
    also_per: Per | None = None

    @property
    def low(self) -> float | None:
        return None if self.open_below else min(self.values)

    @property
    def high(self) -> float | None:
        return None if self.open_above else max(self.values)


def euros(number: str) -> float:
    """A written number in euros: comma or dot decimals, spaces or dots between thousands.

    >>> euros("1 200"), euros("5,80"), euros("30.00"), euros("1.200,50")
    (1200.0, 5.8, 30.0, 1200.5)
    """
    plain = number.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))


def find_money(text: str) -> list[Money]:
    """The amounts of a text, in order.

    >>> [m.values for m in find_money("Aikuiset 5,80 e, kk-kortti (30 pv) 46 e, liput 12€/20€, 10, 15 tai 20 €")]
    [(5.8,), (46.0,), (12.0, 20.0), (10.0, 15.0, 20.0)]
    """
    found = []
    for match in _MONEY.finditer(text):
        kind = match.lastgroup
        written = match[0]
        shape: Literal["one", "range", "list"] = "one"
        if kind == "slang" and not _ASKED.search(text[: match.start()]):
            continue
        if written[-1] in "eE" and _STREET.search(text[: match.start()]):
            continue
        if kind == "cents":
            values: tuple[float, ...] = (int(match["cents"]) / 100,)
        elif kind == "word":
            values = (float(_NUMERALS[match["word"].lower()]),)
        elif kind == "slang":
            values = (float(_SLANG[match["slang"].lower()]),)
        else:
            values = tuple(euros(number) for number in _VALUE.findall(written))
            if kind == "range" and len(values) == 2 and values[0] < values[1]:
                shape = "range"
            elif kind == "range" and len(values) == 2 and values[0] > values[1]:
                values, shape = (values[1],), "one"
            elif len(values) > 1:
                shape = "list"
        end = match.end()
        per, also, stop = _per(text, end)
        after = _FROM_AFTER.match(text, stop)
        before = text[max(0, match.start() - 16) : match.start()]
        found.append(
            Money(
                match.start(),
                after.end() if after else stop,
                values,
                shape,
                open_above=shape == "one" and bool(after or _FROM_BEFORE.search(before)),
                open_below=shape == "one" and bool(_UPTO.search(before)),
                per=per,
                also_per=also,
            )
        )
    return found


def _per(text: str, end: int) -> tuple[Per | None, Per | None, int]:
    """The units behind an amount ("/ hlö / kausi") and where they end."""
    units: list[Per] = []
    while len(units) < 2 and _HAS_UNIT_SIGN.match(text, end) and (match := _PER.match(text, end)):
        units.append(match.lastgroup)  # type: ignore[arg-type]  # the groups are named for the units
        end = match.end()
    return units[0] if units else None, units[1] if len(units) > 1 else None, end
